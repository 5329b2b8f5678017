"""The only clock. Everything below takes ``now``; only the composition root owns one of these."""

import asyncio
from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """Time for the whole house: real in production, virtual in the demo and in tests."""

    def now(self) -> datetime:
        """The present moment, aware, in UTC."""

    async def sleep_until(self, moment: datetime) -> None:
        """Return at ``moment`` or at once if it has passed."""


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """Return the present moment in UTC."""
        return datetime.now(UTC)

    async def sleep_until(self, moment: datetime) -> None:
        """Sleep on the event loop."""
        delay = (moment - self.now()).total_seconds()
        await asyncio.sleep(max(0.0, delay))
