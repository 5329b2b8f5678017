"""Where Telegram delivers, and the secret that it brings along."""

import hmac
import re
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Final
from urllib.parse import urlsplit

from bot.serving import Headers, Limits

SECRET_HEADER: Final = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105  a name
_SECRET_NAME: Final = SECRET_HEADER.lower().encode()


@dataclass(frozen=True, slots=True)
class Webhook:
    """Where Telegram delivers. ``url`` is the public address; we listen on ``host`` and ``port`` behind it.

    The delivery of a tap is answered when the tap is, or ``tap_seconds`` after it was stored: a card is sent within
    some thousandths, and Telegram holds that person's next tap back until then. 0 answers it at once.

    ``secret`` is 1 to 256 letters, digits, ``_`` or ``-``; raises ``ValueError`` otherwise: without one
    anybody could write updates.
    """

    url: str
    secret: str = field(repr=False)
    port: int = 8443
    host: str = "0.0.0.0"  # noqa: S104  Telegram comes from outside
    max_connections: int = (
        100  # the most that Telegram opens: at 60 ms a delivery 40 carry 667 updates a second
    )
    tap_seconds: float = 0.25
    limits: Limits = field(default_factory=Limits)

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", self.secret):
            raise ValueError("the webhook's secret needs 1 to 256 of A-Z a-z 0-9 _ -")

    @property
    def path(self) -> str:
        """The path of our route."""
        return urlsplit(self.url).path or "/"

    def admit(self, headers: Headers) -> int:
        """Return 0 for Telegram, else the status to turn a stranger away with, by the head alone."""
        given = headers.get(_SECRET_NAME, b"")
        if not hmac.compare_digest(given, self.secret.encode()):
            return HTTPStatus.FORBIDDEN
        kind = headers.get(b"content-type", b"").partition(b";")[0].strip().lower()
        return 0 if kind == b"application/json" else HTTPStatus.UNSUPPORTED_MEDIA_TYPE
