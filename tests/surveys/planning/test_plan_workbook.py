"""A plan as a workbook: in the columns of offices, changed in Excel, read again with every change told."""

import io
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE as ILLEGAL
from openpyxl.worksheet.worksheet import Worksheet

from bot.office.material import load_standards
from bot.texts.problems import word_problem
from surveys.planning import PlannedPost, people_of, vacancies_of
from surveys.planning.book import EDIT_PARAMETERS
from surveys.planning.checking import Rule, broken
from surveys.planning.edits import EditedPlan, read_edited_plan
from surveys.planning.limits import Limits, Ordered
from surveys.planning.plan import Plan
from surveys.problems import Problem
from surveys.reporting.planning.facts import PlanFacts
from surveys.reporting.planning.workbook import plan_workbook
from tests.surveys.planning.plans import (
    CATALOGUE,
    FACTS,
    LIMITS,
    PEOPLE,
    PLAN,
    THEORY,
    TITLES,
    editing,
    persons,
    plans,
)

Change = Callable[[openpyxl.Workbook], object]
AT = "Trang “Kế hoạch”, ô "


def changed(change: Change, limits: Limits = LIMITS) -> EditedPlan | list[Problem]:
    """The restricted workbook, changed as somebody would in Excel, and read again."""
    book = openpyxl.load_workbook(io.BytesIO(plan_workbook(FACTS, PEOPLE)))
    change(book)
    buffer = io.BytesIO()
    book.save(buffer)
    return read_edited_plan(buffer.getvalue(), "ke-hoach.xlsx", replace(editing(), limits=limits))


def cell(sheet: Worksheet, heading: str, row: int) -> object:
    """The cell of a column by its heading, in a row counted from the first below the header."""
    for line in sheet.iter_rows(min_row=4, max_row=7):
        for found in line:
            if found.value == heading:
                first = 7 if sheet.title == "Kế hoạch" else 6
                return sheet.cell(first + row - 1, found.column)
    raise AssertionError(heading)


def put(sheet: str, heading: str, row: int, value: object) -> Change:
    """Write a value into a cell."""

    def change(book: openpyxl.Workbook) -> None:
        cell(book[sheet], heading, row).value = value  # type: ignore[attr-defined]

    return change


def drop(sheet: str, row: int) -> Change:
    """Delete a row."""
    return lambda book: book[sheet].delete_rows((7 if sheet == "Kế hoạch" else 6) + row - 1)


def told(found: EditedPlan | list[Problem]) -> list[str]:
    """What is said of it, in words."""
    assert isinstance(found, EditedPlan), [word_problem(each, "plan_book") for each in found]
    return [word_problem(each, "plan_book") for each in found.changes]


def test_it_has_the_columns_that_offices_use() -> None:
    """Under a title and the mark; the time stands over quarter and days; the sum below."""
    sheet = openpyxl.load_workbook(io.BytesIO(plan_workbook(FACTS)))["Kế hoạch"]
    rows = list(sheet.iter_rows(values_only=True))
    head = [below or above for above, below in zip(rows[4], rows[5], strict=True)]
    assert head == [
        "TT", "Mã khóa", "Nội dung lớp", "Đối tượng", "Số lượng", "Quý", "Từ ngày", "Đến ngày", "Thời lượng",
        "Hình thức", "Địa điểm", "Đơn vị tổ chức", "Kinh phí (đồng)", "Nguồn", "Ghi chú",
    ]  # fmt: skip
    assert rows[4][5] == "Thời gian"
    assert rows[6][1:6] == ("CDS-01", "Kỹ năng số cơ bản", "Các nhóm chức danh", 4, "I")
    assert rows[6][8:] == (
        "3 ngày (24 tiết)", "Tập trung", "TTCT khu vực", "Trung tâm chính trị", 6_800_000, "Ngân sách xã",
        "Nhu cầu chung của nhóm chức danh về “Tin học, chuyển đổi số”",
    )  # fmt: skip
    assert rows[9][2:5] == ("Tổng cộng", None, 13)


