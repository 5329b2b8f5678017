"""The plan as a linear program with whole numbers: how many classes of what, and how many of whom in each.

People who need the same and are limited by the same are one ``Kind``. A ``Slot`` is when a class may be: a session, a
quarter, or any time of the year. Of a coarse one only what holds in any case is demanded, so that the best of the
program is never worse than the best plan.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Final

from surveys.planning.classes.absences import limit_absences
from surveys.planning.classes.opening import Where
from surveys.planning.classes.program import INFINITY, Program, Terms
from surveys.planning.classes.slots import Grain, Kind, Slot
from surveys.planning.classes.task import Demand, Want
from surveys.planning.classes.timetable import Timetable
from surveys.planning.classes.weeks import Session
from surveys.planning.courses import Course
from surveys.planning.limits import QUARTERS, Budget, TeachingPlace

MOST_WHOLE: Final = 3_000
"""Up to so many columns of people they are whole; of more, parts of people are rounded off, which changes little."""
_OPENING: Final = 0.02  # what a class and a journey cost the goal: never as much as the least need is worth
_JOURNEY: Final = 0.0002
_MISSING: Final = 10_000.0  # what was ordered comes before any need without a deadline


_Wanted = tuple[tuple[str, int, date | None], ...]


class Model:
    """The program of a demand, with what its columns mean.

    ``sessions``: those that the classes of each course may have.
    """

    def __init__(self, demand: Demand, grain: Grain, sessions: Mapping[str, Sequence[Session]]) -> None:
        self.demand = demand
        self.grain = grain
        self.sessions = sessions
        self.program = Program()
        self.slots = list(self._slots())
        self.kinds = list(self._kinds())
        columns = sum(len(kind.wants) * self._slots_each for kind in self.kinds)
        self.has_whole_people = columns <= MOST_WHOLE
        self.has_whole_classes = columns <= MOST_WHOLE or grain is Grain.YEAR
        self.people: dict[tuple[int, int], int] = {}
        """(kind, slot) -> how many of the kind are in the slot."""
        self.classes: dict[tuple[int, Where], int] = {}
        """(slot, where) -> how many classes."""
        self.seats: dict[tuple[int, Where], int] = {}
        """(slot, where) -> how many people in them."""
        self.totals: dict[tuple[str, Budget | None], tuple[int, int]] = {}
        """(course, source) -> how many classes, and people in them, all year: see ``_add_totals``."""
        self.journeys: list[int] = []
        self.missing: list[int] = []
        self._add_columns()
        self._add_classes()
        self._add_totals()
        self._add_money_and_seats()
        limit_absences(self)
        self._add_orders()

    # The goals

    @cached_property
    def deadlines(self) -> Terms:
        """How many needs are met in time that could not be met next year."""
        return [
            (column, 1.0)
            for (kind, slot), column in self.people.items()
            for want in self._wants(kind, slot)[:1]
            if want.due is not None and self.slots[slot].meets(want)
        ]

    @cached_property
    def weight(self) -> Terms:
        """The weight of all needs that are served."""
        return [
            (column, float(self._wants(kind, slot)[0].weight)) for (kind, slot), column in self.people.items()
        ]

    @cached_property
    def effort(self) -> Terms:
        """Classes and journeys, so small that no need is given up for them; and ordered classes that are missing."""
        opened = [(column, -_OPENING) for column in self.classes.values()]
        missing = [(column, -_MISSING) for column in self.missing]
        return [*opened, *((column, -_JOURNEY) for column in self.journeys), *missing]

    def most_effort(self, values: Sequence[float]) -> float:
        """What the effort may have taken from the weight of the best plan at most.

        ``values``: a solution, which tells how many ordered classes cannot be had.
        """
        smallest = min((course.smallest for course in self.demand.courses), default=1)
        missing = sum(_MISSING * values[column] for column in self.missing)
        return missing + len(self.demand.wants) * (_OPENING / max(1, smallest) + _JOURNEY)

    # Slots and kinds

    def _slots(self) -> Iterator[Slot]:
        for course in self.demand.courses:
            alike: defaultdict[object, list[Session]] = defaultdict(list)
            for session in self.sessions[course.code]:
                alike[self.moment(session)].append(session)
            yield from (Slot(course, tuple(sessions)) for sessions in alike.values())

    def moment(self, session: Session) -> object:
        """Return what the program knows of when a session is: equal for those of one slot."""
        return {Grain.YEAR: None, Grain.QUARTER: session.quarter, Grain.WEEK: session.weeks}[self.grain]

    @property
    def _slots_each(self) -> float:
        return len(self.slots) / max(1, len(self.demand.courses))

    def _kinds(self) -> Iterator[Kind]:
        of_person: defaultdict[int, list[Want]] = defaultdict(list)
        for want in self.demand.wants:
            of_person[want.need.official].append(want)
        alike: defaultdict[tuple[str, str, _Wanted, int, int, int], list[list[Want]]] = defaultdict(list)
        for official, wants in of_person.items():
            what = tuple((want.course.code, want.weight, want.due) for want in wants)
            taken = self.demand.taken
            busy, courses = taken.person_weeks.get(official, 0), taken.courses.get(official, 0)
            apart = official if self.grain is Grain.WEEK else 0
            key = wants[0].unit, wants[0].office, what, busy, courses, apart
            alike[key].append(wants)
        for key, members in alike.items():
            first = members[0]
            by_course = {
                want.course.code: [each[place] for each in members] for place, want in enumerate(first)
            }
            busy, courses = key[3:5]
            yield Kind(first[0].unit, first[0].office, len(members), by_course, busy, courses)

    def _wants(self, kind: int, slot: int) -> list[Want]:
        return self.kinds[kind].wants[self.slots[slot].course.code]

    # Columns and rows

    def _add_columns(self) -> None:
        places_of: defaultdict[str, list[int]] = defaultdict(list)
        for place, slot in enumerate(self.slots):
            places_of[slot.course.code].append(place)
        for number, kind in enumerate(self.kinds):
            for code in kind.wants:
                columns = [
                    (place, self.program.column(kind.count, is_whole=self.has_whole_people))
                    for place in places_of[code]
                ]
                self.people.update({(number, place): column for place, column in columns})
                self.program.row([(column, 1.0) for _, column in columns], upper=kind.count)

    def _add_classes(self) -> None:
        of_slot: defaultdict[int, Terms] = defaultdict(list)
        for (_, at), column in self.people.items():
            of_slot[at].append((column, 1.0))
        for number, slot in enumerate(self.slots):
            course, people = slot.course, of_slot[number]
            most = sum(self.program.column_bounds[column][1] for column, _ in people)
            seated: Terms = []
            for where in self._wheres(course):
                opened = self.program.column(most // course.smallest, is_whole=self.has_whole_classes)
                seats = self.program.column(most, is_whole=self.has_whole_people)
                self.classes[number, where], self.seats[number, where] = opened, seats
                self.program.row([(seats, 1.0), (opened, -float(course.smallest))], lower=0.0)
                self.program.row([(seats, 1.0), (opened, -float(course.largest))], upper=0.0)
                seated.append((seats, -1.0))
            self.program.row([*people, *seated], lower=0.0, upper=0.0)
            self._add_journeys(number, slot)

    def _add_totals(self) -> None:
        """Add how many classes of each course a source pays, and for how many people, whenever they are.

        It says nothing new, but the solver knows quarters and weeks of a year as equally good, and by these numbers it
        decides first what is worth its money.
        """
        parts: defaultdict[tuple[str, Budget | None], tuple[Terms, Terms]] = defaultdict(lambda: ([], []))
        for (slot, where), column in self.classes.items():
            classes, seats = parts[self.slots[slot].course.code, where.source]
            classes.append((column, 1.0))
            seats.append((self.seats[slot, where], 1.0))
        for key, (classes, seats) in parts.items():
            self.totals[key] = (
                self._total(classes, is_whole=self.has_whole_classes),
                self._total(seats, is_whole=self.has_whole_people),
            )

    def _total(self, terms: Terms, *, is_whole: bool) -> int:
        """Add a column that is the sum of others."""
        most = sum(self.program.column_bounds[column][1] for column, _ in terms)
        found = self.program.column(most, is_whole=is_whole)
        self.program.row([*terms, (found, -1.0)], lower=0.0, upper=0.0)
        return found

    def _wheres(self, course: Course) -> Iterator[Where]:
        for place in self.demand.places[course.code]:
            for source in self.demand.sources[course.code]:
                yield Where(place, source)

    def _add_journeys(self, number: int, slot: Slot) -> None:
        """Count who sits at a place beyond those who live near it."""
        for place in self.demand.places[slot.course.code]:
            if not place.near:
                continue
            near = [
                (self.people[kind, number], 1.0)
                for kind, each in enumerate(self.kinds)
                if (kind, number) in self.people and each.unit in place.near
            ]
            seats = [
                (column, -1.0)
                for (at, where), column in self.seats.items()
                if at == number and where.place is place
            ]
            far = self.program.column(INFINITY)
            self.journeys.append(far)
            self.program.row([*near, *seats, (far, 1.0)], lower=0.0)

    def _add_money_and_seats(self) -> None:
        for budget in self.demand.limits.budgets:
            terms: Terms = []
            for (code, source), (classes, seats) in self.totals.items():
                if source is budget:
                    course = self.demand.task.catalogue.by_code[code]
                    terms.append((classes, float(course.cost_per_class)))
                    terms.append((seats, float(course.cost_per_person)))
            million = 1e6  # so that the figures of a row are not too far apart
            self.program.row(
                [(column, cost / million) for column, cost in terms],
                upper=self.demand.taken.money_left(budget.source, budget.amount) / million,
            )
        for place in self.demand.limits.places:
            if self.grain is Grain.YEAR:
                self._limit_seats(place, QUARTERS)
            else:
                for quarter in QUARTERS:
                    self._limit_seats(place, (quarter,))

    def _limit_seats(self, place: TeachingPlace, quarters: tuple[int, ...]) -> None:
        limits = [place.seats[quarter - 1] for quarter in quarters]
        seats = [
            (column, 1.0)
            for (slot, where), column in self.seats.items()
            if where.place is place and self.slots[slot].sessions[0].quarter in quarters
        ]
        taken = self.demand.taken
        known = [
            taken.seats_left(place.name, quarter, limit)
            for quarter, limit in zip(quarters, limits, strict=True)
            if limit is not None
        ]
        if len(known) == len(limits):
            self.program.row(seats, upper=sum(known))

    def _add_orders(self) -> None:
        for course, least in self.demand.at_least.items():
            if least:
                columns = [
                    (column, 1.0)
                    for (slot, _), column in self.classes.items()
                    if self.slots[slot].course.code == course
                ]
                missing = self.program.column(least)
                self.program.row([*columns, (missing, 1.0)], lower=least)
                self.missing.append(missing)

    # A timetable in these terms

    def values_of(self, table: Timetable) -> list[float]:
        """Return what the columns are in a timetable: where solving begins."""
        values = [0.0] * len(self.program.column_bounds)
        kind_of = {
            want.place: k for k, kind in enumerate(self.kinds) for ws in kind.wants.values() for want in ws
        }
        slot_of = {
            (slot.course.code, self.moment(slot.sessions[0])): number
            for number, slot in enumerate(self.slots)
        }
        for opened in table.classes:
            slot = slot_of[opened.course.code, self.moment(opened.session)]
            where = Where(opened.place, opened.source)
            classes, seats = self.totals[opened.course.code, opened.source]
            for column in (self.classes[slot, where], classes):
                values[column] += 1
            for column in (self.seats[slot, where], seats):
                values[column] += len(opened.wants)
            for want in opened.wants:
                values[self.people[kind_of[want.place], slot]] += 1
        return values
