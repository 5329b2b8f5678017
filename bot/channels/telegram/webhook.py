"""Our own webhook route: an update is answered with 200 only after the house has stored it.

The library's webhook answers before anything is processed. Telegram repeats what was not answered with
2xx, and holds back that person's later updates until then.
"""

import asyncio
import contextlib
import hmac
import json
import logging
import re
import socket
import traceback
from collections.abc import AsyncIterator, Awaitable, Callable, Generator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlsplit

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.channels.telegram.updates import read_batch
from bot.clock import Clock
from bot.messages import Hear

logger = logging.getLogger(__name__)

_Waiting = tuple[dict[str, Any], asyncio.Future[bool]]  # an update; whether it was stored
Health = Callable[[], Awaitable[Mapping[str, Any]]]

SECRET_HEADER: Final = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105  a name
BODY_LIMIT: Final = 1024 * 1024  # bytes; an update is far smaller
_BATCH_LIMIT: Final = 100  # updates in one transaction
_GRACE: Final = 5  # seconds for answers under way when stopping


@dataclass(frozen=True, slots=True)
class Webhook:
    """Where Telegram delivers. ``url`` is the public address; we listen on ``host`` and ``port`` behind it.

    ``secret`` is 1 to 256 letters, digits, ``_`` or ``-``; raises ``ValueError`` otherwise: without one
    anybody could write updates.
    """

    url: str
    secret: str = field(repr=False)
    port: int = 8443
    host: str = "0.0.0.0"  # noqa: S104  Telegram comes from outside
    max_connections: int = 40

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", self.secret):
            raise ValueError("the webhook's secret needs 1 to 256 of A-Z a-z 0-9 _ -")

    @property
    def path(self) -> str:
        """The path of our route."""
        return urlsplit(self.url).path or "/"


class WebhookReceiver:
    """Takes updates from the route to ``hear``: all that wait make one batch, one batch at a time."""

    def __init__(
        self,
        webhook: Webhook,
        hear: Hear,
        clock: Clock,
        *,
        on_fetch: Callable[[datetime], None] | None = None,
        health: Health | None = None,
    ) -> None:
        self._secret = webhook.secret.encode()
        self._path = webhook.path
        self._hear = hear
        self._clock = clock
        self._on_fetch = on_fetch
        self._health = health
        self._waiting: asyncio.Queue[_Waiting] = asyncio.Queue()
        self._is_closed = False

    def application(self) -> Starlette:
        """Return the routes: the webhook (POST) and ``/healthz``."""
        return Starlette(
            routes=[
                Route("/healthz", self._answer_health, methods=["GET"]),
                Route(self._path, self._answer_update, methods=["POST"]),
            ]
        )

    async def consume(self) -> None:
        """Let ``hear`` store what waits, until cancelled; what still waits then is refused."""
        try:
            while True:
                await self._consume_batch()
        finally:
            self._is_closed = True
            while not self._waiting.empty():
                _settle(self._waiting.get_nowait(), is_stored=False)

    async def _consume_batch(self) -> None:
        taken = [await self._waiting.get()]
        while not self._waiting.empty() and len(taken) < _BATCH_LIMIT:
            taken.append(self._waiting.get_nowait())
        is_stored = False
        try:
            is_stored = await self._store([update for update, _ in taken])
        finally:
            for one in taken:
                _settle(one, is_stored=is_stored)

    async def _store(self, updates: list[dict[str, Any]]) -> bool:
        now = self._clock.now()
        if self._on_fetch is not None:
            self._on_fetch(now)
        try:
            if batch := read_batch(updates, now):
                await self._hear(batch)
        except Exception as error:  # noqa: BLE001  nothing was stored: Telegram brings it again
            frames = "".join(traceback.format_tb(error.__traceback__))
            logger.error("A batch was not stored (%s)\n%s", type(error).__name__, frames)  # noqa: TRY400
            return False
        return True

    async def _answer_update(self, request: Request) -> Response:
        given = request.headers.get(SECRET_HEADER, "").encode()
        if not hmac.compare_digest(given, self._secret):
            return Response(status_code=403)
        body = await _read_body(request)
        if body is None:
            return Response(status_code=413)
        update = _parse(body)
        if update is None:
            return Response(status_code=400)
        if self._is_closed:
            return Response(status_code=503)
        stored: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._waiting.put_nowait((update, stored))
        return Response(status_code=200 if await stored else 503)

    async def _answer_health(self, request: Request) -> Response:  # noqa: ARG002  Starlette's signature
        report = {"ok": True} if self._health is None else dict(await self._health())
        return JSONResponse(report, status_code=200 if report.get("ok") else 503)


def _settle(waiting: _Waiting, *, is_stored: bool) -> None:
    """Tell the route whether its update was stored; it may have gone already."""
    _, stored = waiting
    if not stored.done():
        stored.set_result(is_stored)


async def _read_body(request: Request) -> bytes | None:
    """Return the body, or None if it is longer than any update."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > BODY_LIMIT:
            return None
    return bytes(body)


def _parse(body: bytes) -> dict[str, Any] | None:
    """Return the update, or None for what is not one."""
    try:
        update = json.loads(body)
    except ValueError:
        return None
    is_update = isinstance(update, dict) and isinstance(update.get("update_id"), int)
    return update if is_update else None


class _QuietServer(uvicorn.Server):
    """A server inside our process: signals belong to the composition root."""

    @contextlib.contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        """Leave the signals alone."""
        yield


@contextlib.asynccontextmanager
async def serve(application: Starlette, host: str, port: int) -> AsyncIterator[None]:
    """Serve on ``host:port`` while the context is open; on leaving, answers under way are finished."""
    listening = socket.create_server((host, port), backlog=256)
    config = uvicorn.Config(
        application,
        http="h11",
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=_GRACE,
    )
    server = _QuietServer(config)
    serving = asyncio.create_task(server.serve(sockets=[listening]))
    try:
        yield
    finally:
        server.should_exit = True
        await asyncio.shield(serving)
        listening.close()


async def receive(webhook: Webhook, receiver: WebhookReceiver) -> None:
    """Serve the route and store what comes, until cancelled."""
    async with serve(receiver.application(), webhook.host, webhook.port):
        await receiver.consume()
