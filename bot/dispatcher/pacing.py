"""When the next message may leave. No clock inside: every moment is passed in.

Telegram's documented limits are 30 messages a second over all and one a second to a chat; short bursts to one
chat pass. Bulk is evenly paced and never catches up: any slack draws 429s.
"""

from collections import deque
from datetime import datetime, timedelta
from typing import Final

SECOND: Final = timedelta(seconds=1)
CHAT_GAP: Final = SECOND
_FORGET_FROM: Final = 4096  # chats remembered before old ones are swept out


class Pace:
    """Turns for replies and bulk. ``bulk_rate`` and ``overall_rate`` count messages a second.

    Replies reserve their turns, so that waiting replies go before bulk; a reply waits only for the limit
    over all.
    """

    def __init__(self, bulk_rate: float, overall_rate: int) -> None:
        self.bulk_gap = timedelta(seconds=1 / bulk_rate)
        self._recent: deque[datetime] = deque(maxlen=overall_rate)
        self._next_bulk_at: datetime | None = None
        self.paused_until: datetime | None = None
        self._last_to: dict[str, datetime] = {}

    def reserve_reply(self, now: datetime, chat: str) -> datetime:
        """Take a reply's turn: the moment from which it may leave."""
        turn = max(now, self._overall_at(now))
        self._note(turn, chat)
        return turn

    def bulk_at(self, now: datetime) -> datetime:
        """Return when bulk may go on, whatever the chat."""
        return max(now, self._next_bulk_at or now, self.paused_until or now, self._overall_at(now))

    def chat_at(self, now: datetime, chat: str) -> datetime:
        """Return when a bulk message may go to this chat."""
        last = self._last_to.get(chat)
        return now if last is None else max(now, last + CHAT_GAP)

    def take_bulk(self, now: datetime, chat: str) -> None:
        """Take bulk's turn, which is ``now``; the next one is a whole gap later."""
        self._next_bulk_at = now + self.bulk_gap
        self._note(now, chat)

    def pause_bulk(self, until: datetime) -> None:
        """Let no bulk leave before ``until``; a shorter pause never ends a longer one."""
        self.paused_until = max(until, self.paused_until or until)

    def _overall_at(self, now: datetime) -> datetime:
        is_full = len(self._recent) == self._recent.maxlen
        return max(now, self._recent[0] + SECOND) if is_full else now

    def _note(self, turn: datetime, chat: str) -> None:
        self._recent.append(turn)
        if len(self._last_to) >= _FORGET_FROM:
            self._last_to = {each: at for each, at in self._last_to.items() if at + CHAT_GAP > turn}
        self._last_to[chat] = turn
