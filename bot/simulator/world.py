"""What the simulated Telegram knows: people, chats, messages, taps, files, the bot."""

import asyncio
import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.clock import Clock
from bot.simulator.errors import BLOCKED, bad_request
from bot.simulator.pacing import Pacing
from bot.simulator.update_queue import UpdateQueue

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Account:
    """A person or the bot."""

    user_id: int
    first_name: str
    is_bot: bool = False
    username: str = ""

    def to_json(self) -> Json:
        """Return the User object."""
        shown: Json = {"id": self.user_id, "is_bot": self.is_bot, "first_name": self.first_name}
        return {**shown, "username": self.username} if self.username else shown


@dataclass(slots=True)
class Message:
    """One message of a chat, as it stands now. ``past_data`` are the callback data it ever carried."""

    message_id: int
    chat_id: int
    sender: Account
    sent_at: datetime
    text: str = ""
    entities: list[Json] = field(default_factory=list)
    caption: str = ""
    caption_entities: list[Json] = field(default_factory=list)
    keyboard: Json | None = None  # inline
    reply_keyboard: Json | None = None  # the platform's big buttons, or their removal
    extra: Json = field(default_factory=dict)  # contact, sticker, document, photo as JSON
    file_id: str = ""
    edited_at: datetime | None = None
    is_deleted: bool = False
    is_protected: bool = False
    is_silent: bool = False
    past_data: set[str] = field(default_factory=set)

    @property
    def buttons(self) -> list[list[Json]]:
        """The inline buttons that stand under it now, in rows."""
        return [] if self.keyboard is None else list(self.keyboard["inline_keyboard"])

    @property
    def labels(self) -> list[str]:
        """The labels of its buttons, in reading order."""
        return [button["text"] for row in self.buttons for button in row]


@dataclass(frozen=True, slots=True)
class Moment:
    """One line of a chat's story: what was said, shown, tapped, in order."""

    at: datetime
    # said, tapped, opened, shared, edited, sticker, file, blocked, unblocked | sent, redrawn, stripped, deleted, toast
    kind: str
    text: str = ""
    buttons: tuple[tuple[str, ...], ...] = ()
    message_id: int = 0

    @property
    def is_from_bot(self) -> bool:
        """Tell whether the bot did it."""
        return self.kind in {"sent", "redrawn", "stripped", "deleted", "toast"}


class Changes:
    """Wakes whoever watches something."""

    def __init__(self) -> None:
        self._watchers: set[asyncio.Event] = set()

    def wake(self) -> None:
        """Wake all watchers."""
        for watcher in self._watchers:
            watcher.set()

    @contextmanager
    def watching(self) -> Iterator[asyncio.Event]:
        """Give an event that the next wake sets; no wake after this line is missed."""
        watcher = asyncio.Event()
        self._watchers.add(watcher)
        try:
            yield watcher
        finally:
            self._watchers.discard(watcher)

    async def wait(self) -> None:
        """Return at the next wake."""
        with self.watching() as watcher:
            await watcher.wait()


@dataclass
class Chat:
    """A private chat between one person and the bot."""

    person: Account
    is_started: bool = False
    is_blocked: bool = False
    messages: dict[int, Message] = field(default_factory=dict)
    story: list[Moment] = field(default_factory=list)
    keyboard: Json | None = None  # the big buttons that stand below the chat
    changes: Changes = field(default_factory=Changes)
    watchers: set[asyncio.Event] = field(default_factory=set)

    async def wait_for_change(self) -> None:
        """Return when this chat's story has gone on."""
        watcher = asyncio.Event()
        self.watchers.add(watcher)
        try:
            await watcher.wait()
        finally:
            self.watchers.discard(watcher)

    def visible(self) -> list[Message]:
        """Return the messages as the person sees them."""
        return [message for message in self.messages.values() if not message.is_deleted]

    def to_json(self) -> Json:
        """Return the Chat object."""
        return {"id": self.person.user_id, "type": "private", "first_name": self.person.first_name}


@dataclass(slots=True)
class Tap:
    """A pressed button that waits for its answer."""

    tap_id: str
    chat_id: int
    at: datetime
    is_answered: bool = False


