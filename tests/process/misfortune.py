"""What befalls a bot process: ``kill -9`` at chosen moments of its work, seen from the simulated Telegram."""

import asyncio
import random
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from bot.simulator.call import Call
from bot.simulator.errors import ApiError
from tests.phone import Simulator
from tests.process.premises import BotProcess, Premises


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

    async def deal(self, process: BotProcess, before_each: Any = None) -> BotProcess:
        """Let every blow fall; returns the process that lives on."""
        for number, blow in enumerate(self._blows):
            if before_each is not None:
                before_each(number)
            self._process, self._count, self._armed = process, 0, blow
            self._struck.clear()
            await self._falls(process)
            await process.kill()
            process = await self._premises.start()
        return process

    async def _falls(self, process: BotProcess) -> None:
        """Wait for the blow; a process that ends before it has ended by itself."""
        struck, ended = (
            asyncio.create_task(self._struck.wait()),
            asyncio.create_task(process.ends_some_time()),
        )
        try:
            await asyncio.wait({struck, ended}, return_when=asyncio.FIRST_COMPLETED)
            assert self._struck.is_set(), f"it ended by itself\n{process.log}"
        finally:
            struck.cancel()
            ended.cancel()
            await asyncio.gather(struck, ended, return_exceptions=True)

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
