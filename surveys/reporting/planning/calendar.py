"""The classes of a plan as a calendar file. It names nobody."""

from datetime import datetime

from surveys.planning.plan import PlannedClass
from surveys.reporting.calendar_file import WholeDays, calendar_file
from surveys.reporting.planning.facts import PlanFacts
from surveys.reporting.planning.wording import PlanWording
from surveys.reporting.texts.plan_document import PLAN_CALENDAR as TEXTS


def plan_calendar(facts: PlanFacts, written_at: datetime) -> bytes:
    """Return the file (.ics): an entry a class, from its first to its last day."""
    wording = PlanWording(facts)
    entries = [_entry(each, facts, wording) for each in facts.plan.classes]
    return calendar_file(TEXTS.name.format(year=facts.year), entries, written_at)


def _entry(planned: PlannedClass, facts: PlanFacts, wording: PlanWording) -> WholeDays:
    course = facts.course(planned.course)
    description = TEXTS.description.format(
        groups=wording.groups(course),
        count=len(planned.seats),
        length=wording.length(course),
        form=wording.form(planned.form),
        provider=TEXTS.provider.format(provider=planned.provider) if planned.provider else "",
    )
    return WholeDays(
        f"{facts.year}-{planned.number}-{planned.course}@khao-sat",
        planned.first,
        planned.last,
        TEXTS.summary.format(number=planned.number, name=course.name),
        planned.place,
        description.strip(),
        facts.version or 0,
    )
