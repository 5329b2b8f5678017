"""What the workbooks that an office fills in have in common: lists to choose from, instructions, their date."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from surveys.reporting.sheets import write_text


def moment(day: date) -> Any:
    """Return a day as the format wants it."""
    from datetime import datetime  # noqa: PLC0415 - a moment by name alone

    return datetime(day.year, day.month, day.day)  # noqa: DTZ001


def write_lists(
    sheet: Any, headings: Mapping[str, str], lists: Mapping[str, Sequence[str]], head: Any, cell: Any
) -> dict[str, str]:
    """Write each list into a column of its own; returns the range from which each is chosen."""
    ranges = {}
    for column, (name, values) in enumerate(lists.items()):
        sheet.set_column(column, column, 30)
        write_text(sheet, 0, column, headings[name], head)
        for row, value in enumerate(values, 1):
            write_text(sheet, row, column, value, cell)
        letter = chr(ord("A") + column)
        ranges[name] = f"='{sheet.get_name()}'!${letter}$2:${letter}${len(values) + 1}"
    return ranges
