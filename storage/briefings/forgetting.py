"""What the briefings hold of one person: forgotten with an erasure, told in the copy of their data."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.briefings.actions import actions_of_person
from storage.briefings.people import seats_of
from storage.briefings.rounds import PROPOSAL
from storage.sql import administrators, briefing_actions, briefing_notes, briefing_people


async def forget_official(conn: AsyncConnection, official_id: int, now: datetime) -> None:
    """Forget as whom an official took part, what they proposed and reported; what was agreed stays, without a name."""
    await _forget(conn, briefing_people.c.official_id == official_id, now)


async def forget_chat(conn: AsyncConnection, contact_point_id: int, now: datetime) -> None:
    """Forget the same of an administrator whose chat is erased."""
    own = select(administrators.c.id).where(administrators.c.contact_point_id == contact_point_id)
    await _forget(conn, briefing_people.c.administrator_id.in_(own), now)


async def _forget(conn: AsyncConnection, who: ColumnElement[bool], now: datetime) -> None:
    own = list((await conn.execute(select(briefing_people.c.id).where(who))).scalars())
    if not own:
        return
    said = briefing_notes.c.person_id.in_(own)
    await conn.execute(delete(briefing_notes).where(said, briefing_notes.c.kind == PROPOSAL))
    texts = ("report", "evidence_name", "evidence_channel", "evidence_address", "evidence_ref")
    blank = {**dict.fromkeys(texts, ""), "evidence": None}
    await conn.execute(update(briefing_actions).where(briefing_actions.c.person_id.in_(own)).values(blank))
    nobody = {"official_id": None, "administrator_id": None, "removed_at": now}
    await conn.execute(update(briefing_people).where(briefing_people.c.id.in_(own)).values(nobody))


async def told_of(conn: AsyncConnection, official_id: int) -> list[dict[str, Any]]:
    """Return what is held of one official and of nobody else, for the copy of their data: a row a matter."""
    rows: list[dict[str, Any]] = []
    for seat in await seats_of(conn, official_id, None):
        rows.append({"party": seat.party})
        proposed = select(briefing_notes.c.text).where(
            briefing_notes.c.person_id == seat.id, briefing_notes.c.kind == PROPOSAL
        )
        rows += [{"proposal": text} for text in (await conn.execute(proposed)).scalars()]
        names = ("text", "due", "done_at", "report", "evidence_name")
        for action in await actions_of_person(conn, seat.id):
            rows.append({name: getattr(action, name) for name in names})
    return rows
