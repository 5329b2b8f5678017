"""A plan made anew: what has begun, was told or edited stands; the rest is planned around it."""

from dataclasses import replace
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from surveys.planning import (
    Away,
    Budget,
    CourseKind,
    Fixed,
    Learning,
    LearningState,
    LeftOut,
    LeftOutWhy,
    Plan,
    Task,
    away_of,
    from_json,
    plan_classes,
    standing_classes,
    to_json,
)
from surveys.planning.comparing import compare, with_further_class, with_money, with_quarters
from surveys.planning.continuing import freed, planned_on
from tests.surveys.planning.small_tasks import tasks
from tests.surveys.planning.test_classes import COURSE, breaches, task


def seated(plan: Plan) -> list[tuple[int, str]]:
    """Who has a seat on what."""
    return [(seat.official, each.course) for each in plan.classes for seat in each.seats]


@settings(max_examples=60)
@given(tasks(most_people=7, most_courses=3), st.data())
def test_classes_that_have_begun_stand_unchanged(small: Task, data: st.DataObject) -> None:
    """Whatever of a plan has begun is in the next one as it is: within every limit, nobody twice, nobody forgotten."""
    before = plan_classes(small, is_plain=True)
    held = tuple(replace(each, fixed=Fixed.BEGUN) for each in before.classes if data.draw(st.booleans()))
    again = from_json(Task, to_json(replace(small, held=held)))
    plan = plan_classes(again)
    assert tuple(each for each in plan.classes if each.fixed) == held
    assert breaches(plan, small) == ()
    assert len({each.number for each in plan.classes}) == len(plan.classes)
    without = {(each.official, each.course) for each in plan.uncovered}
    assert sorted([*seated(plan), *without]) == sorted(
        (each.official, each.course) for each in small.needs.needs
    )
    assert plan.quality.weight <= plan.quality.weight_bound + 1e-6
    poorer = plan_classes(replace(again, limits=with_money(small.limits, 40)))
    assert tuple(each for each in poorer.classes if each.fixed) == held, "also where money has become less"


def test_what_was_told_stands_without_whoever_declined() -> None:
    """Begun: with everybody. Told: whoever declined is planned for again. Set free: what was told is, too."""
    asked = task(6)
    plan = plan_classes(asked)
    one, two = plan.classes
    gone = two.seats[0].official
    said = {(1, one.seats[0].official), (2, gone)}
    begun, told = standing_classes(plan, {2}, said, {"C": COURSE}, one.first)
    assert (begun, begun.fixed) == (replace(one, fixed=Fixed.BEGUN), Fixed.BEGUN)
    assert (told.fixed, told.cost, {seat.official for seat in told.seats}) == (
        Fixed.TOLD,
        two.cost - COURSE.cost_per_person,
        {seat.official for seat in two.seats} - {gone},
    )
    assert standing_classes(plan, (), (), {}, date(2026, 1, 1)) == ()
    again = replace(asked, held=(begun, told))
    assert [each.official for each in plan_classes(again).uncovered] == [gone]
    assert plan_classes(freed(again)).covered == 6


def edited(asked: Task) -> tuple[Plan, Plan]:
    """A plan of three classes, and the same after somebody moved the first to a hall and took somebody out."""
    plan = plan_classes(asked)
    first, *others = plan.classes
    (dropped, *stay) = first.seats
    changed = replace(first, place="Hội trường", cost=99, seats=tuple(stay), fixed=Fixed.EDITED)
    by_hand = LeftOut(dropped.official, "C", LeftOutWhy.BY_HAND, dropped.reasons)
    return plan, replace(plan, classes=(changed, *others), left_out=(by_hand,))


def test_what_is_tried_on_an_edited_plan_starts_from_it() -> None:
    """The edit is kept, whoever was taken out stays out, and the comparison tells the change alone."""
    asked = task(9, budgets=(Budget("b", 200),))
    _, after = edited(asked)
    hall = after.classes[0]

    less = plan_classes(planned_on(asked, after, with_money(asked.limits, 56)))
    assert hall in less.classes
    found = compare(after, less)
    assert (found.gained, found.moved, len(found.lost), found.cost) == ((), (), 3, -13)

    richer = plan_classes(planned_on(asked, after, with_money(asked.limits, 120)))
    assert compare(after, richer).is_empty, "nobody but the one taken out was without a seat"

    more = plan_classes(planned_on(asked, after, with_further_class(asked.limits, after, "C"), "C"))
    assert hall in more.classes
    found = compare(after, more)
    assert (found.gained, found.lost, dict(found.classes), found.cost) == ((), (), {"C": (3, 4)}, 10)

    moved = plan_classes(planned_on(asked, after, with_quarters(asked.limits, "C", (3,)), "C"))
    found = compare(after, moved)
    assert {each.quarter for each in moved.classes} == {3}
    assert (found.gained, found.lost, {each.after for each in found.moved}) == ((), (), {3})
    other = replace(COURSE, code="D", kind=CourseKind.POLITICAL_THEORY)
    wider = replace(asked, catalogue=replace(asked.catalogue, courses=(COURSE, other)))
    assert compare(
        after, plan_classes(planned_on(wider, after, with_quarters(asked.limits, "D", (3,)), "D"))
    ).is_empty


def test_learning_under_way_is_time_away() -> None:
    """In the weeks of what somebody learns they sit in no class; what has no days is told, what is long left aside."""
    asked = task(2)
    (usual,) = plan_classes(asked).classes
    state = LearningState.UNDER_WAY
    lines = (
        Learning(1, state, "C", starts_on=usual.first, ends_on=date(2027, 2, 5)),
        Learning(2, state, name="Bồi dưỡng", starts_on=date(2027, 2, 8), ends_on=date(2027, 4, 9)),
        Learning(2, state, name="Đại học", starts_on=date(2026, 9, 1), ends_on=date(2030, 6, 30)),
        Learning(1, state, name="không rõ"),
        Learning(1, LearningState.COMPLETED, "C"),
    )
    away, unknown = away_of(lines, {"C": COURSE})
    assert (unknown, away) == (
        1,
        (Away(1, usual.first, date(2027, 2, 5), 5), Away(2, date(2027, 2, 8), date(2027, 4, 9), 5)),
    )
    (later,) = plan_classes(replace(asked, away=away)).classes
    assert (later.first, len(later.seats)) == (date(2027, 4, 12), 2)
