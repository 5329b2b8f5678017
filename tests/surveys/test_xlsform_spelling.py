"""Forms as people write them: types in any case, a language on columns that have none."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveys.interview import Evaluation, Interview, view
from surveys.questionnaire import ItemType, Questionnaire
from surveys.xlsform import read_form
from tests.surveys.interview_forms import TODAY

SETTINGS = "| settings |\n| | form_title | form_id | version |\n| | F | f | 1 |"
CHOICES = "| choices |\n| | list_name | name | label |\n| | Muc | 1 | M |\n"


def form(header: str, *rows: str) -> bytes:
    """Return a form with these rows of the survey sheet."""
    lines = "".join(f"| {row}\n" for row in ("", *rows))
    return f"| survey |\n| {header}\n{lines}{CHOICES}{SETTINGS}".encode()


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Integer", ItemType.INTEGER),
        ("Date Time", ItemType.DATETIME),
        ("Rank Muc", ItemType.RANK),
        ("INT", ItemType.INTEGER),
        ("Text", ItemType.TEXT),
        ("Date", ItemType.DATE),
        ("Decimal", ItemType.DECIMAL),
        ("Select_one Muc", ItemType.SELECT_ONE),
        ("Select One Muc", ItemType.SELECT_ONE),
        ("SELECT_MULTIPLE Muc", ItemType.SELECT_MULTIPLE),
    ],
)
def test_a_type_is_understood_in_any_case(written: str, meant: ItemType) -> None:
    """Capital letters in the type are no other type; the name of the list stays as it is written."""
    read = read_form(form("| type | name | label |", f"| {written} | a | A |"), "f.md")
    assert isinstance(read, Questionnaire), read
    assert read.items["a"].type is meant


def test_a_group_is_understood_in_any_case() -> None:
    """Begin Group and End Group are begin_group and end_group."""
    rows = ("| Begin Group | g | G |", "| Integer | a | A |", "| END GROUP | | |")
    read = read_form(form("| type | name | label |", *rows), "f.md")
    assert isinstance(read, Questionnaire), read


@pytest.mark.parametrize("column", ["relevant", "constraint", "required"])
def test_a_language_on_a_condition_is_read_past(column: str) -> None:
    """A condition has no language: ``constraint::vi`` is the constraint."""
    header = f"| type | name | label | {column}::Tiếng Việt (vi) |"
    read = read_form(form(header, "| integer | b | B | |", "| integer | a | A | ${b} > 1 |"), "f.md")
    assert isinstance(read, Questionnaire), read
    condition = getattr(read.items["a"], column)
    assert condition is not None
    assert condition.source == "${b} > 1"


def test_a_condition_that_differs_by_language_is_asked_back() -> None:
    """Which of two is meant nobody can know: the second cell is named; where they agree nothing is wrong."""
    header = "| type | name | label | constraint::vi | constraint::en |"
    same, other = "| integer | a | A | . > 1 | . > 1 |", "| integer | b | B | . > 1 | . > 2 |"
    found = read_form(form(header, same, other), "f.md")
    assert isinstance(found, list)
    (problem,) = found
    assert (problem.code, problem.place.cell) == ("column_translated", "F5")
    assert isinstance(read_form(form(header, same), "f.md"), Questionnaire)


WORDS = (
    *("", "integer", "Select_one Muc", "select_one", "begin group", "end_group", "calculate", "NaN"),
    *("a", "${a}", "${", ". >", "1", "yes"),
)
COLUMNS = (
    *("type", "name", "label", "label::vi", "relevant", "relevant::vi", "constraint::en", "calculation"),
    *("required", "choice_filter::vi", "appearance", "bind::relevant", "x::y::z", "::"),
)
CELLS = st.sampled_from(WORDS) | st.text(max_size=6)
HEADERS = st.sampled_from(COLUMNS)


@settings(max_examples=150)
@given(st.lists(HEADERS, max_size=7), st.lists(st.lists(CELLS, max_size=7), max_size=6))
def test_no_form_ends_in_an_exception(header: list[str], rows: list[list[str]]) -> None:
    """Whatever stands in the cells: a questionnaire, or what is wrong with it."""
    clean = [[cell.replace("|", "").replace("\n", " ") for cell in row] for row in rows]
    table = [f"| {' | '.join(row)} |" for row in clean]
    content = form(f"| {' | '.join(header)} |", *table)
    assert isinstance(read_form(content, "f.md"), Questionnaire | list)


def test_a_calculation_that_is_no_number_is_empty() -> None:
    """As in JavaRosa: nothing is shown and nothing counts, whatever is computed with an empty answer."""
    header = "| type | name | label | calculation |"
    rows = (
        "| integer | a | A | |",
        "| calculate | twice | | ${a} * 2 |",
        "| note | n | Gấp đôi: ${twice}. | |",
    )
    read = read_form(form(header, *rows), "f.md")
    assert isinstance(read, Questionnaire), read
    assert Evaluation(read, {}, TODAY).value("twice") == ""
    assert Evaluation(read, {"a": "4"}, TODAY).value("twice") == 8.0
    shown = view(Interview(read, {}, "n", today=TODAY))
    assert shown.label == "Gấp đôi: ."
