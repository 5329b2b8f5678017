"""Rows that pyxform knows and newcomers never saw: loops over a list, names that stand in several groups, old words."""

import surveys.interview as engine
from surveys.questionnaire import ItemType, Questionnaire
from surveys.xlsform import ReadForm, examine_form, read_form
from tests.surveys.bad_forms import markdown
from tests.surveys.interview_forms import TODAY

CHOICES = ("list_name | name | label | label::English", "xe | bus | xe buýt | bus", "xe | 1 | ô tô con | car")
LOOP = (
    "type | name | label | label::English | relevant",
    "select_multiple xe | co | Có loại xe nào? | Which? |",
    "begin loop over xe | moi_loai | Từng loại | Each |",
    "integer | so | Có mấy %(label)s? | How many %(label)s? | selected(${co}, '%(name)s')",
    "begin_group | them | Thêm | More |",
    "text | ghi_chu | Ghi chú | Remark |",
    "end_group | | | |",
    "end loop | | | |",
)


def read(*rows: str, choices: tuple[str, ...] = CHOICES, **more: tuple[str, ...]) -> Questionnaire:
    """Return the form of these rows."""
    found = read_form(*markdown(*rows, choices=choices, **more))
    assert isinstance(found, Questionnaire), found
    return found


def examined(*rows: str, choices: tuple[str, ...] = CHOICES) -> ReadForm:
    """Return what is said of these rows."""
    return examine_form(*markdown(*rows, choices=choices))


def test_a_loop_is_written_out_for_each_choice() -> None:
    """Its questions come once for each, with the choice in label and condition, in every language."""
    form = read(*LOOP)
    assert [item.name for item in form.questions()] == ["co", "so.bus", "ghi_chu.bus", "so.1", "ghi_chu.1"]
    assert form.items["so.1"].label == "Có mấy ô tô con?"
    assert str(form.items["so.1"].relevant and form.items["so.1"].relevant.source) == "selected(${co}, '1')"
    assert form.in_language("English").items["so.bus"].label == "How many bus?"


def test_a_question_of_a_loop_is_referred_to_by_the_name_that_it_got() -> None:
    """A code that begins with a figure makes a name, too."""
    form = read(*LOOP, "note | n | Có ${so.1} ô tô | |", choices=CHOICES)
    assert form.items["n"].label == "Có ${so.1} ô tô"


def test_a_loop_over_no_list_is_refused() -> None:
    """Whoever misspells the list reads that the type is not known."""
    found = examined(*LOOP[:2], "begin loop over xr | m | M | |", *LOOP[3:])
    assert "type_unknown" in {problem.code for problem in found.problems}


GROUPS = (
    "type | name | label | relevant",
    *("begin_group | cha | Cha |", "integer | tuoi | Tuổi |", "end_group | | |"),
    *("begin_group | me | Mẹ |", "integer | tuoi | Tuổi |", "end_group | | |"),
)


def test_a_name_may_stand_in_two_groups() -> None:
    """The second question is told by its group, and the author reads what it is called in the figures."""
    found = examined(*GROUPS)
    assert found.form is not None
    assert list(found.form.items) == ["tuoi", "tuoi.me"]
    (note,) = [each for each in found.notes if each.code not in ("list_unused", "text_untranslated")]
    assert (note.code, note.place.cell, note.parameters["expected"]) == (
        "name_in_two_groups",
        "C7",
        "tuoi.me",
    )


def test_a_name_of_two_groups_cannot_be_referred_to() -> None:
    """Which of the two is meant nobody can tell, on ODK neither."""
    (problem,) = examined(*GROUPS, "text | t | T | ${tuoi} > 60").problems
    assert (problem.code, problem.place.cell) == ("name_ambiguous", "E9")


def test_words_of_the_first_years_are_read() -> None:
    """``add text prompt`` is a text, a phone number is asked, and a note needs no name."""
    form = read(
        "type | name | label",
        "add text prompt | a | A",
        "add select one prompt using xe | b | B",
        "phone number | c | C",
        "note | | Xin cảm ơn.",
    )
    assert [item.type for item in form.items.values()] == [
        ItemType.TEXT,
        ItemType.SELECT_ONE,
        ItemType.TEXT,
        ItemType.NOTE,
    ]


def test_one_code_may_stand_for_two_towns_of_a_filtered_list() -> None:
    """Where the settings say so, each province offers its own town of the same code, with its own label."""
    form = read(
        "type | name | label | choice_filter",
        "select_one tinh | t | Tỉnh |",
        "select_one huyen | h | Huyện | tinh = ${t}",
        choices=(
            "list_name | name | label | tinh",
            *("tinh | bn | Bắc Ninh |", "tinh | hn | Hà Nội |"),
            *("huyen | gb | Gia Bình | bn", "huyen | gb | Gia Bình (Hà Nội) | hn"),
        ),
        settings=("form_id | allow_choice_duplicates", "f | yes"),
    )
    evaluation = engine.Evaluation(form, {"t": "hn", "h": "gb"}, TODAY)
    assert evaluation.show(form.items["h"], "gb") == "Gia Bình (Hà Nội)"
    assert evaluation.failure(form.items["h"]) is None


def test_a_code_with_spaces_may_be_the_only_one_chosen() -> None:
    """Spaces stand between the codes of several choices; one choice alone may have them in its code."""
    form = read(
        "type | name | label",
        "select_one x | a | A",
        choices=("list_name | name | label", "x | Mỹ Đức | Mỹ Đức"),
    )
    evaluation = engine.Evaluation(form, {"a": "Mỹ Đức"}, TODAY)
    assert evaluation.failure(form.items["a"]) is None
    assert evaluation.show(form.items["a"], "Mỹ Đức") == "Mỹ Đức"
