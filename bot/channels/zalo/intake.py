"""Taking in what people write to one bot: by polling, or as its webhook is told.

Zalo gives each event once: what was fetched is stored before the next is fetched, however often that has to be tried,
and a stop waits for it. A kill may lose the one in hand; whoever wrote it is asked again at their next word.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

from bot.channels.persistence import Pauses, why_not_stored
from bot.channels.zalo.api import ZaloApi
from bot.channels.zalo.events import read_event
from bot.clock import Clock
from bot.messages import FailureKind, Hear, Inbound, SendError

logger = logging.getLogger(__name__)


class Intake:
    """Takes the events of one bot. ``on_fetch`` is told the time of every fetch or delivery that worked."""

    def __init__(
        self, api: ZaloApi, clock: Clock, on_fetch: Callable[[datetime], None] | None = None
    ) -> None:
        self._api = api
        self._clock = clock
        self._on_fetch = on_fetch
        self._pauses = Pauses()
        self._one_at_a_time = asyncio.Lock()
        self.in_hand_count = 0
        """Events that are being stored."""

    async def poll(self, hear: Hear) -> None:
        """Take a webhook away if there is one, then fetch and store until cancelled."""
        await self.persist(lambda: self._api.call("deleteWebhook"))
        while True:
            await self.persist(lambda: self._fetch_once(hear))

    async def persist(self, act: Callable[[], Awaitable[Any]]) -> None:
        """Try until ``act`` succeeds, with pauses. Says in the log what is wrong, never anybody's words."""
        while True:
            try:
                await act()
            except SendError as error:
                await self._pause(error, _explain(error, self._api.bot_id))
            except Exception as error:  # noqa: BLE001  the database is away: nothing that was fetched may go
                await self._pause(error, f"an event was not stored ({why_not_stored(error)}")
            else:
                self._pauses.reset()
                return

    async def _fetch_once(self, hear: Hear) -> None:
        event = await self._api.fetch()
        self._note_fetch()
        inbound = None if event is None else read_event(self._api.bot_id, event)
        if inbound is not None:
            await self.persist(lambda: self._store(inbound, hear))

    async def take(self, event: object, hear: Hear) -> None:
        """Store what a webhook was told. Raises what ``hear`` raises: then it was not stored."""
        self._note_fetch()
        inbound = read_event(self._api.bot_id, event)
        if inbound is not None:
            async with self._one_at_a_time:
                await self._store(inbound, hear)

    async def _store(self, inbound: Inbound, hear: Hear) -> None:
        storing = asyncio.ensure_future(hear([inbound]))
        self.in_hand_count += 1
        try:
            await asyncio.shield(storing)
        except asyncio.CancelledError:
            await asyncio.wait({storing})  # nobody would bring it again
            raise
        finally:
            self.in_hand_count -= 1

    def _note_fetch(self) -> None:
        if self._on_fetch is not None:
            self._on_fetch(self._clock.now())

    async def _pause(self, error: Exception, reason: str) -> None:
        seconds = self._pauses.next_after(error)
        logger.warning("Trying again in %.0f s: %s", seconds, reason)
        await self._clock.sleep(seconds)


def _explain(error: SendError, bot_id: str) -> str:
    """Say in one line what went wrong and what to do."""
    if error.kind is FailureKind.UNAUTHORIZED:
        return f"Zalo does not know the token of bot {bot_id} (401). Check KHAOSAT_ZALO_TOKENS"
    return f"bot {bot_id}: {error.kind}: {error.detail}"
