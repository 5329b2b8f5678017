"""The ear of the house, as the channel tests hold it."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime, timedelta

from bot.messages import Channel, Inbound
from bot.simulator.patience import while_working


class Listener:
    """Remembers what was stored; refuses to store while ``is_broken``."""

    def __init__(self) -> None:
        self.batches: list[list[Inbound]] = []
        self.refused_count = 0
        self.is_broken = False
        self._heard = asyncio.Event()

    async def hear(self, batch: Sequence[Inbound]) -> None:
        """Store a batch, or fail as a full disk would."""
        self._heard.set()
        if self.is_broken:
            self.refused_count += 1
            raise OSError(f"the disk is full: {[inbound.text for inbound in batch]}")
        self.batches.append(list(batch))

    @property
    def texts(self) -> list[str]:
        """The texts stored so far, in order."""
        return [inbound.text for batch in self.batches for inbound in batch]

    async def waits_for(self, count: int) -> None:
        """Return when so many messages are stored."""
        async with while_working():
            while len(self.texts) < count:
                await self.waits_for_next()

    async def waits_for_next(self) -> None:
        """Return when ``hear`` is called the next time."""
        async with while_working():
            self._heard.clear()
            await self._heard.wait()


@contextlib.asynccontextmanager
async def listening(channel: Channel, listener: Listener) -> AsyncIterator[asyncio.Task[None]]:
    """Listen in the background until the context ends."""
    task = asyncio.create_task(channel.listen(listener.hear))
    try:
        yield task
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


class HastyClock:
    """A clock for which every pause has passed at once; it notes how long the pauses were to be."""

    def __init__(self) -> None:
        self.pauses: list[float] = []
        self._shift = timedelta()

    def now(self) -> datetime:
        """Return a moment that grows by the pauses skipped."""
        return datetime.now(UTC) + self._shift

    def monotonic(self) -> float:
        """Return seconds that grow by the pauses skipped."""
        return time.monotonic() + self._shift.total_seconds()

    async def sleep(self, seconds: float) -> None:
        """Skip so many seconds."""
        self.pauses.append(seconds)
        self._shift += timedelta(seconds=max(0.0, seconds))
        await asyncio.sleep(0)

    async def sleep_until(self, moment: datetime) -> None:
        """Skip to ``moment``."""
        await self.sleep((moment - self.now()).total_seconds())
