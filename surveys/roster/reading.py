"""A roster workbook into a ``Roster``, or every problem at once."""

import re
from collections.abc import Callable, Sequence
from datetime import date
from typing import Final

from surveys.problems import Place, Problem
from surveys.roster.alike import merge_alike
from surveys.roster.columns import COLUMNS, Table
from surveys.roster.communes import (
    TODAY_FROM,
    communes,
    find_alike,
    find_communes,
    provinces,
    provinces_named_in,
)
from surveys.roster.dates import LooseDate
from surveys.roster.header import has_header, read_header
from surveys.roster.keys import make_keys
from surveys.roster.lines import Lines, Words, read_lines
from surveys.roster.problems import problem
from surveys.roster.rows import Draft, Reader, read_row
from surveys.roster.unit_codes import Whereabouts, code_units
from surveys.roster.unit_names import names_body, parse_name, unit_named_in
from surveys.roster.units import resolve_units
from surveys.roster.values import Roster, RosterRow, RosterUnit
from surveys.spelling import spell
from surveys.titles import Titles, built_in_titles, read_title
from surveys.workbooks import Sheet, Workbook, read_workbook


def read_roster(
    content: bytes,
    filename: str,
    *,
    as_of: date | None = None,
    known_units: Sequence[RosterUnit] = (),
    titles: Titles | None = None,
    province: str = "",
) -> Roster | list[Problem]:
    """Read a list of officials as an office keeps it, or say all that is wrong with it.

    The header may stand in any of the first 30 rows and take up to three; titles, sections, totals and signatures
    are told from people. Every visible sheet with such a header is read; keys are unique across sheets, and made
    where the file has none. ``as_of``, if given, is the day on which ages are judged and titles and communes are
    meant. ``known_units`` (those of the sampling frame) lend names to rows that give only a unit's code. ``titles``
    are the office's, else the built-in ones; ``province`` is the name of the office's, which tells communes of one
    name apart. Never raises for a bad file.
    """
    book = read_workbook(content, filename)
    if isinstance(book, list):
        return book
    reader = Reader(titles or built_in_titles(), as_of, book.has_1904_dates)
    tables, problems, notes = _find_tables(book)
    drafts: list[Draft] = []
    words = Words(
        lambda text: bool(read_title(reader.titles, text, as_of).titles),
        lambda text: bool(find_communes(text, as_of or TODAY_FROM)),
    )
    for table in tables:
        lines = read_lines(table, words)
        problems += lines.problems
        unit, told = _unit_of_sheet(table, lines, as_of)
        notes += [*lines.notes(table), *told, *_hidden(table)]
        drafts += [
            read_row(table, row, reader, unit=lines.units[row] or unit, body=lines.bodies[row])
            for row in lines.people
        ]
    problems += [each for draft in drafts for each in draft.problems]
    notes += [each for draft in drafts for each in draft.notes]
    if tables and not drafts and not problems:
        problems.append(problem("no_rows", Place(tables[0].sheet.name)))
    notes += _units_of_titles(drafts)
    problems += _without_unit(drafts)
    known = [*_catalogue(as_of), *known_units]
    tree = resolve_units(drafts, known, is_typed=book.is_typed)
    problems += [*_find_duplicates(drafts), *tree.problems]
    if problems:
        return _in_reading_order(merge_alike(problems), book)
    rows = [_official(draft, unit) for draft, unit in zip(drafts, tree.of_row, strict=True)]
    where = Whereabouts(as_of, _provinces_above(tables), province, tuple(known_units))
    coded = code_units(tree.units, rows, where, _place_of(drafts, tree.of_row))
    of_cell = {(draft.table.sheet.name, draft.row): draft.table for draft in drafts}
    keyed, twins, made = make_keys(coded.rows, of_cell)
    if coded.problems or twins:
        return _in_reading_order([*coded.problems, *twins], book)
    notes += [*tree.notes, *coded.notes, *made]
    return Roster(coded.units, tuple(keyed), tuple(merge_alike(notes)))


