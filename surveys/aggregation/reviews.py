"""What a regime says of the roster, counted: people who are alike to every table of the review stand together.

Of 200,000 officials there are a few thousand kinds. Only the review that the lists of persons are made from keeps
what is said of each one.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from operator import attrgetter
from typing import Final

from surveys.standards import Criterion, Finding, Judged, Result, Verdict, verdicts_of

LEVELS: Final = (Criterion.EDU, Criterion.QUAL, Criterion.POL)
"""The levels that part people always; that of state management does where it is demanded."""
_MARK_OF: Final = attrgetter("mark")


@dataclass(frozen=True, slots=True)
class Alike:
    """People with the same titles and levels (by attribute, as on record), and the same result of each criterion.

    ``findings`` are those of one of them: alike in criterion, result, and whether the rule is to be checked.
    """

    title: str
    levels: Mapping[str, str]
    findings: tuple[Finding, ...]
    count: int


@dataclass(frozen=True)
class Review:
    """What one regime says of everybody on the roster.

    ``judged``: what is said of each of them; empty where they are only counted. ``starts_on`` to ``ends_on`` is when
    the regime is in force (``None``: it is).
    """

    groups: tuple[Alike, ...]
    judged: tuple[Judged, ...] = ()
    starts_on: date | None = None
    ends_on: date | None = None

    @classmethod
    def of(cls, judged: Iterable[Judged], *, keeps_verdicts: bool = False) -> "Review":
        """Count who was judged."""
        kept = tuple(judged) if keeps_verdicts else ()
        return cls(tuple(alike for each in kept or judged for alike in _counted(each)), kept)

    @cached_property
    def verdicts(self) -> tuple[Verdict, ...]:
        """The verdict on each official, in the order of the roster; none where they are only counted."""
        return verdicts_of(self.judged)

    @cached_property
    def count(self) -> int:
        """How many people it is about."""
        return sum(group.count for group in self.groups)

    @property
    def is_unverified(self) -> bool:
        """Say whether any rule that it cites is to be checked against the official text."""
        return any(each.is_unverified for group in self.groups for each in group.findings)

    @property
    def has_judged(self) -> bool:
        """Say whether it found anybody to meet a demand, or to fall short of one."""
        judged = (Result.MET, Result.NOT_MET)
        return any(each.result in judged for group in self.groups for each in group.findings)


def _counted(judged: Judged) -> Iterator[Alike]:
    """Count who is alike: column by column, since an object a person costs more than the counting."""
    columns = (list(map(_MARK_OF, column)) for column in judged.columns)
    marks = [column for column in columns if column.count(column[0]) < len(column)]  # the others part nobody
    is_ranked = any(_ranks_state_management(column) for column in judged.columns)
    parting = (*LEVELS, Criterion.QLNN) if is_ranked else LEVELS
    levels_of = [map(attrgetter(level), judged.officials) for level in parting]
    kinds = list(zip(*levels_of, *marks, strict=True))
    examples = dict(zip(kinds, range(len(kinds)), strict=True))
    for kind, count in Counter(kinds).items():
        official = judged.officials[examples[kind]]
        levels = {level.value: str(getattr(official, level)) for level in parting}
        findings = tuple(column[examples[kind]] for column in judged.columns)
        yield Alike(official.title, levels, findings, count)


def _ranks_state_management(column: Sequence[Finding]) -> bool:
    return column[0].criterion is Criterion.QLNN and column[0].demanded != ""
