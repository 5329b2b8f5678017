"""The versions of a year's plan: drafts, the approved one, those that it replaced."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlalchemy import insert as plain_insert
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.office import record_order
from storage.records import record
from storage.sql import plan_seats, plans
from surveys.planning import Plan, from_json, to_json

DRAFT: Final = "draft"
APPROVED: Final = "approved"
REPLACED: Final = "replaced"


@dataclass(frozen=True, slots=True)
class PlanRecord:
    """One version; the fields are those of ``storage.tables.PlanRow``."""

    id: int
    year: int
    state: str
    as_of: date
    wave_id: int | None
    grounds: str
    inputs: str
    plan: str
    actor: str
    created_at: datetime
    approved_at: datetime | None
    approved_by: str
    released_at: datetime | None


_ALL = tuple(plans.c[name] for name in PlanRecord.__slots__)


async def keep_draft(
    conn: AsyncConnection,
    plan: Plan,
    *,
    grounds: str,
    inputs: str,
    as_of: date,
    wave_id: int | None,
    actor: str,
    now: datetime,
) -> int:
    """Keep a plan as a new draft; returns its number. see ``storage.tables.PlanRow`` for the texts."""
    query = plain_insert(plans).values(
        year=plan.year,
        as_of=as_of,
        wave_id=wave_id,
        grounds=grounds,
        inputs=inputs,
        plan=to_json(plan),
        actor=actor,
        created_at=now,
    )
    number = int((await conn.execute(query.returning(plans.c.id))).scalar_one())
    details = {"plan": number, "year": plan.year, "classes": len(plan.classes)}
    await record_order(conn, now, actor, "plan.draft", details)
    return number


async def list_plans(conn: AsyncConnection) -> list[PlanRecord]:
    """Return every version, the newest first."""
    rows = (await conn.execute(select(*_ALL).order_by(plans.c.id.desc()))).mappings()
    return [record(PlanRecord, row) for row in rows]


async def find_plan(conn: AsyncConnection, number: int) -> PlanRecord | None:
    """Return a version by its number."""
    row = (await conn.execute(select(*_ALL).where(plans.c.id == number))).mappings().first()
    return None if row is None else record(PlanRecord, row)


async def current_plan(conn: AsyncConnection, year: int) -> PlanRecord | None:
    """Return the approved plan of a year."""
    query = select(*_ALL).where(plans.c.year == year, plans.c.state == APPROVED)
    row = (await conn.execute(query)).mappings().first()
    return None if row is None else record(PlanRecord, row)


async def approve(conn: AsyncConnection, number: int, actor: str, now: datetime) -> bool:
    """Make a draft the plan of its year; its people get their seats. False if it is no draft any more.

    The one before is replaced: of its seats those stay of which somebody was told, with what was said.
    """
    found = await find_plan(conn, number)
    if found is None or found.state != DRAFT:
        return False
    before = await current_plan(conn, found.year)
    if before is not None:
        await conn.execute(update(plans).where(plans.c.id == before.id).values(state=REPLACED))
    is_draft = (plans.c.id == number, plans.c.state == DRAFT)
    changes = {"state": APPROVED, "approved_at": now, "approved_by": actor}
    if (await conn.execute(update(plans).where(*is_draft).values(changes))).rowcount == 0:
        return False
    plan = from_json(Plan, found.plan)
    held = await _answers(conn, before.id) if before is not None else {}
    rows = [
        {
            "plan_id": number,
            "class_number": each.number,
            "course": each.course,
            "official_id": seat.official,
            "first": each.first,
            "last": each.last,
            **held.get((seat.official, each.course, each.first), _UNTOLD),
        }
        for each in plan.classes
        for seat in each.seats
    ]
    if rows:
        await conn.execute(plain_insert(plan_seats), rows)
    details = {"plan": number, "year": found.year, "replaces": before.id if before else 0, "seats": len(rows)}
    await record_order(conn, now, actor, "plan.approve", details)
    return True


_KEPT: Final = ("state", "reason", "told_at", "answered_at", "reminded_at", "settled_at", "evidence")
_UNTOLD: Final = dict.fromkeys(_KEPT) | {"state": "planned", "reason": "", "evidence": ""}


async def _answers(conn: AsyncConnection, plan_id: int) -> dict[tuple[int, str, date], dict[str, object]]:
    """Return what was told and said of the seats of a plan, by person, course and first day."""
    rows = (await conn.execute(select(plan_seats).where(plan_seats.c.plan_id == plan_id))).mappings()
    return {
        (row["official_id"], row["course"], row["first"]): {name: row[name] for name in _KEPT} for row in rows
    }
