"""Small tasks drawn at random, and the best plan of each by trying all of them."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import product

from hypothesis import strategies as st

from surveys.planning import (
    Budget,
    Catalogue,
    Closed,
    Course,
    CourseKind,
    Limits,
    Need,
    Needs,
    Person,
    Plan,
    Reason,
    ReasonKind,
    Task,
    TeachingPlace,
)
from surveys.planning.classes.task import Demand, Want
from surveys.planning.classes.weeks import Session
from surveys.roster import Official

YEAR = 2027
OPEN_WEEKS = (date(2027, 1, 4), date(2027, 2, 1), date(2027, 4, 5), date(2027, 7, 5))
"""The only weeks in which small tasks teach: two in the first quarter, one in each of the next two."""
DUE = st.sampled_from([None, None, date(2027, 2, 7), date(2027, 6, 30), date(2027, 12, 31)])
KINDS = (CourseKind.SKILLS, CourseKind.POLITICAL_THEORY)


def person(number: int, unit: str, office: str = "") -> Person:
    """Somebody of a unit, and of an office of it."""
    official = Official(str(number), f"P{number}", "vptk", unit, unit)
    return Person(number, official, "chuyen_mon", f"{unit}/{office}" if office else "")


def need(number: int, course: str, weight: int, due: date | None = None) -> Need:
    """A need: of a standard if it has a deadline, else a wish."""
    kind = ReasonKind.STANDARD if due else ReasonKind.WISH
    return Need(number, course, (Reason(kind, weight, due=due),))


def closed_but(mondays: tuple[date, ...]) -> tuple[Closed, ...]:
    """Close all weeks of the year but some."""
    year = [date.fromordinal(date(YEAR, 1, 4).toordinal() + 7 * week) for week in range(52)]
    return tuple(Closed(day, day) for day in year if day not in mondays)


@st.composite
def tasks(draw: st.DrawFn, *, most_people: int = 4, most_courses: int = 2) -> Task:
    """Tasks with every kind of limit, small enough that all plans can be tried."""
    courses = tuple(
        Course(
            f"C{number}",
            f"C{number}",
            draw(st.sampled_from(KINDS)),
            days=draw(st.sampled_from([2, 5, 8])),
            periods=40,
            smallest=(smallest := draw(st.integers(1, 2))),
            largest=smallest + draw(st.integers(0, 2)),
            cost_per_class=draw(st.sampled_from([0, 10])),
            cost_per_person=draw(st.sampled_from([0, 3])),
        )
        for number in range(draw(st.integers(1, most_courses)))
    )
    people = tuple(
        person(number, draw(st.sampled_from("AB")), draw(st.sampled_from(["", "x", "y"])))
        for number in range(1, draw(st.integers(1, most_people)) + 1)
    )
    needs = tuple(
        need(each.number, course.code, draw(st.sampled_from([2, 6, 20, 100])), draw(DUE))
        for each in people
        for course in courses
        if draw(st.booleans()) or draw(st.booleans())
    )
    seats = st.sampled_from([None, None, 1, 2, 3])
    limits = Limits(
        YEAR,
        closed=closed_but(OPEN_WEEKS),
        places=draw(
            st.sampled_from(
                [
                    (),
                    (TeachingPlace("P", tuple(draw(seats) for _ in range(4)), near=("A",)),),  # type: ignore[arg-type]
                ]
            )
        ),
        budgets=draw(
            st.sampled_from(
                [(), (Budget("b", draw(st.integers(0, 60))),), (Budget("b", 25), Budget("c", 20, KINDS[:1]))]
            )
        ),
        days_away=draw(st.sampled_from([None, 5, 8, 10])),
        small_office=draw(st.sampled_from([0, 2])),
        per_person=draw(st.sampled_from([0, 1])),
    )
    return Task(Needs(needs), people, Catalogue(courses), limits)


def worth(plan: Plan, task: Task) -> tuple[int, int]:
    """How good a plan is: deadlines met that could not wait, and the weight of what it serves."""
    wants = {(want.need.official, want.course.code): want for want in Demand(task).wants}
    deadlines = weight = 0
    for each in plan.classes:
        for seat in each.seats:
            want = wants[seat.official, each.course]
            weight += want.weight
            deadlines += want.due is not None and each.last <= want.due
    return deadlines, weight


@dataclass
class Trying:
    """Tries every plan of a small task: which session each need gets, and how many classes that makes."""

    task: Task
    demand: Demand = field(init=False)

    def __post_init__(self) -> None:
        self.demand = Demand(self.task)

    def best(self) -> tuple[int, int]:
        """Return the worth of the best plan."""
        return max(
            (self._worth(chosen) for chosen in self._choices() if self._is_possible(chosen)), default=(0, 0)
        )

    def most_weight(self) -> int:
        """Return the weight of the plan that serves the most, deadlines or not."""
        possible = (chosen for chosen in self._choices() if self._is_possible(chosen))
        return max((self._worth(chosen)[1] for chosen in possible), default=0)

    def _choices(self) -> Iterator[tuple[tuple[Want, Session], ...]]:
        wants = self.demand.wants
        options = [(None, *self.demand.sessions[want.course.code]) for want in wants]
        for choice in product(*options):
            yield tuple(
                (want, session) for want, session in zip(wants, choice, strict=True) if session is not None
            )

    def _worth(self, chosen: tuple[tuple[Want, Session], ...]) -> tuple[int, int]:
        met = sum(want.due is not None and session.last <= want.due for want, session in chosen)
        return met, sum(want.weight for want, _ in chosen)

    def _is_possible(self, chosen: tuple[tuple[Want, Session], ...]) -> bool:
        return self._are_away(chosen) and self._are_taught(chosen)

    def _are_away(self, chosen: tuple[tuple[Want, Session], ...]) -> bool:
        limits = self.task.limits
        used: set[tuple[object, int]] = set()
        days_of: Counter[tuple[str, int]] = Counter()
        courses_of = Counter(want.need.official for want, _ in chosen)
        if limits.per_person and any(count > limits.per_person for count in courses_of.values()):
            return False
        for want, session in chosen:
            for week, days in zip(session.weeks, session.days, strict=True):
                keys = {(who, week) for who in (want.need.official, want.office) if who}
                if used & keys:
                    return False
                used |= keys
                days_of[want.unit, week] += days
        return limits.days_away is None or all(days <= limits.days_away for days in days_of.values())

    def _are_taught(self, chosen: tuple[tuple[Want, Session], ...]) -> bool:
        """Say whether classes of the right size, in the seats and for the money that there are, can hold them."""
        together: Counter[tuple[str, Session]] = Counter(
            (want.course.code, session) for want, session in chosen
        )
        by_code, limits = self.task.catalogue.by_code, self.task.limits
        taken: Counter[int] = Counter()
        parts: list[tuple[Course, int]] = []
        for (code, session), count in together.items():
            course = by_code[code]
            classes = -(-count // course.largest)
            if classes * course.smallest > count:
                return False
            taken[session.quarter] += count
            sizes = [count // classes + (at < count % classes) for at in range(classes)]
            parts += [(course, size) for size in sizes]
        for place in limits.places:
            if any(most is not None and taken[quarter] > most for quarter, most in enumerate(place.seats, 1)):
                return False
        return not limits.budgets or self._is_paid(parts)

    def _is_paid(self, parts: list[tuple[Course, int]]) -> bool:
        budgets = self.task.limits.budgets
        costly = [(c, n) for c, n in parts if c.cost_per_class or c.cost_per_person]
        for sources in product(budgets, repeat=len(costly)):
            spent: Counter[str] = Counter()
            for budget, (course, size) in zip(sources, costly, strict=True):
                spent[budget.source] += (
                    course.cost_per_class + size * course.cost_per_person if budget.pays(course) else 10**9
                )
            if all(spent[budget.source] <= budget.amount for budget in budgets):
                return True
        return False
