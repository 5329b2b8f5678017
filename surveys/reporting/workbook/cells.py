"""One cell of a table into one typed cell of a sheet."""

from datetime import date, datetime
from fractions import Fraction
from typing import Any, Final

from surveys.aggregation.table import HIDDEN, Cell, Code, Column, Count, Kind, Measure, Share
from surveys.reporting.numbers import rounded
from surveys.reporting.sheets import write_text
from surveys.reporting.texts.common import HIDDEN_MARK, NOTHING_MARK
from surveys.reporting.wording import Lexicon
from surveys.reporting.workbook.styles import Styles

_FIRST_DATE: Final = date(1900, 3, 1)  # before it Excel's calendar is wrong
_EXACT: Final = 10**15  # Excel keeps 15 digits
_NUMBERS: Final = {Kind.COUNT, Kind.SHARE, Kind.MEASURE, Kind.NUMBER}


def write_cell(
    sheet: Any,
    row: int,
    place: int,
    cell: Cell,
    *,
    column: Column,
    lexicon: Lexicon,
    styles: Styles,
    is_total: bool,
) -> None:
    """Write a cell with its type: counts as integers, shares as fractions, dates as dates, words as text.

    What is hidden is the text ``*``, what is undefined ``–``. Numbers keep their full precision; the format
    rounds what is shown. Raises ``ValueError`` for a measure that is not finite.
    """
    is_finding = isinstance(cell, Measure) and isinstance(cell.value, Code)
    align = "right" if column.kind in _NUMBERS else "left"
    align = "center" if column.kind in (Kind.DATE, Kind.NUMBER) or is_finding else align
    number = _number(cell)
    if number is not None:
        style = styles.cell(number_format=_format(cell, number, column), align=align, is_total=is_total)
        sheet.write_number(row, place, int(number) if isinstance(number, int) else float(number), style)
        return
    if isinstance(cell, date) and cell >= _FIRST_DATE:
        style = styles.cell(number_format="dd/mm/yyyy", align="center", is_total=is_total)
        sheet.write_datetime(row, place, datetime(cell.year, cell.month, cell.day), style)  # noqa: DTZ001
        return
    text = cell_text(cell, column, lexicon)
    style = styles.cell(align="center" if text in (HIDDEN_MARK, NOTHING_MARK) else align, is_total=is_total)
    if text:
        write_text(sheet, row, place, text, style)
    else:
        sheet.write_blank(row, place, None, style)


def cell_text(cell: Cell, column: Column, lexicon: Lexicon) -> str:
    """Return what a cell says, as it is shown: for widths, and for what is no number."""
    return HIDDEN_MARK if cell is HIDDEN else lexicon.cell(cell, column)


def _number(cell: Cell) -> int | float | Fraction | None:
    """Return the number to be stored; ``None`` for text, dates, and integers that Excel cannot keep."""
    found: int | float | Fraction | Code | None
    if isinstance(cell, Count):
        found = cell.value
    elif isinstance(cell, Share):
        found = cell.fraction
    elif isinstance(cell, Measure):
        found = cell.value
    else:
        found = cell if isinstance(cell, int) else None
    if found is None or isinstance(found, Code):
        return None
    rounded(found, 0)  # refuses what is not finite
    return found if -_EXACT < found < _EXACT else None


def _format(cell: Cell, number: float | Fraction, column: Column) -> str:
    """Return the number format. 44 % reads "44%" and 1.3 % "1,3%": without a decimal that is nought."""
    if isinstance(cell, Share):
        percentage = rounded(number * 100, 1)
        return "0%" if percentage == percentage.to_integral_value() else "0.0%"
    if isinstance(cell, Measure):
        written = "#,##0" + ("." + "0" * column.decimals if column.decimals else "")
        return f"{written};{written}" if number < 0 and not rounded(number, column.decimals) else written
    return "#,##0" if isinstance(cell, Count) else "0"
