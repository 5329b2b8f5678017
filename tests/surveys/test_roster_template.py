"""The empty list, filled in as it says, is read without a question; what is wrong in any list is marked in a copy."""

import io
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from bot.texts.problems import word_problem
from surveys.reporting.roster_template import roster_template
from surveys.reporting.texts.roster_template import TEXTS
from surveys.roster import Roster, read_roster
from surveys.titles import built_in_titles
from surveys.workbooks import Workbook, read_workbook
from surveys.workbooks.editing import Mark, marked
from tests.surveys.test_workbook_kinds import HEADER, PEOPLE, ods, ods_row

DAY = date(2026, 11, 27)
FILLED: Mapping[str, str | date] = {
    "full_name": "Nguyễn Văn An",
    "title": "Bí thư Đảng ủy",
    "title_kiem": "Chủ tịch HĐND",
    "unit": "Xã Lương Tài",
    "birth": date(1975, 9, 2),
    "gender": "Nam",
    "title_since": date(2025, 7, 1),
    "edu": "THPT (tốt nghiệp)",
    "qual": "Đại học",
    "major": "Luật",
    "pol": "Cao cấp (hoặc tương đương)/Cử nhân",
    "qlnn": "Chuyên viên chính",
    "cert_tin": "x",
    "phone": "0912345678",
}


def template() -> openpyxl.Workbook:
    """Open the empty list."""
    content = roster_template(built_in_titles(), ["Xã Lâm Thao", "Xã Lương Tài"], DAY)
    return openpyxl.load_workbook(io.BytesIO(content))


def saved(book: openpyxl.Workbook) -> bytes:
    """Return the bytes of a workbook."""
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def test_a_filled_in_template_is_read_without_a_question() -> None:
    """Nothing has to be understood but a further title, a made key and the code of the commune."""
    book = template()
    for column, attribute in enumerate(TEXTS.columns, start=1):
        book[TEXTS.sheet].cell(2, column, FILLED.get(attribute))
    roster = read_roster(saved(book), "mau.xlsx", as_of=DAY, province="Bắc Ninh")
    assert isinstance(roster, Roster), [word_problem(each) for each in roster]
    (row,) = roster.rows
    assert (row.title, row.concurrent_titles, row.qual, row.pol, row.cert) == (
        "bt",
        "ct_hdnd",
        "dh",
        "cc",
        "tin",
    )
    assert (row.birth_date, row.title_since) == (date(1975, 9, 2), date(2025, 7, 1))
    assert {note.code for note in roster.notes} <= {
        *("ignored_sheet", "column_meant", "several_titles", "unit_coded", "keys_made", "title_field")
    }


def test_every_choice_of_the_template_is_understood() -> None:
    """Whatever may be chosen in a column is a value of it."""
    book = template()
    lists = {
        column[0].value: [cell.value for cell in column[1:] if cell.value]
        for column in book[TEXTS.lists_sheet].columns
    }
    places = {heading: place for place, (heading, _) in enumerate(TEXTS.columns.values(), start=1)}
    names = {attribute: heading for attribute, (heading, _) in TEXTS.columns.items()}
    page, row = book[TEXTS.sheet], 2
    for heading, values in lists.items():
        for value in values:
            for attribute in ("full_name", "title", "unit"):
                page.cell(row, places[names[attribute]], FILLED[attribute])
            page.cell(
                row, places[names["birth"]], date(1960, 1, 1).replace(year=1960 + row % 40, day=1 + row % 28)
            )
            page.cell(row, places[str(heading)], value)
            row += 1
    found = read_roster(saved(book), "mau.xlsx", as_of=DAY, province="Bắc Ninh")
    wrong = [each for each in found if each.code != "twins"] if isinstance(found, list) else []
    assert [word_problem(each) for each in wrong] == []
    assert row > 80


@pytest.mark.parametrize("kind", ["xlsx", "ods", "xls"])
def test_what_is_wrong_is_marked_in_a_copy_of_the_own_file(kind: str) -> None:
    """Coloured, with a note; also in the other cells that hold the same; the rest stays as it is."""
    if kind == "xlsx":
        book = openpyxl.Workbook()
        book.worksheets[0].title = "Danh sách"
        for line in (HEADER, *PEOPLE):
            book.worksheets[0].append(line)
        content = saved(book)
    elif kind == "ods":
        content = ods(*map(ods_row, (HEADER, *PEOPLE)))
    else:
        content = (Path(__file__).parent / "files" / "danh-sach-cu.xls").read_bytes()
    read = read_workbook(content, f"a.{kind}")
    assert isinstance(read, Workbook)
    sheet = read.sheets[0].name
    marks = [
        Mark(sheet, "B3", "Một"),
        Mark(sheet, "B3", "Hai"),
        Mark(sheet, "E3", "Xã", "Xã Lương Tài"),
        Mark(sheet, "", "Đầu"),
    ]
    page = openpyxl.load_workbook(io.BytesIO(marked(content, read, marks, "Khảo Sát"))).worksheets[0]
    noted = {cell.coordinate: cell.comment.text for row in page.iter_rows() for cell in row if cell.comment}
    assert noted["B3"] == "Một\nHai"
    assert noted["A1"] == "Đầu"
    assert [name for name in noted if name.startswith("E")] == [
        f"E{row}" for row in range(3, page.max_row + 1)
    ]
    assert page["B3"].fill.start_color.rgb == "00FFE08A"
    assert page["B2"].value in ("Nguyễn Văn An", "Họ và tên")
