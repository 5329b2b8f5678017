"""Moving a survey to another database, in one transaction on each side: what is left behind is marked as moved.

Exceptions::

    MoveError(Exception)
    ├── StillRunning    the bot works on this database: stop it first
    └── MovedAway       this database was moved: its survey goes on elsewhere
"""

import asyncio
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Final

from sqlalchemy.ext.asyncio import AsyncConnection

from storage import leases
from storage.copying import TableSum, clear, copy_rows, lock, require_empty
from storage.database import Database
from storage.office import get_fact, set_fact
from storage.sqlite_files import require_alone

HEARTBEATS: Final = "last_fetch."
"""How the keys of the facts begin that say when updates were last fetched."""
SIGNS_OF_LIFE: Final = "last_alive."
"""How the keys of the facts begin that say when updates could last be delivered."""

MOVED_TO: Final = "moved_to"


class MoveError(Exception):
    """A survey cannot be moved now."""


class StillRunning(MoveError):  # noqa: N818 - says what is the matter
    """A bot showed ``seconds`` ago that it runs."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"a bot ran here {seconds} seconds ago")
        self.seconds = seconds


class MovedAway(MoveError):  # noqa: N818 - says what is the matter
    """The survey was moved to ``place`` (``host/name`` or a file)."""

    def __init__(self, place: str) -> None:
        super().__init__(f"moved to {place}")
        self.place = place


async def require_quiet(conn: AsyncConnection, now: datetime) -> None:
    """Raise ``StillRunning`` if a bot works on this database: its process holds a lease.

    An SQLite file needs no sign of life: ``require_alone`` says for certain who has it open.
    """
    if conn.dialect.name == "sqlite":
        return
    moment = await leases.moment(conn, now)
    for lease in await leases.list_leases(conn, leases.PROCESS):
        if lease.is_current(moment):
            raise StillRunning(max(0, round((moment - lease.renewed_at).total_seconds())))


async def require_not_moved(conn: AsyncConnection) -> None:
    """Raise ``MovedAway`` if the survey in this database was moved elsewhere: a bot must not go on with it here.

    Ask it in a transaction that has written something: then it cannot be moved at the same moment.
    """
    fact = await get_fact(conn, MOVED_TO)
    if fact is not None:
        raise MovedAway(fact.value)


async def move(
    source: Database, target: Database, now: datetime, on_table: Callable[[str, int], None] = lambda *_: None
) -> Mapping[str, TableSum]:
    """Copy a survey into an empty database and mark the source as moved; nothing else changes there.

    Writers wait on the source meanwhile. Returns what was copied, by table. Raises ``DatabaseError`` if the source's
    version differs, ``FileInUse``, ``MoveError``, ``NotEmpty`` and ``CopyError``: then nothing was copied.
    """
    await source.require_current()
    if source.is_sqlite:
        await source.dispose()
        await asyncio.to_thread(require_alone, Path(source.url.database or ""))
    await target.upgrade()
    async with source.begin() as read:
        await lock(read)
        await require_not_moved(read)
        await require_quiet(read, now)
        async with target.begin() as written:
            await lock(written)
            await require_empty(written, read)
            await clear(written)
            copied = await copy_rows(read, written, on_table)
        # Only now: a crash before this line leaves two whole databases, and the source still the one in use.
        await set_fact(read, MOVED_TO, target.address.place, now)
    return copied
