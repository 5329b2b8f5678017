"""Whether a word can be Vietnamese: an initial, a rhyme and a tone that go together.

It tells a text in its own encoding from one that is read in a wrong one. Letters and sources: ``content/letters.yaml``.
"""

import re
import unicodedata
from typing import Final

import yaml

from surveys.content import read

LETTERS: Final = yaml.safe_load(read("letters.yaml"))
_INITIAL: Final = "|".join(LETTERS["initials"])
_RHYME: Final = "|".join(sorted(LETTERS["rhymes"].split(), key=len, reverse=True))
_SYLLABLE: Final = re.compile(f"(?:{_INITIAL})?(?:{_RHYME})")
_TONES: Final = dict.fromkeys(map(ord, "\u0300\u0301\u0303\u0309\u0323"))
_STOPPED: Final = re.compile("(?:c|ch|p|t)$")


def is_syllable(word: str) -> bool:
    """Whether a word, in any case, is written as a Vietnamese syllable is."""
    split = unicodedata.normalize("NFD", word.lower())
    plain = unicodedata.normalize("NFC", split.translate(_TONES))
    tones = sum(ord(mark) in _TONES for mark in split)
    if tones > 1 or _SYLLABLE.fullmatch(plain) is None:
        return False
    # Only the sharp and the heavy tone go with a stop at the end.
    return not (_STOPPED.search(plain) and any(mark in split for mark in "\u0300\u0303\u0309"))
