"""Several choices in one reply ("1,3", "1 và 3", labels with commas in them), and several ratings ("5 2")."""

import re
from collections.abc import Sequence
from typing import Final

from surveys.replies.choices import ask_back, match_choice, read_choice
from surveys.replies.rejected import Rejected
from surveys.replies.values import quote
from surveys.replies.words import plain, squeeze, squeeze_polite

_SEPARATOR: Final = re.compile(
    r"\s*[,;&+\n/|]+\s*(?:(?:và|va)\s+)?|\s+(?:và|va|với|voi)\s+|(?<=[0-9])\s*\.\s*(?=[0-9])", re.IGNORECASE
)
_SPACED_NUMBERS: Final = re.compile(
    r"(?:(?:số|so|câu|cau) )?\(?[0-9]{1,4}[.)]?(?: +\(?[0-9]{1,4}[.)]?)+", re.ASCII
)
_RANGE: Final = re.compile(r"([0-9]{1,4}) ?- ?([0-9]{1,4})", re.ASCII)
_LONGEST: Final = 1000  # characters
_MOST_PIECES: Final = 40
_MOST_READINGS: Final = 8

Reading = frozenset[int]


def read_choices(text: str, labels: Sequence[str]) -> tuple[int, ...] | Rejected:
    """Return the indices of all choices meant, ascending, or why they cannot be told."""
    text = plain(text)
    pieces = _pieces(text[: _LONGEST + 1].strip(" \t\n,;."))
    if not pieces or len(pieces) > _MOST_PIECES or len(text) > _LONGEST:
        return Rejected("empty" if not pieces else "not_a_choice", parameters={"typed": quote(text)})
    if wide := _wide_range(pieces, labels):
        return wide
    for exact_only in (True, False):
        readings = _readings(text, pieces, labels, exact_only=exact_only)
        if len(readings) == 1:
            return tuple(sorted(readings.pop()))
        if readings:
            return ask_back(frozenset().union(*readings), labels)
    return _first_unclear(text, pieces, labels)


def _pieces(text: str) -> list[tuple[str, int, int]]:
    """Split at every separator: each piece with its place, so that neighbours can be joined again."""
    found, start = [], 0
    for separator in _SEPARATOR.finditer(text):
        found.append((text[start : separator.start()], start, separator.start()))
        start = separator.end()
    found.append((text[start:], start, len(text)))
    return [piece for piece in found if piece[0].strip()]


def _readings(
    text: str, pieces: Sequence[tuple[str, int, int]], labels: Sequence[str], *, exact_only: bool
) -> set[Reading]:
    """Every way to join neighbouring pieces into choices: labels may contain the separators themselves."""
    stripped = text.strip(" \t\n,;.")
    longest = 1 + max((len(_SEPARATOR.findall(label)) for label in labels), default=0)
    ways: list[set[Reading]] = [{frozenset()}, *(set[Reading]() for _ in pieces)]
    for end in range(1, len(pieces) + 1):
        for start in range(max(0, end - longest), end):
            if not ways[start] or len(ways[end]) > _MOST_READINGS:
                continue
            meant = _meant(stripped[pieces[start][1] : pieces[end - 1][2]], labels, exact_only=exact_only)
            if meant is not None:
                ways[end] |= {way | meant for way in ways[start]}
    return ways[-1]


def _meant(piece: str, labels: Sequence[str], *, exact_only: bool) -> Reading | None:
    match = match_choice(piece, labels)
    if match.only is not None and (match.is_exact or not exact_only):
        return frozenset({match.only})
    numbers = _numbers(squeeze(piece))
    if numbers and not match.is_exact and all(1 <= number <= len(labels) for number in numbers):
        return frozenset(number - 1 for number in numbers)
    return None


def _numbers(piece: str) -> tuple[int, ...]:
    """Return the numbers of "1 3" or of a range of neighbours "1-2"; empty if it is neither."""
    if span := _RANGE.fullmatch(piece):
        return (int(span[1]), int(span[2]))
    if _SPACED_NUMBERS.fullmatch(piece):
        return tuple(int(number) for number in re.findall(r"[0-9]+", piece))
    return ()


def _wide_range(pieces: Sequence[tuple[str, int, int]], labels: Sequence[str]) -> Rejected | None:
    """Ask back “1-3”, which could be 1 and 3, or 1 to 3, unless a label reads so."""
    for piece, _, _ in pieces:
        span = _RANGE.fullmatch(squeeze(piece))
        if span and int(span[2]) - int(span[1]) != 1 and match_choice(piece, labels).only is None:
            return Rejected("ambiguous_range", parameters={"first": span[1], "last": span[2]})
    return None


def _first_unclear(text: str, pieces: Sequence[tuple[str, int, int]], labels: Sequence[str]) -> Rejected:
    for piece, _, _ in pieces:
        for part in re.findall(r"[0-9]+", piece) if _numbers(squeeze(piece)) else [piece]:
            outcome = read_choice(part, labels)
            if isinstance(outcome, Rejected):
                return outcome
    return Rejected("not_a_choice", parameters={"typed": quote(text)})


def split_ratings(text: str, count: int) -> tuple[str, ...] | Rejected:
    """Split one line into ``count`` answers: "5 2", "5,2", "5-2", "khá; yếu". One answer alone stays alone.

    "52" is not split: it is refused with ``separate_numbers`` by whoever finds that 52 is no choice.
    """
    typed = squeeze_polite(text.replace("\n", ";")).strip(" ,;.")
    parts = [
        part
        for part in re.split(r"\s*[,;/|&+]\s*|\s+(?:và|va)\s+|(?<=[0-9])\s*[-.]\s*(?=[0-9])", typed)
        if part
    ]
    if len(parts) == 1 and re.fullmatch(r"[0-9]{1,4}[.)]?(?: [0-9]{1,4}[.)]?)+", typed, re.ASCII):
        parts = typed.split(" ")
    if len(parts) > count:
        return Rejected("too_many_values", parameters={"expected": str(count), "found": str(len(parts))})
    if 1 < len(parts) < count:
        return Rejected("too_few_values", parameters={"expected": str(count), "found": str(len(parts))})
    return tuple(parts)
