"""The packed projection: what is counted from bytes is what is counted from the answers that count."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveys.expressions import parse
from surveys.interview import Evaluation, Interview, Status, counted_answers_of
from surveys.projection import Layout, Standing, pack, pack_interview, standing_of
from surveys.projection.layout import GIVEN, LEFT_EMPTY, NOT_ASKED, NOT_REACHED
from surveys.projection.matrix import Matrix
from surveys.questionnaire import Choice, Item, ItemType, Questionnaire, Screen

TODAY = date(2026, 12, 1)
FEW = [f"f{place}" for place in range(4)]
MANY = [f"m{place}" for place in range(300)]  # one byte does not tell them apart
TICKED = [f"t{place}" for place in range(11)]  # bits in two bytes


def one(name: str, kind: ItemType, choice_list: str = "", relevant: str = "") -> Screen:
    """Make a screen of one question."""
    condition = parse(relevant) if relevant else None
    return Screen(name, (Item(name, kind, name, relevant=condition, choice_list=choice_list),))


def choices(names: Sequence[str]) -> tuple[Choice, ...]:
    """Make a choice list."""
    return tuple(Choice(name, name.upper()) for name in names)


FORM = Questionnaire(
    "packed",
    "1",
    "Phiếu",
    (
        one("few", ItemType.SELECT_ONE, "few"),
        one("hint", ItemType.NOTE),
        one("many", ItemType.SELECT_ONE, "many"),
        one("ticked", ItemType.SELECT_MULTIPLE, "ticked", "${few} != 'f3'"),
        one("number", ItemType.INTEGER, "", "${few} = 'f1' or ${few} = 'f2'"),
        one("words", ItemType.TEXT),
    ),
    choice_lists={"few": choices(FEW), "many": choices(MANY), "ticked": choices(TICKED)},
)
LAYOUT = Layout.of(FORM)
SELECTS = ("few", "many", "ticked")

VALUES = {
    "few": st.sampled_from(["", *FEW, "gone"]),
    "many": st.sampled_from(["", MANY[0], MANY[249], MANY[250], MANY[299], "gone"]),
    "ticked": st.sets(st.sampled_from([*TICKED, "gone"])).map(lambda names: " ".join(sorted(names))),
    "number": st.sampled_from(["", "-1001", "-1000", "0", "7", "64531", "64532", "99999999", "1.5"]),
    "words": st.text(max_size=3),
}
ANSWERS = st.fixed_dictionaries({}, optional=VALUES)


def packed(answers: Mapping[str, str], standing: Standing = Standing.COMPLETED) -> bytes:
    """Pack answers to the form above."""
    return pack(LAYOUT, Evaluation(FORM, answers, TODAY), standing)


def matrix_of(people: Sequence[Mapping[str, str]]) -> Matrix:
    """Lay people's answers side by side."""
    return Matrix(LAYOUT, b"".join(packed(answers) for answers in people))


def counted(people: Sequence[Mapping[str, str]]) -> list[dict[str, str]]:
    """Return the answers that count, one by one."""
    return [counted_answers_of(FORM, answers, TODAY) for answers in people]


def test_slots_follow_each_other_in_asking_order() -> None:
    """After the standing each question has its bytes: two where one does not suffice, bits after a multiple choice."""
    found = [(slot.item, slot.start, slot.width, slot.mask) for slot in LAYOUT.slots]
    assert found == [
        ("few", 1, 1, 0),
        ("many", 2, 2, 0),
        ("ticked", 4, 1, 2),
        ("number", 7, 2, 0),
        ("words", 9, 1, 0),
    ]
    assert LAYOUT.size == len(packed({})) == 10


def test_a_layout_is_worked_out_once_a_form() -> None:
    """The same form gives the same layout again; a form with other choices has one of its own."""
    assert Layout.of(FORM) is LAYOUT
    other = FORM.with_choice_lists({"few": choices(MANY)})
    assert Layout.of(other) is not LAYOUT
    assert Layout.of(other).slots[0].width == 2


def test_the_numbers_tell_what_became_of_a_question() -> None:
    """Not asked, not reached, left empty and given are told apart."""
    people = [{}, {"few": ""}, {"few": "f3", "ticked": "t1"}, {"few": "f1", "words": "x"}]
    matrix = matrix_of(people)
    assert matrix.numbers("few").tolist() == [NOT_REACHED, LEFT_EMPTY, GIVEN + 3, GIVEN + 1]
    assert matrix.numbers("ticked").tolist() == [NOT_REACHED, NOT_REACHED, NOT_ASKED, NOT_REACHED]
    assert matrix.numbers("number").tolist() == [NOT_ASKED, NOT_ASKED, NOT_ASKED, NOT_REACHED]
    assert matrix.numbers("words").tolist() == [NOT_REACHED, NOT_REACHED, NOT_REACHED, GIVEN]
    assert ("words" in matrix, "hint" in matrix, len(matrix)) == (True, False, 4)


