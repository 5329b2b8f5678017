"""Which messages are due, and who sends them."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.mailbox.messages import UNORDERED_PURPOSES, ClaimedMessage, Depth
from storage.mailbox.outcomes import drop_where
from storage.records import record
from storage.sql import chunked, outbox


def _is_due(now: datetime) -> ColumnElement[bool]:
    return and_(outbox.c.status == "queued", or_(outbox.c.not_before.is_(None), outbox.c.not_before <= now))


def _is_first_of_its_chat() -> ColumnElement[bool]:
    earlier = outbox.alias("earlier")
    waits = (
        select(earlier.c.id)
        .where(
            earlier.c.lane == "reply",
            earlier.c.status.in_(("queued", "sending")),
            earlier.c.channel == outbox.c.channel,
            earlier.c.address == outbox.c.address,
            earlier.c.purpose.not_in(UNORDERED_PURPOSES),
            earlier.c.id < outbox.c.id,
        )
        .exists()
    )
    return or_(outbox.c.purpose.in_(UNORDERED_PURPOSES), ~waits)


async def claim(
    conn: AsyncConnection, lane: str, now: datetime, limit: int, claimed_by: str
) -> list[ClaimedMessage]:
    """Take at most ``limit`` due messages of a lane, oldest first; nobody else gets them.

    In the reply lane a chat's next message waits until the one before it is settled, so that order holds.
    Whatever stands past its ``not_after`` is dropped.
    """
    await drop_where(conn, and_(outbox.c.lane == lane, outbox.c.not_after < now), now, "too late")
    query = select(outbox).where(outbox.c.lane == lane, _is_due(now)).order_by(outbox.c.id).limit(limit)
    if lane == "reply":
        query = query.where(_is_first_of_its_chat())
    query = query.with_for_update(skip_locked=True, of=outbox)  # SQLite: BEGIN IMMEDIATE keeps others out
    rows = (await conn.execute(query)).mappings().all()
    for part in chunked([row["id"] for row in rows]):
        await conn.execute(
            update(outbox)
            .where(outbox.c.id.in_(part))
            .values(
                status="sending",
                claimed_at=now,
                claimed_by=claimed_by,
                attempt_count=outbox.c.attempt_count + 1,
            )
        )
    return [
        record(ClaimedMessage, row | {"attempt_count": row["attempt_count"] + 1}) for row in map(dict, rows)
    ]


async def next_due(conn: AsyncConnection, now: datetime) -> datetime | None:
    """Return when the next queued message is due: ``now`` if one already is, ``None`` if none is queued."""
    not_before = func.min(func.coalesce(outbox.c.not_before, now), type_=outbox.c.not_before.type)
    earliest: datetime | None = await conn.scalar(select(not_before).where(outbox.c.status == "queued"))
    return None if earliest is None else max(earliest, now)


async def depths(conn: AsyncConnection) -> list[Depth]:
    """Count what is queued, being sent, unknown or failed, by lane, with the oldest of each."""
    query = (
        select(
            outbox.c.lane,
            outbox.c.status,
            func.count().label("count"),
            func.min(outbox.c.created_at).label("oldest_at"),
        )
        .where(outbox.c.status.in_(("queued", "sending", "unknown", "failed")))
        .group_by(outbox.c.lane, outbox.c.status)
        .order_by(outbox.c.lane, outbox.c.status)
    )
    return [record(Depth, row) for row in (await conn.execute(query)).mappings()]


async def cards_in_flight(
    conn: AsyncConnection, contact_point_ids: Collection[int]
) -> dict[tuple[int, int], datetime]:
    """Return since when cards are being sent whose arrival is not recorded yet, by contact point and visit."""
    found: dict[tuple[int, int], datetime] = {}
    for part in chunked(sorted(contact_point_ids)):
        query = select(outbox.c.contact_point_id, outbox.c.visit, outbox.c.claimed_at).where(
            outbox.c.contact_point_id.in_(part), outbox.c.is_card, outbox.c.status == "sending"
        )
        found |= {(row[0], row[1]): row[2] for row in await conn.execute(query)}
    return found
