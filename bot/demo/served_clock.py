"""The clock of a house that somebody tries by hand: it may stand still while they go on tapping."""

import time
from collections.abc import Callable
from datetime import datetime

from bot.simulator.virtual_clock import VirtualClock


class ServedClock(VirtualClock):
    """A virtual clock whose durations never lag behind the machine's: limits on what a phone may send let go again.

    ``real`` gives the machine's monotonic seconds.
    """

    def __init__(self, start: datetime, real: Callable[[], float] = time.monotonic) -> None:
        super().__init__(start)
        self._real = real
        self._seconds = 0.0
        self._seen = super().monotonic(), real()

    def monotonic(self) -> float:
        """Return seconds that grow by the larger step of the two clocks."""
        seen = super().monotonic(), self._real()
        self._seconds += max(now - before for now, before in zip(seen, self._seen, strict=True))
        self._seen = seen
        return self._seconds
