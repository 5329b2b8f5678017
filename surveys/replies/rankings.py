"""An order of all choices in one reply: "3 1 2", "3>1>2", labels from the first to the last."""

import re
from collections.abc import Sequence
from typing import Final

from surveys.replies.choices import read_choice
from surveys.replies.rejected import Rejected
from surveys.replies.values import quote
from surveys.replies.words import plain, squeeze_polite

_SEPARATOR: Final = re.compile(r"\s*[,;&+\n/|>→]+\s*|(?<=[0-9])\s*[-.]\s*(?=[0-9])")
_NUMBERS: Final = re.compile(r"[0-9]{1,3}(?: [0-9]{1,3})+", re.ASCII)
_LONGEST: Final = 2000  # characters


def read_ranking(text: str, labels: Sequence[str]) -> tuple[int, ...] | Rejected:
    """Return the places of the choices from the first to the last; who leaves out one has put it last."""
    pieces = _pieces(plain(text)[:_LONGEST], len(labels))
    if not pieces:
        return Rejected("empty")
    order: list[int] = []
    for piece in pieces:
        place = read_choice(piece, labels)
        if isinstance(place, Rejected):
            return place
        if place in order:
            return Rejected("ranked_twice", parameters={"typed": quote(labels[place])})
        order.append(place)
    left = [place for place in range(len(labels)) if place not in order]
    if len(left) > 1:
        return Rejected("rank_incomplete", parameters={"count": str(len(left))})
    return (*order, *left)


def _pieces(text: str, count: int) -> list[str]:
    """Split a reply; "312" are three numbers where there are three choices, for it can mean nothing else."""
    found = [piece for piece in (part.strip(" .") for part in _SEPARATOR.split(squeeze_lines(text))) if piece]
    if len(found) == 1 and _NUMBERS.fullmatch(found[0]):
        return found[0].split()
    if len(found) == 1 and sorted(found[0]) == [str(number) for number in range(1, count + 1)] and count <= 9:
        return list(found[0])
    return found


def squeeze_lines(text: str) -> str:
    """Bring a reply to one form; a line break parts choices."""
    return squeeze_polite(text.replace("\n", ";"))
