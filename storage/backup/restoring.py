"""Putting the working copy of a backup where the database is."""

import asyncio
from datetime import datetime
from pathlib import Path

from storage import sqlite_files
from storage.copying import clear, copy_rows, lock, require_empty
from storage.database import Database
from storage.moving import require_quiet


async def install(copy: Database, target: Database, now: datetime, *, replace: bool = False) -> None:
    """Make ``target`` hold what the working copy holds, or change nothing.

    Raises ``NotEmpty`` unless ``replace``, ``FileInUse``, ``StillRunning``, ``CopyError``.
    """
    if target.is_sqlite:
        await _install_file(copy, target, replace=replace)
        return
    await target.upgrade()
    async with copy.read() as read, target.begin() as written:
        await lock(written)
        await require_quiet(written, now)
        if not replace:
            await require_empty(written, read)
        await clear(written)
        await copy_rows(read, written)


async def _install_file(copy: Database, target: Database, *, replace: bool) -> None:
    path = Path(target.url.database or "")
    if not replace and await target.version() is not None:
        await target.require_current()
        async with copy.read() as read, target.read() as written:
            await require_empty(written, read)
    await target.dispose()
    await copy.dispose()
    await asyncio.to_thread(_swap, Path(copy.url.database or ""), path)
    await target.upgrade()


def _swap(made: Path, path: Path) -> None:
    if path.exists():
        sqlite_files.require_alone(path)
    sqlite_files.seal(made)
    for companion in ("-wal", "-shm"):  # of the old database: they must not meet the new one
        Path(f"{path}{companion}").unlink(missing_ok=True)
    sqlite_files.put_in_place(made, path)