@dataclass
class World:
    """Everything behind the simulated Bot API. ``changed`` wakes whoever watches."""

    clock: Clock
    bot: Account
    pacing: Pacing
    queue: UpdateQueue = field(default_factory=UpdateQueue)
    chats: dict[int, Chat] = field(default_factory=dict)
    taps: dict[str, Tap] = field(default_factory=dict)
    files: dict[str, tuple[str, bytes]] = field(default_factory=dict)  # file id -> name, content
    paths: dict[str, tuple[str, datetime]] = field(
        default_factory=dict
    )  # where a file lies -> its id, since when
    commands: dict[str, list[Json]] = field(default_factory=dict)  # scope as JSON -> commands
    menu_buttons: dict[int, Json] = field(default_factory=dict)
    actions: list[tuple[int, str]] = field(default_factory=list)
    _message_ids: Iterator[int] = field(default_factory=lambda: itertools.count(1))
    _tap_ids: Iterator[int] = field(default_factory=lambda: itertools.count(4_611_686_018_427_387_905))
    changes: Changes = field(default_factory=Changes)

    def chat_to_write(self, chat_id: int) -> Chat:
        """Return a chat that the bot may write to. Raises 400 before /start, 403 if blocked."""
        chat = self.chats.get(chat_id)
        if chat is None or not chat.is_started:
            raise bad_request("chat not found")
        if chat.is_blocked:
            raise BLOCKED
        return chat

    def add_message(self, chat: Chat, sender: Account, **parts: Any) -> Message:
        """Put a message into a chat."""
        message = Message(next(self._message_ids), chat.person.user_id, sender, self.clock.now(), **parts)
        chat.messages[message.message_id] = message
        return message

    def add_file(self, name: str, content: bytes) -> str:
        """Keep a file; returns its id."""
        file_id = f"BQACAgUAAx{len(self.files) + 1:08d}"
        self.files[file_id] = (name, content)
        return file_id

    def add_tap(self, chat: Chat) -> Tap:
        """Note a pressed button."""
        tap = Tap(str(next(self._tap_ids)), chat.person.user_id, self.clock.now())
        self.taps[tap.tap_id] = tap
        return tap

    def tell(self, chat: Chat, kind: str, text: str = "", message: Message | None = None) -> None:
        """Add a line to the chat's story and wake whoever watches it."""
        buttons: tuple[tuple[str, ...], ...] = ()
        if message is not None and message.sender.is_bot and kind in {"sent", "redrawn"}:
            buttons = tuple(tuple(button["text"] for button in row) for row in message.buttons)
        message_id = 0 if message is None else message.message_id
        chat.story.append(Moment(self.clock.now(), kind, text, buttons, message_id))
        for watcher in chat.watchers:
            watcher.set()

    def push(self, kind: str, sender: int, body: Json) -> None:
        """Queue an update for the bot."""
        self.queue.push(kind, sender, body, self.clock.now())
        self.wake()

    def wake(self) -> None:
        """Wake whoever watches the whole."""
        self.changes.wake()

    async def wait_for_change(self, *, until: datetime | None = None, clock: Clock | None = None) -> None:
        """Return when something has changed anywhere, or at ``until`` by ``clock`` (else the world's)."""
        if until is None:
            await self.changes.wait()
            return
        with self.changes.watching() as watcher:
            tasks = [
                asyncio.create_task(_wait(watcher)),
                asyncio.create_task(_sleep(clock or self.clock, until)),
            ]
            try:
                await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            finally:
                for task in tasks:
                    task.cancel()
                await asyncio.gather(*tasks, return_exceptions=True)

    def to_json(self, message: Message) -> Json:
        """Return the Message object of the Bot API: dates in whole seconds, only inline keyboards echoed."""
        shown: Json = {
            "message_id": message.message_id,
            "from": message.sender.to_json(),
            "chat": self.chats[message.chat_id].to_json(),
            "date": int(message.sent_at.timestamp()),
            **message.extra,
        }
        if message.edited_at is not None:
            shown["edit_date"] = int(message.edited_at.timestamp())
        for name in ("text", "entities", "caption", "caption_entities"):
            if value := getattr(message, name):
                shown[name] = value
        if message.keyboard is not None:
            shown["reply_markup"] = message.keyboard
        if message.is_protected:
            shown["has_protected_content"] = True
        return shown

    def to_json_for_tap(self, card: Message) -> Json:
        """Return the card of a tap: the message, or an InaccessibleMessage if it was deleted."""
        if not card.is_deleted:
            return self.to_json(card)
        return {"chat": self.chats[card.chat_id].to_json(), "message_id": card.message_id, "date": 0}


async def _wait(watcher: asyncio.Event) -> None:
    await watcher.wait()


async def _sleep(clock: Clock, moment: datetime) -> None:
    await clock.sleep_until(moment)
