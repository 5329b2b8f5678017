"""When cases close: with their wave, or later if their time was extended.

A case that has a closing of its own closes later than its wave. The wave stays open until the last of its cases closes.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Update, and_, exists, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.frame.posts import in_audience
from storage.records import WaveRecord
from storage.scope import EVERYTHING, Scope
from storage.sql import cases, officials, waves

CLOSES: Final[ColumnElement[Any]] = func.coalesce(cases.c.closes_at, waves.c.closes_at)
"""When a case closes, for a query on cases and their waves."""
EXTENDED: Final[ColumnElement[Any]] = func.coalesce(cases.c.extended_at, waves.c.extended_at)
"""When the closing of a case was put off last."""


def of_wave(column: str, wave_id: int) -> ColumnElement[Any]:
    """Return when a case closes, or was extended, for a query on the cases of one wave alone."""
    own = select(waves.c[column]).where(waves.c.id == wave_id).scalar_subquery()
    return func.coalesce(cases.c[column], own)


@dataclass(frozen=True, slots=True)
class Time:
    """Which cases of a wave are meant, by when they close: ``after`` a moment, or ``at`` one."""

    after: datetime | None = None
    at: datetime | None = None

    def left(self, wave_id: int) -> list[ColumnElement[bool]]:
        """Return the conditions of a query on the cases of one wave."""
        closes = of_wave("closes_at", wave_id)
        return [
            *([closes > self.after] if self.after is not None else []),
            *([closes == self.at] if self.at is not None else []),
        ]


ANY_TIME: Final = Time()


def closes_later(now: datetime) -> ColumnElement[bool]:
    """Say of a wave whether a case of it closes after a moment, by a closing of its own."""
    return exists().where(cases.c.wave_id == waves.c.id, cases.c.closes_at > now)


async def parts_of(conn: AsyncConnection, wave: WaveRecord) -> list[WaveRecord]:
    """Return a wave as it is for each part of its cases, the one that closes first at the head.

    They differ in ``closes_at`` alone.
    """
    query = select(cases.c.closes_at).where(cases.c.wave_id == wave.id, cases.c.closes_at.is_not(None))
    later = (await conn.execute(query.distinct().order_by(cases.c.closes_at))).scalars()
    return [wave, *(replace(wave, closes_at=closes_at) for closes_at in later)]


async def count_later(
    conn: AsyncConnection, wave_id: int, *, scope: Scope = EVERYTHING
) -> tuple[int, datetime | None]:
    """Return how many cases of a wave close later than it, and when the last of them does."""
    last = func.max(cases.c.closes_at, type_=cases.c.closes_at.type)
    query = select(func.count(), last).where(
        cases.c.wave_id == wave_id, cases.c.closes_at.is_not(None), scope.case()
    )
    row = (await conn.execute(query)).one()
    return int(row[0]), row[1]


async def closings_of(
    conn: AsyncConnection, wave: WaveRecord, *, scope: Scope = EVERYTHING
) -> list[datetime]:
    """Return when the cases of a wave close within a scope, each moment once, the first at the head."""
    of_scope = and_(cases.c.wave_id == wave.id, scope.case())
    own = select(cases.c.closes_at).where(of_scope, cases.c.closes_at.is_not(None)).distinct()
    moments = set((await conn.execute(own)).scalars())
    with_wave = select(cases.c.id).where(of_scope, cases.c.closes_at.is_(None)).limit(1)
    if await conn.scalar(with_wave) is not None:
        moments.add(wave.closes_at)
    return sorted(moments)


async def extend_wave(conn: AsyncConnection, wave_id: int, closes_at: datetime, now: datetime) -> None:
    """Let a wave close later; cases that would close earlier close with it."""
    await conn.execute(
        update(waves).where(waves.c.id == wave_id).values(closes_at=closes_at, extended_at=now)
    )
    await conn.execute(_forgotten(wave_id).where(cases.c.closes_at <= closes_at))


async def extend_cases(
    conn: AsyncConnection,
    wave_id: int,
    closes_at: datetime,
    now: datetime,
    *,
    as_of: date,
    unit_codes: Collection[str] = (),
    people: Collection[int] = (),
    scope: Scope = EVERYTHING,
) -> int:
    """Let the cases of some people of a wave close later: those in these units, or these by id; returns how many.

    Without either all within the scope. Who closes later already keeps that.
    """
    which = [scope.case()]
    if unit_codes:
        within = await in_audience(conn, as_of, unit_codes, scope=scope)
        which.append(cases.c.official_id.in_(select(officials.c.id).where(*within)))
    if people:
        which.append(cases.c.official_id.in_(sorted(people)))
    is_earlier = cases.c.closes_at.is_(None) | (cases.c.closes_at < closes_at)
    theirs = and_(cases.c.wave_id == wave_id, is_earlier, *which)
    # counted before: SQLite tells no number of rows of an update that begins with the tree of units
    count = int(await conn.scalar(select(func.count()).select_from(cases).where(theirs)) or 0)
    await conn.execute(update(cases).where(theirs).values(closes_at=closes_at, extended_at=now))
    return count


async def end_extensions(conn: AsyncConnection, wave_id: int) -> None:
    """Let all cases of a wave close with it."""
    await conn.execute(_forgotten(wave_id).where(cases.c.closes_at.is_not(None)))


def _forgotten(wave_id: int) -> Update:
    return update(cases).where(cases.c.wave_id == wave_id).values(closes_at=None, extended_at=None)
