"""The only import of APScheduler: a few named ticks, so many seconds apart. The truth is rows, not jobs."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, Final
from zoneinfo import ZoneInfo

from apscheduler.events import EVENT_JOB_ERROR, EVENT_JOB_EXECUTED, EVENT_JOB_SUBMITTED
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.process.outside import in_short, is_from_outside

log = logging.getLogger(__name__)

Work = Callable[[], Awaitable[None]]

_RULES: Final = {"coalesce": True, "max_instances": 1, "misfire_grace_time": None}


@dataclass(frozen=True, slots=True)
class Tick:
    """Work to do every ``seconds``, at least 0.001."""

    seconds: float
    work: Work


class Schedule:
    """Runs named ticks under APScheduler. The demo calls the very same ``ticks`` itself.

    Memory store; one instance of a tick at a time; several missed ones are made up by one, however late. A tick
    that raises is logged, and comes again.
    """

    def __init__(self, ticks: Mapping[str, Tick], zone: ZoneInfo) -> None:
        self.ticks = dict(ticks)
        self._zone = zone
        self._scheduler: Any = None
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
                partial(_run, name, tick),
                "interval",
                seconds=tick.seconds,
                timezone=self._zone,
                id=name,
                name=name,
                next_run_time=now,
            )
        scheduler.start()
        self._scheduler = scheduler

    async def stop(self) -> None:
        """Start no more ticks, wait for those that run, then shut down.

        In this order: APScheduler's own shutdown cancels coroutines that run, even when told to wait.
        """
        scheduler, self._scheduler = self._scheduler, None
        if scheduler is None:
            return
        scheduler.pause()
        while self._running_count:
            self._rested.clear()
            await self._rested.wait()
        scheduler.shutdown(wait=False)
        await asyncio.sleep(0)  # the scheduler shuts down in the loop's next turn

    def _count(self, event: Any) -> None:
        self._running_count += 1 if event.code == EVENT_JOB_SUBMITTED else -1
        if not self._running_count:
            self._rested.set()


async def _run(name: str, tick: Tick) -> None:
    try:
        await tick.work()
    except Exception as error:
        if is_from_outside(error):
            log.warning("tick %s could not be done (%s); it comes again", name, in_short(error))
        else:
            log.exception("tick %s broke off; it comes again", name)
