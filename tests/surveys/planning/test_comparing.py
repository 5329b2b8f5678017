"""What if: less money, one more class, another quarter; and two plans side by side."""

from dataclasses import replace
from datetime import date

from hypothesis import given, settings

from surveys.planning import Budget, Course, CourseKind, Needs, Ordered, ReasonKind, Task, plan_classes
from surveys.planning.comparing import (
    by_reason,
    compare,
    with_further_class,
    with_limits,
    with_money,
    with_quarters,
)
from tests.surveys.planning.small_tasks import need, tasks
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
    """With half the money the deadline stays and the wish goes, though it weighs more; that is told by reason."""
    single = replace(COURSE, smallest=1, largest=1)
    needs = Needs((need(1, "C", 10, date(2027, 6, 30)), need(2, "C", 90)))
    asked = replace(task(2, course=single, budgets=(Budget("b", 23),)), needs=needs)
    less = with_limits(asked, with_money(asked.limits, 50))
    assert less.limits.budgets == (Budget("b", 11),)
    found = compare(plan_classes(asked), plan_classes(less))
    assert breaches(plan_classes(less), less) == ()
    assert [(each.official, each.course, each.after) for each in found.lost] == [(2, "C", None)]
    assert (by_reason(found.lost), found.gained) == ({ReasonKind.WISH: 1}, ())
    assert (found.cost, found.deadlines, found.weight) == (-11, 0, -90)


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
