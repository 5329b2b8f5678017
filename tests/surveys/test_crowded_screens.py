"""Field-lists that no card can show at once are asked one question after the other, and mean the same."""

from datetime import date

import pytest

from bot.conversation.cards import question_card
from surveys.interview import begin, reply
from surveys.interview.view import view
from surveys.xlsform import examine_form
from tests.surveys.bad_forms import markdown

HEADER = "type | name | label | appearance | relevant"
PARENTS = (
    "begin_group | s | Gia đình",
    "begin_group | parents | Cha mẹ | field-list",
    "begin_group | father | Cha",
    "integer | father_age | Tuổi",
    "end_group",
    "begin_group | mother | Mẹ |  | ${father_age} > 50",
    "integer | mother_age | Tuổi",
    "end_group",
    "end_group",
    "end_group",
)


def test_groups_with_a_name_within_a_field_list_are_asked_under_it() -> None:
    """Each question stands under the names of its groups, on the card and in the summary, and under its condition."""
    read = examine_form(*markdown(HEADER, *PARENTS))
    assert read.form is not None
    assert [(note.code, note.place.cell) for note in read.notes] == [("field_list_apart", "E4")]
    assert [(each.name, each.label) for each in read.form.screens] == [
        ("father_age", "Cha mẹ – Cha"),
        ("mother_age", "Cha mẹ – Mẹ"),
    ]
    interview = reply(begin(read.form, {}, date(2026, 11, 1), 1).interview, "60").interview
    assert interview.screen == "mother_age"
    card = question_card(view(interview), read.form, 1, 1)
    assert "**Cha mẹ – Mẹ**" in card.text
    assert "**Tuổi**" in card.text
    done = reply(interview, "55").interview
    assert [line.label for part in view(done).sections for line in part.lines] == [
        "Cha mẹ – Cha – Tuổi",
        "Cha mẹ – Mẹ – Tuổi",
    ]


def test_groups_without_a_name_share_the_screen() -> None:
    """A group that only carries a condition leaves its questions on the screen, under that condition."""
    rows = (row.removesuffix(" | Cha").replace("| Mẹ |", "| |") for row in PARENTS)
    read = examine_form(*markdown(HEADER, *rows))
    assert read.form is not None
    assert [screen.name for screen in read.form.screens] == ["parents"]
    assert read.form.items["mother_age"].relevant is not None
    assert not [note for note in read.notes if note.code == "field_list_apart"]


@pytest.mark.parametrize("required", ["Có", "yes", "CÓ"])
def test_required_may_be_said_in_vietnamese(required: str) -> None:
    """``Có`` and ``Không`` mean what ``yes`` and ``no`` do."""
    header = "type | name | label | required"
    read = examine_form(*markdown(header, f"text | a | A | {required}", "text | b | B | Không"))
    assert read.form is not None
    assert (read.form.items["a"].required is not None, read.form.items["b"].required) == (True, None)
