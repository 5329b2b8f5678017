"""Make the sample roster's workbook from its readable table: ``python -m surveys.content.make_roster``.

``roster_luong_tai.csv`` is the source that a diff can show: 75 fictitious officials of the 14 units of Lương
Tài as of 2015, composed as a district's key officials were (14 × Bí thư, Phó Bí thư, Chủ tịch, Phó Chủ tịch
UBND, a chair or deputy chair of the HĐND, and 5 more). Nobody in it exists; no operator gives out the phones.
"""

import csv
import io
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import xlsxwriter

from surveys.content import read

SOURCE: Final = "roster_luong_tai.csv"
TARGET: Final = "roster_luong_tai.xlsx"
_SHEET: Final = "Danh sách"
_DATE_COLUMNS: Final = ("Ngày sinh", "Ngày giữ chức danh")
_WIDTHS: Final = {"Họ và tên": 24, "Chức danh": 30, "Đơn vị": 18, "Đơn vị cấp trên": 18, "Chuyên ngành": 28}
_CREATED: Final = datetime(2015, 4, 1, tzinfo=UTC)


def make_roster(table: bytes) -> bytes:
    """Turn the readable table into a workbook: dates as dates, years as numbers, everything else as text.

    The same table always gives the same bytes.
    """
    header, *rows = csv.reader(io.StringIO(table.decode("utf-8-sig")))
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        book.set_properties({"title": "Danh sách cán bộ (dữ liệu minh họa)", "created": _CREATED})
        sheet = book.add_worksheet(_SHEET)
        head = book.add_format({"bold": True, "bg_color": "#D9E2F3", "border": 1, "text_wrap": True})
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        for column, title in enumerate(header):
            sheet.set_column(column, column, _WIDTHS.get(title, 14))
            sheet.write_string(0, column, title, head)
        for number, row in enumerate(rows, start=1):
            for column, text in enumerate(row):
                _write(sheet, number, column, text, day if header[column] in _DATE_COLUMNS else None)
        sheet.freeze_panes(1, 2)
        sheet.autofilter(0, 0, len(rows), len(header) - 1)
    return buffer.getvalue()


def _write(sheet: Any, row: int, column: int, text: str, day: Any) -> None:
    """Write one cell; ``day`` is the format of dates in a column that holds dates, else None."""
    if not text:
        return
    if day is None:
        sheet.write_string(row, column, text)
    elif text.isdigit():
        sheet.write_number(row, column, int(text))
    else:
        sheet.write_datetime(row, column, datetime.strptime(text, "%d/%m/%Y").replace(tzinfo=None), day)  # noqa: DTZ007


def main() -> None:
    """Write the workbook beside its table."""
    Path(__file__).with_name(TARGET).write_bytes(make_roster(read(SOURCE)))


if __name__ == "__main__":
    main()
