"""Text typed for an old font, TCVN3 (ABC: .VnTime) or VNI (VNI-Times): told by its words, made into Unicode.

Such a file holds Latin letters that only its font shows as Vietnamese: “NguyÔn V¨n B×nh”, “Nguyeãn Vaên Bình”. A word
speaks for a font if it cannot be Vietnamese as it stands and is a syllable in the font; no proper text has such words.
The tables and their sources stand in ``content/letters.yaml``.
"""

import re
from collections.abc import Collection, Iterable, Mapping
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

    def holds(self, text: str) -> bool:
        """Say whether every sign of a text that is no Unicode letter of its own is one of the font's."""
        return _SIGN.search(self.typed.sub("", text)) is None

    def has_capital(self, letter: str) -> bool:
        """Say whether a letter can be typed as a capital: in TCVN3 those with a tone cannot."""
        return letter.isascii() or letter.upper() in self.table.values()

    def explains(self, word: str) -> bool:
        """Say whether a word makes no sense but in the font. A lone sign says nothing."""
        return len(word) > 1 and not is_syllable(word) and self.holds(word) and is_syllable(self.shown(word))

    def _word(self, word: str) -> str:
        made = self.typed.sub(lambda found: self.table[found[0]], word)
        plain = [letter for letter in word if letter.isascii() and letter.isalpha()]
        is_capitals = len(plain) > 1 and all(map(str.isupper, plain))
        return made.upper() if is_capitals and made != word else made


_WORDS: Final = re.compile(
    r"[^\s!-@\[-`{-~\u2000-\u206f]+"
)  # between spaces and marks that are no letter in a font
_SIGN: Final = re.compile("[\u00a1-\u00ff]")


def _font(name: str, table: Mapping[str, str]) -> Font:
    longest_first = sorted(table, key=len, reverse=True)
    return Font(name, table, re.compile("|".join(map(re.escape, longest_first))))


FONTS: Final = (_font("TCVN3 (ABC)", _tcvn3()), _font("VNI", _vni()))

_ENOUGH: Final = 3
"""Different words that make no sense but in a font, before a text is taken for typed in it."""


def words_of(texts: Iterable[str]) -> set[str]:
    """Return the different words with letters beyond ASCII, small."""
    return {word.lower() for text in texts for word in _WORDS.findall(text) if not word.isascii()}


def font_of(words: Collection[str]) -> Font | None:
    """Return the font for which most words speak, if enough of them do."""
    speaking = {font.name: sum(map(font.explains, words)) for font in FONTS}
    best = max(FONTS, key=lambda font: speaking[font.name])
    return best if speaking[best.name] >= _ENOUGH else None
