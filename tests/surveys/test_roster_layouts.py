"""A list goes in as it is: where its header stands, what its rows are, what is told of it."""

import io
import random
import re
from datetime import date
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.texts.problems import word_problem
from surveys.content import make_roster_today, read
from surveys.problems import Problem
from surveys.roster import Roster, read_roster
from surveys.roster.unit_names import unit_named_in
from tests.surveys.office_lists import (
    BODIES_THAT_TITLES_REPEAT,
    LISTS,
    MOTTO,
    NINE,
    PLAIN,
    SIGNED,
    XA,
    A,
    B,
    OfficeList,
    one,
)
from tests.surveys.roster_files import as_csv

DAY = date(2026, 11, 2)


def roster(of: OfficeList, day: date | None = DAY) -> Roster:
    """Read a list that has to go in."""
    found = read_roster(of.content(), "danh-sach.xlsx", as_of=day)
    assert isinstance(found, Roster), [word_problem(each, "roster") for each in found]
    return found


def problems(of: OfficeList) -> list[Problem]:
    """What has to be mended in a list."""
    found = read_roster(of.content(), "danh-sach.xlsx", as_of=DAY)
    assert isinstance(found, list)
    return found


def codes(of: OfficeList) -> list[str]:
    """The codes of the notes on a list."""
    return [note.code for note in roster(of).notes]


@pytest.mark.parametrize("habit", LISTS)
def test_a_list_goes_in_as_offices_lay_it_out(habit: str) -> None:
    """Everybody is read, with title, unit and a key; nobody else is."""
    of = LISTS[habit]
    found = roster(of)
    assert len(found.rows) == of.people
    assert [row.full_name for row in found.rows] == ["Lê Văn An", "Vũ Thị Bình"]
    assert {row.unit_name for row in found.rows} == of.units
    assert all(row.title and row.roster_key for row in found.rows)


def test_nine_officials_of_today_go_in() -> None:
    """The trial: two communes as they are since 01/7/2025, no keys, no codes, titles of today."""
    found = roster(NINE)
    assert [row.title for row in found.rows] == [
        "bt", "tb_xdd", "cn_ubkt", "cvp", "tp_kt", "cv_kt", "gd_hcc", "pct_ubnd", "cht_qs"
    ]  # fmt: skip
    assert {row.unit_code for row in found.rows} == {"09496", "09529"}
    assert found.rows[0].concurrent_titles == "ct_hdnd"
    assert len({row.roster_key for row in found.rows}) == 9


def test_the_sample_of_today_goes_in() -> None:
    """Four sheets as four communes sent them: 162 people, each with a body's title and a field where one is told."""
    found = read_roster(read(make_roster_today.TARGET), make_roster_today.TARGET, as_of=DAY)
    assert isinstance(found, Roster)
    assert len(found.rows) == 162
    assert {row.unit_code for row in found.rows} == {"09496", "09529", "09523", "09499"}
    assert {row.field_of_work for row in found.rows} >= {"tu_phap", "dia_chinh", "giao_duc", "noi_vu"}
    assert all(row.birth_date and row.gender for row in found.rows)
    assert make_roster_today.make_roster_today() == make_roster_today.make_roster_today()


def test_levels_under_a_common_header_are_read() -> None:
    """The header "Trình độ" stands over "Chuyên môn", "LLCT", "QLNN"; the field of study behind the level is kept."""
    first, second = roster(LISTS["two_row_header"]).rows
    assert (first.qual, first.major, first.pol, first.qlnn) == ("dh", "Luật", "cc", "cvc")
    assert (second.qual, second.pol, second.qlnn) == ("dh", "tc", "cv")


def test_the_column_of_a_birth_tells_the_gender() -> None:
    """The header "Năm sinh" stands over "Nam" and "Nữ"."""
    assert [(row.gender, row.birth_year) for row in roster(LISTS["birth_by_gender"]).rows] == [
        ("nam", 1975),
        ("nu", 1990),
    ]


def test_certificates_in_columns_of_their_own_are_one_list() -> None:
    """Whatever stands there is a certificate, unless it says that there is none."""
    assert [row.cert for row in roster(LISTS["certificates_apart"]).rows] == ["tin nn qpan", "qpan"]


def test_a_bare_title_is_understood_by_its_section_and_that_is_told() -> None:
    """The title "Trưởng phòng" under "Phòng Kinh tế" is the head of that department."""
    found = roster(LISTS["blocs_and_departments"])
    assert [row.title for row in found.rows] == ["tp_kt", "cv_kt"]
    assert [note.code for note in found.notes].count("title_by_section") == 2


def test_the_section_decides_also_where_the_bare_title_is_a_known_spelling() -> None:
    """The title "Chánh Văn phòng" alone is that of the committees; under "Văn phòng Đảng ủy" it is the Party's."""
    found = roster(BODIES_THAT_TITLES_REPEAT)
    assert [row.title for row in found.rows] == ["cvp_du", "cv_dang", "pbt_doan", "cvp", "pbt_du"]


def notes(of: OfficeList, code: str) -> list[dict[str, str]]:
    """The parameters of the notes of one kind."""
    return [dict(note.parameters) for note in roster(of).notes if note.code == code]


def titled(*titles: str, section: str = "") -> OfficeList:
    """A list of people with these titles, below a section."""
    rows = [[f"Lê Văn {chr(65 + n)}", title, XA] for n, title in enumerate(titles)]
    return one(PLAIN, *([[f"I. {section}"]] if section else []), *rows)


def test_a_title_that_several_begin_with_is_read_as_the_usual_one_and_that_is_told() -> None:
    """The words "Phó Bí thư" alone are the committee's; the note names whose they could be, too."""
    of = titled("Phó Bí thư, Chủ tịch UBND", "Chánh Văn phòng", "Chánh Văn phòng Đảng ủy")
    assert [row.title for row in roster(of).rows] == ["pbt_du", "cvp", "cvp_du"]
    assert [(note["found"], note["title"]) for note in notes(of, "title_usual")] == [
        ("Phó Bí thư", "Phó Bí thư Đảng ủy"),
        ("Chánh Văn phòng", "Chánh Văn phòng HĐND và UBND"),
    ]


