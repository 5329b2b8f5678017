"""Small changes to a chat while finding out who is there: waiting for "is that you?", blocked."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.sql import chunked, contact_points


async def await_confirmation(
    conn: AsyncConnection, contact_point_id: int, official_id: int, code_id: int | None
) -> None:
    """Remember whom a code or a phone number named, until the person says whether that is them."""
    await conn.execute(
        update(contact_points)
        .where(contact_points.c.id == contact_point_id)
        .values(pending_official_id=official_id, pending_code_id=code_id)
    )


async def forget_confirmation(conn: AsyncConnection, contact_point_id: int) -> None:
    """Forget it: they said no, or the code is gone."""
    await conn.execute(
        update(contact_points)
        .where(contact_points.c.id == contact_point_id)
        .values(pending_official_id=None, pending_code_id=None)
    )


async def set_blocked(conn: AsyncConnection, channel: str, address: str, at: datetime | None) -> None:
    """Note that a person blocked the bot at a moment, or opened the chat again (``None``)."""
    await conn.execute(
        update(contact_points)
        .where(contact_points.c.channel == channel, contact_points.c.address == address)
        .values(blocked_at=at)
    )


async def addresses_of(conn: AsyncConnection, contact_point_ids: Sequence[int]) -> dict[str, list[str]]:
    """Return the addresses of these chats, by channel."""
    found: dict[str, list[str]] = {}
    for part in chunked(contact_point_ids):
        query = select(contact_points.c.channel, contact_points.c.address)
        for channel, address in await conn.execute(query.where(contact_points.c.id.in_(part))):
            found.setdefault(channel, []).append(address)
    return found
