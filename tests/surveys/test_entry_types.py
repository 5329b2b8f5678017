"""Times, moments, ranges, ranks and acknowledgements: read, stored as ODK stores them, shown, packed, exported."""

import io
from dataclasses import replace
from datetime import datetime, time
from fractions import Fraction
from typing import Any

import docx
import openpyxl
import pytest

from surveys import interview as engine
from surveys.aggregation.hiding import hide
from surveys.aggregation.material import Material
from surveys.aggregation.scales import scales_tables
from surveys.aggregation.table import Measure
from surveys.expressions import evaluate, parse
from surveys.form_changes import compare_forms
from surveys.interview import Evaluation, Rejected
from surveys.interview.typed import read_value
from surveys.paper import sheet_for
from surveys.projection import Layout, Standing, pack, pack_interview
from surveys.projection.matrix import Matrix
from surveys.questionnaire import Questionnaire
from surveys.replies import read_moment, read_time, show_moment, show_time
from surveys.reporting.answers import AnswerRow, AnswerTable
from surveys.reporting.answers_csv import answers_csv
from surveys.reporting.answers_workbook import answers_workbook
from surveys.reporting.texts import ANSWERS
from surveys.reporting.word.paper import Copy, paper_document
from surveys.reporting.word.profiles import PROFILES
from surveys.reporting.wording import Lexicon
from surveys.scales import scale_of
from surveys.unlinking import Cut
from surveys.xlsform import read_form
from tests.bot.entry_form import SURVEY, entry_form
from tests.surveys.bad_forms import markdown
from tests.surveys.interview_forms import TODAY
from tests.surveys.waves import material_of_matrix

FORM = entry_form()
GIVEN = {
    "rules": "OK",
    "start_at": "14:15:00.000+07:00",
    "meeting": "2026-09-02T07:30:00.000+07:00",
    "hours": "2.5",
    "distance": "15",
    "order": "people money time",
    "phone": "0912345678",
}


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        *(("7h30", "07:30"), ("7h", "07:00"), ("7 giờ rưỡi chiều", "19:30"), ("14:05", "14:05")),
        *(("7 giờ kém 15", "06:45"), ("8 giờ 15 phút ạ", "08:15"), ("19g30", "19:30"), ("7:30 PM", "19:30")),
        *(("12 giờ trưa", "12:00"), ("1 giờ trưa", "13:00"), ("12h đêm", "00:00"), ("2 giờ đêm", "02:00")),
        *(("lúc 3 chiều", "15:00"), ("07:30:00", "07:30"), ("20", "20:00"), ("khoảng 9 giờ tối", "21:00")),
        *(("7", "incomplete_time"), ("sáng mai", "not_time"), ("14 giờ sáng", "impossible_time")),
        *(("25:00", "impossible_time"), ("7:61", "impossible_time"), ("  ", "empty")),
    ],
)
def test_a_time_is_read_as_people_say_it(typed: str, stored: str) -> None:
    """What could be two hours is asked back, what is none is refused; it is stored as ODK stores it."""
    found = read_time(typed)
    if isinstance(found, Rejected):
        assert found.code == stored
    else:
        assert found == f"{stored}:00.000+07:00"
        assert show_time(found) == stored


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        *(("2/9/2026 14:05", "14:05, 2/9/2026"), ("14h05, 2 tháng 9 năm 2026", "14:05, 2/9/2026")),
        *(("2026-09-02T14:05:00.000+07:00", "14:05, 2/9/2026"), ("2/9/2026", "incomplete_moment")),
        *(("14:05", "incomplete_moment"), ("mai", "not_moment"), ("31/2/2026 7h30", "impossible_date")),
    ],
)
def test_a_moment_is_a_day_and_a_time_in_either_order(typed: str, shown: str) -> None:
    """Half of it is asked for the other half."""
    found = read_moment(typed)
    assert (found.code if isinstance(found, Rejected) else show_moment(found)) == shown


