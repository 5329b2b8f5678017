"""What may be ordered, from the chat and from the command line: checked, carried out, written into the audit log.

``OrderRefused`` carries every ``Problem`` at once; nothing is stored then.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from difflib import get_close_matches
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncConnection

from bot import fieldwork
from bot.texts import say
from bot.texts.consent import OfficeDetails
from bot.texts.office import TEXTS as OFFICE
from bot.texts.problems import word_problem
from storage import cases, desk, frame, instruments, office, series
from storage.frame import People
from storage.instruments import FormRecord
from storage.records import UnitRecord, WaveRecord
from storage.scope import EVERYTHING, Scope
from storage.wave_people import asked_by_pilots, people_of
from surveys.content import built_in_forms
from surveys.field_period import Calendar, Every, Rhythm, check_dates, check_rhythm, parse_plan
from surveys.problems import Problem
from surveys.questionnaire import Questionnaire
from surveys.titles import Titles

NAMED_AT_MOST: Final = 30
"""How many codes a refusal lists."""
LARGEST_NUMBER: Final = 2**31 - 1
"""The largest number that the column of wave numbers holds."""


class OrderRefused(Exception):  # noqa: N818 - says what became of the order
    """An order was not carried out: ``problems`` says why, all at once."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__(", ".join(problem.code for problem in problems))
        self.problems = problems

    def __reduce__(self) -> tuple[type["OrderRefused"], tuple[Problem, ...]]:
        return type(self), self.problems  # it crosses from the worker to the bot


def refusal_text(refusal: OrderRefused) -> str:
    """Word a refused order."""
    lines = [say(OFFICE.refused), *("• " + word_problem(problem, "order") for problem in refusal.problems)]
    return "\n".join(lines)


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


async def note_order(
    conn: AsyncConnection, actor: str, action: str, details: Mapping[str, Any], now: datetime
) -> None:
    """Write an order into the audit log. ``actor`` is ``cli:<account>`` or the administrator's number."""
    await office.record_order(conn, now, actor, action, details)


# --- forms ------------------------------------------------------------------------------------------


async def publish_form(conn: AsyncConnection, form: Questionnaire, actor: str, now: datetime) -> bool:
    """Publish a version; False if it already is. Raises ``FormTakenError`` if another one has its name."""
    is_new = await instruments.publish(conn, form, now)
    if is_new:
        details = {"form_id": form.form_id, "version": form.version, "sha256": form.sha256}
        await note_order(conn, actor, "form.publish", details, now)
    return is_new


async def publish_built_in_forms(
    conn: AsyncConnection, actor: str, now: datetime
) -> list[tuple[Questionnaire, bool]]:
    """Publish the forms that come with the program; returns each with whether it is new."""
    published = []
    for name, content in built_in_forms():
        from surveys.xlsform import read_form  # noqa: PLC0415 - and openpyxl, which a running bot never needs

        form = read_form(content, name)
        assert isinstance(form, Questionnaire), form  # the tests keep the built-in forms clean
        published.append((form, await publish_form(conn, form, actor, now)))
    return published


# --- waves ------------------------------------------------------------------------------------------


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
    today = now.astimezone(calendar.zone).date()
    order = await _narrowed(conn, order, scope, today)
    form, problems = await _check_wave(conn, order, details, titles, now=now, today=today, scope=scope)
    if order.rhythm is not None:
        problems += check_rhythm(order.rhythm, calendar)
    if form is None or problems:
        raise OrderRefused(*problems)
    people = await people_named(conn, order, form.form_id, scope=scope)
    head_count = await frame.count_officials(
        conn, today, order.unit_codes, order.titles, people=people, scope=scope
    )
    if not head_count:
        raise OrderRefused(Problem("nobody"))
    number = await _plan_wave(conn, order, form, people, now)
    noted = {
        "wave": number,
        "form": form.form_id,
        "version": form.version,
        "units": list(order.unit_codes),
        "titles": list(order.titles),
        "opens_at": order.opens_at.isoformat(),
        "closes_at": order.closes_at.isoformat(),
        "reminders": order.reminders,
        "any_hour": order.any_hour,
        "every": order.every.value if order.every else "",
        "officials": head_count,
        "pilot": people.only is not None,
        "excluded": len(people.excluded),
    }
    await note_order(conn, actor, "wave.open", noted, now)
    if await fieldwork.open_due(conn, calendar, titles, now):
        await fieldwork.invite_first(conn, calendar, now)  # the next tick may be half a minute away
    return OpenedWave(number, head_count)