def test_a_bare_title_that_two_of_a_unit_hold_is_asked_about() -> None:
    """Nobody there is said to be the other one that it may mean; with that one, it is clear who is left."""
    for second in ("Chánh Văn phòng HĐND và UBND", "CVP"):
        found = read_roster(titled("Chánh Văn phòng", second).content(), "a.xlsx", as_of=DAY)
        assert isinstance(found, list)
        assert {each.code for each in found} == {"ambiguous_title"}
        assert "Chánh Văn phòng Đảng ủy" in found[0].parameters["candidates"]
    assert len(roster(titled("Chánh Văn phòng", "Chánh Văn phòng", "Chánh Văn phòng Đảng ủy")).rows) == 3
    assert len(roster(titled("Chuyên viên Văn phòng", "Chuyên viên Văn phòng")).rows) == 2


@pytest.mark.parametrize(
    ("section", "written", "codes"),
    [
        ("Ban Xây dựng Đảng", "Trưởng ban, Chủ nhiệm UBKT", "tb_xdd cn_ubkt"),
        ("Đảng ủy", "Bí thư, Chủ tịch HĐND", "bt ct_hdnd"),
        ("KHỐI ĐẢNG", "Phó Bí thư Thường trực, Trưởng ban", "pbt_tt tb_xdd"),
        ("Phòng Kinh tế", "UV BTV, Trưởng phòng", "tp_kt uv_btv"),
        ("Văn phòng Đảng ủy", "CVP", "cvp_du"),
        ("Phòng Kinh tế", "CV", "cv_kt"),
        ("KHỐI ĐOÀN THỂ", "Phó Bí thư", "pbt_doan"),
        ("Đoàn Thanh niên", "Bí thư", "doan"),
        ("KHỐI CHÍNH QUYỀN", "Chuyên viên Văn phòng", "cv_vp"),
    ],
)
def test_each_title_of_a_cell_is_read_with_the_section(section: str, written: str, codes: str) -> None:
    """One of two as one alone, and it is told; the bloc decides where its group has one of them only."""
    of = titled(written, section=section)
    (row,) = roster(of).rows
    assert f"{row.title} {row.concurrent_titles}".strip() == codes
    assert notes(of, "title_by_section")
    assert not notes(of, "title_usual")


@pytest.mark.parametrize(
    ("section", "written", "title", "field"),
    [
        ("Phòng Kinh tế", "Chuyên viên (địa chính)", "cv_kt", "dia_chinh"),
        ("Phòng Văn hóa - Xã hội", "CV phụ trách giáo dục", "cv_vhxh", "giao_duc"),
        ("Ban Xây dựng Đảng", "Chuyên viên tổ chức", "cv_dang", "to_chuc"),
        ("KHỐI CHÍNH QUYỀN", "Chuyên viên (tư pháp)", "cv", "tu_phap"),
        ("Phòng Kinh tế", "Kế toán", "ke_toan", "tai_chinh"),
    ],
)
def test_a_specialist_with_a_field_of_work_is_one_of_the_sections_department(
    section: str, written: str, title: str, field: str
) -> None:
    """Both are kept and told."""
    of = titled(written, section=section)
    (row,) = roster(of).rows
    assert (row.title, row.field_of_work) == (title, field)
    assert bool(notes(of, "title_by_section")) == title.startswith("cv_")
    assert bool(notes(of, "title_field")) == title.startswith("cv")


def test_a_bloc_tells_the_titles_of_the_departments_and_units_below_it() -> None:
    """The nearest section that says whose they are decides; a bloc is over when another begins."""
    head = ["STT", *PLAIN[:2]]
    offices = one(
        ["XÃ LƯƠNG TÀI"], head,
        ["A. KHỐI ĐẢNG"], ["1. Văn phòng"], [1, "Lê An", "Chánh Văn phòng"], [2, "Lê Ba", "Chuyên viên"],
        ["B. KHỐI CHÍNH QUYỀN"], ["1. Văn phòng"], [1, "Lê Cúc", "Chánh Văn phòng"], [2, "Lê Dân", "Chuyên viên"],
    )  # fmt: skip
    assert [row.title for row in roster(offices).rows] == ["cvp_du", "cv_dang", "cvp", "cv_vp"]
    communes = one(
        head, ["I. ĐOÀN THANH NIÊN"], ["1. Xã Lương Tài"], [1, "Lê An", "Phó Bí thư"], ["2. Xã Trung Kênh"],
        [1, "Lê Ba", "Phó Bí thư"], ["II. ĐẢNG ỦY"], ["1. Xã Lương Tài"], [1, "Lê Cúc", "Phó Bí thư"],
    )  # fmt: skip
    assert [(row.title, row.unit_name) for row in roster(communes).rows] == [
        ("pbt_doan", "Xã Lương Tài"),
        ("pbt_doan", "Xã Trung Kênh"),
        ("pbt_du", "Xã Lương Tài"),
    ]
    mixed = one(
        ["XÃ LƯƠNG TÀI"], head, ["A. KHỐI ĐẢNG"], ["1. Văn phòng"], [1, "Lê An", "Chánh Văn phòng"],
        ["KHỐI CHÍNH QUYỀN"], ["1. Văn phòng"], [1, "Lê Cúc", "Chánh Văn phòng"],
    )  # fmt: skip
    assert [row.title for row in roster(mixed).rows] == ["cvp_du", "cvp"]


def test_a_column_of_titles_in_the_unions_is_theirs() -> None:
    """The words "Phó Bí thư" there are the youth union's; the section tells which union's "Chủ tịch"."""
    of = one(
        ["Họ và tên", "Chức vụ đoàn thể", "Đơn vị"], ["Lê An", "Phó Bí thư", XA], ["I. Hội Nông dân"],
        ["Lê Bình", "Chủ tịch", XA],
    )  # fmt: skip
    assert [row.title for row in roster(of).rows] == ["pbt_doan", "nongdan"]


def test_the_nearest_titles_are_named_of_the_first_unknown_ones() -> None:
    """Whoever hands in a file of something else waits for no more."""
    rows = [
        [f"Lê {chr(65 + n // 26)}{chr(97 + n % 26)}", f"Trưởng phòng Kinh tệ {n}", XA] for n in range(130)
    ]
    found = read_roster(one(PLAIN, *rows).content(), "a.xlsx", as_of=DAY)
    assert isinstance(found, list)
    assert [each.code for each in found] == ["misspelt_title"] * 100 + ["unknown_title"] * 30


