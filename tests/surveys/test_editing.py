"""What is wrong in any file is marked in a copy of it: every place, nothing of the office's own lost."""

import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.comments import Comment

from surveys.roster import Roster, read_roster
from surveys.workbooks import Sheet, Workbook, read_workbook
from surveys.workbooks.editing import Editable, Mark, marked
from tests.surveys.office_lists import PLAIN
from tests.surveys.roster_files import as_csv, saved, sheet_xml, with_sheet
from tests.surveys.test_workbook_kinds import DAY, HEADER, PEOPLE, ods, ods_row


def a_book(*rows: list[Any]) -> openpyxl.Workbook:
    """A workbook of one sheet."""
    book = openpyxl.Workbook()
    book.worksheets[0].title = "Danh sách"
    for row in rows:
        book.worksheets[0].append(row)
    return book


def copied(content: bytes, *marks: Mark, name: str = "a.xlsx") -> Any:
    """The marked copy, opened."""
    read = read_workbook(content, name)
    assert isinstance(read, Workbook)
    return openpyxl.load_workbook(io.BytesIO(marked(content, read, marks, "Khảo Sát")))


@pytest.mark.parametrize("kind", ["xlsx", "ods", "xls"])
def test_what_is_wrong_is_marked_in_a_copy_of_the_own_file(kind: str) -> None:
    """Coloured, with a note of all that is said there; the rest stays as it is."""
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
        Mark(sheet, "", "Đầu"),
    ]
    page = openpyxl.load_workbook(io.BytesIO(marked(content, read, marks, "Khảo Sát"))).worksheets[0]
    noted = {cell.coordinate: cell.comment.text for row in page.iter_rows() for cell in row if cell.comment}
    assert noted["B3"] == "Một\nHai"
    assert noted["A1"] == "Đầu"
    assert set(noted) == {"A1", "B3"}
    assert page["B3"].fill.start_color.rgb == "00FFE08A"
    assert page["B2"].value in ("Nguyễn Văn An", "Họ và tên")


def test_a_note_of_the_office_stays_below_ours() -> None:
    """So do its colours elsewhere, its widths, its formulas; a text that looks like one stays a text."""
    book = a_book(["Họ và tên", "=1+1"], ["Lê An", "'=1+1"])
    page = book.worksheets[0]
    page["A2"].comment = Comment("Đã hỏi lại", "Văn phòng")
    page["B2"].value, page["B2"].data_type = "=1+1", "s"
    page.column_dimensions["A"].width = 40
    found = copied(saved(book), Mark("Danh sách", "A2", "Sai"), Mark("Danh sách", "A2", "Sai")).worksheets[0]
    assert found["A2"].comment.text == "Sai\nĐã hỏi lại"
    assert (found["B1"].data_type, found["B2"].data_type) == ("f", "s")
    assert found.column_dimensions["A"].width == 40


def test_a_mark_within_merged_cells_stands_where_it_is_seen() -> None:
    """At the first of them, once for all that is said."""
    book = a_book(["Đơn vị"], ["Xã A"], [None])
    book.worksheets[0].merge_cells("A2:A3")
    found = copied(saved(book), Mark("Danh sách", "A3", "Một"), Mark("Danh sách", "A2", "Hai")).worksheets[0]
    assert found["A2"].comment.text == "Một\nHai"


@pytest.mark.parametrize("name", ["ds [2026].csv", "a:b?.csv", "'.csv", "x" * 70 + ".csv"])
def test_a_text_table_comes_back_whatever_it_is_called(name: str) -> None:
    """A sheet may not be called so; what looks like a formula stays a text."""
    content = as_csv(PLAIN, ("Lê An", "Văn thư", "Xã A"), ('="x"', "=1+1", "-1"))
    read = read_workbook(content, name)
    assert isinstance(read, Workbook)
    page = copied(content, Mark(read.sheets[0].name, "C2", "Sai"), name=name).worksheets[0]
    assert page["C2"].comment is not None
    assert {cell.data_type for row in page.iter_rows() for cell in row} == {"s"}


