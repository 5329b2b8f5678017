"""How wide text is in Times New Roman, near enough to draw a line of a given part of its length and fit columns."""

import unicodedata
from string import ascii_lowercase, ascii_uppercase
from typing import Final

_UPPER: Final = (
    "722 667 722 722 667 611 778 778 389 500 778 667 944 722 778 611 778 722 556 667 722 722 1000 722 722 667"
)
_LOWER: Final = (
    "500 556 444 556 444 333 500 556 278 333 556 278 833 556 500 556 556 444 389 333 556 500 722 500 500 444"
)
_LETTERS: Final = zip(ascii_uppercase + ascii_lowercase, f"{_UPPER} {_LOWER}".split(), strict=True)
_SIGNS: Final = {" ": 250, "-": 333, ",": 250, ".": 250, ":": 333, ";": 333, "%": 1000}
_WIDTHS: Final = {letter: int(width) for letter, width in _LETTERS} | _SIGNS
"""Of the bold face, in thousandths of the size."""
_USUAL: Final = 500  # digits and whatever else
_REGULAR: Final = 0.95  # the regular face beside the bold one
_MM_PER_POINT: Final = 25.4 / 72


def text_width(text: str, size: float, *, bold: bool = True) -> float:
    """Return how wide a line of text is, in mm; ``size`` in points. Marks over letters add nothing."""
    bare = unicodedata.normalize("NFD", text).translate({0x0110: "D", 0x0111: "d"})
    units = sum(_WIDTHS.get(c, _USUAL) for c in bare if not unicodedata.combining(c))
    return units / 1000 * size * _MM_PER_POINT * (1 if bold else _REGULAR)


def longest_word(text: str, size: float, *, bold: bool = False) -> float:
    """Return the width of the longest word, in mm: no column may be narrower."""
    return max((text_width(word, size, bold=bold) for word in text.split()), default=0.0)
