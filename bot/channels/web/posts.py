"""What the page sends: read, judged, and made into what a person did. Pure."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final

from bot.messages import Inbound, InboundKind, SentFile
from storage.page import WEB

TEXT_LIMIT: Final = 4000  # characters
FILE_LIMIT: Final = 10 * 1024 * 1024  # bytes of a file
_NAME_LIMIT: Final = 200  # characters of a file's name
_DATA_LIMIT: Final = 64  # bytes, as of every button
_NAME: Final = re.compile(r"[A-Za-z0-9_-]{16,64}")
_CODE: Final = re.compile(r"[\w :/?=&.%#+\u00a0\u2010-\u2015-]{1,300}")  # as somebody typed or pasted it
_LINK: Final = re.compile(r"/k/([^/?#\s]+)")  # a whole link in the field for the code
_MEDIA: Final = frozenset(
    {
        *("jpg", "jpeg", "png", "gif", "webp", "heic", "heif", "bmp", "tif", "tiff"),
        *("ogg", "oga", "opus", "mp3", "m4a", "wav", "aac", "amr", "flac"),
        *("mp4", "mov", "3gp", "webm", "avi"),
    }
)
"""Endings of pictures, sounds and films: whoever also gives orders means an answer by them."""
_LARGEST: Final = 2**31 - 1  # the largest number that the tables hold


class PostWrong(Exception):  # noqa: N818 - says what is the matter
    """What came is nothing that our page sends. ``is_long``: only because the text is too long."""

    def __init__(self, *, is_long: bool = False) -> None:
        super().__init__()
        self.is_long = is_long


@dataclass(frozen=True, slots=True)
class Post:
    """What somebody did on the page.

    ``name`` is made by the page and the same on every repetition; ``kind`` is start, text, tap, leave or file (``text``
    is its name then, ``file`` its bytes). ``after`` is
    the version of the chat that the page has, ``seen`` the one it had when this was done: a post may have waited for
    the network. ``chat`` is the number of the chat that the page shows; 0: none yet.
    """

    name: str
    kind: str
    after: int
    seen: int
    text: str = ""
    data: str = ""
    message: int = 0
    chat: int = 0
    file: bytes | None = field(default=None, repr=False)

    def for_chat(self, number: int) -> "Post":
        """Return it as a post in this chat: of another one the page has no version."""
        return self if self.chat in (0, number) else replace(self, after=0, seen=0)

    @property
    def is_shown(self) -> bool:
        """Whether it stands in the chat as its owner's words."""
        return self.kind in ("text", "file")

    @property
    def content(self) -> dict[str, Any]:
        """What is kept of it: words, nothing of a tap."""
        if self.kind == "file":
            return {"text": f"📎 {self.text}"}
        return {"text": self.text} if self.is_shown else {}


def read_post(body: bytes) -> Post:
    """Return what the page sent; raises ``PostWrong``."""
    try:
        raw = json.loads(body)
    except (ValueError, RecursionError):
        raise PostWrong from None
    if not isinstance(raw, dict):
        raise PostWrong
    name, kind, text, data = (_text(raw.get(field)) for field in ("post", "kind", "text", "data"))
    after, message, chat = (_number(raw.get(field)) for field in ("after", "message", "chat"))
    seen = _number(raw["seen"]) if "seen" in raw else after
    if len(text) > TEXT_LIMIT:
        raise PostWrong(is_long=True)
    is_right = {
        "start": bool(_CODE.fullmatch(text)),
        "text": bool(text.strip()),
        "tap": 0 < len(data.encode()) <= _DATA_LIMIT,
        "leave": True,
    }
    if not _NAME.fullmatch(name) or not is_right.get(kind, False):
        raise PostWrong
    return Post(name, kind, after, seen, text, data, message, chat)


def read_file_post(about: Mapping[str, str], body: bytes) -> Post:
    """Return a file that the page sent, with what its address says about it; raises ``PostWrong``."""
    name, filename = about.get("post", ""), _text(about.get("name", "")).strip()
    numbers = [about.get(each, "0") for each in ("after", "chat")]
    is_right = all(each.isascii() and each.isdigit() and len(each) < 10 for each in numbers)
    if not is_right or not _NAME.fullmatch(name) or not 0 < len(filename) <= _NAME_LIMIT:
        raise PostWrong
    after, chat = (int(each) for each in numbers)
    return Post(name, "file", after, after, filename, chat=chat, file=body)


def to_inbound(post: Post, number: int, address: str, sent_at: datetime) -> Inbound:
    """Return what a person did, as every channel tells it; ``number`` is that of the post's row."""
    kind, text = InboundKind.TEXT, post.text
    if post.kind == "tap":
        kind = InboundKind.TAP
    elif post.kind == "start":
        link = _LINK.search(post.text)
        text = f"/start {link[1] if link else post.text}"
    elif post.kind == "leave":
        text = "/roimay"
    elif post.file is not None:
        is_media = post.text.rpartition(".")[2].lower() in _MEDIA
        kind, text = InboundKind.MEDIA if is_media else InboundKind.FILE, ""
    return Inbound(
        channel=WEB,
        update_id=number,
        kind=kind,
        address=address,
        sender=address,
        sent_at=sent_at,
        ref=str(number),
        text=text,
        data=post.data,
        card_ref=str(post.message) if post.kind == "tap" else "",
        tap_id=str(number) if post.kind == "tap" else "",
        file=None if post.file is None else SentFile(post.text, len(post.file), str(number)),
    )


def _text(value: object) -> str:
    """Return a text that a database can hold: without NUL and without halves of letters."""
    if value is None:
        return ""
    if not isinstance(value, str):
        raise PostWrong
    return value.replace("\0", "").encode("utf-8", "replace").decode()


def _number(value: object) -> int:
    if value is None:
        return 0
    if type(value) is not int or not 0 <= value <= _LARGEST:
        raise PostWrong
    return value
