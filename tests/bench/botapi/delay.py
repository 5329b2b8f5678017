"""A fixed network delay, by one timer for all that is under way."""

import asyncio
import time
from collections import deque
from collections.abc import Callable
from typing import Any

Act = Callable[..., None]


class DelayLine:
    """Calls what it is given a fixed number of seconds later, in order; at once if the delay is zero."""

    def __init__(self, loop: asyncio.AbstractEventLoop, seconds: float) -> None:
        self._loop = loop
        self._seconds = seconds
        self._waiting: deque[tuple[float, Act, tuple[Any, ...]]] = deque()

    def later(self, act: Act, *arguments: Any) -> None:
        """Call ``act`` after the delay."""
        if not self._seconds:
            act(*arguments)
            return
        self._waiting.append((time.monotonic() + self._seconds, act, arguments))
        if len(self._waiting) == 1:
            self._loop.call_later(self._seconds, self._run)

    def _run(self) -> None:
        now = time.monotonic()
        while self._waiting and self._waiting[0][0] <= now:
            _, act, arguments = self._waiting[0]
            act(*arguments)
            self._waiting.popleft()
        if self._waiting:
            self._loop.call_later(self._waiting[0][0] - now, self._run)
