"""The updates that wait for the bot: kept until acknowledged, texts for 24 hours, taps for 150 seconds."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

KEPT_FOR: Final = timedelta(hours=24)
TAP_KEPT_FOR: Final = timedelta(seconds=150)
BATCH_LIMIT: Final = 100
# Without allowed_updates Telegram sends all kinds but these.
NOT_BY_DEFAULT: Final = frozenset({"chat_member", "message_reaction", "message_reaction_count"})


@dataclass(slots=True)
class Update:
    """One thing that happened; ``sender`` is the person's id, ``at`` when it was queued."""

    update_id: int
    kind: str
    sender: int
    body: dict[str, Any]
    at: datetime
    attempt_count: int = 0

    def to_json(self) -> dict[str, Any]:
        """Return the update as the Bot API sends it."""
        return {"update_id": self.update_id, self.kind: self.body}

    def is_expired(self, now: datetime) -> bool:
        """Tell whether Telegram would have forgotten it."""
        return now - self.at > (TAP_KEPT_FOR if self.kind == "callback_query" else KEPT_FOR)


@dataclass
class UpdateQueue:
    """Waiting updates in order. ``allowed`` is None for Telegram's default kinds."""

    next_id: int = 1
    allowed: frozenset[str] | None = None
    waiting: list[Update] = field(default_factory=list)
    expired_count: int = 0
    redeliveries: int = 0  # how many acknowledgements are still to be "lost"
    reversals: int = 0  # how many batches are still to come in reverse

    def push(self, kind: str, sender: int, body: dict[str, Any], now: datetime) -> Update | None:
        """Queue an update, unless the bot did not ask for its kind."""
        is_wanted = kind not in NOT_BY_DEFAULT if self.allowed is None else kind in self.allowed
        if not is_wanted:
            return None
        update = Update(self.next_id, kind, sender, body, now)
        self.next_id += 1
        self.waiting.append(update)
        return update

    def allow(self, kinds: list[str]) -> None:
        """Set which kinds are queued from now on; an empty list means Telegram's default."""
        self.allowed = frozenset(kinds) or None

    def acknowledge(self, offset: int) -> None:
        """Forget every update before ``offset``; a negative one keeps only the last ones."""
        if offset < 0:
            self.waiting = self.waiting[offset:]
        elif self.redeliveries and any(update.update_id < offset for update in self.waiting):
            self.redeliveries -= 1
        else:
            self.waiting = [update for update in self.waiting if update.update_id >= offset]

    def batch(self, limit: int, now: datetime) -> list[Update]:
        """Return the oldest waiting updates, at most ``limit``; they stay until acknowledged."""
        self.drop_expired(now)
        chosen = self.waiting[: max(1, min(limit, BATCH_LIMIT))]
        if self.reversals and len(chosen) > 1:
            self.reversals -= 1
            chosen = chosen[::-1]
        return chosen

    def drop_expired(self, now: datetime) -> None:
        """Forget what Telegram would have forgotten by now."""
        kept = [update for update in self.waiting if not update.is_expired(now)]
        self.expired_count += len(self.waiting) - len(kept)
        self.waiting = kept

    def remove(self, update: Update) -> None:
        """Forget one delivered update (webhook)."""
        self.waiting = [waiting for waiting in self.waiting if waiting is not update]
