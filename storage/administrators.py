"""Administrators: chats that may give orders, by the roles granted to them. Each end stands in the audit log.

A grant ends by order, by its own day, with the chat (its official let it go, or erased their data), when its official
leaves the roster, and when they are moved out of the unit for which they have it: who belonged to that unit (or one
below it) and does not any more had it by their post. With any grant that ends, what jobs have made for the chat and has
not left is deleted.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import ColumnElement, delete, or_, select, update
from sqlalchemy import insert as plain_insert
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.mailbox.messages import UNDER_WAY
from storage.office import record_order
from storage.records import record
from storage.scope import EVERYTHING, Scope
from storage.sql import (
    administrators,
    chunked,
    contact_points,
    grants,
    insert,
    jobs,
    link_codes,
    officials,
    outbox,
    units,
)

HOUSE = "house"
"""Who ends a right that nobody ordered to end."""

OWNER = "owner"
"""The role that may do everything everywhere, without an end."""


@dataclass(frozen=True, slots=True)
class GrantRecord:
    """A role of an administrator: for a unit with all below it, or for everything (``unit_id`` is ``None``)."""

    id: int
    administrator_id: int
    role: str
    unit_id: int | None
    granted_at: datetime
    granted_by: str
    expires_at: datetime | None
    unit_code: str | None
    unit_name: str | None


@dataclass(frozen=True, slots=True)
class AdministratorRecord:
    """A chat that may give orders, and where to write to it. ``official_id`` and what follows: whose chat it is."""

    id: int
    contact_point_id: int
    channel: str
    address: str
    granted_at: datetime
    official_id: int | None
    roster_key: str | None
    full_name: str | None
    grants: tuple[GrantRecord, ...] = ()

    @property
    def role(self) -> str:
        """The first role that was granted; empty without any."""
        return self.grants[0].role if self.grants else ""


def _is_live(now: datetime | None) -> ColumnElement[bool]:
    is_open = grants.c.revoked_at.is_(None)
    return is_open if now is None else is_open & or_(grants.c.expires_at.is_(None), grants.c.expires_at > now)


# --- granting ---------------------------------------------------------------------------------------


async def grant_administration(
    conn: AsyncConnection,
    contact_point_id: int,
    now: datetime,
    role: str = OWNER,
    *,
    unit_id: int | None = None,
    expires_at: datetime | None = None,
    by: str = "",
) -> int:
    """Give a chat a role; given again, it ends on the new day. Returns the administrator's number."""
    query = insert(conn, administrators).values(contact_point_id=contact_point_id, granted_at=now)
    known = query.on_conflict_do_update(index_elements=["contact_point_id"], set_={"revoked_at": None})
    number = int((await conn.execute(known.returning(administrators.c.id))).scalar_one())
    same = update(grants).where(
        grants.c.administrator_id == number,
        grants.c.role == role,
        grants.c.unit_id.is_not_distinct_from(unit_id),
        _is_live(now),
    )
    if not (await conn.execute(same.values(expires_at=expires_at))).rowcount:
        values = {"role": role, "unit_id": unit_id, "expires_at": expires_at}
        given = plain_insert(grants).values(administrator_id=number, granted_at=now, granted_by=by, **values)
        await conn.execute(given)
    return number


# --- reading ----------------------------------------------------------------------------------------


_GRANTS = select(grants, units.c.code.label("unit_code"), units.c.name.label("unit_name")).outerjoin(
    units, units.c.id == grants.c.unit_id
)


async def grants_of(
    conn: AsyncConnection, numbers: Sequence[int], now: datetime | None = None
) -> dict[int, tuple[GrantRecord, ...]]:
    """Return what administrators are granted, by their number; those that have ended are left out."""
    found: dict[int, list[GrantRecord]] = defaultdict(list)
    for part in chunked(numbers):
        query = _GRANTS.where(grants.c.administrator_id.in_(part), _is_live(now)).order_by(grants.c.id)
        for row in (await conn.execute(query)).mappings():
            found[row["administrator_id"]].append(record(GrantRecord, row))
    return {number: tuple(given) for number, given in found.items()}


