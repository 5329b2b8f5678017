"""One connection: bytes in, requests to their routes, answers out in the order of the requests."""

import asyncio
from collections import deque
from http import HTTPStatus
from typing import Final, cast

import httptools

from bot.serving.crowd import NEVER, Crowd, Limits
from bot.serving.exchange import CONTINUE, Exchange, Route, Routes, encode, find_route
from bot.serving.mistakes import log_mistake

_PIPELINED: Final = 32  # requests that one client may have waiting; it is not read further until fewer wait
_FULL: Final = encode(HTTPStatus.SERVICE_UNAVAILABLE, b"", "", "", keeps_alive=False)


class _RefusedError(Exception):
    """The request is turned away: what follows it is not parsed."""


class Connection(asyncio.Protocol):
    """Parses with httptools, whose callbacks are the methods ``on_…``. All times are the loop's.

    A request is refused as soon as it is known to be too much: nothing of it is read further, the client gets some
    time to read the answer, and the connection ends.
    """

    def __init__(self, routes: Routes, limits: Limits, crowd: Crowd, loop: asyncio.AbstractEventLoop) -> None:
        self._routes = routes
        self._limits = limits
        self._crowd = crowd
        self._loop = loop
        self._parser = httptools.HttpRequestParser(self)
        self._exchanges: deque[Exchange] = deque()
        self._transport: asyncio.Transport
        self.deadline = NEVER
        self._is_receiving = False  # the first byte of a request has come, its last has not
        self._is_leaving = False  # no further request is read; it closes behind the last answer
        self._is_lingering = False  # the last answer is out; whatever comes is thrown away
        self._is_blocked = False  # the client does not read its answers
        self._is_in_head = True
        self._head_bytes = 0  # of the parts that are complete
        self._raw_head_bytes = 0  # of all that came, while the head is not complete
        self._received_count = 0  # complete requests
        self._forget()

    def _forget(self) -> None:
        """Make room for the next request."""
        self._url = b""
        self._headers: dict[bytes, bytes] = {}
        self._chunks: list[bytes] = []
        self._body_bytes = 0
        self._current: Exchange | None = None
        self._route: Route | None = None

    # --- what the event loop tells ----------------------------------------------------------------

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin to wait for a request, or turn it away when the house is full."""
        self._transport = cast("asyncio.Transport", transport)  # uvloop's own is no subclass of it
        if not self._crowd.admit(self):
            self._is_lingering = True
            self._transport.write(_FULL)
            self._transport.close()
            return
        self.deadline = self._loop.time() + self._limits.request_seconds

    def data_received(self, data: bytes) -> None:
        """Parse what came, unless the connection is on its way out."""
        if self._is_leaving or self._is_lingering:
            return
        self._begin()
        received_before = self._received_count
        try:
            self._parser.feed_data(data)
        except httptools.HttpParserCallbackError as error:
            if not self._is_leaving:  # raised by none of our refusals
                log_mistake("A request was not judged", error.__context__ or error)
                self._end_with(HTTPStatus.INTERNAL_SERVER_ERROR)
            return
        except httptools.HttpParserError:
            if not self._is_leaving:
                self._end_with(HTTPStatus.BAD_REQUEST)
            return
        if self._is_in_head and self._received_count == received_before:
            self._raw_head_bytes += len(data)
            if self._raw_head_bytes > 2 * self._limits.head_bytes:  # one part of it that does not end
                self._end_with(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)
        if len(self._exchanges) > _PIPELINED:
            self._transport.pause_reading()

    def connection_lost(self, error: Exception | None) -> None:  # noqa: ARG002  the loop's signature
        """Give up what was not answered."""
        self._crowd.remove(self)
        self._is_lingering = True
        for exchange in self._exchanges:
            exchange.is_open = False
        self._exchanges.clear()

    def pause_writing(self) -> None:
        """Read nothing more from a client that does not read; it has a request's time to begin."""
        self._is_blocked = True
        self._transport.pause_reading()
        self.deadline = self._loop.time() + self._limits.request_seconds

    def resume_writing(self) -> None:
        """Go on."""
        self._is_blocked = False
        self.flush()

    def _begin(self) -> None:
        """A request has its time from its first byte on, whatever its later ones bring."""
        if not self._is_receiving:
            self._is_receiving = True
            self.deadline = self._loop.time() + self._limits.request_seconds

    # --- what the parser tells --------------------------------------------------------------------

    def on_message_begin(self) -> None:
        """The first letter of a request, perhaps behind another one."""
        if self._is_leaving:
            raise _RefusedError
        self._begin()

    def on_url(self, part: bytes) -> None:
        """A part of the address."""
        self._url += part
        self._count_head(len(part))

    def on_header(self, name: bytes, value: bytes) -> None:
        """One header; those behind a body in chunks are of no use to anybody."""
        if self._is_in_head:
            self._headers[name.lower()] = value
            self._count_head(len(name) + len(value) + 4)

    def on_headers_complete(self) -> None:
        """Decide by the head alone whether the body is read."""
        self._is_in_head = False
        self._head_bytes = self._raw_head_bytes = 0
        is_current = self._parser.get_http_version() == "1.1"
        exchange = Exchange(
            self.flush,
            keeps_alive=is_current and self._parser.should_keep_alive(),
            target=self._url,
            headers=self._headers,
        )
        self._current = exchange
        self._exchanges.append(exchange)
        route = self._judge()
        if route.admit is not None and not route.is_for_all:
            self._crowd.trust(self)
        self._route = route
        if route.body_seconds:
            self.deadline = self._loop.time() + route.body_seconds
        if is_current and self._headers.get(b"expect", b"").lower() == b"100-continue":
            exchange.wants_continue = True
            self.flush()

    def on_body(self, part: bytes) -> None:
        """A part of the body."""
        self._body_bytes += len(part)
        assert self._route is not None
        if self._body_bytes > (self._route.body_bytes or self._limits.body_bytes):
            self._refuse(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        self._chunks.append(part)

    def on_message_complete(self) -> None:
        """Hand the request to its route."""
        exchange, route = self._current, self._route
        assert exchange is not None
        assert route is not None
        exchange.body = self._chunks[0] if len(self._chunks) == 1 else b"".join(self._chunks)
        exchange.wants_continue = False
        self._forget()
        self._received_count += 1
        self._is_in_head = True
        self._is_receiving = False
        self._is_leaving = not exchange.keeps_alive
        if not self._is_blocked:
            self.deadline = NEVER
        try:
            route.respond(exchange)
        except Exception as error:  # noqa: BLE001  a mistake of ours must not stop the server
            log_mistake("A request was not answered", error)
            exchange.answer(HTTPStatus.INTERNAL_SERVER_ERROR)

    # --- judging ----------------------------------------------------------------------------------

    def _judge(self) -> Route:
        """Return the route, or refuse: path, method, whether the client may come in, how much it wants to send."""
        route, method = find_route(self._routes, self._url.partition(b"?")[0], self._parser.get_method())
        if not method:
            return self._refuse(HTTPStatus.NOT_FOUND)
        if route is None:
            return self._refuse(HTTPStatus.METHOD_NOT_ALLOWED, allow=method.decode())
        if route.admit is not None and (status := route.admit(self._headers)):
            return self._refuse(status)
        if self._parser.should_upgrade():
            return self._refuse(HTTPStatus.BAD_REQUEST)
        limit = 0 if route.admit is None else route.body_bytes or self._limits.body_bytes
        is_chunked = b"transfer-encoding" in self._headers
        if int(self._headers.get(b"content-length", b"0")) > limit or (is_chunked and not limit):
            return self._refuse(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        return route

    def _count_head(self, size: int) -> None:
        self._head_bytes += size
        if self._head_bytes > self._limits.head_bytes:
            self._refuse(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)

    def _refuse(self, status: int, *, allow: str = "") -> Route:
        """Turn the present request away and stop the parser. Always raises."""
        self._end_with(status, allow=allow)
        raise _RefusedError

    def _end_with(self, status: int, *, allow: str = "") -> None:
        """Answer the request that is being received, and let the connection end behind that."""
        self._is_leaving = True
        exchange = self._current
        if exchange is None:
            exchange = Exchange(self.flush, keeps_alive=False)
            self._exchanges.append(exchange)
        self._current = None
        exchange.keeps_alive = exchange.wants_continue = False
        exchange.answer(status, allow=allow)

    # --- answering --------------------------------------------------------------------------------

    def flush(self) -> None:
        """Write every answer whose turn has come; then close, or wait for the next request."""
        if self._is_lingering or self._is_blocked:
            return
        waiting = self._exchanges
        is_last = False
        while waiting and not is_last and (reply := waiting[0].reply):
            is_last = not waiting.popleft().keeps_alive
            self._transport.write(reply)
        if is_last or (self._is_leaving and not waiting):
            self._depart()
        else:
            self._go_on()

    def _go_on(self) -> None:
        """Read on, unless the client does not read, or has too much waiting; count its idle time."""
        waiting = self._exchanges
        if self._is_blocked:
            return
        if not waiting and not self._is_receiving:
            self.deadline = self._loop.time() + self._limits.idle_seconds
        if waiting and waiting[0].wants_continue:
            waiting[0].wants_continue = False
            self._transport.write(CONTINUE)
        if len(waiting) <= _PIPELINED:
            self._transport.resume_reading()

    def _depart(self) -> None:
        """Close. A client that may still be sending would lose the answer by that: it gets time to read it."""
        self._is_lingering = True
        if not self._is_receiving:
            self._transport.close()
            return
        self._transport.write_eof()
        self._transport.resume_reading()
        self.deadline = self._loop.time() + self._limits.linger_seconds

    # --- what the crowd asks ----------------------------------------------------------------------

    @property
    def is_busy(self) -> bool:
        """Whether we owe it an answer."""
        return not all(exchange.may_be_left for exchange in self._exchanges)

    def expire(self) -> None:
        """End it: with 408 if a part of a request has come."""
        self.deadline = NEVER
        if self._is_lingering or self._is_blocked:
            self.abort()
        elif self._is_receiving and not self._is_leaving:
            self._end_with(HTTPStatus.REQUEST_TIMEOUT)
        else:
            self._transport.close()

    def abort(self) -> None:
        """End it this moment."""
        self._is_lingering = True
        self._transport.abort()

    def retire(self) -> None:
        """Answer what is complete, read nothing more, and close."""
        if self._is_lingering:
            self._transport.close()
            return
        if self._current is not None:
            self._exchanges.remove(self._current)
            self._current = None
        self._is_receiving = False
        self._is_leaving = True
        for exchange in self._exchanges:
            exchange.keeps_alive = exchange is not self._exchanges[-1]
        self.flush()
