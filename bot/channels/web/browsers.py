"""Whose browser asks: a secret in a cookie that no script can read, its hash in the table."""

import hashlib
import secrets
from typing import Final

from bot.channels.web.address import WebAddress
from bot.channels.web.limits import NEW_A_SECOND, NEW_AT_ONCE, Bucket
from bot.channels.web.posts import Post
from bot.clock import Clock
from bot.serving import Headers
from storage import frame, page
from storage.database import Database

COOKIE: Final = "khaosat"
COOKIE_SECONDS: Final = 400 * 24 * 3600  # the longest that browsers keep one
REMEMBERED: Final = 4096  # browsers that asked last
SECRET_BYTES: Final = 32
SECRET_LENGTH: Final = 43  # letters of so many bytes

Cookie = tuple[tuple[str, str], ...]


class Browsers:
    """Knows browsers by their cookies, and takes new ones in."""

    def __init__(self, address: WebAddress, database: Database, clock: Clock) -> None:
        self._is_secure = address.is_secure
        self._cookie_name = f"__Host-{COOKIE}" if address.is_secure else COOKIE
        self._database = database
        self._clock = clock
        self._new = Bucket(NEW_AT_ONCE, NEW_A_SECOND, clock)
        self._last: dict[str, int] = {}

    async def whose(self, headers: Headers) -> int | None:
        """Return the number of the browser that asks."""
        secret = _read_cookie(headers, self._cookie_name)
        if not secret:
            return None
        digest = _digest(secret)
        async with self._database.glance() as conn:
            number = await page.find_browser(conn, digest)
        if number is not None:
            self._last.pop(digest, None)
            self._last[digest] = number
            if len(self._last) > REMEMBERED:
                self._last.pop(next(iter(self._last)))
        return number

    def seen_last(self, headers: Headers) -> int:
        """Return the number of a browser that asked something not long ago, without the database; 0 for others."""
        return self._last.get(_digest(_read_cookie(headers, self._cookie_name)), 0)

    async def may_come(self, post: Post) -> bool:
        """Say whether one more that nobody knows may come with this post.

        While strangers flood, a link that can still be used leads in. A short code does not: it might be guessed.
        """
        if self._new.take():
            return True
        if post.kind != "start":
            return False
        async with self._database.glance() as conn:
            return await frame.is_live_link(conn, post.text, self._clock.now())

    async def welcome(self, headers: Headers) -> tuple[int, Cookie]:
        """Note a browser that writes for the first time; returns its number and the cookie for it."""
        brought = _read_cookie(headers, self._cookie_name)
        secret = brought if _is_secret(brought) else _new_secret()
        async with self._database.begin() as conn:
            number = await page.make_browser(conn, _digest(secret), self._clock.now())
        return number, self._cookie(secret, COOKIE_SECONDS)

    def first_cookie(self, headers: Headers) -> Cookie:
        """Return a new secret for whoever has none: an answer to a first post may get lost, and its browser with it."""
        known = _read_cookie(headers, self._cookie_name)
        return () if _is_secret(known) else self._cookie(_new_secret(), COOKIE_SECONDS)

    def no_cookie(self) -> Cookie:
        """Return what takes the secret away."""
        return self._cookie("", 0)

    def _cookie(self, secret: str, seconds: int) -> Cookie:
        secure = "; Secure" if self._is_secure else ""
        about = f"Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}"
        return (("Set-Cookie", f"{self._cookie_name}={secret}; {about}"),)


def _new_secret() -> str:
    return secrets.token_urlsafe(SECRET_BYTES)


def _is_secret(text: str) -> bool:
    """Whether a cookie may be one of ours: as long as a new one."""
    return len(text) == SECRET_LENGTH


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _read_cookie(headers: Headers, name: str) -> str:
    """Return our cookie; those of other programs on the same host may look as they like."""
    pairs = (pair.partition("=") for pair in headers.get(b"cookie", b"").decode("latin-1").split(";"))
    return next((value.strip() for key, _, value in pairs if key.strip() == name), "")