def test_only_the_restricted_edition_names_people() -> None:
    """Who sits where and why, who is left out and why; only those whom its reader may see."""
    public = openpyxl.load_workbook(io.BytesIO(plan_workbook(FACTS)))
    assert public.sheetnames == ["Kế hoạch", "Số liệu", "Cách sửa"]
    seen = {number: PEOPLE[number] for number in (5, 11)}
    book = openpyxl.load_workbook(io.BytesIO(plan_workbook(FACTS, seen)))
    listed = list(book["Danh sách lớp"].iter_rows(min_row=6, values_only=True))
    assert [(row[1], row[4]) for row in listed] == [(2, "Vũ Văn Em"), (3, "Vũ Văn Em")]
    assert listed[0][8] == (
        "Chưa đạt chuẩn chức danh Bí thư Đảng ủy về lý luận chính trị (yêu cầu: Trung cấp (hoặc tương đương); hiện có: "
        "Sơ cấp), theo Đ8 k1 Nghị định 33/2023/NĐ-CP, hạn 01/8/2027"
    )
    left = list(book["Chưa xếp"].iter_rows(min_row=6, values_only=True))
    assert [(row[2], row[7]) for row in left] == [
        ("Dương Văn Minh", "Hết chỗ học quý III; chưa xếp được trong năm")
    ]
    assert book["Danh sách lớp"]["A3"].value == "LƯU HÀNH HẠN CHẾ"


@settings(max_examples=15, deadline=None)
@given(plans())
def test_a_workbook_that_nobody_changed_says_no_change(plan: Plan) -> None:
    """Whatever the plan: read back, both editions are the plan itself, even one that breaks limits."""
    facts = PlanFacts(
        plan, CATALOGUE, FACTS.limits, FACTS.titles, FACTS.as_of, competencies=FACTS.competencies
    )
    for people in (None, PEOPLE):
        found = read_edited_plan(plan_workbook(facts, people), "ke-hoach.xlsx", editing(plan))
        assert found == EditedPlan(plan)


def test_changes_of_a_class_are_told_in_words() -> None:
    """Days, quarter, place, provider, form, source and cost: each in a sentence, the whole cost last."""

    def change(book: openpyxl.Workbook) -> None:
        put("Kế hoạch", "Từ ngày", 1, date(2027, 3, 8))(book)
        put("Kế hoạch", "Quý", 2, "III")(book)
        put("Kế hoạch", "Địa điểm", 3, "Hội trường UBND xã")(book)
        put("Kế hoạch", "Hình thức", 3, "trực tuyến")(book)
        put("Kế hoạch", "Kinh phí (đồng)", 3, "7.000.000")(book)

    found = changed(change)
    assert told(found) == [
        f"{AT}G7: Lớp 1 (Kỹ năng số cơ bản): thời gian 01/03/2027–03/03/2027 đổi thành 08/03/2027–10/03/2027.",
        f"{AT}G8: Lớp 2 ({THEORY.name}): thời gian 05/04/2027–30/04/2027 đổi thành 05/07/2027–30/07/2027.",
        f"{AT}K9: Lớp 3 (Kỹ năng số cơ bản): Địa điểm “TTCT khu vực” đổi thành “Hội trường UBND xã”.",
        f"{AT}J9: Lớp 3 (Kỹ năng số cơ bản): Hình thức “Tập trung” đổi thành “Trực tuyến”.",
        f"{AT}M9: Lớp 3 (Kỹ năng số cơ bản): kinh phí 7.200.000 đồng đổi thành 7.000.000 đồng.",
        "Tổng kinh phí: từ 57.000.000 đồng thành 56.800.000 đồng.",
    ]
    assert isinstance(found, EditedPlan)
    assert [each.quarter for each in found.plan.classes] == [1, 3, 3]
    assert found.plan.classes[2].form == "online"


def test_people_are_moved_added_and_taken_out() -> None:
    """With the reasons that they have; the cost follows; whoever loses a seat is left out by hand."""

    def change(book: openpyxl.Workbook) -> None:
        seats = book["Danh sách lớp"]
        put("Danh sách lớp", "Lớp số", 8, 1)(book)
        drop("Danh sách lớp", 1)(book)
        seats.append([None, 2, None, "LT-12", "Đinh Thị Nga"])

    book = openpyxl.load_workbook(io.BytesIO(plan_workbook(FACTS, PEOPLE)))
    names = [row[4] for row in book["Danh sách lớp"].iter_rows(min_row=6, values_only=True)]
    gone, moved = names[0], names[7]
    found = changed(change)
    lines = told(found)
    assert f"{gone}: ra khỏi lớp 1." in lines
    assert any(line.endswith(f"{moved}: chuyển từ lớp 3 sang lớp 1.") for line in lines)
    assert any(line.endswith("Đinh Thị Nga: thêm vào lớp 2.") for line in lines)
    assert any(
        "kinh phí tính lại theo số người, từ 43.000.000 đồng thành 44.000.000" in line for line in lines
    )
    assert isinstance(found, EditedPlan)
    by_hand = [PEOPLE[left.official].full_name for left in found.plan.left_out if left.why == "by_hand"]
    assert by_hand == [gone]
    assert 12 not in {left.official for left in found.plan.left_out}


