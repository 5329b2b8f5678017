"""The bot as it stands in a chaos run: one process that polls, or several webhook workers behind a balancer."""

import random
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Final

from tests.chaos.balancer import Balancer
from tests.process.bot_process import BotProcess
from tests.process.premises import Premises
from tests.serving.caller import free_port

SECRET: Final = "mot-bi-mat-123"
PATH: Final = "/nhan-tin"


class Fleet:
    """The processes by place; a place whose process has ended is filled anew by ``replace``."""

    def __init__(self, premises: Premises, ports: Sequence[int]) -> None:
        self._premises = premises
        self._ports = ports
        self.processes: list[BotProcess] = []

    @property
    def is_webhook(self) -> bool:
        """Whether updates are delivered."""
        return bool(self._ports)

    async def start(self) -> None:
        """Start every process."""
        self.processes = [await self._start(place) for place in range(max(1, len(self._ports)))]

    async def _start(self, place: int) -> BotProcess:
        if self._ports:
            self._premises.settings["KHAOSAT_TELEGRAM_WEBHOOK_PORT"] = str(self._ports[place])
        return await self._premises.start()

    async def replace(self) -> None:
        """Start anew what has ended."""
        for place, process in enumerate(self.processes):
            if not process.is_running:
                self.processes[place] = await self._start(place)

    async def kill(self) -> None:
        """``kill -9`` for all."""
        for process in self.processes:
            process.strike()
        for process in self.processes:
            await process.ends()

    async def terminate(self) -> list[int]:
        """Stop all that run in order, one after the other; returns the exit codes."""
        return [await process.terminate() for process in self.processes if process.is_running]

    def any(self, chance: random.Random) -> BotProcess:
        """Return one that runs."""
        return chance.choice([process for process in self.processes if process.is_running])


@asynccontextmanager
async def fleet_of(premises: Premises, workers: int) -> AsyncIterator[Fleet]:
    """Give a fleet that does not run yet: of one process that polls if ``workers`` is 0, else of webhook workers."""
    async with AsyncExitStack() as stack:
        ports = free_ports(workers)
        if ports:
            balancer = await stack.enter_async_context(Balancer(ports))
            premises.settings |= {
                "KHAOSAT_TELEGRAM_WEBHOOK_URL": f"http://127.0.0.1:{balancer.port}{PATH}",
                "KHAOSAT_TELEGRAM_WEBHOOK_SECRET": SECRET,
            }
        yield Fleet(premises, ports)


def free_ports(count: int) -> list[int]:
    """Return ports that nobody listens on just now."""
    return [free_port() for _ in range(count)]