def test_a_row_says_of_what_its_sheet_has_no_column() -> None:
    """An empty cell is an answer; a column that is not there is none."""
    (first, *_) = roster(LISTS["birth_by_gender"]).rows
    assert {"qual", "pol", "phone"} <= first.unsaid
    assert "gender" in first.unsaid or first.gender
    assert not {"birth_year", "birth_date"} & first.unsaid
    assert {"birth_year", "birth_date", "title_since"} <= roster(LISTS["title_rows"]).rows[0].unsaid


def test_two_titles_are_the_main_one_and_others() -> None:
    """The first is the main one; it is told how each was understood."""
    found = roster(LISTS["two_titles"])
    assert [(row.title, row.concurrent_titles) for row in found.rows] == [
        ("bt", "ct_hdnd"),
        ("pbt_tt", "ct_hdnd"),
    ]
    assert codes(LISTS["two_titles"]).count("several_titles") == 2


def test_headers_of_three_rows_are_read_as_one() -> None:
    """The header "Trình độ" under "Chuyên môn" is its level; the numbers below are passed over."""
    first, second = roster(LISTS["three_row_header"]).rows
    assert (first.edu, first.qual, first.major, first.pol, first.gender) == (
        "thpt",
        "dh",
        "Luật",
        "cc",
        "nam",
    )
    assert (second.qual, second.major, second.birth_year, second.gender) == (
        "sdh",
        "Quản lý công",
        1980,
        "nu",
    )
    (note,) = [note for note in roster(LISTS["three_row_header"]).notes if note.code == "header_rows"]
    assert note.parameters["found"] == "4–7"


@pytest.mark.parametrize("header", ["Trình độ chính trị", "Trình độ lý luận", "Lý luận CT", "Chính trị"])
def test_a_column_of_political_theory_has_many_names(header: str) -> None:
    """What it was understood as is told."""
    of = one((*PLAIN, header), [*A, XA, "CC"])
    assert roster(of).rows[0].pol == "cc"
    assert "Lý luận chính trị" in [note["meant"] for note in notes(of, "column_meant")]


def test_levels_may_be_ticked() -> None:
    """A column for each level with an x in one of them; two ticked levels, or a word, are asked about."""
    found = roster(LISTS["levels_to_be_ticked"])
    assert [(row.pol, row.gender) for row in found.rows] == [("cc", "nam"), ("tc", "nu")]
    head = [*PLAIN, "LLCT", None], [*[None] * 3, "SC", "TC"]
    wrong = one(*head, [*A, XA, "x", "x"], [*B, XA, "Luật", None], merged=("A1:A2", "B1:B2", "C1:C2"))
    problems = read_roster(wrong.content(), "a.xlsx", as_of=DAY)
    assert isinstance(problems, list)
    assert [(each.code, each.place.cell) for each in problems] == [
        ("several_marks", "E3"),
        ("not_a_mark", "D4"),
    ]


def test_a_field_of_study_ticks_its_level() -> None:
    """Offices write what was studied below "Đại học", or how; what is neither is asked about."""
    head = [*PLAIN, "Trình độ chuyên môn", None], [*[None] * 3, "TC", "ĐH"]
    merged = ("A1:A2", "B1:B2", "C1:C2", "D1:E1")
    of = one(*head, [*A, XA, None, "Luật kinh tế"], [*B, XA, None, "Tại chức"], merged=merged)
    assert [(row.qual, row.major) for row in roster(of).rows] == [("dh", "Luật kinh tế"), ("dh", "")]
    assert [note["major"] for note in notes(of, "major_in_qual")] == ["Luật kinh tế"]
    odd = one(*head, [*A, XA, None, "KT"], [*B, XA, "2010", None], merged=merged)
    assert [each.code for each in problems(odd)] == ["not_a_mark", "not_a_mark"]


def test_titles_by_body_are_main_and_others() -> None:
    """The title "Bí thư" in the Party's column is clear; what nobody knows beside a title is told and left out."""
    found = roster(LISTS["titles_by_body"])
    assert [(row.title, row.concurrent_titles) for row in found.rows] == [("bt", "ct_hdnd"), ("mttq", "duv")]
    beside = one([*PLAIN, "Chức vụ Đảng"], [*A, XA, "Bí thư chi bộ"], [*B, XA, None])
    assert "post_unread" in codes(beside)
    assert [row.title for row in roster(beside).rows] == ["tp_kt", "cv_kt"]
    alone = one(
        ["Họ và tên", "Chức vụ Đảng", "Đơn vị"], ["Lê An", "Bí thư chi bộ", XA], ["Lê Bình", None, XA]
    ).content()
    problems = read_roster(alone, "a.xlsx", as_of=DAY)
    assert isinstance(problems, list)
    assert [each.place.cell for each in problems] == ["B2", "B3"]


def test_a_unit_in_the_title_is_taken_if_nothing_else_tells_it() -> None:
    """It ends its title: a second one may follow."""
    found = roster(LISTS["unit_in_the_title_cell"])
    assert [(row.title, row.concurrent_titles) for row in found.rows] == [("bt", "ct_hdnd"), ("ct_ubnd", "")]
    assert codes(LISTS["unit_in_the_title_cell"]).count("unit_in_title") == 1


def test_a_unit_in_the_title_that_is_another_one_is_told() -> None:
    """The column counts."""
    found = roster(
        one(PLAIN, ["Lê An", "Chủ tịch UBND xã Lâm Thao", XA], ["Lê Bình", "Văn thư xã Lương Tài", XA])
    )
    assert {row.unit_name for row in found.rows} == {XA}
    assert [note.place.cell for note in found.notes if note.code == "unit_beside_title"] == ["B2"]


def test_departments_stand_below_the_commune_of_the_list() -> None:
    """They tell bare titles, and two communes' departments of one name are not one."""
    found = roster(LISTS["departments_as_units"])
    assert [(row.title, row.parent) for row in found.rows] == [
        ("tp_kt", "Xã Lương Tài"),
        ("cv_dang", "Xã Lương Tài"),
    ]
    assert [unit.code for unit in found.units] == ["09496", "", ""]
    assert [row.title for row in roster(LISTS["departments_in_a_column"]).rows] == ["tp_kt", "cv_dang"]
    rows: list[list[Any]] = [["STT", *PLAIN], [1, "Lê An", "Trưởng phòng", "Phòng Kinh tế"]]
    two = OfficeList({"Lương Tài": rows, "Trung Kênh": rows})
    assert len({row.roster_key for row in roster(two).rows}) == 2