def test_classes_are_added_and_dropped() -> None:
    """A row more, with its people; a row less, with theirs."""

    def change(book: openpyxl.Workbook) -> None:
        drop("Kế hoạch", 1)(book)
        book["Kế hoạch"].append([None, "CDS-01", None, None, None, "IV"])
        for key in ("LT-01", "LT-11"):
            book["Danh sách lớp"].append([None, 4, None, key])

    found = changed(change)
    lines = told(found)
    assert "Trang “Kế hoạch”, ô B10: Thêm lớp 4 (Kỹ năng số cơ bản), 04/10/2027–06/10/2027, 2 người." in lines
    assert "Bỏ lớp 1 (Kỹ năng số cơ bản), 4 người." in lines
    assert isinstance(found, EditedPlan)
    assert [each.number for each in found.plan.classes] == [2, 3, 4]
    assert found.plan.classes[2].cost == 6_400_000


def test_a_deadline_that_is_missed_now_is_told() -> None:
    """The standard of 01/8/2027 would be met too late."""
    lines = told(changed(put("Kế hoạch", "Quý", 2, "IV")))
    assert "Lưu ý: Vũ Văn Em học lớp 2 thì đạt chuẩn sau hạn 01/08/2027." in lines


def put_mark(book: openpyxl.Workbook) -> None:
    """Let the sheets bear another plan's mark."""
    for sheet in book.worksheets:
        if str(sheet["A2"].value).startswith("Dấu của bản kế hoạch"):
            sheet["A2"].value = "Dấu của bản kế hoạch: 0123456789"


PLAN_SHEET, SEATS = "Kế hoạch", "Danh sách lớp"


@dataclass(frozen=True)
class Bad:
    """A change that cannot be taken in: where that is said, under which limits."""

    place: str
    change: Change
    limits: Limits = LIMITS


def all_of(*changes: Change) -> Change:
    """Several changes, one after the other."""
    return lambda book: [change(book) for change in changes]


def seat(number: int, key: str) -> Change:
    """Seat somebody more in a class."""
    return lambda book: book[SEATS].append([None, number, None, key])


BAD: dict[str, Bad] = {
    "plan_breaks_year": Bad("G7", put(PLAN_SHEET, "Từ ngày", 1, date(2028, 3, 6))),
    "plan_breaks_closed": Bad("G7", put(PLAN_SHEET, "Từ ngày", 1, date(2027, 2, 8))),
    "plan_breaks_quarter": Bad(
        "F7", put(PLAN_SHEET, "Quý", 1, "IV"), replace(LIMITS, ordered=(Ordered("CDS-01", 0, (1, 3)),))
    ),
    "plan_breaks_too_few": Bad("E7", all_of(*(drop(SEATS, row) for row in (3, 2, 1)))),
    "plan_breaks_too_many": Bad("E9", put(SEATS, "Lớp số", 1, 3)),
    "plan_breaks_seats": Bad("K8", put(PLAN_SHEET, "Địa điểm", 2, "TTCT khu vực")),
    "plan_breaks_budget": Bad("M9", put(PLAN_SHEET, "Kinh phí (đồng)", 3, "31 triệu")),
    "plan_breaks_source": Bad("N9", put(PLAN_SHEET, "Nguồn", 3, "Xã hội hóa")),
    "plan_breaks_twice": Bad(
        "B13", all_of(put(PLAN_SHEET, "Địa điểm", 3, ""), put(PLAN_SHEET, "Từ ngày", 3, date(2027, 4, 12)))
    ),
    "plan_breaks_per_person": Bad("B13", seat(1, "LT-05"), replace(LIMITS, per_person=2)),
    "plan_breaks_unit_away": Bad(
        "E9", put(PLAN_SHEET, "Từ ngày", 1, date(2027, 9, 6)), replace(LIMITS, days_away=12)
    ),
    "plan_breaks_office_away": Bad("B11", seat(2, "LT-12"), replace(LIMITS, small_office=2)),
    "plan_other_course": Bad("B7", put(PLAN_SHEET, "Mã khóa", 1, "LLCT-TC")),
    "plan_quarter_differs": Bad(
        "F7", all_of(put(PLAN_SHEET, "Từ ngày", 1, date(2027, 5, 3)), put(PLAN_SHEET, "Quý", 1, "III"))
    ),
    "plan_class_unknown": Bad("B6", put(SEATS, "Lớp số", 1, 9)),
    "plan_without_reason": Bad("B6", put(SEATS, "Lớp số", 1, 2)),
    "plan_count_differs": Bad("E7", put(PLAN_SHEET, "Số lượng", 1, 5)),
    "plan_mark_other": Bad("", put_mark),
}


