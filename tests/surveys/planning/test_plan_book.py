"""The workbooks that a plan is made from: read as offices write them, everything wrong at once, nothing guessed."""

import unicodedata
from dataclasses import replace
from datetime import date
from string import Formatter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.texts.plan_book import PLAN_BOOK_NOTES, PLAN_BOOK_PROBLEMS
from bot.texts.problems import word_problem
from surveys.planning.book import (
    EDIT_PARAMETERS,
    NOTE_PARAMETERS,
    PROBLEM_PARAMETERS,
    PlanBook,
    read_plan_book,
)
from surveys.planning.book.cells import read_money
from surveys.planning.courses import Course, CourseKind, Fulfils
from surveys.planning.learning import Learning, LearningState
from surveys.planning.limits import Budget, Closed, Limits, Ordered, TeachingPlace
from surveys.planning.succession import PlannedPost
from surveys.reporting.numbers import number_text
from surveys.standards import Criterion
from tests.surveys.planning.plan_books import AROUND, Cell, Sheets, book_of, problems_of, read

COURSES = [
    "STT",
    "Mã khóa",
    "Nội dung lớp",
    "Loại",
    "Thời lượng (ngày)",
    "Đối tượng",
    "Kinh phí một lớp (triệu đồng)",
]
COURSE: list[Cell] = [1, "TH-01", "Tin học cơ bản", "Tin học", 3, "Tất cả", 12.5]
SUCCESSION = ["Mã cán bộ", "Họ và tên", "Ngày sinh", "Đơn vị", "Chức danh quy hoạch", "Nhiệm kỳ"]
LEARNING = ["Họ tên", "Đơn vị", "Lớp", "Tình trạng", "Đến ngày"]


def courses(*rows: list[Cell], head: list[str] | None = None) -> Sheets:
    """A catalogue."""
    return {"Khóa": [head or COURSES, *rows]}


def planned(*rows: list[Cell]) -> Sheets:
    """A succession."""
    return {"QH": [SUCCESSION, *rows]}


def test_one_file_may_hold_every_table() -> None:
    """What a sheet is stands in its headers: under a title, in other words, numbered columns below."""
    found = book_of(
        {
            "Sheet1": [
                ["DANH MỤC CÁC LỚP BỒI DƯỠNG NĂM 2027"],
                [],
                [
                    *COURSES,
                    "Đáp ứng tiêu chuẩn",
                    "Số học viên tối thiểu",
                    "Toi da",
                    "Hình thức",
                    "Đơn vị đào tạo",
                ],
                ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)", "(8)", "(9)", "(10)", "(11)", "(12)"],
                [
                    *COURSE,
                    "Tin học",
                    20,
                    "40 người",
                    "trực tuyến; tập trung",
                    "TTCT khu vực; Trường Chính trị tỉnh",
                ],
                [
                    2,
                    "LLCT-TC",
                    "Trung cấp LLCT",
                    "LLCT",
                    "6 tháng",
                    "Đảng, Chính quyền",
                    "45",
                    "LLCT: Trung cấp",
                ],
            ],
            "Quy hoạch": [
                SUCCESSION,
                ["LT-02", "Trần Thị Bình", 1985, "Lương Tài", "Chủ tịch UBND", "2026-2031"],
                [None, "Đ/c Nguyễn Văn Hoà", "02/01/1975", None, "Bí thư Đảng ủy", "2026-2031"],
            ],
            "Học": [LEARNING, ["Nguyễn Văn An", "xã Lương Tài", "Trung cấp LLCT", "đang học", "6/2028"]],
            "Nghỉ": [
                ["Từ ngày", "Đến ngày", "Lý do"],
                [date(2027, 2, 1), "15/02/2027", "Tết"],
                ["5/2027", None, "Bầu cử"],
            ],
            "Chỗ": [
                ["Địa điểm", "Quý I", "Quý II", "Quý III", "Quý IV", "Gần các đơn vị"],
                ["TTCT khu vực", 0, 60, None, "80 chỗ", "Lương Tài, 09529"],
            ],
            "Tiền": [
                ["Nguồn", "Kinh phí (nghìn đồng)", "Loại"],
                ["Ngân sách xã", "150.000", "Tin học, kỹ năng"],
            ],
            "Đơn vị": [
                ["Đơn vị", "Số ngày vắng", "Số khóa một người", "Bộ phận nhỏ"],
                ["Mọi đơn vị", 10, 2, 3],
                ["Xã Lâm Thao", 5],
            ],
            "Yêu cầu": [["Mã khóa", "Số lớp", "Quý"], ["Tin học cơ bản", 2, "II, III"]],
        }
    )
    assert found.catalogue is not None
    digital, theory = found.catalogue.courses
    assert digital == Course(
        "TH-01", "Tin học cơ bản", CourseKind.DIGITAL, 3, 24, fulfils=(Fulfils(Criterion.IT),),
        forms=("online", "tt"), smallest=20, largest=40, cost_per_class=12_500_000,
        providers=("TTCT khu vực", "Trường Chính trị tỉnh"),
    )  # fmt: skip
    assert (theory.days, theory.cost_per_class, theory.groups) == (132, 45_000_000, ("dang", "chinh_quyen"))
    assert theory.fulfils == (Fulfils(Criterion.POL, "tc"),)
    assert found.planned == (
        PlannedPost(2, "ct_ubnd", "2026-2031"),
        PlannedPost(3, "bt", "2026-2031"),
    )
    assert found.learning == (
        Learning(1, LearningState.UNDER_WAY, "LLCT-TC", name="Trung cấp LLCT", ends_on=date(2028, 6, 30)),
    )
    limits = found.limits
    assert limits is not None
    assert limits.closed == (
        Closed(date(2027, 2, 1), date(2027, 2, 15), "Tết"),
        Closed(date(2027, 5, 1), date(2027, 5, 31), "Bầu cử"),
    )
    assert limits.places == (TeachingPlace("TTCT khu vực", (0, 60, None, 80), near=("09496", "09529")),)
    assert limits.budgets == (Budget("Ngân sách xã", 150_000_000, (CourseKind.DIGITAL, CourseKind.SKILLS)),)
    assert (limits.days_away, limits.small_office, limits.per_person) == (10, 3, 2)
    assert limits.days_away_of == (("09529", 5),)
    assert limits.ordered == (Ordered("TH-01", 2, (2, 3)),)
    told = [word_problem(note, "plan_book") for note in found.notes]
    assert any("“6 tháng” hiểu là 132" in line for line in told), told


