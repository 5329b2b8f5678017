"""A plan that is kept in the words of its documents: the facts that they need, and what each person is told."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.office.plans.year import competencies_on
from bot.settings import Settings
from bot.texts import day_text, say
from bot.texts.seats import TEXTS
from storage import planning
from storage.planning import NewSeat, PlanRecord
from surveys.planning import from_json
from surveys.titles import Titles

if TYPE_CHECKING:
    from surveys.planning import Course, PlannedClass
    from surveys.reporting.planning.facts import PlanFacts


@dataclass(frozen=True, slots=True)
class PlanText:
    """What is read of a plan for its words: the record, the labels of competencies, who is counted among its people."""

    record: PlanRecord
    competencies: Mapping[str, str]
    titles: Titles
    office: str
    grounds: tuple[str, ...]
    women: frozenset[int]
    minorities: frozenset[int] | None


async def text_of(conn: AsyncConnection, record: PlanRecord, settings: Settings, titles: Titles) -> PlanText:
    """Return what the words of a plan need."""
    competencies = await competencies_on(conn)
    women, minorities = await planning.women_and_minorities(conn)
    grounds = tuple(settings.grounds)
    return PlanText(record, competencies, titles, settings.office_name, grounds, women, minorities)


def facts_of(text: PlanText) -> "PlanFacts":
    """Return a plan as its documents take it, for a worker process."""
    from bot.office.plans.making import read_plan  # noqa: PLC0415 - heavy, and rare
    from surveys.planning.classes import Task  # noqa: PLC0415
    from surveys.reporting.planning.facts import PlanFacts  # noqa: PLC0415

    record, task = text.record, from_json(Task, text.record.inputs)
    plan = read_plan(record.plan)
    return PlanFacts(
        plan,
        task.catalogue,
        task.limits,
        text.titles,
        record.as_of,
        office=text.office,
        competencies=text.competencies,
        grounds=text.grounds,
        version=record.id,
        unknown_away=task.unknown_away,
        women=len(plan.people & text.women),
        minorities=None if text.minorities is None else len(plan.people & text.minorities),
    )


def figures_of(text: PlanText) -> list[tuple[str, str]]:
    """Return the key figures of a plan with what they are, for whoever makes plans; for a worker process."""
    from surveys.reporting.planning.figures import key_figures  # noqa: PLC0415 - heavy, and rare

    return key_figures(facts_of(text), is_restricted=True)


def seats_of_plan(text: PlanText) -> list[NewSeat]:
    """Return every seat of a plan in words, for a worker process."""
    from surveys.reporting.planning.wording import PlanWording  # noqa: PLC0415 - heavy, and rare

    facts = facts_of(text)
    wording = PlanWording(facts)
    return [
        NewSeat(
            planned.number,
            planned.course,
            facts.course(planned.course).name,
            seat.official,
            _details(planned, facts.course(planned.course), wording.form(planned.form)),
            wording.reasons(seat.reasons),
            planned.first,
            planned.last,
        )
        for planned in facts.plan.classes
        for seat in planned.seats
    ]


def _details(planned: "PlannedClass", course: "Course", form: str) -> str:
    days = {"first": day_text(planned.first), "last": day_text(planned.last), "days": course.days}
    lines = [say(TEXTS.days, **days)]
    lines += [say(TEXTS.form, form=form)] if form else []
    lines += [say(TEXTS.place, place=planned.place)] if planned.place else []
    is_known = planned.provider and planned.provider != planned.place
    lines += [say(TEXTS.provider, provider=planned.provider)] if is_known else []
    return "\n".join(lines)