@pytest.mark.parametrize(
    ("item", "typed", "stored"),
    [
        *(("order", "3 1 2", "people money time"), ("order", "312", "people money time")),
        *(("order", "giảng viên > kinh phí", "people money time"), ("order", "1", "rank_incomplete")),
        *(("order", "1 1 2", "ranked_twice"), ("order", "4 1 2", "no_such_number")),
        *(("hours", "2,5", "2.5"), ("rules", "Đồng ý ạ", "OK"), ("rules", "không", "not_acknowledged")),
        *(("phone", "0912 345 678", "0912 345 678"), ("phone", "chưa có", "not_digits")),
    ],
)
def test_other_kinds_are_read(item: str, typed: str, stored: str) -> None:
    """A rank needs every choice once, the last may be left out; figures as text keep their zero."""
    found = read_value(Evaluation(FORM, {}, TODAY), FORM.items[item], typed)
    assert (found.code if isinstance(found, Rejected) else found) == stored


def test_a_number_off_the_scale_is_no_answer() -> None:
    """Neither beyond the ends nor between two steps; a scale may go down."""
    evaluation = Evaluation(FORM, {}, TODAY)
    for value, is_refused in (("2.5", False), ("2.25", True), ("4.5", True), ("0.5", True)):
        assert (evaluation.check(FORM.items["hours"], value) is not None) is is_refused
    down = scale_of(("10", "0", "2"))
    assert down is not None
    assert down.numbers() == ("10", "8", "6", "4", "2", "0")
    assert scale_of(("0", "10", "3")) is scale_of(("1", "5", "0")) is None


@pytest.mark.parametrize(
    ("source", "holds"),
    [
        *(("${start_at} > ${start_at}", False), ("${start_at} = ${start_at}", True)),
        *(("${start_at} < 0.6", True), ("substr(${start_at}, 0, 5) = '14:15'", True)),
        *(("${meeting} < date('2026-09-03')", True), ("format-date(${meeting}, '%H:%M') = '07:30'", True)),
        *(
            ("${hours} * 2 = 5", True),
            ("selected-at(${order}, 0) = 'people'", True),
            ("${rules} = 'OK'", True),
        ),
    ],
)
def test_expressions_compute_with_them(source: str, holds: bool) -> None:
    """Times compare as parts of a day, moments as days, ranges as numbers; as text they are what is stored."""
    assert evaluate(parse(source), Evaluation(FORM, GIVEN, TODAY)) is holds


def test_they_are_exported_typed() -> None:
    """Times as Excel's, ranges as numbers, each choice of a rank with its place; the .csv is what ODK would write."""
    row = AnswerRow(1, "K1", "Tên", "Đơn vị", "Chức danh", "completed", answers=GIVEN)
    table = AnswerTable(FORM, [row])
    book = openpyxl.load_workbook(io.BytesIO(answers_workbook(table)))
    header, cells = ([cell.value for cell in line][5:] for line in book[ANSWERS.codes_sheet].iter_rows())
    assert dict(zip(header, cells, strict=True)) == {
        "rules": "OK",
        "start_at": time(14, 15),
        "meeting": datetime(2026, 9, 2, 7, 30),  # noqa: DTZ001
        "hours": 2.5,
        "distance": 15,
        "order": "people money time",
        "phone": "0912345678",
        "order/money": 2,
        "order/time": 3,
        "order/people": 1,
    }
    labels = [cell.value for cell in list(book[ANSWERS.labels_sheet].iter_rows())[1]]
    assert "1. Giảng viên; 2. Kinh phí; 3. Thời gian" in labels
    assert ANSWERS.place_of.format(label="Xếp các mục tiêu theo mức cần thiết", choice="Kinh phí") in [
        cell.value for cell in book[ANSWERS.labels_sheet][1]
    ]
    kinds = {line[0].value: line[3].value for line in book[ANSWERS.codebook_sheet].iter_rows(min_row=2)}
    assert kinds["hours"] == "số trên thang 1 – 4, nấc 0,5"
    head, line = answers_csv(table, is_exact=True).decode().split("\r\n")[:2]
    assert head.endswith(
        "rules,start_at,meeting,hours,distance,order,order/money,order/time,order/people,phone"
    )
    assert line.endswith(
        "OK,14:15:00.000+07:00,2026-09-02T07:30:00.000+07:00,2.5,15,people money time,2,3,1,0912345678"
    )


def test_they_are_packed_so_that_they_can_be_counted() -> None:
    """A number of a range by its place on the scale, a rank by the place of each choice."""
    interview = replace(engine.begin(FORM, {}, TODAY, 1).interview, answers=GIVEN)
    matrix = Matrix(Layout.of(FORM), pack_interview(interview))
    assert int(matrix.numbers("hours")[0]) == 3 + 3
    assert matrix.ranks("order").tolist() == [[2, 3, 1]]