def test_a_file_says_only_what_it_has_a_table_of() -> None:
    """A catalogue alone changes neither succession nor limits."""
    found = book_of(courses(COURSE))
    assert found.catalogue is not None
    assert (found.planned, found.learning, found.limits) == (None, None, None)


def test_a_table_without_rows_changes_nothing() -> None:
    """Of the limits only what the file has rows for is new; those of another year are not taken along."""
    held = Limits(
        2027, (Closed(date(2027, 5, 1), date(2027, 5, 31)),), budgets=(Budget("Tỉnh", 5),), per_person=2
    )
    sheets: Sheets = {
        "Tiền": [["Nguồn", "Kinh phí"], ["Ngân sách xã", "2 triệu"]],
        "Nghỉ": [["Từ ngày", "Đến ngày", "Lý do"]],
        "QH": [SUCCESSION],
    }
    found = read(sheets, replace(AROUND, limits=held))
    assert isinstance(found, PlanBook), found
    assert found.limits == replace(held, budgets=(Budget("Ngân sách xã", 2_000_000),))
    assert found.planned is None
    another = read(sheets, replace(AROUND, limits=replace(held, year=2026)))
    assert isinstance(another, PlanBook)
    assert another.limits == Limits(2027, budgets=(Budget("Ngân sách xã", 2_000_000),))


@pytest.mark.parametrize(
    ("written", "heading", "amount"),
    [
        ("1.500.000", "Kinh phí", 1_500_000), (1_500_000, "Kinh phí", 1_500_000), ("1500000", "Kinh phí", 1_500_000),
        ("1,5 triệu", "Kinh phí", 1_500_000), ("15 tr", "Kinh phí", 15_000_000), (1.5, "Kinh phí (triệu đ)", 1_500_000),
        ("1.500", "Kinh phí (nghìn đồng)", 1_500_000), ("2.000.000 đồng", "Kinh phí", 2_000_000),
        ("2.000.000đ", "Kinh phí", 2_000_000), ("1,2 tỷ đồng", "Kinh phí", 1_200_000_000),
    ],
)  # fmt: skip
def test_money_is_read_as_offices_write_it(written: Cell, heading: str, amount: int) -> None:
    """Dots group thousands, a word or the heading names the unit."""
    assert read_money(written, heading) == amount


@given(st.integers(0, 10**12))
def test_an_amount_as_we_write_it_is_read_as_it_is(amount: int) -> None:
    """Out and in again."""
    assert read_money(number_text(amount), "Kinh phí (đồng)") == amount


