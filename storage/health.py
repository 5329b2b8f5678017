"""What ``khaosat doctor`` reads: how long messages and slow work wait, and what could not be taken in."""

from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.sql import inbox, jobs, outbox


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


async def oldest_job(conn: AsyncConnection) -> datetime | None:
    """Return when the longest waiting report or export was asked for; ``None`` if all are done."""
    query = select(func.min(jobs.c.created_at, type_=jobs.c.created_at.type)).where(jobs.c.done_at.is_(None))
    found: datetime | None = await conn.scalar(query)
    return found
