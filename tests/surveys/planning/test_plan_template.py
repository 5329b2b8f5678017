"""The workbook that an office fills in: read back as it stands, its examples passed over, its lists understood."""

import io
from dataclasses import replace
from datetime import date

import openpyxl

from surveys.planning.book import PlanBook, plan_words, read_plan_book
from surveys.planning.example import example_catalogue
from surveys.reporting.plan_template import plan_template
from surveys.reporting.texts.plan_template import PLAN_TEMPLATE
from surveys.reporting.texts.review import TEXTS as REVIEW
from tests.surveys.planning.plan_books import AROUND
from tests.surveys.report_sample import form

DAY = date(2026, 11, 27)
SERVED = {code for course in example_catalogue().courses for code in course.competencies}
RATED = {item.name[:3]: item.name[:3] for item in form().items.values() if item.name.endswith("_i")}
WITH_EXAMPLE = replace(AROUND, catalogue=example_catalogue(), competencies=RATED)


def template(*kinds: str) -> bytes:
    """The template with the built-in courses."""
    return plan_template(WITH_EXAMPLE, DAY, kinds)


def test_the_courses_in_it_are_read_back_as_they_are() -> None:
    """The example of the house goes out and comes in again, course by course; nothing in it needs to be understood."""
    found = read_plan_book(template("courses"), "mau.xlsx", WITH_EXAMPLE)
    assert isinstance(found, PlanBook), found
    assert found.catalogue is not None
    assert found.catalogue.courses == example_catalogue().courses
    assert read_plan_book(template("courses"), "mau.xlsx", replace(WITH_EXAMPLE, competencies={})) == found
    told = {note.code for note in found.notes}
    assert told == {"book_header", "plan_example", "plan_table"}


def test_no_code_of_ours_is_shown_to_an_office() -> None:
    """What a course fulfils stands in words, and a programme is called as the report calls it."""
    sheet = openpyxl.load_workbook(io.BytesIO(template("courses"))).worksheets[0]
    told = " ".join(str(row[6]) for row in sheet.iter_rows(min_row=5, values_only=True))
    assert "bd_" not in told
    assert "other" not in told
    assert "Bồi dưỡng quản lý nhà nước" in told
    for code, written in plan_words().choices["programme"].items():
        assert written[0] == REVIEW.labels["course"][code]


def test_every_table_is_known_by_its_headings_and_its_examples_are_nobodys() -> None:
    """Filled in by nobody, it says nothing but the courses that it began with."""
    found = read_plan_book(template(), "mau.xlsx", WITH_EXAMPLE)
    assert isinstance(found, PlanBook), found
    assert (found.planned, found.learning, found.limits) == (None, None, None)
    empty = [note.parameters["table"] for note in found.notes if note.code == "plan_empty_table"]
    assert empty == [plan_words().names[kind] for kind in plan_words().inputs if kind != "courses"]


def test_the_examples_are_written_as_the_reading_wants_them() -> None:
    """With the word “Ví dụ” taken away, only people and units of nobody are not understood."""
    book = openpyxl.load_workbook(io.BytesIO(template()))
    for sheet in book.worksheets[: len(plan_words().inputs)]:
        for cell in sheet["A"]:
            cell.value = None if cell.value == PLAN_TEMPLATE.example else cell.value
    buffer = io.BytesIO()
    book.save(buffer)
    found = read_plan_book(buffer.getvalue(), "mau.xlsx", WITH_EXAMPLE)
    assert isinstance(found, list)
    assert {problem.code for problem in found} == {"plan_person_unknown", "plan_unit_unknown"}


def test_columns_have_lists_and_hints() -> None:
    """What is chosen is offered, and every hint is of a column that there is."""
    book = openpyxl.load_workbook(io.BytesIO(template()))
    offered = book[plan_words().names["courses"]].data_validations.dataValidation
    assert sum(each.type == "list" for each in offered) >= 4
    for kind, hints in PLAN_TEMPLATE.hints.items():
        assert set(hints) <= set(plan_words().tables[kind].columns)
    for kind, examples in PLAN_TEMPLATE.examples.items():
        assert all(set(each) <= set(plan_words().tables[kind].columns) for each in examples)
    assert all(len(hint) <= 255 for hints in PLAN_TEMPLATE.hints.values() for hint in hints.values())
    assert template("courses") == template("courses")


def test_the_competencies_of_the_form_are_those_of_the_example() -> None:
    """A course serves what the built-in form asks about."""
    assert {code for code in SERVED if code.startswith("c")} <= {
        item.name[:3] for item in form().items.values()
    }
