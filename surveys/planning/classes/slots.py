"""How finely a program knows time and people: slots in which a class may be, and kinds of people who are alike."""

from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

from surveys.planning.classes.task import Want
from surveys.planning.classes.weeks import Session
from surveys.planning.courses import Course


class Grain(Enum):
    """How finely a program knows time. The coarser, the smaller it is, and the less it demands."""

    YEAR = "year"
    QUARTER = "quarter"
    WEEK = "week"


class Slot(NamedTuple):
    """When a class of a course may be: the sessions that it stands for."""

    course: Course
    sessions: tuple[Session, ...]

    def meets(self, want: Want) -> bool:
        """Say whether one of its sessions ends in time for somebody."""
        return any(want.is_met_by(session) for session in self.sessions)


@dataclass(frozen=True, slots=True)
class Kind:
    """People who are alike to the program. ``wants``: of each course, those of all of them, in their order.

    ``busy``: the weeks, as bits, in which each is away already; ``courses``: how many courses each has already.
    """

    unit: str
    office: str
    count: int
    wants: dict[str, list[Want]]
    busy: int = 0
    courses: int = 0
