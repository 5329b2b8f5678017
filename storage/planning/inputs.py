"""Workbooks that a plan is made from: each import stays as it is, until it is withdrawn. All of it is audited."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlalchemy import insert as plain_insert
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.office import record_order
from storage.records import record
from storage.sql import planning_inputs

CATALOGUE: Final = "catalogue"
LIMITS: Final = "limits"
SUCCESSION: Final = "succession"
LEARNING: Final = "learning"


@dataclass(frozen=True, slots=True)
class InputRecord:
    """One import, without the file; the fields are those of ``storage.tables.PlanningInput``."""

    id: int
    kind: str
    sha256: str
    filename: str
    value: str
    as_of: date
    imported_at: datetime
    actor: str
    withdrawn_at: datetime | None


_SUMMARY = tuple(planning_inputs.c[name] for name in InputRecord.__slots__)


async def keep_input(
    conn: AsyncConnection,
    kind: str,
    content: bytes,
    filename: str,
    *,
    value: str = "",
    as_of: date,
    actor: str,
    now: datetime,
) -> int:
    """Keep a workbook as the newest of its kind; returns its number.

    ``value``: what was understood of it, as JSON. One without a value names people: its bytes are not kept.
    """
    sha256 = hashlib.sha256(content).hexdigest()
    query = plain_insert(planning_inputs).values(
        kind=kind,
        sha256=sha256,
        filename=filename,
        content=content if value else None,
        value=value,
        as_of=as_of,
        imported_at=now,
        actor=actor,
    )
    number = int((await conn.execute(query.returning(planning_inputs.c.id))).scalar_one())
    details = {"number": number, "kind": kind, "file": filename, "sha256": sha256, "as_of": as_of.isoformat()}
    await record_order(conn, now, actor, "planning.import", details)
    return number


async def list_inputs(conn: AsyncConnection) -> list[InputRecord]:
    """Return every import, the newest first."""
    rows = (await conn.execute(select(*_SUMMARY).order_by(planning_inputs.c.id.desc()))).mappings()
    return [record(InputRecord, row) for row in rows]


async def input_on(conn: AsyncConnection, kind: str, day: date) -> InputRecord | None:
    """Return the import that a plan made on a day uses: the newest that is meant for it and not withdrawn."""
    query = (
        select(*_SUMMARY)
        .where(
            planning_inputs.c.kind == kind,
            planning_inputs.c.withdrawn_at.is_(None),
            planning_inputs.c.as_of <= day,
        )
        .order_by(planning_inputs.c.id.desc())
        .limit(1)
    )
    row = (await conn.execute(query)).mappings().first()
    return None if row is None else record(InputRecord, row)


async def withdraw_input(conn: AsyncConnection, number: int, actor: str, now: datetime) -> bool:
    """Use an import no more. False if there is none, or it is withdrawn already."""
    inputs = planning_inputs
    query = update(inputs).where(inputs.c.id == number, inputs.c.withdrawn_at.is_(None))
    if (await conn.execute(query.values(withdrawn_at=now))).rowcount == 0:
        return False
    await record_order(conn, now, actor, "planning.withdraw", {"number": number})
    return True


async def file_of(conn: AsyncConnection, number: int) -> bytes | None:
    """Return the workbook of an import, byte by byte; ``None`` if it names people or is unknown."""
    found: bytes | None = await conn.scalar(
        select(planning_inputs.c.content).where(planning_inputs.c.id == number)
    )
    return found
