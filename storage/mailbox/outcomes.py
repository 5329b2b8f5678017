"""What became of messages, and what follows from it."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, bindparam, delete, func, select, update
from sqlalchemy import insert as plain_insert
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql.dml import ReturningUpdate

from storage.mailbox.messages import CONTACT_PURPOSES, Outcome
from storage.sql import (
    apply_changes,
    cases,
    chunked,
    contact_attempts,
    contact_points,
    inbox,
    link_attempts,
    outbox,
    update_by_id,
)

_has_contact_point: Final = (
    select(contact_points.c.id)
    .where(contact_points.c.id == outbox.c.contact_point_id)
    .correlate(outbox)
    .exists()
)
_ROW: Final = [
    *(
        outbox.c[name]
        for name in (
            "id",
            "purpose",
            "number",
            "contact_point_id",
            "case_id",
            "response_id",
            "is_card",
            "visit",
        )
    ),
    _has_contact_point.label("has_contact_point"),
]
"""What must be known of a settled message. (SQLite 3.40 gets IS NOT NULL wrong in a RETURNING: none stands here.)"""
_SETTLED: Final = select(*_ROW).where(outbox.c.id.in_(bindparam("ids", expanding=True)))


async def mark(conn: AsyncConnection, outcomes: Sequence[Outcome]) -> None:
    """Record what became of claimed messages, and what follows from it.

    A sent card is remembered by its contact point. An invitation or reminder becomes a contact attempt
    (unless it is only queued again); a sent invitation starts its case's reminders.
    """
    rows = await _write_outcomes(conn, outcomes)
    settled = [(rows[outcome.id], outcome) for outcome in outcomes if outcome.id in rows]
    await _remember_cards(conn, [pair for pair in settled if pair[1].status == "sent" and pair[0]["is_card"]])
    await record_attempts(conn, [(row, outcome.status, _sent_at(outcome)) for row, outcome in settled])
    await _forget_erased(conn, [row["id"] for row, _ in settled if _is_of_erased(row)])


def _sent_at(outcome: Outcome) -> datetime:
    return outcome.sent_at or outcome.at


def _changes(outcome: Outcome) -> dict[str, Any]:
    changes: dict[str, Any] = {"status": outcome.status, "error": outcome.error}
    if outcome.status == "sent":
        return changes | {"sent_at": _sent_at(outcome), "sent_ref": outcome.ref, "attachment": None}
    if outcome.status == "queued":
        return changes | {"not_before": outcome.not_before, "claimed_at": None, "claimed_by": ""}
    return changes


async def _write_outcomes(conn: AsyncConnection, outcomes: Sequence[Outcome]) -> dict[int, Mapping[str, Any]]:
    """Write outcomes; return the rows that are settled by them, by id. A lone one takes a single statement."""
    changes = [(outcome.id, _changes(outcome)) for outcome in outcomes]
    settled = [outcome.id for outcome in outcomes if outcome.status != "queued"]
    if len(settled) == len(outcomes) == 1:
        columns = tuple(sorted(changes[0][1]))
        values = {"b_id": changes[0][0]} | {f"b_{name}": value for name, value in changes[0][1].items()}
        found = [(await conn.execute(_settle(columns), values)).mappings().all()]
    else:
        await apply_changes(conn, outbox, changes)
        found = [(await conn.execute(_SETTLED, {"ids": ids})).mappings().all() for ids in chunked(settled)]
    return {row["id"]: row for rows in found for row in rows}


@cache
def _settle(columns: tuple[str, ...]) -> ReturningUpdate[Any]:
    return update_by_id(outbox, columns).returning(*_ROW)


async def _remember_cards(conn: AsyncConnection, cards: Sequence[tuple[Mapping[str, Any], Outcome]]) -> None:
    changes = [
        (
            row["contact_point_id"],
            {
                "card_ref": outcome.ref,
                "card_visit": row["visit"],
                "card_response_id": row["response_id"],
                "card_sent_at": _sent_at(outcome),
            },
        )
        for row, outcome in cards
        if row["contact_point_id"] is not None
    ]
    await apply_changes(conn, contact_points, changes)


def _is_of_erased(row: Mapping[str, Any]) -> bool:
    is_alone = row["contact_point_id"] is not None and not row["has_contact_point"]
    return is_alone and row["purpose"] not in CONTACT_PURPOSES


async def _forget_erased(conn: AsyncConnection, ids: Sequence[int]) -> None:
    """Delete settled messages whose contact point is gone: a farewell to the erased leaves no trace."""
    for part in chunked(ids):
        await conn.execute(delete(outbox).where(outbox.c.id.in_(part), ~_has_contact_point))


async def purge(conn: AsyncConnection, before: datetime) -> int:
    """Delete what was settled and made before a moment, out and in, with the wrong codes of strangers.

    No platform repeats an update so old. Returns how many messages went.
    """
    settled = outbox.c.status.in_(("sent", "dropped", "failed", "unknown"))
    gone = await conn.execute(delete(outbox).where(settled, outbox.c.created_at < before))
    await conn.execute(delete(inbox).where(inbox.c.received_at < before))
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


async def recover(
    conn: AsyncConnection, now: datetime, *, claimed_by: str | None = None, before: datetime | None = None
) -> tuple[int, int]:
    """Settle what a crash left "sending": claimed by ``claimed_by`` and/or claimed before ``before``.

    Invitations and reminders become unknown, with a contact attempt (at most once); all else is queued again
    (at least once). Returns how many were (queued again, left unknown).
    """
    stuck = [outbox.c.status == "sending"]
    if claimed_by is not None:
        stuck.append(outbox.c.claimed_by == claimed_by)
    if before is not None:
        stuck.append(outbox.c.claimed_at < before)
    is_contact = outbox.c.purpose.in_(CONTACT_PURPOSES)
    query = select(outbox.c.id).where(*stuck, is_contact).with_for_update(skip_locked=True)
    unknown = list((await conn.execute(query)).scalars())
    await mark(conn, [Outcome(row_id, "unknown", now, error="crashed while sending") for row_id in unknown])
    again = await conn.execute(
        update(outbox).where(*stuck, ~is_contact).values(status="queued", claimed_at=None, claimed_by="")
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


async def drop_where(conn: AsyncConnection, which: ColumnElement[bool], now: datetime, reason: str) -> int:
    """Drop what is queued and matches; invitations and reminders become dropped attempts."""
    query = (
        update(outbox)
        .where(which, outbox.c.status == "queued")
        .values(status="dropped", error=reason)
        .returning(
            outbox.c.id, outbox.c.purpose, outbox.c.number, outbox.c.case_id, outbox.c.contact_point_id
        )
    )
    rows = (await conn.execute(query)).mappings().all()
    await record_attempts(conn, [(dict(row), "dropped", now) for row in rows])
    return len(rows)
