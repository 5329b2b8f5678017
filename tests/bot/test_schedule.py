"""The schedule under the real APScheduler: every tick comes, and a stop waits for the one that runs."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta, tzinfo

import apscheduler.schedulers.base
import pytest

import bot.process.schedule
from bot.process.schedule import Schedule, Tick
from surveys.field_period import VIETNAM

SOON = 0.001
NEVER_AGAIN = 3600.0


@asynccontextmanager
async def ticking(**ticks: Tick) -> AsyncIterator[Schedule]:
    """Start a schedule; stop it at the end."""
    schedule = Schedule(ticks, VIETNAM)
    schedule.start()
    try:
        yield schedule
    finally:
        await schedule.stop()


class Bell:
    """Work that says when it was done, and how often."""

    def __init__(self) -> None:
        self.rung = asyncio.Event()
        self.count = 0

    async def ring(self) -> None:
        """Do it."""
        self.count += 1
        self.rung.set()


async def test_every_registered_tick_runs_at_once() -> None:
    """Each name's work is done as soon as the schedule starts, however far apart its ticks are."""
    bells = {name: Bell() for name in ("open_waves", "close_waves", "invite", "remind")}
    async with ticking(**{name: Tick(NEVER_AGAIN, bell.ring) for name, bell in bells.items()}):
        await asyncio.gather(*(bell.rung.wait() for bell in bells.values()))
    assert [bell.count for bell in bells.values()] == [1, 1, 1, 1]


async def test_a_tick_that_raises_is_logged_and_comes_again(caplog: pytest.LogCaptureFixture) -> None:
    """The second time it works."""
    bell = Bell()
    calls = iter([RuntimeError("broken")])

    async def work() -> None:
        for error in calls:
            raise error
        await bell.ring()

    async with ticking(remind=Tick(SOON, work)):
        await bell.rung.wait()
    assert "tick remind broke off" in caplog.text


async def test_stopping_waits_for_the_tick_that_runs() -> None:
    """A tick in the middle of its work is neither cancelled nor left behind."""
    begun, may_end = asyncio.Event(), asyncio.Event()
    ended = []

    async def work() -> None:
        begun.set()
        await may_end.wait()
        ended.append(True)

    schedule = Schedule({"remind": Tick(NEVER_AGAIN, work)}, VIETNAM)
    schedule.start()
    await begun.wait()
    stopping = asyncio.create_task(schedule.stop())
    for _ in range(10):
        await asyncio.sleep(0)
    assert not stopping.done()
    may_end.set()
    await stopping
    assert ended == [True]


async def test_one_instance_of_a_tick_at_a_time() -> None:
    """While a tick runs, its next one does not begin beside it; others go on."""
    begun, may_end, bell = asyncio.Event(), asyncio.Event(), Bell()
    running = []

    async def work() -> None:
        running.append(True)
        assert len(running) == 1
        begun.set()
        await may_end.wait()
        running.pop()

    async def ring_thrice() -> None:
        bell.count += 1
        if bell.count == 3:
            bell.rung.set()

    async with ticking(slow=Tick(SOON, work), quick=Tick(SOON, ring_thrice)):
        await begun.wait()
        await bell.rung.wait()
        assert running == [True]
        may_end.set()


async def test_a_clock_that_is_set_back_stops_no_tick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Seven hours back, as when a machine's own clock is local: the ticks go on at once, and at their distance."""

    class Wall(datetime):
        behind = timedelta()

        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
            return datetime.now(tz) - cls.behind

    for module in (bot.process.schedule, apscheduler.schedulers.base):
        monkeypatch.setattr(module, "datetime", Wall)
    monkeypatch.setattr(bot.process.schedule, "WATCH_EVERY", SOON)
    bell = Bell()
    async with ticking(remind=Tick(SOON, bell.ring)), asyncio.timeout(20):
        await bell.rung.wait()
        Wall.behind = timedelta(hours=7)
        for _ in range(5):
            bell.rung.clear()
            await bell.rung.wait()


async def test_stopping_what_never_started_is_fine() -> None:
    """A schedule that was not started has nothing to wait for; a second stop neither."""
    schedule = Schedule({}, VIETNAM)
    await schedule.stop()
    schedule.start()
    await schedule.stop()
    await schedule.stop()
