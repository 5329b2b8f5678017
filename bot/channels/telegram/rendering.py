"""From an ``Outbound`` to what Telegram shows: bold parts, lengths in UTF-16 units, keyboards. Pure."""

import re
from typing import Any, Final

from bot.channels.lengths import utf16_length
from bot.messages import Button, Outbound
from bot.texts.keyboard import KEYBOARD

TEXT_LIMIT: Final = 4096  # UTF-16 units, Bot API "sendMessage"
CAPTION_LIMIT: Final = 1024  # UTF-16 units, Bot API "sendDocument"
TOAST_LIMIT: Final = 200  # characters, Bot API "answerCallbackQuery"
DATA_LIMIT: Final = 64  # bytes, Bot API "InlineKeyboardButton"
ROW_LIMIT: Final = 8  # buttons in a row
BUTTON_LIMIT: Final = 100  # buttons under one message

_BOLD = re.compile(r"\*\*(?=\S)([^*\n]+?)(?<=\S)\*\*")

_SHARED: Final = {
    "contact": (KEYBOARD.share_contact, "request_contact"),
    "place": (KEYBOARD.share_place, "request_location"),
}
"""What people share by a button below the chat."""
Payload = dict[str, Any]
Rendered = tuple[str, list[Payload]]  # plain text, its entities


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


def render_markup(message: Outbound) -> Payload | None:
    """Return the ``reply_markup`` of a message. Raises ``ValueError`` for what Telegram would refuse."""
    if message.buttons and message.keyboard:
        raise ValueError("a message has buttons or a keyboard, not both")
    if message.keyboard in _SHARED:
        words, asks = _SHARED[message.keyboard]
        return {
            "keyboard": [[{"text": words, asks: True}]],
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
