"""Somebody with the chat page in a real browser, and whether this machine has one."""

import os
import re
import shutil
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, Final

import pytest
from playwright.async_api import BrowserContext, ConsoleMessage, Error, Locator, Page, expect

from tests.web.fake_server import Chat, FakeServer, Json

WORDS_FOR_NETWORK: Final = (  # the browser's own remarks on what it could not load
    "Failed to load resource",
    "An unknown error occurred when fetching the script.",
)
SWITCHES: Final = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


IS_KEPT: Final = """async version => {
    const {serviceWorker} = navigator, isOf = one => one.endsWith("?v=" + version);
    for (;;) {
        const names = await caches.keys(), {active} = await serviceWorker.ready;
        const worker = serviceWorker.controller;
        if (names.length === 1 && isOf(names[0]) && worker && worker === active && isOf(worker.scriptURL)
            && worker.state === "activated") return;
        await new Promise(requestAnimationFrame);
    }
}"""
"""Ends when the browser has kept the page in this version, for a reload without a network."""


def is_about_network(remark: str) -> bool:
    """Whether the browser only says that it could not load something."""
    return any(words in remark for words in WORDS_FOR_NETWORK)


def find_chromium() -> str:
    """Return where Chromium is. Without it a test is skipped, or fails where a browser is required."""
    names = ("chromium", "chromium-browser", "google-chrome")
    found = os.environ.get("KHAOSAT_CHROMIUM") or next(filter(None, map(shutil.which, names)), "")
    if found:
        return found
    told = "the page was not tested in a browser: no Chromium here (on Debian: apt-get install chromium)"
    if os.environ.get("KHAOSAT_TEST_BROWSER") == "required":
        pytest.fail(told)
    pytest.skip(told)


def button(label: str, data: str = "", *, style: str = "", url: str = "") -> Json:
    """Make a button as the server writes it."""
    return {"label": label, "url": url} if url else {"label": label, "data": data or label, "style": style}


def row(*labels: str) -> list[Json]:
    """Make a row of buttons whose data are their labels."""
    return [button(label) for label in labels]


@dataclass
class Tab:
    """One tab. ``complaints`` are what the browser found wrong with the page."""

    page: Page
    server: FakeServer
    complaints: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", self._note)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _note(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and not is_about_network(message.text):
            self.complaints.append(message.text)

    @property
    def context(self) -> BrowserContext:
        """The browser: its tabs share what it keeps."""
        return self.page.context

    @property
    def chat(self) -> Chat:
        """What the server shows."""
        return self.server.chat

    async def opens(self, path: str = "") -> None:
        """Go to an address of the page."""
        await self.page.goto(self.server.url + path)

    async def opens_another_tab(self) -> "Tab":
        """Open the page once more in the same browser."""
        other = Tab(await self.context.new_page(), self.server, self.complaints)
        await other.opens()
        return other

    async def begins(self, code: str = "K7QM-3XPT") -> None:
        """Open the link of a slip and wait for the chat."""
        await self.opens(f"k/{code}")
        await expect(self.composer).to_be_visible()

    def one(self, selector: str) -> Locator:
        """Find something on the page."""
        return self.page.locator(selector)

    @property
    def composer(self) -> Locator:
        """The field for what is typed."""
        return self.one("#text")

    async def says(self, text: str) -> None:
        """Type something and press the button beside it."""
        await self.composer.fill(text)
        await self.page.get_by_role("button", name="Gửi", exact=True).click()

    def key(self, label: str) -> Locator:
        """Find the button with this label under a card."""
        return self.one(".key").get_by_text(label, exact=True)

    async def taps(self, label: str) -> None:
        """Press a button under a card."""
        await self.key(label).click()

    async def sees(self, text: str | re.Pattern[str]) -> None:
        """Wait until something can be read in the chat."""
        await expect(self.one("main").get_by_text(text).last).to_be_visible()

    async def hears(self, put: str, *, shown: str = "", **more: Any) -> int:
        """Let the bot write by itself, and wait until it (or the part ``shown``) can be read."""
        number = self.chat.put(put, **more)
        await self.chat.tell()
        await self.sees(shown or put)
        return number

    async def own(self) -> list[str]:
        """Return the lines of one's own bubbles: "1975 đã gửi"."""
        bubbles = await self.one(".mine .bubble").all()
        found = []
        for bubble in bubbles:
            text = await bubble.locator(".text").inner_text()
            foot = await bubble.locator(".foot").inner_text()
            found.append(f"{text} {foot.rpartition(' · ')[2]}")
        return found

    async def loses_connection(self) -> None:
        """Switch the network off."""
        await self.context.set_offline(True)
        await expect(self.one("#connection")).to_have_text(
            "Mất kết nối. Câu trả lời sẽ được gửi khi có mạng."
        )

    async def comes_back(self) -> None:
        """Switch the network on."""
        await self.context.set_offline(False)

    async def focus(self) -> str:
        """Return what has the focus: the words or the name of it."""
        found: str = await self.page.evaluate(
            "(one => one.getAttribute('aria-label') || one.id || "
            "one.className.split(' ')[0] + ' ' + one.innerText.slice(0, 60))(document.activeElement)"
        )
        return found

    async def measure(self, script: str) -> Any:
        """Return what a script finds."""
        try:
            return await self.page.evaluate(script)
        except Error as error:
            raise AssertionError(str(error)) from error


Visit = Callable[..., Awaitable[Tab]]
"""Opens a tab in a browser of its own; takes the options of Playwright's ``new_context``."""