def test_nobody_is_taken_for_a_section_a_total_or_a_signature() -> None:
    """Families are called Tống, Đoàn, Bàn, Công; whose title is missing is asked about, never left out."""
    names = ["Tống Văn A", "Đoàn Văn B", "Bàn Thị C", "Công Văn D", "NGÔ VĂN Đ", "1. Lê E"]
    alone = problems(one(PLAIN[:2], ["I. XÃ LƯƠNG TÀI"], *([name] for name in names)))
    assert [(each.code, each.place.cell) for each in alone] == [
        ("maybe_person", f"A{n}") for n in range(3, 9)
    ]
    counted = problems(
        one(["STT", *PLAIN], *([n, name, None, XA] for n, name in enumerate(names[:5], start=1)))
    )
    assert [(each.code, each.place.cell) for each in counted] == [
        ("missing_value", f"C{n}") for n in range(2, 7)
    ]


@pytest.mark.parametrize(
    ("cells", "place"),
    [
        (["2. Vũ Thị Bình - Văn thư"], "A4"),
        ([None, "Vũ Thị Ca"], "B4"),
        ([None, "Bộ phận khác"], ""),
        ([None, None, None, None, None, "Vũ Thị Ca"], "F4"),
        (["VŨ THỊ CA"], "A4"),
        (["vũ thị ca"], "A4"),
        ([None, None, None, None, "Vũ Thị Ca"], "E4"),
        ([None, None, None, None, "Bắc Ninh, tháng 10/2026"], ""),
        (["Đơn vị tính: người"], ""),
        (["Lê Lợi"], "A4"),
        (["Tiếp theo trang sau"], ""),
    ],
)
def test_a_lone_cell_that_may_be_somebody_is_asked_about_with_its_cell(cells: list[Any], place: str) -> None:
    """It is quoted; what is surely nobody is passed over and quoted among the rows that were not read."""
    of = one(["STT", *PLAIN, "Ghi chú"], [1, *A, XA], [2, *B, XA], cells, [4, "Lê Dân", "Văn thư", XA])
    if not place:
        assert len(roster(of).rows) == 3
        return
    (asked,) = problems(of)
    text = next(cell for cell in cells if cell)
    assert (asked.code, asked.place.cell, asked.parameters["found"]) == ("maybe_person", place, text)
    assert text in word_problem(asked, "roster")


@pytest.mark.parametrize("text", ["Vũ Thị Bình - Văn thư", "2. Vũ Thị Bình", "VŨ THỊ BÌNH"])
def test_somebody_in_cells_merged_over_the_row_is_no_section(text: str) -> None:
    """A section is told by its number, its body or its commune."""
    of = one(["STT", *PLAIN], [1, *A, XA], [text], [2, *B, XA], merged=("A3:D3",))
    assert [each.code for each in problems(of)] == ["maybe_person"]
    section = one(["STT", *PLAIN[:2]], ["Lương Tài"], [1, *A], merged=("A2:C2",))
    assert {row.unit_name for row in roster(section).rows} == {"Xã Lương Tài"}


def test_a_section_of_an_unknown_unit_ends_the_one_before() -> None:
    """Numbered like the units before, it is one; its people are not theirs, and it is told or asked about."""
    head = ["STT", *PLAIN[:2]]
    own = one(head, ["I", "Xã Lương Tài"], [1, *A], ["II", "Nông trường Sao Đỏ"], [1, *B])
    assert [row.unit_name for row in roster(own).rows] == ["Xã Lương Tài", "Nông trường Sao Đỏ"]
    assert [note["found"] for note in notes(own, "unit_unknown")] == ["Nông trường Sao Đỏ"]
    misspelt = one(head, ["I. Lương Tài"], [1, *A], ["II. Lâm Thào"], [1, *B])
    assert [each.code for each in problems(misspelt)] == ["unit_misspelt"]


def test_a_section_within_a_unit_is_told_where_it_is_not_known_to_be_one_of_its_own() -> None:
    """A body numbered like the unit stays in it, a department below it, too; whatever stands outside ends it."""
    head = ["STT", *PLAIN[:2]]
    beside = one(head, ["I. UBND xã Lương Tài"], [1, *A], ["II. Đảng ủy"], [2, *B])
    assert {row.unit_name for row in roster(beside).rows} == {"Xã Lương Tài"}
    assert [(note["found"], note["unit"]) for note in notes(beside, "section_within")] == [
        ("Đảng ủy", "Xã Lương Tài")
    ]
    below = one(head, ["I. Xã Lương Tài"], ["1. Phòng Kinh tế"], [1, A[0], "Trưởng phòng"], [2, *B])
    assert notes(below, "section_within") == []
    unknown = one(head, ["I. Xã Lương Tài"], [1, *A], ["A. Nhóm khác"], [2, *B])
    assert [note["found"] for note in notes(unknown, "section_within")] == ["Nhóm khác"]
    outside = one(head, ["A. Khối Đảng"], ["I. Xã Lương Tài"], [1, *A], ["B. Khối chính quyền"], [2, *B])
    assert [(each.code, each.place.cell) for each in problems(outside)] == [("missing_unit", "A6")]


def test_signatures_beside_the_table_are_nobody() -> None:
    """A title in capitals beside the columns begins them; the names below are passed over and told."""
    beside = [[None] * 5 + ["CHỦ TỊCH"], [], [None] * 5 + ["Ngô Văn Kính"]]
    of = one(["STT", *PLAIN], [1, *A, XA], [2, *B, XA], *beside)
    assert len(roster(of).rows) == 2
    assert notes(of, "rows_left_out")[0]["rows"] == "4 “CHỦ TỊCH”, 6 “Ngô Văn Kính”"


def test_people_below_signatures_are_read_if_they_have_a_title() -> None:
    """Only names without number and title are left out there."""
    found = roster(LISTS["signatures_between_two_parts"])
    notes = {note.code: note.parameters for note in found.notes}
    assert notes["headers_again"]["rows"] == "6"
    assert notes["rows_left_out"]["rows"] == (
        "3 “Người lập biểu; Thủ trưởng đơn vị”, 4 “Ngô Văn K; Trần Văn L”"
    )


