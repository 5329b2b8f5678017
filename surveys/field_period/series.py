"""When the waves of a recurring survey open and close. Pure.

Wave k+1 of a series opens k months, quarters or years after the first one, at the same local hour; always counted
from the first, so that a 31st shortened by February comes back in March. A month without that day takes its last
one. A day off moves to the next working day; if that lies in the next month, to the last working day before
(the "modified following" rule of payment calendars), so that every wave stays within its month.

A wave lasts as long as the first, and never beyond the opening of the next one.
"""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import count
from typing import Final

from surveys.field_period.calendar import Calendar
from surveys.problems import Problem


class Every(StrEnum):
    """How often a survey recurs."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


_MONTHS: Final = {Every.MONTH: 1, Every.QUARTER: 3, Every.YEAR: 12}
_SHORTEST: Final = {Every.MONTH: 28, Every.QUARTER: 89, Every.YEAR: 365}  # days, whatever the first day


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One wave of a series: ``number`` is 1 for the first."""

    number: int
    opens_at: datetime
    closes_at: datetime


@dataclass(frozen=True, slots=True)
class Rhythm:
    """What every wave of a series follows from: the first opening, how often, how long."""

    every: Every
    first_opens_at: datetime
    lasts: timedelta

    def opening(self, number: int, calendar: Calendar) -> datetime:
        """Return when wave ``number`` opens; the first one as it was ordered, whatever the day."""
        if number == 1:
            return self.first_opens_at
        first = self.first_opens_at.astimezone(calendar.zone)
        day = working_day_of_month(_months_later(first.date(), _MONTHS[self.every] * (number - 1)), calendar)
        return calendar.local(day, first.time())

    def occurrence(self, number: int, calendar: Calendar) -> Occurrence:
        """Return wave ``number``."""
        opens_at = self.opening(number, calendar)
        closes_at = min(opens_at + self.lasts, self.opening(number + 1, calendar))
        return Occurrence(number, opens_at, closes_at)

    def next_after(self, number: int, calendar: Calendar, now: datetime) -> Occurrence:
        """Return the wave to plan after wave ``number``: the first one whose closing lies ahead of ``now``.

        Waves whose whole time has passed (the program was down) are left out; their numbers stay unused.
        """
        following = (self.occurrence(each, calendar) for each in count(number + 1))
        return next(each for each in following if each.closes_at > now)


def check_rhythm(rhythm: Rhythm, calendar: Calendar) -> list[Problem]:
    """Say what is wrong with a recurring wave that is about to be ordered; empty if nothing.

    ``overlapping_series``: one wave would still be open when the next one is due, with the number of days it
    lasts and the most it may last.
    """
    gap = rhythm.opening(2, calendar) - rhythm.first_opens_at
    longest = min(gap, timedelta(days=_SHORTEST[rhythm.every]))
    if rhythm.lasts <= longest:
        return []
    days = -(-rhythm.lasts // timedelta(days=1))  # rounded up: so many days it touches
    parameters = {"every": rhythm.every.value, "days": str(days), "longest": str(longest.days)}
    return [Problem("overlapping_series", parameters=parameters)]


def _months_later(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def working_day_of_month(day: date, calendar: Calendar) -> date:
    """Return the day itself, the next working day of its month, else the last one before; itself if there is none."""
    ahead = (each for each in _days_of_month(day, 1) if calendar.is_working_day(each))
    back = (each for each in _days_of_month(day, -1) if calendar.is_working_day(each))
    return next(ahead, None) or next(back, day)


def _days_of_month(day: date, step: int) -> Iterator[date]:
    each = day
    while each.month == day.month:
        yield each
        each += timedelta(days=step)
