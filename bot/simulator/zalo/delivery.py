"""Delivery to the bots' webhooks: each bot's events in order, one at a time, a few times if they are not taken."""

import asyncio
from datetime import timedelta
from typing import Final

import aiohttp

from bot.simulator.zalo.world import Json, ZaloBot, ZaloWorld

HEADER: Final = "X-Bot-Api-Secret-Token"
TRIES: Final = 3
_PAUSE: Final = timedelta(seconds=1)


class ZaloDelivery:
    """Posts what waits to the webhook of each bot that has one."""

    def __init__(self, world: ZaloWorld) -> None:
        self._world = world
        self.in_flight = 0

    async def run(self) -> None:
        """Deliver for ever."""
        timeout = aiohttp.ClientTimeout(total=60)
        async with (
            aiohttp.ClientSession(timeout=timeout, trust_env=False) as session,
            asyncio.TaskGroup() as lanes,
        ):
            for bot in self._world.bots.values():
                lanes.create_task(self._empty(bot, session))

    async def _empty(self, bot: ZaloBot, session: aiohttp.ClientSession) -> None:
        while True:
            with self._world.changes.watching() as changed:
                if not (bot.waiting and bot.webhook.url):
                    await changed.wait()
                    continue
            self.in_flight += 1
            try:
                await self._deliver(bot, bot.waiting.popleft(), session)
            finally:
                self.in_flight -= 1
                self._world.changes.wake()

    async def _deliver(self, bot: ZaloBot, event: Json, session: aiohttp.ClientSession) -> None:
        body = {"ok": True, "result": event} if self._world.is_wrapped else event
        times = 1
        if self._world.repetitions:
            self._world.repetitions -= 1
            times = 2
        for _ in range(times):
            for _ in range(TRIES):
                if await _post(bot, body, session):
                    break
                await self._world.clock.sleep_until(self._world.clock.now() + _PAUSE)


async def _post(bot: ZaloBot, body: Json, session: aiohttp.ClientSession) -> bool:
    headers = {HEADER: bot.webhook.secret}
    try:
        async with session.post(bot.webhook.url, json=body, headers=headers) as response:
            return 200 <= response.status < 300
    except (aiohttp.ClientError, TimeoutError, OSError):
        return False
