"""Whatever kind of file an office keeps its list in, and whatever font it was typed for: the same people."""

import io
import zipfile
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.texts.problems import word_problem
from surveys.roster import Roster, read_roster
from surveys.workbooks import Limits, Workbook, read_workbook
from surveys.workbooks.fonts import FONTS, Font, font_of, in_unicode, words_of
from surveys.workbooks.syllables import is_syllable

FILES = Path(__file__).parent / "files"
DAY = date(2026, 11, 27)
TCVN3, VNI = FONTS
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


def test_a_text_table_of_windows_1258_is_read() -> None:
    """Tones that stand behind their letter end up on it."""
    assert [row.full_name for row in people_of(windows_1258(text_table(";")), "a.csv").rows] == NAMES


def test_a_text_table_of_an_old_font_is_read() -> None:
    """Bytes that only TCVN3 explains."""
    typed = typed_for(TCVN3, text_table(";"))
    assert [row.full_name for row in people_of(typed.encode("cp1252"), "a.csv").rows] == NAMES


# --- old fonts --------------------------------------------------------------------------------------


def typed_for(font: Font, text: str) -> str:
    """Return what one types for a font to see a text; small letters only where the font has no capital."""
    keys: dict[str, str] = {}
    for typed, shown in sorted(font.table.items(), key=lambda pair: (len(pair[0]), pair[0])):
        keys.setdefault(shown, typed)
    return "".join(keys.get(letter) or keys.get(letter.lower(), letter) for letter in text)


def test_a_list_typed_for_an_old_font_is_read_and_told() -> None:
    """Its columns become Unicode, each with an example; even the “ư” that TCVN3 keeps in a soft hyphen."""
    roster = people_of((FILES / "danh-sach-tcvn3.xls").read_bytes(), "danh-sach.xls")
    assert [row.full_name for row in roster.rows] == NAMES
    assert [row.title for row in roster.rows[:2]] == ["bt", "ct_ubnd"]
    told = [word_problem(note) for note in roster.notes if note.code == "old_font"]
    assert any("Cột B gõ bằng phông TCVN3 (ABC)" in line and "“Họ và tên”" in line for line in told)
    assert len(told) == 4


@pytest.mark.parametrize("font", FONTS, ids=["tcvn3", "vni"])
def test_an_xlsx_typed_for_either_font_is_read(font: Font) -> None:
    """Also a column whose few words follow the sheet."""
    book = openpyxl.Workbook()
    for row in (HEADER, *PEOPLE):
        book.worksheets[0].append([typed_for(font, cell) if isinstance(cell, str) else cell for cell in row])
    buffer = io.BytesIO()
    book.save(buffer)
    assert [row.full_name for row in people_of(buffer.getvalue(), "a.xlsx").rows] == NAMES


def test_capitals_of_a_font_of_capitals_are_capitals() -> None:
    """.VnTimeH shows small letters with marks as capitals."""
    assert TCVN3.shown("NGUYÔN V¨N TH¾NG") == "NGUYỄN VĂN THẮNG"


LETTERS = "aăâeêioôơuưyáàảãạắằẳẵặấầẩẫậéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵđbcghklmnpqrstvx"


@given(st.sampled_from(FONTS), st.text(alphabet=LETTERS + " ", max_size=30))
def test_what_is_typed_for_a_font_is_what_it_shows(font: Font, text: str) -> None:
    """Every letter of Vietnamese can be typed, and is shown as itself."""
    assert font.shown(typed_for(font, text)) == text


@given(
    st.lists(
        st.sampled_from([*NAMES, *HEADER, "Đắk Lắk", "Hoà Bình", "Quỳnh", "Thuở", "Nguyệt"]), max_size=20
    )
)
def test_unicode_is_never_taken_for_an_old_font(texts: list[str]) -> None:
    """Nothing proper speaks for an old font."""
    assert font_of(words_of(texts)) is None
    assert font_of(words_of(texts), few=True) is None


def test_a_cell_in_unicode_stays_in_a_column_of_an_old_font() -> None:
    """Whoever added a name later typed it properly."""
    assert in_unicode(TCVN3, "Nguyễn Thị Hồng") == "Nguyễn Thị Hồng"


@pytest.mark.parametrize(
    "word", ["Nguyễn", "quỳnh", "GIẾNG", "gì", "khuya", "Khuỷu", "nghiêng", "Ủy", "uỷ", "Đắk"]
)
def test_a_syllable_is_known(word: str) -> None:
    """Initial, rhyme and tone go together."""
    assert is_syllable(word)


@pytest.mark.parametrize("word", ["NguyÔn", "V¨n", "Vaên", "lầc", "bòt", "bcd", "Wà", "đốò"])
def test_what_is_no_syllable_is_known(word: str) -> None:
    """Neither what an old font holds nor a tone before a stop."""
    assert not is_syllable(word)
