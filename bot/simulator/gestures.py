"""What a phone does with a finger, as values. Pure."""

from typing import Any

from bot.simulator.rules import TEXT_LIMIT, units
from bot.simulator.world import Json, Message


def parts_of(text: str) -> list[str]:
    """Return the messages as which Telegram's apps send a text: trimmed, 4096 units each at most."""
    parts, rest = [], text.strip()
    while rest:
        size = min(len(rest), TEXT_LIMIT)
        while units(rest[:size]) > TEXT_LIMIT:
            size -= 1
        parts.append(rest[:size].strip())
        rest = rest[size:].strip()
    return parts


def find_button(card: Message, wanted: str) -> dict[str, Any]:
    """Return the button with this data or label, else the only one whose label contains the words."""
    buttons = [button for row in card.buttons for button in row]
    exact = [button for button in buttons if wanted in {button.get("callback_data"), button["text"]}]
    close = [button for button in buttons if wanted in button["text"]]
    if exact:
        return exact[0]
    if len(close) != 1:
        raise AssertionError(f"no single button {wanted!r} among {card.labels}")
    return close[0]


def membership(bot: Json, status: str) -> Json:
    """Return the ChatMember of the bot in a private chat: ``member`` or ``kicked``."""
    shown: Json = {"user": bot, "status": status}
    return {**shown, "until_date": 0} if status == "kicked" else shown
