"""What an evaluation remembers, when some of it does not hold any more."""

from collections.abc import Iterable
from typing import TypeVar

Kind = TypeVar("Kind")


def without(known: dict[str, Kind], names: Iterable[str]) -> dict[str, Kind]:
    """Return what is known of all but these names."""
    left = known.copy()
    for name in names:
        left.pop(name, None)
    return left
