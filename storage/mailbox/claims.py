"""Which messages are due, and who sends them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, FromClause, Integer, and_, bindparam, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql.dml import ReturningUpdate

from storage.mailbox.messages import LANES, TOO_LATE, UNDER_WAY, ClaimedMessage, Depth, Outlook
from storage.mailbox.outcomes import drop_where
from storage.records import record
from storage.sql import outbox

_CLAIMED: Final = [outbox.c[name] for name in ClaimedMessage.__slots__]


_NOW: Final = bindparam("now", type_=outbox.c.not_before.type)


def _is_due(row: FromClause) -> ColumnElement[bool]:
    return or_(row.c.not_before.is_(None), row.c.not_before <= _NOW)


def _may_be_claimed(lane: str, row: FromClause) -> ColumnElement[bool]:
    is_waiting = and_(row.c.lane == lane, row.c.status == "queued", _is_due(row))
    return and_(is_waiting, _is_first_of_its_chat(row)) if lane == "reply" else is_waiting


def _is_first_of_its_chat(row: FromClause) -> ColumnElement[bool]:
    earlier = outbox.alias("earlier")
    waits = (
        select(earlier.c.id)
        .where(
            earlier.c.lane == "reply",
            earlier.c.status.in_(UNDER_WAY),
            earlier.c.channel == row.c.channel,
            earlier.c.address == row.c.address,
            earlier.c.id < row.c.id,
        )
        .correlate(row)
        .exists()
    )
    return ~waits


def _claim(lane: str) -> ReturningUpdate[Any]:
    """Build the UPDATE that claims and returns; the rows are locked first, so that no two processes take one."""
    due = outbox.alias("due")
    chosen = (
        select(due.c.id)
        .where(_may_be_claimed(lane, due))
        .order_by(due.c.id)
        .limit(bindparam("room", type_=Integer))
        .with_for_update(skip_locked=True, of=due)  # SQLite: BEGIN IMMEDIATE keeps others out
        .cte("chosen")
    )
    return (
        update(outbox)
        .where(outbox.c.id.in_(select(chosen.c.id)))
        .values(
            status="sending" if lane == "reply" else "claimed",  # a reply goes again after a crash anyway
            claimed_at=bindparam("claimed_at", type_=outbox.c.claimed_at.type),
            claimed_by=bindparam("claimed_by"),
            attempt_count=outbox.c.attempt_count + (1 if lane == "reply" else 0),
        )
        .returning(*_CLAIMED)
    )


def _look(lane: str) -> list[ColumnElement[Any]]:
    """Build three looks at a lane, each by an index: is anything due, is anything late, when comes the next."""
    is_queued = and_(outbox.c.status == "queued", outbox.c.lane == lane)
    not_before = func.min(outbox.c.not_before, type_=outbox.c.not_before.type)
    return [
        select(outbox.c.id).where(is_queued, _is_due(outbox)).exists().label(f"{lane}_is_due"),
        select(outbox.c.id).where(is_queued, outbox.c.not_after < _NOW).exists().label(f"{lane}_is_late"),
        select(not_before).where(is_queued, outbox.c.not_before > _NOW).scalar_subquery().label(f"{lane}_at"),
    ]


# Built once: to build a statement costs more than to run it.
_CLAIM: Final = {lane: _claim(lane) for lane in LANES}
_LOOK: Final = select(*(column for lane in LANES for column in _look(lane)))
_BEGIN: Final = (
    update(outbox)
    .where(
        outbox.c.id == bindparam("b_id"),
        outbox.c.status == "claimed",
        outbox.c.claimed_by == bindparam("b_holder"),
    )
    .values(status="sending", attempt_count=outbox.c.attempt_count + 1)
)


async def look(conn: AsyncConnection, now: datetime) -> Outlook:
    """Look at what is queued, with one query and without taking anything."""
    seen = (await conn.execute(_LOOK, {"now": now})).mappings().one()
    later = [seen[f"{lane}_at"] for lane in LANES if seen[f"{lane}_at"] is not None]
    return Outlook(
        due_lanes=frozenset(lane for lane in LANES if seen[f"{lane}_is_due"]),
        late_lanes=frozenset(lane for lane in LANES if seen[f"{lane}_is_late"]),
        next_at=min(later, default=None),
    )


async def claim_due(
    conn: AsyncConnection, now: datetime, rooms: Mapping[str, int], claimed_by: str
) -> tuple[list[ClaimedMessage], datetime | None]:
    """Take due messages, oldest first, at most ``rooms`` of each lane; nobody else gets them.

    In the reply lane a chat's next message waits until the one before it is settled, so that order holds.
    Whatever stands past its ``not_after`` is dropped in the lanes that have room. Returns also the next later
    moment at which a queued message becomes due. An outbox where nothing is due costs one query.
    """
    outlook = await look(conn, now)
    claimed: list[ClaimedMessage] = []
    for lane in [lane for lane in LANES if rooms.get(lane, 0) > 0]:
        if lane in outlook.late_lanes:
            await drop_where(conn, and_(outbox.c.lane == lane, outbox.c.not_after < now), now, TOO_LATE)
        if lane in outlook.due_lanes:
            about = {"now": now, "room": rooms[lane], "claimed_at": now, "claimed_by": claimed_by}
            claimed += sorted(
                (ClaimedMessage(*row) for row in await conn.execute(_CLAIM[lane], about)),
                key=lambda message: message.id,
            )
    return claimed, outlook.next_at


async def claim(
    conn: AsyncConnection, lane: str, now: datetime, limit: int, claimed_by: str
) -> list[ClaimedMessage]:
    """Take at most ``limit`` due messages of one lane; see ``claim_due``."""
    claimed, _ = await claim_due(conn, now, {lane: limit}, claimed_by)
    return claimed


async def begin_sending(conn: AsyncConnection, message_id: int, holder: str) -> bool:
    """Note, before its first byte leaves, that a claimed message may be on the wire from now on.

    Returns false if it is not ``holder``'s any more: then it must not leave.
    """
    return (await conn.execute(_BEGIN, {"b_id": message_id, "b_holder": holder})).rowcount == 1


async def is_held(conn: AsyncConnection, message_id: int, holder: str) -> bool:
    """Say whether a message that ``holder`` took over is still there and still its own."""
    query = select(outbox.c.id).where(
        outbox.c.id == message_id, outbox.c.status == "sending", outbox.c.claimed_by == holder
    )
    return await conn.scalar(query) is not None


async def next_due(conn: AsyncConnection, now: datetime) -> datetime | None:
    """Return when the next queued message is due: ``now`` if one already is, ``None`` if none is queued."""
    not_before = func.min(func.coalesce(outbox.c.not_before, now), type_=outbox.c.not_before.type)
    earliest: datetime | None = await conn.scalar(select(not_before).where(outbox.c.status == "queued"))
    return None if earliest is None else max(earliest, now)


async def depths(conn: AsyncConnection) -> list[Depth]:
    """Count what is queued, claimed, being sent, unknown or failed, by lane, with the oldest of each."""
    query = (
        select(
            outbox.c.lane,
            outbox.c.status,
            func.count().label("count"),
            func.min(outbox.c.created_at).label("oldest_at"),
        )
        .where(outbox.c.status.in_((*UNDER_WAY, "unknown", "failed")))
        .group_by(outbox.c.lane, outbox.c.status)
        .order_by(outbox.c.lane, outbox.c.status)
    )
    return [record(Depth, row) for row in (await conn.execute(query)).mappings()]
