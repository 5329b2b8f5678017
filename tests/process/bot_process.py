"""The bot as a process: its log, its life, its end."""

import asyncio
import signal
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import Any

import psutil

from bot.simulator.world import Changes
from tests.phone import Simulator
from tests.process.forked import Process
from tests.process.watching import FOREVER

Sees = Callable[[Awaitable[Any]], Awaitable[Any]]


class BotProcess:
    """A running ``khaosat run``. ``sees`` waits for something for as long as anything happens."""

    def __init__(self, process: Process, simulator: Simulator, sees: Sees) -> None:
        self._process = process
        self._simulator = simulator
        self._sees = sees
        self._polls_before = simulator.intake.poll_count
        self._wrote = Changes()
        self.log = ""
        self._reading = asyncio.create_task(self._read_log())

    async def _read_log(self) -> None:
        assert self._process.stdout is not None
        async for line in self._process.stdout:
            self.log += line.decode()
            self._wrote.wake()

    async def logs(self, words: str, count: int = 1) -> None:
        """Wait until ``words`` stand in the log so many times."""
        await self._sees(self._alive(self._has_logged(words, count)))

    async def _has_logged(self, words: str, count: int) -> None:
        with self._wrote.watching() as watcher:
            while self.log.count(words) < count:
                watcher.clear()
                await watcher.wait()

    @property
    def pid(self) -> int:
        """Its number."""
        return self._process.pid

    @property
    def is_running(self) -> bool:
        """Whether it has not ended."""
        return self._process.returncode is None

    async def is_fetching(self) -> None:
        """Return when it fetches updates, or takes them by webhook."""
        await self.lives_until(lambda: self._simulator.intake.poll_count > self._polls_before)

    async def lives_until(self, is_so: Callable[[], bool]) -> None:
        """Wait until the simulator is such that ``is_so()``; fails if the process ends before."""
        hoped = self._simulator.waits_until(is_so, patience=FOREVER)
        await self._sees(self._alive(hoped))

    async def _alive(self, hoped: Awaitable[None]) -> None:
        """Wait for what is hoped for; fails at once if the process ends before."""
        waiting = asyncio.ensure_future(hoped)
        ended = asyncio.create_task(self._process.wait())
        try:
            await asyncio.wait({waiting, ended}, return_when=asyncio.FIRST_COMPLETED)
            if not waiting.done():
                await self._reading  # its last words
            if not waiting.done():
                raise AssertionError(f"the bot ended with {self._process.returncode}\n{self.log}")
            await waiting
        finally:
            for task in (waiting, ended):
                task.cancel()
            await asyncio.gather(waiting, ended, return_exceptions=True)

    def strike(self, by: signal.Signals = signal.SIGKILL) -> None:
        """``kill -9`` or another signal, this very moment."""
        if self.is_running:
            self._process.send_signal(by)

    @contextmanager
    def frozen(self) -> Iterator[None]:
        """Hold it still, as a snapshot of a disk finds it: it does nothing until the end of the context."""
        self._process.send_signal(signal.SIGSTOP)
        try:
            while psutil.Process(self.pid).status() != psutil.STATUS_STOPPED:
                pass  # a matter of microseconds
            yield
        finally:
            self._process.send_signal(signal.SIGCONT)

    async def kill(self) -> None:
        """``kill -9``; return when it is gone."""
        self.strike()
        await self.ends()

    async def terminate(self, number: int = signal.SIGTERM) -> int:
        """SIGTERM, or another signal that asks to stop; returns the exit code."""
        self._process.send_signal(number)
        return await self.ends()

    async def ends_some_time(self) -> None:
        """Wait for the end, however long it takes."""
        await self._process.wait()

    async def ends(self) -> int:
        """Wait for the end; returns the exit code."""
        code: int = await self._sees(self._ended())
        return code

    async def _ended(self) -> int:
        await self._reading  # its log ends when it ends
        return await self._process.wait()
