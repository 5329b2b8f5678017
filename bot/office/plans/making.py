"""Plans worked out in a worker process: from the roster, the standards and a wave's figures to classes.

What is kept of a plan is enough to work it out once more: ``Drafted.inputs``. It names nobody.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING

from bot.office.material import Source, load_standards, reviewed
from bot.office.plans.cards import Compared
from bot.office.plans.changes import FREE, Change
from surveys.planning import (
    Carried,
    Catalogue,
    Learning,
    LearningState,
    Limits,
    Plan,
    PlannedPost,
    Wish,
    away_of,
    from_json,
    to_json,
)
from surveys.roster import Official
from surveys.situations import Figures
from surveys.titles import Titles

if TYPE_CHECKING:
    from surveys.planning import GroupNeed, Person
    from surveys.planning.book import Surroundings
    from surveys.planning.classes import Task
    from surveys.standards import Standards, Version


@dataclass(frozen=True)
class PlanOrder:
    """What a plan is made from, beside the figures of a wave. ``standards``: the text of the office's own file.

    ``carried``: what stands of the plan in force.
    """

    year: int
    day: date
    catalogue: Catalogue
    limits: Limits
    planned: tuple[PlannedPost, ...]
    learning: tuple[Learning, ...]
    people: Mapping[int, Official] = field(repr=False)
    titles: Titles = field(repr=False)
    standards: str = ""
    version: "Version | None" = None
    situations: Figures = field(default_factory=Figures)
    carried: Carried = field(default_factory=Carried)

    @property
    def all_courses(self) -> Catalogue:
        """The catalogue, with courses that it has no more of which classes stand."""
        known = self.catalogue.by_code
        more = tuple(each for each in self.carried.courses if each.code not in known)
        return replace(self.catalogue, courses=(*self.catalogue.courses, *more))


@dataclass(frozen=True, slots=True)
class Drafted:
    """A plan, and what it was worked out from, as JSON."""

    plan: str
    inputs: str


def make_draft(order: PlanOrder, source: Source | None) -> Drafted:
    """Find who needs what, and plan the classes. ``source``: the wave whose figures tell what groups need."""
    from surveys.planning import Grounds, needs_of, people_of, yearly_refresher  # noqa: PLC0415 - heavy, and rare
    from surveys.planning.classes import Task  # noqa: PLC0415

    standards = load_standards(order.standards, order.titles, order.version)
    groups, repeats = _figures(source, standards) if source else ((), None)
    groups += _of_situations(order)
    people = people_of(order.people, order.titles)
    needs = needs_of(
        Grounds(
            people=people,
            catalogue=order.catalogue,
            standards=standards,
            day=order.day,
            year=order.year,
            planned=order.planned,
            learning=tuple(each for each in order.learning if each.state is not LearningState.WISHED),
            wishes=tuple(
                Wish(each.official, each.course, each.evidence)
                for each in order.learning
                if each.state is LearningState.WISHED and each.course
            ),
            groups=groups,
            refresher=yearly_refresher(),
            repeats=repeats,
        )
    )
    catalogue, held = order.all_courses, order.carried.classes
    seated = {(seat.official, each.course) for each in held for seat in each.seats}
    learned = (each for each in order.learning if (each.official, each.course) not in seated)
    away, unknown = away_of(learned, catalogue.by_code)
    nameless = tuple(map(_nameless, people))
    return _plan(Task(needs, nameless, catalogue, order.limits, held, away=away, unknown_away=unknown))


def make_again(inputs: str, limits: Limits, change: Change, edited: str = "") -> Drafted:
    """Plan the classes once more, within other limits. ``edited``: the plan that is changed, if it was edited."""
    from surveys.planning.classes import Task  # noqa: PLC0415 - heavy, and rare
    from surveys.planning.continuing import freed, planned_on  # noqa: PLC0415

    task = replace(from_json(Task, inputs), limits=limits)
    if edited:
        task = planned_on(task, read_plan(edited), limits, change.course)
    return _plan(freed(task) if change.kind == FREE else task)


def _plan(task: "Task") -> Drafted:
    from surveys.planning.classes import plan_classes  # noqa: PLC0415 - heavy, and rare

    return Drafted(to_json(plan_classes(task)), to_json(task))


def _figures(source: Source, standards: "Standards") -> "tuple[tuple[GroupNeed, ...], int | None]":
    """Return what groups need, and how many want a degree that they have, from the tables after hiding."""
    from surveys.aggregation import tables_of  # noqa: PLC0415 - brings numpy
    from surveys.aggregation.hiding import hide  # noqa: PLC0415
    from surveys.planning.needs.groups import group_needs_of, repeats_in  # noqa: PLC0415

    material, _ = reviewed(source.material(), standards)
    tables = hide(tables_of(material))
    return group_needs_of(tables), repeats_in(tables)


def _of_situations(order: PlanOrder) -> "tuple[GroupNeed, ...]":
    """Return which situations of their posts groups do not master, from the tables after hiding."""
    from surveys.situations.needs import group_needs_of  # noqa: PLC0415 - brings numpy
    from surveys.situations.results import tables_of_figures  # noqa: PLC0415

    courses = order.catalogue.courses
    served = {each for course in courses for each in (*course.competencies, *course.situations)}
    return group_needs_of(tables_of_figures(order.situations), order.situations.bank, served)


def _nameless(person: "Person") -> "Person":
    """Return a person as a plan is worked out for: title and unit, no name, nothing that was held."""
    known = person.official
    return replace(person, official=Official("", "", known.title, known.unit_code, known.unit_name))


def read_plan(text: str) -> Plan:
    """Read a plan that is kept."""
    return from_json(Plan, text)


def make_template(around: "Surroundings", day: date) -> bytes:
    """Make the workbook in which an office writes what a plan is made from."""
    from surveys.reporting.plan_template import plan_template  # noqa: PLC0415 - the libraries of workbooks

    return plan_template(around, day)


def compare(before: str, after: str, catalogue: str, people: Mapping[int, Official]) -> Compared:
    """Say who gains, who loses and who is moved by another plan, and how much more it costs."""
    from surveys.planning import comparing  # noqa: PLC0415 - heavy, and rare

    found = comparing.compare(read_plan(before), read_plan(after))
    courses = from_json(Catalogue, catalogue).by_code

    def word(changes: Iterable[comparing.Change]) -> tuple[str, ...]:
        known = (
            (people[each.official].full_name, courses[each.course].name)
            for each in changes
            if each.official in people
        )
        return tuple(f"{name} ({course})" for name, course in known)

    return Compared(found.cost, word(found.gained), word(found.lost), len(found.moved))
