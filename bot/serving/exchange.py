"""One request and its answer, and the routes that requests take."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

Headers = Mapping[bytes, bytes]
"""Names in lower case; of two headers of one name the last."""


class Exchange:
    """One request, and the place of its answer: answers leave in the order of the requests.

    ``keeps_alive`` says whether the connection stays open behind it.
    """

    __slots__ = ("_flush", "body", "is_open", "keeps_alive", "reply", "wants_continue")

    def __init__(self, flush: Callable[[], None], *, keeps_alive: bool) -> None:
        self._flush = flush
        self.keeps_alive = keeps_alive
        self.wants_continue = False
        self.body = b""
        """All of it, once the route is asked to respond."""
        self.reply = b""
        """What is to be written; empty until it is answered."""
        self.is_open = True
        """Whether it can still be answered: it was not, and the client is there."""

    def answer(self, status: int, body: bytes = b"", content_type: str = "", *, allow: str = "") -> None:
        """Answer it, once; does nothing if it is no longer open. ``allow`` goes with 405."""
        if self.is_open:
            self.is_open = False
            self.reply = encode(status, body, content_type, allow, keeps_alive=self.keeps_alive)
            self._flush()


Admit = Callable[[Headers], int]
"""Says with which status a request is turned away before its body is read; 0 lets it in."""


@dataclass(frozen=True, slots=True)
class Route:
    """What happens at one path. ``respond`` gets the exchange with its whole body and answers it, now or later.

    With ``admit`` the client has to show that it may come in; whoever has is trusted from then on. Without it nobody
    may send a body.
    """

    method: bytes
    respond: Callable[[Exchange], None]
    admit: Admit | None = None


Routes = Mapping[bytes, Route]
"""By path, without query."""

CONTINUE: Final = b"HTTP/1.1 100 Continue\r\n\r\n"
_STATUS_LINES: Final = {
    status.value: f"HTTP/1.1 {status.value} {status.phrase}\r\nContent-Length: ".encode()
    for status in HTTPStatus
}


def encode(status: int, body: bytes, content_type: str, allow: str, *, keeps_alive: bool) -> bytes:
    """Return the bytes of one answer, without a date: the proxy in front adds it."""
    parts = [_STATUS_LINES[status], str(len(body)).encode()]
    if content_type:
        parts.append(b"\r\nContent-Type: " + content_type.encode())
    if allow:
        parts.append(b"\r\nAllow: " + allow.encode())
    if not keeps_alive:
        parts.append(b"\r\nConnection: close")
    parts += (b"\r\n\r\n", body)
    return b"".join(parts)
