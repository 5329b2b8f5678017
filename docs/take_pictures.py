# ruff: noqa: INP001 - a script beside the guides, no package
"""Make the pictures of the README and the guide again: ``.venv/bin/python docs/take_pictures.py``.

Starts what ``khaosat demo --serve`` starts, opens its page in a window as large as a phone and photographs what the
roster knows, a question and the administrator's menu. Needs Chromium and its chromedriver on the path (on Debian:
chromium, chromium-driver).
"""

import asyncio
import base64
import shutil
import socket
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Final

import aiohttp

from bot.clock import SystemClock
from bot.demo.serving import serving
from bot.texts.consent import TEXTS as CONSENT
from bot.texts.identity import TEXTS as IDENTITY
from bot.texts.interview import TEXTS as INTERVIEW
from bot.texts.office import TEXTS as OFFICE

FOLDER: Final = Path(__file__).parent / "img"
WIDTH, HEIGHT = 390, 844  # CSS pixels of a common phone
PATIENCE: Final = 20.0  # seconds
LOOK_EVERY: Final = 0.1  # seconds
PRESS: Final = """
const keys = [...document.querySelectorAll("#phone button")].filter(
  key => key.textContent.includes(arguments[0]) && key.offsetParent);
if (keys.length) keys.at(-1).click();
return keys.length > 0;
"""
SAY: Final = """
document.getElementById("text").value = arguments[0];
document.getElementById("say").requestSubmit();
return true;
"""
SHOWS: Final = 'return document.getElementById("chat").innerText.includes(arguments[0])'
QUIET: Final = 'document.getElementById("toast").textContent = ""; return true'


class Browser:
    """A window of a phone's size, driven by the WebDriver protocol."""

    def __init__(self, http: aiohttp.ClientSession, session: str) -> None:
        self._http = http
        self._session = session

    async def open(self, address: str) -> None:
        """Go to an address."""
        await call(self._http, "POST", f"{self._session}/url", {"url": address})

    async def run(self, script: str, *arguments: str) -> Any:
        """Run a script on the page and return what it returns."""
        body = {"script": script, "args": arguments}
        return await call(self._http, "POST", f"{self._session}/execute/sync", body)

    async def until(self, script: str, *arguments: str) -> None:
        """Run a script until it returns something true."""
        async with asyncio.timeout(PATIENCE):
            while not await self.run(script, *arguments):  # noqa: ASYNC110 - the page tells nobody
                await asyncio.sleep(LOOK_EVERY)

    async def photograph(self, name: str) -> None:
        """Write the window as a PNG."""
        await self.run(QUIET)
        picture = await call(self._http, "GET", f"{self._session}/screenshot", None)
        (FOLDER / name).write_bytes(base64.b64decode(picture))


async def call(http: aiohttp.ClientSession, method: str, path: str, body: object) -> Any:
    """Call chromedriver; raises ``RuntimeError`` with what it says is wrong."""
    async with http.request(method, path, json=body) as answer:
        value = (await answer.json())["value"]
        if answer.status != 200:
            raise RuntimeError(value["message"])
        return value


@asynccontextmanager
async def opened_browser() -> AsyncIterator[Browser]:
    """Start chromedriver and a headless window; end both."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    driver = await asyncio.create_subprocess_exec(
        "chromedriver", f"--port={port}", stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL
    )
    metrics = {"width": WIDTH, "height": HEIGHT, "pixelRatio": 1.5, "touch": True}
    arguments = [
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--hide-scrollbars",
    ]
    options = {"args": arguments, "mobileEmulation": {"deviceMetrics": metrics}}
    wanted = {"capabilities": {"alwaysMatch": {"browserName": "chrome", "goog:chromeOptions": options}}}
    try:
        async with aiohttp.ClientSession(f"http://127.0.0.1:{port}") as http:
            await _wait_for(http)
            session = "/session/" + (await call(http, "POST", "/session", wanted))["sessionId"]
            try:
                yield Browser(http, session)
            finally:
                await call(http, "DELETE", session, None)
    finally:
        driver.terminate()
        await driver.wait()


async def _wait_for(http: aiohttp.ClientSession) -> None:
    async with asyncio.timeout(PATIENCE):
        while True:
            try:
                await call(http, "GET", "/status", None)
            except aiohttp.ClientConnectionError:
                await asyncio.sleep(LOOK_EVERY)
            else:
                return


async def take_pictures(folder: Path) -> None:
    """Show what the roster knows, and a competency; then, as the administrator, open the menu."""
    async with serving(folder, SystemClock()) as served, opened_browser() as browser:
        await browser.open(served.officials[1].link)
        for label in ("Bắt đầu", IDENTITY.confirm_yes, CONSENT.agree):
            await browser.until(PRESS, label)
        await browser.until(SHOWS, INTERVIEW.list_head)
        await browser.photograph("list.png")
        await browser.until(PRESS, INTERVIEW.button_all_correct)
        await browser.until(PRESS, INTERVIEW.button_skip)  # courses and studies, which nobody knows
        await browser.until(SHOWS, "C1. ")
        await browser.photograph("card.png")
        await browser.open(served.administrator.link)
        await browser.until(PRESS, "Bắt đầu")
        await browser.until(SHOWS, "/quantri")
        await browser.run(SAY, "/quantri")
        await browser.until(SHOWS, OFFICE.progress_button)
        await browser.photograph("menu.png")


def main() -> int:
    """Take the pictures; return the exit code."""
    if shutil.which("chromedriver") is None:
        sys.stderr.write(
            "chromedriver is not installed; on Debian: apt-get install chromium chromium-driver\n"
        )
        return 1
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(take_pictures(Path(folder)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