async def list_administrators(
    conn: AsyncConnection, now: datetime | None = None, *, scope: Scope = EVERYTHING
) -> list[AdministratorRecord]:
    """Return who may give orders, each with the grants that lie wholly within a scope; who has none is left out."""
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
    rows = (await conn.execute(query)).mappings().all()
    within = _GRANTS.where(_is_live(now), scope.unit(grants.c.unit_id)).order_by(grants.c.id)
    given: dict[int, list[GrantRecord]] = defaultdict(list)
    for row in (await conn.execute(within)).mappings():
        given[row["administrator_id"]].append(record(GrantRecord, row))
    fields = [name for name in AdministratorRecord.__slots__ if name != "grants"]
    everybody = [AdministratorRecord(**{name: row[name] for name in fields}) for row in rows]
    return [replace(each, grants=tuple(given[each.id])) for each in everybody if given[each.id]]


async def administrator_of_chat(
    conn: AsyncConnection, contact_point_id: int | None, now: datetime
) -> AdministratorRecord | None:
    """Return the administrator whose chat this is, with the grants that stand now; ``None`` without any."""
    everybody = await list_administrators(conn, now)
    return next((each for each in everybody if each.contact_point_id == contact_point_id), None)


async def has_other_owner(conn: AsyncConnection, grant_ids: Collection[int], now: datetime) -> bool:
    """Say whether somebody is an owner by another grant than these. All owners' grants are held: nobody ends two."""
    query = (
        select(grants.c.id)
        .join(administrators, administrators.c.id == grants.c.administrator_id)
        .where(
            grants.c.role == OWNER,
            _is_live(now),
            grants.c.expires_at.is_(None),
            administrators.c.contact_point_id.is_not(None),
        )
        .order_by(grants.c.id)
        .with_for_update(of=grants)
    )
    return not set((await conn.execute(query)).scalars()) <= set(grant_ids)


# --- ending -----------------------------------------------------------------------------------------


async def revoke_grant(
    conn: AsyncConnection, grant_id: int, now: datetime, actor: str = HOUSE, reason: str = "order"
) -> bool:
    """End one grant. False if it had ended."""
    return bool(await _revoke(conn, grants.c.id == grant_id, now, actor, reason))


async def revoke_administration(
    conn: AsyncConnection, administrator_id: int, now: datetime, actor: str = HOUSE, reason: str = "order"
) -> bool:
    """Let an administrator give no more orders. False if they could not any more."""
    return bool(await _revoke(conn, grants.c.administrator_id == administrator_id, now, actor, reason))


async def revoke_of_officials(
    conn: AsyncConnection, official_ids: Collection[int], now: datetime, reason: str
) -> int:
    """End the rights of the chats of officials; returns how many ended."""
    count = 0
    for part in chunked(sorted(official_ids)):
        own = select(administrators.c.id).join(
            contact_points, contact_points.c.id == administrators.c.contact_point_id
        )
        theirs = grants.c.administrator_id.in_(own.where(contact_points.c.official_id.in_(part)))
        count += await _revoke(conn, theirs, now, HOUSE, reason)
    return count


async def revoke_of_chat(conn: AsyncConnection, contact_point_id: int, now: datetime, reason: str) -> None:
    """End the rights of a chat, if it has any."""
    own = select(administrators.c.id).where(administrators.c.contact_point_id == contact_point_id)
    await _revoke(conn, grants.c.administrator_id.in_(own), now, HOUSE, reason)


async def end_expired(conn: AsyncConnection, now: datetime) -> int:
    """End the grants whose day has come; returns how many. Until then no query counts them any more either."""
    return await _revoke(conn, grants.c.expires_at <= now, now, HOUSE, "expired")


async def has_expired(conn: AsyncConnection, now: datetime) -> bool:
    """Say whether a grant's day has come that is not ended yet."""
    query = select(grants.c.id).where(grants.c.revoked_at.is_(None), grants.c.expires_at <= now)
    return await conn.scalar(query.limit(1)) is not None


