"""What the documents of a plan are made from. Nothing here names a person: a named list is given its people."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from surveys.planning.courses import Catalogue, Course, CourseKind
from surveys.planning.limits import Limits
from surveys.planning.plan import Plan
from surveys.titles import Titles


@dataclass(frozen=True)
class PlanFacts:
    """A plan with what its words need. ``as_of``: the day of the figures.

    ``competencies``: code of the form -> label. ``grounds``: the texts that a plan rests on, as the office cites them.
    ``version``: the number under which it was approved. ``unknown_away``: of how many lines of learning under way the
    list does not say when. ``women`` and ``minorities``: how many there are among the people of the plan.
    """

    plan: Plan
    catalogue: Catalogue
    limits: Limits
    titles: Titles
    as_of: date
    office: str = ""
    competencies: Mapping[str, str] = field(default_factory=dict)
    grounds: tuple[str, ...] = ()
    version: int | None = None
    unknown_away: int = 0
    women: int | None = None
    minorities: int | None = None

    @property
    def year(self) -> int:
        """The year of the plan."""
        return self.plan.year

    def course(self, code: str) -> Course:
        """Return a course; one that is in the catalogue no more has its code for a name."""
        return self.catalogue.by_code.get(code) or Course(code, code, CourseKind.JOB_POSITION, 1, 8)
