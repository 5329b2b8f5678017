"""What if: the same task with other inputs, and two plans side by side: who gains, who loses, what it costs."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from surveys.planning.classes.task import Task
from surveys.planning.limits import Limits, Ordered
from surveys.planning.needs.model import Reason, ReasonKind
from surveys.planning.plan import Plan, PlannedClass, Seat


def with_money(limits: Limits, percent: int) -> Limits:
    """Return the limits with so many per cent of the money of each source, rounded down to the đồng."""
    budgets = tuple(replace(each, amount=each.amount * percent // 100) for each in limits.budgets)
    return replace(limits, budgets=budgets)


def with_further_class(limits: Limits, plan: Plan, course: str) -> Limits:
    """Return the limits with an order for one more class of a course than a plan has."""
    count = sum(each.course == course for each in plan.classes)
    return _ordering(limits, replace(_order_of(limits, course), at_least=count + 1))


def with_quarters(limits: Limits, course: str, quarters: Iterable[int]) -> Limits:
    """Return the limits with an order to hold a course in some quarters only; in any, if none is given."""
    return _ordering(limits, replace(_order_of(limits, course), quarters=tuple(sorted(quarters))))


def with_limits(task: Task, limits: Limits) -> Task:
    """Return a task under other limits: it is planned like any other."""
    return replace(task, limits=limits)


def _order_of(limits: Limits, course: str) -> Ordered:
    return next((each for each in limits.ordered if each.course == course), Ordered(course))


def _ordering(limits: Limits, order: Ordered) -> Limits:
    others = tuple(each for each in limits.ordered if each.course != order.course)
    return replace(limits, ordered=(*others, order) if order != Ordered(order.course) else others)


@dataclass(frozen=True, slots=True)
class Change:
    """What changes for one person and course: the quarter before and after, ``None`` without a seat."""

    official: int
    course: str
    before: int | None
    after: int | None
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class Comparison:
    """Two plans side by side. ``classes``: of each course that has more classes or fewer, how many before and after.

    ``cost`` is what the second costs more, in all and by source; ``deadlines`` and ``weight`` what it serves more.
    """

    gained: tuple[Change, ...]
    lost: tuple[Change, ...]
    moved: tuple[Change, ...]
    classes: Mapping[str, tuple[int, int]]
    cost: int
    cost_by_source: Mapping[str, int]
    deadlines: int
    weight: int

    @property
    def is_empty(self) -> bool:
        """Say whether nothing is another."""
        return not (self.gained or self.lost or self.moved or self.classes or self.cost)


def compare(before: Plan, after: Plan) -> Comparison:
    """Compare a plan with another one: people are told by their numbers, in the order of these."""
    first, second = _seats(before), _seats(after)
    changes = [
        Change(
            *key,
            first[key][0].quarter if key in first else None,
            second[key][0].quarter if key in second else None,
            (second.get(key) or first[key])[1].reasons,
        )
        for key in sorted({*first, *second})
    ]
    costs = {source: after.cost_by_source.get(source, 0) for source in after.cost_by_source}
    for source, cost in before.cost_by_source.items():
        costs[source] = costs.get(source, 0) - cost
    return Comparison(
        gained=tuple(each for each in changes if each.before is None),
        lost=tuple(each for each in changes if each.after is None),
        moved=tuple(each for each in changes if each.before and each.after and each.before != each.after),
        classes=_class_counts(before, after),
        cost=after.cost - before.cost,
        cost_by_source={source: cost for source, cost in sorted(costs.items()) if cost},
        deadlines=after.quality.deadlines - before.quality.deadlines,
        weight=after.quality.weight - before.quality.weight,
    )


def by_reason(changes: Iterable[Change]) -> dict[ReasonKind, int]:
    """Count changes by the weightiest reason of each: what may be told without names."""
    counts = Counter(each.reasons[0].kind for each in changes)
    return {kind: counts[kind] for kind in ReasonKind if counts[kind]}


def _seats(plan: Plan) -> dict[tuple[int, str], tuple[PlannedClass, Seat]]:
    return {(seat.official, each.course): (each, seat) for each in plan.classes for seat in each.seats}


def _class_counts(before: Plan, after: Plan) -> dict[str, tuple[int, int]]:
    first, second = (Counter(each.course for each in plan.classes) for plan in (before, after))
    return {
        course: (first[course], second[course])
        for course in sorted({*first, *second})
        if first[course] != second[course]
    }
