"""Each update in once; each message queued once under its key."""

from collections.abc import Collection, Sequence
from typing import Any, Final

from sqlalchemy import bindparam, select
from sqlalchemy import insert as plain_insert
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.mailbox.messages import InboxEntry, QueuedMessage
from storage.sql import chunked, inbox, insert_missing, outbox

# Built once: to build a statement costs more than to run it.
_SEEN: Final = select(inbox.c.update_id).where(
    inbox.c.channel == bindparam("channel", type_=inbox.c.channel.type),
    inbox.c.update_id.in_(bindparam("ids", expanding=True)),
)
_QUEUE: Final = plain_insert(outbox)
_KEEP: Final = plain_insert(outbox).returning(outbox.c.id)


async def seen(conn: AsyncConnection, channel: str, update_ids: Collection[int]) -> set[int]:
    """Return those of ``update_ids`` that were already taken in."""
    found: set[int] = set()
    for part in chunked(sorted(update_ids)):
        found.update((await conn.execute(_SEEN, {"channel": channel, "ids": part})).scalars())
    return found


async def mark_received(conn: AsyncConnection, entries: Sequence[InboxEntry]) -> None:
    """Remember updates, so that each counts once; one that is there already stays as it is.

    Whose it was is kept only of a dead one.
    """
    if entries:
        rows = [
            {
                "channel": entry.channel,
                "update_id": entry.update_id,
                "address": entry.address if entry.status == "dead" else "",
                "status": entry.status,
                "payload": None if entry.payload is None else dict(entry.payload),
                "received_at": entry.received_at,
            }
            for entry in entries
        ]
        await conn.execute(insert_missing(conn.dialect.name, inbox, "channel", "update_id"), rows)


def _row(message: QueuedMessage) -> dict[str, Any]:
    row = {name: getattr(message, name) for name in QueuedMessage.__slots__}
    return row | {"message": dict(message.message), "status": "queued"}


async def queue(conn: AsyncConnection, messages: Sequence[QueuedMessage]) -> int:
    """Queue messages, in order within a chat; one whose ``key`` is already there is ignored.

    Returns how many were queued.
    """
    plain = [_row(message) for message in messages if message.key is None]
    keyed = [_row(message) for message in messages if message.key is not None]
    if plain:
        await conn.execute(_QUEUE, plain)
    if not keyed:
        return len(plain)
    query = insert_missing(conn.dialect.name, outbox, "key").returning(outbox.c.id)
    return len(plain) + len((await conn.execute(query, keyed)).all())


async def keep(conn: AsyncConnection, messages: Sequence[QueuedMessage], holder: str) -> list[int]:
    """Store replies that ``holder`` sends itself, at once: they are there for whoever takes over after a crash.

    Returns their numbers, in order.
    """
    numbers: list[int] = []
    for message in messages:
        row = _row(message) | {
            "status": "sending",
            "claimed_by": holder,
            "claimed_at": message.created_at,
            "attempt_count": 1,
        }
        numbers.append(int((await conn.execute(_KEEP, row)).scalar_one()))
    return numbers
