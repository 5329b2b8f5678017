"""The office: the audit log, slow jobs, and the small facts that the house remembers."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import delete, select, update
from sqlalchemy import insert as plain_insert
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.mailbox.outcomes import drop_where
from storage.records import record
from storage.sql import audit_log, house_facts, insert, jobs, outbox

CANCELLED: Final = "cancelled"
"""The error of a job that whoever had asked for it ended."""


@dataclass(frozen=True, slots=True)
class AuditRecord:
    """One order: who (``cli:<account>``, an administrator's number, ``house``), what, with which details."""

    id: int
    at: datetime
    actor: str
    action: str
    details: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class HouseFactRecord:
    """One remembered thing and when it was noted."""

    key: str
    value: str
    at: datetime


@dataclass(frozen=True, slots=True)
class JobRecord:
    """Slow work to do: answered to ``contact_point_id`` if set."""

    id: int
    kind: str
    parameters: Mapping[str, Any]
    contact_point_id: int | None
    created_at: datetime
    started_at: datetime | None
    done_at: datetime | None
    error: str


async def record_order(
    conn: AsyncConnection, at: datetime, actor: str, action: str, details: Mapping[str, Any] | None = None
) -> None:
    """Enter an order into the audit log."""
    await conn.execute(
        plain_insert(audit_log).values(at=at, actor=actor, action=action, details=dict(details or {}))
    )


async def record_orders(
    conn: AsyncConnection, at: datetime, actor: str, action: str, details: Sequence[Mapping[str, Any]]
) -> None:
    """Enter many orders of one kind into the audit log, each as an entry of its own."""
    rows = [{"at": at, "actor": actor, "action": action, "details": dict(each)} for each in details]
    if rows:
        await conn.execute(plain_insert(audit_log), rows)


async def list_orders(
    conn: AsyncConnection, limit: int | None = 100, *, action: str = ""
) -> list[AuditRecord]:
    """Return the newest entries of the audit log (those of an action, if one is given), newest first."""
    query = select(audit_log).order_by(audit_log.c.id.desc()).limit(limit)
    if action:
        query = query.where(audit_log.c.action == action)
    return [record(AuditRecord, row) for row in (await conn.execute(query)).mappings()]


async def set_fact(conn: AsyncConnection, key: str, value: str, now: datetime) -> None:
    """Remember a fact in place of what stood under its key."""
    query = insert(conn, house_facts).values(key=key, value=value, at=now)
    await conn.execute(query.on_conflict_do_update(index_elements=["key"], set_={"value": value, "at": now}))


async def get_fact(conn: AsyncConnection, key: str) -> HouseFactRecord | None:
    """Return a remembered fact."""
    row = (await conn.execute(select(house_facts).where(house_facts.c.key == key))).mappings().first()
    return None if row is None else record(HouseFactRecord, row)


async def list_facts(conn: AsyncConnection, prefix: str) -> list[HouseFactRecord]:
    """Return the facts whose keys begin with ``prefix``, by key."""
    query = select(house_facts).where(house_facts.c.key.startswith(prefix, autoescape=True))
    rows = await conn.execute(query.order_by(house_facts.c.key))
    return [record(HouseFactRecord, row) for row in rows.mappings()]


async def forget_fact(conn: AsyncConnection, key: str) -> None:
    """Forget what stands under a key, if anything does."""
    await conn.execute(delete(house_facts).where(house_facts.c.key == key))


async def get_moment(conn: AsyncConnection, key: str) -> datetime | None:
    """Return a remembered fact that is a moment in ISO form."""
    fact = await get_fact(conn, key)
    return None if fact is None else datetime.fromisoformat(fact.value)


async def queue_job(
    conn: AsyncConnection,
    kind: str,
    parameters: Mapping[str, Any],
    now: datetime,
    contact_point_id: int | None = None,
) -> int:
    """Ask for slow work; returns the job's number."""
    query = (
        plain_insert(jobs)
        .values(
            kind=kind,
            parameters=dict(parameters),
            contact_point_id=contact_point_id,
            created_at=now,
            error="",
        )
        .returning(jobs.c.id)
    )
    return int((await conn.execute(query)).scalar_one())


async def claim_job(conn: AsyncConnection, now: datetime, holder: str = "") -> JobRecord | None:
    """Take the oldest job that nobody has begun for the process ``holder``; nobody else gets it."""
    waits = jobs.c.started_at.is_(None) & jobs.c.done_at.is_(None)
    query = select(jobs).where(waits).order_by(jobs.c.id).limit(1)
    row = (await conn.execute(query.with_for_update(skip_locked=True))).mappings().first()
    if row is None:
        return None
    await conn.execute(update(jobs).where(jobs.c.id == row["id"]).values(started_at=now, holder=holder))
    return record(JobRecord, dict(row) | {"started_at": now})


async def finish_job(conn: AsyncConnection, job_id: int, now: datetime, error: str = "") -> bool:
    """Note that a job is done, or why it failed; False if it was cancelled before."""
    query = update(jobs).where(jobs.c.id == job_id, jobs.c.error != CANCELLED)
    return (await conn.execute(query.values(done_at=now, error=error))).rowcount == 1


async def cancel_job(conn: AsyncConnection, job_id: int, contact_point_id: int, now: datetime) -> bool:
    """End a job that a chat asked for, whether it was begun or not; False if it is over, or another chat's."""
    query = update(jobs).where(
        jobs.c.id == job_id, jobs.c.contact_point_id == contact_point_id, jobs.c.done_at.is_(None)
    )
    return (await conn.execute(query.values(done_at=now, error=CANCELLED))).rowcount == 1


async def is_cancelled(conn: AsyncConnection, job_id: int) -> bool:
    """Say whether whoever had asked for a job ended it."""
    return await conn.scalar(select(jobs.c.error).where(jobs.c.id == job_id)) == CANCELLED


async def drop_progress(conn: AsyncConnection, job_id: int, now: datetime) -> None:
    """Let what was to be told of a job's progress and has not left make way for what is told next."""
    await drop_where(conn, outbox.c.key.startswith(progress_key(job_id, "")), now, "superseded")


def progress_key(job_id: int, step: str) -> str:
    """Return the key under which a step of a job is told once."""
    return f"job:{job_id}:step:{step}"


async def release_jobs(conn: AsyncConnection, living: Collection[str] = ()) -> int:
    """Give back the jobs that processes not among the ``living`` left begun and not done; returns how many."""
    stuck = jobs.c.started_at.is_not(None) & jobs.c.done_at.is_(None) & jobs.c.holder.not_in(sorted(living))
    released = await conn.execute(update(jobs).where(stuck).values(started_at=None, holder=""))
    return released.rowcount
