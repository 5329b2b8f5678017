"""Who wants a card a week, and when: chosen by themselves, paused and stopped by themselves."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import ScalarSelect, and_, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.mailbox.outcomes import drop_where
from storage.records import record
from storage.scope import EVERYTHING, Scope
from storage.sql import cases, consent_events, contact_points, insert, officials, outbox, responses, waves
from storage.sql import situation_cards as cards
from storage.sql import situation_subscriptions as subscriptions

ON: Final = "on"
PAUSED: Final = "paused"
STOPPED: Final = "stopped"
PURPOSE: Final = "situation"
"""The purpose of the message that brings a card."""


@dataclass(frozen=True, slots=True)
class SubscriptionRecord:
    """What somebody has chosen; the fields are those of ``storage.tables.SituationSubscription``."""

    id: int
    official_id: int
    weekday: int
    hour: int
    state: str
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class Due:
    """Somebody who has no card of this week yet, with what decides which one they get."""

    id: int
    official_id: int
    weekday: int
    hour: int
    changed_at: datetime
    title: str
    field_of_work: str


async def subscription_of(conn: AsyncConnection, official_id: int) -> SubscriptionRecord | None:
    """Return what somebody has chosen, if they ever did."""
    query = select(subscriptions).where(subscriptions.c.official_id == official_id)
    row = (await conn.execute(query)).mappings().first()
    return None if row is None else record(SubscriptionRecord, row)


async def choose_hour(
    conn: AsyncConnection, official_id: int, weekday: int, hour: int, now: datetime
) -> None:
    """Let somebody get a card a week from now on, at this hour."""
    chosen = {"weekday": weekday, "hour": hour, "state": ON, "changed_at": now}
    upsert = insert(conn, subscriptions).values(official_id=official_id, **chosen)
    await conn.execute(upsert.on_conflict_do_update(index_elements=["official_id"], set_=chosen))


async def set_state(conn: AsyncConnection, official_id: int, state: str, now: datetime) -> bool:
    """Pause, stop or go on; a card that waits to leave does not leave then. False if nothing was ever chosen."""
    own = subscriptions.c.official_id == official_id
    changed = await conn.execute(update(subscriptions).where(own).values(state=state, changed_at=now))
    if state != ON:
        await drop_waiting(conn, official_id, now, state)
    return changed.rowcount == 1


async def drop_waiting(conn: AsyncConnection, official_id: int, now: datetime, reason: str) -> None:
    """Let no card leave that waits to be sent to somebody."""
    chats = select(contact_points.c.id).where(contact_points.c.official_id == official_id)
    waits = and_(outbox.c.purpose == PURPOSE, outbox.c.contact_point_id.in_(chats))
    await drop_where(conn, waits, now, reason)


async def count_subscribers(conn: AsyncConnection, *, scope: Scope = EVERYTHING) -> int:
    """Count who gets a card a week, within a scope."""
    query = (
        select(func.count())
        .select_from(subscriptions.join(officials, officials.c.id == subscriptions.c.official_id))
        .where(subscriptions.c.state == ON, officials.c.left_on.is_(None), scope.official())
    )
    return int(await conn.scalar(query) or 0)


async def due_subscriptions(
    conn: AsyncConnection, week: date, weekday: int, hour: int, *, after: int, limit: int
) -> list[Due]:
    """Return who has no card of a week and whose hour has come, or may have, by number after one.

    Only people in office whose newest word on consent is yes, and who are not in the middle of a survey: nobody has
    two open questions.
    """
    has_come = or_(
        subscriptions.c.weekday < weekday,
        and_(subscriptions.c.weekday == weekday, subscriptions.c.hour <= hour),
    )
    has_card = select(cards.c.id).where(
        cards.c.official_id == subscriptions.c.official_id, cards.c.week == week
    )
    is_busy = (
        select(responses.c.id)
        .join(cases, cases.c.id == responses.c.case_id)
        .join(waves, waves.c.id == cases.c.wave_id)
        .where(
            cases.c.official_id == subscriptions.c.official_id,
            responses.c.status.in_(("in_progress", "stopped")),
            waves.c.state == "open",
        )
    )
    columns = [subscriptions.c[name] for name in ("id", "official_id", "weekday", "hour", "changed_at")]
    query = (
        select(*columns, officials.c.title, officials.c.field_of_work)
        .join(officials, officials.c.id == subscriptions.c.official_id)
        .where(
            subscriptions.c.id > after,
            subscriptions.c.state == ON,
            has_come,
            officials.c.left_on.is_(None),
            _newest_consent() == "given",
            ~has_card.exists(),
            ~is_busy.exists(),
        )
        .order_by(subscriptions.c.id)
        .limit(limit)
    )
    return [record(Due, row) for row in (await conn.execute(query)).mappings()]


def _newest_consent() -> ScalarSelect[Any]:
    return (
        select(consent_events.c.action)
        .where(consent_events.c.official_id == subscriptions.c.official_id)
        .order_by((consent_events.c.id + 0).desc())  # + 0: PostgreSQL shall not walk the primary key
        .limit(1)
        .scalar_subquery()
    )
