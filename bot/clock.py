"""The only clock. Everything below takes ``now``; only the composition root owns one of these.

Dates are judged by the wall clock (``now``), durations by the monotonic one: a wall clock that is set back or forth
makes nobody wait for hours.
"""

import asyncio
import time
from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """Time for the whole house: real in production, virtual in the demo and in tests."""

    def now(self) -> datetime:
        """The present moment, aware, in UTC."""

    def monotonic(self) -> float:
        """Seconds since some moment; they only grow."""

    async def sleep(self, seconds: float) -> None:
        """Return after ``seconds`` of the monotonic clock, at once if they are not positive."""

    async def sleep_until(self, moment: datetime) -> None:
        """Return at ``moment`` or at once if it has passed."""


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """Return the present moment in UTC."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Return the seconds of the machine's monotonic clock."""
        return time.monotonic()

    async def sleep(self, seconds: float) -> None:
        """Sleep on the event loop, which counts by the monotonic clock."""
        await asyncio.sleep(max(0.0, seconds))

    async def sleep_until(self, moment: datetime) -> None:
        """Sleep on the event loop."""
        await self.sleep((moment - self.now()).total_seconds())
