"""How updates reach the bot: getUpdates and the webhook settings, with Telegram's rules."""

import asyncio
import re
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final
from urllib.parse import urlsplit

from bot.clock import Clock
from bot.simulator.call import Call
from bot.simulator.errors import OTHER_POLL, WEBHOOK_ACTIVE, bad_request, conflict
from bot.simulator.world import Json, World

LONGEST_POLL: Final = 50  # seconds
WEBHOOK_PORTS: Final = frozenset({443, 80, 88, 8443})
LOOPBACK: Final = frozenset({"127.0.0.1", "localhost", "::1"})


@dataclass
class WebhookState:
    """Where updates are delivered; no url means polling."""

    url: str = ""
    secret: str = ""
    max_connections: int = 40
    last_error: str = ""
    last_error_at: int = 0


@dataclass
class Intake:
    """The bot's side of the update queue. ``poll_clock`` times idle long polls."""

    world: World
    poll_clock: Clock
    webhook: WebhookState = field(default_factory=WebhookState)
    poll_count: int = 0
    _running: "asyncio.Future[None] | None" = None

    async def get_updates(self, call: Call) -> list[Json]:
        """Acknowledge what came before the offset; return what waits, or wait for it."""
        if self.webhook.url:
            raise conflict(WEBHOOK_ACTIVE)
        self._end_other_poll()
        self._allow(call)
        self.poll_count += 1
        if offset := call.number("offset"):
            self.world.queue.acknowledge(offset)
        self.world.wake()
        ended: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._running = ended
        try:
            return await self._wait_for_batch(call, ended)
        finally:
            if self._running is ended:
                self._running = None

    async def _wait_for_batch(self, call: Call, ended: "asyncio.Future[None]") -> list[Json]:
        seconds = max(0, min(call.number("timeout"), LONGEST_POLL))
        deadline = self.poll_clock.now() + timedelta(seconds=seconds)
        while True:
            batch = self.world.queue.batch(call.number("limit", 100), self.world.clock.now())
            if ended.done():
                raise conflict(OTHER_POLL)
            if batch or self.poll_clock.now() >= deadline:
                return [update.to_json() for update in batch]
            await self.world.wait_for_change(until=deadline, clock=self.poll_clock)

    def _end_other_poll(self) -> None:
        if self._running is not None and not self._running.done():
            self._running.set_result(None)
            self.world.wake()

    def _allow(self, call: Call) -> None:
        kinds = call.json("allowed_updates")
        if kinds is not None:
            self.world.queue.allow(kinds)

    def set_webhook(self, call: Call) -> bool:
        """Deliver to an address from now on; an empty one means polling again."""
        url = call.text("url")
        if not url:
            return self.delete_webhook(call)
        _check_webhook_url(url)
        connections = call.number("max_connections", 40)
        if not 1 <= connections <= 100:
            raise bad_request("max_connections must be from 1 to 100")
        if not re.fullmatch(r"[A-Za-z0-9_-]{0,256}", call.text("secret_token")):
            raise bad_request("secret token contains unallowed characters")
        self._end_other_poll()
        self._allow(call)
        self.webhook = WebhookState(url, call.text("secret_token"), connections)
        self._drop_if_asked(call)
        return True

    def delete_webhook(self, call: Call) -> bool:
        """Go back to polling; waiting updates stay unless the call drops them."""
        self.webhook = WebhookState()
        self._drop_if_asked(call)
        return True

    def get_webhook_info(self) -> Json:
        """Return the WebhookInfo object."""
        info: dict[str, Any] = {
            "url": self.webhook.url,
            "has_custom_certificate": False,
            "pending_update_count": len(self.world.queue.waiting),
        }
        if self.webhook.url:
            info["max_connections"] = self.webhook.max_connections
        if self.webhook.last_error:
            info["last_error_message"] = self.webhook.last_error
            info["last_error_date"] = self.webhook.last_error_at
        if self.world.queue.allowed is not None:
            info["allowed_updates"] = sorted(self.world.queue.allowed)
        return info

    def _drop_if_asked(self, call: Call) -> None:
        if call.flag("drop_pending_updates"):
            self.world.queue.waiting.clear()
        self.world.wake()


def _check_webhook_url(url: str) -> None:
    """Telegram wants HTTPS on its ports; on loopback plain HTTP will do, as with a local Bot API server."""
    parts = urlsplit(url)
    if parts.hostname in LOOPBACK:
        return
    if parts.scheme != "https":
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if (parts.port or 443) not in WEBHOOK_PORTS:
        raise bad_request("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")
