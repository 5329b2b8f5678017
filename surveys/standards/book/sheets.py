"""Where the table of a workbook stands: its sheets, its header row, which column holds what."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import zip_longest
from typing import Final

from surveys.problems import Place, Problem
from surveys.spelling import fold_words
from surveys.standards.book.problems import problem
from surveys.standards.book.words import book_words
from surveys.workbooks import CellValue, Sheet, Workbook, cell_name

REQUIRED: Final = ("title", "from", "basis", "status")
_HEADER_ROWS: Final = 30
_FEWEST: Final = 4  # headings by which a row is known to be the header
_FEWEST_ABOVE: Final = 2  # of them in the upper of two rows: a title above a header is none
_LONGEST: Final = 120


@dataclass(frozen=True, slots=True)
class BookTable:
    """A sheet with a header that ends in row ``header``. ``columns``: attribute -> column; ``headings``: its words."""

    sheet: Sheet
    header: int
    columns: Mapping[str, int]
    headings: Mapping[str, str]

    def value(self, row: int, attribute: str) -> CellValue:
        """Return a cell of a 1-based row; ``None`` where the file has no such column."""
        column = self.columns.get(attribute, 0)
        cells = self.sheet.rows[row - 1]
        return cells[column - 1] if 0 < column <= len(cells) else None

    def place(self, row: int, attribute: str) -> Place:
        """Say where an attribute of a row stands; where there is no such column, at the title."""
        column = self.columns.get(attribute) or self.columns.get("title", 1)
        return Place(self.sheet.name, cell_name(row, column))

    def rows(self) -> Iterator[int]:
        """Yield the rows below the header, 1-based, but for one that numbers the columns."""
        for row in range(self.header + 1, len(self.sheet.rows) + 1):
            if not (row == self.header + 1 and _numbers_columns(self.sheet.rows[row - 1])):
                yield row


def find_tables(book: Workbook) -> tuple[list[BookTable], list[Problem], list[Problem]]:
    """Return the tables to read, what is wrong with their headers, and what was understood or left out."""
    tables: list[BookTable] = []
    problems: list[Problem] = []
    notes: list[Problem] = []
    filled = [sheet for sheet in book.sheets if sheet.rows]
    for sheet in filled:
        header = _find_header(sheet)
        if header and _is_example(sheet.name):
            notes.append(problem("book_example", Place(sheet.name), found=sheet.name))
        elif header and not sheet.is_hidden:
            table, found, told = _read_header(sheet, header)
            problems += found
            notes += told
            tables.append(table)
        elif header:
            notes.append(problem("book_ignored_sheet", Place(sheet.name), found=sheet.name))
    if not tables:
        expected = "; ".join(book_words().columns[name] for name in REQUIRED)
        problems.append(problem("book_no_header", Place(filled[0].name if filled else ""), expected=expected))
    return tables, problems, notes


def _is_example(text: str) -> bool:
    words = f"{fold_words(text)} "
    return any(words.startswith(f"{fold_words(each)} ") for each in book_words().words["example"])


def is_example(value: CellValue) -> bool:
    """Say whether a cell says that its row is only an example."""
    return isinstance(value, str) and _is_example(value)


@dataclass(frozen=True, slots=True)
class _Header:
    """One row of headings, or two of which the lower one divides what the upper one groups. 1-based."""

    first: int
    last: int
    cells: tuple[CellValue, ...]


def _find_header(sheet: Sheet) -> _Header | None:
    """Return the first rows that look like the header: two of them, if that names more columns than one."""
    for row in range(1, min(len(sheet.rows), _HEADER_ROWS) + 1):
        alone = _Header(row, row, sheet.rows[row - 1])
        below = sheet.rows[row] if row < len(sheet.rows) else ()
        both = _Header(row, row + 1, _over_each_other(alone.cells, below))
        named, doubly = _recognised(alone.cells), _recognised(both.cells)
        is_divided = len(doubly) > len(named) >= _FEWEST_ABOVE and bool(_recognised(below))
        if "title" in doubly and len(doubly) >= _FEWEST and is_divided:
            return both
        if "title" in named and len(named) >= _FEWEST:
            return alone
    return None


def _over_each_other(upper: tuple[CellValue, ...], lower: tuple[CellValue, ...]) -> tuple[CellValue, ...]:
    return tuple(over if under is None else under for over, under in zip_longest(upper, lower))


def _recognised(cells: tuple[CellValue, ...]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for column, value in enumerate(cells, start=1):
        if isinstance(value, str) and len(value) <= _LONGEST:
            attribute = book_words().attribute_of.get(fold_words(value))
            if attribute:
                found.setdefault(attribute, []).append(column)
    return found


def _read_header(sheet: Sheet, header: _Header) -> tuple[BookTable, list[Problem], list[Problem]]:
    row, cells = header.last, header.cells
    found = _recognised(cells)
    columns = {attribute: places[0] for attribute, places in found.items()}
    headings = {attribute: " ".join(str(cells[column - 1]).split()) for attribute, column in columns.items()}
    names = book_words().columns
    place = Place(sheet.name, cell_name(row, 1))
    seen = ", ".join(headings.values())
    problems = [
        problem("book_missing_column", place, expected=names[attribute], found=seen)
        for attribute in REQUIRED
        if attribute not in found
    ]
    problems += [
        problem(
            "book_column_twice",
            Place(sheet.name, cell_name(row, places[1])),
            found=names[attribute],
            first=cell_name(row, places[0]),
        )
        for attribute, places in found.items()
        if len(places) > 1
    ]
    problems += [_merged(sheet.name, area) for area in sheet.merged if _hides(sheet, area, row + 1)]
    rows = str(row) if header.first == row else f"{header.first}–{row}"
    notes = [problem("book_header", place, found=rows)] if row > 1 else []
    for column, value in enumerate(cells, start=1):
        where = Place(sheet.name, cell_name(row, column))
        attribute = next((each for each, at in columns.items() if at == column), "")
        if isinstance(value, str) and not attribute:
            notes.append(problem("book_ignored_column", where, found=value[:_LONGEST]))
        elif attribute and fold_words(str(value)) != fold_words(names[attribute]):
            notes.append(problem("book_column", where, found=headings[attribute], meant=names[attribute]))
    return BookTable(sheet, row, columns, headings), problems, notes


def _merged(sheet: str, area: str) -> Problem:
    return problem("book_merged", Place(sheet, area.partition(":")[0]), found=area)


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
    return len(shown) >= _FEWEST and all(each.isascii() and each.isdigit() for each in shown)
