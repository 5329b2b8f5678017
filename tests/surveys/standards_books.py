"""Workbooks of standards for the tests: a table as an office writes it, read as a file."""

from dataclasses import replace
from datetime import date

from surveys.problems import Problem
from surveys.roster import RosterUnit
from surveys.standards import Standards, Version
from surveys.standards.book import StandardsBook, read_standards_book
from tests.surveys.standards_people import built_in

DAY = date(2026, 11, 27)
UNITS = (RosterUnit("09496", "Xã Lương Tài"), RosterUnit("09529", "Xã Lâm Thao"))
COLUMNS = {
    "title": "Chức danh",
    "scope": "Phạm vi áp dụng",
    "from": "Từ ngày",
    "to": "Đến ngày",
    "edu": "Giáo dục phổ thông",
    "qual": "Trình độ chuyên môn",
    "major": "Ngành phù hợp",
    "pol": "Lý luận chính trị",
    "qlnn": "Quản lý nhà nước",
    "tin": "Tin học",
    "nn": "Ngoại ngữ",
    "qpan": "Quốc phòng – an ninh",
    "first_age": "Tuổi bổ nhiệm lần đầu",
    "months_left": "Số tháng còn lại",
    "basis": "Căn cứ",
    "clause": "Điều khoản",
    "status": "Tình trạng",
}
BASIS = "QĐ 12-QĐ/TU ngày 02/01/2026"
USUAL = {
    "scope": "Toàn tỉnh",
    "from": "01/01/2026",
    "basis": BASIS,
    "clause": "Điều 3",
    "status": "Đã xác nhận",
}


def table(*rows: dict[str, str], columns: dict[str, str] | None = None) -> bytes:
    """A text table with a header and rows; whatever a row leaves out is as usual."""
    heads = columns or COLUMNS
    lines = [tuple(heads.values()), *(tuple((USUAL | row).get(name, "") for name in heads) for row in rows)]
    return "\n".join("\t".join(line) for line in lines).encode()


def read(content: bytes, standards: Standards | None = None) -> StandardsBook | list[Problem]:
    """Read a table as of the day of the tests."""
    return read_standards_book(content, "bieu.csv", standards or built_in(), day=DAY, units=UNITS)


def book_of(*rows: dict[str, str], standards: Standards | None = None) -> StandardsBook:
    """A clean workbook."""
    found = read(table(*rows), standards)
    assert isinstance(found, StandardsBook), found
    return found


def problems_of(*rows: dict[str, str], standards: Standards | None = None) -> list[Problem]:
    """What is wrong with a bad one."""
    found = read(table(*rows), standards)
    assert isinstance(found, list), "nothing is wrong"
    return found


def with_book(*rows: dict[str, str], number: int = 1) -> Standards:
    """The built-in standards with an office's workbook over them."""
    book = book_of(*rows)
    version = Version(number, DAY, book.first_day or DAY, book.rules)
    return replace(built_in(), version=version)
