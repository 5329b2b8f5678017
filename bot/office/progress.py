"""How far a wave is: counts by unit, and the response rate on persons. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from surveys.disposition import CaseFacts, Outcome, outcome, rates


@dataclass(frozen=True, slots=True)
class UnitCase:
    """One case as the progress needs it, or ``count`` that are alike."""

    unit_code: str
    unit_name: str
    facts: CaseFacts
    count: int = 1


@dataclass(frozen=True, slots=True)
class Counts:
    """Officials of one unit, or of all: ``unfinished`` is everybody who has not completed.

    A refusal shows there too: who refused is not told (HOUSE.md §5).
    """

    total: int = 0
    linked: int = 0
    started: int = 0
    completed: int = 0
    partial: int = 0

    @property
    def unfinished(self) -> int:
        """Cases that are not completed, whatever the reason."""
        return self.total - self.completed

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(
            self.total + other.total,
            self.linked + other.linked,
            self.started + other.started,
            self.completed + other.completed,
            self.partial + other.partial,
        )


@dataclass(frozen=True, slots=True)
class Progress:
    """The counts of each unit, by (code, name) in that order, and of the whole wave.

    ``outcomes`` are the seven AAPOR outcomes as they would be if the wave closed now; they add up to the total.
    ``by_hand_count``: how many have not answered and cannot be written to.
    """

    units: tuple[tuple[str, str, Counts], ...]
    whole: Counts
    outcomes: dict[Outcome, int]
    by_hand_count: int = 0

    @property
    def rate(self) -> Fraction:
        """AAPOR RR1: completed of all; 0 of nobody."""
        return Fraction(self.whole.completed, self.whole.total or 1)

    @property
    def rate_with_partials(self) -> Fraction:
        """AAPOR RR2: completed or at least half done, of all."""
        return Fraction(self.whole.completed + self.whole.partial, self.whole.total or 1)


def count_progress(cases: Iterable[UnitCase]) -> Progress:
    """Count the cases of a wave by unit."""
    units: dict[tuple[str, str], Counts] = {}
    outcomes: list[Outcome] = []
    for case in cases:
        key = (case.unit_code, case.unit_name)
        units[key] = units.get(key, Counts()) + count_case(case)
        outcomes += [outcome(case.facts)] * case.count
    ordered = sorted(units.items(), key=lambda entry: (entry[0][0] == "", entry[0]))
    whole = sum((counts for _, counts in ordered), Counts())
    return Progress(
        tuple((code, name, counts) for (code, name), counts in ordered), whole, rates(outcomes).counts
    )


def count_case(case: UnitCase) -> Counts:
    """Return what one case, or some that are alike, add to the counts."""
    facts, ending = case.facts, outcome(case.facts)
    return Counts(
        total=case.count,
        linked=case.count * facts.is_linked,
        started=case.count * (facts.answered_count > 0 or facts.is_completed),
        completed=case.count * (ending is Outcome.COMPLETED),
        partial=case.count * (ending is Outcome.PARTIAL),
    )


def rate_text(rate: Fraction) -> str:
    """Return a rate as Vietnamese write it: "84,0%"."""
    tenths = round(rate * 1000)
    return f"{tenths // 10},{tenths % 10}%"
