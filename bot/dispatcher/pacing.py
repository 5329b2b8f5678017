"""When the next call may leave. No clock inside: every moment is passed in, in seconds of the monotonic clock.

Telegram documents 30 messages a second for bulk and one a second to a chat; what else it allows, its 429 say.
A 429 is obeyed to its end and halves the rate; from then on the rate grows by a fixed step each second (AIMD:
additive increase, multiplicative decrease). Telegram also limits single chats, with the same words: what comes at a
slow pace to one chat holds that chat only.
"""

from typing import Final

CHAT_GAP: Final = 1.0
CROWD: Final = 20  # calls in a second: below, no limit over all can have been met
SLOWEST: Final = 1.0  # calls a second
_RECOVERY: Final = 10.0  # seconds in which a rate grows by as much as it was when it was refused
_FORGET_FROM: Final = 4096  # chats remembered before old ones are swept out


class Throttle:
    """Turns for one kind of call. ``ceiling`` is its highest rate a second; without one it is unlimited at first."""

    def __init__(self, ceiling: float | None = None) -> None:
        self._ceiling = ceiling
        self._rate = ceiling
        self._step = 0.0
        self._raised_at = 0.0
        self._next_at = 0.0
        self._blocked_until = 0.0
        self._second = 0.0  # the second that ``_count`` counts; ``_count_before`` is of the one before
        self._count = self._count_before = 0
        self._lone: tuple[object, float] = (None, 0.0)  # the chat that alone was refused, until when

    @property
    def rate(self) -> float | None:
        """Calls a second at present; ``None`` is unlimited."""
        return self._rate

    @property
    def blocked_until(self) -> float:
        """The end of the last 429."""
        return self._blocked_until

    def free_at(self, now: float) -> float:
        """Return from when on the next call may leave."""
        self._raise(now)
        return max(now, self._blocked_until, self._next_at if self._rate is not None else now)

    def turn_after(self, now: float, count: int) -> float:
        """Return from when on a call may leave that has so many others before it."""
        at = self.free_at(now)
        return at + count / self._rate if self._rate is not None else at

    def take(self, at: float) -> None:
        """Take the turn at ``at``: the next one is a whole gap later, and nothing is caught up."""
        if self._rate is not None:
            self._next_at = at + 1 / self._rate
        second = float(int(at))
        if second != self._second:
            self._count_before = self._count if second == self._second + 1 else 0
            self._second, self._count = second, 0
        self._count += 1

    def reserve(self, now: float) -> float:
        """Take the next free turn and return its moment."""
        at = self.free_at(now)
        self.take(at)
        return at

    def pause(self, until: float) -> None:
        """Let nothing leave before ``until``; a shorter pause never ends a longer one."""
        self._blocked_until = max(self._blocked_until, until)

    def refuse_chat(self, now: float, retry_after: float, chat: object) -> None:
        """Obey a 429 to one chat: at a slow pace, and while no other chat is refused too, the others go on."""
        other, until = self._lone
        is_lone = other in (None, chat) or until <= now
        if is_lone and max(self._count, self._count_before) < CROWD:
            self._lone = (chat, now + retry_after)
        else:
            self.refuse(now, retry_after)

    def refuse(self, now: float, retry_after: float) -> None:
        """Obey a 429 for all. Several that answer the same burst halve the rate once."""
        is_same_burst = now < self._blocked_until
        self.pause(now + retry_after)
        if is_same_burst:
            return
        seen = self._rate if self._rate is not None else float(max(self._count, self._count_before))
        self._step = max(1.0, seen / _RECOVERY)
        self._rate = max(SLOWEST, seen / 2)
        self._raised_at = self._blocked_until

    def _raise(self, now: float) -> None:
        if self._rate is None or self._rate == self._ceiling or now < self._raised_at + 1:
            return
        whole = int(now - self._raised_at)
        self._raised_at += whole
        self._rate += self._step * whole
        if self._ceiling is not None:
            self._rate = min(self._rate, self._ceiling)
        elif self._rate > self._step * _RECOVERY * 2:
            self._rate = None


class ChatGaps:
    """When each chat was last written to: bulk keeps a second's distance."""

    def __init__(self) -> None:
        self._last_to: dict[tuple[str, str], float] = {}

    def free_at(self, now: float, chat: tuple[str, str]) -> float:
        """Return from when on a bulk message may go to this chat (channel, address)."""
        last = self._last_to.get(chat)
        return now if last is None else max(now, last + CHAT_GAP)

    def note(self, at: float, chat: tuple[str, str]) -> None:
        """Remember that something goes to this chat."""
        if len(self._last_to) >= _FORGET_FROM:
            self._last_to = {each: last for each, last in self._last_to.items() if last + CHAT_GAP > at}
        self._last_to[chat] = at
