"""The chat page in a real browser, against a server in memory."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest_asyncio
from aiohttp import web
from playwright.async_api import Browser, BrowserContext, async_playwright

from tests.web.fake_server import FakeServer
from tests.web.visitor import SWITCHES, Visitor, find_chromium

Visit = Callable[..., Awaitable[Visitor]]


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
    visitors: list[Visitor] = []

    async def opened(**options: Any) -> Visitor:
        context = await browser.new_context(**({"viewport": {"width": 390, "height": 780}} | options))
        contexts.append(context)
        visitors.append(Visitor(await context.new_page(), server))
        return visitors[-1]

    yield opened
    for context in contexts:
        await context.close()
    assert [complaint for visitor in visitors for complaint in visitor.complaints] == []


@pytest_asyncio.fixture(loop_scope="module")
async def visitor(visit: Visit) -> Visitor:
    """Open a tab in a browser that was never here."""
    return await visit()
