"""Seats in the classes of an approved plan: told, confirmed or declined, reminded, completed or missed."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.records import record
from storage.scope import EVERYTHING, Scope
from storage.sql import officials, plan_seats, plans, units

PLANNED: Final = "planned"
TOLD: Final = "told"
CONFIRMED: Final = "confirmed"
DECLINED: Final = "declined"
COMPLETED: Final = "completed"
MISSED: Final = "missed"


@dataclass(frozen=True, slots=True)
class SeatRecord:
    """One person's seat, with who and where they are; see ``storage.tables.PlanSeat``."""

    id: int
    plan_id: int
    class_number: int
    course: str
    official_id: int
    first: date
    last: date
    state: str
    reason: str
    told_at: datetime | None
    answered_at: datetime | None
    reminded_at: datetime | None
    settled_at: datetime | None
    evidence: str
    full_name: str
    title: str
    unit_name: str


_OF_PERSON: Final = {
    "full_name": officials.c.full_name,
    "title": officials.c.title,
    "unit_name": units.c.name,
}
_SEATS = (
    select(
        *(
            _OF_PERSON[name].label(name) if name in _OF_PERSON else plan_seats.c[name]
            for name in SeatRecord.__slots__
        )
    )
    .join(officials, officials.c.id == plan_seats.c.official_id)
    .join(units, units.c.id == officials.c.unit_id)
    .order_by(plan_seats.c.class_number, officials.c.full_name, plan_seats.c.id)
)


async def seats_of(
    conn: AsyncConnection,
    plan_id: int,
    *,
    class_number: int | None = None,
    states: Collection[str] = (),
    scope: Scope = EVERYTHING,
) -> list[SeatRecord]:
    """Return the seats of a plan within a scope, class by class."""
    query = _SEATS.where(plan_seats.c.plan_id == plan_id, scope.official())
    if class_number is not None:
        query = query.where(plan_seats.c.class_number == class_number)
    if states:
        query = query.where(plan_seats.c.state.in_(sorted(states)))
    return [record(SeatRecord, row) for row in (await conn.execute(query)).mappings()]


async def find_seat(conn: AsyncConnection, seat_id: int, *, scope: Scope = EVERYTHING) -> SeatRecord | None:
    """Return one seat."""
    row = (await conn.execute(_SEATS.where(plan_seats.c.id == seat_id, scope.official()))).mappings().first()
    return None if row is None else record(SeatRecord, row)


async def tell_seats(conn: AsyncConnection, plan_id: int, now: datetime) -> list[SeatRecord]:
    """Note that those are told now who were not yet; returns their seats."""
    fresh = await seats_of(conn, plan_id, states=(PLANNED,))
    query = update(plan_seats).where(plan_seats.c.plan_id == plan_id, plan_seats.c.state == PLANNED)
    await conn.execute(query.values(state=TOLD, told_at=now))
    await conn.execute(
        update(plans).where(plans.c.id == plan_id, plans.c.released_at.is_(None)).values(released_at=now)
    )
    return fresh


async def answer_seat(
    conn: AsyncConnection, seat_id: int, official_id: int, now: datetime, *, state: str, reason: str = ""
) -> SeatRecord | None:
    """Note that a person confirms or declines a seat of theirs; ``None`` if it is not theirs or is settled."""
    own = (
        plan_seats.c.id == seat_id,
        plan_seats.c.official_id == official_id,
        plan_seats.c.state.in_((TOLD, CONFIRMED, DECLINED)),
    )
    query = update(plan_seats).where(*own).values(state=state, reason=reason, answered_at=now)
    if (await conn.execute(query)).rowcount == 0:
        return None
    return await find_seat(conn, seat_id)


async def remind_seats(
    conn: AsyncConnection, first_days: Collection[date], now: datetime
) -> list[SeatRecord]:
    """Note that those are reminded now whose class begins on one of these days; returns their seats.

    Whoever has declined, or was reminded already, is not among them.
    """
    is_due = (
        plan_seats.c.first.in_(sorted(first_days)),
        plan_seats.c.state.in_((TOLD, CONFIRMED)),
        plan_seats.c.reminded_at.is_(None),
        plan_seats.c.plan_id.in_(select(plans.c.id).where(plans.c.state == "approved")),
    )
    due = [record(SeatRecord, row) for row in (await conn.execute(_SEATS.where(*is_due))).mappings()]
    if due:
        await conn.execute(update(plan_seats).where(*is_due).values(reminded_at=now))
    return due


async def settle_seat(
    conn: AsyncConnection,
    seat_id: int,
    state: str,
    now: datetime,
    evidence: str = "",
    *,
    scope: Scope = EVERYTHING,
) -> SeatRecord | None:
    """Note that a course was completed or missed; ``None`` if the seat is not within the scope."""
    found = await find_seat(conn, seat_id, scope=scope)
    if found is None:
        return None
    values = {"state": state, "settled_at": now, "evidence": evidence}
    await conn.execute(update(plan_seats).where(plan_seats.c.id == seat_id).values(values))
    return await find_seat(conn, seat_id)
