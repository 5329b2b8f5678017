"""Plans: within every limit, for a stated reason, and as good as trying them all where that can be tried."""

import sys
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings

from surveys.planning import (
    Budget,
    Catalogue,
    Closed,
    Course,
    CourseKind,
    LeftOutWhy,
    Limits,
    Need,
    Needs,
    Ordered,
    Plan,
    Reason,
    ReasonKind,
    Task,
    TeachingPlace,
    Unserved,
    plan_classes,
    to_json,
)
from surveys.planning.checking import Breach, broken
from surveys.planning.classes.model import Model
from surveys.planning.classes.planning import GOOD_ENOUGH, PLAIN
from surveys.planning.classes.slots import Grain
from surveys.planning.classes.solver import maximise
from surveys.planning.classes.task import Demand
from tests.surveys.planning.offices import limits_for, made_up, sample, task_of, urgent
from tests.surveys.planning.small_tasks import Trying, need, person, tasks, worth

COURSE = Course(
    *("C", "C", CourseKind.SKILLS, 5, 40),
    smallest=2,
    largest=3,
    cost_per_class=10,
    cost_per_person=1,
    providers=("T",),
)


def task(count: int = 4, *, course: Course = COURSE, **limits: object) -> Task:
    """So many people of two units who all need one course."""
    people = tuple(person(number, "AB"[number % 2]) for number in range(1, count + 1))
    needs = tuple(need(each.number, course.code, 10) for each in people)
    return Task(Needs(needs), people, Catalogue((course,)), Limits(2027, **limits))  # type: ignore[arg-type]


def breaches(plan: Plan, task: Task) -> tuple[Breach, ...]:
    """Which limits of its task a plan breaks."""
    return broken(plan, task.limits, task.catalogue, task.people)


def whys(plan: Plan) -> set[tuple[LeftOutWhy, int | None]]:
    """Why somebody has no seat, and in which quarter they have one all the same."""
    return {(each.why, each.then) for each in plan.left_out}


@settings(max_examples=80)
@given(tasks())
def test_no_plan_is_better(small: Task) -> None:
    """Of small tasks every plan is tried: none meets more deadlines, nor serves more weight; no limit is broken."""
    plan = plan_classes(small)
    assert breaches(plan, small) == ()
    best = Trying(small).best()
    deadlines, weight = worth(plan, small)
    assert deadlines == best[0]
    assert weight >= best[1] * (1 - GOOD_ENOUGH)
    assert (plan.quality.deadlines, plan.quality.weight) == (deadlines, weight)
    assert plan.quality.deadlines_bound >= best[0]
    assert plan.quality.weight_bound >= best[1] * (1 - 1e-6)


@settings(max_examples=60)
@given(tasks())
def test_no_program_demands_more_than_a_plan_must_keep(small: Task) -> None:
    """However finely it knows time, the best of a program is never below the best plan: so its bound is one."""
    best = Trying(small).most_weight()
    demand = Demand(small)
    for grain in Grain:
        model = Model(demand, grain, demand.sessions)
        if model.people:
            nothing = [0.0] * len(model.program.column_bounds)
            found = maximise(model.program, model.weight, nothing, gap=0.0)
            assert found is not None
            assert found.bound >= best - 1e-6


@settings(max_examples=60)
@given(tasks(most_people=7, most_courses=3))
def test_the_plain_way_keeps_the_limits(small: Task) -> None:
    """Without a solver the plan is within every limit, too, and says of everybody where they are or why not."""
    plan = plan_classes(small, is_plain=True)
    assert plan.quality.solver == PLAIN
    assert breaches(plan, small) == ()
    seated = {(seat.official, each.course) for each in plan.classes for seat in each.seats}
    without = {(each.official, each.course) for each in plan.uncovered}
    assert seated | without == {(each.official, each.course) for each in small.needs.needs}
    assert not seated & without
    assert all(each.why for each in plan.classes)


@settings(max_examples=25)
@given(tasks(most_people=7, most_courses=3))
def test_the_same_inputs_give_the_same_plan(small: Task) -> None:
    """A plan is made again, with people and needs in another order, letter by letter the same."""
    turned = replace(small, people=small.people[::-1])
    assert to_json(plan_classes(turned)) == to_json(plan_classes(small))


def test_a_deadline_comes_before_everything_else() -> None:
    """The only money goes to the one whose standard is due, though two wishes weigh more."""
    single = replace(COURSE, smallest=1, largest=1)
    due = date(2027, 6, 30)
    needs = (need(1, "C", 10, due), need(2, "C", 90), need(3, "C", 90))
    tight = replace(task(3, course=single, budgets=(Budget("b", 11),)), needs=Needs(needs))
    for is_plain in (False, True):
        (only,) = plan_classes(tight, is_plain=is_plain).classes
        assert [seat.official for seat in only.seats] == [1]
        assert only.last <= due


def test_a_deadline_that_a_later_plan_can_meet_waits_its_turn() -> None:
    """What is due in two years weighs what it weighs; what is past is served late rather than not at all."""
    later, past = date(2029, 1, 1), date(2026, 6, 30)
    asked = replace(
        task(2, course=replace(COURSE, smallest=1)),
        needs=Needs((need(1, "C", 10, later), need(2, "C", 10, past))),
    )
    plan = plan_classes(asked)
    assert plan.quality.deadlines_bound == 0
    assert {seat.official: seat.is_in_time for each in plan.classes for seat in each.seats} == {
        1: True,
        2: False,
    }


