"""The catalogue of courses: what there is to be learned, what it serves, how long it takes and what it costs."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property

from surveys.standards import Criterion


class CourseKind(StrEnum):
    """The kinds of courses that the forms of the State tell apart."""

    POLITICAL_THEORY = "llct"
    STATE_MANAGEMENT = "qlnn"
    JOB_POSITION = "vtvl"
    SKILLS = "ky_nang"
    DIGITAL = "tin_cds"
    LANGUAGES = "ngoai_ngu"
    DEFENCE = "qp_an"
    PROFESSION = "chuyen_mon"


@dataclass(frozen=True, slots=True)
class Fulfils:
    """What somebody who has completed a course meets: a criterion of the standards, up to a level.

    ``level`` is a code of the criterion's scale; of a certificate or a course the code that a standard demands.
    """

    criterion: Criterion
    level: str = ""


@dataclass(frozen=True, slots=True)
class Course:
    """A course of the catalogue.

    ``competencies`` and ``situations`` are codes of the form (``c05``) and of the bank of situations. ``groups``: the
    groups of titles that it is meant for, all if empty. ``days`` are days away from work, ``weeks`` the weeks over
    which a class runs (0: as many as the days fill). ``forms`` and ``providers`` stand in the order of preference.
    ``is_elsewhere``: people are sent to whoever gives it, so it takes no seat of the places that teach here. A class
    costs ``cost_per_class`` and for each of its people ``cost_per_person``, in đồng.
    """

    code: str
    name: str
    kind: CourseKind
    days: int
    periods: int
    competencies: tuple[str, ...] = ()
    situations: tuple[str, ...] = ()
    fulfils: tuple[Fulfils, ...] = ()
    groups: tuple[str, ...] = ()
    weeks: int = 0
    forms: tuple[str, ...] = ("tt",)
    smallest: int = 1
    largest: int = 60
    cost_per_class: int = 0
    cost_per_person: int = 0
    providers: tuple[str, ...] = ()
    counts_as_refresher: bool = False
    is_elsewhere: bool = False

    @property
    def length(self) -> int:
        """How many working weeks a class runs."""
        return self.weeks or max(1, -(-self.days // 5))

    @property
    def days_a_week(self) -> int:
        """How many days a week its people are away, at most."""
        return -(-self.days // self.length)

    @property
    def takes_no_seat(self) -> bool:
        """Say whether it takes no seat of the places that teach here, even of one that has its provider's name."""
        return self.is_elsewhere or self.forms[:1] == ("online",)

    def is_for(self, group: str) -> bool:
        """Say whether it is meant for a group of titles."""
        return not self.groups or group in self.groups


@dataclass(frozen=True)
class Catalogue:
    """The courses, in the order in which they are listed. ``is_example``: not the office's own.

    ``valid_from``: the day from which it is used.
    """

    courses: tuple[Course, ...]
    valid_from: date | None = None
    is_example: bool = False

    @cached_property
    def by_code(self) -> dict[str, Course]:
        """Each course by its code."""
        return {course.code: course for course in self.courses}
