"""Workbooks of the plan for the tests: sheets as an office writes them, read as a file."""

import io
from collections.abc import Mapping, Sequence
from datetime import date

import xlsxwriter

from surveys.planning.book import PlanBook, Surroundings, read_plan_book
from surveys.planning.courses import Catalogue, Course, CourseKind
from surveys.problems import Problem
from surveys.roster import Official, RosterUnit
from surveys.titles import built_in_titles

Cell = str | int | float | date | None
Sheets = Mapping[str, Sequence[Sequence[Cell]]]

UNITS = (
    RosterUnit("09496", "Xã Lương Tài"),
    RosterUnit("09529", "Xã Lâm Thao"),
    RosterUnit("27001", "Phường Lâm Thao"),
)
PEOPLE = {
    1: Official("LT-01", "Nguyễn Văn An", "ct_ubnd", "09496", "Xã Lương Tài", 1980, date(1980, 5, 12), "nam"),
    2: Official("LT-02", "Trần Thị Bình", "pct_ubnd", "09496", "Xã Lương Tài", 1985, None, "nu"),
    3: Official("LT-03", "Nguyễn Văn Hòa", "pbt_tt", "09529", "Xã Lâm Thao", 1975, date(1975, 1, 2), "nam"),
    4: Official("LT-04", "Nguyễn Văn Hòa", "bt", "09496", "Xã Lương Tài", 1978, date(1978, 3, 4), "nam"),
}
COMPETENCIES = {"c02": "Lãnh đạo, quản lý", "c05": "Tin học, chuyển đổi số"}
DIGITAL = Course("CDS-01", "Kỹ năng số cơ bản", CourseKind.DIGITAL, 3, 24)
AROUND = Surroundings(2027, built_in_titles(), PEOPLE, UNITS, COMPETENCIES, Catalogue((DIGITAL,)))


def workbook(sheets: Sheets) -> bytes:
    """An .xlsx with the sheets, rows as they are given."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                for column, value in enumerate(row):
                    if isinstance(value, date):
                        sheet.write_datetime(number, column, value, day)
                    elif value is not None:
                        sheet.write(number, column, value)
    return buffer.getvalue()


def read(sheets: Sheets, around: Surroundings = AROUND) -> PlanBook | list[Problem]:
    """Read a workbook of the sheets."""
    return read_plan_book(workbook(sheets), "ke-hoach.xlsx", around)


def book_of(sheets: Sheets) -> PlanBook:
    """A clean workbook."""
    found = read(sheets)
    assert isinstance(found, PlanBook), found
    return found


def problems_of(sheets: Sheets) -> list[Problem]:
    """What is wrong with a bad one."""
    found = read(sheets)
    assert isinstance(found, list), "nothing is wrong"
    return found
