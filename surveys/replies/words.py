"""One spelling for what people type: case, spaces, widths, NFC and NFD, both habits of tone marks, đ and d.

Two keys of a word: *accented* keeps every mark but puts the tone at its end, so that Hòa and Hoà are the
same; *folded* keeps letters only, so that "dai hoc" is "đại học".
"""

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

TONES: Final = "\u0300\u0301\u0303\u0309\u0323"  # huyền sắc ngã hỏi nặng, as combining marks
_WORD: Final = re.compile(r"[^\W_]+")
_ROMAN: Final = re.compile(r"[ivx]+")
_SPACES: Final = re.compile(r"\s+")
_POLITE: Final = re.compile(r"(?<=\S)[\s,]+(?:dạ|da|ạ|nhé|nha|nhá)[\s.!]*$", re.IGNORECASE)
_WIDE: Final = {code + 0xFEE0: code for code in range(0x21, 0x7F)}  # fullwidth letters, digits and signs
_KEYS: Final = {0xFE0F: None, 0x20E3: None, 0x1F51F: "10"}  # what makes a digit a key: 1️⃣ is 1, and 🔟 is 10
_PLAIN: Final = str.maketrans(_WIDE | _KEYS)
_DASHES: Final = str.maketrans(dict.fromkeys("‐‑‒–—―−﹣", "-"))


@dataclass(frozen=True, slots=True)
class Word:
    """One word by its two keys."""

    accented: str
    folded: str

    @property
    def is_plain(self) -> bool:
        """Whether it carries no mark at all: typed on a keyboard without Vietnamese."""
        return self.accented == self.folded

    @property
    def is_number(self) -> bool:
        """Whether it is made of digits, Arabic or Roman."""
        return self.folded.isdecimal() or _ROMAN.fullmatch(self.folded) is not None

    def agrees_with(self, other: "Word") -> bool:
        """Whether this typed word may stand for a word of a label: the same, or the same without accents."""
        return self.accented == other.accented or (self.is_plain and self.folded == other.folded)

    def begins(self, other: "Word") -> bool:
        """Whether this typed word is the unfinished beginning of a word of a label."""
        if self.is_plain:
            return other.folded.startswith(self.folded)
        letters, tone = _toneless(self.accented)
        other_letters, other_tone = _toneless(other.accented)
        return other_letters.startswith(letters) and tone in ("", other_tone)


def squeeze(text: str) -> str:
    """Bring a text to one form for reading numbers: NFC, normal width, plain dashes, single spaces.

    Invisible characters, as copying brings them along, go. Not NFKC, which would make 5² into 52.
    """
    return _SPACES.sub(" ", plain(text).translate(_DASHES)).strip()


def plain(text: str) -> str:
    """Return a text in NFC and normal width, without what nobody sees; its line breaks and spaces stay."""
    if text.isascii() and text.isprintable():
        return text
    seen = text.translate(_PLAIN)
    if not seen.isprintable():
        seen = "".join(letter for letter in seen if letter.isspace() or _is_visible(letter))
    return unicodedata.normalize("NFC", seen)


def _is_visible(letter: str) -> bool:
    return unicodedata.category(letter) not in ("Cc", "Cf")


def squeeze_polite(text: str) -> str:
    """Do as ``squeeze`` does, without the "ạ" or "nhé" that a courteous reply ends with ("5 2 ạ")."""
    return _POLITE.sub("", squeeze(text))


def words_of(text: str) -> tuple[Word, ...]:
    """Split a text into its words; punctuation and spacing do not count."""
    composed = unicodedata.normalize("NFC", plain(text).casefold())
    return tuple(_word(part) for part in _WORD.findall(composed))


def fold(text: str) -> str:
    """Return the words of a text without case and accents, joined by single spaces."""
    return " ".join(word.folded for word in words_of(text))


def _word(part: str) -> Word:
    decomposed = unicodedata.normalize("NFD", part)
    tones = "".join(mark for mark in decomposed if mark in TONES)
    accented = "".join(letter for letter in decomposed if letter not in TONES) + tones
    folded = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return Word(accented, folded.replace("đ", "d"))


def _toneless(accented: str) -> tuple[str, str]:
    letters = accented.rstrip(TONES)
    return letters, accented[len(letters) :]
