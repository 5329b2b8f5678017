"""One request and its answer, and the routes that requests take."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

Headers = Mapping[bytes, bytes]
"""Names in lower case; of two headers of one name the last."""
EMPTY: Final[Headers] = {}


class Exchange:
    """One request, and the place of its answer: answers leave in the order of the requests.

    ``keeps_alive`` says whether the connection stays open behind it; ``target`` is the address with its query as it
    was asked for, ``headers`` are those of the request.
    """

    __slots__ = (
        "_flush",
        "body",
        "headers",
        "is_open",
        "keeps_alive",
        "may_be_left",
        "reply",
        "target",
        "wants_continue",
    )

    def __init__(
        self,
        flush: Callable[[], None],
        *,
        keeps_alive: bool,
        target: bytes = b"",
        headers: Headers = EMPTY,
    ) -> None:
        self._flush = flush
        self.target = target
        self.headers = headers
        self.keeps_alive = keeps_alive
        self.wants_continue = False
        self.body = b""
        """All of it, once the route is asked to respond."""
        self.reply = b""
        """What is to be written; empty until it is answered."""
        self.is_open = True
        """Whether it can still be answered: it was not, and the client is there."""
        self.may_be_left = False
        """Whether its client, whom nobody knows, waits for what may never come: it makes room in a full house."""

    def answer(
        self,
        status: int,
        body: bytes = b"",
        content_type: str = "",
        *,
        allow: str = "",
        more: Sequence[tuple[str, str]] = (),
    ) -> None:
        """Answer it, once; does nothing if it is no longer open. ``allow`` goes with 405, ``more`` are more headers."""
        if self.is_open:
            self.is_open = False
            self.reply = encode(status, body, content_type, allow, more, keeps_alive=self.keeps_alive)
            self._flush()


Admit = Callable[[Headers], int]
"""Says with which status a request is turned away before its body is read; 0 lets it in."""


@dataclass(frozen=True, slots=True)
class Route:
    """What happens at one path. ``respond`` gets the exchange with its whole body and answers it, now or later.

    With ``admit`` the client has to show that it may come in; without it nobody may send a body. Whoever was let in
    is trusted from then on, unless anybody can be (``is_for_all``). ``other`` is the route of another method at the
    same path. ``body_bytes`` and ``body_seconds`` take the place of the server's own limits for a body, if it may be a
    large one: let nobody in then who may not send one.
    """

    method: bytes
    respond: Callable[[Exchange], None]
    admit: Admit | None = None
    other: "Route | None" = None
    is_for_all: bool = False
    body_bytes: int = 0
    body_seconds: float = 0.0


Routes = Mapping[bytes, Route]
"""By path, without query; a path that ends in ``/*`` is that of everything one level below."""


def find_route(routes: Routes, path: bytes, method: bytes) -> tuple[Route | None, bytes]:
    """Return the route of a request, or ``None`` and the method that its path has (empty: there is no such path)."""
    first = routes.get(path) or routes.get(path[: path.rfind(b"/") + 1] + b"*")
    route = first
    while route is not None and route.method != method:
        route = route.other
    return route, first.method if first is not None else b""


CONTINUE: Final = b"HTTP/1.1 100 Continue\r\n\r\n"
_STATUS_LINES: Final = {
    status.value: f"HTTP/1.1 {status.value} {status.phrase}\r\nContent-Length: ".encode()
    for status in HTTPStatus
}


def encode(
    status: int,
    body: bytes,
    content_type: str,
    allow: str,
    more: Sequence[tuple[str, str]] = (),
    *,
    keeps_alive: bool,
) -> bytes:
    """Return the bytes of one answer, without a date: the proxy in front adds it."""
    parts = [_STATUS_LINES[status], str(len(body)).encode()]
    if content_type:
        parts.append(b"\r\nContent-Type: " + content_type.encode())
    if allow:
        parts.append(b"\r\nAllow: " + allow.encode())
    parts += (f"\r\n{name}: {value}".encode() for name, value in more)
    if not keeps_alive:
        parts.append(b"\r\nConnection: close")
    parts += (b"\r\n\r\n", body)
    return b"".join(parts)
