"""What became of a plan: the form of the State by group, the plan beside its result, nothing that tells of a few."""

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import docx
import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from bot.texts.problems import word_problem
from surveys.aggregation.hiding import hide
from surveys.aggregation.table import HIDDEN, Cell, Code, Count, Source, Table
from surveys.planning.courses import Catalogue, Fulfils
from surveys.planning.edits import SeatResult, SeatResults, plan_of_results, read_results
from surveys.planning.example import example_catalogue
from surveys.planning.results import COLUMNS, Attended, column_of, result_tables
from surveys.problems import Problem
from surveys.reporting.planning.results_document import results_document
from surveys.reporting.planning.results_workbook import results_workbook
from surveys.reporting.report_workbook import report_workbook
from surveys.reporting.texts.training import TEXTS
from surveys.reporting.word.profiles import PROFILES
from surveys.reporting.wording import Lexicon
from surveys.standards import Criterion
from surveys.workbooks import read_workbook
from tests.surveys.planning.plans import DIGITAL, FACTS, PEOPLE, PLAN, THEORY, editing
from tests.surveys.report_sample import LETTERHEAD

MIDDLE = replace(THEORY, fulfils=(Fulfils(Criterion.POL, "tc"),))
COURSES = Catalogue((MIDDLE, DIGITAL))
AS_OF = date(2027, 12, 31)
PUBLISHED = frozenset({Source.ROSTER})


def some(
    first: int, count: int, course: str, group: str, *, gender: str = "nam", done: bool | None = True
) -> list[Attended]:
    """Several people who did the same."""
    return [Attended(number, course, group, gender, done) for number in range(first, first + count)]


SEATS = [
    *some(1, 6, "LLCT-TC", "dang"),
    *some(1, 6, "CDS-01", "dang"),
    *some(7, 7, "CDS-01", "chinh_quyen", gender="nu"),
    *some(14, 5, "CDS-01", "chinh_quyen", done=False),
    *some(19, 2, "LLCT-TC", "chinh_quyen", done=None),
]


def figures(table: Table) -> dict[str, list[object]]:
    """The cells of a table by what its rows begin with."""

    def plain(cell: Cell) -> object:
        return cell.value if isinstance(cell, Count) else cell.code if isinstance(cell, Code) else cell

    return {" ".join(str(plain(c)) for c in row[:1]): [plain(c) for c in row[1:]] for row in table.rows}


def test_people_are_counted_once_in_a_column() -> None:
    """By group, in the columns of the form that anybody is in; women are told, minorities where the list says them."""
    results, plan = result_tables(SEATS, COURSES, 2027)
    assert [column.key for column in results.columns] == [
        "group",
        "llct_tc",
        "tin_cds",
        "people",
        "women",
        "minorities",
    ]
    assert figures(results) == {
        "chinh_quyen": [0, 7, 7, 7, None],
        "dang": [6, 6, 6, 0, None],
        "total": [6, 13, 13, 7, None],
    }
    assert [row[2].value for row in plan.rows if isinstance(row[2], Count)] == [2, 6, 12, 6, 26]
    assert figures(plan)["total"][1:3] == [26, 19]
    known = [replace(each, ethnicity="dtts" if each.official > 6 else "") for each in SEATS]
    told, _ = result_tables(known, COURSES, 2027)
    assert {group: cells[-1] for group, cells in figures(told).items()} == {
        "chinh_quyen": 7,
        "dang": 0,
        "total": 7,
    }
    (note, _), (other, _) = ([each.code for each in table.notes][::-1] for table in (told, results))
    assert (note, other) == ("training_minorities", "training_no_minorities")


def test_every_course_of_the_example_has_its_column() -> None:
    """And every column its heading."""
    assert {column_of(course) for course in example_catalogue().courses} <= set(COLUMNS)
    assert set(TEXTS.labels["training"]) == set(COLUMNS)


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.builds(
            Attended,
            st.integers(1, 30),
            st.sampled_from(("LLCT-TC", "CDS-01")),
            st.sampled_from(("dang", "chinh_quyen", "chuyen_mon")),
            st.sampled_from(("nam", "nu")),
            st.sampled_from((True, False, None)),
            st.sampled_from(("", "kinh", "dtts")),
        ),
        max_size=60,
        unique_by=lambda each: (each.official, each.course),
    )
)
def test_nothing_that_is_shown_is_of_a_few(seats: list[Attended]) -> None:
    """A person is of one group and gender; after hiding no count of one to four is left."""
    own = {each.official: each for each in reversed(seats)}
    seats = [
        replace(
            each, **{name: getattr(own[each.official], name) for name in ("group", "gender", "ethnicity")}
        )
        for each in seats
    ]
    for table in hide(result_tables(seats, COURSES, 2027)):
        counts = [cell.value for row in table.rows for cell in row if isinstance(cell, Count)]
        assert not any(0 < count < 5 for count in counts)


