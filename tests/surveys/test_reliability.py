"""Cronbach's α: published figures to reproduce, its laws, and when it is reported."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from numpy.typing import NDArray

from surveys.aggregation.reliability import alpha, reliability_tables
from surveys.aggregation.table import Code, Count, Measure, Table
from surveys.reporting.wording import Lexicon
from tests.surveys.waves import (
    Answers,
    competency,
    form_of,
    material_of,
    material_of_matrix,
    matrix_of,
    rated_form,
    shuffled,
)

LSAT6 = """
00000:3 00001:6 00010:2 00011:11 00100:1 00101:1 00110:3 00111:4 01000:1 01001:8 01010:0 01011:16 01100:0 01101:3
01110:2 01111:15 10000:10 10001:29 10010:14 10011:81 10100:3 10101:28 10110:15 10111:80 11000:16 11001:56 11010:21
11011:173 11100:11 11101:61 11110:28 11111:298
"""
"""Law School Admission Test, section 6 (Bock & Lieberman 1970): how many of 1,000 people gave each pattern."""

SCORES = st.integers(3, 5).flatmap(
    lambda items: st.lists(
        st.lists(st.integers(1, 5), min_size=items, max_size=items), min_size=3, max_size=30
    )
)


def lsat6() -> NDArray[np.int64]:
    """The 1,000 people's answers to five items."""
    patterns = [entry.split(":") for entry in LSAT6.split()]
    people = [[int(digit) for digit in pattern] for pattern, count in patterns for _ in range(int(count))]
    return np.array(people, np.int64)


def test_alpha_of_the_law_school_test_is_the_published_one() -> None:
    """T2: item totals 924, 709, 553, 763, 870 of 1,000; α = 0.29499719 (0.295 in print)."""
    scores = lsat6()
    found = alpha(scores)

    assert scores.shape == (1000, 5)
    assert scores.sum(axis=0).tolist() == [924, 709, 553, 763, 870]
    assert found is not None
    assert round(float(found), 8) == 0.29499719


def test_alpha_of_the_small_example_is_exact() -> None:
    """T4: four people, three items: 1.5·(1 − 4.25/12.25) = 48/49."""
    found = alpha(np.array([(4, 5, 4), (3, 4, 3), (5, 5, 5), (2, 3, 2)]))

    assert found == Fraction(3, 2) * (1 - Fraction(17, 49))
    assert round(float(found), 6) == 0.979592


@given(SCORES, st.lists(st.integers(-9, 9), min_size=5, max_size=5))
def test_shifting_a_scale_changes_nothing(scores: list[list[int]], shifts: list[int]) -> None:
    """A constant added to an item leaves α as it is."""
    exact = np.array(scores)

    assert alpha(exact) == alpha(exact + np.array(shifts[: exact.shape[1]]))


@given(SCORES, st.integers(0, 9))
def test_neither_the_order_of_people_nor_that_of_items_matters(scores: list[list[int]], seed: int) -> None:
    """Rows and columns may be shuffled."""
    exact, chance = np.array(scores), np.random.default_rng(seed)

    assert alpha(exact) == alpha(chance.permutation(chance.permutation(exact), axis=1))


@given(SCORES)
def test_alpha_is_what_the_sample_variances_say(scores: list[list[int]]) -> None:
    """The exact figure agrees with the formula in floating point, and is never above one."""
    exact = np.array(scores)
    found = alpha(exact)
    assume(found is not None)
    assert found is not None
    items = exact.shape[1]
    formula = items / (items - 1) * (1 - exact.var(axis=0, ddof=1).sum() / exact.sum(axis=1).var(ddof=1))

    assert float(found) == pytest.approx(formula, abs=1e-9)
    assert found <= 1


def test_alpha_is_undefined_where_the_total_does_not_vary() -> None:
    """No variance of the total, one item alone, nobody: no α."""
    assert alpha(np.array([[1, 5], [5, 1], [3, 3]])) is None
    assert alpha(np.array([[1], [5]])) is None
    assert alpha(np.zeros((0, 3), np.int64)) is None


def test_items_that_go_together_have_an_alpha_of_one() -> None:
    """The same answer to every item: perfectly reliable."""
    assert alpha(np.array([[n, n, n] for n in (1, 2, 5)])) == 1


# --- the table --------------------------------------------------------------------------------------


