"""From what an office writes to the code that the house stores: one code, none, or several to ask back."""

import re
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from functools import cache, lru_cache
from itertools import chain, product
from typing import Any, Final

import yaml

from surveys.content import read
from surveys.roster.vocabularies import VOCABULARIES
from surveys.spelling import fold_words

Codes = tuple[str, ...]

_PART: Final = re.compile(r"(\[[^\]]*\]|\([^)]*\))")
_NUMBER: Final = re.compile(r"\b\d+\b")


@cache
def spellings(attribute: str) -> Mapping[str, Codes]:
    """Return the codes that every spelling of the table may mean (``content/spellings.yaml``), by its folded words."""
    unclear = _table()["either"].get(attribute, {})
    return {
        words: tuple(codes.split())
        for table in (_table()[attribute], unclear)
        for codes, written in table.items()
        for spelling in written
        for words in _written_out(spelling)
    }


@cache
def _table() -> Mapping[str, Mapping[str, Any]]:
    table: Mapping[str, Mapping[str, Any]] = yaml.load(read("spellings.yaml"), Loader=yaml.BaseLoader)  # noqa: S506
    return table


def _written_out(spelling: str) -> Iterator[str]:
    """Yield a spelling with and without each part in [], with each of those in ()."""
    parts = [_choices(part) for part in _PART.split(spelling)]
    return (fold_words(" ".join(chosen).replace("#", _ANY_NUMBER)) for chosen in product(*parts))


_ANY_NUMBER: Final = "nnn"


def _choices(part: str) -> list[str]:
    if part[:1] not in ("[", "("):
        return [part]
    return [*([""] if part[0] == "[" else []), *part[1:-1].split("|")]


@lru_cache(maxsize=4096)  # a column holds few different words
def match(attribute: str, text: str) -> Codes:
    """Return the codes of ``attribute`` (a key of ``VOCABULARIES``) that ``text`` may mean.

    One code: understood. None: not in the vocabulary. Several: ambiguous, to be asked back, never guessed.
    A code itself and its label are always understood. Raises ``KeyError`` for an unknown attribute.
    """
    words = fold_words(text)
    if not words:
        return ()
    exact = tuple(code for code in VOCABULARIES[attribute] if words in _own_words(attribute, code))
    if exact:
        return exact
    known = spellings(attribute)
    return known.get(words) or known.get(_NUMBER.sub(_ANY_NUMBER, words)) or ()


def match_certificates(text: str) -> tuple[Codes, tuple[str, ...], tuple[str, ...]]:
    """Read a list of certificates: (codes in the vocabulary's order, parts unknown, parts ambiguous)."""
    parts = [part for part in re.split(r"[,;/+&\n]|\bvà\b", text) if fold_words(part)]
    found = [(part.strip(), match("cert", part)) for part in parts]
    if not any(len(codes) == 1 for _, codes in found) and (whole := match("cert", text)):
        found = [(text.strip(), whole)]  # codes separated by spaces are how the house itself writes them
    elif len(parts) == 1 and not found[0][1] and (own := _own_codes(text)):
        return own, (), ()
    wanted = set(chain.from_iterable(codes for _, codes in found if len(codes) == 1))
    return (
        tuple(code for code in VOCABULARIES["cert"] if code in wanted),
        tuple(part for part, codes in found if not codes),
        tuple(part for part, codes in found if len(codes) > 1),
    )


def nearest_label(attribute: str, text: str) -> str:
    """Return the label that looks most like a text that was not understood, or '' if none does."""
    labels = _labels(attribute)
    close = get_close_matches(fold_words(text), labels, n=1, cutoff=0.6)
    return labels[close[0]] if close else ""


@cache
def _labels(attribute: str) -> Mapping[str, str]:
    return {fold_words(label): label for label in VOCABULARIES[attribute].values()}


@cache
def _own_words(attribute: str, code: str) -> tuple[str, str]:
    return fold_words(code), fold_words(VOCABULARIES[attribute][code])


def _own_codes(text: str) -> Codes:
    words = text.split()
    known = VOCABULARIES["cert"]
    return tuple(code for code in known if code in words) if all(word in known for word in words) else ()
