"""What is wrong with a file that somebody hands in, all at once: what refuses it, and what is only to be known."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Place:
    """Where a problem stands: ``sheet`` (or file) and ``cell`` (such as ``C7``); empty when it is the whole file."""

    sheet: str = ""
    cell: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend. ``code`` is worded by ``bot/texts`` with ``parameters`` (what was found, expected).

    ``also``: the other places of which the same is to be said.
    """

    code: str
    place: Place = field(default_factory=Place)
    parameters: Mapping[str, str] = field(default_factory=dict)
    also: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Note(Problem):
    """One thing that is left out or understood otherwise: what was handed in runs all the same.

    Worded like a problem. Never used where an answer could come to mean something else.
    """
