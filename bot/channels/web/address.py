"""Where the page is, for people and behind the proxy."""

from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlsplit

from bot.messages import Account
from bot.serving import Limits

LIMITS: Final = Limits(connections=2000, body_bytes=64 * 1024)
"""Every open page holds one connection: it waits for news."""


@dataclass(frozen=True, slots=True)
class WebAddress:
    """``url`` is what people open; we listen on ``host`` and ``port`` behind a proxy that ends TLS."""

    url: str
    port: int = 8080
    host: str = "127.0.0.1"
    limits: Limits = field(default=LIMITS)

    @property
    def base(self) -> str:
        """The path of the page: begins and ends with a slash."""
        path = urlsplit(self.url).path.strip("/")
        return f"/{path}/" if path else "/"

    @property
    def origin(self) -> str:
        """What a browser says where its request comes from, if it comes from our page."""
        parts = urlsplit(self.url)
        usual = {"http": 80, "https": 443}[parts.scheme]
        port = "" if parts.port in (None, usual) else f":{parts.port}"
        return f"{parts.scheme}://{parts.hostname}{port}"

    @property
    def is_secure(self) -> bool:
        """Whether people reach it by https."""
        return self.url.startswith("https://")

    @property
    def link_base(self) -> str:
        """What stands before the code in a link."""
        return f"{self.origin}{self.base}k/"

    @property
    def account(self) -> Account:
        """Where people open the page, with a code and again."""
        return Account(username="", name="", link_base=self.link_base, home=f"{self.origin}{self.base}")
