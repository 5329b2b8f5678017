"""Who waits for news of which chat, and the words with which taps are answered."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager


class Chats:
    """Wakes whoever waits for a chat, by browser; holds the words for taps until their posts are answered."""

    def __init__(self) -> None:
        self._waiting: dict[int, set[asyncio.Event]] = {}
        self._taps: dict[str, str | None] = {}
        self.is_closed = False

    @contextmanager
    def watching(self, browser_id: int) -> Iterator[asyncio.Event]:
        """Give an event that is set whenever something changes in this chat."""
        event = asyncio.Event()
        waiting = self._waiting.setdefault(browser_id, set())
        waiting.add(event)
        try:
            yield event
        finally:
            waiting.discard(event)
            if not waiting:
                self._waiting.pop(browser_id, None)

    def watcher_count(self, browser_id: int) -> int:
        """Return how many requests wait for news of a chat."""
        return len(self._waiting.get(browser_id, ()))

    def wake(self, browser_id: int) -> None:
        """Say that something has changed in a chat."""
        for event in self._waiting.get(browser_id, ()):
            event.set()

    def close(self) -> None:
        """Let everybody go."""
        self.is_closed = True
        for browser_id in list(self._waiting):
            self.wake(browser_id)

    @contextmanager
    def tapping(self, tap_id: str) -> Iterator[None]:
        """Hold the words for a tap."""
        self._taps.setdefault(tap_id, None)
        try:
            yield
        finally:
            self._taps.pop(tap_id, None)  # the same post may be answered twice at once

    def answer_tap(self, tap_id: str, words: str) -> None:
        """Answer a tap; nothing happens if its post is answered already."""
        if tap_id in self._taps:
            self._taps[tap_id] = words

    def words_for(self, tap_id: str) -> str | None:
        """Return with what words a tap was answered, perhaps none; ``None`` while it was not."""
        return self._taps.get(tap_id)
