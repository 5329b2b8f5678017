"""Codes that tie a chat to an official or make an administrator: single-use, expiring, stored only as hashes."""

import hashlib
import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, func, or_, select, update
from sqlalchemy import insert as plain_insert
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.frame.code_shape import (
    ALPHABET,
    SHORT_LENGTH,
    code_in,
    is_mixed,
    is_shaped_like_code,
    normalise_code,
)
from storage.frame.officials import list_officials, officials_by_id
from storage.records import OfficialRecord
from storage.scope import EVERYTHING, Scope
from storage.sql import chunked, contact_points, link_attempts, link_codes, officials, units

LONG_BYTES: Final = 24


@dataclass(frozen=True, slots=True)
class PlainCode:
    """A code in plain text, known only now: ``long`` for the link, ``short`` ("K7QM-3XPT") for typing."""

    long: str
    short: str


@dataclass(frozen=True, slots=True)
class IssuedCode:
    """A new code and whose it is."""

    official: OfficialRecord
    long: str
    short: str


@dataclass(frozen=True, slots=True)
class UnusedCode:
    """A code that can still be used: whose it is, when it was given out, until when it is good."""

    official: OfficialRecord
    issued_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class FoundCode:
    """A code that somebody gave. ``state``: live, used (by contact point ``used_by``), expired or ended.

    ``role`` and what follows: what a code of an administrator gives.
    """

    id: int
    purpose: str
    official_id: int | None
    state: str
    used_by: int | None
    role: str = ""
    unit_id: int | None = None
    days: int | None = None
    issued_by: str = ""

    @property
    def is_live(self) -> bool:
        """Whether it may still be used."""
        return self.state == "live"


def _hash(code: str) -> str:
    return hashlib.sha256(code.encode("utf-8", "replace")).hexdigest()


def _draw_code() -> PlainCode:
    short = ""
    while not is_mixed(short):
        short = "".join(secrets.choice(ALPHABET) for _ in range(SHORT_LENGTH))
    return PlainCode(secrets.token_urlsafe(LONG_BYTES), f"{short[:4]}-{short[4:]}")


async def _draw_codes(conn: AsyncConnection, count: int) -> list[PlainCode]:
    """Draw codes whose short form was never given out."""
    drawn: dict[str, PlainCode] = {}
    while len(drawn) < count:
        fresh = {_hash(normalise_code(code.short)): code for code in (_draw_code() for _ in range(count))}
        for part in chunked(sorted(fresh)):
            query = select(link_codes.c.short_hash).where(link_codes.c.short_hash.in_(part))
            for taken in (await conn.execute(query)).scalars():
                del fresh[taken]
        drawn |= fresh
    return list(drawn.values())[:count]


async def _store(
    conn: AsyncConnection,
    purpose: str,
    codes: Sequence[tuple[int | None, PlainCode]],
    now: datetime,
    expires_at: datetime,
    *,
    given: Mapping[str, Any] = MappingProxyType({}),
) -> None:
    rows = [
        {
            "purpose": purpose,
            "official_id": official_id,
            "long_hash": _hash(code.long),
            "short_hash": _hash(normalise_code(code.short)),
            "created_at": now,
            "expires_at": expires_at,
            **given,
        }
        for official_id, code in codes
    ]
    await conn.execute(plain_insert(link_codes), rows)


def _is_live(now: datetime) -> ColumnElement[bool]:
    return and_(
        link_codes.c.used_at.is_(None), link_codes.c.ended_at.is_(None), link_codes.c.expires_at > now
    )


