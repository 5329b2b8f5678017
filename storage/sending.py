"""What the dispatcher must know at the moment of sending, and what it does to a closed chat."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, and_, bindparam, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.mailbox.messages import AGAIN, CONTACT_PURPOSES, RESTORED, UNDER_WAY
from storage.mailbox.outcomes import drop_where
from storage.records import record
from storage.sql import cases, chunked, contact_attempts, contact_points, outbox, responses, waves

SPENT: Final = "budget spent"
"""Why an invitation or reminder was dropped: the account that was to send it has no message left in this month."""

MISSED: Final = ("too late", "too soon", "blocked", "left", "closed", "wave closed", SPENT)
"""Why an invitation or reminder was dropped although it may be sent another time.

People unblock, and return; a wave is reopened.
"""


@dataclass(frozen=True, slots=True)
class ContactState:
    """A case and the chat that an invitation or reminder of it is addressed to, as they stand now.

    ``response_status`` is empty before the first answer; ``chat_official_id`` is whose the chat is;
    ``last_reminded_at`` is when the last reminder left, or may have.
    """

    wave_state: str
    closes_at: datetime
    official_id: int | None
    begun_at: datetime | None
    refused_at: datetime | None
    withdrawn_at: datetime | None
    postponed_until: datetime | None
    response_status: str
    chat_official_id: int | None
    blocked_at: datetime | None
    reminders_off_at: datetime | None
    last_reminded_at: datetime | None


_last_reminded: Final = (
    select(func.max(contact_attempts.c.at, type_=contact_attempts.c.at.type))
    .where(
        contact_attempts.c.case_id == cases.c.id,
        contact_attempts.c.purpose == "reminder",
        contact_attempts.c.result.in_(("sent", "unknown")),
    )
    .correlate(cases)
    .scalar_subquery()
)
_CONTACT_STATE: Final = (
    select(
        waves.c.state.label("wave_state"),
        func.coalesce(cases.c.closes_at, waves.c.closes_at).label("closes_at"),
        cases.c.official_id,
        cases.c.begun_at,
        cases.c.refused_at,
        cases.c.withdrawn_at,
        cases.c.postponed_until,
        func.coalesce(responses.c.status, "").label("response_status"),
        contact_points.c.official_id.label("chat_official_id"),
        contact_points.c.blocked_at,
        contact_points.c.reminders_off_at,
        _last_reminded.label("last_reminded_at"),
    )
    .select_from(cases)
    .join(waves, waves.c.id == cases.c.wave_id)
    .join(contact_points, contact_points.c.id == bindparam("contact_point_id"))
    .outerjoin(responses, responses.c.case_id == cases.c.id)
    .where(cases.c.id == bindparam("case_id"))
)


async def contact_state(
    conn: AsyncConnection, case_id: int, contact_point_id: int | None
) -> ContactState | None:
    """Look once more before writing to somebody; ``None`` if the case or the chat is gone."""
    about = {"case_id": case_id, "contact_point_id": contact_point_id}
    row = (await conn.execute(_CONTACT_STATE, about)).mappings().one_or_none()
    return None if row is None else record(ContactState, row)


async def close_contact(conn: AsyncConnection, channel: str, address: str, now: datetime) -> int:
    """Close a chat whose person blocked the bot and drop what waits for it; returns how many."""
    await conn.execute(
        update(contact_points)
        .where(
            contact_points.c.channel == channel,
            contact_points.c.address == address,
            contact_points.c.blocked_at.is_(None),
        )
        .values(blocked_at=now)
    )
    return await drop_where(
        conn, and_(outbox.c.channel == channel, outbox.c.address == address), now, "blocked"
    )


def _has_missed() -> ColumnElement[bool]:
    is_dropped = and_(outbox.c.status == "dropped", outbox.c.error.in_(MISSED))
    is_refused = and_(outbox.c.status == "failed", outbox.c.error.startswith("blocked"))
    return and_(or_(is_dropped, is_refused), outbox.c.key.is_not(None))


async def release_missed(conn: AsyncConnection, now: datetime) -> int:
    """Free the keys of invitations and reminders that missed their window: they may be queued again."""
    is_contact = outbox.c.purpose.in_(CONTACT_PURPOSES)
    await drop_where(conn, and_(is_contact, outbox.c.not_after < now), now, "too late")
    query = update(outbox).where(is_contact, _has_missed())
    return (await conn.execute(query.values(key=None))).rowcount


async def has_missed(conn: AsyncConnection, now: datetime) -> bool:
    """Say whether an invitation or reminder has missed its window and still holds its key."""
    is_late = or_(and_(outbox.c.status == "queued", outbox.c.not_after < now), _has_missed())
    query = select(outbox.c.id).where(outbox.c.purpose.in_(CONTACT_PURPOSES), is_late)
    return (await conn.scalar(query.limit(1))) is not None


async def unknown_invitations(conn: AsyncConnection, wave_id: int, *, before: datetime) -> set[int]:
    """Return the cases of a wave whose invitation began to be sent before a moment and is unknown since."""
    query = (
        select(outbox.c.case_id)
        .join(cases, cases.c.id == outbox.c.case_id)
        .where(
            cases.c.wave_id == wave_id,
            outbox.c.purpose == "invitation",
            outbox.c.number != AGAIN,
            outbox.c.status == "unknown",
            outbox.c.error != RESTORED,
            outbox.c.claimed_at < before,
        )
    )
    return set((await conn.execute(query)).scalars())


async def known_keys(conn: AsyncConnection, keys: Sequence[str]) -> set[str]:
    """Return those of ``keys`` under which a message stands in the outbox, whatever became of it."""
    found: set[str] = set()
    for part in chunked(keys):
        found.update((await conn.execute(select(outbox.c.key).where(outbox.c.key.in_(part)))).scalars())
    return found


async def invitations_waiting(conn: AsyncConnection, wave_id: int) -> set[int]:
    """Return the cases of a wave whose invitation is queued."""
    query = (
        select(outbox.c.case_id)
        .join(cases, cases.c.id == outbox.c.case_id)
        .where(cases.c.wave_id == wave_id, outbox.c.purpose == "invitation", outbox.c.status == "queued")
    )
    return set((await conn.execute(query)).scalars())


def is_reminder_under_way(at: datetime) -> ColumnElement[bool]:
    """Say of a message whether it is a reminder on its way: it may leave at ``at``, or was tried before."""
    may_leave = or_(outbox.c.not_before.is_(None), outbox.c.not_before <= at, outbox.c.attempt_count > 0)
    return and_(outbox.c.purpose == "reminder", outbox.c.status.in_(UNDER_WAY), may_leave)


async def reminders_under_way(conn: AsyncConnection, wave_id: int, at: datetime) -> set[int]:
    """Return the cases of a wave of which a reminder is on its way."""
    query = (
        select(outbox.c.case_id)
        .join(cases, cases.c.id == outbox.c.case_id)
        .where(cases.c.wave_id == wave_id, is_reminder_under_way(at))
    )
    return set((await conn.execute(query)).scalars())


async def end_offer(conn: AsyncConnection, contact_point_id: int | None, offered: str = "") -> None:
    """Forget what a chat's last message offered: another one is about to stand below it, and offers this."""
    query = update(contact_points).where(
        contact_points.c.id == contact_point_id, contact_points.c.offered != offered
    )
    await conn.execute(query.values(offered=offered))