def test_cells_that_say_the_same_as_above_are_read_so_and_told() -> None:
    """A name is nobody else's; without anything above, the cell is asked about as it stands."""
    head = ("Họ và tên", "Chức vụ", "Đơn vị", "LLCT")
    rows: list[list[Any]] = [
        ["Lê An", "PCT UBND", XA, "TC"], ["Lê Ba", "nt", "- nt -", '"'], ["Lê Cúc", "Văn thư", "Như trên", None]
    ]  # fmt: skip
    found = roster(one(head, *rows))
    assert [(row.title, row.unit_name, row.pol) for row in found.rows] == [
        ("pct_ubnd", XA, "tc"),
        ("pct_ubnd", XA, "tc"),
        ("van_thu", XA, ""),
    ]
    assert [note["found"] for note in notes(one(head, *rows), "ditto")] == ["nt", "- nt -", "Như trên", '"']
    assert [each.code for each in problems(one(head, ["Lê An", "nt", XA, "TC"]))] == ["unknown_title"]


def test_a_unit_that_stands_at_the_first_of_its_people_is_that_of_those_below() -> None:
    """Where a unit is written twice, an empty cell was forgotten; a section tells the unit by itself."""
    head: list[Any] = ["STT", "Đơn vị", "Họ và tên", "Chức vụ"]
    people: list[list[Any]] = [
        [1, XA, *A],
        [2, None, *B],
        [3, None, "Đỗ Cung", "Văn thư"],
    ]
    of = one(head, *people, [4, "Xã Lâm Thao", "Hà Dung", "Văn thư"], [5, None, "Mai Em", "Kế toán"])
    assert [row.unit_name for row in roster(of).rows] == [XA] * 3 + ["Xã Lâm Thao"] * 2
    assert [note["count"] for note in notes(of, "filled_down")] == ["3"]
    for forgotten in (
        one(
            head,
            *people[:2],
            [3, XA, "Đỗ Cung", "Văn thư"],
            [4, None, "Mai Em", "Kế toán"],
            [5, None, "Lê U", "CV"],
        ),
        one(head, [1, XA, *A], [2, None, *B], [3, "Xã Lâm Thao", "Hà Dung", "Văn thư"]),
    ):
        assert {each.code for each in problems(forgotten)} == {"missing_value"}
    sections = one(head, ["I. " + XA], *people, ["II. Xã Lâm Thao"], [4, None, "Hà Dung", "Văn thư"])
    assert [row.unit_name for row in roster(sections).rows] == [XA] * 3 + ["Xã Lâm Thao"]


@pytest.mark.parametrize("count", ["(2 người)", "02 người", "02 đ/c", "(02 CBCC)", "03 cán bộ"])
def test_a_section_may_have_its_count_in_a_cell_beside_it(count: str) -> None:
    """In words or as a number: nobody of that title."""
    found = roster(one(["STT", *PLAIN[:2]], ["I", XA, count], [1, *A], ["Cộng", None, count]))
    assert [(row.full_name, row.unit_name) for row in found.rows] == [("Lê Văn An", XA)]


def test_sections_and_totals_may_have_sums_beside_them() -> None:
    """Numbers in whatever column make no person of them; the words of notes are left out, and told."""
    found = roster(
        one(
            ["STT", *PLAIN], ["I", "Cán bộ", 1], [1, *A, XA], [None, "Cộng I", 1], ["II", "Công chức", None, 1],
            [2, *B, XA], [None, "Cộng (I+II)", 2], ["Ghi chú: tính đến 02/11"], ["Danh sách có 02 người"],
        )
    )  # fmt: skip
    assert [row.full_name for row in found.rows] == ["Lê Văn An", "Vũ Thị Bình"]
    told = {note.code: note.parameters for note in found.notes}
    assert told["section_rows"]["number"] == "2"
    assert [row.split()[0] for row in told["rows_left_out"]["rows"].split("”, ")] == ["4", "7", "8", "9"]
    assert "7 “Cộng (I+II); 2”" in told["rows_left_out"]["rows"]


def test_a_vacant_post_is_nobody_and_is_told() -> None:
    """The word "Khuyết" is no name; somebody called Trọng is."""
    found = roster(
        one(
            ["Họ đệm", "Tên", "Chức vụ", "Đơn vị"], ["Lê", "Trọng", "Văn thư", XA], [None, "Trọng", "Kế toán", XA],
            ["Khuyết", None, "Phó Bí thư", XA],
        )
    )  # fmt: skip
    assert [row.full_name for row in found.rows] == ["Lê Trọng", "Trọng"]
    assert [note.parameters["rows"] for note in found.notes if note.code == "vacant_rows"] == ["4"]


def test_a_form_of_address_is_no_part_of_a_name() -> None:
    """The words "Đ/c" and "Bà:" go, and it is told; a family may be called Ông."""
    names = ["Đ/c Lê Văn An", "Đồng chí Vũ Bình", "Bà: Lê Cúc", "Ông Cao Dũng"]
    found = roster(one(PLAIN, *([name, "Văn thư", XA] for name in names)))
    assert [row.full_name for row in found.rows] == ["Lê Văn An", "Vũ Bình", "Lê Cúc", "Ông Cao Dũng"]
    told = [note.parameters["taken"] for note in found.notes if note.code == "honorific"]
    assert told == ["Đ/c", "Đồng chí", "Bà:"]
    assert [note.parameters["found"] for note in found.notes if note.code == "name_kept"] == ["Ông Cao Dũng"]


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("ThS. Nguyễn Văn An", "Nguyễn Văn An"), ("Ths Nguyễn Văn An", "Nguyễn Văn An"),
        ("Th.S Nguyễn Văn An", "Nguyễn Văn An"), ("PGS.TS. Nguyễn Văn An", "Nguyễn Văn An"),
        ("TS.BS Lê Thị Ba", "Lê Thị Ba"), ("BS.CKI Lê Thị Ba", "Lê Thị Ba"), ("CN. Y Khương", "Y Khương"),
        ("Thạc sỹ Lê Thị Ba", "Lê Thị Ba"), ("Thiếu tá Lê Văn Ba", "Lê Văn Ba"), ("Ông Nguyễn Văn An", "Nguyễn Văn An"),
        ("Nguyễn Văn An*", "Nguyễn Văn An"), ("Nguyễn Văn An (1)", "Nguyễn Văn An"),
        ("Nguyễn Văn An¹ (*)", "Nguyễn Văn An"), ("* Nguyễn Văn An", "Nguyễn Văn An"),
        ("ThS. Lê Thị Ba (Nữ)*", "Lê Thị Ba"), ("Lê Thị Ba (Văn thư)", "Lê Thị Ba"),
        ("Lê Thị Ba - Văn thư", "Lê Thị Ba"), ("Lê Thị Nữ", "Lê Thị Nữ"), ("K'Sơn", "K'Sơn"),
        ("Tsàn Văn A", "Tsàn Văn A"), ("Bá Thị C.", "Bá Thị C."),
    ],
)  # fmt: skip
def test_what_is_surely_no_part_of_a_name_goes_and_is_told(written: str, name: str) -> None:
    """Degrees, ranks, marks of footnotes, the title once more; the dry run says each kind with an example."""
    found = roster(one(PLAIN, [written, "Văn thư", XA]))
    assert [row.full_name for row in found.rows] == [name]
    told = {note.code for note in found.notes} & {"honorific", "sex_in_name"}
    assert bool(told) == (written != name)


