"""From Zalo's events to our ``Inbound``: JSON in, values out. Pure."""

import hashlib
import logging
import re
from datetime import UTC, datetime
from typing import Any, Final

from bot.channels.zalo.fetching import ADDRESS_LIMIT
from bot.messages import Inbound, InboundKind, SentFile

logger = logging.getLogger(__name__)

NAME: Final = "zalo"
TEXT: Final = "message.text.received"
UNSUPPORTED: Final = "message.unsupported.received"
EVENTS: Final = frozenset(
    {
        TEXT,
        "message.image.received",
        "message.sticker.received",
        "message.voice.received",
        UNSUPPORTED,
    }
)
_UNSTORABLE: Final = re.compile("[\x00\ud800-\udfff]")  # NUL and halves of letters: no database takes them
_HASH_BITS: Final = 22
_LAST_MILLISECOND: Final = 2**41 - 1  # of the year 2039


def address_of(bot_id: str, chat_id: str) -> str:
    """Return where to write to somebody: the bot they wrote to, and their chat there."""
    return f"{bot_id}:{chat_id}"


def apart(address: str) -> tuple[str, str]:
    """Return the bot and the chat of an address."""
    bot_id, _, chat_id = address.partition(":")
    return bot_id, chat_id


def read_event(bot_id: str, event: object) -> Inbound | None:
    """Return what a person did; ``None`` for what does not concern us or cannot be read (which is logged).

    An event may come wrapped in ``{"ok": …, "result": …}``.
    """
    try:
        return _read(bot_id, event)
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError, OSError) as error:
        logger.error("An event cannot be read: %s", type(error).__name__)  # noqa: TRY400
        return None


def _read(bot_id: str, event: Any) -> Inbound | None:
    if "result" in event:
        event = event["result"]
    message = event["message"]
    name = event.get("event_name", TEXT if "text" in message else "")
    if message["from"].get("is_bot") is True or (name and name not in EVENTS):
        return None
    chat_id, message_id = _text(message["chat"]["id"]), _text(message["message_id"])
    sent_at = int(_number(message["date"]))
    is_text = name == TEXT and isinstance(message.get("text"), str)
    file = None if is_text else _file(message)
    return Inbound(
        channel=NAME,
        update_id=_update_number(bot_id, chat_id, message_id, sent_at),
        kind=InboundKind.MEDIA if file is not None else _kind(name, is_text=is_text),
        address=address_of(bot_id, chat_id),
        sender=_text(message["from"]["id"]),
        sent_at=datetime.fromtimestamp(sent_at / 1000, UTC),
        ref=message_id,
        text=_UNSTORABLE.sub("", message["text"]) if is_text else "",
        is_private=message["chat"].get("chat_type", "PRIVATE") == "PRIVATE",
        file=file,
    )


def _file(message: Any) -> SentFile | None:
    """Return the picture or the recording of a message: Zalo tells where its bytes lie."""
    for field, called, sent_as in _FILES:
        address = message.get(field)
        if isinstance(address, str) and 0 < len(address) <= ADDRESS_LIMIT:
            return SentFile(called, 0, _UNSTORABLE.sub("", address), sent_as)
    return None


_FILES: Final = (
    ("photo", "anh.jpg", "image"),
    ("photo_url", "anh.jpg", "image"),
    ("voice_url", "ghi-am.aac", "audio"),
)


def _kind(name: str, *, is_text: bool) -> InboundKind:
    if is_text:
        return InboundKind.TEXT
    return InboundKind.HIDDEN if name == UNSUPPORTED else InboundKind.OTHER


def _update_number(bot_id: str, chat_id: str, message_id: str, milliseconds: int) -> int:
    """Return the number of a message: the same each time that it comes, and growing with the time of sending.

    Zalo's own names are opaque strings. Of 63 bits 41 are the time, the others a hash of the name.
    """
    if not 0 <= milliseconds <= _LAST_MILLISECOND:
        raise ValueError("an impossible date")
    digest = hashlib.sha256(f"{bot_id}:{chat_id}:{message_id}".encode()).digest()
    return milliseconds << _HASH_BITS | int.from_bytes(digest[:4]) >> 32 - _HASH_BITS


def _text(value: object) -> str:
    if not isinstance(value, str) or not value or len(value) > 200 or _UNSTORABLE.search(value):
        raise TypeError("not a name of the platform")
    return value


def _number(value: object) -> int:
    if type(value) is not int:
        raise TypeError("not a number")
    return value