@pytest.mark.parametrize(
    ("name", "course", "criterion", "level"),
    [
        ("CDS-01", "CDS-01", None, ""), ("Kỹ năng số cơ bản", "CDS-01", None, ""),
        ("Cao cấp lý luận chính trị", "", Criterion.POL, "cc"), ("Đại học Luật", "", Criterion.QUAL, "dh"),
        ("Bồi dưỡng QLNN ngạch chuyên viên", "", Criterion.QLNN, "cv"), ("Ngoại ngữ", "", Criterion.LANGUAGE, ""),
        ("Nghiệp vụ đấu thầu", "", None, ""),
    ],
)  # fmt: skip
def test_learning_is_a_course_or_a_level(
    name: str, course: str, criterion: Criterion | None, level: str
) -> None:
    """What is neither is kept, and said to count for nothing."""
    found = book_of({"Học": [LEARNING, ["Nguyễn Văn An", None, name, "Đã hoàn thành", "2026"]]})
    assert found.learning is not None
    (learning,) = found.learning
    assert (learning.course, learning.criterion, learning.level) == (course, criterion, level)
    assert (learning.name, learning.ends_on) == (name, date(2026, 12, 31))
    apart = [note for note in found.notes if note.code == "plan_learning_apart"]
    assert bool(apart) == (not course and criterion is None)


def one(row: list[Cell], *more: str | None) -> list[Cell]:
    """A row of the catalogue with some cells replaced, from the left; ``None`` leaves one as it is."""
    cells = [*more, *([None] * (len(row) - len(more)))]
    return [own if new is None else new for own, new in zip(row, cells, strict=True)]


AWAY = ["Đơn vị", "Số ngày vắng", "Số khóa một người"]
PLACES = ["Địa điểm", "Quý I", "Quý II", "Gần các đơn vị"]
BAD: dict[str, tuple[Sheets, str]] = {
    "plan_no_table": ({"A": [["Chào"], ["Anh chị"]]}, ""),
    "plan_nothing": (courses(), ""),
    "plan_missing": (courses(one(COURSE, None, "")), "B2"),
    "plan_number_wrong": (courses(one(COURSE, None, None, None, None, "vài ngày")), "E2"),
    "plan_money_wrong": (courses([*COURSE[:6], "khoảng 5"]), "G2"),
    "plan_choice_unknown": (courses(one(COURSE, None, None, None, "Văn nghệ")), "D2"),
    "plan_fulfils_unknown": (courses([*COURSE, "Sức khỏe"], head=[*COURSES, "Tiêu chuẩn"]), "H2"),
    "plan_quarter_wrong": ({**courses(COURSE), "B": [["Mã khóa", "Số lớp", "Quý"], ["TH-01", 1, "mùa thu"]]}, "C2"),
    "plan_unit_unknown": ({"A": [AWAY, ["Xã Lương Tai Ha", 3]]}, "A2"),
    "plan_unit_unclear": ({"A": [PLACES, ["X", 1, 1, "Lâm Thao"]]}, "D2"),
    "plan_course_unknown": ({"A": [["Mã khóa", "Số lớp", "Quý"], ["CDS-02", 1]]}, "A2"),
    "plan_key_unknown": (planned(["LT-99", "Nguyễn Văn An", None, None, "Bí thư Đảng ủy"]), "A2"),
    "plan_key_of_another": (planned(["LT-01", "Trần Thị Bình", None, None, "Bí thư Đảng ủy"]), "A2"),
    "plan_person_unknown": (planned([None, "Nguyễn Văn Ân Em", None, None, "Bí thư Đảng ủy"]), "B2"),
    "plan_person_unclear": (planned([None, "Nguyễn Văn Hòa", None, None, "Bí thư Đảng ủy"]), "B2"),
    "plan_person_contradicts": (planned([None, "Nguyễn Văn An", 1981, None, "Bí thư Đảng ủy"]), "B2"),
    "plan_row_twice": (courses(COURSE, COURSE), "B3"),
    "plan_sizes_reversed": (courses([*COURSE, 40, 20], head=[*COURSES, "Tối thiểu", "Tối đa"]), "I2"),
    "plan_days_reversed": ({"A": [["Từ", "Đến", "Lý do"], ["02/02/2027", "01/02/2027", "Tết"]]}, "B2"),
    "plan_other_year": ({"A": [["Từ", "Đến", "Lý do"], ["02/02/2026", "05/02/2026", "Tết"]]}, "A2"),
    "plan_only_everywhere": ({"A": [AWAY, ["Xã Lâm Thao", 3, 2]]}, "C2"),
}  # fmt: skip


@pytest.mark.parametrize("code", BAD)
def test_what_is_wrong_is_told_at_its_cell(code: str) -> None:
    """In words that say what to do."""
    sheets, cell = BAD[code]
    (found,) = problems_of(sheets)
    assert (found.code, found.place.cell) == (code, cell)
    assert "ề nghị" in word_problem(found, "plan_book")


