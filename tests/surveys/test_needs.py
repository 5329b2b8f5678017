"""Training needs: the methods on exact numbers, their intervals, where they disagree."""

import random
from collections.abc import Mapping
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveys.aggregation.needs import Pairs, mwds, mwds_ranks, rds, rds_ranks
from surveys.aggregation.needs.bootstrap import intervals
from surveys.aggregation.needs.disagreements import disagreements
from surveys.aggregation.needs.quadrants import ipa_crosshair, lf_crosshair, loci, priorities, quadrants
from tests.surveys.waves import T7

RATING = st.one_of(st.none(), st.integers(1, 5))
PAIRS = st.lists(st.tuples(RATING, RATING), min_size=1, max_size=40).filter(
    lambda pairs: any(None not in pair for pair in pairs)
)
COMPLETE = st.lists(st.tuples(st.integers(1, 5), st.integers(1, 5)), min_size=1, max_size=40)
SEVERAL = st.dictionaries(
    st.sampled_from([f"c{number:02d}" for number in range(1, 13)]), COMPLETE, min_size=1
)


def t7_pairs() -> dict[str, Pairs]:
    """The fixture's pairs by competency."""
    return {
        name: Pairs.of((_number(i), _number(c)) for i, c in zip(*columns, strict=True))
        for name, columns in T7.items()
    }


def _number(digit: str) -> int | None:
    return None if digit == "-" else int(digit)


def several_pairs(ratings: Mapping[str, list[tuple[int, int]]]) -> dict[str, Pairs]:
    """Pairs by competency."""
    return {name: Pairs.of(pairs) for name, pairs in ratings.items()}


# --- the fixture ------------------------------------------------------------------------------------


def test_the_fixture_gives_exactly_the_means_and_scores_of_the_domain() -> None:
    """T7: n, Ī, C̄, MWDS and RDS of four competencies, to the digit."""
    found = {
        name: (pairs.count, pairs.mean_importance, pairs.mean_level, mwds(pairs), rds(pairs))
        for name, pairs in t7_pairs().items()
    }

    assert found == {
        "c05": (6, Fraction(13, 3), Fraction(7, 3), Fraction(26, 3), Fraction(-250, 3)),
        "c06": (6, Fraction(4), Fraction(23, 6), Fraction(2, 3), Fraction(-50, 3)),
        "c08": (6, Fraction(29, 6), Fraction(11, 3), Fraction(203, 36), Fraction(-250, 3)),
        "c12": (5, Fraction(12, 5), Fraction(11, 5), Fraction(12, 25), Fraction(-20)),
    }


def test_the_fixture_counts_who_falls_short_and_who_does_not() -> None:
    """T7: NR, PR and TR of each competency."""
    found = {
        name: (pairs.short, pairs.over, pairs.count - pairs.short - pairs.over)
        for name, pairs in t7_pairs().items()
    }

    assert found == {"c05": (5, 0, 1), "c06": (2, 1, 3), "c08": (5, 0, 1), "c12": (2, 1, 2)}


def test_the_fixture_is_ranked_as_the_domain_ranks_it() -> None:
    """T7: MWDS ranks c05, c08, c06, c12; RDS ties c05 and c08 (the more important first) and puts c12 before c06."""
    pairs = t7_pairs()

    assert mwds_ranks(pairs) == {"c05": 1, "c08": 2, "c06": 3, "c12": 4}
    assert rds(pairs["c05"]) == rds(pairs["c08"])
    assert rds_ranks(pairs) == {"c08": 1, "c05": 2, "c12": 3, "c06": 4}


def test_the_fixture_stands_in_the_domains_quadrants() -> None:
    """T7: crosshairs 3.8917 / 3.0083 / 0.8833, quadrants A B B C, loci HH HL HH LL, priorities 1 – 1 –."""
    pairs = t7_pairs()
    ipa, lf = ipa_crosshair(pairs), lf_crosshair(pairs)

    assert (ipa.importance, ipa.other) == (Fraction(467, 120), Fraction(361, 120))
    assert (lf.importance, lf.other) == (Fraction(467, 120), Fraction(53, 60))
    assert [round(float(each), 4) for each in (ipa.importance, ipa.other, lf.other)] == [
        3.8917,
        3.0083,
        0.8833,
    ]
    assert quadrants(pairs) == {"c05": "A", "c06": "B", "c08": "B", "c12": "C"}
    assert loci(pairs) == {"c05": "HH", "c06": "HL", "c08": "HH", "c12": "LL"}
    assert priorities(pairs) == {"c05": 1, "c06": None, "c08": 1, "c12": None}


def test_the_fixture_shows_where_the_methods_disagree() -> None:
    """T7: the one method keeps c08 up, the other trains it first; c06 and c12 change places."""
    assert disagreements(t7_pairs()) == (("c08", "keep_or_train"), ("c06", "order"), ("c12", "order"))


# --- laws -------------------------------------------------------------------------------------------


@given(COMPLETE)
def test_borichs_score_is_the_mean_importance_times_the_gap(ratings: list[tuple[int, int]]) -> None:
    """On complete pairs MWDS = Ī·(Ī − C̄), and it is what the definition says person by person."""
    pairs = Pairs.of(ratings)
    mean = Fraction(sum(i for i, _ in ratings), len(ratings))

    assert mwds(pairs) == pairs.mean_importance * (pairs.mean_importance - pairs.mean_level)
    assert mwds(pairs) == sum(((i - c) * mean for i, c in ratings), Fraction(0)) / len(ratings)


