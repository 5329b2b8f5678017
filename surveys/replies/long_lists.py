"""One choice out of a list too long to be shown: searched by words, in any order, or named by its number."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from surveys.replies.choices import Match, match_choice, number_of
from surveys.replies.rejected import Rejected
from surveys.replies.values import quote
from surveys.replies.words import Word, fold, squeeze, words_of

LONG: Final = 60
"""More choices than that are searched for, not shown."""

SHOWN: Final = 30
"""So many of a long list are shown at a time."""

MOST_FOUND: Final = 200
"""Of more choices than that it is only said how many there are."""


@dataclass(frozen=True, slots=True)
class _Shelf:
    """The labels of a long list as they are searched: without case and accents, a space before every word."""

    folded: tuple[str, ...]


@lru_cache(maxsize=16)
def _shelf(labels: tuple[str, ...]) -> _Shelf:
    return _Shelf(tuple(f" {fold(label)}" for label in labels))


def find_choices(text: str, labels: Sequence[str]) -> Match:
    """Find what a text may mean: the number of a choice, its label, words of it or their beginnings."""
    bare = squeeze(text).strip(".,;!? ")
    if bare.isdecimal() and 1 <= int(bare[:9]) <= len(labels):
        return Match(frozenset({int(bare) - 1}), frozenset(), is_exact=True)
    found = _found(text, labels)
    number = number_of(squeeze(text))
    if found.candidates or number is None or not 1 <= number <= len(labels):
        return found
    return Match(frozenset({number - 1}), frozenset(), is_exact=True)


def _found(text: str, labels: Sequence[str]) -> Match:
    typed = words_of(text)
    if not typed or len(text) > 200:
        return Match(frozenset(), frozenset())
    shelf = _shelf(tuple(labels))
    wanted = [f" {word.folded}" for word in typed]
    found = [at for at, label in enumerate(shelf.folded) if all(map(label.__contains__, wanted))]
    if len(found) > MOST_FOUND:
        whole = frozenset(at for at in found if shelf.folded[at] == "".join(wanted))
        return (
            Match(whole, frozenset(found) - whole)
            if len(whole) != 1
            else Match(whole, frozenset(), is_exact=True)
        )
    near = [at for at in found if _spelled_so(typed, labels[at])] or found
    if number_of(squeeze(text)) is None and not _counts(typed):
        match = match_choice(text, [labels[at] for at in near])
        if match.is_exact and match.only is not None:
            return Match(frozenset({near[match.only]}), frozenset(), is_exact=True)
    return Match(frozenset(near), frozenset()) if len(near) == 1 else Match(frozenset(), frozenset(near))


def _spelled_so(typed: tuple[Word, ...], label: str) -> bool:
    """Whether each typed word begins a word of the label, with its accents if it has any."""
    words = words_of(label)
    return all(any(word.agrees_with(other) or word.begins(other) for other in words) for word in typed)


def _counts(typed: tuple[Word, ...]) -> bool:
    """Whether a text begins with a number, which the short list of what was found would take for one of its own."""
    return typed[0].folded.isdecimal()


def read_long_choice(text: str, labels: Sequence[str]) -> int | Rejected:
    """Return the index of the one choice that is meant, or how many could be: ``found`` are their indices."""
    match = find_choices(text, labels)
    if match.only is not None:
        return match.only
    typed = {"typed": quote(text)}
    if not match.candidates:
        return Rejected("not_found" if text.strip() else "empty", parameters=typed)
    shown = sorted(match.candidates)[:SHOWN]
    count = str(len(match.candidates))
    return Rejected("several_found", parameters=typed | {"count": count, "found": " ".join(map(str, shown))})
