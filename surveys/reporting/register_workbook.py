"""A register as a workbook: one sheet of texts with a header row that stays in sight."""

import io
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Register:
    """``rows`` of texts below ``headers``; ``widths`` of the columns in characters."""

    name: str
    headers: tuple[str, ...]
    widths: tuple[int, ...]
    rows: Sequence[Sequence[str]]


def register_workbook(register: Register) -> bytes:
    """Return an .xlsx of one sheet, to be filtered by its columns."""
    import xlsxwriter  # noqa: PLC0415 - heavy, and made in a worker

    from surveys.reporting.sheets import write_header, write_text  # noqa: PLC0415

    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet(register.name)
        head = book.add_format({"bold": True, "bg_color": "#D9E2F3", "border": 1})
        body = book.add_format({"text_wrap": True, "valign": "top", "border": 1})
        for column, width in enumerate(register.widths):
            sheet.set_column(column, column, width)
        write_header(sheet, list(register.headers), head)
        for number, row in enumerate(register.rows, start=1):
            for column, text in enumerate(row):
                write_text(sheet, number, column, text, body)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(1, len(register.rows)), len(register.headers) - 1)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
    return buffer.getvalue()
