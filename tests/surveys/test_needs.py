"""Training needs: the methods on exact numbers, their tables, their intervals, where they disagree."""

import random
from collections.abc import Mapping
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveys.aggregation.competencies import NOT_RATED, competencies, pair_ratings
from surveys.aggregation.groups import age_bands, title_groups
from surveys.aggregation.hiding import hide
from surveys.aggregation.needs import Pairs, mwds, mwds_ranks, needs_tables, rds, rds_ranks
from surveys.aggregation.needs.bootstrap import intervals
from surveys.aggregation.needs.disagreements import disagreements
from surveys.aggregation.needs.quadrants import ipa_crosshair, lf_crosshair, loci, priorities, quadrants
from surveys.aggregation.table import HIDDEN, Cell, Code, Count, Measure, Table
from surveys.projection import Standing
from surveys.reporting.wording import Lexicon
from tests.surveys.waves import (
    competency,
    form_of,
    material_of,
    material_of_matrix,
    matrix_of,
    rated_form,
    ratings_of,
    shuffled,
    single,
)

T7 = {
    "c05": ("545345", "233312"),
    "c06": ("443544", "343445"),
    "c08": ("555455", "434434"),
    "c12": ("23232-", "223312"),
}
"""The domain's own fixture: importance and level of six respondents, one importance missing."""

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


# --- the tables -------------------------------------------------------------------------------------


def t7_people(**facts: str) -> list[dict[str, str]]:
    """The fixture's six respondents."""
    return [{**facts, **ratings_of(T7, person)} for person in range(6)]


def rows_of(table: Table) -> dict[str, dict[str, object]]:
    """Rows by competency, cells by column; figures without their bases."""
    return {
        row[0].code: {column.key: plain(cell) for column, cell in zip(table.columns, row, strict=True)}
        for row in table.rows
        if isinstance(row[0], Code)
    }


def plain(cell: Cell) -> object:
    """A cell's value."""
    value = cell.value if isinstance(cell, Measure | Count) else cell
    return value.code if isinstance(value, Code) else value


def tables_of(people: list[dict[str, str]], *screens: str) -> list[Table]:
    """The tables of a wave of competencies that all are asked."""
    return list(needs_tables(material_of(rated_form(*screens), people)))


def test_the_table_of_the_fixture_has_every_figure() -> None:
    """T7 through packing, counting and the table: rows by rank, every figure in its column, both crosshairs."""
    needs, methods, *_ = tables_of(t7_people(a_title="bt"), *T7)
    rows = rows_of(needs)

    assert list(rows) == ["c05", "c08", "c06", "c12"]
    top = ("B", "HH", 1)
    keys = ("n", "importance", "level", "gap", "mwds", "rank", "rds", "rds_rank", "ipa", "lf", "priority")
    assert [[row[key] for key in keys] for row in rows.values()] == [
        [6, Fraction(13, 3), Fraction(7, 3), 2, Fraction(26, 3), 1, Fraction(-250, 3), 2, "A", "HH", 1],
        [
            6,
            Fraction(29, 6),
            Fraction(11, 3),
            Fraction(7, 6),
            Fraction(203, 36),
            2,
            Fraction(-250, 3),
            1,
            *top,
        ],
        [6, 4, Fraction(23, 6), Fraction(1, 6), Fraction(2, 3), 3, Fraction(-50, 3), 4, "B", "HL", None],
        [5, Fraction(12, 5), Fraction(11, 5), Fraction(1, 5), Fraction(12, 25), 4, -20, 3, "C", "LL", None],
    ]
    notes = {note.code: note.parameters for note in needs.notes}
    assert notes["ipa_crosshair"] == {"importance": Fraction(467, 120), "level": Fraction(361, 120)}
    assert notes["lf_crosshair"] == {"importance": Fraction(467, 120), "gap": Fraction(53, 60)}
    assert notes["methods_disagree"] == {"count": 3}
    assert [(row["screen"], row["disagreement"]) for row in rows_of(methods).values()] == [
        ("c08", "keep_or_train"),
        ("c06", "order"),
        ("c12", "order"),
    ]


