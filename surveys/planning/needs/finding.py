"""From people, standards, succession and figures of groups to needs: every reason that somebody has for a course."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from surveys.confidentiality import FEWEST
from surveys.planning.courses import Catalogue, Course
from surveys.planning.example import Refresher
from surveys.planning.learning import Learning
from surveys.planning.needs.gaps import (
    Gap,
    course_for,
    gaps_of_plans,
    gaps_of_titles,
    is_learned,
    leads_beyond,
)
from surveys.planning.needs.model import ORDER, WEIGHTS, GroupNeed, Need, Needs, Reason, ReasonKind, Unserved
from surveys.planning.people import Person
from surveys.planning.succession import PlannedPost
from surveys.standards import Standards

_GROUP_MOST: Final = 30


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody asked the office for, with their name: a request, never an answer of the survey.

    The notice of consent promises that answers are told in figures only, so they strengthen what a group needs
    (``GroupNeed.wished``) and are no reason of one person. ``basis``: by which paper it was asked for.
    """

    official: int
    course: str
    basis: str = ""


@dataclass(frozen=True)
class Grounds:
    """What needs are found from. ``day``: the day as of which people are judged, ``year`` the one planned for.

    ``regime``: by which standards, those in force if empty. ``repeats``: how many said in the survey that they want a
    degree no higher than what they hold, if a report tells it.
    """

    people: tuple[Person, ...]
    catalogue: Catalogue
    standards: Standards
    day: date
    year: int
    planned: tuple[PlannedPost, ...] = ()
    learning: tuple[Learning, ...] = ()
    groups: tuple[GroupNeed, ...] = ()
    wishes: tuple[Wish, ...] = ()
    refresher: Refresher | None = None
    regime: str = ""
    repeats: int | None = None


def needs_of(grounds: Grounds) -> Needs:
    """Return who needs which course, and why, in the order of people's numbers.

    What somebody learns or has learned is no need of theirs any more. A wish for a degree no higher than what is held
    is no reason; such wishes are counted.
    """
    return _Finder(grounds).found()


