"""An office's workbook of standards: read with care, everything wrong at once, nothing guessed, nothing lowered."""

import io
import unicodedata
from dataclasses import replace
from datetime import date
from string import Formatter

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.texts.problems import word_problem
from bot.texts.roster import ROSTER_PROBLEMS
from bot.texts.standards_book import BOOK_NOTES, BOOK_PROBLEMS
from surveys.roster import RosterUnit
from surveys.standards import Criterion, Result, Standards, Version, read_standards, review
from surveys.standards.book import (
    NOTE_PARAMETERS,
    PROBLEM_PARAMETERS,
    StandardsBook,
    read_standards_book,
    rules_from_json,
    rules_to_json,
)
from surveys.standards.regimes import AgeKind
from tests.surveys.standards_books import (
    BASIS,
    COLUMNS,
    USUAL,
    book_of,
    problems_of,
    read,
    table,
    with_book,
)
from tests.surveys.standards_people import BUILT_IN, built_in, chair, finding_on, standards_of

TODAY = date(2026, 11, 27)


def notes(book: StandardsBook, code: str) -> list[dict[str, str]]:
    """What was told of one kind."""
    return [dict(each.parameters) for each in book.notes if each.code == code]


def demands(**cells: str) -> dict[str, str]:
    """What a row asks, by criterion."""
    (rule,) = book_of({"title": "Chủ tịch UBND", **cells}).rules
    return {each.criterion.value: each.level for each in rule.demands}


# --- what is understood -----------------------------------------------------------------------------


def test_a_row_is_a_rule() -> None:
    """Title, place, days, grounds, and what each column asks."""
    (rule,) = book_of(
        {
            "title": "Chủ tịch UBND",
            "to": "31/12/2027",
            "edu": "THPT",
            "qual": "Đại học",
            "major": "Luật, Kinh tế",
            "qlnn": "Chuyên viên",
            "tin": "Có",
        }
    ).rules
    assert (rule.title, rule.regime, rule.units) == ("ct_ubnd", "luat80_2025", None)
    assert (rule.starts_on, rule.ends_on) == (date(2026, 1, 1), date(2027, 12, 31))
    assert (rule.basis, rule.clause) == (BASIS, "Điều 3")
    assert {each.criterion.value: each.level for each in rule.demands} == {
        "edu": "thpt",
        "qual": "dh",
        "major": "Luật, Kinh tế",
        "qlnn": "cv",
        "tin": "co",
    }


@pytest.mark.parametrize(
    ("column", "written", "level"),
    [
        ("qual", "Đại học trở lên", "dh"),
        ("qual", "tốt nghiệp ĐH trở lên", "dh"),
        ("qual", "Từ trung cấp trở lên", "tc"),
        ("qual", "Thạc sĩ", "sdh"),
        ("edu", "12/12", "thpt"),
        ("edu", "Tiểu học", "tieu_hoc"),
        ("pol", "Cao cấp LLCT", "cc"),
        ("pol", "trung cấp lý luận chính trị trở lên", "tc"),
        ("qlnn", "CVC", "cvc"),
        ("tin", "x", "co"),
        ("tin", "Ứng dụng CNTT cơ bản", "Ứng dụng CNTT cơ bản"),
        ("nn", "Tiếng Anh B1", "Tiếng Anh B1"),
        ("qpan", "đối tượng 3", "đối tượng 3"),
        ("major", "phù hợp với vị trí việc làm", "phu_hop_vi_tri"),
    ],
)
def test_levels_are_read_as_offices_write_them(column: str, written: str, level: str) -> None:
    """The roster's spellings, with the words around them that a standard has."""
    assert demands(**{column: written}) == {column: level}


@pytest.mark.parametrize("written", ["", "-", "Không yêu cầu", "không", "0"])
def test_what_is_not_asked_is_not_asked(written: str) -> None:
    """An empty cell, a dash, the words: no demand; and the rule stands."""
    assert demands(qual="Đại học", pol=written) == {"qual": "dh"}


