"""When the rounds of a briefing fall, what comes before each, and when the owner of an action is written to. Pure."""

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from itertools import count
from typing import Final

from surveys.field_period import Calendar, Rhythm, working_day_of_month

PULSE_FORM: Final = "giao_ban"
"""The form of the pulse; an office may publish a newer version of it."""

PULSE_DAYS: Final = 5
AGENDA_DAYS: Final = 2
"""Working days before a round on which the pulse opens, and on which the agenda is sent."""
HOUR: Final = time(8, 0)
"""When both come on their day."""


class Party(StrEnum):
    """Who meets: the bodies that manage cadres, those that train them, the communes."""

    CADRE = "cadre"
    TRAINING = "training"
    COMMUNES = "communes"


@dataclass(frozen=True, slots=True)
class RoundTimes:
    """The moments of one round: the pulse opens and closes, the agenda is sent, people meet."""

    at: datetime
    pulse_opens_at: datetime
    pulse_closes_at: datetime
    agenda_at: datetime


def round_at(rhythm: Rhythm, number: int, calendar: Calendar) -> datetime:
    """Return when round ``number`` of a briefing is, from 1. A day off moves to a working day of its month."""
    local = rhythm.opening(number, calendar).astimezone(calendar.zone)
    return calendar.local(working_day_of_month(local.date(), calendar), local.time())


def following_round(rhythm: Rhythm, number: int, calendar: Calendar, now: datetime) -> tuple[int, datetime]:
    """Return number and moment of the first round after ``number`` that lies ahead of ``now``.

    Rounds that passed meanwhile (the program was down) are left out.
    """
    ahead = ((each, round_at(rhythm, each, calendar)) for each in count(number + 1))
    return next(each for each in ahead if each[1] > now)


def times_of(at: datetime, calendar: Calendar) -> RoundTimes:
    """Return what comes before a round. The pulse closes on the working day before the agenda, when offices close."""
    day = at.astimezone(calendar.zone).date()

    def before(days: int, hour: time) -> datetime:
        return calendar.local(calendar.working_day_from(day, -days), hour)

    return RoundTimes(
        at,
        before(PULSE_DAYS, HOUR),
        before(AGENDA_DAYS + 1, calendar.hours[-1][1]),
        before(AGENDA_DAYS, HOUR),
    )


class Occasion(StrEnum):
    """Why the owner of an action is written to of its day; empty while they were not."""

    NOT_YET = ""
    BEFORE = "before"
    AFTER = "after"


def occasion_due(due: date, reminded: Occasion, today: date, calendar: Calendar) -> Occasion | None:
    """Return the reminder of an open action that is due today: from the working day before its day, and after it.

    ``reminded`` is the last one that was sent. Each comes once; what was missed before the day is not made up after.
    """
    if today >= calendar.working_day_from(due, 1):
        return None if reminded is Occasion.AFTER else Occasion.AFTER
    if reminded is Occasion.NOT_YET and calendar.working_day_from(due, -1) <= today <= due:
        return Occasion.BEFORE
    return None
