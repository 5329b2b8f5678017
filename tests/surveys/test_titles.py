"""Titles: what offices write, as of a day, and the files of an office laid over the built-in ones."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.content import read
from surveys.problems import Problem
from surveys.titles import Titles, built_in_titles, nearest_titles, read_title, read_titles

TITLES = built_in_titles()
TODAY = date(2026, 11, 2)
THEN = date(2015, 3, 2)


@pytest.mark.parametrize(
    ("written", "codes"),
    [
        ("Trưởng phòng Kinh tế", "tp_kt"), ("Trưởng phòng KT", "tp_kt"), ("Chánh Văn phòng HĐND và UBND", "cvp"),
        ("Giám đốc Trung tâm Phục vụ hành chính công", "gd_hcc"), ("GĐ TT PVHCC", "gd_hcc"),
        ("Trưởng Ban Xây dựng Đảng", "tb_xdd"), ("Trưởng Ban XDĐ", "tb_xdd"), ("Chủ nhiệm Ủy ban Kiểm tra", "cn_ubkt"),
        ("Chủ nhiệm UBKT Đảng uỷ", "cn_ubkt"), ("Chuyên viên phòng Kinh tế", "cv_kt"),
        ("P.Trưởng phòng VH-XH", "ptp_vhxh"), ("CHT Ban CHQS xã", "cht_qs"), ("Bí thư Đoàn xã Lâm Thao", "doan"),
        ("Trưởng phòng Kinh tế, Hạ tầng và Đô thị", "tp_kthtdt"), ("Trưởng ban KT-NS", "tb_ktns"),
        ("PCT UBMTTQ", "pct_mttq"), ("Chuyên viên Văn phòng Đảng ủy", "cv_dang"), ("Phó Bí thư", "pbt_du"),
        ("Phó Bí thư Thường trực", "pbt_tt"), ("Bí thư Đảng ủy, Chủ tịch HĐND", "bt ct_hdnd"),
        ("Bí thư Đảng ủy kiêm Chủ tịch HĐND", "bt ct_hdnd"), ("PBT TT - CT HĐND", "pbt_tt ct_hdnd"),
        ("Phó Bí thư, Chủ tịch UBND", "pbt_du ct_ubnd"), ("Phó Chủ tịch UBND kiêm GĐ TT PVHCC", "pct_ubnd gd_hcc"),
        ("Phó Chủ tịch UBMTTQ, Chủ tịch Hội LHPN xã", "pct_mttq phunu"),
        ("Phó Bí thư, Trưởng phòng Kinh tế, Hạ tầng và Đô thị", "pbt_du tp_kthtdt"),
        ("Bí thư Đảng ủy xã Lương Tài, Chủ tịch HĐND xã", "bt ct_hdnd"),
        ("Xã đội trưởng", "cht_qs"), ("Chỉ huy phó Ban CHQS", "pcht_qs"),
        ("Bí thư Đảng ủy phường, kiêm Chủ tịch HĐND phường Võ Cường", "bt ct_hdnd"),
    ],
)  # fmt: skip
def test_titles_of_today_are_understood_as_offices_write_them(written: str, codes: str) -> None:
    """One title or several in one cell; the first is the main one."""
    assert read_title(TITLES, written, TODAY).titles == tuple(codes.split())


def test_a_seat_in_a_committee_is_no_main_title() -> None:
    """Somebody who heads a body and sits in the standing committee is asked as the head of the body."""
    assert read_title(TITLES, "UV BTV, Trưởng Ban XDĐ", TODAY).titles == ("tb_xdd", "uv_btv")
    assert read_title(TITLES, "Ủy viên Ban Thường vụ", TODAY).titles == ("uv_btv",)


@pytest.mark.parametrize(
    ("written", "title", "field"),
    [
        ("Chuyên viên (tư pháp – hộ tịch)", "cv", "tu_phap"),
        ("Chuyên viên phụ trách giáo dục", "cv", "giao_duc"),
        ("Chuyên viên phòng VH-XH (giáo dục)", "cv_vhxh", "giao_duc"),
        ("Kế toán", "ke_toan", "tai_chinh"),
    ],
)
def test_a_field_of_work_beside_the_title_is_read(written: str, title: str, field: str) -> None:
    """In brackets, behind the title, or told by the title itself."""
    found = read_title(TITLES, written, TODAY)
    assert (found.titles, found.field) == ((title,), field)


def test_what_may_be_two_titles_is_asked_back() -> None:
    """A mere beginning means all titles that begin so; a part that is unclear leaves the whole cell unclear."""
    assert read_title(TITLES, "Trưởng phòng", TODAY).candidates == ("tp_kt", "tp_kthtdt", "tp_vhxh")
    assert read_title(TITLES, "Bí thư", TODAY).candidates == ("bt", "doan")
    mixed = read_title(TITLES, "Bí thư Đảng ủy, Trưởng ban Lễ tân", TODAY)
    assert (mixed.titles, mixed.unclear, mixed.candidates) == ((), "Trưởng ban Lễ tân", ())


@pytest.mark.parametrize(
    ("written", "title", "others"),
    [
        ("Phó Bí thư", "pbt_du", "pbt_tt pbt_doan"), ("PBT", "pbt_du", "pbt_tt pbt_doan"),
        ("Chánh Văn phòng", "cvp", "cvp_du"), ("PCVP", "pcvp", "pcvp_du"), ("CVP", "cvp", "cvp_du"),
        ("BT", "bt", "doan"), ("Chuyên viên Văn phòng", "cv_vp", "cv_dang"), ("bt", "bt", ""), ("CV", "cv", ""),
        ("Chánh Văn phòng UBND", "cvp", ""), ("Phó Bí thư Đảng ủy", "pbt_du", ""), ("Chỉ huy trưởng", "cht_qs", ""),
        ("Chuyên viên", "cv", ""),
    ],
)  # fmt: skip
def test_a_short_name_says_which_others_begin_with_it(written: str, title: str, others: str) -> None:
    """It is read as the usual one; a full name, or a short one that is nobody else's, means one title."""
    found = read_title(TITLES, written, TODAY)
    assert (found.titles, found.others) == ((title,), tuple(others.split()))


