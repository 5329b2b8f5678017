"""Where a table stands: its number and its annex, for the sentences that lean on it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from surveys.reporting.texts.report import FRAME, PHRASES

_UNBROKEN: Final = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True, slots=True)
class References:
    """The numbers of the tables by table key, and the annex in which they stand."""

    numbers: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    annexes: Mapping[str, str] = field(default_factory=dict)

    def to(self, *keys: str) -> str:
        """Word a reference to tables: `` (Biểu 3, Phụ lục I)``; empty if there are none."""
        found = [key for key in keys if self.numbers.get(key)]
        places = []
        for annex in dict.fromkeys(self.annexes[key] for key in found):
            numbers = sorted(n for key in found if self.annexes[key] == annex for n in self.numbers[key])
            unbroken = annex.replace(" ", _UNBROKEN)
            places.append(FRAME.place.format(numbers=ranges(numbers), annex=unbroken))
        return FRAME.reference.format(places=PHRASES.semicolon.join(places)) if places else ""


def ranges(numbers: list[int]) -> str:
    """Write rising numbers: 1, 3–5."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return PHRASES.comma.join(f"{run[0]}–{run[-1]}" if len(run) > 1 else f"{run[0]}" for run in runs)