def people_of(count: int, title: str = "bt") -> list[Answers]:
    """People who rate three competencies, the last importance now and then left out."""
    return [
        {
            "a_title": title,
            **{f"c0{item}_i": str(1 + (person * item + person // 4) % 5) for item in (1, 2, 3)},
            **{f"c0{item}_c": str(1 + person % 5) for item in (1, 2, 3)},
            **({"c03_i": ""} if person % 8 == 7 else {}),
        }
        for person in range(count)
    ]


def rows_of(table: Table) -> list[tuple[object, ...]]:
    """Rows as scale, items, n, α."""
    rows: list[tuple[object, ...]] = []
    for scale, items, n, found in table.rows:
        assert isinstance(scale, Code)
        assert isinstance(n, Count)
        assert isinstance(found, Measure)
        rows.append((scale.code, items, n.value, found.value))
    return rows


def notes_of(table: Table) -> set[str]:
    """The codes of a table's notes."""
    return {note.code for note in table.notes}


def test_alpha_is_reported_of_complete_answers() -> None:
    """Forty people, five of them without one importance: listwise, 35 count for the importance, 40 for the level."""
    table, *_ = reliability_tables(material_of(rated_form("c01", "c02", "c03"), people_of(40)))
    complete = [person for person in people_of(40) if person["c03_i"]]
    scores = np.array([[int(person[f"c0{item}_i"]) for item in (1, 2, 3)] for person in complete])

    assert rows_of(table) == [("importance", 3, 35, alpha(scores)), ("level", 3, 40, Fraction(1))]


def test_below_thirty_people_or_three_items_there_is_no_alpha() -> None:
    """29 people, or two competencies that all are asked: no figure, and a note says why."""
    few, *others = reliability_tables(material_of(rated_form("c01", "c02", "c03"), people_of(29)))
    form = form_of(competency("c01"), competency("c02"), competency("c03", "${a_title} = 'qs'"))
    short, *_ = reliability_tables(material_of(form, people_of(40)))

    assert [row[3] for row in rows_of(few)] == [None, None]
    assert not others
    assert [(row[1], row[3]) for row in rows_of(short)] == [(2, None), (2, None)]
    assert "alpha_few" in notes_of(few) & notes_of(short)


def test_a_total_that_does_not_vary_is_said_in_words() -> None:
    """Everybody rates alike: α is not defined."""
    person = {f"c0{item}_{half}": "3" for item in (1, 2, 3) for half in "ic"}
    table, *_ = reliability_tables(material_of(rated_form("c01", "c02", "c03"), [person] * 30))

    assert [row[3] for row in rows_of(table)] == [None, None]
    assert "alpha_undefined" in notes_of(table)


def test_a_large_group_has_an_alpha_over_what_it_is_asked() -> None:
    """A title group of thirty has its own table, over the competencies that everybody in it is asked."""
    form = form_of(*(competency(f"c0{item}", "${a_title} = 'bt'" if item == 3 else "") for item in (1, 2, 3)))
    overall, *groups = reliability_tables(material_of(form, people_of(32) + people_of(9, "qs")))

    assert [(row[1], row[2]) for row in rows_of(overall)] == [(2, 41), (2, 41)]
    assert [table.subject for table in groups] == [Code("title_group", "dang")]
    assert [(row[0], row[1], row[2]) for row in rows_of(groups[0])] == [
        ("importance", 3, 28),
        ("level", 3, 32),
    ]


def test_the_order_of_the_answers_does_not_matter() -> None:
    """Shuffled responses give the same tables."""
    form = rated_form("c01", "c02", "c03")
    matrix = matrix_of(form, people_of(45))

    assert list(reliability_tables(material_of_matrix(form, matrix))) == list(
        reliability_tables(material_of_matrix(form, shuffled(matrix, 3)))
    )


def test_every_word_is_there() -> None:
    """Titles, headings, scales and notes are worded."""
    form = rated_form("c01", "c02", "c03")
    words = Lexicon(form)
    for table in reliability_tables(material_of(form, people_of(40))):
        assert words.title(table)
        assert all(words.heading(table, column) for column in table.columns)
        assert all("{" not in words.note(note) for note in table.notes)
        assert all(words.label(row[0]) != row[0].code for row in table.rows if isinstance(row[0], Code))


def test_without_competencies_there_is_no_table() -> None:
    """A form that rates nothing has no scale."""
    assert not list(reliability_tables(material_of(form_of(), [{"a_title": "bt"}])))
