"""What a code looks like, and the code within what somebody typed. Pure.

The short code is typed on a phone. Its alphabet has no letter that looks like another sign (0/O, 1/I/L), and
none that a Vietnamese keyboard (Telex) turns into an accented one: no vowels, no D, W or S.
"""

import re
import unicodedata
from typing import Final

from surveys.replies import fold, squeeze_polite

ALPHABET: Final = "23456789BCFGHJKMNPQRTVXZ"
SHORT_LENGTH: Final = 8
_LONGEST: Final = 120  # characters of a sentence that may name a code
_MOST_LETTERS: Final = 10
_SAID_FIRST: Final = (
    "da thua xin day la em toi gui nhap co ma so code khao sat cua minh anh chi dong duoc cap nay"
)
_NAMING: Final = frozenset(_SAID_FIRST.split())
"""What people say before a code, without accents."""
_CODE_WORD: Final = "ma"
_WORD: Final = re.compile(r"[^\W_]+")
_LONG: Final = re.compile(r"[\w-]{32}", re.ASCII)  # what so many bytes become


def normalise_code(text: str) -> str:
    """Read a short code as typed: capitals, no spaces, no dashes, full-width letters as plain ones."""
    plain = unicodedata.normalize("NFKC", text).upper()
    return "".join(letter for letter in plain if letter.isalnum())


def code_in(text: str) -> str:
    """Return the code of "Mã của tôi là HTX4 VH4V ạ"; any other text as it is."""
    typed = squeeze_polite(text) if len(text) <= _LONGEST else ""
    told = ""
    for word in _WORD.finditer(typed):
        if (said := fold(word[0])) not in _NAMING:
            rest = typed[word.start() :].strip(" .!,")
            plain = normalise_code(rest)
            is_short = plain.isascii() and any(map(str.isdigit, plain)) and 6 <= len(plain) <= _MOST_LETTERS
            return rest if told == _CODE_WORD and (is_short or _LONG.fullmatch(rest)) else text
        told = _CODE_WORD if said == _CODE_WORD else told
    return text


def is_mixed(short: str) -> bool:
    """Say whether letters and digits mix: what is typed can then be nothing but a code."""
    return bool(short) and not short.isdigit() and not short.isalpha()


def is_shaped_like_code(text: str) -> bool:
    """Say whether a text is of the form of a code, short or long, and nothing else."""
    text = code_in(text)
    plain = normalise_code(text)
    is_short = len(plain) == SHORT_LENGTH and is_mixed(plain) and set(plain) <= set(ALPHABET)
    return is_short or _LONG.fullmatch(text.strip()) is not None
