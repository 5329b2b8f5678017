"""What the administrators' menu keeps and asks in the archive."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.office import queue_job
from storage.scope import EVERYTHING, Scope
from storage.sql import cases, contact_points, jobs, responses, waves

PATIENCE: Final = timedelta(minutes=10)
"""Work that is not done after this long may be asked for again."""


async def swap_step(conn: AsyncConnection, contact_point_id: int, before: str, after: str) -> bool:
    """Replace an administrator's step if it is still ``before``: of two taps on one button only one gets True."""
    query = update(contact_points).where(
        contact_points.c.id == contact_point_id, contact_points.c.office_step == before
    )
    return (await conn.execute(query.values(office_step=after))).rowcount == 1


async def read_step(conn: AsyncConnection, contact_point_id: int) -> str:
    """Return an administrator's step as it stands now; empty if there is none."""
    query = select(contact_points.c.office_step).where(contact_points.c.id == contact_point_id)
    return str(await conn.scalar(query) or "")


async def is_waiting(
    conn: AsyncConnection, kind: str, parameters: dict[str, Any], contact_point_id: int, since: datetime
) -> bool:
    """Say whether a chat asked for this work since a moment (these parameters, perhaps more) and it is not done yet."""
    query = select(jobs.c.parameters).where(
        jobs.c.kind == kind,
        jobs.c.contact_point_id == contact_point_id,
        jobs.c.created_at >= since,
        jobs.c.done_at.is_(None),
    )
    return any(parameters.items() <= dict(found).items() for found in (await conn.execute(query)).scalars())


async def queue_once(
    conn: AsyncConnection,
    kind: str,
    parameters: dict[str, Any],
    contact_point_id: int,
    now: datetime,
    *,
    more: Mapping[str, Any] = MappingProxyType({}),
) -> int:
    """Ask for work; return its number, 0 if this chat asked for the same within ``PATIENCE`` and it is not done yet.

    ``more`` goes with the work and does not make it another one.
    """
    if await is_waiting(conn, kind, parameters, contact_point_id, now - PATIENCE):
        return 0
    return await queue_job(conn, kind, parameters | dict(more), now, contact_point_id)


async def cancel_planned(conn: AsyncConnection, wave_id: int, now: datetime) -> bool:
    """Close a wave that was never opened: it asks nobody. False if it is not planned."""
    query = update(waves).where(waves.c.id == wave_id, waves.c.state == "planned")
    return (await conn.execute(query.values(state="closed", closed_at=now))).rowcount == 1


async def has_counted(
    conn: AsyncConnection, wave_id: int, *, scope: Scope = EVERYTHING, fewest: int = 1
) -> bool:
    """Say whether so many responses of a wave count: submitted, or at least half answered and not refused."""
    is_submitted = responses.c.status.in_(("completed", "amended"))
    is_half_done = (responses.c.answered_count > 0) & (
        2 * responses.c.required_answered >= responses.c.required_total
    )
    query = (
        select(responses.c.id)
        .join(cases, cases.c.id == responses.c.case_id)
        .where(
            cases.c.wave_id == wave_id,
            cases.c.withdrawn_at.is_(None),
            scope.case(),
            or_(is_submitted, cases.c.refused_at.is_(None) & is_half_done),
        )
    )
    return len((await conn.execute(query.limit(fewest))).all()) == fewest
