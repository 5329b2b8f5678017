"""The chi-squared test and what goes with it, against the printed tables and by laws."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.aggregation.independence import (
    FEWEST_EXPECTED,
    chi_squared,
    cramers_v,
    holm,
    p_value,
    pooled,
)

counts = st.lists(st.lists(st.integers(0, 60), min_size=4, max_size=4), min_size=2, max_size=3).filter(
    lambda rows: all(map(sum, rows))
)


@pytest.mark.parametrize(
    ("statistic", "freedom", "p"),
    [
        (3.841, 1, 0.05),
        (6.635, 1, 0.01),
        (5.991, 2, 0.05),
        (11.345, 3, 0.01),
        (9.488, 4, 0.05),
        (18.307, 10, 0.05),
    ],
)
def test_the_tail_is_that_of_the_printed_tables(statistic: float, freedom: int, p: float) -> None:
    """The critical values of every textbook."""
    assert p_value(statistic, freedom) == pytest.approx(p, rel=1e-3)


def test_a_known_table() -> None:
    """Worked out by hand: 20/30 and 30/20 of 50 each give 4.0 on one degree of freedom, V 0.2."""
    rows = [[20, 30], [30, 20]]
    statistic, freedom = chi_squared(rows)
    assert (round(statistic, 9), freedom) == (4.0, 1)
    assert cramers_v(rows) == pytest.approx(0.2)


@given(counts)
def test_nothing_rare_is_left(rows: list[list[int]]) -> None:
    """Every cell that is left may be expected five times, nobody is lost, and V lies between 0 and 1."""
    kept = pooled(rows)
    if not kept[0]:
        return
    assert len(kept[0]) > 1
    columns = [sum(column) for column in zip(*kept, strict=True)]
    total = sum(map(sum, kept))
    assert min(sum(row) * column / total for row in kept for column in columns) >= FEWEST_EXPECTED - 1e-9
    assert total == sum(map(sum, rows))
    assert -1e-9 <= cramers_v(kept) <= 1 + 1e-9
    assert 0 <= p_value(*chi_squared(kept)) <= 1


@given(st.floats(0, 200), st.integers(1, 40))
def test_the_tail_falls(statistic: float, freedom: int) -> None:
    """A larger statistic is never more likely by chance."""
    assert p_value(statistic + 1, freedom) <= p_value(statistic, freedom) + 1e-12


def test_many_tests_are_judged_together() -> None:
    """Holm: the smallest against a third of the level, the next against half; none after one that fails."""
    assert holm([0.02, 0.003, 0.004], 0.01) == [False, True, True]
    assert holm([0.004, 0.02, 0.003], 0.005) == [False, False, False]
    assert holm([], 0.05) == []
