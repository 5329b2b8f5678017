"""The workbook of a round's actions: filled in by whoever prepares briefings, and read back (``surveys.briefing``)."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from surveys.reporting.numbers import date_text
from surveys.reporting.sheets import write_header, write_text
from surveys.reporting.texts.briefing import ACTIONS_BOOK as TEXTS

HEADER_ROW: Final = 3  # from 0: title, mark and guide stand above it
SPARE: Final = 40
_WIDTHS: Final = (8, 60, 36, 14, 10, 40)


@dataclass(frozen=True, slots=True)
class ActionLine:
    """One action as a row: ``number`` is 0 of a new one; ``owner`` as ``people`` name them, empty if nobody."""

    number: int
    text: str
    owner: str
    due: date | None
    is_done: bool
    report: str


def actions_workbook(round_id: int, day: date, lines: Sequence[ActionLine], people: Sequence[str]) -> bytes:
    """Return an .xlsx with the actions, empty rows below them, and the people to choose from."""
    import xlsxwriter  # noqa: PLC0415 - heavy, and made in a worker

    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_urls": False}) as book:
        sheet, named = book.add_worksheet(TEXTS.sheet), book.add_worksheet(TEXTS.people_sheet)
        head = book.add_format({"bold": True, "text_wrap": True, "bg_color": "#D9E2F3", "border": 1})
        body = book.add_format({"text_wrap": True, "valign": "top", "border": 1})
        days = book.add_format({"valign": "top", "border": 1, "num_format": "dd/mm/yyyy"})
        write_text(sheet, 0, 0, TEXTS.title.format(day=date_text(day)), book.add_format({"bold": True}))
        write_text(sheet, 1, 0, TEXTS.mark.format(round=round_id))
        write_text(sheet, 2, 0, TEXTS.guide)
        for column, (heading, width) in enumerate(zip(TEXTS.columns.values(), _WIDTHS, strict=True)):
            sheet.set_column(column, column, width)
            write_text(sheet, HEADER_ROW, column, heading, head)
        for place in range(len(lines) + SPARE):
            line = lines[place] if place < len(lines) else None
            _write_line(sheet, HEADER_ROW + 1 + place, line, body, days)
        write_header(named, [TEXTS.people_column], head)
        named.set_column(0, 0, 50)
        for place, name in enumerate(people, start=1):
            write_text(named, place, 0, name, body)
        if people:
            owners = f"='{TEXTS.people_sheet}'!$A$2:$A${len(people) + 1}"
            first, last = HEADER_ROW + 1, HEADER_ROW + len(lines) + SPARE
            offered = {"validate": "list", "source": owners, "error_type": "warning"}
            sheet.data_validation(first, 2, last, 2, offered)
        sheet.freeze_panes(HEADER_ROW + 1, 2)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
    return buffer.getvalue()


def _write_line(sheet: Any, row: int, line: ActionLine | None, body: Any, days: Any) -> None:
    for column in range(len(_WIDTHS)):
        sheet.write_blank(row, column, None, days if column == 3 else body)
    if line is None:
        return
    if line.number:
        sheet.write_number(row, 0, line.number, body)
    write_text(sheet, row, 1, line.text, body)
    write_text(sheet, row, 2, line.owner, body)
    if line.due is not None:
        sheet.write_datetime(row, 3, line.due, days)
    write_text(sheet, row, 4, TEXTS.done if line.is_done else "", body)
    write_text(sheet, row, 5, line.report, body)
