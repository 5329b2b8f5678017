"""What a simulated official thinks: how important a competency is to them and how well they master it.

Made up for the demo: elder people rate their computing and languages lower, and most find law and land hard. What comes
out is an example of a survey's result, not a finding.
"""

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

ELDERLY: Final = 50

_COMPETENCY: Final = re.compile(r"^C(\d{1,2})\. ", re.MULTILINE)  # a line "✔ C4. …" tells of the one before
_CHOICE: Final = re.compile(r"^(\d+)\. (.+)$", re.MULTILINE)
_MEANS: Final = {
    "1": (4.2, 4.1),
    "2": (4.5, 3.8),
    "3": (4.5, 3.3),
    "4": (3.9, 3.3),
    "5": (4.2, 3.0),
    "6": (4.4, 3.0),
    "7": (4.1, 3.9),
    "8": (4.5, 3.0),
    "9": (4.4, 2.9),
    "10": (3.8, 3.6),
    "11": (3.6, 3.4),
    "12": (3.4, 2.7),
}
"""By competency: the mean importance and the mean level."""
_LIKED: Final = (
    "tin học",
    "đất đai",
    "ngân sách",
    "pháp luật",
    "công dân",
    "tình huống",
    "tại khu vực",
    "2–3 ngày",
)
"""Words of the topics and conditions that this made-up office's people choose more often."""


@dataclass(frozen=True, slots=True)
class Opinions:
    """The mind of one official. ``birth_year`` decides how they see computing and languages in ``year``."""

    birth_year: int
    chance: random.Random
    year: int

    def rating(self, card: str, row: int, row_count: int) -> int | None:
        """Return the rating (1 to 5) for a row of a card with a competency: importance first, then level.

        ``None`` if the card asks for something else.
        """
        found = _COMPETENCY.search(card)
        if found is None or row_count != 2:
            return None
        number = found[1]
        mean = _MEANS.get(number, (3.5, 3.5))[row]
        if row == 1 and number in ("5", "12") and self.year - self.birth_year >= ELDERLY:
            mean -= 0.6
        return min(5, max(1, round(self.chance.gauss(mean, 1.0))))

    def choice(self, card: str, places: Sequence[int]) -> int:
        """Return which of several choices (numbered from 1 on the card) this person takes."""
        labels = {int(number): label for number, label in _CHOICE.findall(card)}
        weights = [
            3 if any(word in labels.get(place, "").casefold() for word in _LIKED) else 1 for place in places
        ]
        return self.chance.choices(list(places), weights)[0]
