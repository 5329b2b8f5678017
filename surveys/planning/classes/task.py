"""What a plan is made of: needs, people, courses and limits; and the same as the numbers that solving works on."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from surveys.planning.classes.standing import Taken, taken_by
from surveys.planning.classes.weeks import Session, Weeks
from surveys.planning.courses import Catalogue, Course
from surveys.planning.learning import Away
from surveys.planning.limits import QUARTERS, Budget, Limits, TeachingPlace
from surveys.planning.needs.model import Need, Needs
from surveys.planning.people import Person
from surveys.planning.plan import LeftOut, PlannedClass


@dataclass(frozen=True)
class Task:
    """All that a plan depends on. The same task gives the same plan.

    ``held``: classes that stand as they are. ``left``: who stays without a seat on a course, or has had to wait for
    the seat that is held. ``away``: who is away already; ``unknown_away``: of how many lines of learning under way
    nobody knows when.
    """

    needs: Needs
    people: tuple[Person, ...]
    catalogue: Catalogue
    limits: Limits
    held: tuple[PlannedClass, ...] = ()
    left: tuple[LeftOut, ...] = ()
    away: tuple[Away, ...] = ()
    unknown_away: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class Want:
    """A need as solving sees it. ``place``: where it stands among all.

    ``office``: empty if the people of it may be away together. ``due``: the day by which it must be met, for a need
    that cannot wait for the next year's plan: a class of next year would end too late.
    """

    place: int
    need: Need
    course: Course
    unit: str
    office: str
    weight: int
    due: date | None

    @property
    def rank(self) -> tuple[date, int, int]:
        """The order in which places are given: what is due, then what weighs most."""
        return (self.due or date.max, -self.weight, self.place)

    def is_met_by(self, session: Session) -> bool:
        """Say whether a class of this session ends in time."""
        return self.due is None or session.last <= self.due


@dataclass(frozen=True)
class Demand:
    """A task with all that is worked out of it once."""

    task: Task

    @property
    def limits(self) -> Limits:
        """The limits of the task."""
        return self.task.limits

    @cached_property
    def weeks(self) -> Weeks:
        """The weeks of the year."""
        return Weeks(self.limits)

    @cached_property
    def courses(self) -> tuple[Course, ...]:
        """The courses that anybody needs, or of which a class was ordered, in the catalogue's order."""
        needed = {need.course for need in self.task.needs.needs}
        return tuple(course for course in self.task.catalogue.courses if course.code in needed)

    @cached_property
    def sessions(self) -> dict[str, tuple[Session, ...]]:
        """When a class of each course may take place."""
        ordered = {each.course: each.quarters for each in self.limits.ordered if each.quarters}
        return {
            course.code: tuple(
                session
                for session in self.weeks.sessions(course)
                if session.quarter in ordered.get(course.code, QUARTERS)
            )
            for course in self.courses
        }

    @cached_property
    def places(self) -> dict[str, tuple[TeachingPlace, ...]]:
        """Where a class of each course may be held: at the places that suit, else with whoever gives it."""
        found = {}
        for course in self.courses:
            own = TeachingPlace(course.providers[0] if course.providers and self.limits.places else "")
            suiting = tuple(place for place in self.limits.places if place.suits(course))
            found[course.code] = (own,) if course.takes_no_seat else suiting or (own,)
        return found

    @cached_property
    def sources(self) -> dict[str, tuple[Budget | None, ...]]:
        """From which money a class of each course may be paid; ``None``: it costs nothing, or money is no limit."""
        found: dict[str, tuple[Budget | None, ...]] = {}
        for course in self.courses:
            is_free = not (self.limits.budgets and (course.cost_per_class or course.cost_per_person))
            found[course.code] = (
                (None,) if is_free else tuple(each for each in self.limits.budgets if each.pays(course))
            )
        return found

    @cached_property
    def wants(self) -> tuple[Want, ...]:
        """Every need of somebody whom the task knows, for a course that the catalogue has, that is not settled yet."""
        members = Counter(each.office for each in self.task.people)
        settled = self._settled
        wants: list[Want] = []
        for need in self.task.needs.needs:
            course, person = self.task.catalogue.by_code.get(need.course), self._people.get(need.official)
            if course is None or person is None or (need.official, need.course) in settled:
                continue
            is_small = bool(person.office) and members[person.office] <= self.limits.small_office
            wants.append(
                Want(
                    len(wants),
                    need,
                    course,
                    person.unit,
                    person.office if is_small else "",
                    need.weight,
                    self._due(need, course),
                )
            )
        return tuple(wants)

    @cached_property
    def taken(self) -> Taken:
        """What is taken of the limits before anything is planned."""
        task = self.task
        return taken_by(task.held, task.away, self.weeks, task.catalogue.by_code, self._people)

    @cached_property
    def at_least(self) -> dict[str, int]:
        """How many classes of each course are to be planned because they were ordered."""
        held = Counter(each.course for each in self.task.held)
        return {each.course: max(0, each.at_least - held[each.course]) for each in self.limits.ordered}

    @cached_property
    def served(self) -> tuple[int, int]:
        """What the classes that stand serve: deadlines that could not be met next year, and weight."""
        ends = {(seat.official, each.course): each.last for each in self.task.held for seat in each.seats}
        deadlines = weight = 0
        for need in self.task.needs.needs:
            last, course = (
                ends.get((need.official, need.course)),
                self.task.catalogue.by_code.get(need.course),
            )
            if last is not None and course is not None:
                due = self._due(need, course)
                deadlines += due is not None and last <= due
                weight += need.weight
        return deadlines, weight

    @cached_property
    def _people(self) -> dict[int, Person]:
        return {person.number: person for person in self.task.people}

    @cached_property
    def _settled(self) -> set[tuple[int, str]]:
        """Who has a seat on which course, or stays without one."""
        seated = {(seat.official, each.course) for each in self.task.held for seat in each.seats}
        return seated | {(each.official, each.course) for each in self.task.left}

    @cached_property
    def days_away(self) -> dict[str, int | None]:
        """How many days a week each unit may do without its people."""
        of_units = dict(self.limits.days_away_of)
        return {person.unit: of_units.get(person.unit, self.limits.days_away) for person in self.task.people}

    def _due(self, need: Need, course: Course) -> date | None:
        """Return the day of a need that a class of this year can meet and none of the next year could."""
        due, mine = need.due, self.sessions[course.code]
        if due is None or not mine or due < min(session.last for session in mine):
            return None
        return due if due < self._next_end[course.code] else None

    @cached_property
    def _next_end(self) -> dict[str, date]:
        """The day on which a class of each course could end at the earliest if it began next year."""
        weeks = Weeks(Limits(self.limits.year + 1))
        return {course.code: weeks.sessions(course)[0].last for course in self.courses}
