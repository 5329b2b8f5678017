"""What ``khaosat doctor`` reads: how long messages wait, and what could not be taken in."""

from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.sql import inbox, outbox


async def oldest_due(conn: AsyncConnection, now: datetime) -> datetime | None:
    """Return since when the longest waiting message has been due; ``None`` if nothing is due."""
    since = func.coalesce(outbox.c.not_before, outbox.c.created_at)
    query = select(func.min(since, type_=outbox.c.created_at.type)).where(
        outbox.c.status == "queued", or_(outbox.c.not_before.is_(None), outbox.c.not_before <= now)
    )
    found: datetime | None = await conn.scalar(query)
    return found


async def dead_count(conn: AsyncConnection) -> int:
    """Count the updates whose turn raised."""
    query = select(func.count()).select_from(inbox).where(inbox.c.status == "dead")
    return int(await conn.scalar(query) or 0)
