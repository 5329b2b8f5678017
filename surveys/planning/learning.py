"""What people learn at present and what they have completed: it takes a need away."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from surveys.standards import Criterion


class LearningState(StrEnum):
    """How far somebody has come."""

    UNDER_WAY = "under_way"
    COMPLETED = "completed"
    WISHED = "wished"  # asked for with the office, by a paper: ``evidence``; nothing is learned yet


@dataclass(frozen=True, slots=True)
class Learning:
    """Somebody learns, or has learned, something.

    ``course``: its code in the catalogue; empty for what is told by ``criterion`` and ``level`` alone (a degree).
    ``name`` as it was written. ``evidence``: the number of the certificate or of the decision.
    """

    official: int
    state: LearningState
    course: str = ""
    criterion: Criterion | None = None
    level: str = ""
    name: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    periods: int = 0
    evidence: str = ""
