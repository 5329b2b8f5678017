"""Whether updates are still delivered to us: another program with the token may have taken the webhook away.

Who polls with the token deletes it, and who has one of its own replaces it. Nothing comes any more then, and nothing
says so. We stay away for a while, each time longer, and set it again: a poller meets 409 from then on.
"""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.channels.telegram.api import BotApi
from bot.channels.telegram.rivalry import Rivalry
from bot.clock import Clock

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Delivery:
    """What Telegram says of its deliveries: where to, how many wait, and what was wrong with the last that failed."""

    url: str
    waiting: int
    error: str = ""
    failed_at: datetime | None = None


async def ask_delivery(api: BotApi) -> Delivery:
    """Ask where Telegram delivers updates, and how it went. Raises ``SendError``."""
    info = await api.call("getWebhookInfo", {})
    failed_at = info.get("last_error_date")
    return Delivery(
        url=info.get("url", ""),
        waiting=info.get("pending_update_count", 0),
        error=info.get("last_error_message", ""),
        failed_at=None if failed_at is None else datetime.fromtimestamp(failed_at, UTC),
    )


class WebhookWatch:
    """``look`` now and then. ``set_again`` is our own webhook's; ``on_conflict`` is told when it is not there."""

    def __init__(
        self,
        api: BotApi,
        url: str,
        clock: Clock,
        set_again: Callable[[], Awaitable[None]],
        on_conflict: Callable[[datetime], None] | None,
    ) -> None:
        self._api = api
        self._url = url
        self._clock = clock
        self._set_again = set_again
        self._on_conflict = on_conflict
        self._rivalry = Rivalry()
        self._away_until: float | None = None

    async def look(self) -> None:
        """Ask where Telegram delivers. Raises ``SendError``."""
        delivers_to = (await ask_delivery(self._api)).url
        now = self._clock.monotonic()
        if delivers_to == self._url:
            self._rivalry.is_over(now)
            self._away_until = None
            return
        if self._on_conflict is not None:
            self._on_conflict(self._clock.now())
        if self._away_until is None:
            seconds = self._rivalry.note_conflict(now, 1.0)
            self._away_until = now + seconds
            logger.error(
                "ANOTHER PROGRAM USES THIS TOKEN: it has %s our webhook. Stop it, or get a new token from @BotFather"
                " (/revoke). This one sets its webhook again in %.0f s",
                "replaced" if delivers_to else "deleted",
                seconds,
            )
        elif now >= self._away_until:
            self._away_until = None
            await self._set_again()
