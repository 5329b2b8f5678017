"""What the browser of whoever tries the demo asks: the frame, its news, its orders, and the phones in it."""

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from importlib.resources import files
from typing import Any, Final

import aiohttp
from aiohttp import web

from bot.channels.web.assets import TYPES
from bot.demo.archive import Archive
from bot.demo.office_clock import SPEEDS, OfficeClock
from bot.demo.people import People
from bot.demo.phones import Phones
from bot.demo.setting import HOST

POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; connect-src 'self'; frame-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
SAFE: Final = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}
FIRST_STRANGER: Final = 10_000
"""The number of the first phone that is opened by a link instead of from the list."""


@dataclass
class Front:
    """The routes. ``is_preview``: a form is tried, so there is neither a clock to turn nor anybody else."""

    url: str
    people: People
    clock: OfficeClock
    archive: Archive
    is_preview: bool
    _stranger_count: int = 0

    def application(self, phones: Phones) -> web.Application:
        """Return the routes of everything under one address."""
        application = web.Application(middlewares=[self._guard])
        router = application.router
        router.add_get("/", self._show)
        router.add_get("/frame/{name}", self._give_file)
        router.add_get("/frame-news", self._tell)
        router.add_post("/frame-phones", self._open_phone)
        router.add_post("/frame-clock", self._turn_clock)
        router.add_get("/k/{code}", self._open_link)
        router.add_route("*", "/p/{phone:[0-9]{1,6}}/{rest:.*}", phones.pass_on)
        return application

    @web.middleware
    async def _guard(
        self, request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
    ) -> web.StreamResponse:
        """Serve under our own name only, and take orders from our own page only."""
        if f"http://{request.host}" != self.url:
            raise web.HTTPFound(f"{self.url}{request.path_qs}")
        if request.method == "POST" and request.headers.get("Origin", self.url) != self.url:
            raise web.HTTPForbidden
        return await handler(request)

    async def _show(self, request: web.Request) -> web.Response:  # noqa: ARG002
        return _file("index.html", "text/html; charset=utf-8")

    async def _give_file(self, request: web.Request) -> web.Response:
        name = request.match_info["name"]
        if name not in {each.name for each in (files("bot.demo") / "frame").iterdir()}:
            raise web.HTTPNotFound
        return _file(name, TYPES[name.rpartition(".")[2]])

    async def _tell(self, request: web.Request) -> web.Response:  # noqa: ARG002
        return await self._news()

    async def _news(self, **more: Any) -> web.Response:
        told = {
            "is_preview": self.is_preview,
            "now": self.clock.now().isoformat(timespec="seconds"),
            "speed": self.clock.speed,
            "is_seeking": self.clock.is_seeking,
            "found_none": self.clock.found_none,
            "people": self.people.shown(await self.archive.states()),
            "sent": await self.archive.sent(),
        }
        return web.json_response(told | more, headers=SAFE)

    async def _open_phone(self, request: web.Request) -> web.Response:
        """Take a phone into the hand; tells where its page is."""
        number = (await _read_order(request)).get("number")
        if type(number) is not int or not 0 <= number < len(self.people):
            raise web.HTTPBadRequest
        code = await self.people.take(number)
        return await self._news(address=f"/p/{number}/k/{code}" if code else f"/p/{number}/")

    async def _turn_clock(self, request: web.Request) -> web.Response:
        speed = (await _read_order(request)).get("speed")
        if speed == "reminder":
            self.clock.seek_reminder()
        elif type(speed) is int and speed in SPEEDS:
            self.clock.turn_to(speed)
        else:
            raise web.HTTPBadRequest
        return await self._news()

    async def _open_link(self, request: web.Request) -> web.Response:
        """Open a link that was shown in a chat, on a phone that nobody has used yet."""
        self._stranger_count += 1
        number = FIRST_STRANGER + self._stranger_count
        raise web.HTTPFound(f"/p/{number}/k/{request.match_info['code']}")


def _file(name: str, content_type: str) -> web.Response:
    content = (files("bot.demo") / "frame" / name).read_bytes()
    return web.Response(body=content, headers={**SAFE, "Content-Type": content_type})


async def _read_order(request: web.Request) -> dict[str, Any]:
    """Return the body. Only JSON, which a foreign site cannot post here without being asked."""
    if request.content_type != "application/json":
        raise web.HTTPUnsupportedMediaType
    try:
        body = json.loads(await request.read())
    except ValueError:
        raise web.HTTPBadRequest from None
    return body if isinstance(body, dict) else {}


@asynccontextmanager
async def open_front(front: Front, page_url: str, port: int) -> AsyncIterator[None]:
    """Serve the frame and its phones; the page of the bot is at ``page_url``."""
    timeout = aiohttp.ClientTimeout(total=None)
    connector = aiohttp.TCPConnector(limit=0)
    async with aiohttp.ClientSession(
        timeout=timeout, connector=connector, cookie_jar=aiohttp.DummyCookieJar(), trust_env=False
    ) as http:
        runner = web.AppRunner(
            front.application(Phones(http, page_url)),
            access_log=None,
            handler_cancellation=True,
            shutdown_timeout=0.1,
        )
        await runner.setup()
        try:
            await web.TCPSite(runner, HOST, port).start()
            yield
        finally:
            await runner.cleanup()
