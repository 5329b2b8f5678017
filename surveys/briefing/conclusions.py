"""What a round concluded, as the document tells it. Pure data."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Task:
    """What is to be done, by whom, until when."""

    text: str
    owner: str
    due: date | None


@dataclass(frozen=True, slots=True)
class Conclusions:
    """What a round concluded. ``earlier``: what is open of rounds before; ``following``: the day of the next one.

    ``communes`` names whose communes they are, empty for all.
    """

    day: date
    made_on: date
    office: str
    communes: str
    decisions: Sequence[str]
    tasks: Sequence[Task]
    earlier: Sequence[Task] = ()
    following: date | None = None
