"""What befalls a bot process: ``kill -9`` at chosen moments of its work, seen from the simulated Telegram."""

import asyncio
import random
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from bot.simulator.call import Call
from bot.simulator.errors import ApiError
from tests.phone import Simulator
from tests.process.bot_process import BotProcess
from tests.process.premises import Premises


class At(StrEnum):
    """When the blow falls, about one call of the bot."""

    BEFORE = "before"  # it asked, nothing was done
    AFTER = "after"  # it is done, and the bot will never hear of it
    SOON = "soon"  # the bot has the answer and goes on for some thousandths of a second


@dataclass(frozen=True)
class Blow:
    """Kill at the ``count``-th call of ``method`` (a fetch counts only if it brings something)."""

    method: str
    count: int
    at: At


class Fate:
    """Kills the bot at each blow in turn, and starts it again on the same database."""

    def __init__(self, premises: Premises, blows: Sequence[Blow], chance: random.Random) -> None:
        self._premises = premises
        self._simulator: Simulator = premises.simulator
        self._blows = list(blows)
        self._chance = chance
        self._armed: Blow | None = None
        self._count = 0
        self._struck = asyncio.Event()
        self._process: BotProcess | None = None
        self._carry_out = self._simulator.server._run
        setattr(self._simulator.server, "_run", self._run)  # noqa: B010 - a method, on purpose

    async def deal(
        self,
        process: BotProcess,
        lives: Collection[asyncio.Future[Any]],
        before_each: Callable[[int], None] | None = None,
    ) -> BotProcess:
        """Let every blow fall; returns the process that lives on.

        Fails at once when all of ``lives``, which make the bot work, are over before the last blow.
        """
        for number, blow in enumerate(self._blows):
            if before_each is not None:
                before_each(number)
            self._process, self._count, self._armed = process, 0, blow
            self._struck.clear()
            await self._falls(process, lives)
            await process.kill()
            process = await self._premises.start()
        return process

    async def _falls(self, process: BotProcess, lives: Collection[asyncio.Future[Any]]) -> None:
        """Wait for the blow; a process that ends before it has ended by itself."""
        struck = asyncio.create_task(self._struck.wait())
        ended = asyncio.create_task(process.ends_some_time())
        over: asyncio.Future[Any] = asyncio.gather(*map(asyncio.shield, lives))
        waited: set[asyncio.Future[Any]] = {struck, ended, over}
        try:
            await asyncio.wait(waited, return_when=asyncio.FIRST_COMPLETED)
            if self._struck.is_set():
                return
            if over.done() and self._armed is None:  # it is about to fall
                await self._struck.wait()
                return
            if over.done():
                over.result()
                raise AssertionError(
                    f"nobody is left to whom it could happen: {self._armed}, {self._count} seen"
                )
            raise AssertionError(f"it ended by itself\n{process.log}")
        finally:
            for task in waited:
                task.cancel()
            await asyncio.gather(*waited, return_exceptions=True)

    async def _run(self, method: str, call: Call) -> Any:
        blow = self._armed
        if blow is None or method != blow.method.lower():
            return await self._carry_out(method, call)
        if blow.at is At.BEFORE and self._is_hit(blow):
            self._strike()
            raise ApiError(500, "Internal Server Error")
        result = await self._carry_out(method, call)
        if (method == "getupdates" and not result) or blow is not self._armed or blow.at is At.BEFORE:
            return result
        if self._is_hit(blow):
            if blow.at is At.AFTER:
                self._strike()
            else:
                loop = asyncio.get_running_loop()
                loop.call_later(self._chance.uniform(0.0, 0.03), self._strike)
        return result

    def _is_hit(self, blow: Blow) -> bool:
        self._count += 1
        if self._count < blow.count:
            return False
        self._armed = None
        return True

    def _strike(self) -> None:
        assert self._process is not None
        self._process.strike()
        self._struck.set()
