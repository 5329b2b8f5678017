"""Disclosure control: of a group of fewer than five no answer is told, and no figure tells what everybody said."""

from dataclasses import replace
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveys.aggregation.demand import demand_tables
from surveys.aggregation.hiding import hide
from surveys.aggregation.needs import Pairs, is_telling, needs_tables
from surveys.aggregation.table import (
    HIDDEN,
    Cell,
    Code,
    Column,
    Count,
    Kind,
    Measure,
    Note,
    Share,
    Source,
    Sum,
    Table,
    everybody,
    part,
    split,
)
from tests.surveys.hiding_reader import Reader, seen
from tests.surveys.hiding_tables import EVERYBODY, Person, cross, one_way, persons, ticked
from tests.surveys.waves import competency, form_of, material_of, rated_form, select, single

SCALE = (1, 2, 3, 4, 5)


def by_group(sizes: dict[str, dict[str, int]], *, is_sensitive: bool = False) -> Table:
    """A row a title group, a column an answer."""
    total = Count(sum(sum(each.values()) for each in sizes.values()), EVERYBODY)
    groups, add_up = split(
        total,
        "title_group",
        {group: sum(each.values()) for group, each in sizes.items()},
        is_sensitive=is_sensitive,
    )
    sums = [add_up]
    rows: list[tuple[Cell, ...]] = []
    for group, counts in sizes.items():
        answers, inner = split(groups[group], "answer", counts)
        sums.append(inner)
        rows.append(
            (
                Code("title_group", group),
                *answers.values(),
                *(Share(each, groups[group]) for each in answers.values()),
            )
        )
    values = list(next(iter(sizes.values())))
    overall, of_all = split(total, "answer", {v: sum(each[v] for each in sizes.values()) for v in values})
    sums.append(of_all)
    sums += [Sum(overall[v], tuple(part(groups[g], "answer", v, sizes[g][v]) for g in sizes)) for v in values]
    rows.append(
        (Code("total", "total"), *overall.values(), *(Share(each, total) for each in overall.values()))
    )
    columns = (
        Column("group", Kind.CODE),
        *(Column(v, Kind.COUNT) for v in values),
        *(Column(f"{v}_share", Kind.SHARE) for v in values),
    )
    return Table("by_group", Source.ANSWERS, columns, tuple(rows), base=total, sums=tuple(sums))


@pytest.mark.parametrize("few", [1, 2, 3, 4])
def test_no_nought_of_a_group_of_few_is_shown(few: int) -> None:
    """That none of three said yes is what each of them said; of all sixty it may be told."""
    table = by_group(
        {
            "dang": {"yes": 9, "no": 11},
            "chinh_quyen": {"yes": 20, "no": 16},
            "mttq_doan_the": {"yes": 0, "no": few},
        }
    )
    (out,) = hide([table])
    rows = {row[0].code: row[1:] for row in out.rows if isinstance(row[0], Code)}
    assert set(rows["mttq_doan_the"]) == {HIDDEN}
    assert HIDDEN not in rows["total"]
    assert HIDDEN not in rows["chinh_quyen"], "one group keeps the small one company, not two"


def test_a_nought_of_many_is_shown_and_tells_of_few_what_it_tells_of_all() -> None:
    """Nobody at all said it: that none of the three did is no further news and hides no total."""
    sizes = {
        "dang": {"a": 9, "b": 11, "c": 0},
        "chinh_quyen": {"a": 20, "b": 16, "c": 0},
        "mttq_doan_the": {"a": 1, "b": 2, "c": 0},
    }
    (out,) = hide([by_group(sizes)])
    rows = {row[0].code: row[1:4] for row in out.rows if isinstance(row[0], Code)}
    assert HIDDEN not in rows["total"]
    assert rows["mttq_doan_the"][:2] == (HIDDEN, HIDDEN)


def test_few_of_whom_a_rule_is_for_are_few() -> None:
    """A rule is for three of 75: that none of these falls short tells of the three."""
    total = Count(75, everybody("roster"))
    results = {
        "dat": part(total, "nd112:qual", "dat", 3),
        "chua_dat": part(total, "nd112:qual", "chua_dat", 0),
        "khong_ap_dung": part(total, "nd112:qual", "khong_ap_dung", 72, is_sensitive=False),
    }
    row = (total, *results.values())
    columns = tuple(Column(name, Kind.COUNT) for name in ("n", *results))
    table = Table(
        "review", Source.ROSTER, columns, (row,), base=total, sums=(Sum(total, tuple(results.values())),)
    )
    assert hide([table])[0].rows[0][:3] == (total, HIDDEN, HIDDEN)


@settings(max_examples=25, deadline=None)
@given(persons("unit", "answer", "ticks", most=16))
def test_what_nobody_of_few_said_has_another_possible_number(people: list[Person]) -> None:
    """Whoever reads all tables cannot tell a nought of a small unit, unless nobody at all said it."""
    tables = [cross(people, "unit", "answer"), ticked(people, "unit")]
    out = hide(tables)
    known = seen(out)
    reader = Reader(known, [each for table in tables for each in table.sums])
    for unit, answer in product(("u1", "u2", "u3"), ("a", "b", "c")):
        size = sum(each["unit"] == unit for each in people)
        is_of_all = any(each["answer"] == answer for each in people)
        is_of_unit = any(each["answer"] == answer and each["unit"] == unit for each in people)
        who = EVERYBODY | {("unit", unit), ("answer", answer)}
        if 0 < size < 5 <= len(people) and is_of_all and not is_of_unit:
            assert reader.possible(who, besides=0)


