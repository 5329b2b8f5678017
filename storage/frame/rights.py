"""Proof of consent (append-only) and the register of data subjects' requests (NĐ 356/2025/NĐ-CP)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Update, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.records import ConsentRecord, record
from storage.scope import EVERYTHING, Scope
from storage.sql import cases, chunked, consent_events, data_requests, officials, waves


@dataclass(frozen=True, slots=True)
class DataRequestRecord:
    """One request: ``kind`` copy, withdraw or erase; to be answered and carried out by the days due."""

    id: int
    official_id: int
    kind: str
    received_at: datetime
    answer_due: date
    act_due: date
    done_at: datetime | None


async def record_consents(conn: AsyncConnection, events: Sequence[ConsentRecord]) -> None:
    """Append consent events: given, refused, withdrawn or erased. None is ever changed.

    The open cases follow: a refusal is noted there; consent given after all takes it back, and a withdrawal that
    was not carried out yet as well.
    """
    if events:
        rows = [{name: getattr(event, name) for name in ConsentRecord.__slots__} for event in events]
        await conn.execute(insert(consent_events), rows)
    for event in events:
        if event.action == "refused":
            await note_refusal(conn, event.official_id, event.at)
        elif event.action == "given":
            await conn.execute(_open_cases(event.official_id).values(refused_at=None, withdrawn_at=None))
            await conn.execute(
                update(data_requests)
                .where(
                    data_requests.c.official_id == event.official_id,
                    data_requests.c.kind == "withdraw",
                    data_requests.c.done_at.is_(None),
                )
                .values(done_at=event.at)
            )


async def record_consent(conn: AsyncConnection, event: ConsentRecord) -> None:
    """Append one consent event; see ``record_consents``."""
    await record_consents(conn, [event])


async def note_refusal(conn: AsyncConnection, official_id: int, now: datetime) -> None:
    """Note in an official's open cases that they refused; the first moment stays."""
    await conn.execute(_open_cases(official_id).values(refused_at=func.coalesce(cases.c.refused_at, now)))


def _open_cases(official_id: int) -> Update:
    open_waves = select(waves.c.id).where(waves.c.state == "open")
    return update(cases).where(cases.c.official_id == official_id, cases.c.wave_id.in_(open_waves))


async def consent_chain(conn: AsyncConnection, official_id: int) -> list[ConsentRecord]:
    """Return all consent events of an official, oldest first."""
    query = (
        select(consent_events)
        .where(consent_events.c.official_id == official_id)
        .order_by(consent_events.c.at, consent_events.c.id)
    )
    return [record(ConsentRecord, row) for row in (await conn.execute(query)).mappings()]


async def latest_consents(conn: AsyncConnection, official_ids: Sequence[int]) -> dict[int, ConsentRecord]:
    """Return each official's newest consent event; who never answered the notice is missing."""
    newest: dict[int, ConsentRecord] = {}
    for part in chunked(official_ids):
        query = (
            select(consent_events)
            .where(consent_events.c.official_id.in_(part))
            .order_by(consent_events.c.at, consent_events.c.id)
        )
        for row in (await conn.execute(query)).mappings():
            newest[row["official_id"]] = record(ConsentRecord, row)
    return newest


async def register_request(
    conn: AsyncConnection,
    official_id: int,
    kind: str,
    received_at: datetime,
    *,
    answer_due: date,
    act_due: date,
    done_at: datetime | None = None,
) -> int:
    """Enter a request into the register; returns its number. One of the same kind that is open is kept.

    ``done_at`` is set for a request that is carried out at once.
    """
    open_one = select(data_requests.c.id).where(
        data_requests.c.official_id == official_id,
        data_requests.c.kind == kind,
        data_requests.c.done_at.is_(None),
    )
    known = await conn.scalar(open_one)
    if known is not None:
        if done_at is not None:
            await finish_request(conn, int(known), done_at)
        return int(known)
    query = (
        insert(data_requests)
        .values(
            official_id=official_id,
            kind=kind,
            received_at=received_at,
            answer_due=answer_due,
            act_due=act_due,
            done_at=done_at,
        )
        .returning(data_requests.c.id)
    )
    return int((await conn.execute(query)).scalar_one())


async def finish_request(conn: AsyncConnection, request_id: int, now: datetime) -> None:
    """Note that a request was carried out; the first moment stays."""
    await conn.execute(
        update(data_requests)
        .where(data_requests.c.id == request_id, data_requests.c.done_at.is_(None))
        .values(done_at=now)
    )


async def list_requests(
    conn: AsyncConnection, *, only_open: bool = False, scope: Scope = EVERYTHING
) -> list[DataRequestRecord]:
    """Return the register, oldest first."""
    query = select(data_requests).order_by(data_requests.c.received_at, data_requests.c.id)
    if not scope.is_everything:
        query = query.join(officials, officials.c.id == data_requests.c.official_id).where(scope.official())
    if only_open:
        query = query.where(data_requests.c.done_at.is_(None))
    return [record(DataRequestRecord, row) for row in (await conn.execute(query)).mappings()]
