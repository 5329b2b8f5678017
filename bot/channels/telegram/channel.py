"""The Telegram channel: polling or webhook in, methods of the Bot API out."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from bot.channels.telegram import sending
from bot.channels.telegram.api import BotApi
from bot.channels.telegram.intake import POLL_SECONDS, Intake
from bot.channels.telegram.updates import ALLOWED_UPDATES, NAME
from bot.channels.telegram.webhook import (
    Delivery,
    Webhook,
    WebhookReceiver,
    WebhookWatch,
    ask_delivery,
    receive,
)
from bot.clock import Clock
from bot.messages import Account, Caps, Hear, Outbound, OutboundKind, Sent
from bot.serving import Health, Metrics

TELEGRAM_URL: Final = "https://api.telegram.org/bot"


class TelegramChannel:
    """Telegram as a ``bot.messages.Channel``.

    ``base_url`` ends in ``/bot``. With a ``webhook`` updates are delivered to us, else we fetch them.
    ``on_fetch`` is told the time of each fetch or delivery that worked, ``on_conflict`` when another program was
    found to fetch with the same token, ``on_gap`` for how many seconds nothing was fetched; ``health`` answers
    ``/healthz`` with a mapping that has ``ok``, ``metrics`` answers ``/metrics`` (both only beside a webhook).
    """

    name = NAME
    caps = Caps()

    def __init__(
        self,
        token: str,
        *,
        clock: Clock,
        base_url: str = TELEGRAM_URL,
        webhook: Webhook | None = None,
        on_fetch: Callable[[datetime], None] | None = None,
        on_conflict: Callable[[datetime], None] | None = None,
        on_gap: Callable[[float], None] | None = None,
        health: Health | None = None,
        metrics: Metrics | None = None,
        poll_seconds: int = POLL_SECONDS,
    ) -> None:
        self._api = BotApi(token, base_url)
        self._clock = clock
        self._webhook = webhook
        self._on_fetch = on_fetch
        self._on_conflict = on_conflict
        self._watch: WebhookWatch | None = None
        self._health = health
        self._metrics = metrics
        self._receiver: WebhookReceiver | None = None
        self._intake = Intake(
            self._api,
            clock,
            on_fetch=on_fetch,
            on_conflict=on_conflict,
            on_gap=on_gap,
            poll_seconds=poll_seconds,
        )

    def __repr__(self) -> str:
        return "TelegramChannel(token=***)"

    @property
    def in_flight(self) -> int:
        """How many requests other than the long poll wait for an answer."""
        return self._api.in_flight

    async def open(self) -> Account:
        """Ask Telegram who we are. Raises ``SendError``."""
        me = await self._api.call("getMe", {})
        link_base = f"https://t.me/{me['username']}?start="
        return Account(username=me["username"], name=me["first_name"], link_base=link_base)

    async def ask_delivery(self) -> Delivery:
        """Ask Telegram where it delivers updates, and how that goes. Raises ``SendError``."""
        return await ask_delivery(self._api)

    async def listen(self, hear: Hear) -> None:
        """Take updates for ever; a batch is acknowledged only after ``hear`` has returned."""
        if self._webhook is None:
            await self._intake.run(hear)
        else:
            await self._receive(self._webhook, hear)

    async def _receive(self, webhook: Webhook, hear: Hear) -> None:
        receiver = WebhookReceiver(
            webhook,
            hear,
            self._clock,
            on_fetch=self._on_fetch,
            health=self._health,
            metrics=self._metrics,
        )
        self._receiver = receiver
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(receive(webhook, receiver))
            tasks.create_task(self._intake.persist(lambda: self._set_webhook(webhook)))

    async def _set_webhook(self, webhook: Webhook) -> None:
        about = {
            "url": webhook.url,
            "secret_token": webhook.secret,
            "max_connections": webhook.max_connections,
            "allowed_updates": ALLOWED_UPDATES,
            "drop_pending_updates": False,
        }
        await self._api.call("setWebhook", about)
        if self._watch is None:
            self._watch = WebhookWatch(
                self._api, webhook.url, self._clock, lambda: self._set_webhook(webhook), self._on_conflict
            )

    async def look_after(self) -> None:
        """Look whether updates are still delivered to us, once the webhook is set. Raises ``SendError``."""
        if self._watch is not None:
            await self._watch.look()

    async def send(self, address: str, message: Outbound) -> Sent:
        """Send one message. Raises ``SendError``; ``ValueError`` for buttons that Telegram cannot carry."""
        if message.tap_id and self._answer_in_reply(message):
            if message.kind is OutboundKind.TOAST:
                return Sent()
            message = replace(message, tap_id="")
        return await sending.send(self._api, address, message)

    def _answer_in_reply(self, message: Outbound) -> bool:
        """Let the tap's words ride in the webhook's reply, if the request that brought the tap is still open."""
        words = message.text if message.kind is OutboundKind.TOAST else message.toast
        return self._receiver is not None and self._receiver.answer_tap(message.tap_id, words)

    async def fetch(self, address: str, ref: str, limit: int) -> bytes:  # noqa: ARG002  a file's name is enough here
        """Return the bytes of a file that somebody sent. Raises ``SendError``."""
        return await self._api.fetch_file(ref, limit)

    async def publish_commands(self, commands: Sequence[tuple[str, str]], address: str = "") -> None:
        """Show the commands (name without slash, description) in the menu, of one chat or of all."""
        scope = {"type": "chat", "chat_id": address} if address else {"type": "default"}
        listed = [{"command": command, "description": text} for command, text in commands]
        await self._api.call("setMyCommands", {"commands": listed, "scope": scope})

    async def show_activity(self, address: str, action: str = "upload_document") -> None:
        """Show for some seconds that something is being prepared."""
        await self._api.call("sendChatAction", {"chat_id": address, "action": action})

    async def close(self) -> None:
        """Close every connection."""
        await self._api.close()
