"""A clock that stands still until somebody moves it: a field period passes in seconds."""

import asyncio
import heapq
import math
from datetime import UTC, datetime, timedelta
from itertools import count


class VirtualClock:
    """One time for bot, pacing and simulator. Only ``advance_to_next`` moves it, to the next sleeper.

    Whoever moves it must first see that nobody has anything left to do: ``is_settled`` says that everybody
    who was woken has run on; the parts with work of their own (intake, dispatcher, requests in flight) say
    it themselves.
    """

    def __init__(self, start: datetime) -> None:
        if start.tzinfo is None:
            raise ValueError("the virtual clock starts at an aware moment")
        self._start = self._now = start.astimezone(UTC)
        self._sleepers: list[tuple[datetime, int, asyncio.Future[None]]] = []
        self._numbers = count()
        self._waking_count = 0

    def now(self) -> datetime:
        """Return the present virtual moment, aware, in UTC."""
        return self._now

    def monotonic(self) -> float:
        """Return the virtual seconds since the start."""
        return (self._now - self._start).total_seconds()

    async def sleep(self, seconds: float) -> None:
        """Park the task for so many virtual seconds."""
        if seconds <= 0:
            return
        whole = max(
            1, math.ceil(seconds * 1_000_000 - 0.001)
        )  # never too early: the sleeper would sleep again
        await self.sleep_until(self._now + timedelta(microseconds=whole))

    async def sleep_until(self, moment: datetime) -> None:
        """Park the task until the clock has been moved to ``moment``; return at once if that has passed."""
        if moment <= self._now:
            return
        bell: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heapq.heappush(self._sleepers, (moment.astimezone(UTC), next(self._numbers), bell))
        try:
            await bell
        finally:
            if bell.done() and not bell.cancelled():
                self._waking_count -= 1

    @property
    def next_moment(self) -> datetime | None:
        """When the earliest sleeper wakes; ``None`` if nobody sleeps."""
        while self._sleepers and self._sleepers[0][2].done():
            heapq.heappop(self._sleepers)  # its task was cancelled
        return self._sleepers[0][0] if self._sleepers else None

    @property
    def is_settled(self) -> bool:
        """Whether every task that was woken has run on."""
        return self._waking_count == 0

    def advance_to_next(self) -> bool:
        """Move to the earliest sleeper's moment and wake all who sleep until it, first come first.

        Returns whether there was one. The woken tasks run when the caller next awaits.
        """
        moment = self.next_moment
        if moment is None:
            return False
        self._now = moment
        while self._sleepers and self._sleepers[0][0] == moment:
            bell = heapq.heappop(self._sleepers)[2]
            if not bell.done():
                self._waking_count += 1
                bell.set_result(None)
        return True


class NeverClock:
    """A clock on which nothing ever ends: idle long polls return only when there is something to fetch."""

    def __init__(self, moment: datetime) -> None:
        self._moment = moment

    def now(self) -> datetime:
        """Return always the same moment."""
        return self._moment

    def monotonic(self) -> float:
        """Return no time at all."""
        return 0.0

    async def sleep(self, seconds: float) -> None:  # noqa: ARG002 - a clock's signature
        """Sleep until cancelled."""
        await asyncio.Event().wait()

    async def sleep_until(self, moment: datetime) -> None:  # noqa: ARG002 - a clock's signature
        """Sleep until cancelled."""
        await asyncio.Event().wait()
