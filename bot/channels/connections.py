"""Connections to a Bot API server: HTTP/1.1, kept alive, several requests on one line where that costs nobody time.

A general client costs 0.3 to 7 ms of CPU a call; one protocol object for many calls costs a tenth of the least.
A request is written behind others on its connection (pipelined) only as deep as ``PIPELINE_TIME`` allows at the
shortest round trip seen: many on a server next door, one on a server 60 ms away.

Exceptions::

    WireError(Exception)
    ├── NotSentError     no connection, or it closed before a byte of the request left: certainly not carried out
    └── UnknownError     the request left and no whole answer came: it may have been carried out
"""

import asyncio
import ssl
from collections import deque
from dataclasses import dataclass, field
from typing import Final, cast
from urllib.parse import urlsplit

import httptools

PIPELINE_TIME: Final = 0.003  # seconds that a request may wait behind others
DEEPEST: Final = 64
KEEP_IDLE: Final = 30.0  # seconds; less than Telegram keeps a connection, so that no dead one is used
_MEMORY: Final = 60.0  # seconds for which a shortest round trip is remembered
_SWEEP: Final = 0.25  # seconds between two looks at the deadlines
HEAD_LIMIT: Final = 65_536  # bytes of an answer's head
BODY_LIMIT: Final = 64 * 1024 * 1024


class WireError(Exception):
    """A request has no answer. The text never holds an address: it carries the token."""


class NotSentError(WireError):
    """The request never left."""


class UnknownError(WireError):
    """The request left, and nobody knows what became of it."""


@dataclass(slots=True, eq=False)
class _Exchange:
    """One request and the answer to it."""

    request: bytes
    answer: asyncio.Future[tuple[int, bytes]]
    deadline: float
    sent_at: float = 0.0
    was_alone: bool = False


@dataclass(slots=True)
class _Reading:
    """The answer that is arriving."""

    parts: list[bytes] = field(default_factory=list)
    size: int = 0