async def issue_codes(
    conn: AsyncConnection,
    now: datetime,
    expires_at: datetime,
    as_of: date,
    *,
    renew: bool = False,
    unit_codes: Collection[str] = (),
    titles: Collection[str] = (),
    roster_keys: Collection[str] = (),
    keeps_old: bool = False,
    scope: Scope = EVERYTHING,
) -> list[IssuedCode]:
    """Give a code to every official in office who has no chat yet, by unit code and roster key.

    Whoever holds a live unused code is left out; with ``renew`` they get a new one and the old ones end.
    With ``roster_keys`` exactly these get a new code, linked or not: a chat stays until the code is used. With
    ``keeps_old`` codes given out before may be used, too: the first that is ends the others.
    """
    drawn = await draw_codes(
        conn,
        now,
        as_of,
        renew=renew,
        unit_codes=unit_codes,
        titles=titles,
        roster_keys=roster_keys,
        scope=scope,
    )
    await store_codes(conn, drawn, now, expires_at, keeps_old=keeps_old)
    return drawn


async def draw_codes(
    conn: AsyncConnection,
    now: datetime,
    as_of: date,
    *,
    renew: bool = False,
    unit_codes: Collection[str] = (),
    titles: Collection[str] = (),
    roster_keys: Collection[str] = (),
    scope: Scope = EVERYTHING,
) -> list[IssuedCode]:
    """Draw a code for everybody to whom ``issue_codes`` would give one. Nothing is stored: nobody can use it yet."""
    people = await list_officials(conn, as_of, unit_codes, titles, scope=scope)
    if roster_keys:
        people = [official for official in people if official.roster_key in roster_keys]
    else:
        left_out = await _provided(conn, now, renew=renew)
        people = [official for official in people if official.id not in left_out]
    codes = await _draw_codes(conn, len(people)) if people else []
    return [IssuedCode(official, code.long, code.short) for official, code in zip(people, codes, strict=True)]


async def store_codes(
    conn: AsyncConnection,
    drawn: Sequence[IssuedCode],
    now: datetime,
    expires_at: datetime,
    *,
    keeps_old: bool = False,
) -> None:
    """Let codes be used from now on; the unused ones that these people hold end, unless it ``keeps_old``."""
    if not drawn:
        return
    if not keeps_old:
        await end_codes(conn, [code.official.id for code in drawn], now)
    pairs = [(code.official.id, PlainCode(code.long, code.short)) for code in drawn]
    await _store(conn, "official", pairs, now, expires_at)


async def are_needed(
    conn: AsyncConnection, drawn: Sequence[IssuedCode], now: datetime, *, renew: bool
) -> bool:
    """Whether everybody for whom codes were drawn still needs one: nobody came in, or was given one, meanwhile."""
    return not {code.official.id for code in drawn} & await _provided(conn, now, renew=renew)


async def _provided(conn: AsyncConnection, now: datetime, *, renew: bool) -> set[int | None]:
    """Return who needs no code: the linked and, unless codes are renewed, the holders of a live one."""
    linked = set(
        (
            await conn.execute(
                select(contact_points.c.official_id).where(contact_points.c.official_id.is_not(None))
            )
        ).scalars()
    )
    if renew:
        return linked
    return linked | set((await conn.execute(select(link_codes.c.official_id).where(_is_live(now)))).scalars())


async def issue_admin_code(
    conn: AsyncConnection,
    now: datetime,
    expires_at: datetime,
    role: str = "owner",
    *,
    unit_id: int | None = None,
    days: int | None = None,
    by: str = "",
) -> PlainCode:
    """Make a code that gives a role to whoever uses it first: for a unit or everything, for some days or always."""
    code = (await _draw_codes(conn, 1))[0]
    given = {"role": role, "unit_id": unit_id, "days": days, "issued_by": by}
    await _store(conn, "admin", [(None, code)], now, expires_at, given=given)
    return code


