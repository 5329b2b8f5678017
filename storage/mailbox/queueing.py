"""Each update in once; each message queued once under its key."""

from collections.abc import Collection, Sequence
from typing import Any, Final

from sqlalchemy import bindparam, select, update
from sqlalchemy import insert as plain_insert
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.mailbox.messages import InboxEntry, QueuedMessage, Superseded
from storage.records import record
from storage.sql import chunked, inbox, insert_missing, outbox

# Built once: to build a statement costs more than to run it.
_SEEN: Final = select(inbox.c.update_id).where(
    inbox.c.channel == bindparam("channel"), inbox.c.update_id.in_(bindparam("ids", expanding=True))
)
_QUEUE: Final = plain_insert(outbox)


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


async def supersede(conn: AsyncConnection, contact_point_ids: Collection[int]) -> list[Superseded]:
    """Drop the cards of these chats that wait and are not claimed yet: a burst of answers makes one card.

    Call it before queueing the newer card. What it returns tells whether a dropped card was to be sent anew
    (then the newer one must be, too).
    """
    dropped: list[Superseded] = []
    for part in chunked(sorted(contact_point_ids)):
        query = (
            update(outbox)
            .where(
                outbox.c.contact_point_id.in_(part),
                outbox.c.is_card,
                outbox.c.lane == "reply",
                outbox.c.status == "queued",
            )
            .values(status="dropped", error="superseded")
            .returning(outbox.c.id, outbox.c.contact_point_id, outbox.c.message)
        )
        dropped += [record(Superseded, row) for row in (await conn.execute(query)).mappings()]
    return sorted(dropped, key=lambda row: row.id)