def test_each_of_several_titles_is_read_for_itself() -> None:
    """Also those behind one that is unclear."""
    found = read_title(TITLES, "Trưởng ban, Chủ nhiệm UBKT", TODAY)
    assert [(part.text, part.titles) for part in found.parts] == [
        ("Trưởng ban", ()),
        ("Chủ nhiệm UBKT", ("cn_ubkt",)),
    ]


def test_a_title_means_what_it_meant_on_its_day() -> None:
    """The same words are another title before and after 01/7/2025; one that has ended is still understood."""
    assert read_title(TITLES, "Phó Bí thư", THEN).titles == ("pbt",)
    assert read_title(TITLES, "Phó Bí thư", TODAY).titles == ("pbt_du",)
    assert read_title(TITLES, "Chỉ huy trưởng", THEN).titles == ("qs",)
    assert read_title(TITLES, "Tư pháp – hộ tịch", TODAY).titles == ("tpht",)
    assert read_title(TITLES, "Phó Bí thư").titles == ("pbt",)


@pytest.mark.parametrize("day", [THEN, TODAY])
def test_every_name_means_itself_while_it_exists(day: date) -> None:
    """What the house writes it reads back, whatever abbreviations are written out."""
    for code in TITLES.on(day):
        assert read_title(TITLES, TITLES.label(code), day).titles == (code,)
        assert read_title(TITLES, TITLES.label(code).upper(), day).titles == (code,)
        assert read_title(TITLES, code, day).titles == (code,)


@given(st.text(max_size=80))
def test_any_text_gives_known_titles_only(text: str) -> None:
    """Reading never raises and never invents a code."""
    found = read_title(TITLES, text, TODAY)
    assert {*found.titles, *found.candidates, *nearest_titles(TITLES, text, TODAY)} <= set(TITLES)


def test_titles_end_and_become_others() -> None:
    """Of every title that ended it is said what it became, and that exists on the next day."""
    for title in TITLES.by_code.values():
        if title.ends_on is not None:
            assert title.became
            assert set(title.became) <= set(TITLES.on(date(2025, 7, 1)))


def test_an_office_lays_its_own_titles_over_the_built_in_ones() -> None:
    """It adds a title, a spelling of one that there is, an abbreviation of its own."""
    own = """
schema: 1
titles:
  tk_ttct: {name: Thư ký Trung tâm chính trị, group: dang}
  tp_kt: {spellings: [Trưởng phòng Kinh tế tổng hợp]}
phrases:
  - {write: thư ký, for: [tk]}
"""
    found = read_titles(_built_in(), own)
    assert isinstance(found, Titles)
    assert found.group("tk_ttct") == "dang"
    assert read_title(found, "TK trung tâm chính trị", TODAY).titles == ("tk_ttct",)
    assert read_title(found, "Trưởng phòng kinh tế tổng hợp", TODAY).titles == ("tp_kt",)
    assert read_title(found, "Trưởng phòng KT", TODAY).titles == ("tp_kt",)


@pytest.mark.parametrize(
    ("own", "code"),
    [
        ("schema: 1\ntitles:\n  Tên: {name: X, group: dang}", "titles_bad_code"),
        ("schema: 1\ntitles:\n  x: {name: X, group: y}", "titles_unknown_group"),
        ("schema: 1\ntitles:\n  x: {name: X, group: dang, field: y}", "titles_unknown_field"),
        ("schema: 1\ntitles:\n  x: {name: X, group: dang, became: [y]}", "titles_unknown_title"),
        ("schema: 1\ntitles:\n  x: {group: dang}", "entry_missing_key"),
        ("titles: [", "entry_broken"),
    ],
)
def test_a_mistake_in_the_office_s_file_is_named_with_its_line(own: str, code: str) -> None:
    """The place is the second file and the line."""
    found = read_titles(_built_in(), own)
    assert isinstance(found, list)
    assert [(each.code, each.place.sheet) for each in found] == [(code, "2")]
    assert all(isinstance(each, Problem) and each.place.cell for each in found)


def _built_in() -> str:
    return read("titles.yaml").decode("utf-8")
