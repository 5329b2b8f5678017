"""Another program that fetches with the same token: each poll ends the other one's with 409. We step back.

A single 409 is nothing: a restarted bot meets its own last poll. One that comes again within a minute of our return
is a rival, and each time we stay away twice as long: whoever fights makes both of them slow. Pure; times are seconds
of a monotonic clock.
"""

import math
from typing import Final

FIRST_PAUSE: Final = 5.0
LONGEST_PAUSE: Final = 300.0
AGAIN_WITHIN: Final = 60.0
"""Seconds after our return within which another 409 means that somebody else is still there."""


class Rivalry:
    """Counts the conflicts that follow each other."""

    def __init__(self) -> None:
        self._count = 0
        self._returned_at = -math.inf

    @property
    def is_certain(self) -> bool:
        """Whether it has happened again: somebody else has the token."""
        return self._count > 1

    @property
    def is_new(self) -> bool:
        """Whether it has just become certain."""
        return self._count == 2

    def note_conflict(self, now: float, jitter: float) -> float:
        """Count a conflict; returns for how many seconds to stay away (``jitter`` is a factor about 1)."""
        self._count = self._count + 1 if now - self._returned_at <= AGAIN_WITHIN else 1
        pause = min(LONGEST_PAUSE, FIRST_PAUSE * 2.0 ** min(self._count - 1, 10)) * jitter
        self._returned_at = now + pause
        return pause

    def is_over(self, now: float) -> bool:
        """Say, after a fetch that worked, whether a rival that was certain is gone; it is forgotten then."""
        if not self._count or now - self._returned_at <= AGAIN_WITHIN:
            return False
        was_certain = self.is_certain
        self._count = 0
        return was_certain