@pytest.mark.parametrize("merged", [(), ("B1:C1",)])
def test_a_header_over_two_columns_of_names_is_read_as_both(merged: tuple[str, ...]) -> None:
    """The given name stands in a column of its own without a header of its own; that is told."""
    head = ["STT", "Họ và tên", None, "Chức vụ", "Đơn vị"]
    of = one(
        head, ["I", "Khối chính quyền"], [1, "ThS. Lê Văn", "An", "Văn thư", XA], [2, "Vũ Thị", "Bình", "Kế toán", XA],
        merged=merged,
    )  # fmt: skip
    assert [row.full_name for row in roster(of).rows] == ["Lê Văn An", "Vũ Thị Bình"]
    assert [note["meant"] for note in notes(of, "column_meant")][:2] == ["Họ, đệm", "Tên"]
    assert [each.place.cell for each in roster(of).notes if each.code == "honorific"] == ["B3"]


def test_a_column_without_a_header_beside_names_is_no_given_name_if_it_says_something_else() -> None:
    """Genders and peoples are the same few words."""
    head = ["Họ và tên", None, "Chức vụ", "Đơn vị"]
    for beside in (("Nam", "Nữ", "Nữ"), ("Kinh", "Kinh", "Kinh"), ("12/12", "10/12", "9/12")):
        names = ["Lê Văn An", "Vũ Thị Bình", "Đỗ Thị Cúc"]
        of = one(head, *([name, what, "Văn thư", XA] for name, what in zip(names, beside, strict=True)))
        assert [row.full_name for row in roster(of).rows] == names


def test_what_may_be_part_of_a_name_is_kept_and_told() -> None:
    """Nobody knows whether "(A)" tells two people apart."""
    names = ["Lê Văn Hùng (A)", "Lê Thị Hoa (nghỉ thai sản)", "Lê Minh/Lê Mai"]
    of = one(PLAIN, *([name, "Văn thư", XA] for name in names))
    assert [row.full_name for row in roster(of).rows] == names
    assert [note["found"] for note in notes(of, "name_kept")] == names


def test_another_title_or_another_name_behind_a_name_is_asked_about() -> None:
    """It may be a second title or a slip; one that the title's column says, too, is none."""
    for title in ("Văn thư", "Phó Bí thư"):
        (asked,) = problems(one(PLAIN, ["Lê Văn An (Bí thư)", title, XA]))
        assert (asked.code, asked.place.cell) == ("title_beside_name", "A2")
    (two,) = problems(one(PLAIN, ["Lê Văn An; Vũ Thị Bình", "Văn thư", XA]))
    assert (two.code, two.place.cell) == ("two_names", "A2")
    same = one(PLAIN, ["Lê Văn An (Bí thư)", "Chủ tịch HĐND kiêm Bí thư Đảng ủy", XA])
    assert [row.full_name for row in roster(same).rows] == ["Lê Văn An"]


def test_the_gender_behind_a_name_is_read_and_may_not_contradict() -> None:
    """Lists that have no column of genders mark the women so."""
    of = one(PLAIN, ["Lê Thị An (nữ)", "Văn thư", XA], ["Lê Bình", "Kế toán", XA])
    assert [row.gender for row in roster(of).rows] == ["nu", ""]
    assert [note["gender"] for note in notes(of, "sex_in_name")] == ["Nữ"]
    wrong = one((*PLAIN, "Giới tính"), ["Lê Thị An (nữ)", "Văn thư", XA, "Nam"])
    assert [each.code for each in problems(wrong)] == ["name_sex_disagrees"]


def test_births_in_both_columns_or_of_another_gender_are_asked_about() -> None:
    """The column of a birth says the gender: nothing may contradict it."""
    head = [*PLAIN, "Năm sinh", None, "Giới tính"], [*[None] * 3, "Nam", "Nữ", None]
    wrong = one(*head, [*A, XA, 1970, 1971, None], [*B, XA, 1980, None, "Nữ"], merged=("D1:E1",)).content()
    found = read_roster(wrong, "a.xlsx", as_of=DAY)
    assert isinstance(found, list)
    assert [(each.code, each.place.cell) for each in found] == [("two_births", "E3"), ("sex_disagrees", "F4")]


def test_a_header_broken_into_lines_is_one() -> None:
    """What stands in brackets may be what it means, or a remark."""
    found = roster(
        one(
            ["Họ và\ntên", "Chức\nvụ", "Đơn vị\ncông tác", "Trình độ\n(chuyên môn)"],
            [*A, XA, "ĐH"],
            [*B, XA, "TC"],
        )
    )
    assert [row.qual for row in found.rows] == ["dh", "tc"]
    assert "Đơn vị công tác" in [note.parameters.get("found") for note in found.notes]


def test_lines_of_a_signature_are_no_sections_and_a_lettered_one_goes_on() -> None:
    """The words "CHỦ TỊCH" below "Người lập biểu" begin nothing; "II. Xã Lâm Thao" does."""
    found = roster(
        one(
            ["STT", *PLAIN[:2]], ["I. Xã Lương Tài"], [1, *A], ["Người lập biểu", None, "UBND XÃ LƯƠNG TÀI"],
            [None, None, "CHỦ TỊCH"], [None, "UBND XÃ LƯƠNG TÀI"], ["II. Xã Lâm Thao"], [1, *B],
        )
    )  # fmt: skip
    assert [row.unit_name for row in found.rows] == ["Xã Lương Tài", "Xã Lâm Thao"]
    told = {note.code: note.parameters for note in found.notes}
    assert told["section_rows"]["rows"] == "2 “Xã Lương Tài”, 7 “Xã Lâm Thao”"
    assert told["rows_left_out"]["rows"] == (
        "4 “Người lập biểu; UBND XÃ LƯƠNG TÀI”, 5 “CHỦ TỊCH”, 6 “UBND XÃ LƯƠNG TÀI”"
    )


