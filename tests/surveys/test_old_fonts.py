"""Lists typed for fonts of the years before Unicode: read as they were seen, doubts asked about."""

import io
from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.cell import Cell
from openpyxl.styles import Font as OfficeFont

from bot.texts.problems import word_problem
from surveys.reporting.standards_template import standards_template
from surveys.roster import read_roster
from surveys.standards.book import StandardsBook, read_standards_book
from surveys.workbooks import Sheet, Workbook
from surveys.workbooks.fonts import FONTS, Font
from surveys.workbooks.retyping import in_unicode_everywhere
from surveys.workbooks.syllables import is_syllable
from tests.surveys.roster_files import as_xlsx, saved
from tests.surveys.standards_people import built_in
from tests.surveys.test_workbook_kinds import FILES, HEADER, NAMES, PEOPLE, people_of, table_of, text_table

DAY = date(2026, 11, 27)
TCVN3, VNI = FONTS


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


def sheet_of(*rows: Sequence[Any], fonts: Mapping[str, str] = MappingProxyType({})) -> Workbook:
    """A workbook of one sheet, read; ``fonts`` of its cells."""
    book = openpyxl.Workbook()
    for row in rows:
        book.worksheets[0].append(list(row))
    for name, font in fonts.items():
        book.worksheets[0][name].font = OfficeFont(name=font)
    buffer = io.BytesIO()
    book.save(buffer)
    return table_of(buffer.getvalue(), "a.xlsx")


SYLLABLES = [
    *("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Đỗ", "Ngô", "Võ", "Đặng", "Bùi", "Vũ", "Lý", "Hồ", "Dương"),
    *("Văn", "Thị", "Đức", "Ngọc", "Hữu", "Quốc", "Thanh", "Xuân", "Kim", "Mỹ", "Quỳnh", "Khuê", "Uyên"),
    *(
        "An",
        "Bình",
        "Cường",
        "Dũng",
        "Hà",
        "Hòa",
        "Hằng",
        "Lựu",
        "Nghĩa",
        "Thưởng",
        "Tú",
        "Tuyết",
        "Ý",
        "Ánh",
        "Ổn",
    ),
]
NAMES_OF_PEOPLE = st.lists(st.sampled_from(SYLLABLES), min_size=2, max_size=5).map(" ".join)
TO_BE_SURE = ["Nguyễn Thị Hằng", "Trần Đức Thưởng", "Phạm Quốc Cường"]


@given(st.sampled_from(FONTS), st.lists(NAMES_OF_PEOPLE, min_size=1, max_size=8))
def test_a_column_of_names_typed_for_a_font_comes_out_as_it_was_meant(font: Font, names: list[str]) -> None:
    """Whatever Vietnamese names: what was typed is what is read, capitals too."""
    rows = [*TO_BE_SURE, *names]
    read = sheet_of(*([typed_for(font, name)] for name in rows))
    assert [row[0] for row in read.sheets[0].rows] == rows
    assert read.unclear == ()


@given(
    st.lists(
        st.lists(
            NAMES_OF_PEOPLE | st.sampled_from(["", "Xã Lương Tài", "12/12", "Café", "30 m²"]), max_size=4
        )
    )
)
def test_proper_unicode_is_never_changed(rows: list[list[str]]) -> None:
    """Nor is anything told or asked of it."""
    read = in_unicode_everywhere(Workbook((Sheet("A", tuple(map(tuple, rows))),)))
    assert [[cell or "" for cell in row] for row in read.sheets[0].rows] == rows
    assert (read.retyped, read.unclear) == ((), ())


@given(st.sampled_from(FONTS), st.lists(NAMES_OF_PEOPLE, max_size=6))
def test_proper_unicode_beside_a_font_is_never_changed(font: Font, names: list[str]) -> None:
    """Names that were added later, below a header in Unicode: each is itself, or it is asked about."""
    typed = [[typed_for(font, name)] for name in TO_BE_SURE]
    read = sheet_of(["Họ và tên"], *typed, ["Vũ Thị Tuyết"], *([name] for name in names))
    assert read.sheets[0].rows[0] == ("Họ và tên",)
    assert [row[0] for row in read.sheets[0].rows[4:]] == ["Vũ Thị Tuyết", *names]


