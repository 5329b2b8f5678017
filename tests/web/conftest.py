"""A house with a wave of the small form that serves the page; and a real browser, before a server in memory."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from aiohttp import web
from playwright.async_api import Browser, BrowserContext, async_playwright, expect

from bot.simulator.patience import while_working
from tests.bot.house import House, open_house
from tests.patience import HANGING
from tests.serving.caller import free_port
from tests.web.fake_server import FakeServer
from tests.web.tab import SWITCHES, Tab, Visit, find_chromium

expect.set_options(timeout=HANGING * 1000)  # no machine is too slow for what is awaited


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


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    """Start the Chromium of this machine once."""
    path = find_chromium()
    async with async_playwright() as playwright:
        running = await playwright.chromium.launch(executable_path=path, args=list(SWITCHES))
        yield running
        await running.close()


@pytest_asyncio.fixture(loop_scope="module")
async def server() -> AsyncIterator[FakeServer]:
    """Serve the page on loopback."""
    fake = FakeServer(commands=[["trogiup", "Cách dùng"], ["sua", "Sửa câu trả lời"]])
    runner = web.AppRunner(fake.application(), shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    port = runner.addresses[0][1]
    fake.url = f"http://127.0.0.1:{port}/"
    yield fake
    await runner.cleanup()


@pytest_asyncio.fixture(loop_scope="module")
async def visit(browser: Browser, server: FakeServer) -> AsyncIterator[Visit]:
    """Open the page in a browser of its own; afterwards nothing may have been wrong with it."""
    contexts: list[BrowserContext] = []
    tabs: list[Tab] = []

    async def opened(**options: Any) -> Tab:
        context = await browser.new_context(**({"viewport": {"width": 390, "height": 780}} | options))
        context.set_default_timeout(HANGING * 1000)
        contexts.append(context)
        tabs.append(Tab(await context.new_page(), server))
        return tabs[-1]

    yield opened
    for context in contexts:
        await context.close()
    assert [complaint for tab in tabs for complaint in tab.complaints] == []


@pytest_asyncio.fixture(loop_scope="module")
async def tab(visit: Visit) -> Tab:
    """Open a tab in a browser that was never here."""
    return await visit()
