"""A timetable while it is made: classes, who sits in them, and what of every limit is used up."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from surveys.planning.classes.task import Demand, Want
from surveys.planning.classes.weeks import Session
from surveys.planning.courses import Course
from surveys.planning.limits import Budget, TeachingPlace
from surveys.planning.plan import LeftOutWhy


@dataclass(eq=False, slots=True)
class Opened:
    """A class that is open. ``order`` counts them as they were opened."""

    order: int
    course: Course
    session: Session
    place: TeachingPlace
    source: Budget | None
    wants: list[Want] = field(default_factory=list)

    @property
    def is_running(self) -> bool:
        """Say whether enough people sit in it."""
        return len(self.wants) >= self.course.smallest


class Merit(NamedTuple):
    """How good a timetable is, what counts most first: deadlines met, no ordered class missing, weight served.

    Then few journeys and little money. What is better is greater, so the last two and ``ordered`` are 0 or less.
    """

    deadlines: int
    ordered: int
    weight: int
    journeys: int
    money: int


class Timetable:
    """The classes of a year. Nothing can be done that breaks a limit; whoever asks learns which one would be.

    Classes that stand as they are are not among them, but what they take is taken.
    """

    def __init__(self, demand: Demand) -> None:
        self.demand = demand
        self.classes: list[Opened] = []
        self.seat_of: dict[int, Opened] = {}
        self._number = 0
        taken = demand.taken
        self._spent = taken.money.copy()
        self._taken = taken.seats.copy()
        self._unit_days = taken.unit_days.copy()
        self._office_weeks = taken.office_weeks.copy()
        self._person_weeks = taken.person_weeks.copy()
        self._courses_of = taken.courses.copy()
        self._load = taken.load.copy()

    # What is left of a limit

    def money_left(self, source: Budget | None) -> int | None:
        """Return what a source still has; ``None`` if money is no limit."""
        return None if source is None else source.amount - self._spent[source.source]

    def seats_left(self, place: TeachingPlace, quarter: int) -> int | None:
        """Return how many more people a place takes in a quarter; ``None`` if as many as come."""
        limit = place.seats[quarter - 1]
        return None if limit is None else limit - self._taken[place.name, quarter]

    def room(self, course: Course, session: Session, place: TeachingPlace, source: Budget | None) -> int:
        """Return how many people a further class could take, as far as money and seats go; 0 if none."""
        found = course.largest
        seats, money = self.seats_left(place, session.quarter), self.money_left(source)
        if seats is not None:
            found = min(found, seats)
        if money is not None:
            rest = money - course.cost_per_class
            found = min(found, rest // course.cost_per_person if course.cost_per_person else found)
            found = 0 if rest < 0 else found
        return found

    def load(self, session: Session) -> int:
        """Return how many people are taught in its weeks so far."""
        return sum(self._load[week] for week in session.weeks)

    # Why somebody cannot sit in a class

    def absence(self, want: Want, session: Session) -> LeftOutWhy | None:
        """Say why somebody cannot be away in the weeks of a session, or nothing if they can."""
        official = want.need.official
        if self._person_weeks[official] & session.mask:
            return LeftOutWhy.PERSON_AWAY
        if 0 < self.demand.limits.per_person <= self._courses_of[official]:
            return LeftOutWhy.PER_PERSON
        if want.office and self._office_weeks[want.office] & session.mask:
            return LeftOutWhy.OFFICE_AWAY
        return None if self.can_spare(want.unit, session, 1) else LeftOutWhy.UNIT_AWAY

    def can_spare(self, unit: str, session: Session, people: int) -> bool:
        """Say whether a unit can do without so many more people in the weeks of a session."""
        limit = self.demand.days_away[unit]
        return limit is None or all(
            self._unit_days[unit, week] + people * days <= limit
            for week, days in zip(session.weeks, session.days, strict=True)
        )

    def hindrance(self, want: Want, opened: Opened) -> LeftOutWhy | None:
        """Say why somebody cannot sit in a class that is open, or nothing if they can."""
        if len(opened.wants) >= opened.course.largest:
            return LeftOutWhy.FULL
        seats, money = self.seats_left(opened.place, opened.session.quarter), self.money_left(opened.source)
        if seats is not None and seats < 1:
            return LeftOutWhy.FULL
        if money is not None and money < opened.course.cost_per_person:
            return LeftOutWhy.BUDGET
        return self.absence(want, opened.session)

    # Changing it

    def open(
        self, course: Course, session: Session, place: TeachingPlace, source: Budget | None
    ) -> Opened | None:
        """Open a class without people; nothing, if there is no money for it."""
        money = self.money_left(source)
        if money is not None and money < course.cost_per_class:
            return None
        self._number += 1
        opened = Opened(self._number, course, session, place, source)
        self.classes.append(opened)
        self._pay(opened, course.cost_per_class)
        return opened

    def close(self, opened: Opened) -> list[Want]:
        """Close a class, and return who sat in it."""
        freed = list(opened.wants)
        for want in freed:
            self.unseat(want)
        self.classes.remove(opened)
        self._pay(opened, -opened.course.cost_per_class)
        return freed

    def seat(self, want: Want, opened: Opened) -> None:
        """Seat somebody of whom it is known that nothing hinders it."""
        opened.wants.append(want)
        self.seat_of[want.place] = opened
        self._count(want, opened, 1)

    def unseat(self, want: Want) -> Opened:
        """Take somebody out of their class, and return it."""
        opened = self.seat_of.pop(want.place)
        opened.wants.remove(want)
        self._count(want, opened, -1)
        return opened

    def move(self, want: Want, target: Opened) -> bool:
        """Move somebody to another class, if nothing there hinders it."""
        source = self.unseat(want)
        if self.hindrance(want, target) is None and want.is_met_by(target.session):
            self.seat(want, target)
            return True
        self.seat(want, source)
        return False

    def classes_of(self, course: Course) -> list[Opened]:
        """Return the classes of a course, the first to begin first."""
        found = [each for each in self.classes if each.course.code == course.code]
        return sorted(found, key=lambda each: (each.session.first, each.order))

    def unmet(self) -> list[Want]:
        """Return the wants without a seat, in the order in which places are given."""
        return sorted(
            (want for want in self.demand.wants if want.place not in self.seat_of), key=lambda w: w.rank
        )

    @property
    def merit(self) -> Merit:
        """How good it is."""
        seated = [(want, opened) for opened in self.classes for want in opened.wants]
        counts = Counter(opened.course.code for opened in self.classes)
        missing = sum(max(0, least - counts[course]) for course, least in self.demand.at_least.items())
        return Merit(
            sum(want.due is not None and want.is_met_by(opened.session) for want, opened in seated),
            -missing,
            sum(want.weight for want, _ in seated),
            -sum(is_journey(want, opened.place) for want, opened in seated),
            -sum(self._spent.values()),
        )

    def _count(self, want: Want, opened: Opened, sign: int) -> None:
        session, official = opened.session, want.need.official
        self._person_weeks[official] ^= session.mask
        self._courses_of[official] += sign
        if want.office:
            self._office_weeks[want.office] ^= session.mask
        for week, days in zip(session.weeks, session.days, strict=True):
            self._unit_days[want.unit, week] += sign * days
            self._load[week] += sign
        if not opened.course.takes_no_seat:
            self._taken[opened.place.name, session.quarter] += sign
        self._pay(opened, sign * opened.course.cost_per_person)

    def _pay(self, opened: Opened, amount: int) -> None:
        self._spent[opened.source.source if opened.source else ""] += amount


def is_journey(want: Want, place: TeachingPlace) -> bool:
    """Say whether somebody has to travel to a place."""
    return bool(place.name) and want.unit not in place.near


def fit_together(
    table: Timetable, wants: Iterable[Want], session: Session, most: int, *, is_late_allowed: bool = False
) -> list[Want]:
    """Return who of a list, in its order, could be away in a session all together, at most so many.

    Not those for whom it ends too late, unless that ``is_late_allowed``.
    """
    found: list[Want] = []
    offices: set[str] = set()
    people: set[int] = set()
    units: defaultdict[str, int] = defaultdict(int)
    for want in wants:
        if len(found) >= most:
            break
        if want.need.official in people or (want.office and want.office in offices):
            continue
        is_fitting = is_late_allowed or want.is_met_by(session)
        if not is_fitting or table.absence(want, session) is not None:
            continue
        if not table.can_spare(want.unit, session, units[want.unit] + 1):
            continue
        found.append(want)
        people.add(want.need.official)
        offices.add(want.office)
        units[want.unit] += 1
    return found
