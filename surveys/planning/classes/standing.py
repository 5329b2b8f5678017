"""What is settled before a plan is made: classes that stand as they are, and what people learn already.

Both take something of the limits: money, seats, people's weeks, the days of units.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from surveys.planning.checking import spread_days
from surveys.planning.classes.weeks import Weeks
from surveys.planning.courses import Course
from surveys.planning.learning import Away
from surveys.planning.people import Person
from surveys.planning.plan import PlannedClass


@dataclass(frozen=True)
class Taken:
    """What is taken of each limit: money by source, seats by (place, quarter), weeks as bits, days by (unit, week).

    ``courses``: how many courses each person has. ``load``: how many people are taught in each week.
    """

    money: defaultdict[str, int] = field(default_factory=lambda: defaultdict(int))
    seats: defaultdict[tuple[str, int], int] = field(default_factory=lambda: defaultdict(int))
    unit_days: defaultdict[tuple[str, int], int] = field(default_factory=lambda: defaultdict(int))
    office_weeks: defaultdict[str, int] = field(default_factory=lambda: defaultdict(int))
    person_weeks: defaultdict[int, int] = field(default_factory=lambda: defaultdict(int))
    courses: defaultdict[int, int] = field(default_factory=lambda: defaultdict(int))
    load: defaultdict[int, int] = field(default_factory=lambda: defaultdict(int))

    def money_left(self, source: str, amount: int) -> int:
        """Return what is left of so much money."""
        return max(0, amount - self.money[source])

    def seats_left(self, place: str, quarter: int, seats: int) -> int:
        """Return what is left of so many seats."""
        return max(0, seats - self.seats[place, quarter])


def taken_by(
    held: Iterable[PlannedClass],
    away: Iterable[Away],
    weeks: Weeks,
    courses: Mapping[str, Course],
    people: Mapping[int, Person],
) -> Taken:
    """Return what classes that stand, and people who are away, take of the limits."""
    taken = Taken()
    for each in held:
        taken.money[each.source] += each.cost
        course = courses.get(each.course)
        if course is None or not course.takes_no_seat:
            taken.seats[each.place, each.quarter] += len(each.seats)
        spread = tuple(_spread(each, course, weeks))
        for seat in each.seats:
            taken.courses[seat.official] += 1
            _absent(taken, seat.official, spread, people)
            for week, _ in spread:
                taken.load[week] += 1
    for person in away:
        touched = weeks.touched(person.first, person.last)
        _absent(taken, person.official, tuple((week, person.days_a_week) for week in touched), people)
    return taken


def _absent(
    taken: Taken, official: int, spread: tuple[tuple[int, int], ...], people: Mapping[int, Person]
) -> None:
    """Note that somebody is away in some weeks, so many days in each."""
    mask = sum(1 << week for week, _ in spread)
    taken.person_weeks[official] |= mask
    person = people.get(official)
    if person is None:
        return
    taken.office_weeks[person.office] |= mask
    for week, days in spread:
        taken.unit_days[person.unit, week] += days


def _spread(planned: PlannedClass, course: Course | None, weeks: Weeks) -> Iterator[tuple[int, int]]:
    """Yield the weeks of a class with the days that its people are away in each: open weeks, if they are enough."""
    touched = weeks.touched(planned.first, planned.last)
    length = course.length if course else len(touched)
    whole = tuple(week for week in touched if week in weeks.open)
    used = whole if len(whole) >= length else touched
    if course is None or course.weeks:
        yield from ((week, course.days_a_week if course else 5) for week in used)
    else:
        yield from zip(used, spread_days(course.days, len(used)), strict=True)
