"""Planning a wave: what is ordered is checked whole, then stored; until it is opened it may be planned anew."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bot import fieldwork
from bot.office.ordering import (
    OrderRefused,
    find_wave,
    note_order,
    require_all_of,
    unknown,
    unknown_titles,
    unknown_units,
)
from bot.texts.consent import OfficeDetails
from storage import cases, frame, instruments, series
from storage.cases import NewWave
from storage.frame import People
from storage.instruments import FormRecord
from storage.scope import EVERYTHING, Scope
from storage.wave_people import asked_by_pilots
from surveys.field_period import Calendar, Every, Rhythm, check_dates, check_rhythm, parse_plan
from surveys.problems import Problem
from surveys.titles import Titles


@dataclass(frozen=True, slots=True)
class WaveOrder:
    """A wave to open. ``form`` is a form id (its newest version) or a version's hash.

    Empty audience lists mean everybody; ``reminders`` is the plan as ``parse_plan`` reads it. ``every`` makes it
    the first wave of a series. ``pilot``: the officials, by id, whom it tries the form with, and nobody else.
    ``excluded`` are not asked, nor those whom a pilot of the form asked, unless ``asks_again``.
    """

    form: str
    opens_at: datetime
    closes_at: datetime
    unit_codes: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    reminders: str = ""
    any_hour: bool = False
    every: Every | None = None
    pilot: tuple[int, ...] = ()
    excluded: tuple[int, ...] = ()
    asks_again: bool = False

    @property
    def rhythm(self) -> Rhythm | None:
        """What the waves of its series follow from; ``None`` if it is asked once."""
        return Rhythm(self.every, self.opens_at, self.closes_at - self.opens_at) if self.every else None


@dataclass(frozen=True, slots=True)
class OpenedWave:
    """The wave that an order made, and how many officials it asks."""

    number: int
    head_count: int


async def open_wave(
    conn: AsyncConnection,
    order: WaveOrder,
    details: OfficeDetails,
    calendar: Calendar,
    *,
    titles: Titles,
    actor: str,
    now: datetime,
    scope: Scope = EVERYTHING,
) -> OpenedWave:
    """Plan a wave; if its time has come, open it and queue its invitations at once. Raises ``OrderRefused``.

    It asks nobody beyond ``scope``: without units of its own it asks those of the scope.
    """
    plan = await _check(conn, order, details, calendar, titles=titles, now=now, scope=scope)
    new = await _new_wave(conn, plan, now)
    number = await cases.create_wave(conn, new, now)
    await note_order(conn, actor, "wave.open", _noted(number, plan), now)
    await _open_at_once(conn, calendar, titles, now)
    return OpenedWave(number, plan.head_count)


async def change_wave(
    conn: AsyncConnection,
    number: int,
    order: WaveOrder,
    details: OfficeDetails,
    calendar: Calendar,
    *,
    titles: Titles,
    actor: str,
    now: datetime,
    scope: Scope = EVERYTHING,
) -> OpenedWave:
    """Plan a wave anew that has not been opened; if its time has come, it opens. Raises ``OrderRefused``.

    A later wave of a series stays in it, whatever is ordered; the others of the series stay as they are.
    """
    wave = await find_wave(conn, number, scope=scope)
    await require_all_of(conn, wave, scope=scope)
    is_later = wave.series_id is not None and wave.number_in_series != 1
    if is_later:
        order = replace(order, every=None)
    plan = await _check(conn, order, details, calendar, titles=titles, now=now, scope=scope)
    new = await _new_wave(conn, plan, now)
    if is_later:
        new = replace(new, series_id=wave.series_id, number_in_series=wave.number_in_series)
    if not await cases.change_planned(conn, number, new, now):
        raise OrderRefused(Problem("wave_begun", parameters={"found": str(number)}))
    if wave.series_id is not None and not is_later:
        await series.end_series(conn, wave.series_id, now)  # a new one was made, or none is wanted
    await note_order(conn, actor, "wave.change", _noted(number, plan), now)
    await _open_at_once(conn, calendar, titles, now)
    return OpenedWave(number, plan.head_count)


@dataclass(frozen=True, slots=True)
class _Plan:
    """An order that was checked: for whom, with which version of the form, how many it asks.

    ``named`` are the people whom it names itself, ``people`` leaves out those of pilots, too.
    """

    order: WaveOrder
    form: FormRecord
    named: People
    people: People
    head_count: int


async def _check(
    conn: AsyncConnection,
    order: WaveOrder,
    details: OfficeDetails,
    calendar: Calendar,
    *,
    titles: Titles,
    now: datetime,
    scope: Scope,
) -> _Plan:
    """Return what is to be planned. Raises ``OrderRefused`` with all that is wrong."""
    today = now.astimezone(calendar.zone).date()
    order = await _narrowed(conn, order, scope, today)
    form, problems = await _check_wave(conn, order, details, titles, now=now, today=today, scope=scope)
    if order.rhythm is not None:
        problems += check_rhythm(order.rhythm, calendar)
    if form is None or problems:
        raise OrderRefused(*problems)
    named = await people_named(conn, order, scope=scope)
    people = named
    if not order.pilot and not order.asks_again:
        piloted = await asked_by_pilots(conn, form.form_id, scope=scope)
        people = replace(named, excluded=named.excluded | piloted)
    asked = order.unit_codes, order.titles
    head_count = await frame.count_officials(conn, today, *asked, people=people, scope=scope)
    if not head_count:
        raise OrderRefused(Problem("nobody"))
    return _Plan(order, form, named, people, head_count)


def _noted(number: int, plan: _Plan) -> dict[str, Any]:
    """Return what the audit log says of a wave that was planned."""
    order = plan.order
    return {
        "wave": number,
        "form": plan.form.form_id,
        "version": plan.form.version,
        "units": list(order.unit_codes),
        "titles": list(order.titles),
        "opens_at": order.opens_at.isoformat(),
        "closes_at": order.closes_at.isoformat(),
        "reminders": order.reminders,
        "any_hour": order.any_hour,
        "every": order.every.value if order.every else "",
        "officials": plan.head_count,
        "pilot": plan.people.only is not None,
        "excluded": len(plan.people.excluded),
    }


async def _open_at_once(conn: AsyncConnection, calendar: Calendar, titles: Titles, now: datetime) -> None:
    """Open what is due, and invite: the next tick may be half a minute away."""
    if await fieldwork.open_due(conn, calendar, titles, now):
        await fieldwork.invite_first(conn, calendar, now)


async def people_named(conn: AsyncConnection, order: WaveOrder, *, scope: Scope = EVERYTHING) -> People:
    """Return whom an order names one by one: only people of the scope."""
    if order.pilot:
        return People(only=frozenset(await frame.officials_by_id(conn, order.pilot, scope=scope)))
    return People(excluded=frozenset(await frame.officials_by_id(conn, order.excluded, scope=scope)))


async def _narrowed(conn: AsyncConnection, order: WaveOrder, scope: Scope, today: date) -> WaveOrder:
    """Return the order for the units of a scope, if it names none. Raises ``OrderRefused`` for one without units."""
    if scope.roots is None or order.unit_codes:
        return order
    within = await frame.list_units(conn, today, scope=scope)
    codes = tuple(unit.code for unit in within if unit.id in scope.roots)
    if not codes:
        raise OrderRefused(Problem("nobody"))
    return replace(order, unit_codes=codes)


async def _new_wave(conn: AsyncConnection, plan: _Plan, now: datetime) -> NewWave:
    """Return the wave to store; if it recurs, its series is made."""
    order, series_id = plan.order, None
    if order.rhythm is not None:
        recurring = series.NewSeries(
            plan.form.form_id,
            order.rhythm,
            order.unit_codes,
            order.titles,
            order.reminders,
            order.any_hour,
        )
        series_id = await series.create_series(conn, recurring, now)
    return NewWave(
        form_sha256=plan.form.sha256,
        opens_at=order.opens_at,
        closes_at=order.closes_at,
        unit_codes=order.unit_codes,
        titles=order.titles,
        reminders=order.reminders,
        any_hour=order.any_hour,
        series_id=series_id,
        number_in_series=None if series_id is None else 1,
        people=plan.named,
        asks_again=order.asks_again,
    )


async def _check_wave(
    conn: AsyncConnection,
    order: WaveOrder,
    details: OfficeDetails,
    titles: Titles,
    *,
    now: datetime,
    today: date,
    scope: Scope,
) -> tuple[FormRecord | None, list[Problem]]:
    problems: list[Problem] = []
    if details.missing():
        problems.append(Problem("blanks", parameters={"names": ", ".join(details.missing())}))
    form = await instruments.latest(conn, order.form) or await instruments.find(conn, order.form)
    if form is None:
        known = sorted({each.form_id for each in await instruments.published(conn)})
        problems.append(unknown("no_form", order.form, known))
    units = await frame.list_units(conn, today, scope=scope)
    if not await frame.count_officials(conn, today, scope=scope):
        problems.append(Problem("no_roster"))
    else:
        problems += unknown_units(order.unit_codes, units)
    problems += unknown_titles(order.titles, titles)
    plan = parse_plan(order.reminders)
    if isinstance(plan, Problem):
        problems.append(plan)
    problems += check_dates(order.opens_at, order.closes_at, now)
    if order.pilot and order.every:
        problems.append(Problem("recurring_pilot"))
    return form, problems
