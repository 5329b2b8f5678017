"""Database files of SQLite, handled as files: copied in one consistent moment, put in place, held alone.

Exceptions::

    FileInUse(Exception)    another process has the file open
"""

import os
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final
from urllib.parse import quote

BUSY_SECONDS: Final = 30
PRIVATE: Final = 0o600
HIDDEN: Final = ".khaosat-"
LOCK: Final = "in-use.sqlite3"
"""A file in each workplace on which its process holds a lock, which the system takes back however it ends."""
NEW_SECONDS: Final = 5
FORGOTTEN_SECONDS: Final = 3600
BUSY: Final = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


class FileInUse(Exception):  # noqa: N818 - says what is the matter
    """Another process, or another connection of ours, has the database open."""


@contextmanager
def workplace(folder: Path, name: str) -> Iterator[Path]:
    """Give a hidden folder inside ``folder`` that its owner alone may enter; it is gone afterwards.

    What a killed process left of its own there goes, too: nobody holds the lock in it any more.
    """
    remove_abandoned(folder)
    with tempfile.TemporaryDirectory(prefix=f"{HIDDEN}{name}.", dir=folder) as made:
        place = Path(made)
        with closing(sqlite3.connect(place / LOCK, isolation_level=None)) as held:
            held.execute("BEGIN EXCLUSIVE")
            yield place


def remove_abandoned(folder: Path) -> list[Path]:
    """Remove the workplaces in ``folder`` whose process is gone; returns them. What cannot be removed stays."""
    found = [place for place in folder.glob(f"{HIDDEN}*") if place.is_dir() and not place.is_symlink()]
    abandoned = [place for place in found if _is_abandoned(place)]
    for place in abandoned:
        shutil.rmtree(place, ignore_errors=True)
    return abandoned


def _is_abandoned(place: Path) -> bool:
    lock = place / LOCK
    try:
        age = time.time() - place.stat().st_mtime
        if not lock.is_file() or age < NEW_SECONDS:  # being made at this moment, or killed in it
            return age > FORGOTTEN_SECONDS
        require_alone(lock)
    except (FileInUse, OSError):
        return False
    return True


def snapshot(source: Path, target: Path) -> None:
    """Copy a database that others may be writing to, as it stands at one moment. ``target`` does not exist.

    VACUUM INTO leaves out the free pages, where deleted answers may still be read.
    """
    with closing(connect_file(source, "rw")) as connection:
        connection.execute("VACUUM INTO ?", (str(target),))


def seal(path: Path) -> None:
    """Make a database one single file, readable by its owner alone, with all of it on the disk."""
    with closing(connect_file(path, "rw")) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
    path.chmod(PRIVATE)
    sync(path)


def sync(path: Path) -> None:
    """Wait until a file is on the disk."""
    with path.open("rb+") as stream:
        os.fsync(stream.fileno())


def put_in_place(path: Path, target: Path) -> None:
    """Let a file take the place of ``target`` in one step that no crash can halve."""
    path.replace(target)
    if os.name == "posix":  # elsewhere a folder cannot be opened
        handle = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def require_alone(path: Path) -> None:
    """Raise ``FileInUse`` if anybody else has the database open, even if they do nothing with it just now."""
    try:
        with closing(connect_file(path, "rw", wait=0)) as connection:
            connection.execute("PRAGMA locking_mode = EXCLUSIVE")
            connection.execute("BEGIN EXCLUSIVE")
            connection.execute("ROLLBACK")
    except sqlite3.DatabaseError as error:
        # Whatever else is the matter with the file will show when it is used; a damaged one may be replaced.
        if error.sqlite_errorcode & 0xFF in BUSY:
            raise FileInUse(str(path)) from error


def connect_file(path: Path, mode: str, wait: float = BUSY_SECONDS) -> sqlite3.Connection:
    """Connect to a file that exists; ``mode`` is ``rw`` or ``ro``, ``wait`` seconds for a lock at most."""
    uri = f"file:{quote(str(path.absolute()))}?mode={mode}"
    return sqlite3.connect(uri, uri=True, timeout=wait, isolation_level=None)
