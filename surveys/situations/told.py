"""What colleagues chose, as it may be told: worked out beside the turns, kept as it was hidden."""

import json
from dataclasses import dataclass
from typing import Final

STEP: Final = 5
"""What is told changes only after so many more answers: two of its states never differ by one person's answer."""


@dataclass(frozen=True, slots=True)
class Told:
    """How many chose each option, by its place; ``None`` where that is hidden. ``count``: how many answered."""

    count: int
    chosen: tuple[int | None, ...]

    def to_json(self) -> str:
        """Write it down."""
        return json.dumps({"count": self.count, "chosen": list(self.chosen)})

    @property
    def shows_anything(self) -> bool:
        """Say whether any option is told."""
        return any(self.chosen)


def told_from(text: str) -> Told:
    """Read what was written down."""
    raw = json.loads(text)
    return Told(raw["count"], tuple(raw["chosen"]))


def upto(count: int) -> int:
    """Return of how many answers, the first ones, is told while there are so many."""
    return count - count % STEP