def test_each_title_group_has_a_table_of_its_own() -> None:
    """Two groups of six who answer alike: two tables with the fixture's figures, one of all with twice the n."""
    people = t7_people(a_title="bt") + t7_people(a_title="vptk")
    needs, *others = tables_of(people, *T7)
    groups = {t.subject.code: rows_of(t) for t in others if t.subject is not None}

    assert list(groups) == ["dang", "cc"]
    assert [row["n"] for row in rows_of(needs).values()] == [12, 12, 12, 10]
    for rows in groups.values():
        assert [(row["n"], row["mwds"]) for row in rows.values()] == [
            (6, Fraction(26, 3)),
            (6, Fraction(203, 36)),
            (6, Fraction(2, 3)),
            (5, Fraction(12, 25)),
        ]


def test_who_is_not_asked_a_competency_does_not_count() -> None:
    """A competency that only one title rates has that title's n, and no row in another group's table."""
    form = form_of(competency("c01"), competency("c02", "${a_title} = 'bt'"))
    people = [
        {"a_title": title, "c01_i": "5", "c01_c": "3", "c02_i": "4", "c02_c": "1"}
        for title in ["bt"] * 6 + ["vptk"] * 7
    ]
    needs, *others = needs_tables(material_of(form, people))
    groups = {t.subject.code: rows_of(t) for t in others if t.subject is not None}

    assert {code: row["n"] for code, row in rows_of(needs).items()} == {"c02": 6, "c01": 13}
    assert set(groups["dang"]) == {"c01", "c02"}
    assert set(groups["cc"]) == {"c01"}


def test_ratings_by_fewer_than_five_are_neither_ranked_nor_in_a_crosshair() -> None:
    """A rank or a crosshair would give away what the hidden row says."""
    people = [{"a_title": "bt", "c01_i": "5", "c01_c": "3"} for _ in range(9)]
    people = [*people, *({"a_title": "bt", "c02_i": "5", "c02_c": "1"} for _ in range(4))]
    needs, *_ = tables_of(people, "c01", "c02")
    rows = rows_of(needs)

    assert list(rows) == ["c01", "c02"]
    assert rows["c01"]["rank"] == 1
    assert {rows["c02"][column.key] for column in needs.columns[2:]} == {None}
    notes = {note.code: note.parameters for note in needs.notes}
    assert notes["ipa_crosshair"] == {"importance": 5, "level": 3}
    assert "needs_few" in notes


def test_a_small_group_costs_a_group_and_not_the_whole() -> None:
    """Three of a group rate a competency: theirs and another group's figures are hidden, those of all are not."""
    form = form_of(competency("c01"), competency("c02", "selected('ct_ubnd mttq qs', ${a_title})"))
    titles = ["ct_ubnd"] * 11 + ["mttq"] * 22 + ["vptk"] * 20 + ["qs"] * 3
    people = [
        {"a_title": t, "c01_i": "5", "c01_c": "3", "c02_i": str(3 + n % 3), "c02_c": str(1 + n % 4)}
        for n, t in enumerate(titles)
    ]
    shown = hide(list(needs_tables(material_of(form, people))))
    overall, *others = (table for table in shown if table.key in ("needs", "needs_group"))
    hidden = {
        table.subject.code: [
            row[0].code for row in table.rows if row[2] is HIDDEN and isinstance(row[0], Code)
        ]
        for table in others
        if table.subject is not None
    }

    assert all(row[2] is not HIDDEN for row in overall.rows)
    assert hidden.pop("cc") == ["c02"]
    assert sorted(hidden.values()) == [[], ["c02"]]
    assert not any(
        note.code == "ipa_crosshair" for table in others for note in table.notes if len(table.rows) > 1
    )


