"""What became of messages, and what follows from it."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, bindparam, delete, func, or_, select, update
from sqlalchemy import insert as plain_insert
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.mailbox.messages import CONTACT_PURPOSES, SETTLED, TOO_LATE, Outcome
from storage.page import WEB
from storage.sql import (
    apply_changes,
    cases,
    chunked,
    contact_attempts,
    inbox,
    link_attempts,
    outbox,
)

_ROW: Final = [
    outbox.c[name]
    for name in ("id", "key", "lane", "purpose", "number", "contact_point_id", "case_id", "status")
]
_SETTLED: Final = select(*_ROW).where(outbox.c.id.in_(bindparam("ids", expanding=True)))
_FORGET: Final = delete(outbox).where(outbox.c.id.in_(bindparam("ids", expanding=True)))
_EMPTY: Final[dict[str, Any]] = {"message": {}, "attachment": None}
"""What stays of a settled message: its purpose, when and how it ended. Not its text."""


async def mark(conn: AsyncConnection, outcomes: Sequence[Outcome]) -> None:
    """Record what became of claimed messages, and what follows from it.

    A reply leaves no row. An invitation or reminder becomes a contact attempt (unless it is only
    queued again); a sent invitation starts its case's reminders. What is recorded already changes nothing: whoever
    was cancelled during a commit records once more.
    """
    if not outcomes:
        return
    rows = await _rows(conn, [outcome.id for outcome in outcomes])
    await apply_changes(conn, outbox, [(outcome.id, _changes(outcome)) for outcome in outcomes])
    settled = [
        (rows[outcome.id], outcome)
        for outcome in outcomes
        if outcome.status in SETTLED
        and rows.get(outcome.id, {}).get("status", outcome.status) != outcome.status
    ]
    await record_attempts(conn, [(row, outcome.status, _sent_at(outcome)) for row, outcome in settled])
    for part in chunked([row["id"] for row, outcome in settled if _is_forgotten(row, outcome)]):
        await conn.execute(_FORGET, {"ids": part})


def _is_forgotten(row: Mapping[str, Any], outcome: Outcome) -> bool:
    """Whether a settled message leaves no row: a reply, unless its key keeps it from being made twice."""
    is_reply = row["lane"] == "reply" and row["key"] is None
    return is_reply and (outcome.status == "sent" or row["purpose"] == "reply")


async def _rows(conn: AsyncConnection, ids: Sequence[int]) -> dict[int, Mapping[str, Any]]:
    found = [(await conn.execute(_SETTLED, {"ids": part})).mappings().all() for part in chunked(ids)]
    return {row["id"]: dict(row) for rows in found for row in rows}


def _sent_at(outcome: Outcome) -> datetime:
    return outcome.sent_at or outcome.at


def _changes(outcome: Outcome) -> dict[str, Any]:
    changes: dict[str, Any] = {"status": outcome.status, "error": outcome.error}
    if outcome.status == "sent":
        return changes | _EMPTY | {"sent_at": _sent_at(outcome), "sent_ref": outcome.ref}
    if outcome.status == "queued":
        later = {} if outcome.not_before is None else {"not_before": outcome.not_before}
        return changes | {"claimed_at": None, "claimed_by": ""} | later
    return changes | _EMPTY


async def purge(conn: AsyncConnection, before: datetime, *, updates_before: datetime) -> int:
    """Delete what was settled and made before a moment, and the wrong codes of strangers.

    Updates are forgotten from ``updates_before`` on: no platform repeats one so old. A page does: its posts wait in the
    browser, and are known as long as their rows. Returns how many messages went.
    """
    gone = await conn.execute(
        delete(outbox).where(outbox.c.status.in_(SETTLED), outbox.c.created_at < before)
    )
    await conn.execute(
        delete(inbox).where(
            or_(
                inbox.c.received_at < before,
                and_(
                    inbox.c.status == "done",
                    inbox.c.received_at < updates_before,
                    inbox.c.channel != WEB,
                ),
            )
        )
    )
    await conn.execute(delete(link_attempts).where(link_attempts.c.at < before))
    return gone.rowcount


async def record_attempts(
    conn: AsyncConnection, attempts: Sequence[tuple[Mapping[str, Any], str, datetime]]
) -> None:
    """Keep invitations and reminders as contact attempts with their result; other messages are none."""
    made = [
        (row, result, at)
        for row, result, at in attempts
        if row["purpose"] in CONTACT_PURPOSES and row["case_id"] is not None
    ]
    if made:
        rows = [
            {
                "case_id": row["case_id"],
                "contact_point_id": row["contact_point_id"],
                "purpose": row["purpose"],
                "number": row["number"],
                "at": at,
                "result": result,
            }
            for row, result, at in made
        ]
        await conn.execute(plain_insert(contact_attempts), rows)
    for row, result, at in made:
        if row["purpose"] == "invitation" and result in ("sent", "unknown"):
            await conn.execute(
                update(cases)
                .where(cases.c.id == row["case_id"])
                .values(
                    invited_at=func.coalesce(cases.c.invited_at, at),
                    begun_at=func.coalesce(cases.c.begun_at, at),
                )
            )


async def recover(conn: AsyncConnection, now: datetime, living: Collection[str]) -> tuple[int, int]:
    """Settle what processes that are not among the ``living`` left behind.

    What was only claimed is queued again, and so is a reply that was being sent (at least once). An invitation or
    reminder that was being sent becomes unknown, with a contact attempt (at most once). Returns how many were
    (queued again, left unknown).
    """
    is_abandoned = outbox.c.claimed_by.not_in(sorted(living))
    is_contact = outbox.c.purpose.in_(CONTACT_PURPOSES)
    query = (
        select(outbox.c.id)
        .where(outbox.c.status == "sending", is_abandoned, is_contact)
        .with_for_update(skip_locked=True)
    )
    unknown = list((await conn.execute(query)).scalars())
    await mark(conn, [Outcome(row_id, "unknown", now, error="crashed while sending") for row_id in unknown])
    again = await conn.execute(
        update(outbox)
        .where(outbox.c.status.in_(("claimed", "sending")), is_abandoned)
        .values(status="queued", claimed_at=None, claimed_by="")
    )
    return again.rowcount, len(unknown)


async def drop(conn: AsyncConnection, case_ids: Collection[int], now: datetime, reason: str) -> int:
    """Drop the invitations and reminders of these cases that have not left (finished, refused, closed …)."""
    count = 0
    for part in chunked(sorted(case_ids)):
        count += await drop_where(
            conn, and_(outbox.c.case_id.in_(part), outbox.c.purpose.in_(CONTACT_PURPOSES)), now, reason
        )
    return count


async def expired(conn: AsyncConnection, lane: str, prefix: str) -> list[str]:
    """Return the keys with a prefix of messages whose window was over before they could leave."""
    query = select(outbox.c.key).where(*_is_expired(lane), outbox.c.key.startswith(prefix, autoescape=True))
    return [str(key) for key in (await conn.execute(query.order_by(outbox.c.id))).scalars()]


async def take_back(conn: AsyncConnection, lane: str, keys: Collection[str]) -> list[str]:
    """Forget messages that expired, so that they may be made again; returns the keys of those that did.

    Of several processes one takes a message back. What has left, or may have, stays.
    """
    taken: list[str] = []
    for part in chunked(sorted(keys)):
        query = delete(outbox).where(*_is_expired(lane), outbox.c.key.in_(part)).returning(outbox.c.key)
        taken += (await conn.execute(query)).scalars()
    return sorted(taken)


def _is_expired(lane: str) -> tuple[ColumnElement[bool], ...]:
    return (outbox.c.status == "dropped", outbox.c.lane == lane, outbox.c.error == TOO_LATE)


async def drop_where(conn: AsyncConnection, which: ColumnElement[bool], now: datetime, reason: str) -> int:
    """Drop what is queued and matches; invitations and reminders become dropped attempts."""
    query = (
        update(outbox)
        .where(which, outbox.c.status == "queued")
        .values(status="dropped", error=reason, **_EMPTY)
        .returning(
            outbox.c.id, outbox.c.purpose, outbox.c.number, outbox.c.case_id, outbox.c.contact_point_id
        )
    )
    rows = (await conn.execute(query)).mappings().all()
    await record_attempts(conn, [(dict(row), "dropped", now) for row in rows])
    return len(rows)