@dataclass
class _Finder:
    grounds: Grounds
    learned: defaultdict[int, list[Learning]] = field(init=False)
    reasons: dict[tuple[int, str], list[Reason]] = field(default_factory=dict)
    unserved: list[Unserved] = field(default_factory=list)
    repeating: int = 0

    def __post_init__(self) -> None:
        self.learned = defaultdict(list)
        for each in self.grounds.learning:
            self.learned[each.official].append(each)

    def found(self) -> Needs:
        grounds = self.grounds
        by_titles = gaps_of_titles(grounds.people, grounds.standards, grounds.day, grounds.regime)
        by_plans = gaps_of_plans(
            grounds.people, grounds.planned, grounds.standards, grounds.day, grounds.regime
        )
        for gap in (*by_titles, *by_plans):
            self._answer(gap)
        for person in grounds.people:
            self._add_group(person)
        self._add_wishes()
        for person in grounds.people:
            self._add_refresher(person)
        needs = tuple(
            Need(official, course, tuple(sorted(reasons, key=_weightiest)))
            for (official, course), reasons in sorted(self.reasons.items())
        )
        return Needs(needs, tuple(self.unserved), self._repeats())

    def _add(self, person: Person, course: Course, reason: Reason) -> None:
        held = self.reasons.setdefault((person.number, course.code), [])
        if reason not in held:
            held.append(reason)

    def _answer(self, gap: Gap) -> None:
        scales = self.grounds.standards.scales
        if is_learned(gap, self.learned[gap.person.number], self.grounds.catalogue, scales):
            return
        course = course_for(gap, self.grounds.catalogue, scales)
        if course is None:
            self.unserved.append(Unserved(gap.person.number, gap.reason))
        else:
            self._add(gap.person, course, gap.reason)

    def _add_group(self, person: Person) -> None:
        told = {each.group for each in self.grounds.groups if not each.is_of_situations}
        group = person.group if person.group in told else ""  # of a group of few nothing is told
        for each in self.grounds.groups:
            if each.group != (person.group if each.is_of_situations else group):
                continue
            course = self._course_of(each.subject, person)
            if course is not None and not self._has_learned(person, course):
                self._add(person, course, _of_group(each))
                if each.wished:
                    self._add(person, course, _wish_of_group(each))

    def _course_of(self, subject: str, person: Person) -> Course | None:
        """Return the first course of the catalogue that serves a competency or a situation."""
        return next(
            (
                course
                for course in self.grounds.catalogue.courses
                if subject in (*course.competencies, *course.situations) and course.is_for(person.group)
            ),
            None,
        )

    def _has_learned(self, person: Person, course: Course) -> bool:
        return any(each.course == course.code for each in self.learned[person.number])

    def _add_wishes(self) -> None:
        by_number = {person.number: person for person in self.grounds.people}
        for wish in self.grounds.wishes:
            person, course = by_number.get(wish.official), self.grounds.catalogue.by_code.get(wish.course)
            if person is None or course is None or self._has_learned(person, course):
                continue
            is_alone = (person.number, course.code) not in self.reasons
            if is_alone and not leads_beyond(course, person, self.grounds.standards.scales):
                self.repeating += 1
                continue
            self._add(person, course, Reason(ReasonKind.WISH, WEIGHTS[ReasonKind.WISH], wish.basis))

    def _add_refresher(self, person: Person) -> None:
        """Count what somebody needs anyway towards the yearly periods; what is missing is a course of its own."""
        rule = self.grounds.refresher
        if rule is None:
            return
        kind = ReasonKind.REFRESHER
        reason = Reason(
            kind,
            WEIGHTS[kind],
            rule.basis,
            is_unverified=rule.is_unverified,
            periods=rule.periods,
        )
        missing = rule.periods - self._refreshed(person)
        for course in self._counting(person):
            if missing <= 0:
                return
            self._add(person, course, reason)
            missing -= course.periods
        if missing > 0:
            self.unserved.append(Unserved(person.number, reason))

    def _refreshed(self, person: Person) -> int:
        """Return how many periods somebody has in the year from what they learn already."""
        year, by_code = self.grounds.year, self.grounds.catalogue.by_code
        return sum(
            each.periods or by_code[each.course].periods
            for each in self.learned[person.number]
            if each.course in by_code
            and by_code[each.course].counts_as_refresher
            and each.starts_on is not None
            and each.starts_on.year == year
        )

    def _counting(self, person: Person) -> Iterator[Course]:
        """Yield the courses that count towards the refresher: those needed, the weightiest first, then general ones."""
        courses = [each for each in self.grounds.catalogue.courses if each.counts_as_refresher]
        weights = {
            course.code: sum(each.weight for each in self.reasons[person.number, course.code])
            for course in courses
            if (person.number, course.code) in self.reasons
        }
        needed = [each for each in courses if each.code in weights]
        yield from sorted(needed, key=lambda each: -weights[each.code])
        for course in courses:
            is_general = not (course.competencies or course.situations or course.fulfils)
            if is_general and course.code not in weights and course.is_for(person.group):
                yield course

    def _repeats(self) -> int | None:
        if self.grounds.repeats is not None:
            return self.grounds.repeats
        return None if 0 < self.repeating < FEWEST else self.repeating


def _of_group(need: GroupNeed) -> Reason:
    kind = ReasonKind.GROUP
    return Reason(
        kind,
        min(_GROUP_MOST, WEIGHTS[kind] + round(2 * need.mwds)),
        subject=need.subject,
        count=need.count,
        group=need.group,
        importance=round(need.importance, 2),
    )


def _wish_of_group(need: GroupNeed) -> Reason:
    kind = ReasonKind.WISH
    return Reason(kind, WEIGHTS[kind], subject=need.subject, group=need.group, count=need.wished)


def _weightiest(reason: Reason) -> tuple[int, date, str, str, str]:
    return (
        ORDER.index(reason.kind),
        reason.due or date.max,
        reason.criterion,
        reason.demanded,
        reason.subject,
    )