def test_ages_and_months() -> None:
    """One number for all, or one for each gender; months also as years."""
    by_cell = {
        cells: {
            kind: dict(each.age.limits)
            for each in book_of({"title": "Chủ tịch UBND", **dict([cells])}).rules[0].demands
            if each.age is not None and (kind := each.age.kind)
        }
        for cells in [
            ("first_age", "45"),
            ("first_age", "Nam 60, nữ 55"),
            ("first_age", "không quá 50 tuổi"),
            ("months_left", "60 tháng"),
            ("months_left", "5 năm"),
        ]
    }
    assert list(by_cell.values()) == [
        {AgeKind.MAX_YEARS: {"nam": 45, "nu": 45}},
        {AgeKind.MAX_YEARS: {"nam": 60, "nu": 55}},
        {AgeKind.MAX_YEARS: {"nam": 50, "nu": 50}},
        {AgeKind.MONTHS_LEFT: {"nam": 60, "nu": 60}},
        {AgeKind.MONTHS_LEFT: {"nam": 60, "nu": 60}},
    ]


def test_everything_understood_rather_than_read_is_told() -> None:
    """Spellings of titles, levels and columns, empty scopes and cells: each once, with its cell."""
    columns = {**COLUMNS, "pol": "LLCT"}
    rows = [
        {"title": "CT UBND", "qual": "ĐH", "scope": "", "pol": "Cao cấp"},
        {"title": "PCT UBND", "qual": "ĐH"},
        {"title": "Chủ tịch HĐND", "qual": "Đại học"},
    ]
    book = read(table(*rows, columns=columns))
    assert isinstance(book, StandardsBook)
    assert {"found": "LLCT", "meant": "Lý luận chính trị"} in notes(book, "book_column")
    understood = {
        (each["column"], each["found"], each["meant"], each["count"])
        for each in notes(book, "book_understood")
    }
    assert understood == {
        ("Chức danh", "CT UBND", "Chủ tịch UBND", "1"),
        ("Chức danh", "PCT UBND", "Phó Chủ tịch UBND", "1"),
        ("Trình độ chuyên môn", "ĐH", "Đại học", "2"),
        ("LLCT", "Cao cấp", "Cao cấp (hoặc tương đương)/Cử nhân", "1"),
    }
    assert notes(book, "book_everywhere") == [{"count": "1"}]
    assert notes(book, "book_empty_cells")
    assert all(word_problem(each, "standards_book") for each in book.notes)


def test_a_row_for_several_titles_is_told() -> None:
    """It is a rule for each of them."""
    book = book_of({"title": "Chủ tịch UBND, Phó Chủ tịch UBND", "qual": "Đại học"})
    assert [rule.title for rule in book.rules] == ["ct_ubnd", "pct_ubnd"]
    assert len(notes(book, "book_several_titles")) == 1


def test_the_header_is_found_below_the_title() -> None:
    """Above it the motto and the name; below it a row that numbers the columns, headings, signatures."""
    head = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n\nBIỂU TIÊU CHUẨN\n".encode()
    lines = table({"title": "Chủ tịch UBND", "qual": "Đại học"}).decode().split("\n")
    numbers = "\t".join(f"({place})" for place in range(1, len(COLUMNS) + 1))
    body = "\n".join([lines[0], numbers, "I. Khối chính quyền", lines[1], "Người lập biểu"]).encode()
    book = read(head + body)
    assert isinstance(book, StandardsBook), book
    assert len(book.rules) == 1
    assert notes(book, "book_header") == [{"found": "4"}]
    assert [each["found"] for each in notes(book, "book_ignored_row")] == [
        "I. Khối chính quyền",
        "Người lập biểu",
    ]


