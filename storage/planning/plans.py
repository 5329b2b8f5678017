"""The versions of a year's plan: drafts, the approved one, those that it replaced."""

import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlalchemy import RowMapping, select, update
from sqlalchemy import insert as plain_insert
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.office import record_order
from storage.records import record
from storage.sql import learning, plan_seats, plans
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

    The one before is replaced. Whose seat is the same keeps what was told and said of it, and what was learned there.
    Nobody is told of anything new until this version is released, too.
    """
    found = await find_plan(conn, number)
    if found is None:
        return False
    await _hold(conn, found.year)
    before = await current_plan(conn, found.year)
    held = await _held_seats(conn, before.id) if before is not None else {}
    changes = {
        "state": APPROVED,
        "approved_at": now,
        "approved_by": actor,
        "codes": _codes(seats, before, held),
    }
    is_draft = (plans.c.id == number, plans.c.state == DRAFT)
    if (await conn.execute(update(plans).where(*is_draft).values(changes))).rowcount == 0:
        return False
    if before is not None:
        await conn.execute(update(plans).where(plans.c.id == before.id).values(state=REPLACED))
    rows = [
        {name: getattr(each, name) for name in NewSeat.__slots__}
        | {"plan_id": number}
        | ({name: held[_key(each)][name] for name in _KEPT} if _key(each) in held else _UNTOLD)
        for each in seats
    ]
    if rows:
        await conn.execute(plain_insert(plan_seats), rows)
    await _keep_learned(conn, number, held)
    details = {"plan": number, "year": found.year, "replaces": before.id if before else 0, "seats": len(rows)}
    await record_order(conn, now, actor, "plan.approve", details)
    return True


async def _hold(conn: AsyncConnection, year: int) -> None:
    """Let nobody else approve a version of a year until the transaction ends."""
    await conn.execute(select(plans.c.id).where(plans.c.year == year).order_by(plans.c.id).with_for_update())


def read_codes(text: str) -> dict[int, str]:
    """Return the code of each class."""
    return {int(number): code for number, code in json.loads(text or "{}").items()}


_Key = tuple[int, str, date]
"""What a seat is known by from version to version: person, course, first day."""
_KEPT: Final = ("state", "reason", "told_at", "answered_at", "reminded_at", "settled_at", "evidence")
_UNTOLD: Final = dict.fromkeys(_KEPT) | {"state": "planned", "reason": "", "evidence": ""}


def _key(seat: NewSeat) -> _Key:
    return (seat.official_id, seat.course, seat.first)


def _codes(seats: Sequence[NewSeat], before: PlanRecord | None, held: Mapping[_Key, RowMapping]) -> str:
    """Return a code for each class, as JSON. A class of the same number and course keeps what may be printed."""
    known = read_codes(before.codes) if before else {}
    courses = {row["class_number"]: row["course"] for row in held.values()}
    made = {
        each.class_number: known[each.class_number]
        if courses.get(each.class_number) == each.course and each.class_number in known
        else secrets.token_hex(6)
        for each in {seat.class_number: seat for seat in seats}.values()
    }
    return json.dumps(dict(sorted(made.items())))


async def _held_seats(conn: AsyncConnection, plan_id: int) -> dict[_Key, RowMapping]:
    """Return the seats of a plan."""
    rows = (await conn.execute(select(plan_seats).where(plan_seats.c.plan_id == plan_id))).mappings()
    return {(row["official_id"], row["course"], row["first"]): row for row in rows}


async def _keep_learned(conn: AsyncConnection, plan_id: int, held: Mapping[_Key, RowMapping]) -> None:
    """Let what was learned in seats that are still the same hang on the seats of the new version."""
    settled = {row["id"] for row in held.values() if row["settled_at"] is not None}
    if not settled:
        return
    for key, row in (await _held_seats(conn, plan_id)).items():
        if key in held and held[key]["id"] in settled:
            same = learning.c.seat_id == held[key]["id"]
            await conn.execute(update(learning).where(same).values(seat_id=row["id"]))
