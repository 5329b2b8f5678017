"""The methods of the Bot API that the contestants use, with Telegram's rules: no more lenient than Telegram."""

import asyncio
import time
from collections.abc import Callable
from typing import Any, Final, Protocol

import orjson

from bot.simulator import rules
from bot.simulator.call import Call
from bot.simulator.errors import (
    NOT_FOUND,
    NOT_MODIFIED,
    QUERY_TOO_OLD,
    UNAUTHORIZED,
    ApiError,
    bad_request,
    too_many_requests,
)
from tests.bench.botapi.chats import BOT, Chat, Message, to_json
from tests.bench.botapi.http import Reply
from tests.bench.botapi.updates import TAP_KEPT, Updates
from tests.bench.botapi.webhook import Delivery

TOKEN: Final = "123456789:AAbenchbenchbenchbenchbenchbench0123"
EDITS: Final = frozenset({"editmessagetext", "sendmessage"})


class Watcher(Protocol):
    """Whoever looks at the phones."""

    def shown(self, chat: Chat, message: Message) -> None:
        """See a message that was sent or edited."""


class World:
    """Chats, messages and taps behind the methods."""

    def __init__(self, loop: asyncio.AbstractEventLoop, updates: Updates, delivery: Delivery) -> None:
        self.loop, self.updates, self.delivery = loop, updates, delivery
        self.watcher: Watcher | None = None
        self.chats: dict[int, Chat] = {}
        self.taps: dict[str, float] = {}
        self.counts: dict[str, int] = {}
        self.refusals: dict[str, int] = {}
        self.limit_every = 0  # every n-th editMessageText or sendMessage meets a 429; 0: none does
        self._limited = 0
        self._last_message = 1000
        self._last_tap = 4_611_686_018_427_387_904

    # --- what people do ---------------------------------------------------------------------------

    def say(self, chat: Chat, text: str) -> None:
        """Let a person write."""
        message = self._add(chat, text, is_bots=False)
        if text.startswith("/"):
            message.entities = [{"offset": 0, "length": len(text), "type": "bot_command"}]
        chat.is_started = True
        chat.render(message)
        self._tell("message", chat, message.body)

    def tap(self, chat: Chat, message: Message, data: str) -> None:
        """Let a person press a button of a message."""
        self._last_tap += 1
        query = str(self._last_tap)
        self.taps[query] = time.monotonic()
        body = b'{"id":"%s","from":%s,"message":%s,"chat_instance":"%s","data":%s}' % (
            query.encode(),
            chat.user_json,
            message.body,
            chat.instance.encode(),
            to_json(data),
        )
        self._tell("callback_query", chat, body)

    def _tell(self, kind: str, chat: Chat, body: bytes) -> None:
        update = self.updates.make(kind, chat.chat_id, body)
        if update is None:
            return
        if self.delivery.url:
            self.delivery.push(update)
        else:
            self.updates.push(update)

    # --- what the bot does ------------------------------------------------------------------------

    def handle(self, token: str, method: str, call: Call, reply: Reply) -> None:
        """Carry a call out and answer it."""
        try:
            if token != TOKEN:
                raise UNAUTHORIZED
            if method == "getupdates":
                self._count(method)
                self.updates.poll(call, reply, has_webhook=bool(self.delivery.url))
                return
            result = self.run(method, call)
        except ApiError as error:
            named = f"{method}: {error.description}"
            self.refusals[named] = self.refusals.get(named, 0) + 1
            reply(error.code, orjson.dumps(error.body()))
            return
        reply(200, b'{"ok":true,"result":' + result + b"}")

    def run(self, method: str, call: Call) -> bytes:
        """Carry a method out; returns the result as JSON. Raises ``ApiError``."""
        self._count(method)
        if method not in METHODS:
            raise NOT_FOUND
        if self.limit_every and method in EDITS:
            self._limited += 1
            if self._limited % self.limit_every == 0:
                raise too_many_requests(1)
        return METHODS[method](self, call)

    def _count(self, method: str) -> None:
        self.counts[method] = self.counts.get(method, 0) + 1

    def send_message(self, call: Call) -> bytes:
        """Send a text."""
        text, entities = _text(call)
        markup = _markup(call)
        chat = self._chat(call)
        message = self._add(chat, text, is_bots=True)
        message.entities, message.markup, message.preview = (
            entities,
            markup,
            call.json("link_preview_options"),
        )
        return self._show(chat, message)

    def edit_text(self, call: Call) -> bytes:
        """Change the text and the buttons of one of the bot's messages."""
        text, entities = _text(call)
        markup = _inline_markup(call)
        chat, message = self._message(call)
        if text == message.text and entities == message.entities and markup == message.markup:
            raise bad_request(NOT_MODIFIED)
        message.text, message.entities, message.markup = text, entities, markup
        message.preview = call.json("link_preview_options")
        message.edited = int(time.time())
        return self._show(chat, message)

    def edit_markup(self, call: Call) -> bytes:
        """Change or take away the buttons of one of the bot's messages."""
        markup = _inline_markup(call)
        chat, message = self._message(call)
        if markup == message.markup:
            raise bad_request(NOT_MODIFIED)
        message.markup = markup
        message.edited = int(time.time())
        chat.render(message)
        return message.body

    def answer_tap(self, call: Call) -> bytes:
        """Answer a tap, once, while it is young."""
        at = self.taps.pop(call.text("callback_query_id"), 0.0)
        if not at or time.monotonic() - at > TAP_KEPT:
            raise bad_request(QUERY_TOO_OLD)
        if rules.units(call.text("text")) > rules.TOAST_LIMIT:
            raise bad_request("MESSAGE_TOO_LONG")
        return b"true"

    def set_webhook(self, call: Call) -> bytes:
        """Deliver from now on; an empty address means polling again."""
        self.updates.allow(call)
        self.updates.note_fetch()
        connections = call.number("max_connections", 40)
        if not 1 <= connections <= 100:
            raise bad_request("max_connections must be from 1 to 100")
        self.delivery.aim(call.text("url"), call.text("secret_token"), connections)
        return b"true"

    def delete_webhook(self, call: Call) -> bytes:  # noqa: ARG002  one signature
        """Go back to polling."""
        self.delivery.aim("", "", 0)
        return b"true"

    def get_webhook(self, call: Call) -> bytes:  # noqa: ARG002  one signature
        """Say where updates are delivered."""
        waiting = len(self.updates.waiting)
        return orjson.dumps(
            {"url": self.delivery.url, "has_custom_certificate": False, "pending_update_count": waiting}
        )

    def _chat(self, call: Call) -> Chat:
        chat = self.chats.get(call.number("chat_id"))
        if chat is None or not chat.is_started:
            raise bad_request("chat not found")
        return chat

    def _message(self, call: Call) -> tuple[Chat, Message]:
        chat = self._chat(call)
        message = chat.messages.get(call.number("message_id"))
        if message is None:
            raise bad_request("message to edit not found")
        if not message.is_bots:
            raise bad_request("message can't be edited")
        return chat, message

    def _add(self, chat: Chat, text: str, *, is_bots: bool) -> Message:
        self._last_message += 1
        message = chat.messages[self._last_message] = Message(self._last_message, text, is_bots=is_bots)
        return message

    def _show(self, chat: Chat, message: Message) -> bytes:
        message.look()
        chat.render(message)
        body = message.body
        if self.watcher is not None:
            self.watcher.shown(chat, message)
        return body