def test_two_rows_of_headings_are_read_as_one() -> None:
    """A group such as "Trình độ" over its columns; merged cells of a header hide nothing."""
    names = list(COLUMNS)
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Biểu")
        sheet.merge_range(0, 0, 0, 8, "BIỂU TIÊU CHUẨN")
        for place, (name, heading) in enumerate(COLUMNS.items()):
            if name not in ("edu", "qual", "major", "pol"):
                sheet.merge_range(1, place, 2, place, heading)
        sheet.merge_range(1, names.index("edu"), 1, names.index("pol"), "Trình độ")
        sheet.write_row(2, names.index("edu"), ["GDPT", "Chuyên môn", "Ngành", "LLCT"])
        cells = {**USUAL, "title": "Chủ tịch UBND", "qual": "Đại học", "pol": "Cao cấp"}
        sheet.write_row(3, 0, [cells.get(name, "") for name in names])
    found = read(buffer.getvalue())
    assert isinstance(found, StandardsBook), found
    assert notes(found, "book_header") == [{"found": "2–3"}]
    assert {each.criterion.value: each.level for each in found.rules[0].demands} == {
        "qual": "dh",
        "pol": "cc",
    }
    assert {"found": "LLCT", "meant": "Lý luận chính trị"} in notes(found, "book_column")


def test_the_province_by_its_name_is_the_whole_of_it() -> None:
    """And is told as understood."""
    book = book_of({"title": "Chủ tịch UBND", "qual": "Đại học", "scope": "tỉnh Bắc Ninh"})
    assert book.rules[0].units is None
    assert [each["meant"] for each in notes(book, "book_understood")] == ["Toàn tỉnh"]


def test_what_is_to_be_verified_is_no_rule() -> None:
    """It is told by title; a title without any demand is told, too."""
    book = book_of(
        {"title": "Chủ tịch UBND", "qual": "Đại học", "status": "Cần xác minh", "basis": "", "from": ""},
        {"title": "Bí thư Đảng ủy"},
    )
    assert book.rules == ()
    assert notes(book, "book_to_verify") == [{"count": "1", "titles": "Chủ tịch UBND"}]
    assert notes(book, "book_without_rule") == [{"count": "1", "titles": "Bí thư Đảng ủy"}]


def test_a_scope_is_units_by_name_or_code() -> None:
    """Names as the roster has them, with or without the kind; a code that no unit has is told."""
    rules = book_of(
        {"title": "Chủ tịch UBND", "qual": "Đại học", "scope": "Lương Tài, xã Lâm Thao"},
        {"title": "Bí thư Đảng ủy", "qual": "Đại học", "scope": "09499"},
    )
    assert [rule.units for rule in rules.rules] == [frozenset({"09496", "09529"}), frozenset({"09499"})]
    assert notes(rules, "book_unit_not_held") == [{"found": "09499"}]


# --- what is wrong ----------------------------------------------------------------------------------

CHAIR = {"title": "Chủ tịch UBND"}
BAD: dict[str, list[dict[str, str]]] = {
    "book_nothing": [CHAIR],
    "book_title_missing": [{"title": "", "qual": "Đại học"}],
    "book_title_unknown": [{"title": "Chủ tịch Hội Chữ thập đỏ", "qual": "Đại học"}],
    "book_title_unclear": [{"title": "Phó Chủ tịch", "qual": "Đại học"}],
    "book_title_not_then": [{"title": "Văn phòng – thống kê", "qual": "Đại học"}],
    "book_level_unknown": [{**CHAIR, "qual": "Đại hoc sư"}],
    "book_certificate_unknown": [{**CHAIR, "nn": "Tin học A"}],
    "book_number_wrong": [{**CHAIR, "first_age": "trẻ"}],
    "book_day_missing": [{**CHAIR, "qual": "Đại học", "from": ""}],
    "book_day_inexact": [{**CHAIR, "qual": "Đại học", "from": "2026"}],
    "book_days_reversed": [{**CHAIR, "qual": "Đại học", "to": "01/12/2025"}],
    "book_scope_unknown": [{**CHAIR, "qual": "Đại học", "scope": "Xã Phú Hòa"}],
    "book_scope_misspelt": [{**CHAIR, "qual": "Đại học", "scope": "Xã Lương Tàn"}],
    "book_basis_example": [{**CHAIR, "qual": "Đại học", "basis": "Ví dụ: Quyết định số 12/QĐ-UBND"}],
    "book_basis_missing": [{**CHAIR, "qual": "Đại học", "basis": ""}],
    "book_status_missing": [{**CHAIR, "qual": "Đại học", "status": ""}],
    "book_status_unknown": [{**CHAIR, "qual": "Đại học", "status": "để sau"}],
    "book_row_twice": [{**CHAIR, "qual": "Đại học"}, {**CHAIR, "qual": "Sau đại học"}],
    "book_no_regime": [{**CHAIR, "qual": "Đại học", "from": "01/01/2003"}],
    "book_outlives": [{**CHAIR, "qual": "Sau đại học", "from": "01/01/2024"}],
    "book_elsewhere": [
        {"title": "Chỉ huy trưởng Ban CHQS", "qual": "Đại học", "from": "01/01/2024", "to": "30/06/2025"}
    ],
    "book_lowered": [{**CHAIR, "qual": "Trung cấp", "from": "01/01/2024", "to": "30/06/2025"}],
}
ELSEWHERE = {
    "book_no_header",
    "book_missing_column",
    "book_column_twice",
    "book_merged",
    "book_scope_unclear",
    "book_may_not_raise",
}


