"""A form written as text tables, as an XLSForm workbook to go on from: the same cells, readable in Excel."""

import io
from typing import Final

from surveys.xlsform.files import read_grid
from surveys.xlsform.grid import SHEETS

_WIDE: Final = ("label", "hint", "relevant", "constraint", "constraint_message", "calculation")
_WIDTHS: Final = {True: 48, False: 16}


def form_workbook(content: bytes, filename: str) -> bytes:
    """Return a form file as .xlsx, sheet by sheet and cell by cell. Raises ``GridError`` for one that does not open."""
    import xlsxwriter  # noqa: PLC0415 - office work only

    sheets = read_grid(content, filename)
    target = io.BytesIO()
    book = xlsxwriter.Workbook(
        target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    head = book.add_format({"bold": True, "bg_color": "#DDE6F0", "text_wrap": True, "valign": "top"})
    body = book.add_format({"text_wrap": True, "valign": "top"})
    for name in SHEETS:
        if name not in sheets:
            continue
        sheet, page = sheets[name], book.add_worksheet(name)
        places = {column: place for place, column in enumerate(sorted(sheet.header))}
        for column, cell in sheet.header.items():
            page.write_string(0, places[column], cell.text, head)
            is_wide = cell.text.split("::")[0].strip().lower() in _WIDE
            page.set_column(places[column], places[column], _WIDTHS[is_wide])
        for number, row in enumerate(sheet.rows, start=1):
            for column, cell in row.items():
                if column in places:
                    page.write_string(number, places[column], cell.text, body)
        page.freeze_panes(1, 0)
    book.close()
    return target.getvalue()
