"""SQLite's write-ahead log: switched on once, and emptied so that nothing deleted stays in it."""

import asyncio
import sqlite3
from pathlib import Path

import aiosqlite


async def switch_on(path: str, patience: int) -> None:
    """Let a database file keep a log from now on (the file remembers it), waiting ``patience`` seconds at most.

    SQLite does not wait here while another process switches: so we do.
    """
    for tries_left in reversed(range(patience * 20)):
        try:
            async with aiosqlite.connect(path, timeout=patience, isolation_level=None) as connection:
                await connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError:
            if not tries_left:
                raise
            await asyncio.sleep(0.05)
        else:
            return


async def truncate(path: str) -> bool:
    """Write the log of a database file into it and cut the log to nothing; true as well if there is no log.

    False if somebody reads or writes at this moment: nobody is kept waiting, ask again later.
    """
    if not _has_content(Path(f"{path}-wal")):
        return True
    async with aiosqlite.connect(path, timeout=0, isolation_level=None) as connection:
        cursor = await connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        row = await cursor.fetchone()
    return row is not None and row[0] == 0


def _has_content(path: Path) -> bool:
    try:
        return path.stat().st_size > 0
    except FileNotFoundError:
        return False
