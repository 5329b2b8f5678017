"""Briefings and the people of their parties."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, or_, select, update
from sqlalchemy import insert as plain_insert
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.records import record
from storage.scope import EVERYTHING, Scope
from storage.sql import briefing_people, briefings, officials, units
from surveys.field_period import Every, Rhythm

_NO_LENGTH: Final = datetime.resolution * 0


@dataclass(frozen=True, slots=True)
class BriefingRecord:
    """A briefing; ``unit_name`` is empty for everything."""

    id: int
    unit_id: int | None
    every: str
    first_at: datetime
    ended_at: datetime | None
    unit_name: str | None

    @property
    def rhythm(self) -> Rhythm:
        """When its rounds are."""
        return Rhythm(Every(self.every), self.first_at, _NO_LENGTH)


@dataclass(frozen=True, slots=True)
class PersonRecord:
    """Somebody of a party. ``full_name`` is empty of an administrator who is no official, and after an erasure."""

    id: int
    briefing_id: int
    party: str
    official_id: int | None
    administrator_id: int | None
    full_name: str | None
    unit_id: int | None
    unit_name: str | None
    left_on: date | None


def _briefings(scope: Scope) -> Select[Any]:
    named = units.c.name.label("unit_name")
    query = select(briefings, named).outerjoin(units, units.c.id == briefings.c.unit_id)
    return query.where(scope.unit(briefings.c.unit_id)).order_by(briefings.c.id)


async def create_briefing(
    conn: AsyncConnection, every: Every, first_at: datetime, unit_id: int | None, now: datetime
) -> int:
    """Make a briefing without people; returns its number."""
    values = {"every": every.value, "first_at": first_at, "unit_id": unit_id, "created_at": now}
    made = plain_insert(briefings).values(values).returning(briefings.c.id)
    return int((await conn.execute(made)).scalar_one())


async def list_briefings(conn: AsyncConnection, *, scope: Scope = EVERYTHING) -> list[BriefingRecord]:
    """Return the briefings that go on, of the units of a scope."""
    query = _briefings(scope).where(briefings.c.ended_at.is_(None))
    return [record(BriefingRecord, row) for row in (await conn.execute(query)).mappings()]


async def find_briefing(
    conn: AsyncConnection, number: int, *, scope: Scope = EVERYTHING
) -> BriefingRecord | None:
    """Return a briefing of a scope by its number."""
    row = (await conn.execute(_briefings(scope).where(briefings.c.id == number))).mappings().first()
    return None if row is None else record(BriefingRecord, row)


async def end_briefing(conn: AsyncConnection, number: int, now: datetime) -> bool:
    """End a briefing: no further round is held. False if it had ended."""
    going_on = briefings.c.id == number, briefings.c.ended_at.is_(None)
    return (await conn.execute(update(briefings).where(*going_on).values(ended_at=now))).rowcount == 1


def _nameable(scope: Scope) -> ColumnElement[bool]:
    """Say whether somebody may be named: an official within a scope, or nobody of the roster."""
    return or_(briefing_people.c.official_id.is_(None), scope.official())


def _people(scope: Scope) -> Select[Any]:
    columns = [briefing_people.c[name] for name in ("id", "briefing_id", "party")]
    columns += [briefing_people.c.official_id, briefing_people.c.administrator_id]
    query = select(
        *columns,
        officials.c.full_name,
        officials.c.unit_id,
        officials.c.left_on,
        units.c.name.label("unit_name"),
    )
    return (
        query.outerjoin(officials, officials.c.id == briefing_people.c.official_id)
        .outerjoin(units, units.c.id == officials.c.unit_id)
        .where(_nameable(scope))
        .order_by(briefing_people.c.id)
    )


async def people_of(
    conn: AsyncConnection, briefing_id: int, party: str = "", *, scope: Scope = EVERYTHING
) -> list[PersonRecord]:
    """Return the people of a briefing, of one party or of all, who may be named in a scope."""
    query = _people(scope).where(
        briefing_people.c.briefing_id == briefing_id, briefing_people.c.removed_at.is_(None)
    )
    query = query.where(briefing_people.c.party == party) if party else query
    return [record(PersonRecord, row) for row in (await conn.execute(query)).mappings()]


async def find_person(
    conn: AsyncConnection, number: int, *, scope: Scope = EVERYTHING
) -> PersonRecord | None:
    """Return somebody of a party who may be named in a scope, also one who was removed."""
    row = (await conn.execute(_people(scope).where(briefing_people.c.id == number))).mappings().first()
    return None if row is None else record(PersonRecord, row)


async def seats_of(
    conn: AsyncConnection, official_id: int | None, administrator_id: int | None, *, only_now: bool = False
) -> list[PersonRecord]:
    """Return as whom somebody takes or took part in briefings: their own rows.

    ``only_now``: in those that go on, and they were not taken out of.
    """
    theirs = []
    if official_id is not None:
        theirs.append(briefing_people.c.official_id == official_id)
    if administrator_id is not None:
        theirs.append(briefing_people.c.administrator_id == administrator_id)
    if not theirs:
        return []
    query = _people(EVERYTHING).where(or_(*theirs))
    if only_now:
        going_on = select(briefings.c.id).where(briefings.c.ended_at.is_(None))
        is_in = briefing_people.c.removed_at.is_(None), briefing_people.c.briefing_id.in_(going_on)
        query = query.where(*is_in)
    return [record(PersonRecord, row) for row in (await conn.execute(query)).mappings()]


async def add_people(
    conn: AsyncConnection,
    briefing_id: int,
    party: str,
    *,
    official_ids: Sequence[int] = (),
    administrator_id: int | None = None,
) -> int:
    """Put people into a party, who may be in one party of a briefing only; returns how many are new."""
    held = await people_of(conn, briefing_id)
    known = {each.official_id for each in held if each.official_id is not None}
    rows: list[dict[str, Any]] = [
        {"briefing_id": briefing_id, "party": party, "official_id": each, "administrator_id": None}
        for each in official_ids
        if each not in known
    ]
    if administrator_id is not None and administrator_id not in {each.administrator_id for each in held}:
        row = {"official_id": None, "administrator_id": administrator_id}
        rows.append({"briefing_id": briefing_id, "party": party, **row})
    if rows:
        await conn.execute(plain_insert(briefing_people), rows)
    return len(rows)


async def remove_person(conn: AsyncConnection, person_id: int, now: datetime) -> None:
    """Take somebody out of a party; what is theirs to do stays theirs."""
    out = update(briefing_people).where(briefing_people.c.id == person_id)
    await conn.execute(out.values(removed_at=now))
