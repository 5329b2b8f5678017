"""An office for each test: a folder, an empty database of each kind, a simulated Telegram in real time."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.clock import SystemClock
from tests.phone import Simulator
from tests.postgres import PostgresServer
from tests.process.premises import Premises


@pytest.fixture
async def simulator() -> AsyncIterator[Simulator]:
    """Start a Bot API on loopback that lets tests go as fast as they can."""
    async with Simulator(SystemClock(), limits=None) as running:
        yield running


@pytest.fixture
async def premises(
    simulator: Simulator, tmp_path: Path, empty_url: str, request: pytest.FixtureRequest
) -> AsyncIterator[Premises]:
    """Give an office, once on SQLite and once on PostgreSQL; no process outlives the test."""
    given = Premises(tmp_path, simulator, empty_url)
    if not empty_url.startswith("sqlite"):
        server: PostgresServer = request.getfixturevalue("postgres_server")
        given.restart_database = server.restart
    yield given
    await given.kill_all()


@pytest.fixture
async def postgres_premises(
    simulator: Simulator, postgres_server: PostgresServer, tmp_path: Path
) -> AsyncIterator[Premises]:
    """Give an office on PostgreSQL, for tests of several processes."""
    url = await postgres_server.create(empty=True)
    given = Premises(tmp_path, simulator, url, restart_database=postgres_server.restart)
    yield given
    await given.kill_all()
    await postgres_server.drop(url)


@pytest.fixture
async def sqlite_premises(simulator: Simulator, tmp_path: Path) -> AsyncIterator[Premises]:
    """Give an office on SQLite, for tests to which the kind of database does not matter."""
    given = Premises(tmp_path, simulator, f"sqlite:///{tmp_path / 'khaosat.sqlite3'}")
    yield given
    await given.kill_all()
