"""What if: less money, one more class, another quarter; and two plans side by side."""

from dataclasses import replace

from hypothesis import given, settings

from surveys.planning import Budget, Course, CourseKind, Ordered, ReasonKind, Task, plan_classes
from surveys.planning.comparing import (
    by_reason,
    compare,
    with_further_class,
    with_limits,
    with_money,
    with_quarters,
)
from tests.surveys.planning.offices import limits_for, made_up, task_of, urgent
from tests.surveys.planning.small_tasks import tasks
from tests.surveys.planning.test_classes import breaches, task

COURSE = Course(
    "C", "C", CourseKind.SKILLS, 5, 40, smallest=2, largest=3, cost_per_class=10, cost_per_person=1
)


@settings(max_examples=30)
@given(tasks(most_people=6), tasks(most_people=6))
def test_what_one_plan_gains_the_other_loses(one: Task, other: Task) -> None:
    """Compared the other way round, gains are losses and costs change their sign; a plan beside itself is the same."""
    first, second = plan_classes(one, is_plain=True), plan_classes(other, is_plain=True)
    there, back = compare(first, second), compare(second, first)
    assert [(each.official, each.course) for each in there.gained] == [
        (each.official, each.course) for each in back.lost
    ]
    assert len(there.moved) == len(back.moved)
    assert (there.cost, there.deadlines) == (-back.cost, -back.deadlines)
    assert sum(there.cost_by_source.values()) == there.cost
    assert second.covered - first.covered == len(there.gained) - len(there.lost)
    assert compare(first, first).is_empty


def test_less_money_takes_what_weighs_least() -> None:
    """A fifth of the money less: within it, no deadline is lost before all else, and who loses is told by reason."""
    made = urgent(task_of(made_up(40, each_unit=5), limits_for(40, part=0.8, each_unit=5)))
    before = plan_classes(made)
    less = with_limits(made, with_money(made.limits, 80))
    after = plan_classes(less)
    assert breaches(after, less) == ()
    found = compare(before, after)
    assert found.cost < 0
    assert found.deadlines == 0
    assert found.weight < 0
    assert ReasonKind.STANDARD not in by_reason(found.lost)
    assert sum(by_reason(found.lost).values()) == len(found.lost)


def test_one_more_class_and_another_quarter() -> None:
    """One more class costs one class; in another quarter the same people move there, and nobody loses."""
    asked = task(6, course=COURSE, budgets=(Budget("b", 100),))
    plan = plan_classes(asked)
    more = plan_classes(with_limits(asked, with_further_class(asked.limits, plan, "C")))
    found = compare(plan, more)
    assert (dict(found.classes), found.cost, found.cost_by_source) == ({"C": (2, 3)}, 10, {"b": 10})
    assert found.gained == found.lost == ()
    third = plan_classes(with_limits(asked, with_quarters(asked.limits, "C", [3])))
    moved = compare(plan, third)
    assert {each.quarter for each in third.classes} == {3}
    assert {each.after for each in moved.moved} == {3}
    assert moved.gained == moved.lost == ()


def test_orders_for_a_course_stand_together() -> None:
    """An order for classes keeps the quarters that were ordered before; taken back, nothing of it is left."""
    limits = task(2).limits
    plan = plan_classes(task(2))
    both = with_further_class(with_quarters(limits, "C", [2, 1]), plan, "C")
    assert both.ordered == (Ordered("C", 2, (1, 2)),)
    assert with_quarters(replace(limits, ordered=(Ordered("C", 0, (1,)),)), "C", []).ordered == ()