def test_answers_of_fewer_than_five_in_all_leave_nothing() -> None:
    """Of one respondent the only column by age, the only group and the only question answered would tell."""
    form = form_of(competency("c01"), single(select("d_top1", "ab")), ab=("a", "b"))
    people = [{"a_title": "bt", "c01_i": "5", "c01_c": "2", "d_top1": "a"}]
    material = material_of(form, people)
    tables = [*needs_tables(material), *demand_tables(material)]
    assert {table.subject for table in tables} > {None}
    for table in hide(tables):
        assert table.rows == ()
        assert table.base is None
        assert table.subject is None
        assert not any(column.label for column in table.columns)
        assert [note.code for note in table.notes] == ["hidden"]


# --- figures that tell ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ratings", "tells"),
    [
        ([5] * 5, True),
        ([5, 5, 5, 5, 4], True),
        ([5, 5, 5, 4, 4], False),
        ([1, 1, 2], True),
        ([1, 2, 2], False),
    ],
)
def test_a_mean_at_the_end_of_its_scale_tells_what_everybody_said(ratings: list[int], tells: bool) -> None:
    """One step from the end there is one way only to come to that mean."""
    assert is_telling(sum(ratings), len(ratings), SCALE) is tells


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(SCALE), min_size=2, max_size=4))
def test_a_mean_tells_exactly_if_one_set_of_ratings_has_it(ratings: list[int]) -> None:
    """Checked against every set of ratings with that mean."""
    alike = {tuple(sorted(each)) for each in product(SCALE, repeat=len(ratings)) if sum(each) == sum(ratings)}
    assert is_telling(sum(ratings), len(ratings), SCALE) is (len(alike) == 1)


def test_a_score_that_all_fall_short_tells() -> None:
    """Everybody, or all but one, has the level below the importance."""
    assert Pairs.of([(4, 3)] * 4 + [(3, 3)]).is_telling(SCALE)
    assert not Pairs.of([(4, 3)] * 3 + [(3, 3)] * 2).is_telling(SCALE)


def test_figures_of_five_who_rated_alike_are_hidden_and_another_group_keeps_them_company() -> None:
    """Importance 5, level 1, all of five: the figures go, a second group's with them; the number and all's stay."""
    alike = [{"a_title": "bt", "c01_i": "5", "c01_c": "1"}] * 5
    others = [
        {"a_title": t, "c01_i": str(2 + n % 4), "c01_c": str(1 + n % 5)}
        for n, t in enumerate(["mttq", "qs"] * 15)
    ]
    out = hide(list(needs_tables(material_of(rated_form("c01"), alike + others))))
    of_all, *groups = (table for table in out if table.key in ("needs", "needs_group"))
    assert HIDDEN not in of_all.rows[0]
    (five,) = (table for table in groups if table.subject == Code("title_group", "dang"))
    assert isinstance(five.rows[0][1], Count)
    assert set(five.rows[0][2:]) == {HIDDEN}
    assert sum(HIDDEN in table.rows[0] for table in groups) == 2


def test_a_remark_over_all_rows_goes_when_one_of_them_is_hidden() -> None:
    """The mean over the competencies and the other means would tell the hidden one."""
    ten = [
        {"a_title": "bt", "c01_i": "5", "c01_c": "1", "c02_i": str(2 + n % 4), "c02_c": "2"}
        for n in range(10)
    ]
    needs, *_ = hide(list(needs_tables(material_of(rated_form("c01", "c02"), ten))))
    codes = [note.code for note in needs.notes]
    assert "ipa_crosshair" not in codes
    assert "needs_mwds" in codes


# --- rows ------------------------------------------------------------------------------------------


def ranked(*groups: int, drops: bool = False) -> Table:
    """A row each with so many people, ranked by a rank column, the code the reverse of the rank."""
    codes = "zyxwv"
    total = Count(sum(groups), EVERYBODY)
    parts, add_up = split(total, "answer", dict(zip(codes, groups, strict=False)))
    rows = tuple(
        (Code("answer", code), each, Measure(place, each))
        for place, (code, each) in enumerate(parts.items(), 1)
    )
    columns = (Column("answer", Kind.CODE), Column("n", Kind.COUNT), Column("rank", Kind.MEASURE))
    return Table("needs", Source.ANSWERS, columns, rows, sums=(add_up,), drops_hidden=drops)


def test_a_hidden_row_stands_last_by_its_code_whatever_its_n() -> None:
    """Ranked by the rank's column: its number of people is in no order and says nothing."""
    (out,) = hide([ranked(7, 3, 20, 6, 30)])
    codes = [row[0].code for row in out.rows if isinstance(row[0], Code)]
    assert [row[2] is HIDDEN for row in out.rows] == [False] * 3 + [True] * 2
    assert codes == ["z", "x", "v", "w", "y"]


def test_a_row_whose_presence_tells_something_is_left_out() -> None:
    """Where methods disagree is told of what is shown only."""
    table = ranked(7, 3, 20, 6, 30, drops=True)
    table = replace(
        table,
        columns=(table.columns[0], table.columns[2]),
        rows=tuple((row[0], row[2]) for row in table.rows),
    )
    (out,) = hide([table])
    assert len(out.rows) == 3
    assert [note.code for note in out.notes] == ["hidden"]


def test_remarks_without_figures_stay() -> None:
    """A remark that tells no figure hides nothing."""
    table = replace(
        one_way("a", Count(40, EVERYBODY), "answer", {"a": 3, "b": 17, "c": 20}, Source.ANSWERS),
        notes=(Note("several_choices"), Note("mean", {"mean": Fraction(7, 2)})),
    )
    assert [note.code for note in hide([table])[0].notes] == ["several_choices", "hidden"]
