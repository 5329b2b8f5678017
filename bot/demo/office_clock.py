"""The clock of the office while somebody tries the demo: it stands still, runs at a speed, or goes to a reminder."""

import asyncio
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from bot.demo.archive import Archive
from bot.demo.field_period import Carrier, next_tick
from bot.demo.scenes import ZONE
from bot.process.schedule import Tick, run_tick
from bot.simulator.virtual_clock import VirtualClock

SPEEDS: Final = (0, 1, 60, 3600)
"""Seconds of the office in a second; 0 stands still."""
BEAT: Final = 0.1  # seconds
LONGEST_STEP: Final = (
    0.5  # seconds that count at most, however long the last step took: orders are heard soon
)


class OfficeClock:
    """Moves the virtual clock with the machine's, and calls the ticks as the schedule would.

    ``archive`` says how many reminders have been sent, and when there will be no more.
    """

    def __init__(
        self,
        clock: VirtualClock,
        carrier: Carrier,
        ticks: Mapping[str, Tick],
        archive: Archive,
    ) -> None:
        self._clock = clock
        self._carrier = carrier
        self._ticks = ticks
        self._archive = archive
        self._ordered = asyncio.Event()
        self._ticked: dict[str, tuple[float, float]] = {}
        self._ticking: dict[str, asyncio.Task[None]] = {}
        self._seeking = asyncio.Lock()
        self.speed = 1
        self.is_seeking = False
        """Whether it is on its way to the next reminder."""
        self.found_none = False
        """Whether it was sent to the next reminder, and there was none."""

    def now(self) -> datetime:
        """The office's time of day."""
        return self._clock.now().astimezone(ZONE)

    def turn_to(self, speed: int) -> None:
        """Go on at one of the ``SPEEDS``."""
        self.speed, self.is_seeking, self.found_none = speed, False, False
        self._ordered.set()

    def seek_reminder(self) -> None:
        """Go to the moment at which the next reminder is sent, and on from there in real time."""
        self.speed, self.is_seeking, self.found_none = 1, True, False
        self._ordered.set()

    async def run(self) -> None:
        """Carry the time for ever."""
        loop = asyncio.get_running_loop()
        before = loop.time()
        while True:
            await self._beat()
            passed, before = loop.time() - before, loop.time()
            if self.is_seeking:
                async with self._seeking:
                    await self._seek()
                before = loop.time()
            else:
                seconds = min(passed, LONGEST_STEP) * self.speed
                await self._carry_to(self._clock.now() + timedelta(seconds=seconds))
                self._begin_due_ticks(loop.time())

    async def end_ticks(self) -> None:
        """Call no tick any more; return when none is at work. The clock goes on: what is on its way may wait for it."""
        self._ticks = {}
        self.turn_to(1)
        async with self._seeking:
            await asyncio.gather(*self._ticking.values())

    async def _beat(self) -> None:
        """Return a moment later, or as soon as something is ordered."""
        try:
            async with asyncio.timeout(BEAT):
                await self._ordered.wait()
        except TimeoutError:
            return
        self._ordered.clear()

    async def _carry_to(self, moment: datetime) -> None:
        """Let time pass until ``moment``, from one event to the next."""
        target = asyncio.create_task(self._clock.sleep_until(moment))
        await self._carrier.carry_until(moment, lambda _: None)
        await target

    def _begin_due_ticks(self, real: float) -> None:
        """Begin each tick whose time has come by the office's clock or by the machine's: somebody may be waiting."""
        virtual = self._clock.monotonic()
        for name, tick in self._ticks.items():
            last_virtual, last_real = self._ticked.get(name, (-tick.seconds, real))
            is_due = virtual - last_virtual >= tick.seconds or real - last_real >= tick.seconds
            if is_due and (name not in self._ticking or self._ticking[name].done()):
                self._ticked[name] = virtual, real
                self._ticking[name] = asyncio.create_task(run_tick(name, tick))

    async def _seek(self) -> None:
        """Go through the half hours of the office's days until a reminder leaves, or there will be none."""
        count = await self._archive.count_reminders()
        while self.is_seeking:
            moment, end = next_tick(self._clock.now(), ZONE), await self._archive.last_closing()
            if end is None or moment >= end:
                self.found_none = True
                break
            await self._carry_to(moment)
            for name, tick in self._ticks.items():
                await run_tick(name, tick)
            await self._carrier.settle()
            if await self._archive.count_reminders() > count:
                break
        self.is_seeking = False