async def held_by_post(conn: AsyncConnection) -> set[int]:
    """Return the grants for a unit to which, or to one below which, the administrator belongs as an official."""
    query = (
        select(grants.c.id, grants.c.unit_id, officials.c.unit_id)
        .join(administrators, administrators.c.id == grants.c.administrator_id)
        .join(contact_points, contact_points.c.id == administrators.c.contact_point_id)
        .join(officials, officials.c.id == contact_points.c.official_id)
        .where(grants.c.revoked_at.is_(None), grants.c.unit_id.is_not(None))
    )
    rows = (await conn.execute(query)).all()
    if not rows:
        return set()
    parents = {row[0]: row[1] for row in await conn.execute(select(units.c.id, units.c.parent_id))}
    return {grant for grant, unit, own in rows if unit in _line(own, parents)}


def _line(unit: int | None, parents: dict[int, int | None]) -> list[int]:
    """Return a unit and those above it."""
    line: list[int] = []
    while unit is not None and unit not in line:
        line.append(unit)
        unit = parents.get(unit)
    return line


async def revoke_of_moved(conn: AsyncConnection, before: Collection[int], now: datetime) -> None:
    """End the grants that were ``held_by_post`` before people were moved and are not any more."""
    gone = sorted(set(before) - await held_by_post(conn))
    for part in chunked(gone):
        await _revoke(conn, grants.c.id.in_(part), now, HOUSE, "moved")


async def forget_chat(conn: AsyncConnection, contact_point_id: int) -> None:
    """Cut an administrator whose right has ended from their chat; their number stays in the audit log."""
    query = update(administrators).where(administrators.c.contact_point_id == contact_point_id)
    await conn.execute(query.values(contact_point_id=None))


async def _revoke(
    conn: AsyncConnection, which: ColumnElement[bool], now: datetime, actor: str, reason: str
) -> int:
    query = update(grants).where(which, grants.c.revoked_at.is_(None)).values(revoked_at=now)
    ended = (
        await conn.execute(
            query.returning(grants.c.id, grants.c.administrator_id, grants.c.role, grants.c.unit_id)
        )
    ).all()
    for grant_id, number, role, unit_id in sorted(ended, key=lambda row: row[0]):
        details = {"administrator": number, "reason": reason, "grant": grant_id, "role": role}
        await record_order(
            conn, now, actor, "admin.revoked", details | ({"unit": unit_id} if unit_id else {})
        )
    for number in {row[1] for row in ended}:
        await _follow_up(conn, number, now)
    return len(ended)


async def _follow_up(conn: AsyncConnection, number: int, now: datetime) -> None:
    """End with a grant what hangs on it: codes made by this administrator, what waits for their chat."""
    unused = update(link_codes).where(
        link_codes.c.issued_by == str(number), link_codes.c.used_at.is_(None), link_codes.c.ended_at.is_(None)
    )
    await conn.execute(unused.values(ended_at=now))
    left = select(grants.c.id).where(grants.c.administrator_id == number, grants.c.revoked_at.is_(None))
    own = administrators.c.id == number
    if await conn.scalar(left.limit(1)) is None:
        await conn.execute(update(administrators).where(own).values(revoked_at=now))
    chat_id = await conn.scalar(select(administrators.c.contact_point_id).where(own))
    if chat_id is not None:
        await _recall(conn, chat_id, now)


async def _recall(conn: AsyncConnection, chat_id: int, now: datetime) -> None:
    """Delete what was made for a chat and has not left, call its jobs off, and forget its place in the menu."""
    is_made = or_(outbox.c.key.startswith("job:"), outbox.c.key.startswith("digest:"))
    made = is_made & outbox.c.status.in_(UNDER_WAY)
    await conn.execute(delete(outbox).where(outbox.c.contact_point_id == chat_id, made))
    waiting = update(jobs).where(jobs.c.contact_point_id == chat_id, jobs.c.done_at.is_(None))
    await conn.execute(waiting.values(started_at=now, done_at=now, error="revoked"))
    chat = update(contact_points).where(contact_points.c.id == chat_id)
    await conn.execute(chat.values(office_step=""))
