"""SQLite without a thread hop for every step: only what may wait for a disk or a lock leaves the event loop's thread.

aiosqlite runs every step of a statement (cursor, execute, fetch, close) in its own thread: four hops of a tenth of a
millisecond and more, for work of some microseconds. A lone turn of thirty statements cost 35 ms of CPU so, and costs
a tenth of it here. Beginning a writing transaction waits if another process writes, and a commit that has written
waits for the disk: those two stay in the thread. For short statements only; whoever reads a whole wave uses a
threaded connection.
"""

import sqlite3
from collections.abc import Callable
from functools import partial
from typing import Any, Final

import aiosqlite

BEGIN: Final = "BEGIN IMMEDIATE"
WAITING: Final = ("BEGIN IMMEDIATE", "BEGIN EXCLUSIVE", "PRAGMA", "COMMIT", "END", "VACUUM")
SHORT: Final = ("cursor", "rollback")  # of what is asked of a connection itself
ITER_CHUNK: Final = 64


class InlineConnection(aiosqlite.Connection):
    """An aiosqlite connection that runs short steps at once, in the caller's thread."""

    _threaded_count = 0
    _committed_changes = 0

    async def _execute(self, fn: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        if not self._threaded_count and self._begins_writing(fn, args) and self._begin_at_once(fn, args):
            return fn.__self__  # type: ignore[attr-defined]  # as the cursor's own method returns
        if self._threaded_count or self._may_wait(fn, args):
            self._threaded_count += 1
            try:
                return await super()._execute(fn, *args, **kwargs)  # type: ignore[no-untyped-call]
            finally:
                self._threaded_count -= 1
        if not self._running or self._connection is None:
            raise ValueError("Connection closed")
        return fn(*args, **kwargs)

    @staticmethod
    def _begins_writing(fn: Callable[..., Any], args: tuple[Any, ...]) -> bool:
        return getattr(fn, "__name__", "") == "execute" and args[0] == BEGIN

    def _begin_at_once(self, fn: Callable[..., Any], args: tuple[Any, ...]) -> bool:
        """Take the write lock if nobody has it; False if that would mean waiting, which the thread does."""
        connection = self._conn
        waits = connection.execute("PRAGMA busy_timeout").fetchone()[0]
        connection.execute("PRAGMA busy_timeout = 0")
        try:
            fn(*args)
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
                raise
            return False
        finally:
            connection.execute(f"PRAGMA busy_timeout = {waits}")
        return True

    def _may_wait(self, fn: Callable[..., Any], args: tuple[Any, ...]) -> bool:
        name = getattr(fn, "__name__", "")
        if name == "commit":
            return self._has_written()
        if getattr(fn, "__self__", None) is self._connection:
            return name not in SHORT
        return name == "execute" and isinstance(args[0], str) and args[0].lstrip().upper().startswith(WAITING)

    def _has_written(self) -> bool:
        """Say whether rows were changed since this was asked last: a commit of nothing does not wait for the disk."""
        before, self._committed_changes = self._committed_changes, self._conn.total_changes
        return self._committed_changes != before


def connect_inline(database: str, **options: Any) -> InlineConnection:
    """Return a connection to be awaited, as ``aiosqlite.connect`` does."""
    options["check_same_thread"] = False
    connection = InlineConnection(partial(sqlite3.connect, database, **options), ITER_CHUNK)
    connection._thread.daemon = True  # noqa: SLF001 - as SQLAlchemy does for its own connections
    return connection
