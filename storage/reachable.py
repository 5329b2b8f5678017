"""The cases of a wave that can be due for an invitation or a reminder, chosen in SQL a page at a time.

Whether one is due is judged by the caller. What is left out here could not be.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, ScalarSelect, Select, and_, exists, false, func, or_, select
from sqlalchemy import case as case_when
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.closings import ANY_TIME, Time, of_wave
from storage.records import WaveRecord
from storage.scope import EVERYTHING, Scope
from storage.sending import is_reminder_under_way
from storage.sql import (
    CHUNK,
    cases,
    consent_events,
    contact_attempts,
    contact_points,
    officials,
    outbox,
    responses,
)

PAGE: Final = CHUNK
BEFORE_ALL: Final = datetime(1, 1, 1, tzinfo=UTC)
ORDERS: Final = "remind:"
"""What the keys of the facts begin with that tell what is left of an order to remind."""


async def invitable(conn: AsyncConnection, part: WaveRecord, *, after: int) -> list[int]:
    """Return the next cases, by number, that have a chat, have not begun, and have no invitation in the outbox.

    ``part`` is a wave for those of its cases that close when it says.
    """
    invited = exists().where(
        outbox.c.case_id == cases.c.id, outbox.c.purpose == "invitation", outbox.c.key.is_not(None)
    )
    query = _open_cases(part.id, after).where(_is_of(part), cases.c.begun_at.is_(None), _has_chat(), ~invited)
    return list((await conn.execute(query)).scalars())


async def remindable(
    conn: AsyncConnection,
    part: WaveRecord,
    bounds: Sequence[datetime],
    now: datetime,
    *,
    reminded_before: datetime,
    after: int,
) -> list[int]:
    """Return the next cases, by number, whose reminder may be due: one of the plan's, or one that was asked for.

    ``bounds`` are those of ``surveys.field_period.begun_bounds``. Whoever was reminded after ``reminded_before`` gets
    none of the plan's; who has submitted, has no open chat, or has a reminder on its way, none at all.
    ``part`` is a wave for those of its cases that close when it says.
    """
    last = _of_reminders(func.max(contact_attempts.c.at, type_=contact_attempts.c.at.type))
    is_wished = and_(cases.c.postponed_until <= now, or_(last.is_(None), last < cases.c.postponed_until))
    is_rested = or_(last.is_(None), last <= reminded_before)
    extended_at = func.coalesce(cases.c.extended_at, part.extended_at or BEFORE_ALL)
    used = _of_reminders(func.max(contact_attempts.c.number), contact_attempts.c.at > extended_at)
    wants_more = _most_overdue(bounds) > func.coalesce(used, 0)
    is_planned = and_(cases.c.begun_at < bounds[0], wants_more, is_rested) if bounds else false()
    is_open = and_(contact_points.c.blocked_at.is_(None), contact_points.c.reminders_off_at.is_(None))
    is_under_way = exists().where(outbox.c.case_id == cases.c.id, is_reminder_under_way(now))
    query = _open_cases(part.id, after).where(
        _is_of(part),
        cases.c.begun_at.is_not(None),
        ~_is_submitted(),
        or_(is_planned, is_wished),
        ~is_under_way,
        _has_chat(is_open),
    )
    return list((await conn.execute(query)).scalars())


async def remindable_at(
    conn: AsyncConnection,
    wave_id: int,
    at: datetime,
    *,
    reminded_before: datetime,
    closes_after: datetime,
    after: int,
    scope: Scope = EVERYTHING,
) -> list[int]:
    """Return the next cases, by number, that a reminder ordered out of turn may reach at a moment.

    Only of those that close after ``closes_after``.
    """
    is_open = of_wave("closes_at", wave_id) > closes_after
    query = _open_cases(wave_id, after).where(is_open, scope.case(), *_reachable_at(at, reminded_before))
    return list((await conn.execute(query)).scalars())


async def count_remindable_at(
    conn: AsyncConnection,
    wave_id: int,
    at: datetime,
    *,
    reminded_before: datetime,
    closes_after: datetime,
    scope: Scope = EVERYTHING,
) -> int:
    """Count the cases of a wave that a reminder ordered out of turn would reach at a moment."""
    is_open = of_wave("closes_at", wave_id) > closes_after
    chosen = _open_cases(wave_id, 0).where(is_open, scope.case(), *_reachable_at(at, reminded_before))
    return int(
        await conn.scalar(select(func.count()).select_from(chosen.limit(None).order_by(None).subquery())) or 0
    )


async def by_hand(
    conn: AsyncConnection, wave_id: int, *, time: Time = ANY_TIME, scope: Scope = EVERYTHING
) -> list[int]:
    """Return the cases, by number, of those who have not finished and cannot be written to: no chat takes messages.

    Who refused, withdrew, left, declined reminders or has no ``time`` left is not among them.
    """
    declined = exists().where(
        contact_points.c.official_id == cases.c.official_id, contact_points.c.reminders_off_at.is_not(None)
    )
    query = _open_cases(wave_id, 0).where(
        scope.case(),
        exists().where(officials.c.id == cases.c.official_id, officials.c.left_on.is_(None)),
        ~_is_submitted(),
        ~_has_chat(contact_points.c.blocked_at.is_(None)),
        ~declined,
        _has_said_no().is_not(True),
        *time.left(wave_id),
    )
    return list((await conn.execute(query.limit(None))).scalars())


def _is_of(part: WaveRecord) -> ColumnElement[bool]:
    return of_wave("closes_at", part.id) == part.closes_at


def _is_submitted() -> ColumnElement[bool]:
    return exists().where(responses.c.case_id == cases.c.id, responses.c.status.in_(("completed", "amended")))


def _reachable_at(at: datetime, reminded_before: datetime) -> tuple[ColumnElement[bool], ...]:
    """Say of a case: invited and not finished, in office, with an open chat, not just reminded nor put off."""
    last = _of_reminders(func.max(contact_attempts.c.at, type_=contact_attempts.c.at.type))
    return (
        cases.c.begun_at.is_not(None),
        or_(cases.c.postponed_until.is_(None), cases.c.postponed_until <= at),
        _has_chat(contact_points.c.blocked_at.is_(None), contact_points.c.reminders_off_at.is_(None)),
        exists().where(officials.c.id == cases.c.official_id, officials.c.left_on.is_(None)),
        ~_is_submitted(),
        ~exists().where(outbox.c.case_id == cases.c.id, is_reminder_under_way(at)),
        or_(last.is_(None), last <= reminded_before),
        _has_said_no().is_not(True),
    )


def _has_said_no() -> ColumnElement[bool]:
    """Say of a case whether the newest word of its official on consent is no: looked up of those only who said no."""
    ever = select(consent_events.c.official_id).where(consent_events.c.action != "given")
    return and_(cases.c.official_id.in_(ever), newest_consent() != "given")


def newest_consent() -> ScalarSelect[Any]:
    """Return the newest word on consent of a case's official, for a query on ``cases``; NULL without any."""
    return (
        select(consent_events.c.action)
        .where(consent_events.c.official_id == cases.c.official_id)
        .order_by((consent_events.c.id + 0).desc())  # + 0: PostgreSQL shall not walk the primary key
        .limit(1)
        .correlate(cases)
        .scalar_subquery()
    )


