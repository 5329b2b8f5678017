"""What stands behind a button: stateless, at most 64 bytes, numbers in base 36, read back or refused."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

_LARGEST: Final = 2**31 - 1  # of a serial column on PostgreSQL
_DIGITS: Final = "0123456789abcdefghijklmnopqrstuvwxyz"


def to36(number: int) -> str:
    """Write a number that is not negative in base 36."""
    if 0 <= number < 36:
        return _DIGITS[number]
    if number < 0:
        raise ValueError("negative")
    text = ""
    while True:
        number, digit = divmod(number, 36)
        text = _DIGITS[digit] + text
        if number == 0:
            return text


def from36(text: str) -> int | None:
    """Read a base 36 number; ``None`` if it is not one, or larger than any row's number can be."""
    if not text or len(text) > 6 or set(text) - set(_DIGITS):
        return None
    number = int(text, 36)
    return number if number <= _LARGEST else None


def number_in(arguments: Sequence[str], place: int = 0) -> int:
    """Return the number that came back in a button; 0 if there is none."""
    text = arguments[place] if len(arguments) > place else ""
    return int(text) if text.isdecimal() and len(text) < 10 else 0


@dataclass(frozen=True, slots=True)
class AnswerTap:
    """A choice was tapped: ``item`` and ``choice`` are positions on the screen and in the whole choice list."""

    response: int
    visit: int
    item: int
    choice: int
    on: bool

    def encode(self) -> str:
        """Return the callback data."""
        on = "1" if self.on else "0"
        return f"{self.prefix(self.response, self.visit)}{to36(self.item)}.{to36(self.choice)}.{on}"

    @staticmethod
    def prefix(response: int, visit: int) -> str:
        """Return how the data of every choice of a response's visit begins."""
        return f"a.{to36(response)}.{to36(visit)}."


@dataclass(frozen=True, slots=True)
class MoveTap:
    """A way was tapped.

    ``verb``: next, back, skip, stop, resume, confirm, open, hour (to offer its minutes), review, submit, section,
    jump, legend, guide (to explain a question), part (the whole section of the open question), here (that question
    again).
    """

    response: int
    visit: int
    verb: str
    argument: int = 0

    def encode(self) -> str:
        """Return the callback data."""
        return ".".join(("n", to36(self.response), to36(self.visit), self.verb, to36(self.argument)))


def decode(data: str) -> AnswerTap | MoveTap | None:
    """Read an interview's callback data; ``None`` if it is something else or was tampered with."""
    kind, *parts = data.split(".")
    if kind == "a" and len(parts) == 5:
        numbers = [from36(part) for part in parts]
        if None in numbers or numbers[4] not in (0, 1):
            return None
        response, visit, item, choice, on = (number or 0 for number in numbers)
        return AnswerTap(response, visit, item, choice, bool(on))
    if kind == "n" and len(parts) == 4:
        ends = [from36(parts[0]), from36(parts[1]), from36(parts[3])]
        if None in ends:
            return None
        response, visit, argument = (number or 0 for number in ends)
        return MoveTap(response, visit, parts[2], argument)
    return None