def test_a_cell_that_is_vietnamese_both_ways_between_cells_of_both_kinds_is_asked_about() -> None:
    """Nobody knows whether this is Lê Tó or somebody called Lờ Tú."""
    read = sheet_of(*([typed_for(TCVN3, name)] for name in TO_BE_SURE), ["Lê Tó"], ["Vũ Thị Tuyết"])
    assert [(each.row, each.column, each.found, each.shown) for each in read.unclear] == [
        (4, 1, "Lê Tó", "Lờ Tú")
    ]
    people = [["Họ và tên", "Chức vụ", "Đơn vị"]]
    people += [[typed_for(TCVN3, name), "Văn thư", "Xã Lương Tài"] for name in TO_BE_SURE]
    people += [["Lê Tó", "Văn thư", "Xã Lương Tài"], ["Vũ Thị Tuyết", "Kế toán", "Xã Lương Tài"]]
    found = read_roster(as_xlsx(*people), "a.xlsx", as_of=DAY)
    assert isinstance(found, list)
    assert [(each.code, each.place.cell) for each in found] == [("font_unclear", "A5")]
    assert "“Lờ Tú”" in word_problem(found[0])


def test_a_workbook_of_standards_typed_for_an_old_font_says_so() -> None:
    """It is read by the same reader, and tells the same."""
    content = standards_template(built_in(), DAY)
    book = openpyxl.load_workbook(io.BytesIO(content))
    for page in book.worksheets:
        for row in page.iter_rows():
            for cell in row:
                if isinstance(cell, Cell) and isinstance(cell.value, str):
                    cell.value = typed_for(TCVN3, cell.value)
    found = read_standards_book(saved(book), "bieu.xlsx", built_in(), day=DAY)
    assert isinstance(found, StandardsBook), [word_problem(each) for each in found]
    told = [word_problem(note, "standards_book") for note in found.notes if note.code == "old_font"]
    assert any("gõ bằng phông TCVN3 (ABC)" in line for line in told)


def test_abbreviations_of_titles_do_not_hide_the_font() -> None:
    """“H§ND” is no syllable in any font: the words around it decide."""
    rows = [["Hä vµ tªn", "Chøc vô"], ["NguyÔn V¨n An", "CT H§ND"]]
    assert sheet_of(*rows).sheets[0].rows == (("Họ và tên", "Chức vụ"), ("Nguyễn Văn An", "CT HĐND"))


def test_a_few_odd_words_make_no_font() -> None:
    """Foreign names, symbols: fewer than three different words that only a font explains."""
    rows = (("Thaï", "5 × 4", "§ 3", "Müller", "«Luật»"),)
    assert sheet_of(*rows).sheets[0].rows == rows


def test_capitals_of_a_list_that_was_typed_in_capitals() -> None:
    """TCVN3 has no capitals with tones: the letters around them tell, in the cell or else in the column."""
    rows = (("NGUYỄN VĂN AN",), ("LÊ HÀ",), ("TRẦN THỊ Ý",))
    assert typed_for(TCVN3, "LÊ HÀ") == "L£ Hµ"
    assert sheet_of(*([typed_for(TCVN3, name)] for (name,) in rows)).sheets[0].rows == rows


def test_small_letters_in_a_font_of_capitals_are_capitals() -> None:
    """.VnTimeH shows them so, and whoever typed saw them so."""
    rows = (["nguyÔn v¨n an"], ["trÇn thÞ b×nh"])
    assert sheet_of(*rows, fonts={"A1": ".VnTimeH", "A2": ".VnTime"}).sheets[0].rows == (
        ("NGUYỄN VĂN AN",),
        ("trần thị bình",),
    )


@pytest.mark.parametrize("font", FONTS, ids=["tcvn3", "vni"])
def test_a_text_table_of_an_old_font_is_read(font: Font) -> None:
    """Bytes that only the font explains; abbreviations do no harm."""
    text = text_table(";").replace("Bí thư Đảng ủy", "Chủ tịch HĐND")
    typed = typed_for(font, text).encode("cp1252")
    assert [row.full_name for row in people_of(typed, "a.csv").rows] == NAMES


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
