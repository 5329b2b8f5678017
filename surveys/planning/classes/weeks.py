"""The working weeks of a year, which of them are closed, and when a class of so many weeks can begin.

A week is known by its number, counted from the first Monday of the year; the weeks of the next year follow, because
a long class may end there. Sets of weeks are whole numbers with a bit for each.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from surveys.planning.courses import Course
from surveys.planning.limits import QUARTERS, Limits

_FRIDAY = timedelta(days=4)


@dataclass(frozen=True, slots=True)
class Session:
    """When a class of a course takes place: its weeks, and how many days its people are away in each.

    ``mask``: the same weeks as bits.
    """

    quarter: int
    weeks: tuple[int, ...]
    days: tuple[int, ...]
    first: date
    last: date
    mask: int


@dataclass(frozen=True)
class Weeks:
    """The weeks of a year and of the next one, within the limits of a plan."""

    limits: Limits

    @cached_property
    def mondays(self) -> tuple[date, ...]:
        """The first day of each week."""
        first = date(self.limits.year, 1, 1)
        first += timedelta(days=-first.weekday() % 7)
        return tuple(first + timedelta(weeks=week) for week in range(104))

    @cached_property
    def open(self) -> tuple[int, ...]:
        """The weeks in which somebody can be taught: no day from Monday to Friday is closed."""
        return tuple(
            week
            for week, monday in enumerate(self.mondays)
            if not any(self.limits.is_closed(monday + timedelta(days=day)) for day in range(5))
        )

    def open_in(self, quarter: int) -> tuple[int, ...]:
        """Return the open weeks that begin in a quarter of the year."""
        return tuple(week for week in self.open if self.quarter_of(week) == quarter)

    def touched(self, first: date, last: date) -> tuple[int, ...]:
        """Return the weeks that have a working day from one day to another."""
        return tuple(
            week for week, monday in enumerate(self.mondays) if monday <= last and first <= monday + _FRIDAY
        )

    def quarter_of(self, week: int) -> int:
        """Return the quarter in which a week begins, 0 for a week of the next year."""
        monday = self.mondays[week]
        return (monday.month + 2) // 3 if monday.year == self.limits.year else 0

    def sessions(self, course: Course) -> tuple[Session, ...]:
        """Return when a class of a course may take place.

        A class that fits into a quarter stays in it. A longer one begins with the first open week of a quarter.
        """
        found = []
        for quarter in QUARTERS:
            weeks = self.open_in(quarter)
            fits = len(weeks) >= course.length
            starts = weeks[: len(weeks) - course.length + 1] if fits else weeks[:1]
            found += [self._session(course, quarter, start) for start in starts]
        return tuple(found)

    def _session(self, course: Course, quarter: int, start: int) -> Session:
        place = self.open.index(start)
        weeks = self.open[place : place + course.length]
        days = _days_of(course)
        last = self.mondays[weeks[-1]] + (_FRIDAY if course.weeks else timedelta(days=days[-1] - 1))
        return Session(quarter, weeks, days, self.mondays[start], last, sum(1 << week for week in weeks))


def _days_of(course: Course) -> tuple[int, ...]:
    """Return how many days its people are away in each week: one after the other, or as many every week."""
    if course.weeks:
        return (course.days_a_week,) * course.length
    return (*[5] * (course.length - 1), max(1, course.days - 5 * (course.length - 1)))