class _Connection(asyncio.Protocol):
    """One connection: requests out, answers back in the same order."""

    def __init__(self, pool: "Connections") -> None:
        self._pool = pool
        self._loop = pool.loop
        self._parser = httptools.HttpResponseParser(self)
        self._transport: asyncio.Transport | None = None
        self._unsent: list[_Exchange] = []
        self._sent: deque[_Exchange] = deque()
        self._reading = _Reading()
        self.is_closing = False
        self.idle_since = self._loop.time()

    @property
    def depth(self) -> int:
        """How many requests wait here for their answer."""
        return len(self._unsent) + len(self._sent)

    def send(self, exchange: _Exchange) -> None:
        """Write a request: at once if the pool is eager, else those of one turn of the loop leave together."""
        exchange.was_alone = not self.depth
        self._unsent.append(exchange)
        if self._pool.is_eager:
            self._flush()
        elif len(self._unsent) == 1:
            self._loop.call_soon(self._flush)

    def _flush(self) -> None:
        if self._transport is None or self.is_closing:
            return  # connection_lost says what became of them
        now = self._loop.time()
        batch, self._unsent = [each for each in self._unsent if not each.answer.done()], []
        for exchange in batch:
            exchange.sent_at = now
        self._sent.extend(batch)
        self._transport.write(b"".join([exchange.request for exchange in batch]))

    def close(self) -> None:
        """Close the connection; whoever waits here learns that nobody knows."""
        self.is_closing = True
        if self._transport is not None:
            self._transport.abort()

    def check(self, now: float) -> None:
        """Close the connection if an answer is overdue or nothing has happened for long."""
        overdue = any(each.deadline <= now for each in self._sent) or any(
            each.deadline <= now for each in self._unsent
        )
        if overdue or (not self.depth and now - self.idle_since > KEEP_IDLE):
            self.close()

    # --- asyncio.Protocol -----------------------------------------------------------------------------

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin."""
        self._transport = cast("asyncio.Transport", transport)  # uvloop's are none of asyncio's classes

    def data_received(self, data: bytes) -> None:
        """Read what arrived; an answer that is no HTTP ends the connection."""
        try:
            self._parser.feed_data(data)
        except (httptools.HttpParserError, _TooLongError):
            self.close()

    def connection_lost(self, exc: Exception | None) -> None:
        """Tell whoever waits here."""
        self.is_closing = True
        reason = type(exc).__name__ if exc else "closed"
        for exchange in self._sent:
            _fail(exchange, UnknownError(f"connection lost: {reason}"))
        for exchange in self._unsent:
            _fail(exchange, NotSentError(f"connection lost before sending: {reason}"))
        self._sent.clear()
        self._unsent.clear()
        self._pool.forget(self)

    # --- httptools ------------------------------------------------------------------------------------

    def on_body(self, body: bytes) -> None:
        """Keep a part of an answer."""
        self._reading.size += len(body)
        if self._reading.size > BODY_LIMIT:
            raise _TooLongError
        self._reading.parts.append(body)

    def on_message_complete(self) -> None:
        """Hand an answer to whoever waits for it."""
        body, self._reading = b"".join(self._reading.parts), _Reading()
        status = self._parser.get_status_code()
        if status < 200:
            return  # an interim answer
        if not self._sent:
            self.close()  # nobody asked: the line is out of step
            return
        exchange = self._sent.popleft()
        now = self._loop.time()
        if exchange.was_alone:
            self._pool.note_round_trip(now, now - exchange.sent_at)
        if not exchange.answer.done():
            exchange.answer.set_result((status, body))
        self.idle_since = now
        if not self._parser.should_keep_alive():
            self.close()
        elif not self.depth:
            self._pool.note_idle(self)
        self._pool.has_room.set()


class _TooLongError(Exception):
    """An answer is longer than any."""


class Connections:
    """A pool of at most ``limit`` connections to the server of a Bot API address (``http://…`` or ``https://…``).

    ``is_eager``: a request leaves the moment it is made, before whatever else the loop has to do.
    Proxies named in the environment are ignored.
    """

    def __init__(
        self, base_url: str, *, limit: int = 256, connect_timeout: float = 5.0, is_eager: bool = False
    ) -> None:
        parts = urlsplit(base_url)
        try:
            self._port = parts.port or (443 if parts.scheme == "https" else 80)
        except ValueError:
            self._port = 0
        self._host = parts.hostname or ""
        self._is_secure = parts.scheme == "https"
        self._is_possible = bool(self._host and self._port) and parts.scheme in ("http", "https")
        self._limit = limit
        self.is_eager = is_eager
        self._connect_timeout = connect_timeout
        self._open: list[_Connection] = []
        self._idle: list[_Connection] = []  # the last one used first; some may have gone or be busy again
        self._next = 0
        self._opening = 0
        self._shortest = [(0.0, 1.0), (0.0, 1.0)]  # (since, seconds) of this minute and the one before
        self._sweeper: asyncio.TimerHandle | None = None
        self._context: ssl.SSLContext | None = None
        self.in_flight = 0
        """Requests that wait for an answer."""
        self.has_room = asyncio.Event()
        """Set whenever a connection may have become free."""

    @property
    def loop(self) -> asyncio.AbstractEventLoop:
        """The loop in which everything happens."""
        return asyncio.get_running_loop()

    @property
    def host(self) -> str:
        """What stands in the Host header."""
        usual = 443 if self._is_secure else 80
        return self._host if self._port == usual else f"{self._host}:{self._port}"

    async def request(self, request: bytes, timeout: float) -> tuple[int, bytes]:  # noqa: ASYNC109 - a deadline
        """Send one whole HTTP request; return status and body. Raises ``WireError``."""
        loop = self.loop
        exchange = _Exchange(request, loop.create_future(), loop.time() + timeout)
        self.in_flight += 1
        try:
            connection = self._find() or await self._wait_for_one(exchange.deadline)
            self._send(connection, exchange)
            return await exchange.answer
        finally:
            self.in_flight -= 1

    def begin(self, request: bytes, timeout: float) -> "asyncio.Future[tuple[int, bytes]]":
        """Send a request as ``request`` does; return the answer to come. No task is made if a connection is free."""
        connection = self._find()
        if connection is None:
            return asyncio.ensure_future(self.request(request, timeout))
        exchange = _Exchange(request, self.loop.create_future(), self.loop.time() + timeout)
        self.in_flight += 1
        exchange.answer.add_done_callback(self._end)
        self._send(connection, exchange)
        return exchange.answer

    def _end(self, _answer: "asyncio.Future[tuple[int, bytes]]") -> None:
        self.in_flight -= 1

    def _send(self, connection: _Connection, exchange: _Exchange) -> None:
        connection.send(exchange)
        if self._sweeper is None:
            self._sweeper = self.loop.call_later(_SWEEP, self._sweep)

    def close(self) -> None:
        """Close every connection."""
        if self._sweeper is not None:
            self._sweeper.cancel()
            self._sweeper = None
        for connection in list(self._open):
            connection.close()

    # --- choosing a connection ------------------------------------------------------------------------

    def _find(self) -> _Connection | None:
        """Return a connection on which a request waits no longer than it may; ``None`` if there is none."""
        while self._idle:
            connection = self._idle.pop()
            if not connection.depth and not connection.is_closing:
                return connection
        allowed = self._allowed_depth()
        if allowed == 1:
            return None
        for _ in self._open:  # in turn, so that their queues grow alike
            self._next = (self._next + 1) % len(self._open)
            connection = self._open[self._next]
            if connection.depth < allowed and not connection.is_closing:
                return connection
        return None

    async def _wait_for_one(self, deadline: float) -> _Connection:
        while True:
            if len(self._open) + self._opening < self._limit:
                return await self._connect()
            if (found := self._find()) is not None:
                return found
            self.has_room.clear()
            try:
                async with asyncio.timeout_at(deadline):
                    await self.has_room.wait()
            except TimeoutError:
                raise NotSentError("no connection is free") from None

    def _allowed_depth(self) -> int:
        shortest = min(self._shortest[0][1], self._shortest[1][1])
        return max(1, min(DEEPEST, int(PIPELINE_TIME / max(shortest, 1e-6))))

    async def _connect(self) -> _Connection:
        if not self._is_possible:
            raise NotSentError("no connection: the address is impossible")
        self._opening += 1
        try:
            async with asyncio.timeout(self._connect_timeout):
                _, connection = await self.loop.create_connection(
                    lambda: _Connection(self), self._host, self._port, ssl=self._secured()
                )
        except (OSError, TimeoutError, UnicodeError) as error:  # an SSLError is an OSError
            raise NotSentError(f"no connection: {type(error).__name__}") from None
        finally:
            self._opening -= 1
            self.has_room.set()
        self._open.append(connection)
        return connection

    def _secured(self) -> ssl.SSLContext | None:
        if self._is_secure and self._context is None:
            self._context = ssl.create_default_context()
        return self._context

    # --- what connections report ----------------------------------------------------------------------

    def forget(self, connection: _Connection) -> None:
        """Hear that a connection is gone."""
        if connection in self._open:
            self._open.remove(connection)
        if connection in self._idle:
            self._idle.remove(connection)
        self.has_room.set()

    def note_idle(self, connection: _Connection) -> None:
        """Hear that nothing waits on a connection any more."""
        self._idle.append(connection)

    def note_round_trip(self, now: float, seconds: float) -> None:
        """Hear how long a request that was alone on its connection took."""
        since, shortest = self._shortest[0]
        if now - since > _MEMORY:
            self._shortest = [(now, seconds), self._shortest[0] if since else (now, seconds)]
        elif seconds < shortest:
            self._shortest[0] = (since, seconds)

    def _sweep(self) -> None:
        now = self.loop.time()
        for connection in list(self._open):
            connection.check(now)
        self._sweeper = self.loop.call_later(_SWEEP, self._sweep) if self._open else None


def _fail(exchange: _Exchange, error: WireError) -> None:
    if not exchange.answer.done():
        exchange.answer.set_exception(error)
