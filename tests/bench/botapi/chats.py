"""Chats and messages as the Bot API shows them, made into JSON once and kept as bytes."""

import json
import time
from typing import Any, Final

from tests.bench.form40 import CHOICES, question_shown

BOT_ID: Final = 123456789
BOT: Final = {"id": BOT_ID, "is_bot": True, "first_name": "Khảo sát thử tải", "username": "bench_load_bot"}
FIRST_CHAT: Final = 6_400_000_000  # user ids of today need 64 bits


def to_json(value: Any) -> bytes:
    """Return JSON as Telegram sends it: compact, everything beyond ASCII escaped."""
    return json.dumps(value, separators=(",", ":")).encode()


_BOT: Final = to_json(BOT)


class Message:
    """One message as it stands now. ``question`` is which question it shows, -1 for none."""

    __slots__ = (
        "body",
        "date",
        "edited",
        "entities",
        "is_bots",
        "markup",
        "number",
        "preview",
        "question",
        "text",
    )

    def __init__(self, number: int, text: str, *, is_bots: bool) -> None:
        self.number, self.text, self.is_bots = number, text, is_bots
        self.date, self.edited = int(time.time()), 0
        self.entities: list[dict[str, Any]] = []
        self.markup: dict[str, Any] | None = None
        self.preview: dict[str, Any] | None = None
        self.question = -1
        self.body = b""

    def look(self) -> None:
        """Note which question it shows: the last one named in the text, if its choices stand below."""
        has_choices = any(button["text"].endswith(CHOICES) for button in self.buttons())
        self.question = question_shown(self.text) if has_choices else -1

    def buttons(self) -> list[dict[str, Any]]:
        """Return its inline buttons in reading order."""
        rows = self.markup.get("inline_keyboard", []) if self.markup else []
        return [button for row in rows for button in row]


class Chat:
    """A private chat of one person and the bot, with the person's and the chat's JSON."""

    __slots__ = ("chat_id", "chat_json", "instance", "is_started", "messages", "person", "user_json")

    def __init__(self, number: int, person: int) -> None:
        self.chat_id, self.person = FIRST_CHAT + number, person
        name = {
            "first_name": f"Nguyễn Văn {number}",
            "last_name": "Lương Tài",
            "username": f"can_bo_{number}",
        }
        user = {"id": self.chat_id, "is_bot": False, **name, "language_code": "vi"}
        self.user_json = to_json(user)
        self.chat_json = to_json({"id": self.chat_id, **name, "type": "private"})
        self.instance = str(-7_000_000_000_000_000_000 + number)
        self.messages: dict[int, Message] = {}
        self.is_started = False

    def render(self, message: Message) -> None:
        """Make the Message object anew; only inline keyboards are echoed."""
        parts = [
            b'{"message_id":%d,"from":%s,"chat":%s,"date":%d'
            % (message.number, _BOT if message.is_bots else self.user_json, self.chat_json, message.date)
        ]
        if message.edited:
            parts.append(b',"edit_date":%d' % message.edited)
        parts.append(b',"text":' + to_json(message.text))
        if message.entities:
            parts.append(b',"entities":' + to_json(message.entities))
        if message.preview:
            parts.append(b',"link_preview_options":' + to_json(message.preview))
        if message.markup and "inline_keyboard" in message.markup:
            parts.append(b',"reply_markup":' + to_json(message.markup))
        parts.append(b"}")
        message.body = b"".join(parts)
