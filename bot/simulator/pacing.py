"""How fast Telegram lets a bot write: buckets that refill with the clock."""

import math
from dataclasses import dataclass, field
from datetime import datetime

from bot.simulator.errors import too_many_requests


@dataclass(frozen=True, slots=True)
class Limits:
    """Messages a second (and a minute, in groups), with the bursts that still pass."""

    chat_rate: float = 1.0
    chat_burst: int = 5
    group_per_minute: int = 20
    overall_rate: float = 30.0
    overall_burst: int = 30


@dataclass(slots=True)
class Bucket:
    """Holds up to ``size`` tokens and gains ``rate`` a second."""

    rate: float
    size: float
    tokens: float
    at: datetime

    def wait(self, now: datetime) -> float:
        """Return the seconds until a token is there; 0 if one is."""
        gained = max(0.0, (now - self.at).total_seconds()) * self.rate
        self.tokens = min(self.size, self.tokens + gained)
        self.at = max(self.at, now)
        return 0.0 if self.tokens >= 1 else (1 - self.tokens) / self.rate


@dataclass
class Pacing:
    """Refuses with 429 what comes too fast. Without ``limits`` everything passes."""

    limits: Limits | None
    chats: dict[int, Bucket] = field(default_factory=dict)
    overall: Bucket | None = None
    refused_count: int = 0

    def take(self, chat_id: int, now: datetime) -> None:
        """Count one message to a chat. Raises the 429 if it comes too fast."""
        if self.limits is None:
            return
        buckets = (self._overall(self.limits, now), self._chat(self.limits, chat_id, now))
        wait = max(bucket.wait(now) for bucket in buckets)
        if wait > 0:
            self.refused_count += 1
            raise too_many_requests(math.ceil(wait))
        for bucket in buckets:
            bucket.tokens -= 1

    def _overall(self, limits: Limits, now: datetime) -> Bucket:
        if self.overall is None:
            self.overall = Bucket(limits.overall_rate, limits.overall_burst, limits.overall_burst, now)
        return self.overall

    def _chat(self, limits: Limits, chat_id: int, now: datetime) -> Bucket:
        if chat_id not in self.chats:
            is_group = chat_id < 0
            rate = limits.group_per_minute / 60 if is_group else limits.chat_rate
            size = limits.group_per_minute if is_group else limits.chat_burst
            self.chats[chat_id] = Bucket(rate, size, size, now)
        return self.chats[chat_id]
