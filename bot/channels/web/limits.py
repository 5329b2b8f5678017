"""How much one browser may send, ask and hold open, and how many browsers that nobody knows may come."""

from collections.abc import Callable
from typing import Final

from bot.clock import Clock

NEW_AT_ONCE: Final = 200
NEW_A_SECOND: Final = 5.0
"""Browsers that nobody knows: a hall full of people at once, and then so many a second."""
POSTS_AT_ONCE: Final = 60
POSTS_A_SECOND: Final = 4.0
"""Posts of one browser: what waited for the network leaves at once."""
ASKS_AT_ONCE: Final = 120
ASKS_A_SECOND: Final = 10.0
"""Questions for news and for files of one browser, all its tabs together."""
HELD_AT_MOST: Final = 6
"""Requests of one browser that wait for news; a further question for news is answered at once."""
RETRY_SECONDS: Final = 5
_FORGET_FROM: Final = 4096  # buckets remembered before those that are full again are swept out


class Bucket:
    """Lets ``most`` pass at once, and then ``rate`` a second."""

    def __init__(self, most: int, rate: float, clock: Clock) -> None:
        self._most = most
        self._rate = rate
        self._clock = clock
        self._left = float(most)
        self._at = clock.monotonic()

    def take(self) -> bool:
        """Say whether one more may pass."""
        self._fill()
        if self._left < 1:
            return False
        self._left -= 1
        return True

    @property
    def is_full(self) -> bool:
        """Whether it is as if nothing had ever passed."""
        self._fill()
        return self._left >= self._most

    def _fill(self) -> None:
        now = self._clock.monotonic()
        self._left = min(self._most, self._left + (now - self._at) * self._rate)
        self._at = now


class Buckets:
    """One bucket for each browser."""

    def __init__(self, most: int, rate: float, clock: Clock) -> None:
        self._make: Callable[[], Bucket] = lambda: Bucket(most, rate, clock)
        self._buckets: dict[int, Bucket] = {}

    def take(self, browser_id: int) -> bool:
        """Say whether one more of this browser may pass."""
        if browser_id not in self._buckets:
            if len(self._buckets) >= _FORGET_FROM:
                self._buckets = {key: each for key, each in self._buckets.items() if not each.is_full}
            self._buckets[browser_id] = self._make()
        return self._buckets[browser_id].take()
