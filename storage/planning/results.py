"""What became of seats: completed or missed. It is learned then, and may raise what the roster holds."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hmac import compare_digest
from typing import Any, Final

from sqlalchemy import delete, select, update
from sqlalchemy import insert as plain_insert
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.office import record_order, record_orders
from storage.planning.plans import REPLACED, current_plan, find_plan, read_codes
from storage.planning.seats import COMPLETED, SEATS, SeatRecord
from storage.records import record
from storage.sql import chunked, learning, officials, plan_seats

OPEN: Final = ("planned", "told", "confirmed", "declined")
"""The states of a seat of which nobody has said what became of it."""
RAISED: Final = "roster.learned"


async def settle_seats(
    conn: AsyncConnection,
    seats: Sequence[SeatRecord],
    state: str,
    actor: str,
    now: datetime,
    *,
    evidence: str = "",
    periods: int = 0,
) -> None:
    """Note that these seats were completed or missed; what was completed is what their people have learned."""
    numbers = sorted(each.id for each in seats)
    for part in chunked(numbers):
        settled = {"state": state, "settled_at": now, "evidence": evidence if state == COMPLETED else ""}
        await conn.execute(update(plan_seats).where(plan_seats.c.id.in_(part)).values(settled))
        await conn.execute(delete(learning).where(learning.c.seat_id.in_(part)))
    if state == COMPLETED and seats:
        await conn.execute(plain_insert(learning), [_learned(each, evidence, periods, now) for each in seats])
    for plan_id, number in sorted({(each.plan_id, each.class_number) for each in seats}):
        count = sum((each.plan_id, each.class_number) == (plan_id, number) for each in seats)
        details = {"plan": plan_id, "class": number, "count": count, "state": state}
        await record_order(conn, now, actor, "plan.result", details)


def _learned(seat: SeatRecord, evidence: str, periods: int, now: datetime) -> dict[str, Any]:
    return {
        "official_id": seat.official_id,
        "state": COMPLETED,
        "course": seat.course,
        "criterion": "",
        "level": "",
        "name": seat.course_name,
        "starts_on": seat.first,
        "ends_on": seat.last,
        "periods": periods,
        "evidence": evidence,
        "seat_id": seat.id,
        "recorded_at": now,
    }


async def seat_by_code(
    conn: AsyncConnection, plan_id: int, class_number: int, code: str, official_id: int
) -> SeatRecord | None:
    """Return a person's seat in the class whose code they scanned; ``None`` if the code or the class is not theirs.

    A code that was printed of a version that was replaced since is read by the one in force.
    """
    found = await find_plan(conn, plan_id)
    if found is not None and found.state == REPLACED:
        found = await current_plan(conn, found.year)
    held = read_codes(found.codes).get(class_number, "") if found else ""
    if found is None or not held or not compare_digest(held.encode(), code.encode()):
        return None
    own = (
        plan_seats.c.plan_id == found.id,
        plan_seats.c.class_number == class_number,
        plan_seats.c.official_id == official_id,
    )
    row = (await conn.execute(SEATS.where(*own))).mappings().first()
    return None if row is None else record(SeatRecord, row)


@dataclass(frozen=True, slots=True)
class Raise:
    """What the roster holds of an official, and the higher level that a completed course leads to."""

    official_id: int
    full_name: str
    attribute: str
    held: str
    level: str
    seat_id: int


async def held_of(conn: AsyncConnection, official_ids: Sequence[int]) -> dict[int, dict[str, str]]:
    """Return what the roster holds of the levels of officials, by number."""
    names = ("qual", "pol", "qlnn", "cert")
    found: dict[int, dict[str, str]] = {}
    for part in chunked(sorted(set(official_ids))):
        query = select(officials.c.id, *(officials.c[name] for name in names)).where(officials.c.id.in_(part))
        found |= {row[0]: dict(zip(names, row[1:], strict=True)) for row in await conn.execute(query)}
    return found


async def raise_levels(conn: AsyncConnection, raises: Sequence[Raise], actor: str, now: datetime) -> int:
    """Make higher levels the roster's record, each that still stands exactly so; returns how many."""
    done = []
    for each in raises:
        column = officials.c[each.attribute]
        query = update(officials).where(officials.c.id == each.official_id, column == each.held)
        if (await conn.execute(query.values({each.attribute: each.level}))).rowcount:
            done.append(each)
    details = [
        {"official": each.official_id, "attribute": each.attribute, "from": each.held, "to": each.level}
        for each in done
    ]
    await record_orders(conn, now, actor, RAISED, details)
    return len(done)
