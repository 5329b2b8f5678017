"""Who needs which course: every reason with its source, the weightiest first, and nobody's answers by name."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.aggregation.table import HIDDEN, Code, Count, everybody
from surveys.planning import (
    Grounds,
    GroupNeed,
    Learning,
    LearningState,
    Need,
    Needs,
    PlannedPost,
    ReasonKind,
    Wish,
    example_catalogue,
    needs_of,
    people_of,
    yearly_refresher,
)
from surveys.planning.needs.groups import group_needs_of, repeats_in
from surveys.roster import POL, QUAL, Official
from surveys.standards import Criterion
from surveys.titles import built_in_titles
from tests.surveys import report_sample
from tests.surveys.standards_people import CHAIR, built_in, sample

DAY = date(2026, 11, 22)
DIGITAL = GroupNeed("chinh_quyen", "c05", 41, 4.4, 8.0, wished=12)


@cache
def grounds() -> Grounds:
    """The sample roster, judged by NĐ 33/2023."""
    people = people_of(dict(enumerate(sample(), 1)), built_in_titles())
    return Grounds(people, example_catalogue(), built_in(), DAY, 2027, regime="nd33_2023")


def of_one(**more: object) -> Grounds:
    """The chair of a people's committee, who meets every standard of NĐ 33/2023."""
    people = people_of({1: replace(CHAIR, **more)}, built_in_titles())  # type: ignore[arg-type]
    return replace(grounds(), people=people)


def reasons(found: Needs) -> list[tuple[str, list[ReasonKind]]]:
    """Each course that is needed, with the kinds of its reasons."""
    return [(need.course, [reason.kind for reason in need.reasons]) for need in found.needs]


def test_who_is_below_standard_needs_the_course_that_leads_there() -> None:
    """Of the sample 42 lack a degree and 8 political theory; each reason cites clause and deadline."""
    found = needs_of(grounds())
    assert Counter(need.course for need in found.needs) == {"DT-DH": 42, "LLCT-TC": 8}
    for need in found.needs:
        (reason,) = need.reasons
        assert (reason.kind, reason.due, need.due) == (ReasonKind.STANDARD, *[date(2028, 8, 1)] * 2)
        assert reason.basis.startswith("Nghị định 33/2023")
        assert reason.clause.startswith("Đ")
        assert reason.held


def test_reasons_stand_in_the_order_of_their_weight() -> None:
    """A standard weighs more than all else: then the planned title, the group, the refresher, the wish."""
    found = needs_of(
        replace(
            of_one(pol="sc", qlnn="none", title="ct_ubnd"),
            planned=(PlannedPost(1, "bt"),),
            groups=(DIGITAL,),
            wishes=(Wish(1, "BD-C05", "Công văn 12"), Wish(1, "NN-CB")),
            refresher=yearly_refresher(),
        )
    )
    kinds = ReasonKind
    assert reasons(found) == [
        ("BD-C05", [kinds.GROUP, kinds.REFRESHER, kinds.WISH, kinds.WISH]),
        ("LLCT-TC", [kinds.STANDARD, kinds.PLANNED]),
        ("NN-CB", [kinds.WISH]),
    ]
    digital, standard, wish = found.needs
    assert standard.weight > digital.weight + wish.weight
    of_group = next(reason for reason in digital.reasons if reason.kind is kinds.GROUP)
    assert (of_group.subject, of_group.count, of_group.group) == ("c05", 41, "chinh_quyen")
    refresher = next(reason for reason in digital.reasons if reason.kind is kinds.REFRESHER)
    assert (refresher.periods, refresher.is_unverified) == (40, True)


def test_the_standard_of_a_planned_title_is_a_reason_of_its_own() -> None:
    """Somebody who meets their own title's standard may lack what the planned one demands; it has no deadline."""
    expert = of_one(title="vptk", pol="sc")
    assert needs_of(expert).needs == ()
    (need,) = needs_of(replace(expert, planned=(PlannedPost(1, "pct_ubnd", "2026-2031"),))).needs
    (reason,) = need.reasons
    assert (need.course, reason.kind, reason.title, reason.due) == (
        *("LLCT-TC", ReasonKind.PLANNED),
        *("pct_ubnd", None),
    )


