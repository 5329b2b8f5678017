"""Who may read what is stored: its owner only.

Windows knows no such modes: there nothing is changed and nothing told.
"""

import os
import stat
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from sqlalchemy import make_url
from sqlalchemy.engine import URL

PRIVATE_FILE: Final = 0o600
PRIVATE_FOLDER: Final = 0o700
OTHERS: Final = stat.S_IRWXG | stat.S_IRWXO
"""What a mode grants to accounts other than the owner's."""

HAS_MODES: Final = os.name == "posix"

DATABASE_NAME: Final = "khaosat.sqlite3"
"""The database's file in the data folder, when no URL is set."""


def database_files(url: str | URL) -> list[Path]:
    """Return where SQLite keeps a database of this URL and what goes with it, made yet or not; none for PostgreSQL."""
    if not str(url).startswith("sqlite"):  # others name servers, in ways that not every reader of URLs knows
        return []
    parsed = make_url(url)
    if not parsed.database:
        return []
    return _with_companions(Path(parsed.database))


def _with_companions(database: Path) -> list[Path]:
    return [database.with_name(database.name + suffix) for suffix in ("", "-wal", "-shm", "-journal")]


def make_private(database: Path) -> None:
    """Make an empty database file, with its folder, that only its owner can read; one that is there stays.

    SQLite gives the files beside it the mode of the database itself.
    """
    database.parent.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
    os.close(os.open(database, os.O_RDWR | os.O_CREAT, PRIVATE_FILE))


def tighten(paths: Iterable[Path]) -> list[Path]:
    """Take every right of other accounts away; what is missing is left out.

    Returns those that were not changed (they belong to somebody else, or are shared on purpose, as /tmp is):
    ``khaosat doctor`` tells of them.
    """
    failed = []
    for path in exposed(paths):
        try:
            granted = stat.S_IMODE(path.stat().st_mode)
            if granted & stat.S_ISVTX:
                failed.append(path)
            else:
                path.chmod(granted & ~OTHERS)
        except FileNotFoundError:  # SQLite took it away in the meantime
            continue
        except PermissionError:
            failed.append(path)
    return failed


def exposed(paths: Iterable[Path]) -> list[Path]:
    """Return those of the paths that another account may read, write or enter."""
    return [path for path in paths if HAS_MODES and _mode(path) & OTHERS]


def _mode(path: Path) -> int:
    try:
        return path.stat().st_mode
    except (FileNotFoundError, NotADirectoryError, PermissionError):  # not there, or out of our own reach
        return 0


def exposed_paths(url: str, data_dir: Path, env: Path = Path(".env")) -> list[Path]:
    """Return what other accounts may read or write of the data folder, the database's files and ``.env``.

    ``url`` is the database's, empty for the one in ``data_dir``.
    """
    files = database_files(url) if url else _with_companions(data_dir / DATABASE_NAME)
    return exposed([data_dir, *files, env])
