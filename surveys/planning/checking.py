"""Which limits a plan breaks: of one that somebody has changed by hand, and of every plan in the tests."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property
from itertools import combinations, pairwise

from surveys.planning.courses import Catalogue, Course
from surveys.planning.limits import Limits
from surveys.planning.people import Person
from surveys.planning.plan import Plan, PlannedClass

_WEEKDAYS = 5


class Rule(StrEnum):
    """What a plan may not do."""

    COURSE = "course"  # the course is not in the catalogue
    YEAR = "year"  # it does not begin in the year of the plan; parameters: year
    CLOSED = "closed"  # too few working days that are not closed; parameters: days, wanted
    QUARTER = "quarter"  # a course in a quarter in which it was not ordered; parameters: quarter
    TOO_FEW = "too_few"  # fewer people than a class needs; parameters: count, limit
    TOO_MANY = "too_many"  # more people than a class takes; parameters: count, limit
    SEATS = "seats"  # more people than seats at a place in a quarter; parameters: quarter, count, limit
    BUDGET = "budget"  # more money than a source has; parameters: count, limit
    SOURCE = "source"  # paid from a source of which nothing is known
    TWICE = "twice"  # somebody is in two classes at once
    PER_PERSON = "per_person"  # somebody has more courses than one may have; parameters: count, limit
    UNIT_AWAY = "unit_away"  # too many days of one unit in one week; parameters: count, limit
    OFFICE_AWAY = "office_away"  # two of a small office are away in the same week
    NO_REASON = "no_reason"  # somebody is on a course without a reason


@dataclass(frozen=True, slots=True)
class Breach:
    """One limit that is broken: by which classes (their numbers), about whom, in which measure.

    ``subject``: the place, the source or the unit. ``week``: the Monday of the week.
    """

    rule: Rule
    classes: tuple[int, ...]
    officials: tuple[int, ...] = ()
    subject: str = ""
    week: date | None = None
    parameters: tuple[tuple[str, int], ...] = ()


def broken(plan: Plan, limits: Limits, catalogue: Catalogue, people: Iterable[Person]) -> tuple[Breach, ...]:
    """Return every limit that a plan breaks, those of single classes first. Of people not given nothing is known."""
    return tuple(_Check(plan, limits, catalogue, {person.number: person for person in people}).breaches())


def working_days(limits: Limits, first: date, last: date) -> int:
    """Return how many days from Monday to Friday are not closed."""
    days = (first + timedelta(days=each) for each in range((last - first).days + 1))
    return sum(day.weekday() < _WEEKDAYS and not limits.is_closed(day) for day in days)


def spread_days(days: int, weeks: int) -> tuple[int, ...]:
    """Spread days over weeks as evenly as whole days allow; of full weeks one after the other."""
    if weeks and -(-days // _WEEKDAYS) == weeks:
        return (*[_WEEKDAYS] * (weeks - 1), days - _WEEKDAYS * (weeks - 1))
    ends = [-(-week * days // weeks) for week in range(weeks + 1)] if weeks else []
    return tuple(end - start for start, end in pairwise(ends))


@dataclass(frozen=True)
class _Check:
    plan: Plan
    limits: Limits
    catalogue: Catalogue
    people: Mapping[int, Person]

    @cached_property
    def _known(self) -> tuple[tuple[PlannedClass, Course], ...]:
        """The classes whose course there is."""
        courses = self.catalogue.by_code
        return tuple((each, courses[each.course]) for each in self.plan.classes if each.course in courses)

    @cached_property
    def _seated_here(self) -> tuple[PlannedClass, ...]:
        """The classes that take seats at places."""
        away = {each.number for each, course in self._known if course.takes_no_seat}
        return tuple(each for each in self.plan.classes if each.number not in away)

    @cached_property
    def _weeks(self) -> dict[int, dict[date, int]]:
        """How many days the people of each class are away in each week, by its Monday."""
        return {each.number: dict(self._spread(each, course)) for each, course in self._known}

    def _spread(self, planned: PlannedClass, course: Course) -> Iterator[tuple[date, int]]:
        """Spread the days of a course over its weeks: those without a closed day, if they are enough."""
        found = {
            monday: working_days(self.limits, monday, monday + timedelta(days=_WEEKDAYS - 1))
            for monday in _mondays(planned.first, planned.last)
        }
        whole = [monday for monday, days in found.items() if days == _WEEKDAYS]
        weeks = whole if len(whole) >= course.length else [monday for monday, days in found.items() if days]
        yield from zip(weeks, spread_days(course.days, len(weeks)), strict=True)

    def breaches(self) -> Iterator[Breach]:
        """Yield them."""
        known = {each.number for each, _ in self._known}
        for each in self.plan.classes:
            if each.number not in known:
                yield Breach(Rule.COURSE, (each.number,), subject=each.course)
        for each, course in self._known:
            yield from self._of_class(each, course)
        yield from self._seats()
        yield from self._money()
        yield from self._of_people()
        yield from self._units()
        yield from self._offices()

    def _of_class(self, planned: PlannedClass, course: Course) -> Iterator[Breach]:
        number, count = (planned.number,), len(planned.seats)
        if planned.first.year != self.plan.year:
            yield Breach(Rule.YEAR, number, parameters=(("year", self.plan.year),))
        days = working_days(self.limits, planned.first, planned.last)
        if days < course.days:
            yield Breach(
                Rule.CLOSED,
                number,
                parameters=(
                    ("days", days),
                    ("wanted", course.days),
                ),
            )
        ordered = next((each.quarters for each in self.limits.ordered if each.course == course.code), ())
        if ordered and planned.quarter not in ordered:
            yield Breach(Rule.QUARTER, number, parameters=(("quarter", planned.quarter),))
        if count < course.smallest:
            yield Breach(
                Rule.TOO_FEW,
                number,
                parameters=(
                    ("count", count),
                    ("limit", course.smallest),
                ),
            )
        if count > course.largest:
            yield Breach(
                Rule.TOO_MANY,
                number,
                parameters=(
                    ("count", count),
                    ("limit", course.largest),
                ),
            )
        without = tuple(seat.official for seat in planned.seats if not seat.reasons)
        if without:
            yield Breach(Rule.NO_REASON, number, without)

    def _seats(self) -> Iterator[Breach]:
        for place in self.limits.places:
            for quarter, limit in enumerate(place.seats, 1):
                there = [
                    each for each in self._seated_here if each.place == place.name and each.quarter == quarter
                ]
                count = sum(len(each.seats) for each in there)
                if limit is not None and count > limit:
                    told = (
                        ("quarter", quarter),
                        ("count", count),
                        ("limit", limit),
                    )
                    numbers = tuple(each.number for each in there)
                    yield Breach(Rule.SEATS, numbers, subject=place.name, parameters=told)

    def _money(self) -> Iterator[Breach]:
        if not self.limits.budgets:
            return
        amounts = {each.source: each.amount for each in self.limits.budgets}
        spent: Counter[str] = Counter()
        payers: defaultdict[str, list[int]] = defaultdict(list)
        for each in self.plan.classes:
            if each.cost:
                spent[each.source] += each.cost
                payers[each.source].append(each.number)
        for source, cost in sorted(spent.items()):
            if source not in amounts:
                yield Breach(Rule.SOURCE, tuple(payers[source]), subject=source)
            elif cost > amounts[source]:
                told = (
                    ("count", cost),
                    ("limit", amounts[source]),
                )
                yield Breach(Rule.BUDGET, tuple(payers[source]), subject=source, parameters=told)

    def _of_people(self) -> Iterator[Breach]:
        taken: defaultdict[int, list[PlannedClass]] = defaultdict(list)
        for each in self.plan.classes:
            for seat in each.seats:
                taken[seat.official].append(each)
        limit = self.limits.per_person
        for official, classes in sorted(taken.items()):
            for one, other in combinations(classes, 2):
                if one.first <= other.last and other.first <= one.last:
                    yield Breach(Rule.TWICE, (one.number, other.number), (official,))
            if 0 < limit < len(classes):
                told = (
                    ("count", len(classes)),
                    ("limit", limit),
                )
                numbers = tuple(each.number for each in classes)
                yield Breach(Rule.PER_PERSON, numbers, (official,), parameters=told)

    def _units(self) -> Iterator[Breach]:
        limits = dict(self.limits.days_away_of)
        days: Counter[tuple[str, date]] = Counter()
        by: defaultdict[tuple[str, date], list[int]] = defaultdict(list)
        for each, _ in self._known:
            members = Counter(
                self.people[seat.official].unit for seat in each.seats if seat.official in self.people
            )
            for unit, count in members.items():
                for monday, away in self._weeks[each.number].items():
                    days[unit, monday] += count * away
                    by[unit, monday].append(each.number)
        for (unit, monday), count in sorted(days.items()):
            limit = limits.get(unit, self.limits.days_away)
            if limit is not None and count > limit:
                told = (
                    ("count", count),
                    ("limit", limit),
                )
                yield Breach(Rule.UNIT_AWAY, tuple(by[unit, monday]), (), unit, monday, told)

    def _offices(self) -> Iterator[Breach]:
        sizes = Counter(person.office for person in self.people.values() if person.office)
        away: defaultdict[tuple[str, date], dict[int, int]] = defaultdict(dict)
        for each, _ in self._known:
            for seat in each.seats:
                person = self.people.get(seat.official)
                if person is None or not 0 < sizes[person.office] <= self.limits.small_office:
                    continue
                for monday in self._weeks[each.number]:
                    away[person.office, monday][seat.official] = each.number
        told: set[tuple[int, ...]] = set()
        for (_, monday), found in sorted(away.items()):
            officials = tuple(sorted(found))
            if len(officials) > 1 and officials not in told:  # once, in the first week
                told.add(officials)
                numbers = tuple(dict.fromkeys(found[each] for each in officials))
                yield Breach(Rule.OFFICE_AWAY, numbers, officials, week=monday)


def _mondays(first: date, last: date) -> list[date]:
    """Return the Mondays of the weeks from one day to another."""
    monday = first - timedelta(days=first.weekday())
    return [monday + timedelta(weeks=week) for week in range((last - monday).days // 7 + 1)]
