"""The sends in progress, and whether anybody is at work."""

import asyncio
import logging
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from typing import Any

log = logging.getLogger(__name__)


class Crew:
    """Tasks that send. ``busy_count`` counts everybody at work, but not those who wait for the clock."""

    def __init__(self) -> None:
        self.busy_count = 0
        self._tasks: set[asyncio.Task[None]] = set()

    def start(self, sending: Coroutine[Any, Any, None]) -> None:
        """Start one send; it counts as busy from this moment."""
        self.busy_count += 1
        task = asyncio.create_task(sending)
        self._tasks.add(task)
        task.add_done_callback(self._end)

    def _end(self, task: asyncio.Task[None]) -> None:
        self.busy_count -= 1
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("a send broke off", exc_info=error)

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """Count the caller as busy."""
        self.busy_count += 1
        try:
            yield
        finally:
            self.busy_count -= 1

    @contextmanager
    def resting(self) -> Iterator[None]:
        """Do not count the caller while it waits for the clock."""
        self.busy_count -= 1
        try:
            yield
        finally:
            self.busy_count += 1

    async def finish(self) -> None:
        """Return when every send has ended."""
        while self._tasks:
            await asyncio.wait(set(self._tasks))
            await asyncio.sleep(0)  # the callbacks of ended tasks run

    def cancel(self) -> None:
        """Abandon every send where it stands."""
        for task in self._tasks:
            task.cancel()
