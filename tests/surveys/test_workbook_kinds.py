"""Whatever kind of file an office keeps its list in, and whatever font it was typed for: the same people."""

import io
import re
import zipfile
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.texts.problems import word_problem
from surveys.roster import Roster, read_roster
from surveys.workbooks import Limits, Unreadable, Workbook, find_delimiter, read_workbook
from tests.surveys.roster_files import as_xlsx, sheet_xml, with_sheet

FILES = Path(__file__).parent / "files"
DAY = date(2026, 11, 27)
HEADER = ("STT", "Họ và tên", "Năm sinh", "Chức vụ", "Đơn vị")
PEOPLE = (
    (1, "Nguyễn Văn An", 1975, "Bí thư Đảng ủy", "Xã Lương Tài"),
    (2, "Trần Thị Bình", 1980, "Chủ tịch UBND", "Xã Lương Tài"),
    (3, "Đỗ Văn Cung", 1979, "Văn thư", "Xã Lương Tài"),
)
NAMES = [row[1] for row in PEOPLE]

ODS = "application/vnd.oasis.opendocument.spreadsheet"
_SPACES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in (("office", "office"), ("table", "table"), ("text", "text"), ("style", "style"))
)


def ods_cell(value: Any, attributes: str = "") -> str:
    """Write one cell as LibreOffice does."""
    if value is None:
        return f"<table:table-cell {attributes}/>"
    kind = 'office:value-type="string"'
    if isinstance(value, int):
        kind = f'office:value-type="float" office:value="{value}"'
    if isinstance(value, date):
        kind = f'office:value-type="date" office:date-value="{value.isoformat()}"'
    text = f"<text:p>{escape(str(value))}</text:p>"
    return f"<table:table-cell {kind} {attributes}>{text}</table:table-cell>"


def ods_row(values: Sequence[Any], attributes: str = "") -> str:
    """Write one row."""
    return f"<table:table-row {attributes}>{''.join(map(ods_cell, values))}</table:table-row>"


