"""A scale from values to pixels, with round steps."""

import math
from dataclasses import dataclass

from surveys.reporting.numbers import number_text


@dataclass(frozen=True, slots=True)
class Axis:
    """Values from ``low`` to ``high`` lie between two pixels; ``ticks`` are the round values among them."""

    low: float
    high: float
    start: float
    end: float
    step: float

    @classmethod
    def within(cls, low: float, high: float, start: float, end: float, *, count: int = 6) -> "Axis":
        """Make a scale from one value to another, with some ``count`` steps; a lone value gets room around it."""
        if high - low < 1e-9:
            low, high = low - 0.5, high + 0.5
        return cls(low, high, start, end, round_step((high - low) / count))

    def at(self, value: float) -> float:
        """Return the pixel of a value."""
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)

    @property
    def ticks(self) -> list[float]:
        """The multiples of the step from ``low`` to ``high``."""
        first, last = math.ceil(self.low / self.step - 1e-9), math.floor(self.high / self.step + 1e-9)
        return [number * self.step for number in range(first, last + 1)]

    def written(self, value: float) -> str:
        """Write a tick with as many decimals as the step has."""
        return number_text(value, max(0, -math.floor(math.log10(self.step) + 1e-9)))


def round_step(width: float) -> float:
    """Return the smallest of 1, 2 or 5 times a power of ten that is not below a width; 1 for nothing."""
    if width <= 0 or not math.isfinite(width):
        return 1.0
    power = 10.0 ** math.floor(math.log10(width))
    return next(factor * power for factor in (1, 2, 5, 10, 20) if factor * power >= width * (1 - 1e-9))
