"""From an ``Outbound`` to what Telegram shows: bold parts, lengths in UTF-16 units, keyboards. Pure."""

import re
from collections.abc import Iterator
from typing import Any, Final

from bot.messages import Button, Outbound
from bot.texts.keyboard import KEYBOARD

TEXT_LIMIT: Final = 4096  # UTF-16 units, Bot API "sendMessage"
CAPTION_LIMIT: Final = 1024  # UTF-16 units, Bot API "sendDocument"
TOAST_LIMIT: Final = 200  # characters, Bot API "answerCallbackQuery"
DATA_LIMIT: Final = 64  # bytes, Bot API "InlineKeyboardButton"
ROW_LIMIT: Final = 8  # buttons in a row
BUTTON_LIMIT: Final = 100  # buttons under one message

_BOLD = re.compile(r"\*\*(?=\S)([^*\n]+?)(?<=\S)\*\*")

Payload = dict[str, Any]
Rendered = tuple[str, list[Payload]]  # plain text, its entities


def utf16_length(text: str) -> int:
    """Return the length as Telegram counts it: letters beyond the basic plane count twice."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def render_bold(text: str) -> Rendered:
    """Return the text without its ``**`` markers, and the bold entities with offsets in UTF-16 units."""
    parts: list[str] = []
    entities: list[Payload] = []
    length = end = 0
    for match in _BOLD.finditer(text):
        before, bold = text[end : match.start()], match.group(1)
        offset = length + utf16_length(before)
        length = offset + utf16_length(bold)
        entities.append({"type": "bold", "offset": offset, "length": length - offset})
        parts += (before, bold)
        end = match.end()
    return "".join(parts) + text[end:], entities


def cut(text: str, limit: int) -> str:
    """Return the text if it fits into ``limit`` UTF-16 units, else its beginning and an ellipsis."""
    if utf16_length(text) <= limit:
        return text
    return _beginning(text, limit - 1).rstrip() + "…"


def split(text: str, limit: int = TEXT_LIMIT) -> list[str]:
    """Return the text in parts of at most ``limit`` units, broken between paragraphs, lines or words."""
    return list(_parts(text, limit))


def _parts(text: str, limit: int) -> Iterator[str]:
    rest = text
    while utf16_length(rest) > limit:
        window = _beginning(rest, limit)
        end = next((at for mark in ("\n\n", "\n", " ") if (at := window.rfind(mark)) > 0), len(window))
        yield rest[:end].rstrip()
        rest = rest[end:].lstrip()
    yield rest


def _beginning(text: str, limit: int) -> str:
    """Return as many letters as fit into ``limit`` units, none cut in two."""
    units = 0
    for index, letter in enumerate(text):
        units += 2 if letter > "\uffff" else 1
        if units > limit:
            return text[:index]
    return text


def render_markup(message: Outbound) -> Payload | None:
    """Return the ``reply_markup`` of a message. Raises ``ValueError`` for what Telegram would refuse."""
    if message.buttons and message.keyboard:
        raise ValueError("a message has buttons or a keyboard, not both")
    if message.keyboard == "contact":
        return {
            "keyboard": [[{"text": KEYBOARD.share_contact, "request_contact": True}]],
            "resize_keyboard": True,
            "one_time_keyboard": True,
        }
    if message.keyboard == "remove":
        return {"remove_keyboard": True}
    return render_buttons(message.buttons)


def render_buttons(rows: tuple[tuple[Button, ...], ...]) -> Payload | None:
    """Return an inline keyboard, or None without buttons. Raises ``ValueError`` beyond Telegram's limits."""
    if not rows:
        return None
    if any(len(row) > ROW_LIMIT for row in rows):
        raise ValueError(f"more than {ROW_LIMIT} buttons in a row")
    if sum(map(len, rows)) > BUTTON_LIMIT:
        raise ValueError(f"more than {BUTTON_LIMIT} buttons")
    return {"inline_keyboard": [[_button(button) for button in row] for row in rows]}


def _button(button: Button) -> Payload:
    shown: Payload = {"text": button.label}
    if button.style:
        shown["style"] = button.style
    if button.url:
        shown["url"] = button.url
        return shown
    if not 0 < len(button.data.encode()) <= DATA_LIMIT:
        raise ValueError(f"the data of the button {button.label!r} has not 1 to {DATA_LIMIT} bytes")
    shown["callback_data"] = button.data
    return shown