@settings(max_examples=25)
@given(
    st.lists(st.tuples(st.sampled_from(["bt", "mttq", "qs", ""]), RATING, RATING), min_size=1, max_size=40)
)
def test_groups_add_up_to_all_in_any_order_of_the_answers(
    drawn: list[tuple[str, int | None, int | None]],
) -> None:
    """N of all is the sum over the groups, as the sums say; shuffled answers give the same tables to the digit."""
    form = rated_form("c01", "c02")
    people = [
        {"a_title": t, "c01_i": str(i or ""), "c01_c": str(c or ""), "c02_i": str(c or ""), "c02_c": "3"}
        for t, i, c in drawn
    ]
    matrix = matrix_of(form, people)
    tables = list(needs_tables(material_of_matrix(form, matrix)))

    for add_up in (each for table in tables for each in table.sums):
        assert add_up.total.value == sum(part.value for part in add_up.parts)
    assert tables == list(needs_tables(material_of_matrix(form, shuffled(matrix, 7))))


def test_every_word_of_the_tables_is_there() -> None:
    """Titles, headings, findings and notes are worded, none stands as its code."""
    people = t7_people(a_title="bt") + t7_people(a_title="vptk")
    form = rated_form(*T7)
    words = Lexicon(form)
    for table in needs_tables(material_of(form, people)):
        assert words.title(table)
        assert all(words.heading(table, column) for column in table.columns)
        assert all("{" not in words.note(note) for note in table.notes)
        findings = [c.value for row in table.rows for c in row if isinstance(c, Measure)]
        assert all(words.label(each) != each.code for each in findings if isinstance(each, Code))


def test_without_competencies_or_a_wave_there_are_no_tables() -> None:
    """Nothing is made of nothing."""
    form = form_of()

    assert list(needs_tables(material_of(form, [{"a_title": "bt"}]))) == []
    assert list(needs_tables(material_of(rated_form("c01"), []))) == []


def test_broken_off_responses_do_not_count() -> None:
    """Only responses that count are assessed."""
    form = rated_form(*T7)
    matrix = matrix_of(form, t7_people(a_title="bt"), Standing.BREAKOFF)

    assert list(needs_tables(material_of_matrix(form, matrix))) == []


# --- whose response, which competency ---------------------------------------------------------------


def test_competencies_are_screens_of_two_ratings_on_one_scale() -> None:
    """A screen with one rating, or with two scales, is none; relevance says whether all are asked."""
    half, lone = competency("c09"), competency("c10")
    other = single(half.items[0])
    form = form_of(
        competency("c01"), competency("c02", "${a_title} = 'bt'"), other, lone, five=("1", "2", "na")
    )
    found = competencies(form)

    assert [(each.screen, each.scale, each.is_asked_of_all) for each in found] == [
        ("c01", (1, 2), True),
        ("c02", (1, 2), False),
        ("c10", (1, 2), True),
    ]


def test_a_choice_that_is_no_number_is_no_rating() -> None:
    """The choice "na" counts as missing, and so does the other half with it."""
    form = form_of(competency("c01"), five=("1", "2", "na"))
    people = [{"c01_i": "1", "c01_c": "2"}, {"c01_i": "na", "c01_c": "2"}, {"c01_i": "2"}]
    importance, level = pair_ratings(matrix_of(form, people), competencies(form)[0])

    assert importance.tolist() == [1, NOT_RATED, NOT_RATED]
    assert level.tolist() == [2, NOT_RATED, NOT_RATED]


def test_responses_fall_into_title_groups_and_age_bands() -> None:
    """A title gives its group; the age is that reached in the year of the wave, bands end at 30, 40, 50, 55."""
    form = form_of()
    years = {"1996": "to30", "1995": "31to40", "1986": "31to40", "1985": "41to50", "1976": "41to50"}
    years |= {"1975": "51to55", "1971": "51to55", "1970": "over55", "": "missing"}
    titles = {"bt": "dang", "pct_ubnd": "cq", "ccb": "dt", "tpht": "cc", "": "missing"}
    by_year = matrix_of(form, [{"a_birth": year} for year in years])
    by_title = matrix_of(form, [{"a_title": title} for title in titles])
    bands, groups = age_bands(form, by_year, 2026), title_groups(form, by_title)

    assert [bands.codes[place] for place in bands.place] == list(years.values())
    assert [groups.codes[place] for place in groups.place] == list(titles.values())
