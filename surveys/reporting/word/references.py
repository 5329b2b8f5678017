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
        if not found:
            return ""
        numbers = sorted(number for key in found for number in self.numbers[key])
        annex = self.annexes[found[0]].replace(" ", _UNBROKEN)
        return FRAME.reference.format(numbers=ranges(numbers), annex=annex)


def ranges(numbers: list[int]) -> str:
    """Write rising numbers: 1, 3–5."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return PHRASES.comma.join(f"{run[0]}–{run[-1]}" if len(run) > 1 else f"{run[0]}" for run in runs)