def _open_cases(wave_id: int, after: int) -> Select[Any]:
    return (
        select(cases.c.id)
        .where(
            cases.c.wave_id == wave_id,
            cases.c.id > after,
            cases.c.withdrawn_at.is_(None),
            cases.c.refused_at.is_(None),
        )
        .order_by(cases.c.id)
        .limit(PAGE)
    )


def _has_chat(*which: ColumnElement[bool]) -> ColumnElement[bool]:
    is_theirs = contact_points.c.official_id == cases.c.official_id
    return exists().where(is_theirs, contact_points.c.takes_messages, *which)


def _of_reminders(what: ColumnElement[Any], *which: ColumnElement[bool]) -> ScalarSelect[Any]:
    return (
        select(what)
        .where(
            contact_attempts.c.case_id == cases.c.id,
            contact_attempts.c.purpose == "reminder",
            contact_attempts.c.result.in_(("sent", "unknown")),
            *which,
        )
        .correlate(cases)
        .scalar_subquery()
    )


def _most_overdue(bounds: Sequence[datetime]) -> ColumnElement[int]:
    """How many reminders of a case are overdue at the most."""
    steps = [(cases.c.begun_at < bound, number) for number, bound in enumerate(bounds, start=1)]
    return case_when(*reversed(steps), else_=0)