@pytest.mark.parametrize("code", BAD)
def test_what_breaks_a_limit_is_named_with_its_cell(code: str) -> None:
    """Nothing is taken in while a limit is broken; the sentence says what to do."""
    bad = BAD[code]
    found = changed(bad.change, limits=bad.limits)
    assert isinstance(found, list), found
    assert (found[0].code, found[0].place.cell) == (code, bad.place)
    assert "ề nghị" in word_problem(found[0], "plan_book")


def test_every_way_to_break_it_is_met() -> None:
    """Each rule of the checking has its sentence, and each problem of a changed plan its test."""
    assert {f"plan_breaks_{rule}" for rule in Rule} < set(EDIT_PARAMETERS)
    read_before = {
        "plan_breaks_course",
        "plan_breaks_no_reason",
    }  # such rows are reported where they are read
    of_results = {"plan_not_in_class", "plan_no_result", "plan_not_over"}
    assert set(BAD) == set(EDIT_PARAMETERS) - read_before - of_results


SAID = st.sampled_from(["II", "2 triệu", "LT-05", "CDS-01"])
CELLS = st.one_of(st.none(), st.integers(-3, 10**9), st.text(max_size=8), st.dates(), SAID)
Written = str | int | date | None


@settings(max_examples=20, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(("Kế hoạch", "Danh sách lớp")), st.integers(5, 20), st.integers(1, 15), CELLS
        )
    )
)
def test_whatever_is_written_into_it_is_a_plan_or_worded(
    changes: list[tuple[str, int, int, Written]],
) -> None:
    """Nothing makes the reading stumble; a plan that is taken in breaks no limit, and nobody sits without a reason."""

    def change(book: openpyxl.Workbook) -> None:
        for sheet, row, column, value in changes:
            cleaned = ILLEGAL.sub("", value) if isinstance(value, str) else value
            with suppress(AttributeError):  # of merged cells all but the first cannot be written
                book[sheet].cell(row, column).value = cleaned

    found = changed(change)
    if isinstance(found, EditedPlan):
        assert not broken(found.plan, LIMITS, CATALOGUE, persons())
    for each in found.changes if isinstance(found, EditedPlan) else found:
        assert word_problem(each, "plan_book")


def test_people_whom_the_editor_may_not_see_keep_their_seats() -> None:
    """Somebody of one unit takes a person out; those of the other unit are in no list, and stay."""
    seen = {number: official for number, official in PEOPLE.items() if official.unit_code == "09496"}
    book = openpyxl.load_workbook(io.BytesIO(plan_workbook(FACTS, seen)))
    assert {row[7] for row in book[SEATS].iter_rows(min_row=6, values_only=True)} == {"Xã Lương Tài"}
    drop(SEATS, 1)(book)
    buffer = io.BytesIO()
    book.save(buffer)
    found = read_edited_plan(buffer.getvalue(), "x.xlsx", editing(PLAN, seen))
    assert isinstance(found, EditedPlan), found
    before = {seat.official for seat in PLAN.classes[0].seats}
    after = {seat.official for seat in found.plan.classes[0].seats}
    assert len(before - after) == 1
    assert before - after < set(seen)


def test_posts_that_fall_vacant_stand_in_the_restricted_edition_alone() -> None:
    """Who holds the post, from which month on, and who of the unit is planned for it."""
    people = {2: replace(PEOPLE[2], birth_date=date(1968, 3, 1)), 8: PEOPLE[8]}
    retirement = load_standards("").retirement
    known, planned = people_of(people, TITLES), (PlannedPost(8, people[2].title),)
    vacancies = vacancies_of(known, planned, retirement, date(2027, 1, 4))
    assert [(each.official, each.successors) for each in vacancies] == [(2, (8,))]
    book = openpyxl.load_workbook(io.BytesIO(plan_workbook(FACTS, people, vacancies)))
    cells = [cell.value for row in book["Sắp khuyết"].iter_rows() for cell in row]
    assert people[2].full_name in cells
    assert people[8].full_name in cells
    assert "Sắp khuyết" not in openpyxl.load_workbook(io.BytesIO(plan_workbook(FACTS))).sheetnames