def test_a_copy_of_a_file_that_is_no_xlsx_keeps_merged_and_hidden_rows_and_sheets() -> None:
    """As LibreOffice or an old Excel saved it."""
    name = "danh-sach.xls"
    content = (Path(__file__).parent / "files" / name).read_bytes()
    visible, hidden = copied(content, Mark("Danh sách", "B4", "Sai"), name=name).worksheets
    assert [str(area) for area in visible.merged_cells.ranges] == ["A1:G1"]
    assert [row for row in range(1, 6) if visible.row_dimensions[row].hidden] == [4, 5]
    assert hidden.sheet_state == "hidden"


def test_a_file_that_only_our_reader_opens_is_copied() -> None:
    """Styles that the library does not take, and merged cells by the million, which it makes one by one."""
    content = saved(a_book(["Họ và tên"], ["Lê An"]))
    broken = with_sheet(
        content, b"<styleSheet><cellXfs><xf fontId='x9'/></cellXfs></styleSheet>", "xl/theme/theme1.xml"
    )
    assert copied(broken, Mark("Danh sách", "A2", "Sai")).worksheets[0]["A2"].value == "Lê An"
    rows = '<row r="1"><c r="A1" t="inlineStr"><is><t>Lê An</t></is></c></row>'
    wide = sheet_xml(rows).replace(
        b"</sheetData>", b'</sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    )
    assert (
        copied(with_sheet(content, wide), Mark("Danh sách", "A1", "Sai")).worksheets[0]["A1"].comment
        is not None
    )


def test_sheets_with_one_name_in_their_first_letters_are_two() -> None:
    """Excel cuts names at 31 letters; each mark finds its own sheet."""
    names = ["Danh sách cán bộ xã Lương Tài tỉnh Bắc Ninh", "Danh sách cán bộ xã Lương Tài tỉnh khác"]
    book = Workbook(tuple(Sheet(name, ((name,),)) for name in names))
    target = Editable(b"", book)
    assert [target.page(name)["A1"].value for name in names] == names


def test_every_place_of_a_problem_that_is_told_once_is_known() -> None:
    """One title that nobody knows, in two sheets and two spellings: told once with its count, marked three times."""
    book = openpyxl.Workbook()
    for name, titles in (
        ("Xã Lương Tài", ["Tổ trưởng tổ một cửa", "TỔ TRƯỞNG tổ một cửa"]),
        ("Xã Lâm Thao", ["Tổ trưởng tổ một cửa"]),
    ):
        page = book.create_sheet(name)
        page.append(["Họ và tên", "Chức vụ"])
        for number, title in enumerate(titles):
            page.append([f"Lê Văn {'ABC'[number]}", title])
    found = read_roster(saved(book), "a.xlsx", as_of=DAY)
    assert isinstance(found, list)
    (told,) = found
    assert told.parameters["count"] == "3"
    assert [(place.sheet, place.cell) for place in (told.place, *told.also)] == [
        ("Xã Lương Tài", "B2"),
        ("Xã Lương Tài", "B3"),
        ("Xã Lâm Thao", "B2"),
    ]


@pytest.mark.parametrize("name", ["danh-sach.xlsx", "danh-sach.xls", "danh-sach.ods", "danh-sach-cu.xls"])
def test_a_marked_copy_can_be_mended_and_handed_in(name: str) -> None:
    """Read again it is the same list: every sheet, cell, merged area and hidden row."""
    content = (Path(__file__).parent / "files" / name).read_bytes()
    before = read_workbook(content, name)
    assert isinstance(before, Workbook)
    first = before.sheets[0].name
    marks = [Mark(first, f"{column}{row}", "Sai") for column in "ABCDE" for row in range(1, 6)]
    copy = marked(content, before, marks, "Khảo Sát")
    after = read_workbook(copy, "danh-dau.xlsx")
    assert isinstance(after, Workbook)
    assert [(each.name, each.merged, each.hidden_rows, each.is_hidden) for each in after.sheets] == [
        (each.name, each.merged, each.hidden_rows, each.is_hidden) for each in before.sheets
    ]
    was, now = (read_roster(each, "a.xlsx", as_of=DAY) for each in (content, copy))
    assert isinstance(was, Roster)
    assert isinstance(now, Roster)
    assert was.rows == now.rows
