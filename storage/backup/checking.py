"""Taking a backup in: copied with all that belongs to it, and looked through before anything is done with it."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Final

from storage.backup.errors import BackupError
from storage.sqlite_files import connect_file

MAGIC: Final = b"SQLite format 3\0"
LANDMARKS: Final = frozenset(
    {"alembic_version", "officials", "waves", "cases", "responses", "answers", "outbox"}
)
"""Tables that every version has."""


def take_copy(source: Path, target: Path) -> None:
    """Copy a backup page by page with whatever stands in a ``-wal`` beside it. Raises ``BackupError`` ``damaged``."""
    # A file without a -wal may lie where nothing can be written: then SQLite must not try to make one.
    mode = "ro" if Path(f"{source}-wal").exists() else "ro&immutable=1"
    try:
        with closing(connect_file(source, mode)) as connection, closing(sqlite3.connect(target)) as copy:
            connection.backup(copy)
    except sqlite3.DatabaseError as error:
        raise BackupError("damaged") from error


def check(path: Path) -> None:
    """Raise ``BackupError``: ``damaged``, or ``unrelated`` if it is a database of something else."""
    try:
        with closing(connect_file(path, "rw")) as connection:
            found = {tuple(row) for row in connection.execute("SELECT type, name FROM sqlite_master")}
            if not LANDMARKS.issubset(name for kind, name in found if kind == "table"):
                raise BackupError("unrelated")
            if {kind for kind, _ in found} & {
                "trigger",
                "view",
            }:  # we make none: they would run with our rights
                raise BackupError("unrelated")
            if connection.execute("PRAGMA integrity_check(1)").fetchone() != ("ok",):
                raise BackupError("damaged")
            if connection.execute("PRAGMA foreign_key_check").fetchone() is not None:
                raise BackupError("damaged")
    except sqlite3.DatabaseError as error:
        raise BackupError("damaged") from error
