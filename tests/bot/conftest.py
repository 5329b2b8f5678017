"""A house with an open wave and people with phones; golden transcripts can be written anew."""

import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from bot.office import beside
from tests.bot.house import House, open_house
from tests.warm_workers import WarmWorkers


@pytest.fixture(scope="session")
def forking() -> Iterator[WarmWorkers]:
    """Start the process from which workers are forked, once."""
    started = WarmWorkers()
    yield started
    started.close()


@pytest.fixture
def warm_workers(forking: WarmWorkers, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the bot's workers begin at once."""
    monkeypatch.setattr(beside, "start_process", forking.start)


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """Give the URL of an upgraded SQLite file without rows."""
    path = tmp_path / "khaosat.sqlite3"
    shutil.copy(sqlite_template, path)
    return f"sqlite:///{path}"


@pytest.fixture
async def house(sqlite_url: str, tmp_path: Path) -> AsyncIterator[House]:
    """Open a house on SQLite with a wave of the small form."""
    async with open_house(sqlite_url, tmp_path) as opened:
        yield opened


@pytest.fixture
async def house_on_each(database_url: str, tmp_path: Path) -> AsyncIterator[House]:
    """Open a house with a wave of the small form once on SQLite and once on PostgreSQL."""
    async with open_house(database_url, tmp_path) as opened:
        yield opened
