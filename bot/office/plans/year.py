"""Which year is planned for, and what the plan's workbooks are read with."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.texts.plans import TEXTS
from storage import cases, desk, frame, instruments, planning
from storage.planning.inputs import CATALOGUE, LIMITS
from storage.planning.seats import COMPLETED, CONFIRMED, DECLINED, MISSED, TOLD
from storage.scope import Scope
from surveys.confidentiality import FEWEST
from surveys.field_period import Calendar
from surveys.planning import (
    Carried,
    Catalogue,
    Closed,
    Limits,
    Plan,
    example_catalogue,
    from_json,
    standing_classes,
)
from surveys.questionnaire import Questionnaire
from surveys.titles import Titles

if TYPE_CHECKING:
    from surveys.planning.book import Surroundings

NEXT_FROM: Final = 10
"""From this month on the year planned for is the next one."""
KNOWN: Final = (TOLD, CONFIRMED, COMPLETED, MISSED)
"""The states of seats whose class stands: somebody was told that they sit in it, or has been there."""
LEAD: Final = timedelta(days=14)
"""So long before a class begins its plan is made."""


def planned_year(day: date) -> int:
    """Return the year for which a plan is made on a day."""
    return day.year + 1 if day.month >= NEXT_FROM else day.year


def still_ahead(limits: Limits, day: date) -> Limits:
    """Return the limits of a plan that is made on a day: nothing begins before everybody can be told."""
    if limits.year > day.year:
        return limits
    past = Closed(date(limits.year, 1, 1), min(day + LEAD, date(limits.year, 12, 31)), TEXTS.past)
    others = tuple(each for each in limits.closed if each.reason != TEXTS.past)
    return replace(limits, closed=(past, *others))


def with_holidays(limits: Limits, overrides: str) -> Limits:
    """Return the limits with the public holidays of the year and the next one, in which long classes end.

    ``overrides``: the office's own days, as the file of holidays has them.
    """
    calendar = Calendar.vietnam((limits.year, limits.year + 1), overrides)
    return replace(limits, holidays=tuple(sorted(calendar.holidays)))


@dataclass(frozen=True, slots=True)
class InUse:
    """The catalogue and the limits that a plan made now uses, with the numbers of their imports (0: none)."""

    catalogue: Catalogue
    limits: Limits
    catalogue_number: int = 0
    limits_number: int = 0


async def in_use(conn: AsyncConnection, day: date, year: int) -> InUse:
    """Return what a plan made on a day for a year uses: the built-in example where the office has no catalogue."""
    catalogue = await planning.input_on(conn, CATALOGUE, day)
    limits = await planning.input_on(conn, LIMITS, day)
    held = from_json(Limits, limits.value) if limits else None
    is_of_year = held is not None and held.year == year
    return InUse(
        from_json(Catalogue, catalogue.value) if catalogue else example_catalogue(),
        held if held is not None and is_of_year else Limits(year),
        catalogue.id if catalogue else 0,
        limits.id if limits and is_of_year else 0,
    )


async def carried_into(conn: AsyncConnection, year: int, day: date) -> Carried:
    """Return what a plan made on a day takes over from the one in force: classes that have begun or were told."""
    record = await planning.current_plan(conn, year)
    if record is None:
        return Carried()
    courses = from_json(Catalogue, record.catalogue).by_code
    seats = await planning.seats_of(conn, record.id)
    told = {each.class_number for each in seats if each.state in KNOWN}
    declined = {(each.class_number, each.official_id) for each in seats if each.state == DECLINED}
    classes = standing_classes(from_json(Plan, record.plan), told, declined, courses, day)
    used = dict.fromkeys(each.course for each in classes)
    return Carried(classes, tuple(courses[code] for code in used if code in courses), record.id)


async def surroundings(conn: AsyncConnection, day: date, titles: Titles, scope: Scope) -> "Surroundings":
    """Return what the workbooks are read with, for whoever may see the people of a scope."""
    from surveys.planning.book import Surroundings  # noqa: PLC0415 - the libraries of workbooks
    from surveys.roster import RosterUnit  # noqa: PLC0415

    year = planned_year(day)
    units = await frame.list_units(conn, day, scope=scope)
    used = await in_use(conn, day, year)
    return Surroundings(
        year=year,
        titles=titles,
        people=await planning.people_by_number(conn, scope=scope),
        units=tuple(RosterUnit(unit.code, unit.name) for unit in units),
        competencies=await competencies_on(conn),
        catalogue=used.catalogue,
        limits=used.limits,
    )


async def competencies_on(conn: AsyncConnection) -> dict[str, str]:
    """Return the competencies that the newest version of each form rates: code -> label."""
    newest = {form.form_id: form for form in reversed(await instruments.published(conn))}
    found: dict[str, str] = {}
    for form in newest.values():
        for screen in Questionnaire.from_json(await instruments.definition(conn, form.sha256)).screens:
            if {f"{screen.name}_i", f"{screen.name}_c"} <= {item.name for item in screen.items}:
                found[screen.name] = screen.label
    return found


async def newest_wave(conn: AsyncConnection, scope: Scope) -> int | None:
    """Return the newest wave with enough answers to tell what groups need."""
    for wave in await cases.list_waves(conn):
        if await desk.has_counted(conn, wave.id, scope=scope, fewest=FEWEST):
            return wave.id
    return None
