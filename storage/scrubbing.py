"""After an erasure: no byte of what was deleted stays in SQLite's files.

``secure_delete`` overwrites a deleted cell where it lies. It does not reach older copies of it: when a page is split,
the half that moved stays readable in the unused part of the old page (shown in the tests), and the log keeps pages as
they were. So an erasure leaves a mark, in its own transaction; whoever runs the bot then writes the database anew and
empties the log. The mark survives a crash at any moment. On PostgreSQL its own VACUUM does this.
"""

from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.database import Database
from storage.sql import house_facts, insert

MARK: Final = "leftovers"
DELETED: Final = "deleted"
"""Something was deleted since the database file was last written anew."""
REWRITING: Final = "rewriting"
"""The file is being written anew; after a crash it is done again."""
IN_LOG: Final = "in the log"
"""The file was written anew: leftovers may be in the log only."""

_PLACE: Final = select(house_facts.c.value).where(house_facts.c.key == MARK)


async def mark_leftovers(conn: AsyncConnection, now: datetime) -> None:
    """Note, in the transaction that deletes, that its leftovers are to be removed from the files."""
    if conn.dialect.name != "sqlite":
        return
    mark = insert(conn, house_facts).values(key=MARK, value=DELETED, at=now)
    anew = mark.on_conflict_do_update(
        index_elements=["key"], set_={"value": DELETED}, where=house_facts.c.value != DELETED
    )
    await conn.execute(anew)


async def has_leftovers(database: Database) -> bool:
    """Say whether something was deleted whose leftovers are still to be removed."""
    async with database.glance() as conn:
        return await conn.scalar(_PLACE) is not None


async def scrub(database: Database) -> bool:
    """Remove what deletions left in the files. True once nothing is left to do.

    False if somebody holds the database or its log at this moment, or something was deleted meanwhile: the mark
    stays, ask again later.
    """
    async with database.glance() as conn:
        place = await conn.scalar(_PLACE)
    if place is None:
        return True
    if place != IN_LOG:
        await _move_mark(database, place, REWRITING)
        if not await database.rewrite():
            return False
        await _move_mark(database, REWRITING, IN_LOG)
    if not await database.truncate_log():
        return False
    async with database.begin() as conn:
        await conn.execute(delete(house_facts).where(_is_marked(IN_LOG)))
    return not await has_leftovers(database)


async def _move_mark(database: Database, before: str, after: str) -> None:
    """Replace the mark, unless it was set anew: whatever was deleted meanwhile needs a round of its own."""
    async with database.begin() as conn:
        await conn.execute(update(house_facts).where(_is_marked(before)).values(value=after))


def _is_marked(place: str) -> ColumnElement[bool]:
    return (house_facts.c.key == MARK) & (house_facts.c.value == place)