@pytest.mark.parametrize("state", LearningState)
@pytest.mark.parametrize(
    "told", [{"course": "LLCT-TC"}, {"course": "LLCT-CC"}, {"criterion": Criterion.POL, "level": "tc"}]
)
def test_what_is_learned_is_needed_no_more(state: LearningState, told: dict[str, object]) -> None:
    """A course under way or completed takes the need away, also a higher one, also one told by its level alone."""
    lacking = of_one(pol="sc")
    assert len(needs_of(lacking).needs) == 1
    learning = Learning(1, state, **told)  # type: ignore[arg-type]
    assert needs_of(replace(lacking, learning=(learning,))).needs == ()


def test_a_lower_course_takes_nothing_away() -> None:
    """Whoever learns for less than what is demanded still needs the rest."""
    learning = Learning(1, LearningState.UNDER_WAY, "LLCT-SC")
    assert len(needs_of(replace(of_one(pol="none"), learning=(learning,))).needs) == 1


def test_the_refresher_is_filled_by_what_is_needed_anyway() -> None:
    """Forty periods: from courses that count, then a general one; what was learned in the year counts, too."""
    kinds = ReasonKind
    alone = replace(of_one(), refresher=yearly_refresher())
    assert reasons(needs_of(alone)) == [("BD-CN", [kinds.REFRESHER])]
    short = replace(alone, groups=(replace(DIGITAL, subject="c04", wished=0),))  # 24 periods
    assert reasons(needs_of(short)) == [
        ("BD-C04", [kinds.GROUP, kinds.REFRESHER]),
        ("BD-CN", [kinds.REFRESHER]),
    ]
    learned = Learning(1, LearningState.UNDER_WAY, "BD-C09", starts_on=date(2027, 3, 1))
    assert needs_of(replace(alone, learning=(learned,))).needs == ()
    earlier = replace(learned, starts_on=date(2026, 3, 1))
    assert len(needs_of(replace(alone, learning=(earlier,))).needs) == 1


def test_a_reason_that_no_course_answers_is_told() -> None:
    """Without a course in the catalogue the reason is kept, so that the plan can say so."""
    empty = replace(of_one(pol="sc"), catalogue=replace(example_catalogue(), courses=()))
    found = needs_of(empty)
    assert found.needs == ()
    assert [(each.official, each.reason.demanded) for each in found.unserved] == [(1, "tc")]


def test_groups_are_known_only_by_what_passed_hiding() -> None:
    """A group's needs come from the public tables; a hidden figure, or one of few people, is as if it were not."""
    tables = report_sample.public_tables()
    found = group_needs_of(tables)
    assert {need.group for need in found} == {"", "dang", "chinh_quyen"}
    assert all(need.count >= 5 for need in found)
    blind = [
        replace(table, rows=tuple((row[0], *[HIDDEN] * (len(row) - 1)) for row in table.rows))
        for table in tables
    ]
    assert group_needs_of(blind) == ()
    few = [
        replace(table, rows=tuple((row[0], Count(4, everybody("x")), *row[2:]) for row in table.rows))
        for table in tables
    ]
    assert group_needs_of(few) == ()


def test_a_group_that_is_not_told_has_the_needs_of_all() -> None:
    """Of a group of few nothing is known, so what all who were asked need is its need."""
    overall = GroupNeed("", "c04", 62, 4.0, 6.0)
    found = needs_of(replace(of_one(), groups=(overall, DIGITAL)))
    assert [need.course for need in found.needs] == ["BD-C05"]
    found = needs_of(replace(of_one(title="mttq"), groups=(overall, DIGITAL)))
    assert [(need.course, need.reasons[0].group) for need in found.needs] == [("BD-C04", "")]