def test_they_stand_on_paper() -> None:
    """Each says what is to be written; a rank has its numbered choices and a line for their order."""
    content = paper_document(
        [Copy("K1", "Tên", "Chức danh", "Đơn vị", sheet_for(FORM, {}, TODAY))],
        office="Cơ quan",
        notice="Thông báo",
        profile=next(iter(PROFILES.values())),
        day=TODAY,
    )
    words = "\n".join(paragraph.text for paragraph in docx.Document(io.BytesIO(content)).paragraphs)
    for said in (
        "1.  Tôi đã rõ",
        "giờ? (ghi giờ và phút, ví dụ 14:05)",
        "(ghi một số từ 1 đến 4, mỗi nấc 0,5)",
        "(xếp thứ tự: ghi các số trước câu trả lời vào dòng dưới, từ thứ nhất đến cuối)",
        "3.  Giảng viên",
    ):
        assert said in words


def test_what_they_say_of_a_person_goes_after_the_retention() -> None:
    """A moment is a date; a time of day, a range and a rank may stay."""
    cut = Cut.of(FORM)
    assert set(cut.answers(GIVEN)) == set(GIVEN) - {"meeting"}


def test_a_scale_is_a_part_of_the_form() -> None:
    """It is in the canonical JSON, only of a range, and a change of it is told."""
    assert Questionnaire.from_json(FORM.to_json()) == FORM
    assert FORM.to_json().count('"scale"') == 2
    wider = read_form(SURVEY.replace("end=4", "end=6").encode(), "f.md")
    assert isinstance(wider, Questionnaire)
    assert [change.code for change in compare_forms(FORM, wider)] == ["item_scale"]


@pytest.mark.parametrize("parameters", ["start=0 end=10 step=3", "step=0", "start=a"])
def test_a_scale_that_leads_nowhere_is_refused(parameters: str) -> None:
    """With its cell."""
    problems = read_form(*markdown("type | name | label | parameters", f"range | a | A | {parameters}"))
    assert isinstance(problems, list)
    assert [(problem.code, problem.place.cell) for problem in problems] == [("range_invalid", "E3")]


def waves_of(people: list[dict[str, str]]) -> Material:
    """The material of a report on these answers."""
    packed = b"".join(
        pack(Layout.of(FORM), Evaluation(FORM, GIVEN | person, TODAY), Standing.COMPLETED)
        for person in people
    )
    return material_of_matrix(FORM, Matrix(Layout.of(FORM), packed))


def test_the_report_tells_mean_places_and_mean_numbers() -> None:
    """Each with its n, the first in the mean first; the words are those of the form."""
    others = [{"order": "people time money", "hours": "1"}, {"order": "money people time", "hours": "4"}]
    partial = {"order": "people", "hours": ""}
    tables: Any = hide(list(scales_tables(waves_of([{}] * 4 + others * 2 + [partial]))))
    ranks, ranges = tables
    words = Lexicon(FORM)
    means = [(words.label(row[1]), figure(row[2]), row[3].value) for row in ranks.rows]
    assert means == [
        ("Giảng viên", Fraction(10, 8), 8),
        ("Kinh phí", Fraction(16, 8), 8),
        ("Thời gian", Fraction(22, 8), 8),
    ]
    first = ranges.rows[0]
    assert (words.label(first[0]), *first[1:3]) == ("Mỗi buổi nên kéo dài mấy giờ?", "1", "4")
    assert (figure(first[3]), first[4].value) == (Fraction(5, 2), 8)
    headings = [words.heading(table, column) for table in tables for column in table.columns]
    assert all(words.title(table) for table in tables)
    assert all(headings)


def figure(cell: Any) -> Fraction:
    """The mean that a cell shows."""
    assert isinstance(cell, Measure)
    assert isinstance(cell.value, Fraction)
    return cell.value


def test_the_mean_of_few_is_hidden() -> None:
    """Below five, and where it gives away what all of them said."""
    alike: dict[str, str] = {"hours": "4", "distance": "0"}
    for people in ([GIVEN] * 4, [alike] * 6):
        for table in hide(list(scales_tables(waves_of(people)))):
            shown = [row for row in table.rows if isinstance(row[3 if table.key == "ranges" else 2], Measure)]
            assert not shown or (table.key == "ranks" and people[0] is alike)
