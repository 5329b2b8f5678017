"""Opening a backup: a working copy of it, checked and at this program's version. The backup itself stays untouched."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from storage.backup import checking, encryption
from storage.backup.errors import BackupError
from storage.backup.writing import spare_folder, sqlite_at
from storage.database import Database
from storage.sqlite_files import workplace


def is_encrypted(path: Path) -> bool:
    """Say whether a file is encrypted as ``age`` does. Raises ``OSError``."""
    return _beginning(path).startswith(encryption.HEADERS)


@asynccontextmanager
async def opened_backup(path: Path, target: Database, passphrase: str = "") -> AsyncIterator[Database]:
    """Open a working copy of a backup, upgraded, near the database ``target`` that it is to become.

    The copy is gone afterwards, unless it was installed. Raises ``BackupError`` (``unrelated``, ``damaged``,
    ``passphrase``, ``too_big``), ``DatabaseAhead`` for the backup of a newer program, ``OSError``.
    """
    with workplace(_folder_near(target), "restore") as place:
        plain = place / "restored.sqlite3"
        await asyncio.to_thread(_take, path, plain, passphrase)
        copy = sqlite_at(plain)
        try:
            await copy.upgrade()
            yield copy
        finally:
            await copy.dispose()


def _folder_near(target: Database) -> Path:
    if not target.is_sqlite:
        return spare_folder()
    folder = Path(target.url.database or "").parent
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _take(path: Path, plain: Path, passphrase: str) -> None:
    source = path
    if is_encrypted(path):
        source = plain.with_name("decrypted.sqlite3")
        encryption.decrypt(path, source, passphrase)
    if _beginning(source)[: len(checking.MAGIC)] != checking.MAGIC:
        raise BackupError("unrelated")
    checking.take_copy(source, plain)
    checking.check(plain)
    if source is not path:
        source.unlink()


def _beginning(path: Path) -> bytes:
    with path.open("rb") as stream:
        return stream.read(64)