@pytest.mark.parametrize(
    "above", [["Họ và tên", "Chức vụ"], ["STT", "Họ và tên", "Năm sinh", "Chức vụ", "Đơn vị"]]
)
def test_two_tables_on_one_sheet_are_told_apart(above: list[str]) -> None:
    """Another header below the first: nobody of either is silently left out."""
    below = ["Chức vụ", "Họ và tên", "Năm sinh"] if len(above) > 2 else ["TT", *PLAIN, "Năm sinh"]
    found = read_roster(
        one(above, ["Lê An"] * len(above), [], below, ["Lê Bình"]).content(), "a.xlsx", as_of=DAY
    )
    assert isinstance(found, list)
    assert "second_header" in [each.code for each in found]


@pytest.mark.parametrize(
    ("title", "unit"),
    [
        ("DANH SÁCH CÁN BỘ XÃ LƯƠNG TÀI NĂM 2026", "Xã Lương Tài"),
        ("Danh sách cán bộ, công chức phường Võ Cường, tỉnh Bắc Ninh", "Phường Võ Cường"),
        ("DANH SÁCH CÁN BỘ CÁC XÃ, PHƯỜNG", ""),
        ("DANH SÁCH CÁN BỘ CẤP XÃ TRÊN ĐỊA BÀN TỈNH BẮC NINH", ""),
        ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", ""),
        ("Xã Lâm Thao: 05 người", "Xã Lâm Thao"),
        ("(Kèm theo Báo cáo ngày 01/10/2026 của Đảng ủy xã Lương Tài)", "Xã Lương Tài"),
    ],
)
def test_a_title_names_a_unit_or_none(title: str, unit: str) -> None:
    """What only speaks of communes in general names none."""
    assert unit_named_in(title) == unit


def test_what_was_understood_is_told() -> None:
    """Where the header stands, what a column means, which rows are no people, whose unit a sheet is."""
    assert {"header_rows"} <= set(codes(LISTS["title_rows"]))
    assert {"header_rows", "column_meant"} <= set(codes(LISTS["two_row_header"]))
    assert {"rows_left_out"} <= set(codes(LISTS["total_and_signatures"]))
    assert {"section_rows"} <= set(codes(LISTS["section_rows_of_units"]))
    assert {"sheet_unit", "keys_made", "unit_coded"} <= set(codes(LISTS["sheet_per_commune"]))


def test_people_in_hidden_rows_are_read_and_told() -> None:
    """A filter that was left on takes nobody away; a hidden title row is nobody."""
    book = openpyxl.Workbook()
    for row in (("DANH SÁCH",), PLAIN, ("Lê An", "Văn thư", XA), ("Lê Bình", "Văn thư", XA)):
        book.worksheets[0].append(row)
    for hidden in (1, 4):
        book.worksheets[0].row_dimensions[hidden].hidden = True
    content = io.BytesIO()
    book.save(content)
    found = read_roster(content.getvalue(), "a.xlsx", as_of=DAY)
    assert isinstance(found, Roster)
    assert len(found.rows) == 2
    assert [note.parameters["count"] for note in found.notes if note.code == "hidden_rows"] == ["1"]


def test_an_unknown_title_is_told_once_with_how_many_hold_it() -> None:
    """A thousand rows of one unknown title are one problem, with the nearest that are known."""
    title = "Phó trưởng phòng Kinh tê hạ tầng"
    rows: list[Any] = [[f"Lê Văn {chr(65 + n)}", title.upper() if n % 2 else title, XA] for n in range(20)]
    found = read_roster(one(PLAIN, *rows).content(), "a.xlsx", as_of=DAY)
    assert isinstance(found, list)
    assert [(each.code, each.parameters["count"]) for each in found] == [("misspelt_title", "20")]
    assert "Phó Trưởng phòng Kinh tế" in found[0].parameters["nearest"]
    assert [place.cell for place in (found[0].place, *found[0].also)] == [f"B{n}" for n in range(2, 22)]


def test_a_list_that_nothing_tells_the_unit_of_asks_for_it_once() -> None:
    """No column, no section, no sheet's name: one problem, however many people."""
    found = read_roster(
        as_csv(("Họ và tên", "Chức vụ"), ("Lê An", "Bí thư Đảng ủy"), ("Lê Bình", "Văn thư")), "a.csv"
    )
    assert isinstance(found, list)
    assert [each.code for each in found] == ["missing_unit"]


def test_keys_stay_the_same_over_imports_and_twins_are_asked_about() -> None:
    """They hang on unit, name and birth alone; two people with the same are not guessed apart."""
    first = roster(LISTS["title_rows"])
    again = roster(LISTS["column_numbers"])
    assert [row.roster_key for row in first.rows] == [row.roster_key for row in again.rows]
    twins = one(PLAIN, ["Lê An", "Văn thư", "Xã X"], ["LÊ AN", "Kế toán", "Xã X"]).content()
    found = read_roster(twins, "a.xlsx", as_of=DAY)
    assert isinstance(found, list)
    assert [(each.code, each.parameters["first"]) for each in found] == [("twins", "A2")]


