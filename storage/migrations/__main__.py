"""Draft a revision after a change in ``storage/tables/``: ``python -m storage.migrations "what changed"``.

The draft compares a fresh database, upgraded to the newest revision, with the tables. Read it, then keep it.
"""

import asyncio
import sys
import tempfile
from pathlib import Path

from alembic import command
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import Connection

from storage import database
from storage.tables import UtcDateTime


def _render(kind: str, value: object, _context: AutogenContext) -> str | bool:
    """Write our own column types as plain SQLAlchemy, so that old revisions never depend on our code."""
    if kind == "type" and isinstance(value, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and type(value).__name__ == "AutoString":
        return "sa.String()"
    return False


async def draft(message: str) -> None:
    """Write the draft into ``storage/migrations/versions``."""
    with tempfile.TemporaryDirectory() as folder:
        fresh = database.Database(f"sqlite:///{Path(folder) / 'draft.sqlite3'}")
        if any((database.MIGRATIONS / "versions").glob("[0-9]*.py")):
            await fresh.upgrade()
        async with fresh.begin() as conn:
            await conn.run_sync(_write, message)
        await fresh.dispose()


def _write(conn: Connection, message: str) -> None:
    config = database.migrations_config()
    config.attributes["connection"] = conn
    config.attributes["render_item"] = _render
    number = len(list((database.MIGRATIONS / "versions").glob("[0-9]*.py"))) + 1
    command.revision(config, message, autogenerate=True, rev_id=f"{number:04d}")


if __name__ == "__main__":
    asyncio.run(draft(sys.argv[1]))