def test_each_person_left_out_is_told_why() -> None:
    """Money, seats, too few, weeks, the unit, the person: each has its word."""
    wide = Closed(date(2027, 1, 1), date(2027, 12, 31))
    full = TeachingPlace("P", (3, 0, 0, 0))
    assert whys(plan_classes(task(1))) == {(LeftOutWhy.TOO_FEW, None)}
    assert whys(plan_classes(task(5, budgets=(Budget("b", 13),)))) == {(LeftOutWhy.BUDGET, None)}
    assert whys(plan_classes(task(closed=(wide,)))) == {(LeftOutWhy.CLOSED, None)}
    assert whys(plan_classes(task(places=(full,)))) == {(LeftOutWhy.FULL, None)}
    assert whys(plan_classes(task(days_away=4))) == {(LeftOutWhy.UNIT_AWAY, None)}
    unserved = Needs((), (Unserved(1, Reason(ReasonKind.STANDARD, 100)),))
    assert whys(plan_classes(replace(task(1), needs=unserved))) == {(LeftOutWhy.NO_COURSE, None)}


def test_whoever_sits_in_a_later_class_is_told_what_was_full() -> None:
    """No seat left in the first quarter, one in the second: that is said, with both quarters."""
    place = TeachingPlace("P", (3, 3, 0, 0))
    plan = plan_classes(task(6, places=(place,)))
    assert (plan.covered, plan.uncovered) == (6, ())
    assert {(each.why, each.then, each.parameters) for each in plan.left_out} == {
        (LeftOutWhy.FULL, 2, (("quarter", 1),))
    }


def test_nobody_is_taught_on_a_public_holiday() -> None:
    """A week with a holiday has no class: with one on every Friday until July, it begins after them."""
    fridays = tuple(date(2027, 1, 8) + timedelta(weeks=week) for week in range(26))
    asked = task(3, course=replace(COURSE, days=10), holidays=fridays)
    (only,) = plan_classes(asked).classes
    assert only.first >= date(2027, 7, 5)
    assert breaches(plan_classes(asked), asked) == ()


def test_a_class_says_why_it_exists() -> None:
    """The weightiest reason of each of its people is counted, with the first deadline and what most lack."""
    due = date(2028, 8, 1)
    standard = Reason(ReasonKind.STANDARD, 100, due=due, criterion="pol")
    group = Reason(ReasonKind.GROUP, 20, subject="c05")
    needs = (Need(1, "C", (standard, group)), Need(2, "C", (group,)), Need(3, "C", (group,)))
    (only,) = plan_classes(replace(task(3), needs=Needs(needs, repeats=9))).classes
    assert [(why.kind, why.count, why.due, why.subject) for why in only.why] == [
        (ReasonKind.GROUP, 2, None, "c05"),
        (ReasonKind.STANDARD, 1, due, "pol"),
    ]
    assert (only.cost, only.provider, only.form) == (13, "T", "tt")


def test_what_was_ordered_is_planned() -> None:
    """One more class splits the people; only certain quarters holds for all classes of the course."""
    whole = plan_classes(task(6))
    assert [len(each.seats) for each in whole.classes] == [3, 3]
    more = plan_classes(task(6, ordered=(Ordered("C", at_least=3, quarters=(3, 4)),)))
    assert [len(each.seats) for each in more.classes] == [2, 2, 2]
    assert {each.quarter for each in more.classes} <= {3, 4}
    too_many = plan_classes(task(6, ordered=(Ordered("C", at_least=9),)))
    assert too_many.covered == 6


def test_people_sit_where_they_need_not_travel() -> None:
    """Of two places with room, each unit's people sit at the one near them."""
    places = (TeachingPlace("PA", near=("A",)), TeachingPlace("PB", near=("B",)))
    plan = plan_classes(task(6, places=places))
    units = {each.number: each.unit for each in task(6).people}
    assert {(each.place, units[seat.official]) for each in plan.classes for seat in each.seats} == {
        ("PA", "A"),
        ("PB", "B"),
    }


def test_whoever_is_sent_elsewhere_takes_no_seat_here() -> None:
    """A course elsewhere is held at its provider's, also where the places of the plan are full."""
    away = replace(COURSE, is_elsewhere=True)
    for name in ("P", "T"):
        asked = task(3, course=away, places=(TeachingPlace(name, (0, 0, 0, 0)),))
        plan = plan_classes(asked)
        assert [(each.place, each.provider) for each in plan.classes] == [("T", "T")]
        assert breaches(plan, asked) == (), "also where a place of the plan has the provider's name"


def test_without_the_package_the_plain_way_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no solver is installed a plan is made all the same, and says how."""
    from surveys.planning.classes import planning  # noqa: PLC0415

    monkeypatch.setattr(planning, "solver_name", lambda: "")
    monkeypatch.setitem(sys.modules, "highspy", None)
    plan = plan_classes(task(6))
    assert (plan.quality.solver, plan.covered) == (PLAIN, 6)


def test_an_office_is_planned_within_its_limits() -> None:
    """75 people, half the money: no limit broken, every deadline met that could be, near to the best there is."""
    made = urgent(task_of(made_up(75, each_unit=5), limits_for(75, part=0.5, each_unit=5)))
    plan = plan_classes(made)
    assert breaches(plan, made) == ()
    assert plan.quality.deadlines == plan.quality.deadlines_bound > 0
    assert plan.quality.gap < 0.02


def test_an_office_that_can_spare_few_is_planned_near_to_the_best() -> None:
    """The sample, two of a unit away at once: within 2 % of a bound that no plan exceeds."""
    made = task_of(sample(), replace(limits_for(75, part=2), days_away=10))
    plan = plan_classes(made)
    assert breaches(plan, made) == ()
    assert plan.quality.gap < 0.02
