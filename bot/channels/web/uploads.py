"""Who may send a file to the page: browsers that were just shown a card that asks for one, and nobody else.

It is decided by the head of the request, so that nobody else's bytes are even read.
"""

from http import HTTPStatus
from typing import Final

from bot.channels.web.address import WebAddress
from bot.channels.web.browsers import Browsers
from bot.serving import Headers
from storage.page import Changes

UPLOAD_SECONDS: Final = 180.0  # for a file on a slow line
FILES: Final = frozenset({"file", "document", "image", "audio", "video"})
"""What a card may ask for that is a file."""
ASKED_AT_MOST: Final = 200
"""Browsers that may send a file: the last ones that were asked for one."""


class Uploads:
    """Knows which browsers were shown a card that asks for a file, in memory: a page loaded anew is shown it again."""

    def __init__(self, address: WebAddress, browsers: Browsers) -> None:
        self._origin = address.origin
        self._browsers = browsers
        self._asked: dict[int, None] = {}

    def note(self, browser_id: int, changes: Changes | None) -> None:
        """Look at what a browser is shown."""
        shown = () if changes is None else changes.messages
        if any(each.content.get("picks") in FILES for each in shown):
            self._asked.pop(browser_id, None)
            self._asked[browser_id] = None
            while len(self._asked) > ASKED_AT_MOST:
                self._asked.pop(next(iter(self._asked)))

    def admit(self, headers: Headers) -> int:
        """Let in what our own page sends from a browser that was asked for a file."""
        origin = headers.get(b"origin", b"").decode("latin-1")
        if origin and origin != self._origin:
            return HTTPStatus.FORBIDDEN
        if headers.get(b"content-type", b"").strip().lower() != b"application/octet-stream":
            return HTTPStatus.UNSUPPORTED_MEDIA_TYPE
        return 0 if self._browsers.seen_last(headers) in self._asked else HTTPStatus.FORBIDDEN
