"""Seats in the classes of an approved plan: told, confirmed or declined, reminded, completed or missed."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlalchemy import ColumnElement, Select, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.office import record_order
from storage.records import record
from storage.scope import EVERYTHING, Scope
from storage.sql import chunked, contact_points, officials, plan_seats, plans, units

PLANNED: Final = "planned"
TOLD: Final = "told"
CONFIRMED: Final = "confirmed"
DECLINED: Final = "declined"
COMPLETED: Final = "completed"
MISSED: Final = "missed"
WITHDRAWN: Final = "withdrawn"


@dataclass(frozen=True, slots=True)
class SeatRecord:
    """One person's seat, with who and where they are; see ``storage.tables.PlanSeat``."""

    id: int
    plan_id: int
    class_number: int
    course: str
    course_name: str
    official_id: int
    details: str
    reasons: str
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
SEATS = (
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
    query = SEATS.where(plan_seats.c.plan_id == plan_id, scope.official())
    if class_number is not None:
        query = query.where(plan_seats.c.class_number == class_number)
    if states:
        query = query.where(plan_seats.c.state.in_(sorted(states)))
    return [record(SeatRecord, row) for row in (await conn.execute(query)).mappings()]


async def find_seat(conn: AsyncConnection, seat_id: int, *, scope: Scope = EVERYTHING) -> SeatRecord | None:
    """Return one seat."""
    row = (await conn.execute(SEATS.where(plan_seats.c.id == seat_id, scope.official()))).mappings().first()
    return None if row is None else record(SeatRecord, row)


async def release(conn: AsyncConnection, plan_id: int, actor: str, now: datetime) -> bool:
    """Let the people of an approved plan be told. False if they are already, or it is not the plan of its year."""
    is_ready = (plans.c.id == plan_id, plans.c.state == "approved", plans.c.released_at.is_(None))
    if (await conn.execute(update(plans).where(*is_ready).values(released_at=now))).rowcount == 0:
        return False
    await record_order(conn, now, actor, "plan.release", {"plan": plan_id})
    return True


async def seats_to_tell(conn: AsyncConnection, today: date, limit: int) -> list[SeatRecord]:
    """Return seats of which nobody was told yet, of released plans, before the class begins, of people with a chat."""
    return await _due(conn, limit, plan_seats.c.state == PLANNED, plan_seats.c.first > today, _is_released())


async def seats_to_remind(conn: AsyncConnection, today: date, until: date, limit: int) -> list[SeatRecord]:
    """Return seats whose class begins after today and no later than ``until``, of whoever has not declined.

    Whoever was reminded already is not among them.
    """
    is_due = (
        plan_seats.c.first > today,
        plan_seats.c.first <= until,
        plan_seats.c.state.in_((TOLD, CONFIRMED)),
        plan_seats.c.reminded_at.is_(None),
        _is_in_force(),
    )
    return await _due(conn, limit, *is_due)


async def seats_to_withdraw(conn: AsyncConnection, today: date, limit: int) -> list[SeatRecord]:
    """Return seats of which people were told, and which the plan that is released now has no more."""
    later, newer = plan_seats.alias(), plans.alias()
    is_there = (
        later.c.official_id == plan_seats.c.official_id,
        later.c.course == plan_seats.c.course,
        later.c.first == plan_seats.c.first,
        later.c.id > plan_seats.c.id,
    )
    is_newer = (
        newer.c.year == plans.c.year,
        newer.c.state == "approved",
        newer.c.released_at.is_not(None),
    )
    is_replaced = select(plans.c.id).where(
        plans.c.state == "replaced", select(newer.c.id).where(*is_newer).correlate(plans).exists()
    )
    is_due = (
        plan_seats.c.state.in_((TOLD, CONFIRMED)),
        plan_seats.c.first > today,
        plan_seats.c.plan_id.in_(is_replaced),
        ~select(later.c.id).where(*is_there).correlate(plan_seats).exists(),
    )
    return await _due(conn, limit, *is_due)


async def count_without_chat(conn: AsyncConnection, plan_id: int) -> int:
    """Return how many people with a seat in a plan cannot be written to."""
    query = select(func.count(plan_seats.c.official_id.distinct())).where(
        plan_seats.c.plan_id == plan_id, plan_seats.c.official_id.not_in(_with_chat())
    )
    return int(await conn.scalar(query) or 0)


async def _due(conn: AsyncConnection, limit: int, *is_due: ColumnElement[bool]) -> list[SeatRecord]:
    """Return seats of people in office who have a chat."""
    in_reach = (officials.c.left_on.is_(None), plan_seats.c.official_id.in_(_with_chat()))
    query = SEATS.where(*is_due, *in_reach).limit(limit)
    return [record(SeatRecord, row) for row in (await conn.execute(query)).mappings()]


def _is_in_force() -> ColumnElement[bool]:
    return plan_seats.c.plan_id.in_(select(plans.c.id).where(plans.c.state == "approved"))


def _is_released() -> ColumnElement[bool]:
    released = select(plans.c.id).where(plans.c.state == "approved", plans.c.released_at.is_not(None))
    return plan_seats.c.plan_id.in_(released)


def _with_chat() -> Select[tuple[int | None]]:
    return select(contact_points.c.official_id).where(
        contact_points.c.official_id.is_not(None),
        contact_points.c.takes_messages,
        contact_points.c.blocked_at.is_(None),
    )


async def mark_withdrawn(conn: AsyncConnection, seat_ids: Collection[int]) -> None:
    """Note that these people are told that they have no seat any more."""
    for part in chunked(sorted(seat_ids)):
        await conn.execute(update(plan_seats).where(plan_seats.c.id.in_(part)).values(state=WITHDRAWN))


async def mark_told(conn: AsyncConnection, seat_ids: Collection[int], now: datetime) -> None:
    """Note that these are told now."""
    for part in chunked(sorted(seat_ids)):
        query = update(plan_seats).where(plan_seats.c.id.in_(part), plan_seats.c.state == PLANNED)
        await conn.execute(query.values(state=TOLD, told_at=now))


async def mark_reminded(conn: AsyncConnection, seat_ids: Collection[int], now: datetime) -> None:
    """Note that these are reminded now."""
    for part in chunked(sorted(seat_ids)):
        await conn.execute(update(plan_seats).where(plan_seats.c.id.in_(part)).values(reminded_at=now))


async def note_untold(
    conn: AsyncConnection, *, told: Collection[int], reminded: Collection[int], withdrawn: Collection[int]
) -> None:
    """Note that what was queued about these seats never left; the same seats of later versions count, too.

    What was answered since stands.
    """
    unheard: tuple[tuple[Collection[int], ColumnElement[bool], dict[str, object]], ...] = (
        (told, plan_seats.c.state == TOLD, {"state": PLANNED, "told_at": None}),
        (reminded, plan_seats.c.reminded_at.is_not(None), {"reminded_at": None}),
        (withdrawn, plan_seats.c.state == WITHDRAWN, {"state": TOLD}),
    )
    for seat_ids, is_noted, values in unheard:
        for part in chunked(sorted(seat_ids)):
            query = update(plan_seats).where(_is_same_as(part), is_noted)
            await conn.execute(query.values(values))


def _is_same_as(seat_ids: Sequence[int]) -> ColumnElement[bool]:
    """Say whether a seat is one of these, or the same in another version: person, course, first day."""
    other = plan_seats.alias()
    is_same = (
        other.c.id.in_(seat_ids),
        other.c.official_id == plan_seats.c.official_id,
        other.c.course == plan_seats.c.course,
        other.c.first == plan_seats.c.first,
    )
    return select(other.c.id).where(*is_same).correlate(plan_seats).exists()


async def own_seats(conn: AsyncConnection, official_id: int, today: date) -> list[SeatRecord]:
    """Return a person's seats of the plan in force that are told and not over yet, the next first."""
    own = (
        plan_seats.c.official_id == official_id,
        plan_seats.c.last >= today,
        plan_seats.c.state.in_((TOLD, CONFIRMED, DECLINED)),
        _is_in_force(),
    )
    query = SEATS.where(*own).order_by(None).order_by(plan_seats.c.first, plan_seats.c.id)
    return [record(SeatRecord, row) for row in (await conn.execute(query)).mappings()]


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
