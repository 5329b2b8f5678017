"""What the simulated Zalo knows: bots, people, chats, events that wait."""

import itertools
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from bot.clock import Clock
from bot.simulator.world import Account, Changes, Moment

Json = dict[str, Any]
PEOPLE_A_BOT: Final = 50
MESSAGES_A_MONTH: Final = 3000


@dataclass
class ZaloError(Exception):
    """A refusal: ``code`` stands in the body; the HTTP status says nothing reliable."""

    code: int
    description: str

    def body(self) -> Json:
        """Return the JSON body of the answer."""
        return {"ok": False, "error_code": self.code, "description": self.description}


@dataclass(frozen=True, slots=True)
class ZaloMessage:
    """One message of a chat."""

    message_id: str
    is_from_bot: bool
    text: str
    at: datetime


@dataclass
class ZaloChat:
    """The chat of one person with one bot. ``person.first_name`` is the name shown; ``chat_id`` is opaque."""

    person: Account
    chat_id: str
    messages: list[ZaloMessage] = field(default_factory=list)
    story: list[Moment] = field(default_factory=list)
    changes: Changes = field(default_factory=Changes)


@dataclass
class Webhook:
    """Where events are delivered; no url means polling."""

    url: str = ""
    secret: str = ""
    updated_at: int = 0


@dataclass
class ZaloBot:
    """One bot: its chats by id, its events that wait, what it has sent in each month."""

    token: str
    name: str
    people_limit: int
    quota: int
    chats: dict[str, ZaloChat] = field(default_factory=dict)
    waiting: deque[Json] = field(default_factory=deque)
    webhook: Webhook = field(default_factory=Webhook)
    sent_counts: dict[str, int] = field(default_factory=dict)
    is_one_in_hand: bool = False  # given away, and the bot has not polled since

    @property
    def bot_id(self) -> str:
        """The number of the bot."""
        return self.token.partition(":")[0]


@dataclass
class ZaloWorld:
    """Everything behind the simulated API. ``is_wrapped``: webhook events come within ``{"ok", "result"}``."""

    clock: Clock
    bots: dict[str, ZaloBot]
    is_wrapped: bool = False
    files: dict[str, bytes] = field(default_factory=dict)  # what people sent, by its name
    origin: str = ""  # where these files lie
    losses: int = 0  # events that are still to be lost on their way to the bot
    repetitions: int = 0  # deliveries that are still to come twice
    changes: Changes = field(default_factory=Changes)
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def new_id(self) -> str:
        """Return an opaque name, as the platform's are."""
        return f"{next(self._numbers) * 0x9E3779B97F4A7C15 % 2**80:020x}"

    def milliseconds(self) -> int:
        """Return the present moment as the platform writes it."""
        return int(self.clock.now().timestamp() * 1000)

    def tell(self, chat: ZaloChat, kind: str, text: str) -> None:
        """Add a line to the chat's story and wake whoever watches it."""
        chat.story.append(Moment(self.clock.now(), kind, text))
        chat.changes.wake()

    def push(self, bot: ZaloBot, chat: ZaloChat, event_name: str, parts: Json) -> str:
        """Queue an event for the bot, unless it is to be lost; returns the message's name."""
        message_id = self.new_id()
        event = {
            "event_name": event_name,
            "message": {
                "from": {"id": chat.chat_id, "display_name": chat.person.first_name, "is_bot": False},
                "chat": {"id": chat.chat_id, "chat_type": "PRIVATE"},
                "message_id": message_id,
                "date": self.milliseconds(),
                **parts,
            },
        }
        if self.losses:
            self.losses -= 1
        else:
            bot.waiting.append(event)
        self.changes.wake()
        return message_id

    def send(self, bot: ZaloBot, chat_id: object, text: object) -> Json:
        """Put a message of the bot into a chat. Raises ``ZaloError``."""
        if not isinstance(text, str) or not 1 <= len(text) <= 2000:
            raise ZaloError(400, "text must have 1 to 2000 characters")
        chat = bot.chats.get(chat_id) if isinstance(chat_id, str) else None
        if chat is None:  # nobody can be written to who has not written first
            raise ZaloError(400, "chat not found")
        month = f"{self.clock.now():%Y-%m}"
        if bot.sent_counts.get(month, 0) >= bot.quota:
            raise ZaloError(429, "quota exceeded")
        bot.sent_counts[month] = bot.sent_counts.get(month, 0) + 1
        message = ZaloMessage(self.new_id(), is_from_bot=True, text=text, at=self.clock.now())
        chat.messages.append(message)
        self.tell(chat, "sent", text)
        return {"message_id": message.message_id, "date": self.milliseconds()}