@pytest.mark.parametrize("code", sorted(BAD))
def test_each_mistake_is_named_with_its_cell_and_a_remedy(code: str) -> None:
    """Nothing of a workbook that is wrong is used."""
    found = problems_of(*BAD[code])
    assert [each.code for each in found] == [code]
    worded = word_problem(found[0], "standards_book")
    assert "ề nghị" in worded
    assert worded.startswith("Trang “bieu.csv”")


def test_a_basis_that_is_still_to_be_looked_up_confirms_nothing() -> None:
    """A rule is in force by a document, so a confirmed row names one."""
    found = problems_of({**CHAIR, "qual": "Đại học", "basis": "Cần xác minh"})
    assert [each.code for each in found] == ["book_basis_missing"]


@pytest.mark.parametrize("basis", ["VÍ DỤ: QĐ số 5", "Quyết định số 00/QĐ-UBND", "vd Quyết định 7"])
def test_a_basis_that_was_copied_from_the_example_confirms_nothing(basis: str) -> None:
    """Neither as it stands there nor without its first words; what is to be verified may keep it."""
    row = {**CHAIR, "qual": "Đại học", "basis": basis}
    assert [each.code for each in problems_of(row)] == ["book_basis_example"]
    assert book_of({**row, "status": "Cần xác minh"}).rules == ()


@pytest.mark.parametrize(
    ("heading", "written", "rules"),
    [
        ("Đã xác nhận?", "x", 1), ("Đã xác nhận?", "Có", 1), ("Đã xác nhận?", "Chưa", 0), ("Đã xác nhận?", "không", 0),
        ("Tình trạng", "Đã xác nhận?", 1), ("Tình trạng", "chưa", 0),
    ],
)  # fmt: skip
def test_a_status_is_read_as_officers_write_it(heading: str, written: str, rules: int) -> None:
    """A tick in a column that asks “confirmed?” is a yes."""
    content = table({**CHAIR, "qual": "Đại học", "status": written}, columns={**COLUMNS, "status": heading})
    book = read(content)
    assert isinstance(book, StandardsBook), book
    assert len(book.rules) == rules


def test_a_short_title_that_several_begin_with_is_asked_about() -> None:
    """“Phó Bí thư” may be the standing one or another: a rule for the wrong one would judge people."""
    (found,) = problems_of({"title": "Phó Bí thư", "qual": "Đại học"})
    assert found.code == "book_title_unclear"
    assert "Phó Bí thư" in found.parameters["candidates"]
    assert ";" in found.parameters["candidates"]


def test_a_tick_in_a_column_that_asks_nothing_is_asked_about() -> None:
    """“x” as a state says nothing."""
    assert [each.code for each in problems_of({**CHAIR, "qual": "Đại học", "status": "x"})] == [
        "book_status_unknown"
    ]


