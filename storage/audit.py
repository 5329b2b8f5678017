"""Reading the audit log: what was ordered, narrowed to whoever may see it.

Entries bear no unit. Of those of a part one sees what its own administrators ordered: everybody whose roles, also
those that have ended, all lie within it. What the house, the command line or people's own chats did is of everybody.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, String, cast, func, or_, select, true
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.office import AuditRecord
from storage.records import record
from storage.scope import Scope
from storage.sql import administrators, audit_log, chunked, contact_points, grants, officials

OTHERS = ("cli", "house", "chat")
"""Who acts and is no administrator: the command line, the house itself, people in their own chats."""


@dataclass(frozen=True, slots=True)
class AuditQuery:
    """Which entries: ``kinds`` are what their actions begin with, ``who`` one of ``OTHERS`` or a number; empty any."""

    kinds: tuple[str, ...] = ()
    who: str = ""
    since: datetime | None = None


async def list_entries(
    conn: AsyncConnection, wanted: AuditQuery, first: int, count: int, *, scope: Scope
) -> tuple[int, list[AuditRecord]]:
    """Return how many entries there are, and some of them from the place ``first``, the newest first."""
    which = (_is_within(scope), *_asked_for(wanted))
    total = await conn.scalar(select(func.count()).select_from(audit_log).where(*which))
    query = select(audit_log).where(*which).order_by(audit_log.c.id.desc()).offset(first).limit(count)
    return int(total or 0), [record(AuditRecord, row) for row in (await conn.execute(query)).mappings()]


async def list_actors(conn: AsyncConnection, *, scope: Scope) -> list[str]:
    """Return the numbers of the administrators with entries, in their order."""
    query = select(audit_log.c.actor).where(_is_within(scope)).distinct()
    numbers = [actor for actor in (await conn.execute(query)).scalars() if actor.isdecimal()]
    return sorted(numbers, key=int)


async def names_of_actors(conn: AsyncConnection, numbers: Collection[int], *, scope: Scope) -> dict[int, str]:
    """Return the names of administrators by their number, also of those whose right has ended, if they are known."""
    found: dict[int, str] = {}
    joined = administrators.join(
        contact_points, contact_points.c.id == administrators.c.contact_point_id
    ).join(officials, officials.c.id == contact_points.c.official_id)
    for part in chunked(sorted(numbers)):
        query = select(administrators.c.id, officials.c.full_name).select_from(joined)
        within = cast(administrators.c.id, String).in_(_actors(scope)) if scope.roots is not None else true()
        rows = await conn.execute(query.where(administrators.c.id.in_(part), within))
        found |= {row[0]: row[1] for row in rows}
    return found


async def names_of_people(
    conn: AsyncConnection, keys: Collection[str], ids: Collection[int], *, scope: Scope
) -> dict[str | int, str]:
    """Return the names of officials within a scope, by roster key and by number."""
    found: dict[str | int, str] = {}
    query = select(officials.c.roster_key, officials.c.id, officials.c.full_name).where(scope.official())
    which = [officials.c.roster_key.in_(part) for part in chunked(sorted(keys))]
    which += [officials.c.id.in_(part) for part in chunked(sorted(ids))]
    for some in which:
        for key, number, name in await conn.execute(query.where(some)):
            found[key] = found[number] = name
    return found


def _is_within(scope: Scope) -> ColumnElement[bool]:
    return true() if scope.roots is None else audit_log.c.actor.in_(_actors(scope))


def _actors(scope: Scope) -> Select[Any]:
    """Select those who have, or had, roles within a scope and none beyond it, as they stand in the log."""
    beyond = select(grants.c.administrator_id).where(
        or_(grants.c.unit_id.is_(None), ~scope.unit(grants.c.unit_id))
    )
    within = select(cast(grants.c.administrator_id, String)).where(scope.unit(grants.c.unit_id))
    return within.where(grants.c.administrator_id.not_in(beyond))


def _asked_for(wanted: AuditQuery) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.kinds:
        conditions.append(
            or_(*(audit_log.c.action.startswith(kind, autoescape=True) for kind in wanted.kinds))
        )
    if wanted.since is not None:
        conditions.append(audit_log.c.at >= wanted.since)
    if wanted.who == "cli":
        conditions.append(audit_log.c.actor.startswith("cli", autoescape=True))
    elif wanted.who:
        conditions.append(audit_log.c.actor == wanted.who)
    return conditions
