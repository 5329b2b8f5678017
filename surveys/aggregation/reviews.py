"""What a regime says of the roster, counted: people who are alike to every table of the review stand together.

Of 200,000 officials there are a few thousand kinds. Only the review that the lists of persons are made from keeps
what is said of each one.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from operator import attrgetter
from typing import Final

from surveys.standards import Criterion, Finding, Result, Verdict

LEVELS: Final = (Criterion.EDU, Criterion.QUAL, Criterion.POL)
_LEVELS_OF: Final = attrgetter("title", *LEVELS)


@dataclass(frozen=True, slots=True)
class Alike:
    """People with the same title and levels (by attribute, as on record), and the same result of each criterion.

    ``findings`` are those of one of them: alike in criterion, result, and whether the rule is to be checked.
    """

    title: str
    levels: Mapping[str, str]
    findings: tuple[Finding, ...]
    count: int


@dataclass(frozen=True)
class Review:
    """What one regime says of everybody on the roster.

    ``verdicts``: of each official, in the order of the roster; empty where it is only counted.
    """

    groups: tuple[Alike, ...]
    verdicts: tuple[Verdict, ...] = ()

    @classmethod
    def of(cls, verdicts: tuple[Verdict, ...]) -> "Review":
        """Count verdicts and keep them."""
        return cls(_counted(verdicts), verdicts)

    @classmethod
    def counting(cls, verdicts: Iterable[Verdict]) -> "Review":
        """Count verdicts, one after the other, and keep none."""
        return cls(_counted(verdicts))

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


def _counted(verdicts: Iterable[Verdict]) -> tuple[Alike, ...]:
    counts: dict[tuple[object, ...], int] = {}
    examples: dict[tuple[object, ...], Verdict] = {}
    for verdict in verdicts:
        kind = (_LEVELS_OF(verdict.official), *[finding.mark for finding in verdict.findings])
        count = counts.get(kind, 0)
        counts[kind] = count + 1
        if not count:
            examples[kind] = verdict
    return tuple(_alike(verdict, counts[kind]) for kind, verdict in examples.items())


def _alike(verdict: Verdict, count: int) -> Alike:
    levels = {level.value: str(getattr(verdict.official, level)) for level in LEVELS}
    return Alike(verdict.official.title, levels, verdict.findings, count)
