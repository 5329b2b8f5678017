"""What ``khaosat doctor`` and ``/healthz`` read: how long things wait, what was not taken in, what can be written."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import func, or_, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.database import Database
from storage.office import set_fact
from storage.sql import inbox, jobs, outbox


@dataclass(frozen=True, slots=True)
class StuckSends:
    """Messages that a process claimed or began to send long ago and has not settled."""

    holder: str
    count: int
    oldest_at: datetime


async def oldest_due(conn: AsyncConnection, now: datetime) -> datetime | None:
    """Return since when the longest waiting message has been due; ``None`` if nothing is due."""
    since = func.coalesce(outbox.c.not_before, outbox.c.created_at)
    query = select(func.min(since, type_=outbox.c.created_at.type)).where(
        outbox.c.status == "queued", or_(outbox.c.not_before.is_(None), outbox.c.not_before <= now)
    )
    found: datetime | None = await conn.scalar(query)
    return found


async def stuck_sends(conn: AsyncConnection, before: datetime) -> list[StuckSends]:
    """Return what was claimed or begun before a moment and is not settled, by the process that holds it."""
    oldest = func.min(outbox.c.claimed_at, type_=outbox.c.claimed_at.type)
    query = (
        select(outbox.c.claimed_by, func.count(), oldest)
        .where(outbox.c.status.in_(("claimed", "sending")), outbox.c.claimed_at < before)
        .group_by(outbox.c.claimed_by)
        .order_by(outbox.c.claimed_by)
    )
    return [StuckSends(*row) for row in await conn.execute(query)]


async def dead_updates(conn: AsyncConnection) -> tuple[int, datetime | None]:
    """Count the updates whose turn raised, with when the last one came."""
    last = func.max(inbox.c.received_at, type_=inbox.c.received_at.type)
    query = select(func.count(), last).where(inbox.c.status == "dead")
    count, at = (await conn.execute(query)).one()
    return int(count), at


async def oldest_job(conn: AsyncConnection) -> datetime | None:
    """Return when the longest waiting report or export was asked for; ``None`` if all are done."""
    query = select(func.min(jobs.c.created_at, type_=jobs.c.created_at.type)).where(jobs.c.done_at.is_(None))
    found: datetime | None = await conn.scalar(query)
    return found


async def try_to_write(database: Database, now: datetime) -> None:
    """Write a row and take it back. Raises whatever keeps rows from being written."""
    async with database.begin() as conn, conn.begin_nested() as undone:
        await set_fact(conn, "doctor", "wrote", now)
        await undone.rollback()


async def database_clock(conn: AsyncConnection) -> datetime | None:
    """Return the time of the database's own clock; ``None`` where that is the machine's."""
    if conn.dialect.name != "postgresql":
        return None
    found: datetime = (await conn.execute(text("SELECT clock_timestamp()"))).scalar_one()
    return found


def database_files(database: Database) -> list[Path]:
    """Return the files of a database that stands on this machine's disk: with its log of what is not merged yet."""
    if not database.is_sqlite or not database.url.database:
        return []
    path = Path(database.url.database)
    return [each for each in (path, *(Path(f"{path}-{end}") for end in ("wal", "shm"))) if each.is_file()]
