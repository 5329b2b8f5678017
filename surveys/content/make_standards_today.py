"""Make the example of an office's workbook of standards: ``python -m surveys.content.make_standards_today``.

It is what the demo of today reviews by. Every level, decision and day in it is made up and says so; it is in the form
that ``khaosat standards template`` writes.
"""

import io
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final

import xlsxwriter

from surveys.titles import built_in_titles

TARGET: Final = "standards_today_example.xlsx"
DAY: Final = date(2026, 11, 2)
_FROM: Final = datetime(2026, 1, 1)  # noqa: DTZ001 - a day in a cell
_CREATED: Final = datetime(2026, 11, 2, tzinfo=UTC)
_TITLE: Final = "VÍ DỤ MINH HỌA – số văn bản, ngày và mức dưới đây KHÔNG phải quy định có thật"
_BASIS: Final = "Quyết định mô phỏng số 01/QĐ-MP (không có thật)"
_HEADER: Final = (
    "STT",
    "Chức danh",
    "Phạm vi áp dụng",
    "Từ ngày",
    "Giáo dục phổ thông",
    "Trình độ chuyên môn",
    "Lý luận chính trị",
    "Quản lý nhà nước",
    "Tin học",
    "Căn cứ",
    "Điều khoản",
    "Tình trạng",
)
_SCHOOL: Final = "THPT (tốt nghiệp)"
_LEADERS: Final = frozenset({"bt", "pbt_tt", "pbt_du", "ct_hdnd", "ct_ubnd"})
_LEVELS: Final = {
    "leader": ("Đại học", "Cao cấp (hoặc tương đương)/Cử nhân", "Chuyên viên chính", "Có chứng chỉ"),
    "head": ("Đại học", "Trung cấp (hoặc tương đương)", "Chuyên viên", "Có chứng chỉ"),
    "staff": ("Đại học", "Sơ cấp", "Chuyên viên", "Có chứng chỉ"),
    "army": ("Cao đẳng", "Trung cấp (hoặc tương đương)", "Không yêu cầu", "Không yêu cầu"),
}
_CLAUSES: Final = {"leader": "Điều 1", "head": "Điều 2", "staff": "Điều 3", "army": "Điều 4"}


def make_standards_today() -> bytes:
    """Return the workbook: a row for each title of today, all confirmed, all made up."""
    titles = built_in_titles()
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        book.set_properties({"title": "Biểu tiêu chuẩn (ví dụ minh họa)", "created": _CREATED})
        sheet = book.add_worksheet("Tiêu chuẩn")
        head = book.add_format({"bold": True, "bg_color": "#D9E2F3", "border": 1, "text_wrap": True})
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        sheet.write_string(0, 0, _TITLE, book.add_format({"bold": True, "font_color": "#C00000"}))
        sheet.write_row(2, 0, _HEADER, head)
        sheet.set_column(1, len(_HEADER) - 1, 22)
        wanted = [code for code in titles.on(DAY) if not titles.by_code[code].is_membership]
        for number, code in enumerate(wanted, start=1):
            rank = _rank(code, titles.group(code), titles.label(code))
            qual, theory, state, computing = _LEVELS[rank]
            row = number + 2
            sheet.write_number(row, 0, number)
            sheet.write_row(row, 1, (titles.label(code), "Toàn tỉnh"))
            sheet.write_datetime(row, 3, _FROM, day)
            sheet.write_row(
                row, 4, (_SCHOOL, qual, theory, state, computing, _BASIS, _CLAUSES[rank], "Đã xác nhận")
            )
        sheet.freeze_panes(3, 2)
    return buffer.getvalue()


def _rank(code: str, group: str, label: str) -> str:
    if group == "quan_su":
        return "army"
    if code in _LEADERS:
        return "leader"
    return "staff" if group == "chuyen_mon" or label.startswith("Chuyên viên") else "head"


def main() -> None:
    """Write the workbook beside this file."""
    Path(__file__).with_name(TARGET).write_bytes(make_standards_today())


if __name__ == "__main__":
    main()