@pytest.mark.parametrize(
    ("first", "second", "is_asked"),
    [
        (("", "2/9/1980"), ("", None), True),
        (("", "1980"), ("", "2/9/1980"), True),
        (("", "1980"), ("", "1981"), False),
        (("", "2/9/1980"), ("", "3/9/1980"), False),
        (("K1", "2/9/1980"), ("", "2/9/1980"), True),
        (("K1", None), ("", "1980"), True),
        (("K1", None), ("", None), True),
        (("K1", "2/9/1980"), ("K2", "2/9/1980"), False),
        (("K1", "1980"), ("", "1981"), False),
    ],
)
def test_one_name_in_one_unit_is_two_people_only_if_something_says_so(
    first: tuple[str, str | None], second: tuple[str, str | None], is_asked: bool
) -> None:
    """Two births that differ, or a key of the file's own for each; else they may be one, listed twice."""
    head = ["Mã", *PLAIN, "Ngày sinh"]
    rows: list[Any] = [[key or None, "Lê An", "Văn thư", XA, birth] for key, birth in (first, second)]
    if is_asked:
        assert [(each.code, each.place.cell) for each in problems(one(head, *rows))] == [("twins", "B3")]
        moved = [rows[0], [*rows[1][:3], "Xã Lâm Thao", rows[1][4]]]
        assert len(roster(one(head, *moved)).rows) == 2
    else:
        assert len(roster(one(head, *rows)).rows) == 2


def test_a_title_that_has_ended_is_read_and_told() -> None:
    """With what it became, once for everybody who holds it."""
    found = roster(one(PLAIN, ["Lê An", "Tư pháp - hộ tịch", "Xã X"], ["Lê Bình", "TP-HT", "Xã X"]))
    (note,) = [each for each in found.notes if each.code == "title_ended"]
    assert (note.parameters["count"], note.parameters["until"]) == ("2", "30/06/2025")


PEOPLE: list[list[Any]] = [
    [1, "Lê Văn An", "Bí thư Đảng ủy", 1970],
    [2, "Vũ Thị Bình", "Phó Chủ tịch UBND", 1980],
    [3, "Ngô Văn Chiến", "Chủ tịch UBMTTQ", 1975],
    [4, "Bùi Thị Duyên", "Văn thư", 1995],
]


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 6), st.booleans(), st.integers(0, 3), st.booleans(), st.randoms(use_true_random=False))
def test_what_stands_around_a_table_changes_nothing(
    blanks: int, numbered: bool, sections: int, signed: bool, order: random.Random
) -> None:
    """Whatever titles, blanks, numbers, sections, pages and signatures: the same people, each with the same title."""
    header = ["STT", "Họ và tên", "Chức vụ", "Năm sinh"]
    rows: list[Any] = [*MOTTO, *([] for _ in range(blanks)), ["DANH SÁCH XÃ LƯƠNG TÀI"], header]
    rows += [["(1)", "(2)", "(3)", "(4)"]] if numbered else []
    places = sorted(order.sample(range(len(PEOPLE)), sections))
    for place, person in enumerate(PEOPLE):
        if place in places:
            rows += (
                [[order.choice(["I", "II", "A"]), "Khối Đảng"]] if order.random() < 0.5 else [["KHỐI ĐẢNG"]]
            )
        if order.random() < 0.3:
            rows.append([])
        if place and order.random() < 0.2:  # the next printed page
            rows.append(header)
            rows += [["(1)", "(2)", "(3)", "(4)"]] if numbered else []
        rows.append(person)
    rows += [["Tổng cộng", 4], *SIGNED] if signed else []
    found = roster(one(*rows))
    assert [(row.full_name, row.title, row.birth_year) for row in found.rows] == [
        ("Lê Văn An", "bt", 1970),
        ("Vũ Thị Bình", "pct_ubnd", 1980),
        ("Ngô Văn Chiến", "mttq", 1975),
        ("Bùi Thị Duyên", "van_thu", 1995),
    ]
    assert {row.unit_code for row in found.rows} == {"09496"}


NUMBERS = st.sampled_from([None, 1, "2", "I", "A", "1.1", "Ghi chú", "TT"])
SOMEBODY = st.sampled_from(
    [
        "Lê Văn An",
        "TỐNG THỊ B",
        "Đoàn Văn C",
        "Bàn Thị D",
        "Công Văn Đ",
        "Trần Xã Em",
        "Ban Văn G",
        "Ngô Hội",
        "Văn Phòng",
    ]
)
ANYTHING = st.sampled_from([None, "Khối Đảng", "Cộng", "Người lập biểu", "Xã Lương Tài", "Họ và tên", "x", 5])
TITLED = ("Văn thư", "Bí thư Đảng ủy", "Chỉ huy trưởng Ban CHQS", "Trưởng Ban Xây dựng Đảng")


@settings(deadline=None, max_examples=150)
@given(st.lists(st.one_of(
    st.tuples(NUMBERS, SOMEBODY, st.sampled_from(TITLED), st.just("Xã Lương Tài")),
    st.tuples(NUMBERS, ANYTHING, ANYTHING, ANYTHING),
), min_size=1, max_size=8))  # fmt: skip
def test_nobody_with_a_name_and_a_title_is_lost_whatever_stands_around(cells: list[tuple[Any, ...]]) -> None:
    """They are read, or the list is refused with what to mend."""
    found = read_roster(one(["STT", *PLAIN], *cells).content(), "a.xlsx", as_of=DAY)
    if isinstance(found, Roster):
        somebody = [
            number
            for number, row in enumerate(cells, start=2)
            if row[3] == "Xã Lương Tài" and row[2] in TITLED
        ]
        assert set(somebody) <= {row.row for row in found.rows}


TITLED = ("Văn thư", "Bí thư Đảng ủy", "Chỉ huy trưởng Ban CHQS", "Trưởng Ban Xây dựng Đảng")


@settings(deadline=None, max_examples=150)
@given(st.lists(st.tuples(NUMBERS, st.one_of(SOMEBODY, ANYTHING), ANYTHING, ANYTHING, st.one_of(SOMEBODY, ANYTHING)),
    min_size=1, max_size=8))  # fmt: skip
def test_every_row_below_the_header_is_somebody_or_is_told_with_its_number(
    cells: list[tuple[Any, ...]],
) -> None:
    """A row is read, or the dry run says what it was taken for, or the list is refused."""
    body = [["", *A, XA], *cells]
    found = read_roster(one(["STT", *PLAIN], *body).content(), "a.xlsx", as_of=DAY)
    if isinstance(found, Roster):
        told = " ".join(f", {note.parameters['rows']}," for note in found.notes if "rows" in note.parameters)
        numbers = {int(number) for number in re.findall(r"(?<=, )\d+(?= “|,)", told)}
        filled = {
            number for number, row in enumerate(cells, start=3) if any(cell is not None for cell in row)
        }
        bare = {number for number in filled if all(str(cell or 1).isdigit() for cell in cells[number - 3])}
        assert filled - bare <= numbers | {row.row for row in found.rows}
