"""All the chats in which somebody can be written to, for when the best of them must be spared."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.best_chat import BEST_LAST
from storage.records import ContactPointRecord, record
from storage.sql import chunked, contact_points


async def open_chats(
    conn: AsyncConnection, official_ids: Collection[int]
) -> dict[int, list[ContactPointRecord]]:
    """Return the chats of officials that take messages and are not blocked, the best last."""
    found: dict[int, list[ContactPointRecord]] = {}
    for part in chunked(sorted(official_ids)):
        query = (
            select(contact_points)
            .where(
                contact_points.c.official_id.in_(part),
                contact_points.c.takes_messages,
                contact_points.c.blocked_at.is_(None),
            )
            .order_by(*BEST_LAST)
        )
        for row in (await conn.execute(query)).mappings():
            found.setdefault(row["official_id"], []).append(record(ContactPointRecord, row))
    return found
