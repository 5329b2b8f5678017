"""The empty list: filled in as it says it is read without a word; whatever it offers is understood."""

import io
from collections.abc import Mapping
from datetime import date
from typing import Any

import openpyxl

from bot.texts.problems import word_problem
from surveys.reporting.roster_template import roster_template
from surveys.reporting.texts.roster_template import TEXTS
from surveys.roster import Roster, RosterUnit, read_roster
from surveys.roster.columns import OWN, OWN_SHEETS
from surveys.titles import built_in_titles
from tests.surveys.roster_files import saved

DAY = date(2026, 11, 27)
HELD = [RosterUnit("09529", "Xã Lâm Thao"), RosterUnit("09496", "Xã Lương Tài")]
FILLED: Mapping[str, str] = {
    "number": "1",
    "roster_key": "LT001",
    "full_name": "Nguyễn Văn An",
    "title": "Bí thư Đảng ủy",
    "title_kiem": "Chủ tịch HĐND",
    "unit": "Xã Lương Tài",
    "birth": "02/09/1975",
    "gender": "Nam",
    "ethnicity": "Dân tộc thiểu số",
    "title_since": "7/2025",
    "field_of_work": "Nội vụ",
    "edu": "THPT (tốt nghiệp)",
    "qual": "Đại học",
    "major": "Luật",
    "pol": "Cao cấp (hoặc tương đương)/Cử nhân",
    "qlnn": "Chuyên viên chính",
    "cert_tin": "x",
    "cert_nn": "Tiếng Anh B1",
    "cert_qpan": "Đối tượng 3",
    "cert_dtts": "Tiếng Tày",
    "phone": "0912345678",
    "note": "Luân chuyển",
}
PLACES = {attribute: place for place, attribute in enumerate(TEXTS.columns, start=1)}


def template() -> openpyxl.Workbook:
    """Open the empty list of an office."""
    content = roster_template(
        built_in_titles(), [unit.name for unit in HELD], DAY, "Ban Tổ chức Tỉnh ủy Bắc Ninh"
    )
    return openpyxl.load_workbook(io.BytesIO(content))


def first_row(page: Any) -> int:
    """The row below the header."""
    return int(next(cell.row for cell in page["C"] if cell.value == OWN["full_name"])) + 1


def read_back(book: openpyxl.Workbook) -> Roster:
    """Read it as an import does, with the units that are held."""
    found = read_roster(saved(book), "mau.xlsx", as_of=DAY, known_units=HELD)
    assert isinstance(found, Roster), [word_problem(each) for each in found]
    return found


def test_a_filled_in_list_is_read_without_a_problem_and_without_a_remark() -> None:
    """Every column in our own words, every value as offered: nothing is left to be understood."""
    book = template()
    page = book[TEXTS.sheet]
    for attribute, value in FILLED.items():
        page.cell(first_row(page), PLACES[attribute], value)
    roster = read_back(book)
    assert [word_problem(note) for note in roster.notes] == []
    (row,) = roster.rows
    assert (row.title, row.concurrent_titles, row.qual, row.pol) == ("bt", "ct_hdnd", "dh", "cc")
    assert (row.birth_date, row.title_since, row.unit_code) == (date(1975, 9, 2), date(2025, 7, 1), "09496")
    assert (row.cert, row.edu, row.qlnn, row.note) == ("tin nn dtts qpan", "thpt", "cvc", "Luân chuyển")


def test_every_column_is_there_and_explained() -> None:
    """In the list, on the sheet that explains it and beside each cell."""
    book = template()
    assert book.sheetnames == [TEXTS.sheet, *OWN_SHEETS]
    page = book[TEXTS.sheet]
    assert [cell.value for cell in page[first_row(page) - 1]] == [OWN[name] for name in FILLED]
    explained = {row[0].value: row[1].value for row in book["Hướng dẫn"].iter_rows() if row[1].value}
    assert all(explained[OWN[name]] == how for name, how in TEXTS.columns.items())
    assert {each.prompt for each in page.data_validations.dataValidation} == set(TEXTS.columns.values())
    assert page["A1"].value == "BAN TỔ CHỨC TỈNH ỦY BẮC NINH"


def test_every_choice_of_the_list_is_understood_and_nothing_of_it_remarked() -> None:
    """But that a further title tells a field of work, and that two people share a birth: this is of the people."""
    book = template()
    page = book[TEXTS.sheet]
    headings = {OWN[name]: name for name in TEXTS.columns}
    row = first = first_row(page)
    for column in book["Danh mục"].columns:
        heading, *values = (str(cell.value or "") for cell in column)
        for value in filter(None, values):
            whose = {
                **FILLED,
                "roster_key": str(row),
                "full_name": f"Lê Văn {chr(ord('A') + row % 26)}",
                "phone": "",
            }
            whose |= {"birth": f"{1 + row % 28:02}/01/{1960 + row % 40}", "title_kiem": ""}
            for attribute, cell in (whose | {headings[heading]: value}).items():
                page.cell(row, PLACES[attribute], cell or None)
            row += 1
    roster = read_back(book)
    assert len(roster.rows) == row - first > 100
    of_people = ("listed_twice", "title_field")
    assert [word_problem(note) for note in roster.notes if note.code not in of_people] == []
