"""What a changed workbook is read against: the plan as it went out, its courses, limits and people."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from surveys.planning.book.surroundings import Surroundings
from surveys.planning.limits import Limits
from surveys.planning.needs.model import Reason
from surveys.planning.people import Person
from surveys.planning.plan import Plan, Seat, Why


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


def why_of(seats: Iterable[Seat]) -> tuple[Why, ...]:
    """Return why a class exists: its people counted by their weightiest reason; what most of them lack is named."""
    first: defaultdict[str, list[Reason]] = defaultdict(list)
    for seat in seats:
        for reason in seat.reasons[:1]:
            first[reason.kind].append(reason)
    found = []
    for reasons in first.values():
        subjects = Counter(reason.criterion or reason.subject for reason in reasons)
        subject = min(subjects, key=lambda each: (-subjects[each], each))
        due = min((reason.due for reason in reasons if reason.due), default=None)
        found.append(Why(reasons[0].kind, len(reasons), due, subject))
    return tuple(sorted(found, key=lambda why: (-why.count, why.kind)))
