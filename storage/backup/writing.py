"""Making a backup while the bot runs."""

import asyncio
import tempfile
from pathlib import Path

from sqlalchemy.engine import URL

from storage import sqlite_files
from storage.backup import checking, encryption
from storage.backup.errors import BackupError
from storage.copying import copy_rows
from storage.database import Database


async def write_backup(database: Database, path: Path, *, passphrase: str = "", replace: bool = False) -> int:
    """Write the database as it stands at one moment into ``path``, encrypted if there is a passphrase.

    Others may go on writing meanwhile. The file appears whole or not at all; returns its bytes. A PostgreSQL
    database must be at this program's version. Raises ``BackupError`` (``exists`` unless ``replace``, ``too_big``,
    ``damaged``), ``CopyError``, ``OSError``.
    """
    if await asyncio.to_thread(path.exists) and not replace:
        raise BackupError("exists")
    with sqlite_files.workplace(path.parent, path.name) as folder:
        plain = folder / "plain.sqlite3"
        if database.is_sqlite:
            await asyncio.to_thread(sqlite_files.snapshot, Path(database.url.database or ""), plain)
        else:
            await _stream(database, plain)
        return await asyncio.to_thread(_finish, plain, path, passphrase)


async def _stream(database: Database, target: Path) -> None:
    copy = sqlite_at(target)
    try:
        await copy.upgrade()
        async with database.read() as read, copy.begin() as written:
            await copy_rows(read, written)
    finally:
        await copy.dispose()


def _finish(plain: Path, path: Path, passphrase: str) -> int:
    checking.check(plain)
    sqlite_files.seal(plain)
    made = plain
    if passphrase:
        made = plain.with_name("encrypted.age")
        made.touch(sqlite_files.PRIVATE)
        encryption.encrypt(plain, made, passphrase)
        sqlite_files.sync(made)
    size = made.stat().st_size
    sqlite_files.put_in_place(made, path)
    return size


def sqlite_at(path: Path) -> Database:
    """Return the database in a file of our own; a crash of the machine may cost it, not a crash of the program."""
    url = URL.create("sqlite", database=str(path)).render_as_string(hide_password=False)
    return Database(url, is_durable=False)


def spare_folder() -> Path:
    """Return the folder for temporary files of this account."""
    return Path(tempfile.gettempdir())
