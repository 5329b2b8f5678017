"""Answers to whom nobody knows: behind those to officials, few at once, and at a slow pace, however many ask.

Whoever writes to the bot by chance, or thousands of them on purpose, make no official wait.
"""

import logging
from collections import deque
from typing import Final

Chat = tuple[str, str]  # channel, address

log = logging.getLogger(__name__)

AT_ONCE: Final = 4  # answers on the wire
A_SECOND: Final = 20.0  # answers that leave in a second, to all of them together
LONGEST_LINE: Final = 1_000  # chats that wait for theirs: 50 seconds' worth
BURST: Final = 5  # answers that one chat gets at once, and then one more after each
REST: Final = 5.0  # seconds
_FORGET_FROM: Final = 4096  # chats remembered before old ones are swept out


class Strangers:
    """Who of them is answered, and when. No clock inside: moments are passed in, in seconds of the monotonic clock."""

    def __init__(self) -> None:
        self._line: deque[Chat] = deque()
        self._lined_up: set[Chat] = set()
        self._on_wire = 0
        self._paid_until: dict[Chat, float] = {}
        self._is_told = False

    def admits(self, now: float, chat: Chat) -> bool:
        """Say whether an answer to a chat may be kept; then it counts. Of too many, the newest are left out."""
        if chat not in self._lined_up and len(self._line) >= LONGEST_LINE:
            if not self._is_told:
                log.warning("more than %d strangers wait for an answer: others hear nothing", LONGEST_LINE)
            self._is_told = True
            return False
        paid_until = max(now, self._paid_until.get(chat, now))
        if paid_until - now > (BURST - 1) * REST:
            return False
        if len(self._paid_until) >= _FORGET_FROM:
            self._paid_until = {each: until for each, until in self._paid_until.items() if until > now}
        self._paid_until[chat] = paid_until + REST
        return True

    def line_up(self, chat: Chat) -> None:
        """Let a chat wait for its turn; one that waits already keeps its place."""
        if chat not in self._lined_up:
            self._lined_up.add(chat)
            self._line.append(chat)

    def next(self) -> Chat | None:
        """Let the next chat begin, which then is on the wire until ``end``; ``None`` if nobody may."""
        if not self._line or self._on_wire >= AT_ONCE:
            return None
        chat = self._line.popleft()
        self._lined_up.discard(chat)
        self._on_wire += 1
        self._is_told = self._is_told and bool(self._line)
        return chat

    def end(self) -> None:
        """Say that one of those on the wire has had its answers."""
        self._on_wire -= 1
