"""Carrying a virtual field period: the clock moves on only when nobody has anything left to do."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.app import App
from bot.process.schedule import Tick
from bot.simulator import Browsers, Simulator
from bot.simulator.virtual_clock import VirtualClock
from bot.simulator.zalo import ZaloSimulator

DAY_BEGINS: Final = time(7, 30)
DAY_ENDS: Final = time(18, 30)
OFFICE_CLOSES: Final = time(17, 0)
TICK_EVERY: Final = timedelta(minutes=30)
QUIET_LOOKS: Final = 3
BREATH: Final = 0.0005  # seconds of the machine's clock: lets sockets and the database's thread work


def next_tick(now: datetime, zone: ZoneInfo) -> datetime:
    """The next half past of an office's day, or its end at 17:00; the night is passed over."""
    local = now.astimezone(zone)
    moment = local.replace(minute=local.minute // 30 * 30, second=0, microsecond=0) + TICK_EVERY
    if moment.minute == 0 and moment.time() != OFFICE_CLOSES:
        moment += TICK_EVERY
    if moment.time() > DAY_ENDS or moment.date() > local.date():
        return datetime.combine(local.date() + timedelta(days=1), DAY_BEGINS, tzinfo=zone)
    if moment.time() < DAY_BEGINS:
        return datetime.combine(local.date(), DAY_BEGINS, tzinfo=zone)
    return moment


class Carrier:
    """Moves the virtual clock, calls the ticks that the schedule would call, and may crash the house once."""

    def __init__(
        self,
        clock: VirtualClock,
        platforms: Sequence[Simulator | ZaloSimulator],
        browsers: Browsers,
        zone: ZoneInfo,
    ) -> None:
        self._clock = clock
        self._platforms = platforms
        self._browsers = browsers
        self._zone = zone
        self._busy_count = 0
        self.app: App | None = None

    def begin_ticks(self, ticks: Mapping[str, Tick]) -> asyncio.Task[None]:
        """Call every tick at its moments of the day, as the scheduler calls them every few seconds."""
        return asyncio.create_task(self._tick_for_ever(ticks))

    async def _tick_for_ever(self, ticks: Mapping[str, Tick]) -> None:
        while True:
            await self._clock.sleep_until(next_tick(self._clock.now(), self._zone))
            self._busy_count += 1
            try:
                for tick in ticks.values():
                    await tick.work()
            finally:
                self._busy_count -= 1

    def is_quiet(self) -> bool:
        """Whether nobody, house, phones or platforms, has anything left to do at this moment."""
        app = self.app
        return (
            not self._busy_count
            and self._clock.is_settled
            and self._browsers.is_quiet()
            and all(platform.is_quiet() for platform in self._platforms)
            and (app is None or app.is_idle())
        )

    async def settle(self) -> None:
        """Return when inbox, outbox and requests in flight are empty, and the pages show what there is."""
        while True:
            await self._wait_until_quiet()
            if not await self._browsers.look():
                return

    async def _wait_until_quiet(self) -> None:
        looks = 0
        while looks < QUIET_LOOKS:
            await asyncio.sleep(0 if looks else BREATH)
            looks = looks + 1 if self.is_quiet() else 0

    async def carry_until(self, moment: datetime, on_move: Callable[[datetime], None]) -> None:
        """Let time pass until ``moment``, from one event to the next."""
        while self._clock.now() < moment:
            await self.settle()
            upcoming = self._clock.next_moment
            if upcoming is None or upcoming > moment:
                return
            self._clock.advance_to_next()
            on_move(self._clock.now())
