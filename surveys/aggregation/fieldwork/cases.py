"""Cases by how they ended, every count named and linked to the others."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from surveys.aggregation.material import CaseGroup, Wave
from surveys.aggregation.table import Code, Count, Share, Sum, everybody, part
from surveys.confidentiality import FEWEST
from surveys.disposition import Outcome

RATES: Final = ("rr1", "rr2", "refusal", "contact")
"""The rates in the order of the report."""

_TOTAL: Final = Code("total", "total")
_UNFINISHED: Final = (Outcome.PARTIAL, Outcome.BREAKOFF)
_TAKING_PART: Final = (Outcome.COMPLETED, Outcome.PARTIAL)
_DECLINED: Final = (Outcome.REFUSED, Outcome.BREAKOFF)
_NOT_CONTACTED: Final = (Outcome.UNREACHABLE, Outcome.SILENT, Outcome.UNLINKED)


@dataclass(frozen=True, slots=True)
class Cases:
    """Some cases by how they ended: ``total`` of them, and how many came to each outcome.

    That somebody submitted is open, how else a case ended is the person's own affair. Of the whole wave
    (``is_whole``) it follows how many answered at least half: that many more are counted in every table of answers.
    """

    total: Count
    numbers: Mapping[Outcome, int]
    is_whole: bool = False

    @classmethod
    def of(cls, wave: Wave) -> "Cases":
        """Gather all cases of a wave."""
        return cls._gathered(everybody(f"cases:{wave.number}"), wave.fieldwork.groups, is_whole=True)

    @classmethod
    def _gathered(
        cls, who: frozenset[tuple[str, str]], groups: Iterable[CaseGroup], *, is_whole: bool = False
    ) -> "Cases":
        numbers = dict.fromkeys(Outcome, 0)
        for group in groups:
            numbers[group.outcome] += group.count
        return cls(Count(sum(numbers.values()), who, is_sensitive=False), numbers, is_whole)

    def split(self, by: str, groups: Sequence[CaseGroup]) -> dict[str, "Cases"]:
        """Split by ``unit`` or ``title``, in the order of the codes."""
        kinds = sorted({_value(group, by) for group in groups})
        return {
            kind: self._gathered(
                self.total.of | {(by, kind)}, [group for group in groups if _value(group, by) == kind]
            )
            for kind in kinds
        }

    def outcome(self, outcome: Outcome) -> Count:
        """Count the cases that came to an outcome."""
        is_sensitive = outcome is not Outcome.COMPLETED and not (self.is_whole and outcome in _TAKING_PART)
        return part(self.total, "outcome", outcome.value, self.numbers[outcome], is_sensitive=is_sensitive)

    def shown(self, outcome: Outcome) -> Count:
        """Count the cases that came to an outcome, for a cell: hidden when few even if it follows from elsewhere."""
        found = self.outcome(outcome)
        return found if found.is_sensitive or outcome is Outcome.COMPLETED else on_its_own(found)

    @property
    def completed(self) -> Count:
        """Who submitted the form."""
        return self.outcome(Outcome.COMPLETED)

    @property
    def not_completed(self) -> Count:
        """Everybody else, for whatever reason."""
        rest = self.total.value - self.completed.value
        return part(self.total, "completed", "no", rest, is_sensitive=False)

    def rate(self, rate: str) -> Share:
        """Return a rate of ``RATES``, its part and base in it."""
        parts = {
            "rr1": self.completed,
            "rr2": self._any("responded", _TAKING_PART, is_sensitive=False),
            "refusal": self._any("declined", _DECLINED),
            "contact": self._any("contacted", (*_TAKING_PART, *_DECLINED)),
        }
        return Share(parts[rate], self.total)

    @property
    def unfinished(self) -> Sum:
        """Who answered and did not submit: what the places where they stopped add up to."""
        return Sum(self._any("unfinished", _UNFINISHED), tuple(self.outcome(each) for each in _UNFINISHED))

    def _any(self, variable: str, outcomes: Iterable[Outcome], *, is_sensitive: bool = True) -> Count:
        found = sum(self.numbers[each] for each in outcomes)
        return part(self.total, variable, "yes", found, is_sensitive=is_sensitive)

    @property
    def named(self) -> dict[str, Count]:
        """Every count of these cases, by outcome or by what it sums up."""
        found = {each.value: self.outcome(each) for each in Outcome}
        found |= {rate: self.rate(rate).part for rate in RATES if rate != "rr1"}
        return found | {"not_completed": self.not_completed, "cases": self.total}

    @property
    def sums(self) -> tuple[Sum, ...]:
        """How these counts add up."""
        responded, declined = self.rate("rr2").part, self.rate("refusal").part
        contacted = self.rate("contact").part
        others = tuple(self.outcome(each) for each in Outcome if each is not Outcome.COMPLETED)
        return (
            Sum(self.total, (self.completed, self.not_completed)),
            Sum(self.not_completed, others),
            Sum(responded, tuple(self.outcome(each) for each in _TAKING_PART)),
            Sum(declined, tuple(self.outcome(each) for each in _DECLINED)),
            Sum(contacted, (responded, declined)),
            Sum(self.total, (contacted, *(self.outcome(each) for each in _NOT_CONTACTED))),
        )


def on_its_own(count: Count) -> Count:
    """Return a small count under a name of its own: hidden, and nothing else for its sake.

    One that is not small keeps its name: hiding must know that everybody sees it.
    """
    is_small = 0 < count.value < FEWEST
    return Count(count.value, count.of | {("shown", "alone")}) if is_small else count


def _value(group: CaseGroup, by: str) -> str:
    return group.unit_code if by == "unit" else group.title


def all_sums(whole: Cases, parts: Mapping[str, Cases]) -> tuple[Sum, ...]:
    """Say how the counts of all and of each part add up, and that each count of all is that of the parts."""
    across = (
        Sum(count, tuple(each.named[name] for each in parts.values())) for name, count in whole.named.items()
    )
    return (*whole.sums, *(add_up for each in parts.values() for add_up in each.sums), *across)


def rows_of(whole: Cases, parts: Mapping[str, Cases], by: str) -> Iterator[tuple[Code, Cases]]:
    """Yield the row of all cases, then that of each part."""
    yield _TOTAL, whole
    for kind, cases in parts.items():
        yield Code(by, kind), cases