def test_everything_wrong_is_told_at_once() -> None:
    """Across sheets, in the order of sheets and cells; what other workbooks have in common is worded, too."""
    found = problems_of(
        {
            "A": [COURSES, one(COURSE, None, "", None, "Văn nghệ", "0")],
            "B": [SUCCESSION, [None, "Không Có Ai", "32/13/1980", None, "Vua"]],
        }
    )
    codes = [
        "plan_missing",
        "plan_choice_unknown",
        "plan_number_wrong",
        "plan_person_unknown",
        "impossible_date",
    ]
    assert [each.code for each in found] == [*codes, "book_title_unknown"]
    assert all("[" not in word_problem(each, "plan_book") for each in found)


def test_examples_are_passed_over() -> None:
    """Of the template: a sheet or a row that says so."""
    found = book_of({"Khóa": [COURSES, one(COURSE, "Ví dụ"), COURSE], "Ví dụ": [COURSES, COURSE, COURSE]})
    assert found.catalogue is not None
    assert len(found.catalogue.courses) == 1
    assert [note.code for note in found.notes].count("plan_example") == 2


def test_what_stands_between_and_below_the_rows_is_no_row() -> None:
    """Headings of groups, sums, date and signatures, merged or not; each is told."""
    head = ["TT", "Mã khóa", "Nội dung lớp", "Loại", "Thời lượng", "Đơn vị đào tạo"]
    found = book_of(
        {
            "Khóa": [
                head,
                ["I", None, "Tin học, ngoại ngữ"],
                [1, "TH-01", "Tin học cơ bản", "Tin học", 3],
                ["II", None, "Lý luận chính trị"],
                ["2.", "LL-01", "Sơ cấp LLCT", "LLCT", 20],
                [None, None, "Tổng cộng", None, 23],
                [None, None, None, None, None, "Lương Tài, ngày 05 tháng 11 năm 2026"],
                [None, "NGƯỜI LẬP BIỂU", None, None, "THỦ TRƯỞNG ĐƠN VỊ"],
            ]
        }
    )
    assert found.catalogue is not None
    assert [course.code for course in found.catalogue.courses] == ["TH-01", "LL-01"]
    aside = [note.place.cell for note in found.notes if note.code == "plan_ignored_row"]
    assert aside == ["A2", "A4", "C6", "F7", "B8"]


def test_whoever_has_a_name_alone_is_told() -> None:
    """One of that name is meant; a title that is not the one on record is told, and the record counts."""
    head = ["Họ và tên", "Chức vụ", "Chức danh quy hoạch"]
    found = book_of({"QH": [head, ["Trần Thị Bình", "Chủ tịch UBND", "Bí thư Đảng ủy"]]})
    assert found.planned == (PlannedPost(2, "bt"),)
    codes = [note.code for note in found.notes]
    assert "plan_person_by_name" in codes
    assert "plan_title_differs" in codes


def test_every_problem_and_note_has_its_sentence() -> None:
    """With exactly the parameters that it brings; every problem is met in a test."""
    assert set(PLAN_BOOK_PROBLEMS) == {*PROBLEM_PARAMETERS, *EDIT_PARAMETERS}
    assert set(PROBLEM_PARAMETERS) == set(BAD)
    assert set(PLAN_BOOK_NOTES) == set(NOTE_PARAMETERS)
    for code, sentence in {**PLAN_BOOK_PROBLEMS, **PLAN_BOOK_NOTES}.items():
        fields = {name for _, name, _, _ in Formatter().parse(sentence) if name} - {"dc"}
        assert fields <= set({**PROBLEM_PARAMETERS, **EDIT_PARAMETERS, **NOTE_PARAMETERS}[code]), code
        assert unicodedata.is_normalized("NFC", sentence)


CELL = st.one_of(
    st.none(), st.text(max_size=12), st.integers(-5, 10**6), st.sampled_from(["Ví dụ", "Quý I", "3 ngày"])
)


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from([COURSES, SUCCESSION, LEARNING, PLACES, AWAY]),
    st.lists(st.lists(CELL, max_size=7), max_size=3),
)
def test_no_workbook_makes_it_stumble(head: list[str], rows: list[list[Cell]]) -> None:
    """Whatever stands in the cells: values, or problems that are worded."""
    found = read({"A": [head, *rows]})
    problems = found.notes if isinstance(found, PlanBook) else found
    assert all(word_problem(each, "plan_book") for each in problems)


def test_a_file_that_is_no_workbook_is_said_to_be_none() -> None:
    """As of a roster."""
    found = read_plan_book(b"%PDF-1.4", "x.xlsx", AROUND)
    assert isinstance(found, list)
    assert found[0].code == "file_is_pdf"
