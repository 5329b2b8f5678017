"""What was answered to the situations of a bank, as counts that nothing is hidden of yet."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from surveys.situations.model import Bank

Counted = tuple[str, str, str, int, bool, int]
"""Code, group, month, choice, is right, how many people."""


@dataclass(frozen=True)
class Figures:
    """The counts of a bank. ``people``: how many different people answered, by month and group."""

    bank: Bank = field(default_factory=Bank)
    answered: tuple[Counted, ...] = ()
    people: Mapping[tuple[str, str], int] = field(default_factory=dict)
