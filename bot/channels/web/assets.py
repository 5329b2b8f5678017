"""The files of the page, and the headers that keep strangers' scripts, frames and guesses out."""

import hashlib
import html
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

TYPES: Final = {
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "svg": "image/svg+xml",
    "png": "image/png",
    "webmanifest": "application/manifest+json",
}
HTML: Final = "text/html; charset=utf-8"
POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; "
    "base-uri 'self'; form-action 'none'; frame-ancestors 'none'"
)
SAFE: Final = (
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),  # the code stands in the address
)
NOT_KEPT: Final = (("Cache-Control", "no-store"),)
KEPT: Final = (("Cache-Control", "public, max-age=31536000, immutable"),)
"""For files whose address changes with their contents."""


@dataclass(frozen=True, slots=True)
class Asset:
    """One file of the page."""

    content: bytes
    content_type: str


@cache
def read_assets() -> dict[str, Asset]:
    """Return every file of the page but its HTML, by name."""
    folder = files("bot.channels.web") / "page"
    found = {}
    for each in sorted(folder.iterdir(), key=lambda one: one.name):
        kind = TYPES.get(each.name.rpartition(".")[2])
        if kind is not None:
            found[each.name] = Asset(each.read_bytes(), kind)
    return found


def index_page(base: str, office: str) -> tuple[bytes, str]:
    """Return the page's HTML for an office, at the path ``base``, and its version: of the HTML and all its files."""
    text = (files("bot.channels.web") / "page" / "index.html").read_text(encoding="utf-8")
    for name, value in (("base", base), ("office", office)):
        text = text.replace("{{" + name + "}}", html.escape(value))
    parts = (text.encode(), *(asset.content for asset in read_assets().values()))
    version = hashlib.sha256(b"".join(parts)).hexdigest()[:12]
    return text.replace("{{version}}", version).encode(), version