def test_every_problem_and_note_has_its_sentence() -> None:
    """With exactly the parameters that it brings, and no code that a roster's problems use."""
    assert set(BOOK_PROBLEMS) == set(PROBLEM_PARAMETERS)
    assert set(BOOK_NOTES) == set(NOTE_PARAMETERS)
    assert not {*BOOK_PROBLEMS, *BOOK_NOTES} & set(ROSTER_PROBLEMS)
    assert {*BAD, *ELSEWHERE} == set(PROBLEM_PARAMETERS)
    for code, sentence in {**BOOK_PROBLEMS, **BOOK_NOTES}.items():
        fields = {name for _, name, _, _ in Formatter().parse(sentence) if name}
        assert fields == set({**PROBLEM_PARAMETERS, **NOTE_PARAMETERS}[code]), code
        assert unicodedata.is_normalized("NFC", sentence)
        assert code in BOOK_NOTES or "ề nghị" in sentence


def test_all_mistakes_are_told_at_once_in_the_order_of_the_cells() -> None:
    """Four slips in two rows are four problems."""
    found = problems_of(
        {"title": "Chủ tịch", "qual": "Đại học sư", "status": ""},
        {"title": "Bí thư Đảng ủy", "pol": "Cao", "from": "31/02/2026"},
    )
    assert [(each.code, each.place.cell) for each in found] == [
        ("book_title_unclear", "A2"),
        ("book_level_unknown", "F2"),
        ("book_status_missing", "Q2"),
        ("impossible_date", "C3"),
        ("book_level_unknown", "H3"),
    ]
    assert all("ề nghị" in word_problem(each, "standards_book") for each in found)


@pytest.mark.parametrize(
    ("columns", "code"),
    [
        ({"title": "Chức danh", "qual": "Trình độ"}, "book_no_header"),
        ({name: head for name, head in COLUMNS.items() if name != "status"}, "book_missing_column"),
        ({**COLUMNS, "again": "Căn cứ"}, "book_column_twice"),
    ],
)
def test_a_header_in_doubt_is_a_problem(columns: dict[str, str], code: str) -> None:
    """Without the columns that a rule needs nothing is read."""
    found = read(table({"title": "Chủ tịch UBND", "qual": "Đại học"}, columns=columns))
    assert isinstance(found, list)
    assert [each.code for each in found] == [code]


