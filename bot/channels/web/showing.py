"""What the page is told: the messages of a chat as JSON. Pure."""

import json
from collections.abc import Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from bot.envelopes import encode
from bot.messages import Outbound, OutboundKind
from storage.page import Changes, PageMessageRecord


def content_of(message: Outbound) -> tuple[dict[str, Any], bytes | None]:
    """Return what is kept of a message: whatever an edited one no longer has is named as empty."""
    if message.kind is OutboundKind.STRIP:
        return {"buttons": []}, None
    plain, attachment = encode(message)
    kept: dict[str, Any] = {
        name: plain[name] for name in ("text", "buttons", "filename", "picks") if name in plain
    }
    if message.kind is OutboundKind.PHOTO:
        kept["is_picture"] = True
    return {"text": "", "buttons": [], "picks": ""} | kept, attachment


def answer(
    changes: Changes | None, commands: Mapping[str, str], zone: ZoneInfo, *, toast: str | None = None
) -> dict[str, Any]:
    """Return what a page is answered, times by the office's clock; ``None`` for a browser that nobody knows.

    ``chat`` is the number of the chat: a page that showed another one takes that off the screen.
    """
    told: dict[str, Any] = {"known": changes is not None, "chat": 0}
    told |= {"version": 0, "kept_from": 0, "messages": []}
    if changes is not None:
        told |= {
            "chat": changes.browser_id,
            "version": changes.version,
            "kept_from": changes.kept_from,
            "messages": [_shown(message, zone) for message in changes.messages],
        }
    told["commands"] = list(commands.items())
    if toast is not None:
        told["toast"] = toast
    return told


def to_json(told: Mapping[str, Any] | Sequence[Any]) -> bytes:
    """Return JSON in UTF-8."""
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()


def _shown(message: PageMessageRecord, zone: ZoneInfo) -> dict[str, Any]:
    content = message.content
    shown: dict[str, Any] = {
        "id": message.id,
        "mine": message.post is not None,
        "text": content.get("text", ""),
        "time": message.at.astimezone(zone).isoformat(timespec="seconds"),
        "edited": message.is_edited,
        "buttons": content.get("buttons", []),
        "picks": content.get("picks", ""),
    }
    if message.post is not None:
        shown["post"] = message.post
    if "filename" in content:
        shown["file"] = {"name": content["filename"], "picture": content.get("is_picture", False)}
    return shown
