"""What a form says and its author hardly means is told, and nothing else is."""

from itertools import product

import pytest

from surveys.expressions import parse, truth
from surveys.xlsform import examine_form
from surveys.xlsform.domains import Domain, can_hold
from tests.surveys.bad_forms import CHOICES, markdown
from tests.surveys.test_expressions import Answers

HEADER = "type | name | label | relevant | constraint"


def doubts(*rows: str) -> list[tuple[str, str]]:
    """Return the notes of a form with a list of yes and no, with their cells."""
    read = examine_form(*markdown(HEADER, *rows, choices=(*CHOICES, "yn | 3 | Khác")))
    assert read.form is not None
    return [(note.code, note.place.cell) for note in read.notes if note.code != "list_unused"]


def test_what_hangs_on_a_question_that_is_never_asked_is_never_asked_either() -> None:
    """Bounds of an earlier answer, the groups around and answers that are never given are taken together."""
    rows = [
        "integer | age | Tuổi | | . >= 18 and . <= 65",
        "begin_group | g | Nhóm | ${age} > 70",
        "text | a | A",
        "end_group",
        "text | b | B | ${a} = 'x'",
        "text | c | C | ${a} != 'x'",
        "text | d | D | ${age} > 60 or ${a} = 'x'",
        "begin_group | h | Nhóm | ${age} < 30",
        "text | e | E | ${age} > 40",
        "end_group",
        "text | off | Để dành | false",
        "text | f | F | ${off} = 'x'",
    ]
    assert doubts(*rows)[-1:] == [("never_asked", "E14")]
    assert doubts(*rows)[:-1] == [("never_asked", "E4"), ("never_asked", "E7"), ("never_asked", "E11")]


@pytest.mark.parametrize(
    "condition",
    [
        "${q} = 'y' or ${q} = '3'",
        "${q} = 3",
        "${q} > 2",
        "${q} != 'n'",
        "${q} = ''",
        "selected(${q}, 'n')",
        "not(${q} = 'y')",
        "${other} = 'co'",
        "'y' = ${q}",
        "string-length(${other}) > 3 and ${other} = 'bốn mươi'",
    ],
)
def test_what_may_hold_is_no_doubt(condition: str) -> None:
    """Codes of the list, its numbers, an empty answer and free texts are compared without a word."""
    assert doubts("select_one yn | q | Q", "text | other | O", f"text | a | A | {condition}") == []


PARTS = (
    "{} < 3",
    "{} >= 3",
    "{} = 5",
    "5 > {}",
    "{} != 3",
    "{} = ''",
    "not({} = 5)",
    "({} = 1 or {} > 6)",
    "{} = 'x'",
)


def test_nothing_is_called_impossible_that_an_answer_fulfils() -> None:
    """Whatever two conditions on a number or a code hold for some answer, can hold; for whole numbers it is exact."""
    numbers = ["", *(str(number) for number in range(9))]
    for kind, values in ((Domain(is_whole=True), numbers), (Domain(frozenset(numbers[1:])), numbers)):
        for parts in product(PARTS, repeat=2):
            condition = parse(" and ".join(part.replace("{}", "${n}") for part in parts))
            fulfilled = any(truth(condition, Answers({"n": value})) for value in values)
            possible = can_hold([condition.root], {"n": kind})
            assert possible or not fulfilled, condition.source
            if "not(" not in condition.source and "!=" not in condition.source and kind.is_whole:
                assert possible == fulfilled or "'x'" in condition.source, condition.source
