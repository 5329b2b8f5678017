"""A plan as a value: classes with their people, who is left out and why, what it costs, how good it is."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Final

from surveys.planning.needs.model import Reason, ReasonKind


@dataclass(frozen=True, slots=True)
class Seat:
    """A person in a class, for these reasons. ``is_in_time``: every standard among them is met by its day."""

    official: int
    reasons: tuple[Reason, ...]
    is_in_time: bool = True


@dataclass(frozen=True, slots=True)
class Why:
    """Why a class exists: for how many of its people this kind of reason is the weightiest.

    ``due``: the first deadline among them. ``subject``: the criterion or competency that most of them lack.
    """

    kind: ReasonKind
    count: int
    due: date | None = None
    subject: str = ""


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


class Fixed(StrEnum):
    """Why a class stands as it is when its plan is made anew."""

    BEGUN = "begun"
    TOLD = "told"  # its people were told of it, or have said whether they come
    EDITED = "edited"  # the office has changed it by hand


@dataclass(frozen=True, slots=True)
class PlannedClass:
    """A class. ``number`` counts the classes of the plan in the order of their first days.

    ``source``: from which money it is paid; ``cost``: what the class and all its people cost, in đồng. One that is
    ``fixed`` was taken over from the plan before, with its number.
    """

    number: int
    course: str
    quarter: int
    first: date
    last: date
    seats: tuple[Seat, ...]
    place: str = ""
    provider: str = ""
    form: str = ""
    source: str = ""
    cost: int = 0
    why: tuple[Why, ...] = ()
    fixed: Fixed | None = None


class LeftOutWhy(StrEnum):
    """Why somebody has no seat, or none in the quarter that would have been the first."""

    NO_COURSE = "no_course"  # no course of the catalogue answers the reason
    TOO_FEW = "too_few"  # too few for a class; parameters: count, smallest
    FULL = "full"  # no seat left at the places; parameters: quarter
    BUDGET = "budget"  # no money left for it
    UNIT_AWAY = "unit_away"  # the unit cannot spare more people at once
    OFFICE_AWAY = "office_away"  # another of the same small office is away
    PERSON_AWAY = "person_away"  # already on another course in those weeks
    PER_PERSON = "per_person"  # has as many courses as one may have a year; parameters: count
    CLOSED = "closed"  # no weeks in which it could be held
    LESS_NEEDED = "less_needed"  # the money or the seats went to weightier needs
    BY_HAND = "by_hand"  # taken out of a class by the office


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Somebody has no seat on a course. ``then``: the quarter in which they have one all the same, or ``None``.

    ``reasons`` are those of the need. ``parameters``: what the sentence needs, each with its name.
    """

    official: int
    course: str
    why: LeftOutWhy
    reasons: tuple[Reason, ...]
    then: int | None = None
    parameters: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Quality:
    """How good a plan is, beside what no plan could exceed: deadlines met, and the weight of the needs served."""

    solver: str
    deadlines: int
    deadlines_bound: int
    weight: int
    weight_bound: float

    @property
    def gap(self) -> float:
        """How far the weight may lie below the best possible, as a part of that."""
        return max(0.0, 1 - self.weight / self.weight_bound) if self.weight_bound > 0 else 0.0


_UNKNOWN: Final = Quality("", 0, 0, 0, 0.0)


@dataclass(frozen=True)
class Plan:
    """The plan of one year. ``repeats``: see ``Needs``."""

    year: int
    classes: tuple[PlannedClass, ...]
    left_out: tuple[LeftOut, ...] = ()
    quality: Quality = _UNKNOWN
    repeats: int | None = 0

    @cached_property
    def cost(self) -> int:
        """What all classes cost, in đồng."""
        return sum(each.cost for each in self.classes)

    @cached_property
    def cost_by_source(self) -> dict[str, int]:
        """What all classes cost, by the source that pays."""
        found: Counter[str] = Counter()
        for each in self.classes:
            found[each.source] += each.cost
        return dict(found)

    @cached_property
    def covered(self) -> int:
        """How many needs are served: seats in classes."""
        return sum(len(each.seats) for each in self.classes)

    @cached_property
    def people(self) -> frozenset[int]:
        """Who has a seat in any class."""
        return frozenset(seat.official for each in self.classes for seat in each.seats)

    @cached_property
    def uncovered(self) -> tuple[LeftOut, ...]:
        """Who has no seat on a course all year."""
        return tuple(each for each in self.left_out if each.then is None)

    def without(self, official: int) -> "Plan":
        """Return the plan without a person: when somebody's data is erased."""
        classes = tuple(
            replace(each, seats=tuple(seat for seat in each.seats if seat.official != official))
            for each in self.classes
        )
        left_out = tuple(each for each in self.left_out if each.official != official)
        return Plan(self.year, classes, left_out, self.quality, self.repeats)
