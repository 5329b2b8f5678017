"""What a changed workbook is read against: the plan as it went out, its courses, limits and people."""

from dataclasses import dataclass
from functools import cached_property

from surveys.planning.book.surroundings import Surroundings
from surveys.planning.limits import Limits
from surveys.planning.needs.model import Reason
from surveys.planning.people import Person
from surveys.planning.plan import Plan


@dataclass(frozen=True)
class Editing:
    """``people``: everybody, for the limits of units and offices; ``around`` knows those whom the editor may see.

    People whom the editor may not see keep their seats, whatever the workbook says. ``marks``: those of the
    plan's workbooks, none if they are not to be compared.
    """

    plan: Plan
    limits: Limits
    around: Surroundings
    people: tuple[Person, ...]
    marks: tuple[str, ...] = ()

    @cached_property
    def reasons(self) -> dict[tuple[int, str], tuple[Reason, ...]]:
        """The reasons that people have for courses, by person and course: seated or left out."""
        found = {(left.official, left.course): left.reasons for left in self.plan.left_out}
        for planned in self.plan.classes:
            found |= {(seat.official, planned.course): seat.reasons for seat in planned.seats}
        return found