async def people_named(
    conn: AsyncConnection, order: WaveOrder, form_id: str, *, scope: Scope = EVERYTHING
) -> People:
    """Return whom an order names one by one: only people of the scope."""
    if order.pilot:
        return People(only=frozenset(await frame.officials_by_id(conn, order.pilot, scope=scope)))
    excluded = frozenset(await frame.officials_by_id(conn, order.excluded, scope=scope))
    if order.asks_again:
        return People(excluded=excluded)
    return People(excluded=excluded | await asked_by_pilots(conn, form_id, scope=scope))


async def _narrowed(conn: AsyncConnection, order: WaveOrder, scope: Scope, today: date) -> WaveOrder:
    """Return the order for the units of a scope, if it names none. Raises ``OrderRefused`` for one without units."""
    if scope.roots is None or order.unit_codes:
        return order
    within = await frame.list_units(conn, today, scope=scope)
    codes = tuple(unit.code for unit in within if unit.id in scope.roots)
    if not codes:
        raise OrderRefused(Problem("nobody"))
    return replace(order, unit_codes=codes)


async def _plan_wave(
    conn: AsyncConnection, order: WaveOrder, form: FormRecord, people: People, now: datetime
) -> int:
    """Store the wave (with its series, if it recurs); returns its number."""
    series_id = None
    if order.rhythm is not None:
        recurring = series.NewSeries(
            form.form_id, order.rhythm, order.unit_codes, order.titles, order.reminders, order.any_hour
        )
        series_id = await series.create_series(conn, recurring, now)
    plan = cases.NewWave(
        form_sha256=form.sha256,
        opens_at=order.opens_at,
        closes_at=order.closes_at,
        unit_codes=order.unit_codes,
        titles=order.titles,
        reminders=order.reminders,
        any_hour=order.any_hour,
        series_id=series_id,
        number_in_series=None if series_id is None else 1,
        people=people,
    )
    return await cases.create_wave(conn, plan, now)


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
        problems.append(_unknown("no_form", order.form, known))
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


def unknown_units(codes: Collection[str], units: Sequence[UnitRecord]) -> list[Problem]:
    """Return a problem for each code that no unit has today."""
    known = [unit.code for unit in units]
    return [_unknown("unknown_unit", code, known) for code in codes if code not in known]


def unknown_titles(codes: Collection[str], titles: Titles) -> list[Problem]:
    """Return a problem for each code that is no title's."""
    return [_unknown("unknown_title", code, list(titles)) for code in codes if code not in titles]


def _unknown(code: str, found: str, known: Sequence[str]) -> Problem:
    near = get_close_matches(found, known, n=3)
    listed = near or known[:NAMED_AT_MOST]
    ellipsis = ", …" if len(known) > len(listed) and not near else ""
    return Problem(code, parameters={"found": found, "known": ", ".join(listed) + ellipsis})


async def find_wave(conn: AsyncConnection, number: int, *, scope: Scope = EVERYTHING) -> WaveRecord:
    """Return a wave by its number; raises ``OrderRefused`` for an unknown one, or one that asks nobody of a scope."""
    wave = await cases.find_wave(conn, number) if number <= LARGEST_NUMBER else None
    if wave is None or not await asks_somebody(conn, wave, scope=scope):
        listed = await cases.list_waves(conn)
        known = [str(each.id) for each in listed if await asks_somebody(conn, each, scope=scope)]
        raise OrderRefused(
            Problem("no_wave", parameters={"found": str(number), "known": ", ".join(known[-20:]) or "–"})
        )
    return wave


