"""What befalls bot processes: ``kill -9`` at chosen moments of their work, seen from the simulated Telegram."""

import asyncio
import random
import signal
from collections.abc import Awaitable, Callable, Collection, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

import psutil
from aiohttp import web

from bot.simulator.call import Call
from bot.simulator.errors import ApiError
from tests.phone import Simulator
from tests.process.bot_process import BotProcess
from tests.process.premises import Premises

_ASKING: Final[ContextVar[web.Request | None]] = ContextVar("_ASKING", default=None)
"""The request that is being carried out; none for a call that the answer to a delivery brought."""


WORKS: Final = "running as"
"""What a process has logged that is not only beginning."""


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
    """Kills the bot at each blow in turn, and starts it again on the same database.

    Of several processes the blow hits the one that made the call; any of them if nobody can tell. ``fallen`` is called
    at each blow.
    """

    def __init__(
        self,
        premises: Premises,
        blows: Sequence[Blow],
        chance: random.Random,
        *,
        fallen: Callable[[], object] = lambda: None,
    ) -> None:
        self._premises = premises
        self._simulator: Simulator = premises.simulator
        self._blows = list(blows)
        self._chance = chance
        self._fallen = fallen
        self._armed: Blow | None = None
        self._count = 0
        self._struck = asyncio.Event()
        self._processes: Sequence[BotProcess] = ()
        self._hit: BotProcess | None = None
        self._signal = signal.SIGKILL
        server = self._simulator.server
        self._carry_out, self._answer = server._run, server._carry_out
        for name, own in (("_run", self._run), ("_carry_out", self._hear)):
            setattr(server, name, own)

    async def deal(
        self,
        process: BotProcess,
        lives: Collection[asyncio.Future[Any]],
        before_each: Callable[[int], Awaitable[None]] | None = None,
    ) -> BotProcess:
        """Let every blow fall; returns the process that lives on.

        Fails at once when all of ``lives``, which make the bot work, are over before the last blow.
        """
        for number, blow in enumerate(self._blows):
            if before_each is not None:
                await before_each(number)
            await self.strikes([process], blow, lives)
            process = await self._premises.start()
        return process

    async def strikes(
        self,
        processes: Sequence[BotProcess],
        blow: Blow,
        lives: Collection[asyncio.Future[Any]],
        *,
        by: signal.Signals = signal.SIGKILL,
    ) -> int:
        """Let one blow fall on one of these; returns its exit code."""
        self._processes, self._count, self._armed, self._signal = processes, 0, blow, by
        self._struck.clear()
        await self._falls(processes, lives)
        assert self._hit is not None
        return await self._hit.ends()

    async def _falls(self, processes: Sequence[BotProcess], lives: Collection[asyncio.Future[Any]]) -> None:
        """Wait for the blow; a process that ends before it has ended by itself."""
        struck = asyncio.create_task(self._struck.wait())
        ended = [asyncio.create_task(process.ends_some_time()) for process in processes]
        over: asyncio.Future[Any] = asyncio.gather(*map(asyncio.shield, lives))
        waited: set[asyncio.Future[Any]] = {struck, *ended, over}
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
            logs = "\n".join(process.log for process in processes if not process.is_running)
            raise AssertionError(f"it ended by itself\n{logs}")
        finally:
            for task in waited:
                task.cancel()
            await asyncio.gather(*waited, return_exceptions=True)

    async def _hear(self, request: web.Request, method: str, call: Call) -> web.StreamResponse:
        """Remember, while a request is carried out, where it comes from."""
        token = _ASKING.set(request)
        try:
            return await self._answer(request, method, call)
        finally:
            _ASKING.reset(token)

    async def _run(self, method: str, call: Call) -> Any:
        blow = self._armed
        if blow is None or method != blow.method.lower():
            return await self._carry_out(method, call)
        if blow.at is At.BEFORE and self._is_hit(blow):
            self._strike(self._asking())
            raise ApiError(500, "Internal Server Error")
        result = await self._carry_out(method, call)
        if (method == "getupdates" and not result) or blow is not self._armed or blow.at is At.BEFORE:
            return result
        if self._is_hit(blow):
            asking = self._asking()
            if blow.at is At.AFTER:
                self._strike(asking)
            else:
                loop = asyncio.get_running_loop()
                loop.call_later(self._chance.uniform(0.0, 0.03), self._strike, asking)
        return result

    def _is_hit(self, blow: Blow) -> bool:
        self._count += 1
        if self._count < blow.count:
            return False
        self._armed = None
        return True

    def _asking(self) -> BotProcess:
        """Return the process that makes the call."""
        running = [process for process in self._processes if process.is_running]
        request = _ASKING.get()
        if len(running) > 1 and request is not None and request.transport is not None:
            _, port = request.transport.get_extra_info("peername")
            for process in running:
                if _has_port(process, port):
                    return process
        at_work = [process for process in running if WORKS in process.log]
        return self._chance.choice(at_work or running)

    def _strike(self, process: BotProcess) -> None:
        process.strike(self._signal)
        self._hit = process
        self._struck.set()
        self._fallen()


def _has_port(process: BotProcess, port: int) -> bool:
    connections = psutil.Process(process.pid).net_connections("tcp")
    return any(each.laddr.port == port for each in connections)
