"""What was agreed to be done: by whom, until when, what came of it, with the files of the owners."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, and_, delete, select, update
from sqlalchemy import insert as plain_insert
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.page import WEB, forget_sent_file
from storage.records import record
from storage.scope import EVERYTHING, Scope
from storage.sql import (
    briefing_actions,
    briefing_people,
    briefing_rounds,
    briefings,
    officials,
    units,
)


@dataclass(frozen=True, slots=True)
class ActionRecord:
    """An action without the bytes of its file. ``owner`` and their unit are empty where they may not be named."""

    id: int
    round_id: int
    briefing_id: int
    text: str
    person_id: int | None
    owner: str | None
    owner_unit: str | None
    owner_unit_id: int | None
    due: date | None
    told_at: datetime | None
    reminded: str
    done_at: datetime | None
    report: str
    evidence_name: str


def _select(scope: Scope) -> Select[Any]:
    """Select actions of a scope's briefings; their owners are named where they may be."""
    names = ("id", "round_id", "text", "person_id", "due", "told_at", "reminded", "done_at", "report")
    is_named = and_(officials.c.id == briefing_people.c.official_id, scope.official())
    return (
        select(
            *(briefing_actions.c[name] for name in names),
            briefing_actions.c.evidence_name,
            briefing_rounds.c.briefing_id,
            officials.c.full_name.label("owner"),
            units.c.name.label("owner_unit"),
            officials.c.unit_id.label("owner_unit_id"),
        )
        .join(briefing_rounds, briefing_rounds.c.id == briefing_actions.c.round_id)
        .join(briefings, briefings.c.id == briefing_rounds.c.briefing_id)
        .outerjoin(briefing_people, briefing_people.c.id == briefing_actions.c.person_id)
        .outerjoin(officials, is_named)
        .outerjoin(units, units.c.id == officials.c.unit_id)
        .where(scope.unit(briefings.c.unit_id))
        .order_by(briefing_actions.c.id)
    )


async def _read(conn: AsyncConnection, query: Select[Any]) -> list[ActionRecord]:
    return [record(ActionRecord, row) for row in (await conn.execute(query)).mappings()]


async def add_action(conn: AsyncConnection, round_id: int, text: str, now: datetime, **values: Any) -> int:
    """Note what is to be done; returns its number."""
    row = {"round_id": round_id, "text": text, "created_at": now, "reminded": "", "report": ""}
    row |= dict.fromkeys(("evidence_name", "evidence_channel", "evidence_address", "evidence_ref"), "")
    made = plain_insert(briefing_actions).values(row | values).returning(briefing_actions.c.id)
    return int((await conn.execute(made)).scalar_one())


async def actions_of_round(
    conn: AsyncConnection, round_id: int, *, scope: Scope = EVERYTHING
) -> list[ActionRecord]:
    """Return the actions that a round agreed on."""
    return await _read(conn, _select(scope).where(briefing_actions.c.round_id == round_id))


async def open_actions(
    conn: AsyncConnection, briefing_id: int, *, scope: Scope = EVERYTHING
) -> list[ActionRecord]:
    """Return the actions of a briefing that are not done, whatever round they are of."""
    is_open = briefing_rounds.c.briefing_id == briefing_id, briefing_actions.c.done_at.is_(None)
    return await _read(conn, _select(scope).where(*is_open))


async def find_action(
    conn: AsyncConnection, number: int, *, scope: Scope = EVERYTHING
) -> ActionRecord | None:
    """Return an action of a briefing of a scope."""
    found = await _read(conn, _select(scope).where(briefing_actions.c.id == number))
    return found[0] if found else None


async def actions_to_tell(conn: AsyncConnection) -> list[ActionRecord]:
    """Return the open actions with an owner and a day, of rounds whose conclusions were sent."""
    is_agreed = briefing_rounds.c.concluded_at.is_not(None), briefing_actions.c.done_at.is_(None)
    is_whole = briefing_actions.c.person_id.is_not(None), briefing_actions.c.due.is_not(None)
    return await _read(conn, _select(EVERYTHING).where(*is_agreed, *is_whole))


async def actions_of_person(conn: AsyncConnection, person_id: int) -> list[ActionRecord]:
    """Return everything that was ever agreed to be done by somebody: for themselves."""
    return await _read(conn, _select(EVERYTHING).where(briefing_actions.c.person_id == person_id))


async def actions_owned(conn: AsyncConnection, person_ids: Sequence[int]) -> list[ActionRecord]:
    """Return what is open and told of these people's actions: their own."""
    theirs = briefing_actions.c.person_id.in_(person_ids), briefing_actions.c.done_at.is_(None)
    return await _read(conn, _select(EVERYTHING).where(*theirs, briefing_actions.c.told_at.is_not(None)))


async def change_action(conn: AsyncConnection, was: ActionRecord, **values: Any) -> bool:
    """Change an action; False if one of the values is not any more what it was read as."""
    known = [name for name in values if name in ActionRecord.__slots__]
    unchanged = [briefing_actions.c[name].is_not_distinct_from(getattr(was, name)) for name in known]
    changed = update(briefing_actions).where(briefing_actions.c.id == was.id, *unchanged).values(values)
    return (await conn.execute(changed)).rowcount == 1


async def note_untold(conn: AsyncConnection, number: int, *, was_first: bool) -> None:
    """Note that the owner of an open action was not told of it (``was_first``), or not reminded, after all."""
    values: dict[str, Any] = {"told_at": None} if was_first else {"reminded": ""}
    is_open = briefing_actions.c.id == number, briefing_actions.c.done_at.is_(None)
    await conn.execute(update(briefing_actions).where(*is_open).values(values))


async def drop_action(conn: AsyncConnection, number: int) -> None:
    """Take an action away that was entered by mistake."""
    await conn.execute(delete(briefing_actions).where(briefing_actions.c.id == number))


async def unfetched(conn: AsyncConnection) -> list[tuple[int, str, str, str]]:
    """Return the actions whose file is not fetched: number, channel, address, the platform's reference."""
    names = ("id", "evidence_channel", "evidence_address", "evidence_ref")
    query = select(*(briefing_actions.c[name] for name in names))
    query = query.where(briefing_actions.c.evidence_ref != "").order_by(briefing_actions.c.id)
    return [(row[0], row[1], row[2], row[3]) for row in await conn.execute(query)]


async def keep_evidence(conn: AsyncConnection, number: int, ref: str, content: bytes | None) -> None:
    """Keep the bytes of a file, or note that it cannot be had any more; the platform's reference is forgotten."""
    own = briefing_actions.c.id == number, briefing_actions.c.evidence_ref == ref
    channel = await conn.scalar(select(briefing_actions.c.evidence_channel).where(*own))
    gone = {} if content is not None else {"evidence_name": ""}
    cleared = {"evidence": content, "evidence_ref": "", "evidence_channel": "", "evidence_address": ""}
    await conn.execute(update(briefing_actions).where(*own).values(cleared | gone))
    if channel == WEB:
        await forget_sent_file(conn, int(ref))


async def evidence_of(
    conn: AsyncConnection, number: int, *, scope: Scope = EVERYTHING
) -> tuple[str, bytes] | None:
    """Return the file that the owner of an action sent: its name and its bytes."""
    if await find_action(conn, number, scope=scope) is None:
        return None
    own = briefing_actions.c.id == number, briefing_actions.c.evidence.is_not(None)
    query = select(briefing_actions.c.evidence_name, briefing_actions.c.evidence).where(*own)
    row = (await conn.execute(query)).first()
    return None if row is None else (row[0], row[1])
