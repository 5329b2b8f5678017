"""What is offered so that nobody has to type: days to open and close on, and reminder plans."""

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Final

from bot.texts.office import TEXTS
from surveys.field_period import Calendar, parse_when
from surveys.problems import Problem

PLANS: Final = (
    ("+2d,+4d,-1d@08:30", TEXTS.plan_usual),
    ("+2d,-1d@08:30", TEXTS.plan_light),
    ("+1d,+3d,+5d,-1d@08:30", TEXTS.plan_dense),
    ("", TEXTS.plan_none),
)
"""Reminder plans as ``parse_plan`` reads them, with their words."""

WEEKS: Final = (1, 2, 3)
OFFERED_DAYS: Final = 3

_VIETNAMESE_DAY = re.compile(r"(?P<day>\d{1,2})\s*[/.-]\s*(?P<month>\d{1,2})\s*[/.-]\s*(?P<year>\d{4})")


def opening_days(calendar: Calendar, now: datetime) -> tuple[date, ...]:
    """Return the next working days after today on which a wave may open."""
    today = now.astimezone(calendar.zone).date()
    ahead = (today + timedelta(days=count) for count in range(1, 60))
    working = [day for day in ahead if calendar.is_working_day(day)]
    return tuple(working[:OFFERED_DAYS])


def closing_days(calendar: Calendar, opens_at: datetime) -> tuple[tuple[int, date], ...]:
    """Return (weeks, day): the last working day within so many weeks of the opening."""
    first = opens_at.astimezone(calendar.zone).date()
    offered = []
    for weeks in WEEKS:
        day = first + timedelta(weeks=weeks)
        while not calendar.is_working_day(day) and day > first:
            day -= timedelta(days=1)
        if day > first:
            offered.append((weeks, day))
    return tuple(offered)


def read_moment(text: str, calendar: Calendar, now: datetime, *, is_end: bool) -> datetime | Problem:
    """Read a typed date: 15/12/2026 as Vietnamese write it, or whatever ``parse_when`` accepts."""
    word = text.strip()
    match = _VIETNAMESE_DAY.fullmatch(word)
    if match is not None:
        word = f"{match['year']}-{int(match['month']):02}-{int(match['day']):02}"
    return parse_when(word, now, calendar.zone, is_end=is_end)


def at_opening(calendar: Calendar, day: date) -> datetime:
    """Return the moment at which a wave opens on a day."""
    return calendar.local(day, calendar.hours[0][0])


def at_closing(calendar: Calendar, day: date) -> datetime:
    """Return the moment at which a wave closes on a day."""
    return calendar.local(day, calendar.hours[-1][1])


def plan_words(plan: str) -> str:
    """Return a plan in words if it is one of those offered, else as it was typed."""
    return dict(PLANS).get(plan, plan)


def names_in_short(names: Sequence[str], limit: int = 4) -> str:
    """Return the first names and an ellipsis."""
    return ", ".join(names[:limit]) + (", …" if len(names) > limit else "")
