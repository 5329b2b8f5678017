"""The only import of APScheduler: a few named ticks, so many seconds apart. The truth is rows, not jobs."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Any, Final
from zoneinfo import ZoneInfo

from apscheduler.events import EVENT_JOB_ERROR, EVENT_JOB_EXECUTED, EVENT_JOB_SUBMITTED
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.process.outside import in_short, is_from_outside

log = logging.getLogger(__name__)

Work = Callable[[], Awaitable[None]]

WATCH_EVERY: Final = 1.0  # seconds
SET_BACK: Final = 1.0  # seconds by which the wall clock falls behind at once: no slow correction does that
_RULES: Final = {"coalesce": True, "max_instances": 1, "misfire_grace_time": None}


@dataclass(frozen=True, slots=True)
class Tick:
    """Work to do every ``seconds``, at least 0.001."""

    seconds: float
    work: Work


class Schedule:
    """Runs named ticks under APScheduler. The demo calls the very same ``ticks`` itself.

    Memory store; one instance of a tick at a time; several missed ones are made up by one, however late. A tick
    that raises is logged, and comes again. APScheduler counts by the wall clock: when that is set back, it would do
    nothing for as long, so then every tick comes at once.
    """

    def __init__(self, ticks: Mapping[str, Tick], zone: ZoneInfo) -> None:
        self.ticks = dict(ticks)
        self._zone = zone
        self._scheduler: Any = None
        self._watching: asyncio.Task[None] | None = None
        self._running_count = 0
        self._rested = asyncio.Event()

    def start(self) -> None:
        """Begin on the running loop: every tick at once, then at its own distance."""
        make: Any = AsyncIOScheduler  # the library carries no types
        scheduler = make(timezone=self._zone, job_defaults=_RULES)
        scheduler.add_listener(self._count, EVENT_JOB_SUBMITTED | EVENT_JOB_EXECUTED | EVENT_JOB_ERROR)
        now = datetime.now(self._zone)
        for name, tick in self.ticks.items():
            scheduler.add_job(
                partial(run_tick, name, tick),
                "interval",
                seconds=tick.seconds,
                timezone=self._zone,
                id=name,
                name=name,
                next_run_time=now,
            )
        scheduler.start()
        self._scheduler = scheduler
        self._watching = asyncio.create_task(self._watch_clock(scheduler), name="schedule-clock")

    async def stop(self) -> None:
        """Start no more ticks, wait for those that run, then shut down.

        In this order: APScheduler's own shutdown cancels coroutines that run, even when told to wait.
        """
        scheduler, self._scheduler = self._scheduler, None
        if scheduler is None or self._watching is None:
            return
        self._watching.cancel()
        scheduler.pause()
        while self._running_count:
            self._rested.clear()
            await self._rested.wait()
        scheduler.shutdown(wait=False)
        await asyncio.sleep(0)  # the scheduler shuts down in the loop's next turn

    async def _watch_clock(self, scheduler: Any) -> None:
        lead = _lead()
        while True:
            await asyncio.sleep(WATCH_EVERY)
            before, lead = lead, _lead()
            if before - lead > SET_BACK:
                log.warning("the clock was set back by %.0f s", before - lead)
                for job in scheduler.get_jobs():
                    job.modify(next_run_time=datetime.now(self._zone))

    def _count(self, event: Any) -> None:
        self._running_count += 1 if event.code == EVENT_JOB_SUBMITTED else -1
        if not self._running_count:
            self._rested.set()


def _lead() -> float:
    """Return how far the wall clock is ahead of the monotonic one, in seconds."""
    return datetime.now(UTC).timestamp() - time.monotonic()


async def run_tick(name: str, tick: Tick) -> None:
    """Do the work of a tick once; what goes wrong is logged."""
    try:
        await tick.work()
    except Exception as error:
        if is_from_outside(error):
            log.warning("tick %s could not be done (%s); it comes again", name, in_short(error))
        else:
            log.exception("tick %s broke off; it comes again", name)