def test_the_figure_of_repeats_is_that_of_the_report() -> None:
    """How many want a degree no higher than theirs comes from the report, hidden if it is of few."""
    tables = report_sample.public_tables()
    table = next(table for table in tables if table.key == "reasons")
    (cell,) = (row[1] for row in table.rows if row[0] == Code("reasons", "repeats"))
    assert isinstance(cell, Count)
    assert repeats_in(tables) == cell.value
    few = [(row[0], Count(3, cell.of), *row[2:]) for row in table.rows]
    assert repeats_in([replace(table, rows=tuple(few))]) is None


LEADS_TO = {"LLCT-SC": (POL, "sc"), "LLCT-TC": (POL, "tc"), "DT-TC": (QUAL, "tc"), "DT-DH": (QUAL, "dh")}


def holds(official: Official, scale: Mapping[str, str], level: str) -> bool:
    """Say whether somebody holds a level or a higher one."""
    held = official.pol if scale is POL else official.qual
    return held in scale and [*scale].index(held) >= [*scale].index(level)


DEGREES = st.sampled_from(["LLCT-SC", "LLCT-TC", "DT-DH", "DT-TC", "BD-C05", "NN-CB", "nowhere"])
PEOPLE = st.lists(
    st.tuples(
        st.sampled_from(["bt", "ct_ubnd", "mttq", "vptk", "?"]),
        st.sampled_from([*QUAL, ""]),
        st.sampled_from([*POL]),
    ),
    min_size=1,
    max_size=12,
)


@given(people=PEOPLE, wished=st.lists(st.tuples(st.integers(1, 13), DEGREES), max_size=20))
def test_nobody_is_named_for_chasing_degrees(
    people: list[tuple[str, str, str]], wished: list[tuple[int, str]]
) -> None:
    """A wish for a degree no higher than what is held is nobody's reason: a figure, or no figure below five."""
    officials = {
        number: replace(CHAIR, title=title, qual=qual, pol=pol)
        for number, (title, qual, pol) in enumerate(people, 1)
    }
    wishes = tuple(dict.fromkeys(Wish(number, course) for number, course in wished))
    all_of_them = replace(
        grounds(), people=people_of(officials, built_in_titles()), wishes=wishes, refresher=yearly_refresher()
    )
    found = needs_of(all_of_them)
    without = {(need.official, need.course): need for need in needs_of(replace(all_of_them, wishes=())).needs}
    repeating = [
        (wish.official, wish.course)
        for wish in wishes
        if wish.course in LEADS_TO
        and wish.official in officials
        and (wish.official, wish.course) not in without
        and holds(officials[wish.official], *LEADS_TO[wish.course])
    ]
    assert {(need.official, need.course) for need in found.needs}.isdisjoint(repeating)
    assert found.repeats == (None if 0 < len(repeating) < 5 else len(repeating))
    assert all(need.reasons for need in found.needs)


@given(st.permutations(sample()[:20]))
def test_the_order_of_people_changes_nothing(officials: list[Official]) -> None:
    """The same people under the same numbers have the same needs, however they are listed."""
    numbers = {id(official): number for number, official in enumerate(sample(), 1)}
    people = people_of({numbers[id(each)]: each for each in officials}, built_in_titles())
    expected: tuple[Need, ...] = needs_of(replace(grounds(), people=grounds().people[:20])).needs
    assert needs_of(replace(grounds(), people=people)).needs == expected


def test_what_a_group_does_not_master_in_situations_stands_beside_the_survey() -> None:
    """A group of which the survey tells nothing keeps the needs of all; what another group missed is not its own."""
    everybodys = GroupNeed("", "c04", 60, 4.0, 5.0)
    missed = GroupNeed("chinh_quyen", "tinhhuong", 18, 4.0, 9.0, is_of_situations=True)
    others = GroupNeed("dang", "c06", 20, 4.0, 9.0, is_of_situations=True)
    found = needs_of(replace(of_one(), groups=(everybodys, missed, others)))
    assert reasons(found) == [("BD-C04", [ReasonKind.GROUP]), ("BD-TH", [ReasonKind.GROUP])]
    (reason,) = found.needs[1].reasons
    assert (reason.subject, reason.group, reason.count) == ("tinhhuong", "chinh_quyen", 18)
