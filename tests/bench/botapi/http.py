"""HTTP/1.1 on the server's side: keep-alive and pipelining; of one connection one request after the other."""

import asyncio
import time
from collections import deque
from collections.abc import Callable
from email.utils import formatdate
from typing import Final, cast
from urllib.parse import parse_qsl, unquote

import httptools
import orjson

from bot.simulator.call import Call
from bot.simulator.errors import ApiError, bad_request
from tests.bench.botapi.delay import DelayLine

Reply = Callable[[int, bytes], None]
"""Takes the HTTP status and the JSON body of an answer."""

Handle = Callable[[str, str, Call, Reply], None]
"""Carries a call out: the token, the method's name in lower case, its parameters, how to answer (now or later)."""

_REASONS: Final = {200: "OK", 400: "Bad Request", 401: "Unauthorized", 403: "Forbidden", 404: "Not Found"}
_REASONS_MORE: Final = {409: "Conflict", 429: "Too Many Requests", 500: "Internal Server Error"}
_HEAD: Final = (
    "HTTP/1.1 {status} {reason}\r\nServer: nginx/1.18.0\r\nDate: {date}\r\nContent-Type: application/json\r\n"
    "Content-Length: %d\r\nConnection: keep-alive\r\n"
    "Strict-Transport-Security: max-age=31536000; includeSubDomains; preload\r\n"
    "Access-Control-Allow-Origin: *\r\nAccess-Control-Allow-Methods: GET, POST, OPTIONS\r\n"
    "Access-Control-Expose-Headers: Content-Length,Content-Type,Date,Server,Connection\r\n\r\n"
)


class Heads:
    """The heads of answers, made once a second."""

    def __init__(self) -> None:
        self._second = 0
        self._made: dict[int, bytes] = {}

    def of(self, status: int, length: int) -> bytes:
        """Return the head of an answer."""
        second = int(time.time())
        if second != self._second:
            self._second, self._made = second, {}
        if status not in self._made:
            reason = (_REASONS | _REASONS_MORE).get(status, "Error")
            head = _HEAD.format(status=status, reason=reason, date=formatdate(second, usegmt=True))
            self._made[status] = head.encode()
        return self._made[status] % length


class Connection(asyncio.Protocol):
    """One connection of the bot. A request begins when the one before it has been answered."""

    def __init__(self, handle: Handle, heads: Heads, coming: DelayLine, going: DelayLine) -> None:
        self._handle, self._heads = handle, heads
        self._coming, self._going = coming, going
        self._parser = httptools.HttpRequestParser(self)
        self._requests: deque[tuple[bytes, bytes, bytes]] = deque()
        self._is_busy = False
        self._is_advancing = False
        self._out: list[bytes] = []
        self._transport: asyncio.Transport | None = None
        self._url = self._type = b""
        self._body: list[bytes] = []

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Remember where answers go."""
        self._transport = cast("asyncio.Transport", transport)  # uvloop does not inherit from it

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002  the protocol's signature
        """Forget where answers go."""
        self._transport = None

    def data_received(self, data: bytes) -> None:
        """Take bytes in, after the delay."""
        self._coming.later(self._feed, data)

    def _feed(self, data: bytes) -> None:
        try:
            self._parser.feed_data(data)
        except httptools.HttpParserError:
            if self._transport is not None:
                self._transport.abort()
            return
        self._advance()

    # --- called by the parser ---------------------------------------------------------------------

    def on_message_begin(self) -> None:
        """Begin a request."""
        self._url = self._type = b""
        self._body = []

    def on_url(self, url: bytes) -> None:
        """Take a part of the address."""
        self._url += url

    def on_header(self, name: bytes, value: bytes) -> None:
        """Note the type of the body."""
        if name.lower() == b"content-type":
            self._type = value

    def on_body(self, body: bytes) -> None:
        """Take a part of the body."""
        self._body.append(body)

    def on_message_complete(self) -> None:
        """Queue a whole request."""
        self._requests.append((self._url, self._type, b"".join(self._body)))

    # --- one request after the other --------------------------------------------------------------

    def _advance(self) -> None:
        self._is_advancing = True
        while self._requests and not self._is_busy:
            self._is_busy = True
            self._begin(*self._requests.popleft())
        self._is_advancing = False
        if self._out:
            joined = b"".join(self._out)
            self._out.clear()
            self._going.later(self._write, joined)

    def _begin(self, url: bytes, kind: bytes, body: bytes) -> None:
        try:
            token, method, values = read_address(url)
            call = Call(values | read_body(kind, body))
        except ApiError as error:
            self._answer(error.code, orjson.dumps(error.body()))
            return
        self._handle(token, method, call, self._answer)

    def _answer(self, status: int, body: bytes) -> None:
        self._is_busy = False
        self._out += (self._heads.of(status, len(body)), body)
        if not self._is_advancing:
            self._advance()

    def _write(self, content: bytes) -> None:
        if self._transport is not None and not self._transport.is_closing():
            self._transport.write(content)


def read_address(url: bytes) -> tuple[str, str, dict[str, object]]:
    """Return token, method in lower case and parameters of ``/bot<token>/<method>?…``. Raises the 404."""
    path, _, query = url.decode().partition("?")
    head, _, method = unquote(path).removeprefix("/bot").partition("/")
    if not path.startswith("/bot") or not method:
        raise ApiError(404, "Not Found")
    return head, method.lower(), dict(parse_qsl(query)) if query else {}


def read_body(kind: bytes, body: bytes) -> dict[str, object]:
    """Return the parameters of a body of JSON or a form; ``null`` counts as absent. Raises the 400."""
    if not body:
        return {}
    if kind.startswith(b"application/json"):
        try:
            values = orjson.loads(body)
        except orjson.JSONDecodeError:
            raise ApiError(400, "Bad Request: can't parse the request body") from None
        return {name: value for name, value in values.items() if value is not None}
    if kind.startswith(b"application/x-www-form-urlencoded"):
        return dict(parse_qsl(body.decode(), keep_blank_values=True))
    raise bad_request(f"this server reads JSON and forms, not {kind.decode()}")
