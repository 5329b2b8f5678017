"""Where the table of a workbook stands: its sheet, its header in one row or two, which column holds what."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import zip_longest
from typing import Final

from surveys.problems import Place, Problem
from surveys.spelling import fold_words
from surveys.workbooks.cells import CellValue, Sheet, Workbook, cell_name, cell_position

HEADER_ROWS: Final = 30
"""Rows of a sheet in which its header is looked for."""
_FEWEST_ABOVE: Final = 2  # headings in the upper of two rows: a title above a header is none
_NUMBERS: Final = 4  # cells of a row that numbers the columns
_LONGEST: Final = 120


@dataclass(frozen=True)
class Headings:
    """What a table of one kind is known by. ``columns``: attribute -> the heading that we write.

    ``attribute_of``: a folded heading -> its attribute. ``required``: the columns that must be there; a row is the
    header if it names ``fewest`` columns, ``keys`` among them.
    """

    columns: Mapping[str, str]
    attribute_of: Mapping[str, str]
    required: tuple[str, ...]
    keys: tuple[str, ...]
    fewest: int = 4


@dataclass(frozen=True, slots=True)
class SheetTable:
    """A sheet with a header that ends in row ``header``. ``columns``: attribute -> column; ``headings``: its words.

    ``key``: the attribute at which a row is named where there is no such column.
    """

    sheet: Sheet
    header: int
    columns: Mapping[str, int]
    headings: Mapping[str, str]
    key: str

    def value(self, row: int, attribute: str) -> CellValue:
        """Return a cell of a 1-based row; ``None`` where the file has no such column."""
        column = self.columns.get(attribute, 0)
        cells = self.sheet.rows[row - 1]
        return cells[column - 1] if 0 < column <= len(cells) else None

    def place(self, row: int, attribute: str) -> Place:
        """Say where an attribute of a row stands; where there is no such column, at its key."""
        column = self.columns.get(attribute) or self.columns.get(self.key, 1)
        return Place(self.sheet.name, cell_name(row, column))

    def rows(self) -> Iterator[int]:
        """Yield the rows below the header, 1-based, but for one that numbers the columns."""
        for row in range(self.header + 1, len(self.sheet.rows) + 1):
            if not (row == self.header + 1 and _numbers_columns(self.sheet.rows[row - 1])):
                yield row


@dataclass(frozen=True, slots=True)
class Header:
    """One row of headings, or two of which the lower one divides what the upper one groups. 1-based."""

    first: int
    last: int
    cells: tuple[CellValue, ...]


def find_header(sheet: Sheet, headings: Headings) -> Header | None:
    """Return the first rows that look like the header: two of them, if that names more columns than one."""
    for row in range(1, min(len(sheet.rows), HEADER_ROWS) + 1):
        alone = Header(row, row, sheet.rows[row - 1])
        below = sheet.rows[row] if row < len(sheet.rows) else ()
        both = Header(row, row + 1, _over_each_other(alone.cells, below))
        named, doubly = recognised(alone, headings), recognised(both, headings)
        lower = recognised(Header(row + 1, row + 1, below), headings)
        is_divided = len(doubly) > len(named) >= _FEWEST_ABOVE and bool(lower)
        if _is_header(doubly, headings) and is_divided:
            return both
        if _is_header(named, headings):
            return alone
    return None


def _is_header(found: Collection[str], headings: Headings) -> bool:
    return all(key in found for key in headings.keys) and len(found) >= headings.fewest


def _over_each_other(upper: tuple[CellValue, ...], lower: tuple[CellValue, ...]) -> tuple[CellValue, ...]:
    return tuple(over if under is None else under for over, under in zip_longest(upper, lower))


def recognised(header: Header, headings: Headings) -> dict[str, list[int]]:
    """Return the columns, from 1, of each attribute that a header names."""
    found: dict[str, list[int]] = {}
    for column, value in enumerate(header.cells, start=1):
        if isinstance(value, str) and len(value) <= _LONGEST:
            attribute = headings.attribute_of.get(fold_words(value))
            if attribute:
                found.setdefault(attribute, []).append(column)
    return found


def read_header(
    sheet: Sheet, header: Header, headings: Headings
) -> tuple[SheetTable, list[Problem], list[Problem]]:
    """Return the table below a header, what is wrong with it, and what was understood or passed over."""
    row, cells = header.last, header.cells
    found = recognised(header, headings)
    columns = {attribute: places[0] for attribute, places in found.items()}
    shown = {attribute: " ".join(str(cells[column - 1]).split()) for attribute, column in columns.items()}
    names = headings.columns
    place = Place(sheet.name, cell_name(row, 1))
    seen = ", ".join(shown.values())
    problems = [
        Problem("book_missing_column", place, {"expected": names[attribute], "found": seen})
        for attribute in headings.required
        if attribute not in found
    ]
    problems += [
        Problem(
            "book_column_twice",
            Place(sheet.name, cell_name(row, places[1])),
            {"found": names[attribute], "first": cell_name(row, places[0])},
        )
        for attribute, places in found.items()
        if len(places) > 1
    ]
    problems += [_merged(sheet.name, area) for area in sheet.merged if _hides(sheet, area, row + 1)]
    rows = str(row) if header.first == row else f"{header.first}–{row}"
    notes = [Problem("book_header", place, {"found": rows})] if row > 1 else []
    for column, value in enumerate(cells, start=1):
        where = Place(sheet.name, cell_name(row, column))
        attribute = next((each for each, at in columns.items() if at == column), "")
        if isinstance(value, str) and not attribute:
            notes.append(Problem("book_ignored_column", where, {"found": value[:_LONGEST]}))
        elif attribute and fold_words(str(value)) != fold_words(names[attribute]):
            meant = {"found": shown[attribute], "meant": names[attribute]}
            notes.append(Problem("book_column", where, meant))
    return SheetTable(sheet, row, columns, shown, headings.keys[0]), problems, notes


def _merged(sheet: str, area: str) -> Problem:
    return Problem("book_merged", Place(sheet, area.partition(":")[0]), {"found": area})


def _hides(sheet: Sheet, area: str, below: int) -> bool:
    """Say whether merged cells leave it open what stands in a row: not in the header, not in a mere heading."""
    first, _, last = area.partition(":")
    row = _row_of(first)
    is_heading = row == _row_of(last) and sum(value is not None for value in sheet.rows[row - 1]) == 1
    return row >= below and not is_heading


def _row_of(area: str) -> int:
    return int(area.partition(":")[0].lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ") or 0)


def _numbers_columns(cells: tuple[CellValue, ...]) -> bool:
    shown = [str(value).strip(" ()") for value in cells if value is not None]
    return len(shown) >= _NUMBERS and all(each.isascii() and each.isdigit() for each in shown)


def in_order(problems: Iterable[Problem], book: Workbook) -> list[Problem]:
    """Sort problems by sheet, row and column; those of the whole file first."""
    sheets = {sheet.name: number for number, sheet in enumerate(book.sheets)}
    return sorted(problems, key=lambda one: (sheets.get(one.place.sheet, -1), cell_position(one.place.cell)))
