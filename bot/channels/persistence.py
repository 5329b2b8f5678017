"""Trying again: how long to wait after a failure, and how to word what it was."""

import random
import traceback
from dataclasses import dataclass, field
from typing import Final

from bot.messages import FailureKind, SendError
from bot.process.outside import in_short, is_from_outside

_FIRST_PAUSE: Final = 1.0
_LONGEST_PAUSE: Final = 30.0
_UNAUTHORIZED_PAUSE: Final = 60.0  # at the longest: a single 401 may be the platform's own


@dataclass
class Pauses:
    """How long to wait after a failure: doubling with jitter, in seconds."""

    chance: random.Random = field(default_factory=random.Random)
    failure_count: int = 0

    def reset(self) -> None:
        """Forget earlier failures: something worked."""
        self.failure_count = 0

    def jitter(self) -> float:
        """Draw a factor between a half and one and a half, so that two programs do not move in step."""
        return 0.5 + self.chance.random()

    def next_after(self, error: Exception) -> float:
        """Return the seconds to wait after ``error``."""
        self.failure_count += 1
        kind = error.kind if isinstance(error, SendError) else None
        if isinstance(error, SendError) and kind is FailureKind.LIMITED:
            return error.retry_after
        jitter = self.jitter()
        longest = _UNAUTHORIZED_PAUSE if kind is FailureKind.UNAUTHORIZED else _LONGEST_PAUSE
        return min(longest, _FIRST_PAUSE * 2.0 ** min(self.failure_count - 1, 10)) * jitter


def why_not_stored(error: Exception) -> str:
    """Word why a batch was not stored: in one line if that comes from outside, else with where it happened."""
    if is_from_outside(error):
        return f"{in_short(error)})"
    return f"{type(error).__name__})\n{''.join(traceback.format_tb(error.__traceback__))}"
