"""Bringing the frame back to how it stood before an import: what changed is noted, and set back row by row.

Undoing refuses rather than guesses: it is done only while nothing hangs on what the import made, and nothing else has
changed since.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import Date, RowMapping, Table, delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.copying import sum_rows, tables_in_order
from storage.sql import apply_changes, cases, chunked, link_codes, officials, outbox, responses, units

_FRAME: Final = (officials, units)
_UNCHANGING: Final = frozenset({"as_of"})
"""What every import changes of everybody, and says nothing of them."""

Rows = Mapping[str, Mapping[int, RowMapping]]


class NotUndone(StrEnum):
    """Why an import cannot be undone any more."""

    ANSWERED = "answered"  # somebody whom it added or changed has answered since
    USED = "used"  # something else hangs on who or what it added
    CHANGED = "changed"  # the frame has changed since


async def state_of(conn: AsyncConnection) -> str:
    """Return what stands for the frame as it is: equal only while no unit and no official changes."""
    sums = [await sum_rows(conn, table) for table in _FRAME]
    return ".".join(f"{each.count:x}-{each.total:x}" for each in sums)


async def read_frame(conn: AsyncConnection) -> Rows:
    """Return every row of the frame as it stands."""
    return {
        table.name: {row["id"]: row for row in (await conn.execute(select(table))).mappings()}
        for table in _FRAME
    }


async def note_changes(conn: AsyncConnection, before: Rows, now: datetime) -> dict[str, Any]:
    """Return what has changed since, as JSON: what undoing needs. ``now`` is when the import ended codes."""
    after = await read_frame(conn)
    noted: dict[str, Any] = {}
    for name, rows in after.items():
        held = before[name]
        changed = {
            str(row_id): {
                column: _plain(value) for column, value in held[row_id].items() if row[column] != value
            }
            for row_id, row in rows.items()
            if row_id in held and row != held[row_id]
        }
        noted[name] = {"added": sorted(rows.keys() - held.keys()), "changed": changed}
    ended = select(link_codes.c.id).where(link_codes.c.ended_at == now)
    noted["codes"] = [int(found) for found in (await conn.execute(ended)).scalars()]
    return noted


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


async def undo(
    conn: AsyncConnection, noted: Mapping[str, Any], state: str, applied_at: datetime
) -> NotUndone | None:
    """Set back what an import changed. ``state`` is how it left the frame.

    Returns why not, and changes nothing then.
    """
    people = noted[officials.name]
    touched = [
        *people["added"],
        *(int(row_id) for row_id, old in people["changed"].items() if old.keys() - _UNCHANGING),
    ]
    if await _has_answered(conn, touched, applied_at):
        return NotUndone.ANSWERED
    if await state_of(conn) != state:
        return NotUndone.CHANGED
    for table in _FRAME:
        if await _is_used(conn, table, noted[table.name]["added"]):
            return NotUndone.USED
    for table in reversed(_FRAME):
        await apply_changes(conn, table, [_old(table, each) for each in noted[table.name]["changed"].items()])
    for table in _FRAME:
        for part in chunked(sorted(noted[table.name]["added"], reverse=True)):  # children before parents
            await conn.execute(delete(table).where(table.c.id.in_(part)))
    for part in chunked(noted["codes"]):
        still_ended = link_codes.c.id.in_(part), link_codes.c.ended_at == applied_at
        await conn.execute(update(link_codes).where(*still_ended).values(ended_at=None))
    back = [int(row_id) for row_id, old in people["changed"].items() if "left_on" in old]
    await _forget_dropped(conn, back)
    return None


def _old(table: Table, change: tuple[str, Mapping[str, Any]]) -> tuple[int, dict[str, Any]]:
    row_id, old = change
    return int(row_id), {
        name: date.fromisoformat(value) if value and isinstance(table.c[name].type, Date) else value
        for name, value in old.items()
    }


async def _has_answered(conn: AsyncConnection, official_ids: Sequence[int], since: datetime) -> bool:
    for part in chunked(official_ids):
        query = (
            select(responses.c.id)
            .join(cases, cases.c.id == responses.c.case_id)
            .where(cases.c.official_id.in_(part), responses.c.updated_at >= since)
        )
        if await conn.scalar(query.limit(1)) is not None:
            return True
    return False


async def _is_used(conn: AsyncConnection, table: Table, ids: Sequence[int]) -> bool:
    """Say whether a row outside of the frame refers to one of these."""
    columns = [
        key.parent
        for other in tables_in_order()
        if other not in _FRAME
        for key in other.foreign_keys
        if key.column.table is table
    ]
    for column in columns:
        for part in chunked(ids):
            if await conn.scalar(select(column).where(column.in_(part)).limit(1)) is not None:
                return True
    return False


async def _forget_dropped(conn: AsyncConnection, official_ids: Sequence[int]) -> None:
    """Let invitations and reminders that the import called off be made anew by the ticks."""
    for part in chunked(official_ids):
        own = select(cases.c.id).where(cases.c.official_id.in_(part))
        called_off = outbox.c.case_id.in_(own) & (outbox.c.status == "dropped") & (outbox.c.error == "left")
        await conn.execute(delete(outbox).where(called_off))
