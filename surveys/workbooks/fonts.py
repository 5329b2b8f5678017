"""Text typed for an old font, TCVN3 (ABC: .VnTime) or VNI (VNI-Times): told by its words, made into Unicode.

Such a file holds Latin letters that only its font shows as Vietnamese: “NguyÔn V¨n B×nh”, “Nguyeãn Vaên Bình”. A column
is made into Unicode only if nearly all of its words that cannot be Vietnamese as they stand are so afterwards.
The tables and their sources stand in ``content/letters.yaml``.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from surveys.workbooks.syllables import LETTERS, is_syllable


def _tcvn3() -> dict[str, str]:
    return {
        chr(int(first, 16) + place): letter
        for first, letters in LETTERS["tcvn3"].items()
        for place, letter in enumerate(letters)
    }


def _vni() -> dict[str, str]:
    """A letter and its mark, which may differ in case, for one letter; a few letters of their own."""
    table = dict(pair.split("=") for pair in LETTERS["vni"].split())
    capitals = {typed.upper(): letter.upper() for typed, letter in table.items()}
    mixed = {typed.capitalize(): letter.upper() for typed, letter in table.items() if len(typed) > 1}
    return table | mixed | capitals


@dataclass(frozen=True, slots=True)
class Font:
    """An old encoding: ``name`` as people know it, ``table`` from what the file holds to what the font shows."""

    name: str
    table: Mapping[str, str]
    typed: re.Pattern[str]

    def shown(self, text: str) -> str:
        """Return what people saw. A word in capitals is one as a whole: fonts of capitals (.VnTimeH) have no others."""
        return _WORDS.sub(lambda found: self._word(found[0]), text)

    def _word(self, word: str) -> str:
        made = self.typed.sub(lambda found: self.table[found[0]], word)
        plain = [letter for letter in word if letter.isascii() and letter.isalpha()]
        is_capitals = len(plain) > 1 and all(map(str.isupper, plain))
        return made.upper() if is_capitals and made != word else made


_WORDS: Final = re.compile(r"[^\s!-@\[-`{-~]+")  # between spaces and ASCII marks: other marks may be letters


def _font(name: str, table: Mapping[str, str]) -> Font:
    longest_first = sorted(table, key=len, reverse=True)
    return Font(name, table, re.compile("|".join(map(re.escape, longest_first))))


FONTS: Final = (_font("TCVN3 (ABC)", _tcvn3()), _font("VNI", _vni()))

SURE: Final = 0.95
"""The share of a column's words, impossible as they stand, that an encoding must explain."""

_ENOUGH: Final = 3
"""Different words that speak for an encoding; fewer do with the words of the whole sheet."""


def words_of(texts: Iterable[str]) -> set[str]:
    """Return the different words with letters beyond ASCII."""
    return {word for text in texts for word in _WORDS.findall(text) if not word.isascii()}


def font_of(words: set[str], *, few: bool = False) -> Font | None:
    """Return the encoding that explains words which cannot be Vietnamese as they stand, if one does.

    Whoever is written in Unicode has hardly any such word. ``few``: a single word is enough, others spoke before.
    """
    odd = {word for word in words if not is_syllable(word)}
    if len(odd) < (1 if few else _ENOUGH) or len(odd) < (1 - SURE) * len(words):
        return None
    for font in FONTS:
        explained = sum(is_word(font.shown(word)) for word in odd)
        if explained >= SURE * len(odd):
            return font
    return None


def is_word(shown: str) -> bool:
    """Whether what a font shows is one or several Vietnamese syllables."""
    parts = _WORDS.findall(shown)
    return bool(parts) and all(map(is_syllable, parts))


def in_unicode(font: Font, text: str) -> str:
    """Return a text of a column that is in an old font; a cell of it that is in Unicode already stays."""
    made = font.shown(text)
    is_unicode = all(map(is_syllable, words_of([text]))) and not all(map(is_word, words_of([made])))
    return text if is_unicode else made
