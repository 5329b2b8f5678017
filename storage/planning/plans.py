"""The versions of a year's plan: drafts, the approved one, those that it replaced."""

import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlalchemy import insert as plain_insert
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.office import record_order
from storage.records import record
from storage.sql import plan_seats, plans
from surveys.planning import Catalogue, Plan, to_json

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
    catalogue: str
    plan: str
    actor: str
    created_at: datetime
    approved_at: datetime | None
    approved_by: str
    released_at: datetime | None
    codes: str


_ALL = tuple(plans.c[name] for name in PlanRecord.__slots__)


async def keep_draft(
    conn: AsyncConnection,
    plan: Plan,
    *,
    grounds: str,
    inputs: str,
    catalogue: Catalogue,
    as_of: date,
    wave_id: int | None,
    actor: str,
    now: datetime,
    job_id: int | None = None,
) -> int:
    """Keep a plan as a new draft; returns its number. See ``storage.tables.PlanRow`` for the texts.

    ``job_id``: the job that made it. One that is done twice keeps one draft.
    """
    if job_id is not None:
        kept: int | None = await conn.scalar(select(plans.c.id).where(plans.c.job_id == job_id))
        if kept is not None:
            return kept
    query = plain_insert(plans).values(
        year=plan.year,
        as_of=as_of,
        wave_id=wave_id,
        grounds=grounds,
        inputs=inputs,
        catalogue=to_json(catalogue),
        plan=to_json(plan),
        job_id=job_id,
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


@dataclass(frozen=True, slots=True)
class NewSeat:
    """A seat that a plan gives when it is approved; the fields are those of ``storage.tables.PlanSeat``."""

    class_number: int
    course: str
    course_name: str
    official_id: int
    details: str
    reasons: str
    first: date
    last: date


async def approve(
    conn: AsyncConnection, number: int, seats: Sequence[NewSeat], actor: str, now: datetime
) -> bool:
    """Make a draft the plan of its year; its people get their seats. False if it is no draft any more.

    The one before is replaced. Whose seat is the same keeps what was told and said of it.
    """
    found = await find_plan(conn, number)
    if found is None or found.state != DRAFT:
        return False
    before = await current_plan(conn, found.year)
    if before is not None:
        await conn.execute(update(plans).where(plans.c.id == before.id).values(state=REPLACED))
    changes = {
        "state": APPROVED,
        "approved_at": now,
        "approved_by": actor,
        "released_at": before.released_at if before else None,
        "codes": _codes(seats, read_codes(before.codes) if before else {}),
    }
    is_draft = (plans.c.id == number, plans.c.state == DRAFT)
    if (await conn.execute(update(plans).where(*is_draft).values(changes))).rowcount == 0:
        return False
    held = await _answers(conn, before.id) if before is not None else {}
    rows = [
        {name: getattr(each, name) for name in NewSeat.__slots__}
        | {"plan_id": number}
        | held.get((each.official_id, each.course, each.first), _UNTOLD)
        for each in seats
    ]
    if rows:
        await conn.execute(plain_insert(plan_seats), rows)
    details = {"plan": number, "year": found.year, "replaces": before.id if before else 0, "seats": len(rows)}
    await record_order(conn, now, actor, "plan.approve", details)
    return True


def read_codes(text: str) -> dict[int, str]:
    """Return the code of each class."""
    return {int(number): code for number, code in json.loads(text or "{}").items()}


def _codes(seats: Sequence[NewSeat], before: Mapping[int, str]) -> str:
    """Return a code for each class, as JSON; a class keeps the one that may be printed already."""
    numbers = sorted({each.class_number for each in seats})
    return json.dumps({number: before.get(number) or secrets.token_hex(6) for number in numbers})


_KEPT: Final = ("state", "reason", "told_at", "answered_at", "reminded_at", "settled_at", "evidence")
_UNTOLD: Final = dict.fromkeys(_KEPT) | {"state": "planned", "reason": "", "evidence": ""}


async def _answers(conn: AsyncConnection, plan_id: int) -> dict[tuple[int, str, date], dict[str, object]]:
    """Return what was told and said of the seats of a plan, by person, course and first day."""
    rows = (await conn.execute(select(plan_seats).where(plan_seats.c.plan_id == plan_id))).mappings()
    return {
        (row["official_id"], row["course"], row["first"]): {name: row[name] for name in _KEPT} for row in rows
    }
