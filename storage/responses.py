"""Load everything about the people of one batch; save what their turns decided. Few queries for all."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import insert as plain_insert
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import mailbox
from storage.frame.officials import officials_by_id
from storage.frame.rights import latest_consents, record_consents
from storage.records import (
    CaseRecord,
    ConsentRecord,
    ContactPointRecord,
    OfficialRecord,
    ResponseRecord,
    WaveRecord,
    record,
    wave_record,
)
from storage.sql import (
    administrators,
    answer_revisions,
    answers,
    apply_changes,
    cases,
    chunked,
    contact_points,
    insert,
    paradata,
    responses,
    waves,
)
from storage.writes import AnswerWrite, Change, NewResponse, ParadatumWrite, ResponseWrite, TurnWrites

__all__ = [
    "AnswerWrite",
    "Change",
    "NewResponse",
    "ParadatumWrite",
    "Person",
    "ResponseRecord",
    "ResponseWrite",
    "TurnWrites",
    "answers_of",
    "create_response",
    "create_responses",
    "load",
    "save",
]


@dataclass(frozen=True, slots=True)
class Person:
    """Who writes from a chat, and where their interview stands. ``wave`` and ``case`` are open now.

    ``pending_official`` was named by a code or a phone number and is not confirmed yet.
    ``role`` is empty for whoever is not an administrator. ``answers`` are by item, as stored.
    """

    contact_point: ContactPointRecord
    official: OfficialRecord | None = None
    pending_official: OfficialRecord | None = None
    role: str = ""
    administrator_id: int | None = None
    consent: ConsentRecord | None = None
    wave: WaveRecord | None = None
    case: CaseRecord | None = None
    response: ResponseRecord | None = None
    answers: Mapping[str, str] = field(default_factory=dict)


# --- loading ----------------------------------------------------------------------------------------


async def load(
    conn: AsyncConnection, channel: str, addresses: Collection[str], now: datetime
) -> dict[str, Person]:
    """Return the known people of these chats by address; a chat never seen is missing.

    Of several open cases the one in progress comes first, then the one whose wave closes first.
    """
    found = await _chats(conn, channel, addresses)
    chats = [chat.contact_point for chat in found]
    ids = {chat.official_id for chat in chats} | {chat.pending_official_id for chat in chats}
    known = await officials_by_id(conn, [i for i in ids if i is not None])
    linked = sorted({chat.official_id for chat in chats if chat.official_id is not None})
    consents = await latest_consents(conn, linked)
    open_cases = await _open_cases(conn, linked, now)
    given = await answers_of(conn, [found[2].id for found in open_cases.values() if found[2] is not None])
    people: dict[str, Person] = {}
    for standing in found:
        chat = standing.contact_point
        wave, case, response = open_cases.get(chat.official_id or 0, (None, None, None))
        people[chat.address] = Person(
            contact_point=chat,
            official=known.get(chat.official_id or 0),
            pending_official=known.get(chat.pending_official_id or 0),
            role=standing.role,
            administrator_id=standing.administrator_id,
            consent=consents.get(chat.official_id or 0),
            wave=wave,
            case=case,
            response=response,
            answers=given.get(response.id, {}) if response else {},
        )
    return people


@dataclass(frozen=True, slots=True)
class _Chat:
    contact_point: ContactPointRecord
    administrator_id: int | None
    role: str


async def _chats(conn: AsyncConnection, channel: str, addresses: Collection[str]) -> list[_Chat]:
    gives_orders = (administrators.c.contact_point_id == contact_points.c.id) & (
        administrators.c.revoked_at.is_(None)
    )
    query = select(
        contact_points, administrators.c.id.label("administrator_id"), administrators.c.role
    ).outerjoin(administrators, gives_orders)
    found: list[_Chat] = []
    for part in chunked(sorted(addresses)):
        within = query.where(contact_points.c.channel == channel, contact_points.c.address.in_(part))
        for row in (await conn.execute(within)).mappings():
            chat = record(ContactPointRecord, row)
            found.append(_Chat(chat, row["administrator_id"], row["role"] or ""))
    return found


Found = tuple[WaveRecord, CaseRecord, ResponseRecord | None]


async def _open_cases(conn: AsyncConnection, official_ids: Sequence[int], now: datetime) -> dict[int, Found]:
    query = select(waves).where(waves.c.state == "open", waves.c.opens_at <= now, waves.c.closes_at > now)
    open_waves = {row["id"]: wave_record(row) for row in (await conn.execute(query)).mappings()}
    best: dict[int, Found] = {}
    if not open_waves:
        return best
    for part in chunked(official_ids):
        own = select(cases).where(cases.c.official_id.in_(part), cases.c.wave_id.in_(sorted(open_waves)))
        drawn = [record(CaseRecord, row) for row in (await conn.execute(own)).mappings()]
        begun = await _responses(conn, [case.id for case in drawn])
        for case in drawn:
            found = (open_waves[case.wave_id], case, begun.get(case.id))
            held = best.get(case.official_id or 0)
            if held is None or _rank(found) < _rank(held):
                best[case.official_id or 0] = found
    return best


def _rank(found: Found) -> tuple[int, datetime, int]:
    wave, case, response = found
    if response is not None and response.status == "in_progress":
        standing = 0
    elif case.refused_at is None and (response is None or response.status == "stopped"):
        standing = 1
    else:
        standing = 2  # done, or not wanted: only to be corrected
    return (standing, wave.closes_at, case.id)


async def _responses(conn: AsyncConnection, case_ids: Sequence[int]) -> dict[int, ResponseRecord]:
    found: dict[int, ResponseRecord] = {}
    for part in chunked(case_ids):
        rows = await conn.execute(select(responses).where(responses.c.case_id.in_(part)))
        found |= {row["case_id"]: record(ResponseRecord, row) for row in rows.mappings()}
    return found


async def answers_of(conn: AsyncConnection, response_ids: Sequence[int]) -> dict[int, dict[str, str]]:
    """Return the answers of responses: by response, by item."""
    given: dict[int, dict[str, str]] = {response_id: {} for response_id in response_ids}
    for part in chunked(response_ids):
        query = select(answers.c.response_id, answers.c.item, answers.c.value).where(
            answers.c.response_id.in_(part)
        )
        for response_id, item, value in await conn.execute(query):
            given[response_id][item] = value
    return given


# --- saving -----------------------------------------------------------------------------------------


async def create_responses(conn: AsyncConnection, begun: Sequence[NewResponse]) -> dict[int, ResponseRecord]:
    """Begin responses; a case that has one keeps it. Returns the responses by case."""
    if not begun:
        return {}
    rows = [
        {
            "case_id": new.case_id,
            "status": "in_progress",
            "screen": new.screen,
            "visit": 1,
            "tries": 0,
            "seed": new.seed,
            "facts": dict(new.facts),
            "required_answered": 0,
            "required_total": 0,
            "started_at": new.started_at,
            "updated_at": new.started_at,
        }
        for new in begun
    ]
    await conn.execute(insert(conn, responses).on_conflict_do_nothing(index_elements=["case_id"]), rows)
    return await _responses(conn, [new.case_id for new in begun])


async def create_response(conn: AsyncConnection, new: NewResponse) -> ResponseRecord:
    """Begin one response, or return the one that the case already has."""
    return (await create_responses(conn, [new]))[new.case_id]


async def save(conn: AsyncConnection, writes: TurnWrites) -> None:
    """Write a batch of turns: one executemany a table."""
    await _save_answers(conn, writes.answers)
    if writes.paradata:
        await conn.execute(plain_insert(paradata), [_plain(row) for row in writes.paradata])
    await apply_changes(conn, responses, [_response_change(row) for row in writes.responses])
    await apply_changes(
        conn, contact_points, [(change.id, change.values) for change in writes.contact_points]
    )
    await apply_changes(conn, cases, [(change.id, change.values) for change in writes.cases])
    await record_consents(conn, writes.consents)
    await mailbox.queue(conn, writes.outbox)
    await mailbox.mark_received(conn, writes.inbox)


def _plain(row: Any) -> dict[str, Any]:
    return {name: getattr(row, name) for name in type(row).__slots__}


def _response_change(row: ResponseWrite) -> tuple[int, dict[str, Any]]:
    plain = _plain(row)
    return plain.pop("id"), plain


async def _save_answers(conn: AsyncConnection, writes: Sequence[AnswerWrite]) -> None:
    if not writes:
        return
    newest = {(write.response_id, write.item): write.value for write in writes}
    upsert = insert(conn, answers)
    upsert = upsert.on_conflict_do_update(
        index_elements=["response_id", "item"], set_={"value": upsert.excluded.value}
    )
    rows = [{"response_id": who, "item": item, "value": value} for (who, item), value in newest.items()]
    await conn.execute(upsert, rows)
    await conn.execute(plain_insert(answer_revisions), [_plain(write) for write in writes])