@given(PAIRS)
def test_a_lone_half_counts_as_missing(ratings: list[tuple[int | None, int | None]]) -> None:
    """Pairs with one rating only change no figure."""
    complete = [pair for pair in ratings if None not in pair]

    assert Pairs.of(ratings) == Pairs.of(complete)
    assert Pairs.of(ratings).count == len(complete)


def test_no_complete_pair_is_no_competency() -> None:
    """Without a complete pair there is nothing to assess."""
    with pytest.raises(ValueError, match="no complete pair"):
        Pairs.of([(None, 3), (4, None)])


@given(COMPLETE, st.randoms(use_true_random=False))
def test_a_table_of_counts_says_the_same_as_the_persons(
    ratings: list[tuple[int, int]], chance: random.Random
) -> None:
    """Pairs gathered person by person, in any order, equal those gathered from counts."""
    counts = counts_of(ratings)
    chance.shuffle(ratings)

    assert Pairs.of(ratings) == Pairs.counted(counts, (1, 2, 3, 4, 5))


def counts_of(ratings: list[tuple[int, int]]) -> "np.ndarray[tuple[int, int], np.dtype[np.int64]]":
    """The table of pairs."""
    counts = np.zeros((5, 5), np.int64)
    for importance, level in ratings:
        counts[importance - 1, level - 1] += 1
    return counts


@given(COMPLETE)
def test_the_ranked_discrepancy_score_lies_between_minus_and_plus_a_hundred(
    ratings: list[tuple[int, int]],
) -> None:
    """RDS is −100 when everybody falls short and the negative when the roles of the ratings are changed."""
    score = rds(Pairs.of(ratings))

    assert -100 <= score <= 100
    assert (score == -100) == all(c < i for i, c in ratings)
    assert rds(Pairs.of([(c, i) for i, c in ratings])) == -score


@given(SEVERAL)
def test_ranks_are_a_permutation_that_follows_the_scores(ratings: dict[str, list[tuple[int, int]]]) -> None:
    """Ranks are 1 to k, better scores first, of equal ones the more important, then the code."""
    pairs = several_pairs(ratings)
    for ranks, sign, score in ((mwds_ranks(pairs), -1, mwds), (rds_ranks(pairs), 1, rds)):
        assert sorted(ranks.values()) == list(range(1, len(pairs) + 1))
        keys = [(sign * score(pairs[code]), -pairs[code].mean_importance, code) for code in ranks]
        assert keys == sorted(keys)


@given(SEVERAL)
def test_what_is_to_be_concentrated_on_is_trained_first_on_both_maps(
    ratings: dict[str, list[tuple[int, int]]],
) -> None:
    """Quadrant A lies in HH; priority 1 is in HH; there is always a highest on each axis."""
    pairs = several_pairs(ratings)
    quadrant, locus, priority = quadrants(pairs), loci(pairs), priorities(pairs)

    assert all(locus[code] == "HH" for code in pairs if quadrant[code] == "A")
    assert all(locus[code] == "HH" for code in pairs if priority[code] == 1)
    assert any(each in "AB" for each in quadrant.values())
    assert any(each[1] == "H" for each in locus.values())


@given(st.dictionaries(st.sampled_from(["c01", "c02", "c03"]), COMPLETE, min_size=1, max_size=1))
def test_one_competency_alone_leaves_nothing_to_disagree_on(
    ratings: dict[str, list[tuple[int, int]]],
) -> None:
    """On the crosshair counts as above: alone it is B, HH, rank 1 and priority 1."""
    pairs = several_pairs(ratings)
    (code,) = pairs

    assert (quadrants(pairs)[code], loci(pairs)[code], priorities(pairs)[code]) == ("B", "HH", 1)
    assert {what for _, what in disagreements(pairs)} <= {"keep_or_train"}


# --- intervals --------------------------------------------------------------------------------------


@settings(max_examples=30)
@given(st.lists(st.tuples(st.integers(1, 5), st.integers(1, 5)), min_size=20, max_size=80))
def test_intervals_contain_the_estimate(ratings: list[tuple[int, int]]) -> None:
    """The 95 % intervals of both scores hold the scores themselves."""
    pairs = Pairs.of(ratings)
    found = intervals(counts_of(ratings), (1, 2, 3, 4, 5), 2014, "c01", "total")

    assert found.mwds[0] <= mwds(pairs) <= found.mwds[1]
    assert found.rds[0] <= rds(pairs) <= found.rds[1]


def test_the_same_seed_draws_the_same_interval() -> None:
    """Intervals hang on the seed and the names alone."""
    counts = counts_of([(5, 2), (4, 4), (3, 1), (5, 5), (2, 3)] * 6)
    scale = (1, 2, 3, 4, 5)

    assert intervals(counts, scale, 1, "c01") == intervals(counts, scale, 1, "c01")
    assert intervals(counts, scale, 1, "c01") != intervals(counts, scale, 2, "c01")
    assert intervals(counts, scale, 1, "c01") != intervals(counts, scale, 1, "c02")


def test_everybody_alike_leaves_no_interval() -> None:
    """Where all rate the same, the interval is the score."""
    found = intervals(counts_of([(5, 2)] * 9), (1, 2, 3, 4, 5), 2014)

    assert found.mwds == (Fraction(15), Fraction(15))
    assert found.rds == (Fraction(-100), Fraction(-100))


def test_the_interval_is_as_wide_as_theory_says() -> None:
    """Of 400 people, half short: RDS varies by 1.96·√(p(1−p)/n), some 4.9 points to either side."""
    found = intervals(counts_of([(5, 2)] * 200 + [(3, 3)] * 200), (1, 2, 3, 4, 5), 2014)

    assert float(found.rds[0]) == pytest.approx(-54.9, abs=0.7)
    assert float(found.rds[1]) == pytest.approx(-45.1, abs=0.7)