def _catalogue(day: date | None) -> list[RosterUnit]:
    """Return the communes of a day and the provinces, which lend their names to bare codes."""
    if day is None:
        return []
    above = [RosterUnit(code, name) for code, name in provinces().items()] if day >= TODAY_FROM else []
    return [*above, *(RosterUnit(each.code, each.name) for each in communes() if each.covers(day))]


def _provinces_above(tables: Sequence[Table]) -> tuple[str, ...]:
    """Return the provinces that the rows above the headers name."""
    texts = (
        cell
        for table in tables
        for cells in table.sheet.rows[: table.header_starts - 1]
        for cell in cells
        if isinstance(cell, str)
    )
    return tuple(dict.fromkeys(name for text in texts for name in provinces_named_in(text)))


def _place_of(drafts: Sequence[Draft], units: Sequence[RosterUnit]) -> Callable[[RosterUnit], Place]:
    """Return where a unit is named first."""
    first: dict[RosterUnit, Place] = {}
    for draft, unit in zip(drafts, units, strict=True):
        first.setdefault(unit, draft.table.place(draft.row, "unit"))
    return lambda unit: first.get(unit, Place())


def _find_tables(book: Workbook) -> tuple[list[Table], list[Problem], list[Problem]]:
    """Choose the sheets to read: those with a header; without any, the first filled one, for its problems.

    A table whose columns are in doubt gives its problems and no rows.
    """
    filled = [sheet for sheet in book.sheets if sheet.rows and not sheet.is_hidden]
    filled = filled or [sheet for sheet in book.sheets if sheet.rows]
    chosen = [sheet for sheet in filled if has_header(sheet)] or filled[:1]
    tables: list[Table] = []
    problems: list[Problem] = []
    notes = [_ignored(sheet) for sheet in book.sheets if sheet.rows and sheet not in chosen]
    for sheet in chosen:
        table, found, told = read_header(sheet)
        problems += found
        notes += told
        if not any(one.code == "missing_column" for one in found):
            tables.append(table)
    return tables, problems, notes


def _unit_of_sheet(table: Table, lines: Lines, as_of: date | None) -> tuple[str, list[Problem]]:
    """Return the unit that the rows above the header or the sheet's name give, where no column or section does."""
    has_departments = any(
        isinstance(cell := table.value(row, "unit"), str) and names_body(cell) for row in lines.people
    )
    is_told = {"unit", "unit_code"} & set(table.columns) and not has_departments
    if is_told or (lines.people and all(lines.units[row] for row in lines.people)):
        return "", []
    above = [
        str(cell)
        for cells in table.sheet.rows[: table.header_starts - 1]
        for cell in cells
        if cell is not None
    ]
    named = next((unit for text in reversed(above) if (unit := unit_named_in(text))), "")
    if not named:
        named = unit_named_in(table.sheet.name)
    if not named:
        named = _commune_called(table.sheet.name, as_of or TODAY_FROM)
    if not named:
        return "", []
    return named, [problem("sheet_unit", Place(table.sheet.name), unit=named)]


_AROUND: Final = re.compile(r"^\s*\d{1,2}\s*[.\-)]\s*|\s*\(\d{1,2}\)\s*$")


def _commune_called(text: str, day: date) -> str:
    """Return the name of the commune that a sheet is called after, also without accents; '' if none or several."""
    bare = _AROUND.sub("", text)
    found = find_communes(bare, day) or find_alike(bare, day)
    names = {each.name for each in found}
    if len(names) > 1:  # a commune and a ward of one name
        names = {each.removeprefix(parse_name(each).kind).strip() for each in names}
    return names.pop() if len(names) == 1 else ""


def _hidden(table: Table) -> list[Problem]:
    hidden = getattr(table.sheet, "hidden_rows", ())
    return [problem("hidden_rows", Place(table.sheet.name), count=str(len(hidden)))] if hidden else []