def test_merged_cells_are_a_problem_but_for_a_heading_of_a_section() -> None:
    """Nobody can tell which row a merged value belongs to; a heading across the table is no value."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Biểu")
        for place, line in enumerate(table({"title": "Chủ tịch UBND"}).decode().split("\n")):
            sheet.write_row(0 if place == 0 else 2, 0, line.split("\t"))
        sheet.merge_range(1, 0, 1, 5, "Khối chính quyền")
        sheet.merge_range(2, 5, 3, 5, "Đại học")
    found = read(buffer.getvalue())
    assert isinstance(found, list)
    assert [(each.code, each.place.cell) for each in found] == [("book_merged", "F3")]


def test_two_units_of_one_name_are_asked_back() -> None:
    """And their codes are named."""
    units = (RosterUnit("00001", "Xã Tân Lập"), RosterUnit("00002", "Phường Tân Lập"))
    content = table({"title": "Chủ tịch UBND", "qual": "Đại học", "scope": "Tân Lập"})
    found = read_standards_book(content, "bieu.csv", built_in(), day=TODAY, units=units)
    assert isinstance(found, list)
    assert [each.code for each in found] == ["book_scope_unclear"]
    assert "00002" in found[0].parameters["candidates"]


def test_a_regime_that_may_not_be_raised_is_left_alone() -> None:
    """``province_may_raise: false`` is obeyed."""
    closed = read_standards(BUILT_IN.replace("province_may_raise: true", "province_may_raise: false"))
    assert isinstance(closed, Standards)
    (found,) = problems_of({**DECREE, "qual": "Sau đại học"}, standards=closed)
    assert found.code == "book_may_not_raise"


# --- nothing is lowered -----------------------------------------------------------------------------

DECREE = {"from": "01/01/2024", "to": "30/06/2025", "title": "Chủ tịch UBND"}


def test_a_rule_below_the_decree_is_refused_with_the_clause() -> None:
    """What is asked, what the decree asks, and where it says so."""
    (found,) = problems_of({**DECREE, "qual": "Cao đẳng"})
    assert (found.code, found.place.cell) == ("book_lowered", "F2")
    assert (found.parameters["demanded"], found.parameters["standard"]) == ("Cao đẳng", "Đại học")
    assert found.parameters["clause"] == "Đ8 k3"
    (months,) = problems_of({**DECREE, "months_left": "48"})
    assert (months.code, months.parameters["standard"]) == ("book_lowered", "60")


def test_as_high_or_higher_is_taken() -> None:
    """Equal levels keep the decree's clause, higher ones cite the office's."""
    standards = with_book({**DECREE, "qual": "Đại học", "pol": "Cao cấp"})
    (verdict,) = review(standards, [chair(pol="tc", qual="tc")], date(2025, 1, 1))
    qual, pol = finding_on(Criterion.QUAL, verdict), finding_on(Criterion.POL, verdict)
    assert (qual.demanded, qual.clause) == ("dh", "Đ8 k3")
    assert (pol.demanded, pol.basis, pol.clause) == ("cc", BASIS, "Điều 3")


def test_a_commune_may_ask_more_than_the_province_and_not_less() -> None:
    """The province's row in the same workbook is the floor of the commune's, on the days that both have."""
    province = {"title": "Chủ tịch UBND", "qual": "Đại học", "clause": "Điều 7"}
    commune = {**province, "scope": "Xã Lương Tài"}
    (found,) = problems_of(province, {**commune, "qual": "Cao đẳng"})
    assert (found.code, found.parameters["clause"]) == ("book_lowered", "Điều 7")
    assert len(book_of(province, {**commune, "qual": "Sau đại học"}).rules) == 2
    later = {"from": "01/01/2027", "qual": "Cao đẳng"}
    assert len(book_of({**province, "to": "31/12/2026"}, {**commune, **later}).rules) == 2


def test_the_offices_own_yaml_is_a_floor_too() -> None:
    """KHAOSAT_STANDARDS_FILE stands under the workbook: both may be used, the stricter counts."""
    local = standards_of(
        "regimes: [{id: luat80_2025, basis: Quy định 5-QĐ/TU, titles: {ct_ubnd: {qual: dh, clause: Đ2}}}]"
    )
    (found,) = problems_of({"title": "Chủ tịch UBND", "qual": "Cao đẳng"}, standards=local)
    assert found.parameters["basis"] == "Quy định 5-QĐ/TU"
    book = book_of({"title": "Chủ tịch UBND", "pol": "Trung cấp"}, standards=local)
    both = replace(local, version=Version(1, TODAY, TODAY, book.rules))
    (verdict,) = review(both, [chair(qual="tc", pol="sc")], TODAY)
    assert {each.criterion for each in verdict.shortfalls} == {Criterion.QUAL, Criterion.POL}


def test_what_the_office_confirms_is_confirmed() -> None:
    """A rule known only by hearsay that the office states as high is cited by the office's text."""
    row = {"title": "Chủ tịch Hội Nông dân", "pol": "Trung cấp", "from": "01/01/2024", "to": "30/06/2025"}
    (verdict,) = review(with_book(row), [chair(title="nongdan", pol="sc")], date(2025, 1, 1))
    found = finding_on(Criterion.POL, verdict)
    assert (found.is_unverified, found.basis) == (False, BASIS)


# --- the review -------------------------------------------------------------------------------------


def test_a_rule_holds_in_its_place_on_its_days() -> None:
    """Not before, not after, not elsewhere."""
    standards = with_book(
        {"title": "Chủ tịch UBND", "qual": "Sau đại học", "scope": "Xã Lương Tài", "to": "31/12/2026"}
    )
    results = {
        (unit, day): finding_on(Criterion.QUAL, review(standards, [chair(unit_code=unit)], day)[0]).result
        for unit in ("09496", "09529")
        for day in (date(2025, 12, 31), date(2026, 6, 1), date(2027, 1, 1))
    }
    asked = [key for key, result in results.items() if result is Result.NOT_MET]
    assert asked == [("09496", date(2026, 6, 1))]
    assert set(results.values()) == {Result.NOT_MET, Result.NOT_KNOWN}


