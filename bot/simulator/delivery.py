"""Delivery to the bot's webhook: each person's texts and taps in order, repeated until the bot says 2xx."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Final

import aiohttp

from bot.simulator.intake import Intake
from bot.simulator.update_queue import Update
from bot.simulator.world import World

_HEADER: Final = "X-Telegram-Bot-Api-Secret-Token"
_LONGEST_PAUSE: Final = 60.0  # seconds


class Delivery:
    """Posts waiting updates to the webhook while one is set; ``carry_out`` gets the JSON of its answers.

    A person's texts and taps are queued apart, so that they may arrive in parallel, as Telegram does.
    """

    def __init__(self, world: World, intake: Intake, carry_out: Callable[[bytes], Awaitable[None]]) -> None:
        self._world = world
        self._carry_out = carry_out
        self._intake = intake
        self._lanes: dict[tuple[int, bool], asyncio.Task[None]] = {}
        self.in_flight = 0

    async def run(self) -> None:
        """Deliver for ever."""
        timeout = aiohttp.ClientTimeout(total=60)
        async with aiohttp.ClientSession(timeout=timeout, trust_env=False) as session:
            try:
                while True:
                    if self._intake.webhook.url:
                        self._open_lanes(session)
                    await self._world.wait_for_change()
            finally:
                for task in self._lanes.values():
                    task.cancel()
                await asyncio.gather(*self._lanes.values(), return_exceptions=True)

    def _open_lanes(self, session: aiohttp.ClientSession) -> None:
        self._world.queue.drop_expired(self._world.clock.now())
        for update in self._world.queue.waiting:
            lane = _lane(update)
            if lane not in self._lanes and len(self._lanes) < self._intake.webhook.max_connections:
                self._lanes[lane] = asyncio.create_task(self._empty(lane, session))

    async def _empty(self, lane: tuple[int, bool], session: aiohttp.ClientSession) -> None:
        try:
            while self._intake.webhook.url and (update := self._next(lane)):
                await self._deliver(update, session)
        finally:
            del self._lanes[lane]
            self._world.wake()

    def _next(self, lane: tuple[int, bool]) -> Update | None:
        self._world.queue.drop_expired(self._world.clock.now())
        return next((update for update in self._world.queue.waiting if _lane(update) == lane), None)

    async def _deliver(self, update: Update, session: aiohttp.ClientSession) -> None:
        update.attempt_count += 1
        self.in_flight += 1
        self._world.wake()
        try:
            status, reply = await self._post(update, session)
            if 200 <= status < 300:
                await self._carry_out(reply)
        finally:
            self.in_flight -= 1
            self._world.wake()
        if 200 <= status < 300:
            if self._world.queue.redeliveries:
                self._world.queue.redeliveries -= 1
            else:
                self._world.queue.remove(update)
            self._world.wake()
            return
        now = self._world.clock.now()
        self._intake.webhook.last_error = f"Wrong response from the webhook: {status}"
        self._intake.webhook.last_error_at = int(now.timestamp())
        pause = min(_LONGEST_PAUSE, 2.0 ** min(update.attempt_count - 1, 10))
        await self._world.clock.sleep_until(now + timedelta(seconds=pause))

    async def _post(self, update: Update, session: aiohttp.ClientSession) -> tuple[int, bytes]:
        webhook = self._intake.webhook
        headers = {_HEADER: webhook.secret} if webhook.secret else {}
        try:
            async with session.post(webhook.url, json=update.to_json(), headers=headers) as response:
                body = await response.read()
                return response.status, body if response.content_type == "application/json" else b""
        except (aiohttp.ClientError, TimeoutError, OSError):
            return 0, b""


def _lane(update: Update) -> tuple[int, bool]:
    return update.sender, update.kind == "callback_query"
