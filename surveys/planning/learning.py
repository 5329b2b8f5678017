"""What people learn at present and what they have completed: it takes a need away."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from surveys.planning.courses import Course
from surveys.standards import Criterion


class LearningState(StrEnum):
    """How far somebody has come."""

    UNDER_WAY = "under_way"
    COMPLETED = "completed"
    WISHED = "wished"  # asked for with the office, by a paper: ``evidence``; nothing is learned yet


@dataclass(frozen=True, slots=True)
class Learning:
    """Somebody learns, or has learned, something.

    ``course``: its code in the catalogue; empty for what is told by ``criterion`` and ``level`` alone (a degree).
    ``name`` as it was written. ``evidence``: the number of the certificate or of the decision.
    """

    official: int
    state: LearningState
    course: str = ""
    criterion: Criterion | None = None
    level: str = ""
    name: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    periods: int = 0
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class Away:
    """Somebody is away to learn what no plan of the office gives, so many days in each week from one day to another."""

    official: int
    first: date
    last: date
    days_a_week: int


_QUARTER: Final = timedelta(weeks=13)
_WEEK: Final = 5


def away_of(learning: Iterable[Learning], courses: Mapping[str, Course]) -> tuple[tuple[Away, ...], int]:
    """Return who is away for what they learn at present; and of how many lines nobody knows when.

    A course of the catalogue takes the days that it says. What else is learned takes whole weeks, if it is over
    within a quarter; what is longer is learned beside the work.
    """
    away, unknown = [], 0
    for each in learning:
        if each.state is not LearningState.UNDER_WAY:
            continue
        if each.starts_on is None or each.ends_on is None:
            unknown += 1
            continue
        course = courses.get(each.course)
        if course is not None or each.ends_on - each.starts_on <= _QUARTER:
            days = course.days_a_week if course else _WEEK
            away.append(Away(each.official, each.starts_on, each.ends_on, days))
    return tuple(away), unknown