async def asks_somebody(conn: AsyncConnection, wave: WaveRecord, *, scope: Scope = EVERYTHING) -> bool:
    """Say whether a wave asks, or would ask, somebody of a scope."""
    if scope.is_everything:
        return True
    if wave.state == "planned":
        asked, people = (wave.unit_codes, wave.titles), await people_of(conn, wave)
        return await frame.count_officials(conn, scope.day, *asked, people=people, scope=scope) > 0
    return await cases.has_cases_in(conn, wave.id, scope=scope)


async def require_all_of(conn: AsyncConnection, wave: WaveRecord, scope: Scope) -> None:
    """Raise ``OrderRefused`` if a wave asks people beyond a scope: whoever has a part does not end it for all."""
    if scope.is_everything:
        return
    within = {unit.code for unit in await frame.list_units(conn, scope.day, scope=scope)}
    if not wave.unit_codes or not within.issuperset(wave.unit_codes):
        raise OrderRefused(Problem("wave_beyond", parameters={"found": str(wave.id)}))


async def close_wave(
    conn: AsyncConnection,
    number: int,
    calendar: Calendar,
    actor: str,
    now: datetime,
    *,
    scope: Scope = EVERYTHING,
) -> bool:
    """Close a wave now; False if it already is. Raises ``OrderRefused`` for an unknown one.

    A planned wave of a series is left out: the one after it is planned instead.
    """
    wave = await find_wave(conn, number, scope=scope)
    await require_all_of(conn, wave, scope)
    if wave.state == "closed":
        return False
    if not await desk.cancel_planned(conn, number, now):
        await fieldwork.close_now(conn, wave, now)
    await note_order(conn, actor, "wave.close", {"wave": number}, now)
    if wave.state == "planned":
        await fieldwork.plan_next(conn, wave, calendar, now)
    return True


async def stop_series(
    conn: AsyncConnection, number: int, actor: str, now: datetime, *, scope: Scope = EVERYTHING
) -> list[int] | None:
    """End the series of a wave (any wave of it); returns the planned waves called off, ``None`` if it had ended.

    An open wave goes on to its closing. Raises ``OrderRefused`` for an unknown wave, or one of no series.
    """
    wave = await find_wave(conn, number, scope=scope)
    await require_all_of(conn, wave, scope)
    if wave.series_id is None:
        raise OrderRefused(Problem("no_series", parameters={"found": str(number)}))
    called_off = await series.end_series(conn, wave.series_id, now)
    if called_off is not None:
        await note_order(conn, actor, "series.stop", {"wave": number, "called_off": called_off}, now)
    return called_off


async def remind_now(
    conn: AsyncConnection,
    number: int,
    calendar: Calendar,
    actor: str,
    now: datetime,
    *,
    token: str,
    any_hour: bool = False,
    scope: Scope = EVERYTHING,
) -> int:
    """Queue a reminder to everybody of a scope who is linked and has not finished; returns how many were queued.

    ``token`` names this order: given twice, it queues nothing more (the prefix keeps it apart from the plan's
    numbers). Unless ``any_hour`` they leave in office
    hours. Raises ``OrderRefused`` for a wave that is not open.
    """
    wave = await find_wave(conn, number, scope=scope)
    if wave.state != "open":
        raise OrderRefused(Problem("wave_not_open", parameters={"found": str(number)}))
    count = await fieldwork.remind_now(
        conn,
        wave,
        calendar,
        now,
        token=f"now-{token}",
        any_hour=any_hour,
        scope=scope,
        by=int(actor) if actor.isdecimal() else 0,
    )
    if count:
        await note_order(conn, actor, "wave.remind", {"wave": number, "count": count}, now)
    return count
