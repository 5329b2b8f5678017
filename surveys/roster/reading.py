"""A roster workbook into a ``Roster``, or every problem at once."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial

from surveys.problems import Place, Problem
from surveys.roster.alike import merge_alike
from surveys.roster.bodies import groups_of
from surveys.roster.columns import OF_POST, OWN_SHEETS, PERSONAL, Table
from surveys.roster.combined import one_line
from surveys.roster.communes import (
    TODAY_FROM,
    find_communes,
)
from surveys.roster.dates import LooseDate
from surveys.roster.dittos import read_dittos
from surveys.roster.drafts import Draft, Reader
from surveys.roster.header import has_header, read_header
from surveys.roster.keys import make_keys
from surveys.roster.lines import Lines, read_lines
from surveys.roster.posts import name_nearest
from surveys.roster.problems import problem
from surveys.roster.rows import read_row
from surveys.roster.sheet_units import (
    catalogue,
    place_of,
    provinces_above,
    unit_of_sheet,
    units_of_titles,
    without_unit,
)
from surveys.roster.unit_codes import Whereabouts, code_units
from surveys.roster.units import resolve_units
from surveys.roster.values import Roster, RosterRow, RosterUnit
from surveys.roster.words import Words
from surveys.spelling import spell
from surveys.titles import TitleReading, Titles, built_in_titles, read_title
from surveys.workbooks import (
    Sheet,
    Workbook,
    cell_position,
    fonts_retyped,
    fonts_unclear,
    read_workbook,
)


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
    problems += fonts_unclear(book)
    notes += fonts_retyped(book)
    drafts: list[Draft] = []
    words = Words(
        lambda text: bool(read_title(reader.titles, text, as_of).titles),
        lambda text: _is_role(read_title(reader.titles, text, as_of)),
        lambda text: bool(find_communes(text, as_of or TODAY_FROM)),
        partial(groups_of, reader.titles),
    )
    for table in tables:
        lines = read_lines(table, words)
        problems += lines.problems
        unit, told = unit_of_sheet(table, lines, as_of)
        notes += [*lines.notes(table), *told, *_hidden(table, lines)]
        drafts += [
            read_row(table, row, reader, unit=lines.units[row] or unit, bodies=lines.bodies[row])
            for row in lines.people
        ]
    problems += [each for draft in drafts for each in draft.problems]
    notes += [each for draft in drafts for each in draft.notes]
    if tables and not drafts and not problems:
        problems.append(problem("no_rows", Place(tables[0].sheet.name)))
    notes += units_of_titles(drafts)
    problems += without_unit(drafts)
    known = [*catalogue(as_of), *known_units]
    tree = resolve_units(drafts, known, is_typed=book.is_typed)
    problems += [*_find_duplicates(drafts), *tree.problems]
    if problems:
        return _in_reading_order(name_nearest(merge_alike(problems), reader.titles, as_of), book)
    rows = [_official(draft, unit) for draft, unit in zip(drafts, tree.of_row, strict=True)]
    where = Whereabouts(as_of, provinces_above(tables), province, tuple(known_units))
    coded = code_units(tree.units, rows, where, place_of(drafts, tree.of_row))
    of_cell = {(draft.table.sheet.name, draft.row): draft.table for draft in drafts}
    keyed, twins, made = make_keys(coded.rows, of_cell)
    unclear = [*coded.problems, *twins, *merge_alike(_find_unusual(drafts, tree.of_row, reader.titles))]
    if unclear:
        return _in_reading_order(unclear, book)
    notes += [*tree.notes, *coded.notes, *made]
    return Roster(coded.units, tuple(keyed), tuple(merge_alike(notes)))


def _is_role(found: TitleReading) -> bool:
    return bool(found.titles or found.candidates)


def _find_tables(book: Workbook) -> tuple[list[Table], list[Problem], list[Problem]]:
    """Choose the sheets to read: those with a header; without any, the first filled one, for its problems.

    A table whose columns are in doubt gives its problems and no rows. Of the list that we hand out to be filled in
    it is known where its header stands and what its other sheets are.
    """
    filled = [sheet for sheet in book.sheets if sheet.rows and not sheet.is_hidden]
    filled = filled or [sheet for sheet in book.sheets if sheet.rows]
    chosen = [sheet for sheet in filled if has_header(sheet)] or filled[:1]
    is_ours = {sheet.name for sheet in book.sheets} >= set(OWN_SHEETS)
    tables: list[Table] = []
    problems: list[Problem] = []
    notes = [
        _ignored(sheet)
        for sheet in book.sheets
        if sheet.rows and sheet not in chosen and not (is_ours and sheet.name in OWN_SHEETS)
    ]
    for sheet in chosen:
        table, found, told = read_header(sheet)
        problems += found
        notes += [each for each in told if not (is_ours and each.code == "header_rows")]
        if not any(one.code == "missing_column" for one in found):
            table, repeated = read_dittos(table)
            tables.append(table)
            notes += repeated
    return tables, problems, notes


def _hidden(table: Table, lines: Lines) -> list[Problem]:
    """Say how many people stand in rows that are hidden or filtered away: they are read."""
    hidden = table.sheet.hidden_rows & set(lines.people)
    return [problem("hidden_rows", Place(table.sheet.name), count=str(len(hidden)))] if hidden else []


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


def _find_unusual(drafts: Sequence[Draft], units: Sequence[RosterUnit], titles: Titles) -> Iterator[Problem]:
    """Ask about short titles that two of a unit hold, while nobody there holds one of the others that they may mean.

    Specialists are many in any unit: theirs is told only.
    """
    held = Counter(
        (unit, code)
        for draft, unit in zip(drafts, units, strict=True)
        for code in (draft.text("title"), *draft.text("concurrent_titles").split())
    )
    for draft, unit in zip(drafts, units, strict=True):
        usual = draft.usual
        if (
            usual is None
            or held[unit, usual.title] < 2
            or titles.groups[titles.group(usual.title)].has_fields
        ):
            continue
        others = [code for code in usual.others if not held[unit, code]]
        if others:
            labels = "; ".join(map(titles.label, (usual.title, *others)))
            place = draft.table.place(draft.row, "title")
            yield problem("ambiguous_title", place, found=one_line(usual.text), candidates=labels, count="1")


def _locate(draft: Draft, attribute: str, seen_from: Place) -> str:
    place = draft.table.place(draft.row, attribute)
    return place.cell if place.sheet == seen_from.sheet else f"{place.sheet}!{place.cell}"


def _in_reading_order(problems: list[Problem], book: Workbook) -> list[Problem]:
    sheets = [sheet.name for sheet in book.sheets]

    def position(one: Problem) -> tuple[int, int, int]:
        sheet = sheets.index(one.place.sheet) if one.place.sheet in sheets else -1
        return (sheet, *cell_position(one.place.cell))

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
        ethnicity=draft.text("ethnicity"),
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
        unsaid=_unsaid(draft.table),
        sheet=draft.table.sheet.name,
        row=draft.row,
    )


def _unsaid(table: Table) -> frozenset[str]:
    """Return the attributes of a person that no column of a sheet is about."""
    return frozenset(
        name
        for name in (*PERSONAL, *OF_POST)
        if not any(
            column.startswith(name.removesuffix("_year").removesuffix("_date")) for column in table.columns
        )
    )
