"""The numbers of an XLSForm ``range``: from a start to an end, a step apart. Pure."""

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import lru_cache

USUAL = ("1", "10", "1")
"""What a range without parameters means (https://xlsform.org/en/#range)."""


@dataclass(frozen=True, slots=True)
class Scale:
    """The numbers that a range offers. ``first`` and ``last`` are both among them."""

    first: Decimal
    last: Decimal
    step: Decimal

    @property
    def count(self) -> int:
        """How many numbers there are."""
        return int((self.last - self.first) / self.step) + 1

    @property
    def is_whole(self) -> bool:
        """Whether every number is a whole one."""
        return all(number == number.to_integral_value() for number in (self.first, self.step))

    def number(self, place: int) -> str:
        """Write the number at a place, counted from 0: ``0.5``, ``3``."""
        return _plain(self.first + place * self.step)

    def numbers(self) -> tuple[str, ...]:
        """Write all numbers in their order."""
        return tuple(self.number(place) for place in range(self.count))

    def place(self, value: str) -> int | None:
        """Return the place of a number; ``None`` if it is none of them."""
        number = _read(value)
        if number is None:
            return None
        place = (number - self.first) / self.step
        is_one = place == place.to_integral_value() and 0 <= place < self.count
        return int(place) if is_one else None


@lru_cache(maxsize=1024)
def scale_of(parameters: tuple[str, ...]) -> Scale | None:
    """Return the scale of ``(start, end, step)``; ``None`` if steps do not lead from the start to the end."""
    numbers = [_read(text) for text in parameters or USUAL]
    first, last, step = (*numbers, None, None, None)[:3]
    if first is None or last is None or not step:
        return None
    step = step.copy_abs() if last >= first else -step.copy_abs()
    whole = (last - first) / step
    return Scale(first, last, step) if whole == whole.to_integral_value() else None


def _read(text: str) -> Decimal | None:
    try:
        number = Decimal(text.strip())
    except InvalidOperation:
        return None
    return number if number.is_finite() and number.adjusted() < 15 else None


def _plain(number: Decimal) -> str:
    shown = f"{number:f}"
    shown = shown.rstrip("0").rstrip(".") if "." in shown else shown
    return "0" if shown in ("-0", "") else shown
