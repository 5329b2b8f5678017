"""A roster workbook into a ``Roster``, or every problem at once."""

from collections.abc import Iterable, Sequence
from datetime import date

from surveys.problems import Place, Problem
from surveys.roster.columns import Table, is_header, read_header
from surveys.roster.dates import LooseDate
from surveys.roster.problems import problem
from surveys.roster.rows import Draft, read_row
from surveys.roster.units import resolve_units
from surveys.roster.values import Roster, RosterRow, RosterUnit
from surveys.spelling import spell
from surveys.workbooks import Sheet, Workbook, read_workbook


def read_roster(
    content: bytes, filename: str, *, as_of: date | None = None, known_units: Iterable[RosterUnit] = ()
) -> Roster | list[Problem]:
    """Read a roster (.xlsx or .csv, header in row 1, one official a row), or say all that is wrong with it.

    Every visible sheet whose first row is a roster's header is read; keys are unique across sheets.
    ``as_of``, if given, is the day on which ages and dates of appointment are judged. ``known_units`` (those
    of the sampling frame) lend names to rows that give only a unit's code. Never raises for a bad file.
    """
    book = read_workbook(content, filename)
    if isinstance(book, list):
        return book
    tables, problems, notes = _find_tables(book)
    drafts = [
        read_row(table, row, as_of, has_1904_dates=book.has_1904_dates)
        for table in tables
        for row in range(2, len(table.sheet.rows) + 1)
        if not table.is_blank(row)
    ]
    for draft in drafts:
        problems += draft.problems
        notes += draft.notes
    if tables and not drafts and not problems:
        problems.append(problem("no_rows", Place(tables[0].sheet.name)))
    tree = resolve_units(drafts, known_units, is_typed=book.is_typed)
    problems += [*_find_duplicates(drafts), *tree.problems]
    if problems:
        return _in_reading_order(problems, [sheet.name for sheet in book.sheets])
    rows = tuple(_official(draft, unit) for draft, unit in zip(drafts, tree.of_row, strict=True))
    return Roster(tree.units, rows, (*notes, *tree.notes))


def _find_tables(book: Workbook) -> tuple[list[Table], list[Problem], list[Problem]]:
    """Choose the sheets to read: those with a header; without any, the first filled one, for its problems.

    A table whose columns are in doubt gives its problems and no rows.
    """
    filled = [sheet for sheet in book.sheets if sheet.rows and not sheet.is_hidden]
    filled = filled or [sheet for sheet in book.sheets if sheet.rows]
    chosen = [sheet for sheet in filled if is_header(sheet.rows[0])] or filled[:1]
    tables: list[Table] = []
    problems: list[Problem] = []
    notes = [_ignored(sheet) for sheet in book.sheets if sheet.rows and sheet not in chosen]
    for sheet in chosen:
        table, found, ignored = read_header(sheet)
        problems += found
        notes += ignored
        if not any(one.code in {"missing_column", "header_not_first", "merged_header"} for one in found):
            tables.append(table)
    return tables, problems, notes


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


def _in_reading_order(problems: list[Problem], sheets: list[str]) -> list[Problem]:
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
        sheet=draft.table.sheet.name,
        row=draft.row,
    )
