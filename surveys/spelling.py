"""How Vietnamese words are compared and sorted, whatever keyboard they were typed on."""

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

_TONES: Final[Mapping[str, str]] = {
    "\N{COMBINING GRAVE ACCENT}": "1",
    "\N{COMBINING HOOK ABOVE}": "2",
    "\N{COMBINING TILDE}": "3",
    "\N{COMBINING ACUTE ACCENT}": "4",
    "\N{COMBINING DOT BELOW}": "5",
}
_ALPHABET: Final = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_LETTER_RANK: Final[Mapping[str, int]] = {letter: rank for rank, letter in enumerate(_ALPHABET)}

NameSortKey = tuple[tuple[tuple[int, ...], ...], ...]


def fold(text: str) -> str:
    """Lower case without accents, single spaces: the form in which office words are looked up.

    Composed and decomposed letters, both habits of setting a tone mark ("Hòa", "Hoà") and words typed
    without accents all fold to the same text. Idempotent.
    """
    if text.isascii():
        return " ".join(text.lower().split())
    decomposed = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    bare = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return " ".join(unicodedata.normalize("NFC", bare).split())


def fold_words(text: str) -> str:
    """Fold, and turn everything between words (dashes, dots, brackets) into one space: "ĐC-XD" is "dc xd"."""
    return " ".join(re.findall(r"[^\W_]+", fold(text)))


def spell(text: str) -> str:
    """Spelling with its accents, but without case and without the habit of where a word carries its tone.

    "Phú Hòa" and "PHÚ HOÀ" spell the same; "Phú Hóa" does not. Names of places and persons are compared so.
    """
    return " ".join(_spell_word(word) for word in unicodedata.normalize("NFC", text.casefold()).split())


def name_sort_key(full_name: str) -> NameSortKey:
    """Sort persons the Vietnamese way: by the last word, then by the rest, in the Vietnamese alphabet.

    Letters decide first and tone marks (ngang, huyền, hỏi, ngã, sắc, nặng) only between equal letters.
    """
    words = unicodedata.normalize("NFC", full_name.casefold()).split()
    given, rest = words[-1:], words[:-1]
    return (_letters(given), _tones(given), _letters(rest), _tones(rest))


@lru_cache(maxsize=1024)
def _split_tone(letter: str) -> tuple[str, str]:
    """Split one letter into the letter of the alphabet and its tone mark (empty if level)."""
    marks = unicodedata.normalize("NFD", letter)
    tone = "".join(mark for mark in marks if mark in _TONES)
    base = unicodedata.normalize("NFC", "".join(mark for mark in marks if mark not in _TONES))
    return base, tone


def _spell_word(word: str) -> str:
    parts = [_split_tone(letter) for letter in word]
    return "".join(base for base, _ in parts) + "".join(_TONES[mark] for _, marks in parts for mark in marks)


def _letters(words: list[str]) -> tuple[tuple[int, ...], ...]:
    return tuple(tuple(_rank(_split_tone(letter)[0]) for letter in word) for word in words)


def _tones(words: list[str]) -> tuple[tuple[int, ...], ...]:
    return tuple(tuple(_tone_rank(_split_tone(letter)[1]) for letter in word) for word in words)


def _rank(letter: str) -> int:
    return _LETTER_RANK.get(letter, len(_ALPHABET) + ord(letter[0])) if letter else -1


def _tone_rank(marks: str) -> int:
    return int(_TONES[marks[0]]) if marks else 0
