"""Databases of both kinds, as many as a test needs."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage.database import Database
from tests.postgres import PostgresServer
from tests.storage.every_table import Make


@pytest.fixture
async def make(sqlite_template: Path, tmp_path: Path, request: pytest.FixtureRequest) -> AsyncIterator[Make]:
    """Make upgraded databases without rows, of a kind by name."""
    made: list[tuple[Database, str]] = []

    async def make(kind: str) -> Database:
        if kind == "sqlite":
            path = tmp_path / f"{len(made)}.sqlite3"
            shutil.copy(sqlite_template, path)
            made.append((Database(f"sqlite:///{path}"), ""))
        else:
            server: PostgresServer = request.getfixturevalue("postgres_server")
            url = await server.create()
            made.append((Database(url), url))
        return made[-1][0]

    yield make
    for database, url in made:
        await database.dispose()
        if url:
            await request.getfixturevalue("postgres_server").drop(url)
