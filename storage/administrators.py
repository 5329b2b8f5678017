"""Administrators: chats that may give orders, until their right ends. Each beginning and end stands in the audit log.

A right ends by order, with the chat (its official let it go, or erased their data), and when its official leaves the
roster. What jobs have made for such a chat and has not left is deleted with it.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.mailbox.messages import UNDER_WAY
from storage.office import record_order
from storage.records import record
from storage.sql import administrators, chunked, contact_points, insert, jobs, officials, outbox

HOUSE = "house"
"""Who ends a right that nobody ordered to end."""


@dataclass(frozen=True, slots=True)
class AdministratorRecord:
    """A chat that may give orders, and where to write to it. ``official_id`` and what follows: whose chat it is."""

    id: int
    contact_point_id: int
    channel: str
    address: str
    role: str
    granted_at: datetime
    official_id: int | None
    roster_key: str | None
    full_name: str | None


async def grant_administration(
    conn: AsyncConnection, contact_point_id: int, now: datetime, role: str = "admin"
) -> int:
    """Let a chat give orders, from now on and again if it was taken back; returns the administrator's number."""
    query = insert(conn, administrators).values(contact_point_id=contact_point_id, role=role, granted_at=now)
    granted = await conn.execute(
        query.on_conflict_do_update(
            index_elements=["contact_point_id"], set_={"role": role, "granted_at": now, "revoked_at": None}
        ).returning(administrators.c.id)
    )
    return int(granted.scalar_one())


async def list_administrators(conn: AsyncConnection) -> list[AdministratorRecord]:
    """Return who may give orders now."""
    query = (
        select(
            administrators,
            contact_points.c.channel,
            contact_points.c.address,
            contact_points.c.official_id,
            officials.c.roster_key,
            officials.c.full_name,
        )
        .join(contact_points, contact_points.c.id == administrators.c.contact_point_id)
        .outerjoin(officials, officials.c.id == contact_points.c.official_id)
        .where(administrators.c.revoked_at.is_(None))
        .order_by(administrators.c.id)
    )
    return [record(AdministratorRecord, row) for row in (await conn.execute(query)).mappings()]


async def revoke_administration(
    conn: AsyncConnection, administrator_id: int, now: datetime, actor: str = HOUSE, reason: str = "order"
) -> bool:
    """Let an administrator give no more orders. False if they could not any more."""
    return bool(await _revoke(conn, administrators.c.id == administrator_id, now, actor, reason))


async def revoke_of_officials(
    conn: AsyncConnection, official_ids: Collection[int], now: datetime, reason: str
) -> int:
    """End the rights of the chats of officials; returns how many ended."""
    count = 0
    for part in chunked(sorted(official_ids)):
        own = select(contact_points.c.id).where(contact_points.c.official_id.in_(part))
        count += await _revoke(conn, administrators.c.contact_point_id.in_(own), now, HOUSE, reason)
    return count


async def revoke_of_chat(conn: AsyncConnection, contact_point_id: int, now: datetime, reason: str) -> None:
    """End the right of a chat, if it has one."""
    await _revoke(conn, administrators.c.contact_point_id == contact_point_id, now, HOUSE, reason)


async def forget_chat(conn: AsyncConnection, contact_point_id: int) -> None:
    """Cut an administrator whose right has ended from their chat; their number stays in the audit log."""
    query = update(administrators).where(administrators.c.contact_point_id == contact_point_id)
    await conn.execute(query.values(contact_point_id=None))


async def _revoke(
    conn: AsyncConnection, which: ColumnElement[bool], now: datetime, actor: str, reason: str
) -> int:
    query = update(administrators).where(which, administrators.c.revoked_at.is_(None))
    ended = await conn.execute(
        query.values(revoked_at=now).returning(administrators.c.id, administrators.c.contact_point_id)
    )
    rows = ended.all()
    for number, chat_id in rows:
        await _recall(conn, chat_id, now)
        details = {"administrator": number, "reason": reason}
        await record_order(conn, now, actor, "admin.revoked", details)
    return len(rows)


async def _recall(conn: AsyncConnection, chat_id: int, now: datetime) -> None:
    """Delete what jobs made for a chat and has not left, call its jobs off, and forget its place in the menu."""
    made = outbox.c.key.startswith("job:") & outbox.c.status.in_(UNDER_WAY)
    await conn.execute(delete(outbox).where(outbox.c.contact_point_id == chat_id, made))
    waiting = update(jobs).where(jobs.c.contact_point_id == chat_id, jobs.c.done_at.is_(None))
    await conn.execute(waiting.values(started_at=now, done_at=now, error="revoked"))
    chat = update(contact_points).where(contact_points.c.id == chat_id)
    await conn.execute(chat.values(office_step=""))
