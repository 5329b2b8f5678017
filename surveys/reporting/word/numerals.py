"""How headings are counted: in Roman numerals and by the letters of the alphabet."""

from typing import Final

from surveys.reporting.texts.report import FRAME

_ROMAN: Final = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


def roman(number: int) -> str:
    """Write a number from 1 on in Roman numerals."""
    written = ""
    for value, letters in _ROMAN:
        while number >= value:
            written += letters
            number -= value
    return written


def letter(number: int) -> str:
    """Return the letter of a heading, in the Vietnamese alphabet."""
    return FRAME.letters[number - 1]