async def unused_codes(
    conn: AsyncConnection,
    now: datetime,
    offset: int = 0,
    most: int | None = None,
    *,
    official_id: int | None = None,
    scope: Scope = EVERYTHING,
) -> tuple[int, list[UnusedCode]]:
    """Return how many people hold a code that can still be used, and a part of them, by unit code and roster key.

    Of several codes of one person the newest counts. ``official_id`` narrows it to one.
    """
    newest = (
        select(func.max(link_codes.c.id))
        .where(_is_live(now), link_codes.c.purpose == "official")
        .group_by(link_codes.c.official_id)
    )
    held = (
        select(link_codes.c.official_id, link_codes.c.created_at, link_codes.c.expires_at)
        .join(officials, officials.c.id == link_codes.c.official_id)
        .join(units, units.c.id == officials.c.unit_id)
        .where(link_codes.c.id.in_(newest), scope.official(), officials.c.left_on.is_(None))
    )
    if official_id is not None:
        held = held.where(officials.c.id == official_id)
    count = await conn.scalar(select(func.count()).select_from(held.subquery()))
    ordered = held.order_by(units.c.code, officials.c.roster_key).offset(offset).limit(most)
    rows = (await conn.execute(ordered)).all()
    people = await officials_by_id(conn, [row.official_id for row in rows], scope=scope)
    found = [UnusedCode(people[row.official_id], row.created_at, row.expires_at) for row in rows]
    return int(count or 0), found


async def end_codes(conn: AsyncConnection, official_ids: Collection[int], now: datetime) -> None:
    """End the unused codes of officials."""
    for part in chunked(sorted(official_ids)):
        await conn.execute(
            update(link_codes)
            .where(
                link_codes.c.official_id.in_(part),
                link_codes.c.used_at.is_(None),
                link_codes.c.ended_at.is_(None),
            )
            .values(ended_at=now)
        )


async def find_code(conn: AsyncConnection, text: str, now: datetime) -> FoundCode | None:
    """Look a code up, long or short as typed; ``None`` if it was never given out."""
    text = code_in(text)
    hashes = (_hash(text.strip()), _hash(normalise_code(text)))
    query = select(link_codes).where(
        or_(link_codes.c.long_hash == hashes[0], link_codes.c.short_hash == hashes[1])
    )
    row = (await conn.execute(query)).mappings().first()
    if row is None:
        return None
    if row["used_at"] is not None:
        state = "used"
    elif row["ended_at"] is not None:
        state = "ended"
    else:
        state = "live" if row["expires_at"] > now else "expired"
    given = (row["role"], row["unit_id"], row["days"], row["issued_by"])
    return FoundCode(row["id"], row["purpose"], row["official_id"], state, row["used_by"], *given)


async def is_live_code(conn: AsyncConnection, text: str, now: datetime) -> bool:
    """Say whether this is exactly a code that can still be used. Other texts cost no query."""
    found = await find_code(conn, text, now) if is_shaped_like_code(text) else None
    return found is not None and found.is_live


async def is_live_link(conn: AsyncConnection, text: str, now: datetime) -> bool:
    """Return whether this is the long code of a link that can still be used: nobody guesses one."""
    query = select(link_codes.c.id).where(link_codes.c.long_hash == _hash(text.strip()), _is_live(now))
    return await conn.scalar(query) is not None


async def use_code(conn: AsyncConnection, code_id: int, contact_point_id: int, now: datetime) -> bool:
    """Use a code up for a chat. False if it was not live any more: somebody else was first."""
    used = await conn.execute(
        update(link_codes)
        .where(link_codes.c.id == code_id, _is_live(now))
        .values(used_at=now, used_by=contact_point_id)
    )
    return used.rowcount == 1


async def record_attempt(conn: AsyncConnection, channel: str, address: str, now: datetime) -> None:
    """Remember that a chat gave a wrong code."""
    await conn.execute(plain_insert(link_attempts).values(channel=channel, address=address, at=now))


async def attempts_since(conn: AsyncConnection, channel: str, address: str | None, since: datetime) -> int:
    """Count the wrong codes of a chat, or of all chats of a channel, since a moment: the caller limits the rate."""
    query = select(func.count()).where(link_attempts.c.channel == channel, link_attempts.c.at >= since)
    if address is not None:
        query = query.where(link_attempts.c.address == address)
    return int(await conn.scalar(query) or 0)
