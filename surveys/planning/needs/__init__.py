"""Who needs which course, and why: every reason with its source."""

from surveys.planning.needs.finding import Grounds, Wish, needs_of
from surveys.planning.needs.model import (
    ORDER,
    WEIGHTS,
    GroupNeed,
    Need,
    Needs,
    Reason,
    ReasonKind,
    Unserved,
)

__all__ = [
    "ORDER",
    "WEIGHTS",
    "Grounds",
    "GroupNeed",
    "Need",
    "Needs",
    "Reason",
    "ReasonKind",
    "Unserved",
    "Wish",
    "needs_of",
]
