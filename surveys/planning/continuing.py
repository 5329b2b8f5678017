"""Planning on from a plan: its classes that have begun or were told stand, and so does what was changed by hand."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from surveys.planning.classes.task import Task
from surveys.planning.courses import Course
from surveys.planning.limits import Limits
from surveys.planning.needs.model import Need
from surveys.planning.plan import Fixed, LeftOut, LeftOutWhy, Plan, PlannedClass, why_of

_STAYS = (LeftOutWhy.BY_HAND, LeftOutWhy.NO_COURSE)


@dataclass(frozen=True, slots=True)
class Carried:
    """What a plan that is made anew takes over: classes, with the courses that they are of.

    ``plan``: the number of the version that they stand in; 0 where there is none.
    """

    classes: tuple[PlannedClass, ...] = ()
    courses: tuple[Course, ...] = ()
    plan: int = 0


def standing_classes(
    plan: Plan,
    told: Collection[int],
    declined: Collection[tuple[int, int]],
    courses: Mapping[str, Course],
    day: date,
) -> tuple[PlannedClass, ...]:
    """Return the classes of a plan in force that stand in the next one.

    Those that have begun by a day stand with everybody. Of those that were ``told`` (their numbers), whoever has
    ``declined`` (number, person) has no seat any more, and is planned for like others.
    """
    found = []
    for each in plan.classes:
        if each.first <= day:
            found.append(replace(each, fixed=Fixed.BEGUN))
        elif each.number in told:
            gone = {seat.official for seat in each.seats if (each.number, seat.official) in declined}
            found.append(replace(_without(each, gone, courses.get(each.course)), fixed=Fixed.TOLD))
    return tuple(found)


def _without(planned: PlannedClass, gone: Collection[int], course: Course | None) -> PlannedClass:
    """Return a class without some of its people, and without what they would have cost."""
    if not gone:
        return planned
    seats = tuple(seat for seat in planned.seats if seat.official not in gone)
    saved = len(gone) * course.cost_per_person if course else 0
    return replace(planned, seats=seats, why=why_of(seats), cost=max(0, planned.cost - saved))


def freed(task: Task) -> Task:
    """Return a task in which the classes that have not begun do not stand any more, though they were told."""
    return replace(task, held=tuple(each for each in task.held if each.fixed is not Fixed.TOLD))


def planned_on(task: Task, plan: Plan, limits: Limits, course: str = "") -> Task:
    """Return the task of planning on from a plan of a task: what a change of limits leaves alone stands.

    ``course``: the one that the change is about; else it is about money. Of less money as many of the classes that
    are not fixed are given up as it takes, those first that serve the least for it, and their people planned for
    again with what is left. Of more, those without a seat are planned for.
    """
    quarters = next((each.quarters for each in limits.ordered if each.course == course), ())
    given_up = (
        [each for each in plan.classes if each.course == course and not _stays(each, quarters)]
        if course
        else _too_dear(plan, limits)
    )
    open_again = {(seat.official, each.course) for each in given_up for seat in each.seats}
    left = tuple(
        each
        for each in plan.left_out
        if (each.official, each.course) not in open_again
        and not _is_open(each, course, is_for_all=not course and not given_up)
    )
    numbers = {each.number for each in given_up}
    held = tuple(each for each in plan.classes if each.number not in numbers)
    return replace(task, limits=limits, held=held, left=_without_unserved(left))


def _stays(planned: PlannedClass, quarters: Collection[int]) -> bool:
    """Say whether a class stands though the change is about its course."""
    is_edited = planned.fixed is Fixed.EDITED and (not quarters or planned.quarter in quarters)
    return is_edited or planned.fixed in (Fixed.BEGUN, Fixed.TOLD)


def _is_open(left: LeftOut, course: str, *, is_for_all: bool) -> bool:
    """Say whether somebody without a seat is planned for."""
    is_meant = is_for_all or left.course == course
    return left.then is None and left.why not in _STAYS and is_meant


def _without_unserved(left: Iterable[LeftOut]) -> tuple[LeftOut, ...]:
    """Leave out needs without a course: they are told of each time a plan is made."""
    return tuple(each for each in left if each.why is not LeftOutWhy.NO_COURSE)


def _too_dear(plan: Plan, limits: Limits) -> list[PlannedClass]:
    """Return the classes that are given up so that the rest can be paid: first what serves the least for its money."""
    amounts = {each.source: each.amount for each in limits.budgets}
    over = Counter(
        {source: cost - amounts[source] for source, cost in plan.cost_by_source.items() if source in amounts}
    )
    found = []
    for each in sorted(plan.classes, key=_merit):
        if each.fixed is None and over[each.source] > 0 and each.cost:
            over[each.source] -= each.cost
            found.append(each)
    return found


def _merit(planned: PlannedClass) -> tuple[int, float, int]:
    """How much a class serves: deadlines of standards, then weight for the money."""
    needs = [Need(seat.official, planned.course, seat.reasons) for seat in planned.seats if seat.reasons]
    weight = sum(need.weight for need in needs)
    return sum(need.due is not None for need in needs), weight / max(1, planned.cost), -planned.number
