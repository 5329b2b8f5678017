"""Small changes to a chat while finding out who is there: waiting for "is that you?", blocked."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.sql import contact_points


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