def _text(call: Call) -> tuple[str, rules.Entities]:
    """Return the text as Telegram keeps it. A ``parse_mode`` is refused: its mistakes would not be found here."""
    if call.text("parse_mode"):
        raise bad_request("can't parse entities: parse_mode is not simulated, send entities")
    return rules.check_text(call.text("text"), call.json("entities") or [])


def _markup(call: Call) -> dict[str, Any] | None:
    markup: dict[str, Any] | None = call.json("reply_markup")
    if markup and "inline_keyboard" in markup:
        return rules.check_inline_keyboard(markup)
    return markup or None


def _inline_markup(call: Call) -> dict[str, Any] | None:
    markup = _markup(call)
    if markup is not None and "inline_keyboard" not in markup:
        raise bad_request("inline keyboard expected")
    return markup


def _me(world: World, call: Call) -> bytes:  # noqa: ARG001  one signature
    return orjson.dumps({**BOT, "can_join_groups": True, "can_read_all_group_messages": False})


def _yes(world: World, call: Call) -> bytes:  # noqa: ARG001  one signature
    return b"true"


METHODS: Final[dict[str, Callable[[World, Call], bytes]]] = {
    "getme": _me,
    "sendmessage": World.send_message,
    "editmessagetext": World.edit_text,
    "editmessagereplymarkup": World.edit_markup,
    "answercallbackquery": World.answer_tap,
    "setwebhook": World.set_webhook,
    "deletewebhook": World.delete_webhook,
    "getwebhookinfo": World.get_webhook,
    "sendchataction": _yes,
    "setmycommands": _yes,
    "deletemycommands": _yes,
    "setchatmenubutton": _yes,
}
