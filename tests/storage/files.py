"""What stands in the files of a SQLite database, byte by byte."""

from pathlib import Path

from storage.database import Database
from storage.file_modes import database_files


def bytes_of(database: Database) -> bytes:
    """Return the bytes of the database and of everything beside it, one file after the other."""
    return b"".join(path.read_bytes() for path in database_files(database.url) if path.is_file())


def files_that_hold(database: Database, text: str) -> list[Path]:
    """Return the files in which a text stands, in UTF-8."""
    wanted = text.encode()
    return [path for path in database_files(database.url) if path.is_file() and wanted in path.read_bytes()]
