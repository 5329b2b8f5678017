"""The rounds of briefings: what was proposed for them, and decided."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import delete, select, update
from sqlalchemy import insert as plain_insert
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.records import record
from storage.scope import EVERYTHING, Scope
from storage.sql import briefing_notes, briefing_rounds, briefings, insert

PROPOSAL: Final = "proposal"
DECISION: Final = "decision"
"""Kinds of texts of a round."""


@dataclass(frozen=True, slots=True)
class RoundRecord:
    """A round; the fields are those of ``storage.tables.BriefingRound``."""

    id: int
    briefing_id: int
    number: int
    at: datetime
    wave_id: int | None
    figures: dict[str, Any] | None
    agenda_at: datetime | None
    concluded_at: datetime | None


@dataclass(frozen=True, slots=True)
class NoteRecord:
    """A proposal or a decision, with who proposed it if they may be named."""

    id: int
    round_id: int
    kind: str
    text: str
    person_id: int | None


async def plan_round(conn: AsyncConnection, briefing_id: int, number: int, at: datetime) -> None:
    """Plan a round; one that another process has planned stays."""
    query = insert(conn, briefing_rounds).values(briefing_id=briefing_id, number=number, at=at)
    await conn.execute(query.on_conflict_do_nothing(index_elements=["briefing_id", "number"]))


async def rounds_of(conn: AsyncConnection, briefing_id: int) -> list[RoundRecord]:
    """Return the rounds of a briefing, the newest first."""
    query = select(briefing_rounds).where(briefing_rounds.c.briefing_id == briefing_id)
    rows = (await conn.execute(query.order_by(briefing_rounds.c.number.desc()))).mappings()
    return [record(RoundRecord, row) for row in rows]


async def find_round(
    conn: AsyncConnection, round_id: int, *, scope: Scope = EVERYTHING
) -> RoundRecord | None:
    """Return a round of a briefing of a scope."""
    query = (
        select(briefing_rounds)
        .join(briefings, briefings.c.id == briefing_rounds.c.briefing_id)
        .where(briefing_rounds.c.id == round_id, scope.unit(briefings.c.unit_id))
    )
    row = (await conn.execute(query)).mappings().first()
    return None if row is None else record(RoundRecord, row)


async def change_round(conn: AsyncConnection, was: RoundRecord, **values: Any) -> bool:
    """Change a round; False if one of the values is not any more what it was read as."""
    unchanged = [briefing_rounds.c[name].is_not_distinct_from(getattr(was, name)) for name in values]
    changed = update(briefing_rounds).where(briefing_rounds.c.id == was.id, *unchanged).values(values)
    return (await conn.execute(changed)).rowcount == 1


async def add_note(
    conn: AsyncConnection, round_id: int, kind: str, text: str, now: datetime, *, person_id: int | None = None
) -> int:
    """Note a proposal or a decision; returns its number."""
    values = {
        "round_id": round_id,
        "kind": kind,
        "text": text,
        "person_id": person_id,
        "created_at": now,
    }
    made = plain_insert(briefing_notes).values(values).returning(briefing_notes.c.id)
    return int((await conn.execute(made)).scalar_one())


async def notes_of(conn: AsyncConnection, round_id: int, kind: str) -> list[NoteRecord]:
    """Return the proposals or the decisions of a round, in the order in which they came."""
    query = select(briefing_notes).where(briefing_notes.c.round_id == round_id, briefing_notes.c.kind == kind)
    rows = (await conn.execute(query.order_by(briefing_notes.c.id))).mappings()
    return [record(NoteRecord, row) for row in rows]


async def drop_note(conn: AsyncConnection, round_id: int, note_id: int) -> None:
    """Take a text of a round away."""
    await conn.execute(
        delete(briefing_notes).where(briefing_notes.c.id == note_id, briefing_notes.c.round_id == round_id)
    )
