"""Delivery to a webhook: few connections, of each chat one update at a time, again until 2xx, methods in the reply."""

import asyncio
from collections import deque
from collections.abc import Callable
from typing import Final, cast
from urllib.parse import urlsplit

import httptools
import orjson

from bot.simulator.call import Call
from bot.simulator.errors import ApiError
from tests.bench.botapi.delay import DelayLine
from tests.bench.botapi.updates import Update

SECRET_HEADER: Final = "X-Telegram-Bot-Api-Secret-Token"
LONGEST_PAUSE: Final = 60.0
Carry = Callable[[str, Call], bytes]
"""Carries out a method that the reply names."""


class Delivery:
    """Where updates are delivered, and what waits. ``url`` is empty while the bot polls."""

    def __init__(self, loop: asyncio.AbstractEventLoop, coming: DelayLine, going: DelayLine) -> None:
        self.loop, self.coming, self.going = loop, coming, going
        self.url = ""
        self.carry: Carry | None = None
        self.failures: dict[str, int] = {}
        self.head = b""
        self.most_connections = 0
        self._waiting: dict[int, deque[Update]] = {}
        self._ready: deque[int] = deque()
        self._idle: list[Line] = []
        self._lines: set[Line] = set()
        self._opened = 0

    def aim(self, url: str, secret: str, connections: int) -> None:
        """Set the address, its secret and how many connections there may be."""
        self.url, self.most_connections = url, connections
        parts = urlsplit(url)
        lines = [
            f"POST {parts.path or '/'} HTTP/1.1",
            f"Host: {parts.netloc}",
            "Content-Type: application/json",
        ]
        if secret:
            lines.append(f"{SECRET_HEADER}: {secret}")
        self.head = ("\r\n".join(lines) + "\r\nContent-Length: %d\r\n\r\n").encode()

    def push(self, update: Update) -> None:
        """Let an update wait for its turn; those of one chat go one after the other."""
        queue = self._waiting.get(update.chat_id)
        if queue is not None:
            queue.append(update)
            return
        self._waiting[update.chat_id] = deque((update,))
        self._ready.append(update.chat_id)
        self._deliver()

    def _deliver(self) -> None:
        while self._ready:
            if self._idle:
                line = self._idle.pop()
                chat_id = self._ready.popleft()
                line.post(self._waiting[chat_id][0], self.head)
            elif self._opened < self.most_connections:
                self._opened += 1
                self.loop.create_task(self._open())
                return
            else:
                return

    async def _open(self) -> None:
        parts = urlsplit(self.url)
        try:
            _, line = await self.loop.create_connection(
                lambda: Line(self), parts.hostname or "", parts.port or 80
            )
        except OSError:
            self._opened -= 1
            self.loop.call_later(0.2, self._deliver)
            return
        self._lines.add(line)
        self._idle.append(line)
        self._deliver()

    def close(self) -> None:
        """End every connection and deliver nothing more."""
        self.most_connections = 0
        self._waiting.clear()
        self._ready.clear()
        for line in self._lines:
            line.close()

    def answered(self, line: "Line", update: Update, status: int, body: bytes) -> None:
        """Take the bot's answer to one update."""
        self._idle.append(line)
        self._settle(update, status, body)

    def lost(self, line: "Line", update: Update | None) -> None:
        """Note that a connection has ended; what was under way on it goes again."""
        self._opened -= 1
        self._lines.discard(line)
        if line in self._idle:
            self._idle.remove(line)
        if update is not None:
            self._settle(update, 0, b"")

    def _settle(self, update: Update, status: int, body: bytes) -> None:
        if not 200 <= status < 300:
            named = f"webhook: {status or 'connection lost'}"
            self.failures[named] = self.failures.get(named, 0) + 1
            self.loop.call_later(1.0, self._again, update.chat_id)
            return
        if body and self.carry is not None:
            self._carry_out(self.carry, body)
        queue = self._waiting[update.chat_id]
        queue.popleft()
        if queue:
            self._ready.append(update.chat_id)
        else:
            del self._waiting[update.chat_id]
        self._deliver()

    def _again(self, chat_id: int) -> None:
        self._ready.append(chat_id)
        self._deliver()

    def _carry_out(self, carry: Carry, body: bytes) -> None:
        """Do what the reply asks for. Telegram tells nobody whether it worked."""
        try:
            values = orjson.loads(body)
            carry(str(values.pop("method")).lower(), Call(values))
        except (ApiError, KeyError, ValueError) as error:
            named = f"method in a webhook's reply: {error!r}"
            self.failures[named] = self.failures.get(named, 0) + 1


class Line(asyncio.Protocol):
    """One connection to the webhook, one update at a time."""

    def __init__(self, delivery: Delivery) -> None:
        self._delivery = delivery
        self._transport: asyncio.Transport | None = None
        self._update: Update | None = None
        self._parser = httptools.HttpResponseParser(self)
        self._body: list[bytes] = []

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Remember where updates go."""
        self._transport = cast("asyncio.Transport", transport)  # uvloop does not inherit from it

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002  the protocol's signature
        """Give back what was under way."""
        update, self._update, self._transport = self._update, None, None
        self._delivery.lost(self, update)

    def close(self) -> None:
        """End the connection."""
        if self._transport is not None:
            self._transport.close()

    def post(self, update: Update, head: bytes) -> None:
        """Send an update."""
        self._update = update
        self._body = []
        self._delivery.going.later(self._write, head % len(update.body) + update.body)

    def _write(self, content: bytes) -> None:
        if self._transport is not None:
            self._transport.write(content)

    def data_received(self, data: bytes) -> None:
        """Take bytes in, after the delay."""
        self._delivery.coming.later(self._parser.feed_data, data)

    def on_body(self, body: bytes) -> None:
        """Take a part of the answer."""
        self._body.append(body)

    def on_message_complete(self) -> None:
        """Settle the update."""
        update, self._update = self._update, None
        status = self._parser.get_status_code()
        if update is not None and status >= 200:
            self._delivery.answered(self, update, status, b"".join(self._body))
        else:
            self._update = update