@settings(max_examples=60)
@given(st.lists(ANSWERS, max_size=12))
def test_counts_are_those_of_the_answers(people: list[dict[str, str]]) -> None:
    """Each choice is counted as often as it stands among the answers that count, never where it is irrelevant."""
    matrix, answers = matrix_of(people), counted(people)
    for item in SELECTS:
        plain = Counter(code for each in answers for code in each.get(item, "").split())
        known = [choice.name for choice in FORM.choices(FORM.items[item])]
        assert matrix.counts(item) == {code: plain[code] for code in known}
        for code in known[:12]:
            assert matrix.is_choice(item, code).tolist() == [
                code in each.get(item, "").split() for each in answers
            ]
    for item in FORM.items:
        if item != "hint":
            assert matrix.is_given(item).tolist() == [item in each for each in answers]


@settings(max_examples=60)
@given(st.lists(ANSWERS, max_size=12))
def test_a_cross_table_is_that_of_the_answers(people: list[dict[str, str]]) -> None:
    """Each pair of choices is counted as often as one person gave both."""
    plain = Counter((each.get("few"), each.get("many")) for each in counted(people))
    assert matrix_of(people).cross("few", "many").tolist() == [[plain[a, b] for b in MANY] for a in FEW]
    assert matrix_of(people).cross("many", "few").tolist() == [[plain[b, a] for b in FEW] for a in MANY]


@settings(max_examples=60)
@given(st.lists(ANSWERS, max_size=12))
def test_ticks_and_whole_numbers_come_back(people: list[dict[str, str]]) -> None:
    """Every tick is there, and every whole number that fits; one that does not is given without a value."""
    matrix, answers = matrix_of(people), counted(people)
    ticked = [[code in each.get("ticked", "").split() for code in TICKED] for each in answers]
    assert matrix.chosen("ticked").tolist() == ticked
    fits = [each.get("number", "") in ("-1000", "0", "7", "64531") for each in answers]
    assert matrix.is_integer("number").tolist() == fits
    numbers = [int(each["number"]) for each, does_fit in zip(answers, fits, strict=True) if does_fit]
    assert matrix.integers("number")[matrix.is_integer("number")].tolist() == numbers


@given(st.lists(st.tuples(ANSWERS, st.sampled_from(Standing)), max_size=8))
def test_only_half_done_responses_count(people: list[tuple[dict[str, str], Standing]]) -> None:
    """Breakoffs are in the matrix and do not count; a part of it is a matrix of that part."""
    matrix = Matrix(LAYOUT, b"".join(packed(answers, standing) for answers, standing in people))
    counting = [answers for answers, standing in people if standing is not Standing.BREAKOFF]
    assert len(matrix) == len(people)
    assert matrix.counted().counts("few") == matrix_of(counting).counts("few")
    chosen = matrix.is_choice("few", "f1")
    assert (
        matrix.where(chosen).counts("few")["f1"] == int(np.count_nonzero(chosen)) == len(matrix.where(chosen))
    )


@pytest.mark.parametrize("status", Status)
def test_a_standing_is_the_outcome_of_the_case(status: Status) -> None:
    """Submitted is completed, also while it is corrected; else half of the required items decide."""
    for answered, required, total in product((0, 1, 5), (0, 1, 2, 3), (0, 3, 4)):
        found = standing_of(status, answered, required, total)
        if status in (Status.COMPLETED, Status.AMENDED):
            assert found is Standing.COMPLETED
        else:
            is_half_done = answered > 0 and 2 * required >= total
            assert found is (Standing.PARTIAL if is_half_done else Standing.BREAKOFF)


def test_an_interview_packs_as_it_stands() -> None:
    """Nothing required and something answered: a partial response; the answer is where it belongs."""
    content = pack_interview(Interview(FORM, {"few": "f2"}, "many", today=TODAY))
    assert content == packed({"few": "f2"}, Standing.PARTIAL)
    assert content[:2] == bytes([Standing.PARTIAL, GIVEN + 2])


def test_broken_bytes_are_refused() -> None:
    """Bytes that are no whole number of responses make no matrix."""
    with pytest.raises(ValueError, match="11 bytes"):
        Matrix(LAYOUT, b"\x00" * 11)
