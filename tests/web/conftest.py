"""A house with a wave of the small form that serves the page."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path

import pytest

from bot.simulator.patience import while_working
from tests.bot.house import House, open_house
from tests.serving.caller import free_port


@pytest.fixture
async def house(sqlite_template: Path, tmp_path: Path) -> AsyncIterator[House]:
    """Open a house on SQLite that serves the page beside Telegram."""
    path = tmp_path / "khaosat.sqlite3"
    shutil.copy(sqlite_template, path)
    port = free_port()
    async with open_house(f"sqlite:///{path}", tmp_path) as opened:
        await opened.restart(web_url=f"http://127.0.0.1:{port}/phieu", web_port=port)
        await is_open(port)
        yield opened


async def is_open(port: int) -> None:
    """Return when somebody listens."""
    async with while_working():
        while True:
            with suppress(OSError):
                _, writer = await asyncio.open_connection("127.0.0.1", port)
                writer.close()
                return
            await asyncio.sleep(0.01)


@pytest.fixture
def url(house: House) -> str:
    """Where people open the page."""
    return f"{house.app.settings.web_url}/"