def ods(*rows: str, name: str = "Danh sách", manifest: str = "<manifest/>", style: str = "") -> bytes:
    """A workbook of one sheet."""
    content = (
        f"<office:document-content {_SPACES}><office:automatic-styles>{style}</office:automatic-styles>"
        f"<office:body><office:spreadsheet><table:table table:name={quoteattr(name)} table:style-name='ta1'>"
        f"{''.join(rows)}</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("mimetype", ODS)
        archive.writestr("META-INF/manifest.xml", manifest)
        archive.writestr("content.xml", content)
    return buffer.getvalue()


def people_of(content: bytes, filename: str) -> Roster:
    """The roster of a file that is read without a problem."""
    found = read_roster(content, filename, as_of=DAY)
    assert isinstance(found, Roster), [word_problem(each) for each in found]
    return found


def table_of(content: bytes, filename: str, limits: Limits | None = None) -> Workbook:
    """The workbook of a file that opens."""
    found = read_workbook(content, filename, limits)
    assert isinstance(found, Workbook), found
    return found


def codes_of(content: bytes, filename: str, limits: Limits | None = None) -> list[str]:
    """The codes of the problems of a file that does not open."""
    found = read_workbook(content, filename, limits)
    assert isinstance(found, list)
    return [problem.code for problem in found]


# --- old Excel --------------------------------------------------------------------------------------


def test_an_old_xls_is_read_with_dates_leading_zeros_merged_and_hidden_rows() -> None:
    """What a sheet of Excel 97 says is what the same sheet of today would say."""
    (sheet,) = table_of((FILES / "danh-sach-cu.xls").read_bytes(), "danh-sach.xls").sheets
    assert sheet.rows[2] == (
        1,
        "Lê Văn An",
        datetime(1975, 5, 2),  # noqa: DTZ001 - a day of a calendar
        "Trưởng phòng Kinh tế",
        "Xã Lương Tài",
        "09496",
    )
    assert (sheet.merged, sheet.hidden_rows) == (("A1:F1",), frozenset({4}))


def test_the_people_of_an_old_xls_are_taken_in_and_those_hidden_are_told() -> None:
    """Three officials, one of them filtered away in the file."""
    roster = people_of((FILES / "danh-sach-cu.xls").read_bytes(), "danh-sach.xls")
    assert [row.full_name for row in roster.rows] == ["Lê Văn An", "Vũ Thị Bình", "Đỗ Văn Cung"]
    assert roster.rows[0].birth_date == date(1975, 5, 2)
    assert [note.parameters["count"] for note in roster.notes if note.code == "hidden_rows"] == ["1"]


def test_an_old_xls_is_known_by_its_bytes_and_damage_is_said() -> None:
    """A name says nothing; half a file is no workbook."""
    content = (FILES / "danh-sach-cu.xls").read_bytes()
    assert len(people_of(content, "danh-sach.xlsx").rows) == 3
    assert codes_of(content[:2000], "danh-sach.xls") == ["not_a_workbook"]
    assert codes_of(content, "danh-sach.xls", Limits(rows=3)) == ["too_many_rows"]


@given(st.integers(0, 5000), st.integers(0, 255))
def test_a_damaged_old_xls_never_raises(at: int, byte: int) -> None:
    """One wrong byte anywhere: a workbook or a problem."""
    content = bytearray((FILES / "danh-sach-cu.xls").read_bytes())
    content[at % len(content)] = byte
    assert isinstance(read_workbook(bytes(content), "a.xls"), Workbook | list)


# --- LibreOffice ------------------------------------------------------------------------------------


def test_an_ods_is_read_with_dates_repeated_cells_and_merged_ones() -> None:
    """Repeated cells are many, covered ones are empty, a filtered row is hidden, a million empty rows are none."""
    spanned = 'table:number-columns-spanned="3" table:number-rows-spanned="1"'
    title = f"<table:table-row>{ods_cell('DANH SÁCH', spanned)}<table:covered-table-cell/></table:table-row>"
    twice = ods_cell("x", 'table:number-columns-repeated="2"')
    (sheet,) = table_of(
        ods(
            title,
            f"<table:table-row>{ods_cell(1)}{twice}{ods_cell(date(1975, 5, 2))}</table:table-row>",
            ods_row(["ẩn"], 'table:visibility="filter"'),
            ods_row([None], 'table:number-rows-repeated="1048570"'),
        ),
        "a.ods",
    ).sheets
    assert sheet.rows == (("DANH SÁCH",), (1, "x", "x", date(1975, 5, 2)), ("ẩn",))
    assert (sheet.merged, sheet.hidden_rows) == (("A1:C1",), frozenset({3}))


def test_the_people_of_an_ods_are_taken_in() -> None:
    """As from a workbook of Excel."""
    roster = people_of(ods(*map(ods_row, (HEADER, *PEOPLE))), "danh-sach.ods")
    assert [row.full_name for row in roster.rows] == NAMES
    assert {row.birth_year for row in roster.rows} == {1975, 1980, 1979}


def test_an_ods_that_is_locked_empty_damaged_or_endless_is_said() -> None:
    """Filled rows and columns that repeat a million times do not become that many cells."""
    assert codes_of(ods(manifest="<m><encryption-data/></m>"), "a.ods") == ["file_has_password"]
    assert codes_of(ods(), "a.ods") == ["file_empty"]
    assert codes_of(ods("<table:table-row>"), "a.ods") == ["not_a_workbook"]
    assert codes_of(ods(ods_row(["x"], 'table:number-rows-repeated="1048576"')), "a.ods") == ["too_many_rows"]
    many = ods_cell("x", 'table:number-columns-repeated="16384"')
    wide = f"<table:table-row>{many}</table:table-row>"
    assert codes_of(ods(wide), "a.ods") == ["too_many_columns"]
    assert codes_of(ods(ods_row(["x"], 'table:number-rows-repeated="-1"')), "a.ods") == ["not_a_workbook"]


def test_a_hidden_sheet_of_an_ods_is_known() -> None:
    """Its style says that it is not shown."""
    style = '<style:style style:name="ta1"><style:table-properties table:display="false"/></style:style>'
    (sheet,) = table_of(ods(ods_row(["x"]), style=style), "a.ods").sheets
    assert sheet.is_hidden


# --- text tables ------------------------------------------------------------------------------------


def text_table(delimiter: str) -> str:
    """The list as text, beneath a title with commas."""
    rows = (("DANH SÁCH CÁN BỘ, CÔNG CHỨC, NĂM 2026",), HEADER, *PEOPLE)
    return "\r\n".join(delimiter.join(map(str, row)) for row in rows)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_a_text_table_is_read_in_every_encoding_beneath_a_title_with_commas(
    encoding: str, delimiter: str
) -> None:
    """The delimiter is that of the table and not of its title."""
    assert [row.full_name for row in people_of(text_table(delimiter).encode(encoding), "a.csv").rows] == NAMES


def windows_1258(text: str) -> bytes:
    """Encode as Windows does in Vietnam: a letter, and its tone behind it where they have no common code."""
    import unicodedata  # noqa: PLC0415

    out = bytearray()
    for letter in text:
        split = unicodedata.normalize("NFD", letter)
        tones = "".join(mark for mark in split if mark in "\u0300\u0301\u0303\u0309\u0323")
        base = unicodedata.normalize("NFC", "".join(mark for mark in split if mark not in tones))
        out += (base + tones).encode("cp1258")
    return bytes(out)


@pytest.mark.parametrize("title", ["Bí thư Đảng ủy", "Chủ tịch HĐND", "PCT HĐND, TB PC"])
def test_a_text_table_of_windows_1258_is_read(title: str) -> None:
    """Tones that stand behind their letter end up on it; abbreviations, which are no syllables, do no harm."""
    text = text_table(";").replace("Bí thư Đảng ủy", title)
    found = table_of(windows_1258(text), "a.csv").sheets[0]
    assert [row[1] for row in found.rows[2:]] == NAMES
    assert found.rows[2][3] == title


@given(
    st.text(alphabet="Danh sách, cán bộ; công chức\t,,,", max_size=40),
    st.sampled_from(",;\t"),
    st.lists(
        st.lists(st.text(alphabet="Lê An,; 1", max_size=8), min_size=4, max_size=4), min_size=8, max_size=12
    ),
)
def test_the_delimiter_is_that_of_the_table_whatever_its_title_says(
    title: str, delimiter: str, cells: list[list[str]]
) -> None:
    """Signs in a title or within a few cells do not outweigh the rows."""
    plain = [[re.sub("[,;]", "", cell) for cell in row] for row in cells]
    lines = [title.replace("\n", " "), *(delimiter.join(row) for row in plain)]
    assert find_delimiter("\r\n".join(lines))[0] == delimiter


# --- what a file is, its bytes say ------------------------------------------------------------------


@pytest.mark.parametrize("name", ["danh-sach.ods", "danh-sach.xls", "danh-sach.xlsx"])
@pytest.mark.parametrize("called", ["a.xls", "a.xlsx", "a.csv", "a"])
def test_one_list_saved_in_three_formats_is_one_list(name: str, called: str) -> None:
    """Saved by LibreOffice, by whatever name: dates, zeros in front, a formula, an error, hidden and filtered rows."""
    visible, hidden = table_of((FILES / name).read_bytes(), called).sheets
    assert visible.rows[1] == ("STT", "Họ và tên", "Ngày sinh", "Chức vụ", "Đơn vị", "Mã", "Tuổi")
    days = [(day.year, day.month, day.day) for row in visible.rows[2:] if isinstance(day := row[2], date)]
    assert days == [(1975, 5, 2), (1980, 1, 1), (1979, 1, 1)]
    assert [row[5] for row in visible.rows[2:]] == ["09496", "00012", "00007"]
    assert [row[6] for row in visible.rows[2:]] == [1975, 1980, 1979]
    assert visible.rows[2][7:] == (Unreadable("cell_error", "#DIV/0!"), 0.25)
    assert (visible.merged, visible.hidden_rows) == (("A1:G1",), frozenset({4, 5}))
    assert (hidden.name, hidden.is_hidden) == ("Cũ", True)


@pytest.mark.parametrize("name", ["danh-sach.ods", "danh-sach.xls", "danh-sach.xlsx"])
def test_people_in_rows_that_are_hidden_or_filtered_away_are_taken_in_and_told(name: str) -> None:
    """Two of three."""
    roster = people_of((FILES / name).read_bytes(), name)
    assert len(roster.rows) == 3
    assert [note.parameters["count"] for note in roster.notes if note.code == "hidden_rows"] == ["2"]


def test_a_row_of_no_height_is_hidden_and_rows_beyond_the_list_are_none_of_it() -> None:
    """As Excel stores what somebody dragged shut; a million empty rows that are hidden cost nothing."""
    cell = '<c t="inlineStr"><is><t>Lê An</t></is></c>'
    rows = f'<row r="1">{cell}</row><row r="2" ht="0" customHeight="1">{cell}</row><row r="3" hidden="1">{cell}</row>'
    content = with_sheet(as_xlsx(["x"]), sheet_xml(rows + '<row r="1048576" hidden="1"/>'))
    assert table_of(content, "a.xlsx").sheets[0].hidden_rows == {2, 3}


def test_an_old_xls_whose_parts_refer_to_each_other_in_a_circle_is_damaged() -> None:
    """Nobody follows them for ever."""
    content = bytearray((FILES / "danh-sach.xls").read_bytes())
    root = content.index("Root Entry".encode("utf-16-le"))
    book = content.index("Workbook".encode("utf-16-le"), root)
    content[book + 68 : book + 72] = ((book - root) // 128).to_bytes(4, "little")  # its own sibling
    assert codes_of(bytes(content), "a.xls") == ["not_a_workbook"]


def a_word_file() -> bytes:
    """A .docx, by its one part that tells."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("word/document.xml", "<document/>")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"<html><table></table></html>", "file_is_page"),
        ("\ufeff\r\n<!DOCTYPE html><table>".encode(), "file_is_page"),
        (
            b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
            "file_is_page",
        ),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related", "file_is_page"),
        (b"%PDF-1.7\n", "file_is_pdf"),
        (b"{\\rtf1\\ansi}", "file_is_word"),
        (a_word_file(), "file_is_word"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600) + "WordDocument".encode("utf-16-le"), "file_is_word"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600), "not_a_workbook"),
        (b"one line, of prose", "not_a_workbook"),
        ((FILES / "mat-khau.xls").read_bytes(), "file_has_password"),
        ((FILES / "mat-khau.ods").read_bytes(), "file_has_password"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
@pytest.mark.parametrize("called", ["a.xls", "a.xlsx"])
def test_a_file_of_another_kind_is_told_what_it_is(content: bytes, code: str, called: str) -> None:
    """Not that it is damaged, when somebody only called it .xls or set a password."""
    assert codes_of(content, called) == [code]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1258"])
def test_a_text_table_that_is_called_xls_is_read(encoding: str) -> None:
    """As many programs export it."""
    content = windows_1258(text_table("\t")) if encoding == "cp1258" else text_table("\t").encode(encoding)
    assert [row.full_name for row in people_of(content, "danh-sach.xls").rows] == NAMES


@settings(max_examples=150, deadline=None)
@given(st.data(), st.sampled_from(["danh-sach.ods", "danh-sach.xls"]))
def test_a_file_with_damaged_bytes_gives_a_workbook_or_problems(data: st.DataObject, name: str) -> None:
    """Flipped, cut out or doubled at any place."""
    content = bytearray((FILES / name).read_bytes())
    for _ in range(data.draw(st.integers(1, 6))):
        place = data.draw(st.integers(0, len(content) - 1))
        content[place : place + data.draw(st.integers(0, 8))] = data.draw(st.binary(max_size=8))
    assert isinstance(read_workbook(bytes(content), name), Workbook | list)


def test_a_number_that_an_ods_shows_with_zeros_in_front_keeps_them() -> None:
    """Its code would be another without; a formula that was never calculated is told."""
    padded = '<table:table-cell office:value-type="float" office:value="9496"><text:p>09496</text:p></table:table-cell>'
    blank = '<table:table-cell table:formula="of:=A1"/>'
    content = ods(f"<table:table-row>{padded}{blank}</table:table-row>")
    assert table_of(content, "a.ods").sheets[0].rows == (("09496", Unreadable("formula_without_value")),)