@pytest.mark.parametrize(
    ("column", "cell", "changed", "result"),
    [
        ("tin", "Có", {"cert": "tin nn"}, Result.MET),
        ("tin", "Có", {"cert": "nn"}, Result.NOT_MET),
        ("tin", "Có", {"cert": "none"}, Result.NOT_MET),
        ("tin", "Có", {"cert": ""}, Result.NOT_KNOWN),
        ("nn", "Tiếng Anh B1", {"cert": "nn"}, Result.NOT_KNOWN),
        ("nn", "Tiếng Anh B1", {"cert": "tin"}, Result.NOT_MET),
        ("qpan", "Có", {"cert": "qpan"}, Result.MET),
        ("qlnn", "Chuyên viên chính", {"qlnn": "cv"}, Result.NOT_MET),
        ("qlnn", "Chuyên viên", {"qlnn": "cvc"}, Result.MET),
        ("qlnn", "Chuyên viên", {"qlnn": ""}, Result.NOT_KNOWN),
        ("major", "Luật, Kinh tế", {"major": "Quản lý kinh tế"}, Result.MET),
        ("major", "Luật, Kinh tế", {"major": "Thú y"}, Result.NOT_KNOWN),
        (
            "first_age",
            "45",
            {"title_since": date(2026, 2, 10), "birth_date": date(1970, 5, 20)},
            Result.NOT_MET,
        ),
        ("first_age", "60", {"title_since": date(2026, 2, 10)}, Result.MET),
        ("first_age", "45", {"title_since": date(2025, 8, 10)}, Result.NOT_APPLICABLE),
        ("first_age", "45", {"title_since": None}, Result.NOT_KNOWN),
        ("months_left", "60", {"title_since": date(2026, 2, 10)}, Result.MET),
        (
            "months_left",
            "60",
            {"title_since": date(2026, 2, 10), "birth_date": date(1966, 5, 1)},
            Result.NOT_MET,
        ),
        (
            "months_left",
            "60",
            {"birth_date": None, "birth_year": None, "title_since": date(2026, 2, 10)},
            Result.NOT_KNOWN,
        ),
    ],
)
def test_the_new_criteria_are_judged_by_what_is_on_record(
    column: str, cell: str, changed: dict[str, object], result: Result
) -> None:
    """What is not on record is never “chưa đạt”; a level that no roster records is for people to look at."""
    standards = with_book({"title": "Chủ tịch UBND", column: cell})
    criterion = Criterion.AGE if column in ("first_age", "months_left") else Criterion(column)
    (verdict,) = review(standards, [chair(**changed)], TODAY)
    assert finding_on(criterion, verdict).result is result


def test_the_article_stays_as_it_is() -> None:
    """No workbook of an office touches a time in which it has no row."""
    standards = with_book({"title": "Chủ tịch UBND", "qual": "Sau đại học"})
    for day in (date(2014, 12, 31), date(2024, 12, 31)):
        assert review(standards, [chair()], day) == review(built_in(), [chair()], day)


# --- kept -------------------------------------------------------------------------------------------


def test_rules_come_back_from_json_as_they_were() -> None:
    """What was understood at the import is what is judged by, for ever."""
    rules = book_of(
        {
            "title": "Chủ tịch UBND",
            "qual": "Đại học",
            "major": "Luật",
            "first_age": "nam 55, nữ 50",
            "to": "31/12/2026",
        },
        {"title": "Bí thư Đảng ủy", "tin": "Có", "scope": "Xã Lương Tài"},
    ).rules
    assert rules_from_json(rules_to_json(rules)) == rules


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 400), st.text(alphabet="\t\n\"';,-/0123456789 aĐộnt=", max_size=4))
def test_a_spoilt_workbook_is_read_or_refused(place: int, typed: str) -> None:
    """Whatever is typed into the file: rules, or problems that can be worded."""
    text = table({"title": "Chủ tịch UBND", "qual": "Đại học", "first_age": "45"}).decode()
    found = read((text[:place] + typed + text[place + 1 :]).encode())
    told = found if isinstance(found, list) else found.notes
    assert all(word_problem(each, "standards_book") for each in told)
