"""The fetch loop: a batch is acknowledged (by the next offset) only after the house has stored it.

The library's own polling acknowledges before anything is stored, and turns deaf after one 401.
"""

import logging
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Final

from bot.channels.persistence import Pauses, why_not_stored
from bot.channels.telegram.api import BotApi
from bot.channels.telegram.rivalry import Rivalry
from bot.channels.telegram.updates import ALLOWED_UPDATES, last_number, read_batch
from bot.clock import Clock
from bot.messages import FailureKind, Hear, SendError

logger = logging.getLogger(__name__)

POLL_SECONDS: Final = 50  # Bot API "getUpdates": the longest poll
_READ_MARGIN: Final = 10.0  # seconds beyond the poll before the connection counts as dead


class Intake:
    """Fetches updates for ever. ``on_fetch`` is told the time of every fetch that worked (the heartbeat).

    ``on_conflict`` is told when another program was found to fetch with the same token, ``on_gap`` for how many seconds
    nothing was fetched and stored, when that works again after it failed.
    """

    def __init__(
        self,
        api: BotApi,
        clock: Clock,
        *,
        on_fetch: Callable[[datetime], None] | None = None,
        on_conflict: Callable[[datetime], None] | None = None,
        on_gap: Callable[[float], None] | None = None,
        poll_seconds: int = POLL_SECONDS,
    ) -> None:
        self._api = api
        self._clock = clock
        self._on_fetch = on_fetch
        self._on_conflict = on_conflict
        self._on_gap = on_gap
        self._worked_at = clock.monotonic()
        self._has_failed = False
        self._poll_seconds = poll_seconds
        self._rivalry = Rivalry()
        self._pauses = Pauses()
        self._offset: int | None = None

    async def run(self, hear: Hear) -> None:
        """Take a webhook away if there is one, then fetch, store and acknowledge until cancelled."""
        await self.persist(self._take_webhook_away)
        while True:
            await self.persist(lambda: self.fetch_once(hear))

    async def persist(self, act: Callable[[], Awaitable[None]]) -> None:
        """Try until ``act`` succeeds, with pauses. Says in the log what is wrong, never anybody's words."""
        while True:
            try:
                await act()
            except SendError as error:
                if error.kind is FailureKind.CONFLICT:
                    await self._step_back(error)
                else:
                    await self._pause(error, _explain(error))
            except Exception as error:  # noqa: BLE001  nothing was stored: the same batch comes again
                await self._pause(error, f"the batch was not stored ({why_not_stored(error)}")
            else:
                self._pauses.reset()
                self._note_success()
                return
            self._has_failed = True

    def _note_success(self) -> None:
        now = self._clock.monotonic()
        if self._has_failed and self._on_gap is not None:
            self._on_gap(now - self._worked_at)
        self._has_failed, self._worked_at = False, now

    async def _take_webhook_away(self) -> None:
        await self._api.call("deleteWebhook", {"drop_pending_updates": False})

    async def fetch_once(self, hear: Hear) -> None:
        """Fetch one batch and have it stored. The next fetch acknowledges it."""
        about = {"timeout": self._poll_seconds, "allowed_updates": ALLOWED_UPDATES}
        if self._offset is not None:
            about["offset"] = self._offset
        read_seconds = self._poll_seconds + _READ_MARGIN
        updates = await self._api.call("getUpdates", about, read_seconds=read_seconds)
        if self._rivalry.is_over(self._clock.monotonic()):
            logger.warning("The other program with this token is gone")
        now = self._clock.now()
        if self._on_fetch is not None:
            self._on_fetch(now)
        if not updates:
            return
        batch = read_batch(updates, now)
        if batch:
            await hear(batch)
        self._offset = last_number(updates) + 1

    async def _step_back(self, error: SendError) -> None:
        """Stay away from a token that somebody else uses, ever longer; said once, and noted each time."""
        seconds = self._rivalry.note_conflict(self._clock.monotonic(), self._pauses.jitter())
        if self._rivalry.is_certain and self._on_conflict is not None:
            self._on_conflict(self._clock.now())
        if self._rivalry.is_new:
            logger.error(
                "ANOTHER PROGRAM USES THIS TOKEN (409 again within a minute): %s. Stop it, or get a new token from"
                " @BotFather (/revoke). This one steps back, for up to five minutes at a time, and returns by itself",
                error.detail,
            )
        elif not self._rivalry.is_certain:
            logger.warning("Trying again in %.0f s: %s", seconds, _explain(error))
        await self._clock.sleep(seconds)

    async def _pause(self, error: Exception, reason: str) -> None:
        seconds = self._pauses.next_after(error)
        logger.warning("Trying again in %.0f s: %s", seconds, reason)
        await self._clock.sleep(seconds)


def _explain(error: SendError) -> str:
    """Say in one line what went wrong and what to do."""
    if error.kind is FailureKind.UNAUTHORIZED:
        return "Telegram does not know this token (401/404). Check KHAOSAT_TELEGRAM_TOKEN"
    if error.kind is FailureKind.CONFLICT:
        return f"another program fetches with the same token, or a webhook is set (409): {error.detail}"
    return f"{error.kind}: {error.detail}"
