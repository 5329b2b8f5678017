"""Whoever calls a server: raw bytes over a real socket, answers read as they come."""

import asyncio
import contextlib
import itertools
import os
import socket
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from typing import NoReturn

import httptools

from bot.serving import Exchange, Headers, Limits, Route, Routes, serve
from bot.serving.crowd import Crowd
from bot.simulator.patience import while_working

SECRET = b"let me in"


@dataclass
class Answer:
    """One answer as a client reads it."""

    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""

    @property
    def closes(self) -> bool:
        """Whether the server says that it closes the connection behind it."""
        return self.headers.get("connection") == "close"


class _Reading:
    """Reads answers with a parser that is not ours."""

    def __init__(self) -> None:
        self.answers: list[Answer] = []
        self._now = Answer()
        self._parser = httptools.HttpResponseParser(self)

    def feed(self, content: bytes) -> None:
        self._parser.feed_data(content)

    def on_message_begin(self) -> None:
        self._now = Answer()

    def on_header(self, name: bytes, value: bytes) -> None:
        self._now.headers[name.decode().lower()] = value.decode()

    def on_headers_complete(self) -> None:
        self._now.status = self._parser.get_status_code()

    def on_body(self, part: bytes) -> None:
        self._now.body += part

    def on_message_complete(self) -> None:
        self.answers.append(self._now)


def read_answers(content: bytes) -> list[Answer]:
    """Return the complete answers among these bytes."""
    reading = _Reading()
    reading.feed(content)
    return reading.answers


class Caller:
    """One connection of a client."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer
        self._reading = _Reading()
        self._read_count = 0

    async def sends(self, content: bytes) -> None:
        """Send bytes, as they are."""
        self._writer.write(content)
        await self._writer.drain()

    async def hears(self) -> Answer:
        """Return the next answer. Raises ``EOFError`` if the server closes before."""
        async with while_working():
            while len(self._reading.answers) == self._read_count:
                content = await self._reader.read(65536)
                if not content:
                    raise EOFError
                self._reading.feed(content)
        self._read_count += 1
        return self._reading.answers[self._read_count - 1]

    async def asks(self, content: bytes) -> Answer:
        """Send and return the answer."""
        await self.sends(content)
        return await self.hears()

    async def is_left(self) -> None:
        """Return when the server has closed; fails if it says anything more."""
        async with while_working():
            with contextlib.suppress(ConnectionError):
                assert await self._reader.read() == b""

    async def is_cut_off(self) -> None:
        """Send until the connection breaks; return then."""
        async with while_working():
            with contextlib.suppress(ConnectionError):
                while True:
                    await self.sends(b"x" * 10_000)

    async def leaves(self) -> None:
        """Close."""
        self._writer.close()
        with contextlib.suppress(ConnectionError):
            await self._writer.wait_closed()


@contextlib.asynccontextmanager
async def calling(port: int) -> AsyncIterator[Caller]:
    """Connect, and close at the end."""
    caller = Caller(*await asyncio.open_connection("127.0.0.1", port))
    try:
        yield caller
    finally:
        await caller.leaves()


class Site:
    """A house with one guarded route: it echoes the body, or keeps the request while ``is_slow``."""

    def __init__(self) -> None:
        self.is_slow = False
        self.words = "private"
        self.kept: list[Exchange] = []
        self._arrived = asyncio.Event()
        self.routes: Routes = {
            b"/echo": Route(b"POST", self._echo, self._admit),
            b"/open": Route(b"GET", lambda exchange: exchange.answer(200, b"open")),
            b"/all": Route(b"POST", self._echo, self._admit, is_for_all=True),
            b"/broken": Route(b"GET", self._fail),
            b"/broken-door": Route(b"GET", self._fail, self._fail),
        }

    def _admit(self, headers: Headers) -> int:
        return 0 if headers.get(b"secret") == SECRET else 403

    def _echo(self, exchange: Exchange) -> None:
        if self.is_slow:
            self.kept.append(exchange)
            self._arrived.set()
        else:
            exchange.answer(200, exchange.body)

    def _fail(self, what: Exchange | Headers) -> NoReturn:  # noqa: ARG002  a route's signature
        raise RuntimeError(self.words)

    async def keeps(self, count: int) -> list[Exchange]:
        """Return when so many requests wait for their answers."""
        while len(self.kept) < count:
            self._arrived.clear()
            await self._arrived.wait()
        return self.kept


@dataclass
class House:
    """A running server and where it is."""

    site: Site
    port: int
    crowd: Crowd

    async def waits(self, seconds: float) -> None:
        """Let so much time pass for the connections, once the server has read whatever was sent."""
        async with calling(self.port) as caller:
            await caller.asks(get())
        self.crowd.sweep(asyncio.get_running_loop().time() + seconds)


@contextlib.asynccontextmanager
async def serving(limits: Limits | None = None) -> AsyncIterator[House]:
    """Serve a site on a free port."""
    site, port = Site(), free_port()
    async with serve(site.routes, "127.0.0.1", port, limits) as crowd:
        yield House(site, port, crowd)


_PORTS = range(20_000, 32_000)
"""Below those that the kernel gives to whoever asks for any: it would give one away before its server listens."""
_next = itertools.count(os.getpid() * 997)  # each process begins elsewhere


def free_port() -> int:
    """A port that nobody listens on just now, and that nobody is given by chance."""
    while True:
        port = _PORTS[next(_next) % len(_PORTS)]
        with contextlib.suppress(OSError), socket.create_server(("127.0.0.1", port)):
            return port


def post(
    body: bytes = b"x", headers: Mapping[str, str] | None = None, *, path: str = "/echo", version: str = "1.1"
) -> bytes:
    """A request of somebody who knows the secret."""
    lines = [f"POST {path} HTTP/{version}", "Host: x", f"Secret: {SECRET.decode()}"]
    lines += [f"{name}: {value}" for name, value in (headers or {"Content-Length": str(len(body))}).items()]
    return "\r\n".join([*lines, "", ""]).encode() + body


def chunked(*parts: bytes) -> bytes:
    """The same with a body in chunks."""
    body = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts if part) + b"0\r\n\r\n"
    return post(body, {"Transfer-Encoding": "chunked"})


def get(path: str = "/open") -> bytes:
    """A request of anybody."""
    return f"GET {path} HTTP/1.1\r\nHost: x\r\n\r\n".encode()
