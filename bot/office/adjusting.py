"""What may be ordered of a wave that was opened: put its end off, ask people who joined, open it again."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.office.ordering import (
    OrderRefused,
    find_wave,
    is_all_within,
    note_order,
    require_all_of,
    unknown_units,
)
from storage import cases, closings, frame, instruments, series
from storage.cases import Known
from storage.records import WaveRecord
from storage.scope import EVERYTHING, Scope
from surveys.problems import Problem

REOPENED_WITHIN: Final = timedelta(hours=24)
"""So long after its end a wave may be opened again."""


@dataclass(frozen=True, slots=True)
class Extension:
    """Until when, and for whom: the units with all below them, or the officials by id; without either everybody."""

    closes_at: datetime
    unit_codes: tuple[str, ...] = ()
    people: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Joined:
    """How many officials joined the list since a wave was opened: ``able`` to be asked, and the others.

    The others belong to a unit or hold a title that the choices of the wave do not name.
    """

    able: int
    others: int


def is_reopenable(wave: WaveRecord, now: datetime) -> bool:
    """Say whether a wave was open, and has ended so short a time ago that it may be opened again."""
    is_ended = wave.state == "closed" and wave.opened_at is not None
    return is_ended and wave.closed_at is not None and now <= wave.closed_at + REOPENED_WITHIN


async def extend_wave(
    conn: AsyncConnection,
    number: int,
    extension: Extension,
    actor: str,
    now: datetime,
    *,
    day: date,
    scope: Scope = EVERYTHING,
) -> int:
    """Put the end of an open wave off; returns for how many officials. Raises ``OrderRefused``.

    Everybody means everybody of the scope: whoever has a part puts it off for their part. Units are those of ``day``.
    """
    wave = await _open_wave(conn, number, now, scope)
    problems = _check_closing(wave, extension.closes_at, now)
    problems += unknown_units(extension.unit_codes, await frame.list_units(conn, day, scope=scope))
    if problems:
        raise OrderRefused(*problems)
    is_for_all = not extension.unit_codes and not extension.people
    if is_for_all and await is_all_within(conn, wave, scope=scope):
        await closings.extend_wave(conn, wave.id, extension.closes_at, now)
        count = await cases.count_cases(conn, wave.id, scope=scope)
    else:
        count = await closings.extend_cases(
            conn,
            wave.id,
            extension.closes_at,
            now,
            as_of=day,
            unit_codes=extension.unit_codes,
            people=extension.people,
            scope=scope,
        )
    if not count:
        raise OrderRefused(Problem("nobody_extended", parameters={"found": str(number)}))
    details: dict[str, Any] = {"wave": number, "closes_at": extension.closes_at.isoformat(), "count": count}
    details["units"] = list(extension.unit_codes)
    await note_order(conn, actor, "wave.extend", details, now)
    return count


async def _open_wave(conn: AsyncConnection, number: int, now: datetime, scope: Scope) -> WaveRecord:
    """Return a wave that still asks somebody. Raises ``OrderRefused``."""
    wave = await find_wave(conn, number, scope=scope)
    if wave.state == "open" and (await closings.parts_of(conn, wave))[-1].closes_at > now:
        return wave
    raise OrderRefused(Problem("wave_not_open", parameters={"found": str(number)}))


def _check_closing(wave: WaveRecord, closes_at: datetime, now: datetime) -> list[Problem]:
    if closes_at <= now:
        return [Problem("closes_in_the_past")]
    return [] if closes_at > wave.closes_at else [Problem("extends_nothing")]


async def reopen_wave(
    conn: AsyncConnection,
    number: int,
    closes_at: datetime,
    actor: str,
    now: datetime,
    *,
    scope: Scope = EVERYTHING,
) -> None:
    """Open a wave again that ended within the last day, for everybody whom it asked. Raises ``OrderRefused``."""
    wave = await find_wave(conn, number, scope=scope)
    await require_all_of(conn, wave, scope=scope)
    found = {"found": str(number)}
    problems = [] if is_reopenable(wave, now) else [Problem("not_reopened", parameters=found)]
    if closes_at <= now:
        problems.append(Problem("closes_in_the_past"))
    if wave.series_id is not None and await series.has_open_wave(conn, wave.series_id):
        problems.append(Problem("next_is_open", parameters=found))
    if problems:
        raise OrderRefused(*problems)
    if not await cases.reopen_wave(conn, number, closes_at, now):
        raise OrderRefused(Problem("not_reopened", parameters=found))
    await note_order(conn, actor, "wave.reopen", {"wave": number, "closes_at": closes_at.isoformat()}, now)


async def count_joined(
    conn: AsyncConnection, number: int, now: datetime, *, day: date, scope: Scope = EVERYTHING
) -> Joined:
    """Count who joined the list since a wave was opened, and would be asked. Raises ``OrderRefused``."""
    wave = await _open_wave(conn, number, now, scope)
    known = await _known(conn, wave)
    return Joined(*await cases.count_joined(conn, wave, day, known=known, scope=scope))


async def add_joined(
    conn: AsyncConnection, number: int, actor: str, now: datetime, *, day: date, scope: Scope = EVERYTHING
) -> int:
    """Let an open wave ask who joined the list since; returns how many. Raises ``OrderRefused``.

    The ticks invite them.
    """
    wave = await _open_wave(conn, number, now, scope)
    count = await cases.draw(conn, wave, day, known=await _known(conn, wave), scope=scope)
    if count:
        await note_order(conn, actor, "wave.add", {"wave": number, "count": count}, now)
    return count


async def _known(conn: AsyncConnection, wave: WaveRecord) -> Known:
    """Return the units and titles that the choices of a wave name: they were fixed when it was opened."""
    form = await instruments.form_of(conn, wave)
    lists = form.roster_lists()
    named = {
        attribute: frozenset(choice.name for choice in form.choice_lists.get(lists[attribute], ()))
        for attribute in ("unit", "title")
        if attribute in lists
    }
    return Known(named.get("unit"), named.get("title"))
