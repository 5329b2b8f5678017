"""A house with an open wave and people with phones; golden transcripts can be written anew."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.bot.house import House, open_house


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
