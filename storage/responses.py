"""Load everything about the people of one batch; save what their turns decided. Few queries for all."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from functools import cache
from typing import Any, Final

from sqlalchemy import bindparam, delete, insert, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import attachments, mailbox, projections
from storage.frame.officials import officials_by_id
from storage.frame.rights import record_consents
from storage.people import Person, read_chats, read_other_chats
from storage.records import (
    CaseRecord,
    ResponseRecord,
    WaveRecord,
    columns_of,
    split,
    wave_record,
)
from storage.sql import (
    answer_revisions,
    answers,
    apply_changes,
    cases,
    chunked,
    contact_points,
    insert_missing,
    insert_of,
    paradata,
    responses,
    waves,
)
from storage.writes import (
    AnswerWrite,
    Change,
    FileWrite,
    NewResponse,
    ParadatumWrite,
    ResponseWrite,
    TurnWrites,
)

__all__ = [
    "AnswerWrite",
    "Change",
    "FileWrite",
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


# --- loading ----------------------------------------------------------------------------------------


# Built once: to build a statement costs more than to run it. The columns stand in the order of the records' fields.
_OPEN_WAVES: Final = select(*columns_of(WaveRecord, waves)).where(
    waves.c.state == "open", waves.c.opens_at <= bindparam("now")
)
_OPEN_CASES: Final = (
    select(*columns_of(CaseRecord, cases), *columns_of(ResponseRecord, responses))
    .select_from(cases)
    .outerjoin(responses, responses.c.case_id == cases.c.id)
    .where(
        cases.c.official_id.in_(bindparam("officials", expanding=True)),
        cases.c.wave_id.in_(bindparam("waves", expanding=True)),
    )
)
_RESPONSES: Final = select(*columns_of(ResponseRecord, responses)).where(
    responses.c.case_id.in_(bindparam("cases", expanding=True))
)
_ANSWERS: Final = select(answers.c.response_id, answers.c.item, answers.c.value).where(
    answers.c.response_id.in_(bindparam("responses", expanding=True))
)


async def load(
    conn: AsyncConnection, channel: str, addresses: Collection[str], now: datetime
) -> dict[str, Person]:
    """Return the known people of these chats by address; a chat never seen is missing.

    A person's wave closes when their case does.

    Of several open cases the one in progress comes first, then the one whose wave closes first.
    """
    chats, having_others = await read_chats(conn, channel, addresses, now)
    others = await read_other_chats(conn, having_others)
    linked = sorted({chat.official.id for chat in chats if chat.official is not None})
    open_cases = await _open_cases(conn, linked, now)
    given = await answers_of(conn, [found[2].id for found in open_cases.values() if found[2] is not None])
    pending = {chat.contact_point.pending_official_id for chat in chats}
    named = await officials_by_id(conn, [official_id for official_id in pending if official_id is not None])
    people: dict[str, Person] = {}
    for chat in chats:
        wave, case, response = open_cases.get(chat.contact_point.official_id or 0, (None, None, None))
        people[chat.contact_point.address] = replace(
            chat,
            pending_official=named.get(chat.contact_point.pending_official_id or 0),
            wave=wave,
            case=case,
            response=response,
            answers=given.get(response.id, {}) if response else {},
            other_chats=tuple(
                other
                for other in others.get(chat.contact_point.official_id or 0, ())
                if other.id != chat.contact_point.id
            ),
        )
    return people


Found = tuple[WaveRecord, CaseRecord, ResponseRecord | None]


async def _open_cases(conn: AsyncConnection, official_ids: Sequence[int], now: datetime) -> dict[int, Found]:
    best: dict[int, Found] = {}
    if not official_ids:
        return best
    rows = (await conn.execute(_OPEN_WAVES, {"now": now})).mappings()
    open_waves = {row["id"]: wave_record(row) for row in rows}
    for part in chunked(official_ids) if open_waves else ():
        about = {"officials": part, "waves": sorted(open_waves)}
        for row in await conn.execute(_OPEN_CASES, about):
            own, begun = split(row, CaseRecord, ResponseRecord)
            case = CaseRecord(*own)
            wave = open_waves[case.wave_id]
            if case.closes_at is not None:
                wave = replace(wave, closes_at=case.closes_at)
            if wave.closes_at <= now:
                continue
            response = ResponseRecord(*begun) if begun[0] is not None else None
            found = (wave, case, response)
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
        begun = [ResponseRecord(*row) for row in await conn.execute(_RESPONSES, {"cases": part})]
        found |= {response.case_id: response for response in begun}
    return found


async def answers_of(conn: AsyncConnection, response_ids: Sequence[int]) -> dict[int, dict[str, str]]:
    """Return the answers of responses: by response, by item."""
    given: dict[int, dict[str, str]] = {response_id: {} for response_id in response_ids}
    for part in chunked(response_ids):
        for response_id, item, value in await conn.execute(_ANSWERS, {"responses": part}):
            given[response_id][item] = value
    return given


# --- saving -----------------------------------------------------------------------------------------


_NOTE_PARADATA: Final = insert(paradata)
_KEEP_REVISIONS: Final = insert(answer_revisions)
_DROP_ANSWERS: Final = delete(answers).where(
    answers.c.response_id == bindparam("b_response"), answers.c.item == bindparam("b_item")
)
_RESPONSE_COLUMNS: Final = frozenset(ResponseWrite.__slots__) - {"id", "wave_id", "packed"}


async def create_responses(conn: AsyncConnection, begun: Sequence[NewResponse]) -> dict[int, ResponseRecord]:
    """Begin responses; a case that has one keeps it. Returns the responses by case.

    The wave and the unit of a response are copied from its case.
    """
    if not begun:
        return {}
    rows = [
        {
            "case_id": new.case_id,
            "b_case": new.case_id,
            "status": "in_progress",
            "screen": new.screen,
            "visit": 1,
            "tries": 0,
            "seed": new.seed,
            "facts": dict(new.facts),
            "required_answered": 0,
            "required_total": 0,
            "answered_count": 0,
            "started_at": new.started_at,
            "updated_at": new.started_at,
        }
        for new in begun
    ]
    await conn.execute(_begin_responses(conn.dialect.name), rows)
    found = await _responses(conn, [new.case_id for new in begun])
    await projections.store_missing(conn, {found[new.case_id].id: new.packed for new in begun})
    return found


@cache
def _begin_responses(dialect: str) -> sqlite.Insert | postgresql.Insert:
    own = cases.c.id == bindparam("b_case")
    of_case = {name: select(cases.c[name]).where(own).scalar_subquery() for name in ("wave_id", "unit_id")}
    return insert_missing(dialect, responses, "case_id").values(of_case)


async def create_response(conn: AsyncConnection, new: NewResponse) -> ResponseRecord:
    """Begin one response, or return the one that the case already has."""
    return (await create_responses(conn, [new]))[new.case_id]


async def save(conn: AsyncConnection, writes: TurnWrites) -> None:
    """Write a batch of turns: one executemany a table."""
    await _save_answers(conn, writes.answers)
    await attachments.receive(conn, writes.files)
    await attachments.settle(conn, writes.with_files)
    if writes.paradata:
        await conn.execute(_NOTE_PARADATA, [_plain(row) for row in writes.paradata])
    await apply_changes(conn, responses, [_response_change(row) for row in writes.responses])
    await projections.store(conn, [(row.wave_id, row.id, row.packed) for row in writes.responses])
    await apply_changes(
        conn, contact_points, [(change.id, change.values) for change in writes.contact_points]
    )
    await apply_changes(conn, cases, [(change.id, change.values) for change in writes.cases])
    await record_consents(conn, writes.consents)
    await mailbox.mark_received(conn, writes.inbox)


def _plain(row: Any) -> dict[str, Any]:
    return {name: getattr(row, name) for name in type(row).__slots__}


def _response_change(row: ResponseWrite) -> tuple[int, dict[str, Any]]:
    plain = {name: value for name, value in _plain(row).items() if name in _RESPONSE_COLUMNS}
    return row.id, plain


async def _save_answers(conn: AsyncConnection, writes: Sequence[AnswerWrite]) -> None:
    if not writes:
        return
    newest = {(write.response_id, write.item): write for write in writes}
    rows = [_answer(write) for write in newest.values() if not write.is_gone]
    if rows:
        await conn.execute(_store_answers(conn.dialect.name), rows)
    if gone := [{"b_response": w.response_id, "b_item": w.item} for w in newest.values() if w.is_gone]:
        await conn.execute(_DROP_ANSWERS, gone)
    await conn.execute(_KEEP_REVISIONS, [_revision(write) for write in writes])


def _answer(write: AnswerWrite) -> dict[str, Any]:
    return {"response_id": write.response_id, "item": write.item, "value": write.value}


def _revision(write: AnswerWrite) -> dict[str, Any]:
    return _answer(write) | {"revised_at": write.revised_at, "channel": write.channel}


@cache
def _store_answers(dialect: str) -> sqlite.Insert | postgresql.Insert:
    upsert = insert_of(dialect, answers)
    return upsert.on_conflict_do_update(
        index_elements=["response_id", "item"], set_={"value": upsert.excluded.value}
    )