def test_the_report_tells_the_figures_and_has_the_forms() -> None:
    """With the annex turned; what is hidden is said to be; published by the office's exception it stands."""
    tables = hide(result_tables(SEATS, COURSES, 2027), published=PUBLISHED)
    content = results_document(tables, Lexicon(), LETTERHEAD, PROFILES["nd30"], year=2027, as_of=AS_OF)
    document = docx.Document(io.BytesIO(content))
    told = [paragraph.text for paragraph in document.paragraphs]
    figures_told = "đã hoàn thành 19 lượt; không hoàn thành 5 lượt; chưa có kết quả 2 lượt"
    assert f"Kế hoạch có 26 lượt người học; {figures_told} (Biểu\xa02, Phụ lục I)." in told
    assert "Có 13 đồng chí đã hoàn thành ít nhất một khóa; trong đó 7 nữ (Biểu\xa01, Phụ lục I)." in told
    head = [cell.text for cell in document.tables[-2].rows[0].cells]
    assert head[:3] == ["Đối tượng", "LLCT: trung cấp", "Tin học, chuyển đổi số"]
    hidden = hide(result_tables(SEATS, COURSES, 2027))
    assert any(HIDDEN in row for table in hidden for row in table.rows)
    again = results_document(hidden, Lexicon(), LETTERHEAD, PROFILES["nd30"], year=2027, as_of=AS_OF)
    assert "chưa có kết quả 2 lượt" not in "".join(
        p.text for p in docx.Document(io.BytesIO(again)).paragraphs
    )


def test_the_forms_are_sheets_of_a_workbook_too() -> None:
    """By the workbook that reports have; of nothing there is no table."""
    tables = hide(result_tables(SEATS, COURSES, 2027), published=PUBLISHED)
    content = report_workbook(tables, Lexicon(), title="Kết quả", as_of=AS_OF)
    assert len(openpyxl.load_workbook(io.BytesIO(content)).sheetnames) == 3
    assert result_tables((), COURSES, 2027) == ()
    empty = results_document((), Lexicon(), LETTERHEAD, PROFILES["hd05"], year=2027, as_of=AS_OF)
    assert "Chưa có kết quả học tập nào được ghi nhận." in [
        paragraph.text for paragraph in docx.Document(io.BytesIO(empty)).paragraphs
    ]


# --- results entered in a list ------------------------------------------------------------------------


def entered(change: Callable[[Worksheet], None]) -> SeatResults | list[Problem]:
    """The list of all classes, filled in by somebody and read again."""
    book = openpyxl.load_workbook(io.BytesIO(results_workbook(FACTS, PEOPLE)))
    change(book.worksheets[0])
    buffer = io.BytesIO()
    book.save(buffer)
    return read_results(buffer.getvalue(), "kq.xlsx", PLAN, editing().around)


def test_results_are_entered_in_a_list() -> None:
    """Chosen or written otherwise, with the certificate; rows without a result say nothing."""

    def change(sheet: Worksheet) -> None:
        sheet["I6"], sheet["J6"] = "Hoàn thành", "CC 12/2027"
        sheet["I7"], sheet["K7"] = "vắng", "ốm"

    found = entered(change)
    assert isinstance(found, SeatResults), found
    assert found.results == (
        SeatResult(1, 1, is_completed=True, evidence="CC 12/2027"),
        SeatResult(1, 2, is_completed=False, note="ốm"),
    )
    assert found.open_count == 11


def test_a_class_that_is_not_over_has_no_result_yet() -> None:
    """Where the day is told; the list says of which plan it is."""
    content = results_workbook(replace(FACTS, version=7), PEOPLE, (3,), {(3, 5): (True, "")})
    found = read_results(content, "kq.xlsx", PLAN, editing().around, date(2027, 9, 7))
    assert isinstance(found, list)
    assert [(each.code, each.parameters["last"]) for each in found] == [("plan_not_over", "08/09/2027")]
    assert isinstance(read_results(content, "kq.xlsx", PLAN, editing().around, date(2027, 9, 8)), SeatResults)
    book = read_workbook(content, "kq.xlsx")
    assert not isinstance(book, list)
    assert plan_of_results(book) == 7


def test_what_is_on_record_stands_in_the_list() -> None:
    """Of one class; the same read again is the same; nobody is in it whom the reader may not see."""
    seen = {number: PEOPLE[number] for number in (5, 6)}
    known = {(2, 5): (True, "CC 1"), (2, 6): (False, "")}
    content = results_workbook(FACTS, seen, (2,), known)
    found = read_results(content, "kq.xlsx", PLAN, editing().around)
    assert found == SeatResults(
        (SeatResult(2, 5, is_completed=True, evidence="CC 1"), SeatResult(2, 6, is_completed=False))
    )


@pytest.mark.parametrize(
    ("code", "place", "cells"),
    [
        ("plan_not_in_class", "B6", {"B6": 2, "I6": "đạt"}),
        ("plan_class_unknown", "B6", {"B6": 9, "I6": "đạt"}),
        ("plan_choice_unknown", "I6", {"I6": "sắp xong"}),
        ("plan_key_unknown", "D6", {"D6": "LT-99", "I6": "đạt"}),
        ("plan_no_result", "", {}),
    ],
)
def test_a_slip_in_the_list_is_named(code: str, place: str, cells: dict[str, str | int]) -> None:
    """By its cell, in words that say what to do."""

    def change(sheet: Worksheet) -> None:
        for name, value in cells.items():
            sheet[name] = value

    found = entered(change)
    assert isinstance(found, list)
    assert [(each.code, each.place.cell) for each in found] == [(code, place)]
    assert "ề nghị" in word_problem(found[0], "plan_book")
