"""Workbooks of old Excel (.xls, BIFF 2 to 8), read by xlrd; its values become ours, within our limits."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, Final

from surveys.problems import Place, Problem
from surveys.workbooks.cells import (
    CellValue,
    Limits,
    Sheet,
    Unreadable,
    Workbook,
    cell_name,
    shows_capitals,
    typed_text,
)

_PADDED_TO: Final = 15  # digits


def _library() -> Any:
    """Load xlrd, which has no types, where it is needed: a running bot never needs it."""
    import xlrd  # noqa: PLC0415

    return xlrd


class _Silent:
    """Takes what xlrd would print about a damaged file."""

    def write(self, _: str) -> None:
        """Drop it."""

    def flush(self) -> None:
        """Do nothing."""


def read_old_excel(content: bytes, limits: Limits) -> Workbook | list[Problem]:
    """Read every worksheet, or say why not: no workbook, a password, too many cells."""
    xlrd = _library()
    try:
        book = xlrd.open_workbook(
            file_contents=content, formatting_info=True, logfile=_Silent(), on_demand=True, ragged_rows=True
        )
        sheets = []
        budget = limits.cells
        for at in range(book.nsheets):
            grid = book.sheet_by_index(at)
            found = _read_sheet(book, grid, limits, budget)
            if isinstance(found, Problem):
                return [found]
            budget -= sum(map(len, found.rows))
            sheets.append(found)
            book.unload_sheet(at)
    except Exception as error:  # noqa: BLE001 - xlrd checks by use: damage raises whatever its bytes lead to
        has_password = isinstance(error, xlrd.XLRDError) and "encrypted" in str(error)
        return [Problem("file_has_password" if has_password else "not_a_workbook")]
    if not any(sheet.rows for sheet in sheets):
        return [Problem("file_empty")]
    return Workbook(tuple(sheets), has_1904_dates=bool(book.datemode))


def _read_sheet(book: Any, grid: Any, limits: Limits, budget: int) -> Sheet | Problem:
    name = typed_text(grid.name)
    rows: list[tuple[CellValue, ...]] = []
    for row in range(grid.nrows):
        values = [_value(book, grid, row, column) for column in range(grid.row_len(row))]
        while values and values[-1] is None:
            values.pop()
        rows.append(tuple(values))
        budget -= len(values)
        if values and (row >= limits.rows or budget < 0):
            place = Place(name, cell_name(row + 1, 1))
            return Problem("too_many_rows", place, {"limit": str(limits.rows - 1)})
    while rows and not rows[-1]:
        rows.pop()
    hidden = {row + 1 for row, told in grid.rowinfo_map.items() if told.hidden and row < len(rows)}
    merged = tuple(_merged(grid, len(rows)))
    in_capitals = frozenset(_in_capitals(book, grid, rows))
    return Sheet(name, tuple(rows), merged, bool(grid.visibility), frozenset(hidden), in_capitals)


def _in_capitals(book: Any, grid: Any, rows: Sequence[Sequence[CellValue]]) -> Iterator[tuple[int, int]]:
    """Yield the texts in a font that shows small letters as capitals."""
    capitals = {
        at for at, xf in enumerate(book.xf_list) if shows_capitals(book.font_list[xf.font_index].name)
    }
    for row, cells in enumerate(rows if capitals else ()):
        for column, value in enumerate(cells):
            if isinstance(value, str) and grid.cell_xf_index(row, column) in capitals:
                yield row + 1, column + 1


def _merged(grid: Any, last: int) -> Iterator[str]:
    for top, bottom, left, right in grid.merged_cells:
        if top < last:
            yield f"{cell_name(top + 1, left + 1)}:{cell_name(bottom, right)}"


def _value(book: Any, grid: Any, row: int, column: int) -> CellValue:
    xlrd = _library()
    kind, value = grid.cell_type(row, column), grid.cell_value(row, column)
    if kind == xlrd.XL_CELL_TEXT:
        return typed_text(value) or None
    if kind == xlrd.XL_CELL_NUMBER:
        return _number(book, grid, row, column, value)
    if kind == xlrd.XL_CELL_DATE:
        return _date(value, book.datemode)
    if kind == xlrd.XL_CELL_BOOLEAN:
        return bool(value)
    if kind == xlrd.XL_CELL_ERROR:
        return Unreadable("cell_error", xlrd.error_text_from_code.get(value, ""))
    return None


def _number(book: Any, grid: Any, row: int, column: int, value: float) -> CellValue:
    if not value.is_integer():
        return value
    shown = book.format_map[book.xf_list[grid.cell_xf_index(row, column)].format_key].format_str
    digits = len(shown.strip('"')) if set(shown.strip('"')) == {"0"} else 0
    return str(int(value)).zfill(digits) if 1 < digits <= _PADDED_TO and value >= 0 else int(value)


def _date(value: float, datemode: int) -> CellValue:
    xlrd = _library()
    try:
        found = xlrd.xldate_as_datetime(value, datemode) if value >= 1 else None
    except (ValueError, OverflowError):
        found = None
    return found if isinstance(found, datetime) else Unreadable("cell_unreadable", str(value))