def _units_of_titles(drafts: Sequence[Draft]) -> list[Problem]:
    """Take the unit from the title where nothing else tells it: "Bí thư Đảng ủy xã Lương Tài".

    Where something else does, and says otherwise, that is told.
    """
    notes = []
    for draft in drafts:
        title = draft.table.value(draft.row, "title")
        named = unit_named_in(title) if isinstance(title, str) else ""
        if not named or "unit_code" in draft.read:
            continue
        place = draft.table.place(draft.row, "title")
        own = f"{draft.text('unit')} {draft.text('parent')}"
        if "unit" in draft.read:
            if parse_name(named).bare not in spell(own):
                words = {"found": " ".join(str(title).split()), "unit": draft.text("unit")}
                notes.append(problem("unit_beside_title", place, count="1", **words))
        elif "unit" not in draft.table.columns:
            draft.read["unit"] = named
            notes.append(problem("unit_in_title", place, unit=named, count="1"))
    return notes


def _without_unit(drafts: Sequence[Draft]) -> list[Problem]:
    """Say once of a sheet that nothing tells its units; of single rows, at the row."""
    found: list[Problem] = []
    for draft in drafts:
        if (
            "unit" in draft.read
            or "unit_code" in draft.read
            or any(each.place == draft.table.place(draft.row, "unit") for each in draft.problems)
        ):
            continue
        if "unit" in draft.table.columns:
            found.append(
                problem("missing_value", draft.table.place(draft.row, "unit"), column=COLUMNS["unit"])
            )
        elif not any(each.place.sheet == draft.table.sheet.name for each in found):
            found.append(problem("missing_unit", Place(draft.table.sheet.name)))
    return found


def _ignored(sheet: Sheet) -> Problem:
    return problem("ignored_sheet", Place(sheet.name), found=sheet.name)


def _find_duplicates(drafts: Sequence[Draft]) -> list[Problem]:
    problems: list[Problem] = []
    for attribute, code in (("roster_key", "duplicate_key"), ("phone", "duplicate_phone")):
        first_of: dict[str, Draft] = {}
        for draft in drafts:
            value = draft.text(attribute)
            first = first_of.setdefault(spell(value), draft) if value else draft
            if first is not draft:
                place = draft.table.place(draft.row, attribute)
                problems.append(problem(code, place, found=value, first=_locate(first, attribute, place)))
    return problems


def _locate(draft: Draft, attribute: str, seen_from: Place) -> str:
    place = draft.table.place(draft.row, attribute)
    return place.cell if place.sheet == seen_from.sheet else f"{place.sheet}!{place.cell}"


def _in_reading_order(problems: list[Problem], book: Workbook) -> list[Problem]:
    sheets = [sheet.name for sheet in book.sheets]

    def position(one: Problem) -> tuple[int, int, int]:
        letters = one.place.cell.rstrip("0123456789")
        row = int(one.place.cell[len(letters) :] or 0)
        column = sum(26**power * (ord(letter) - 64) for power, letter in enumerate(reversed(letters)))
        return (sheets.index(one.place.sheet) if one.place.sheet in sheets else -1, row, column)

    return sorted(problems, key=position)


def _official(draft: Draft, unit: RosterUnit) -> RosterRow:
    birth: LooseDate | None = draft.read.get("birth")
    since: LooseDate | None = draft.read.get("title_since")
    return RosterRow(
        roster_key=draft.text("roster_key"),
        full_name=draft.text("full_name"),
        title=draft.text("title"),
        unit_code=unit.code,
        unit_name=unit.name,
        parent=unit.parent_name,
        birth_year=birth.year if birth else None,
        birth_date=birth.exact_day if birth else None,
        gender=draft.text("gender"),
        title_since=since.first_day if since else None,
        edu=draft.text("edu"),
        qual=draft.text("qual"),
        major=draft.text("major"),
        pol=draft.text("pol"),
        qlnn=draft.text("qlnn"),
        cert=draft.text("cert"),
        phone=draft.text("phone"),
        note=draft.text("note"),
        concurrent_titles=draft.text("concurrent_titles"),
        field_of_work=draft.text("field_of_work") or draft.text("title_field"),
        sheet=draft.table.sheet.name,
        row=draft.row,
    )
