"""The review against the standards (rà soát): how many fall short of what, by regime and by title.

The article's first two lists, below the title's standard and below it in qualification, are made of the roster and
name persons (``surveys.aggregation.persons``, for the restricted document only). The third, limited in competence,
rests on answers; it is a table of numbers (``surveys.aggregation.limits``), never a list of names: the consent
notice promises so.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from surveys.aggregation.material import Material
from surveys.aggregation.persons import persons_tables
from surveys.aggregation.quality import TOTAL, by_group, group_count, level_of
from surveys.aggregation.table import (
    Cell,
    Code,
    Column,
    Count,
    Kind,
    Note,
    Share,
    Source,
    Sum,
    Table,
    everybody,
    part,
    split,
)
from surveys.standards import Criterion, Result, Verdict

__all__ = ["ANY", "IN_FORCE", "is_unverified", "persons_tables", "result_of", "review_tables"]

ANY: Final = "any"
"""At least one criterion."""
IN_FORCE: Final = "in_force"
"""The key of a review by whatever regime is in force for each title, if there are several."""

_ON_SCALE: Final = (Criterion.EDU.value, Criterion.QUAL.value, Criterion.POL.value)
_ALWAYS: Final = (*_ON_SCALE, ANY)
_CRITERIA: Final = (*_ON_SCALE, Criterion.AGE.value, Criterion.MAJOR.value, Criterion.OTHER.value, ANY)
_GRAVEST_FIRST: Final = (Result.NOT_MET, Result.NOT_KNOWN, Result.MET, Result.NOT_APPLICABLE)


def review_tables(material: Material) -> Iterator[Table]:
    """Count what the reviews found: ``review_summary`` of every regime, ``review_title`` of the first."""
    reviews = {key: verdicts for key, verdicts in material.reviews.items() if verdicts}
    if not reviews:
        return
    tallies = [_Tally(key, verdicts, material) for key, verdicts in reviews.items()]
    yield _summary(tallies, material)
    yield _by_title(tallies[0], material)


def result_of(verdict: Verdict, criterion: str) -> Result:
    """Return what a criterion (``any``: all of them) comes to for an official: the gravest of its findings."""
    found = {each.result for each in verdict.findings if criterion in (ANY, each.criterion.value)}
    return next((result for result in _GRAVEST_FIRST if result in found), Result.NOT_APPLICABLE)


class _Tally:
    """One review, counted: over all and by title, each official in exactly one result of a criterion."""

    def __init__(self, regime: str, verdicts: Sequence[Verdict], material: Material) -> None:
        self.regime = Code("regime", regime)
        self.verdicts = verdicts
        is_whole = {each.official.roster_key for each in verdicts} == {
            each.roster_key for each in material.roster
        }
        self.total = Count(len(verdicts), everybody("roster" if is_whole else f"roster:{regime}"))
        self.is_whole = is_whole
        by_key = {each.official.roster_key: each for each in verdicts}
        groups = by_group([each.official for each in verdicts], "title", material.as_of.year)
        self.of_title: Mapping[str, Count] = {
            title: group_count(self.total, "title", title, len(officials))
            for title, officials in groups.items()
        }
        self._members = {
            title: [by_key[official.roster_key] for official in officials]
            for title, officials in groups.items()
        }
        self.sums: list[Sum] = [Sum(self.total, tuple(self.of_title.values()))]
        self._all: dict[str, Mapping[str, Count]] = {}
        self._titles: dict[tuple[str, str], Mapping[str, Count]] = {}
        for criterion in _CRITERIA:
            self._count(criterion)

    def results(self, criterion: str, title: str = "") -> Mapping[str, Count]:
        """Return how many came to each result, over all or of one title."""
        return self._titles[title, criterion] if title else self._all[criterion]

    def _count(self, criterion: str) -> None:
        variable = f"{self.regime.code}:{criterion}"
        self._all[criterion], add_up = split(self.total, variable, _results(self.verdicts, criterion))
        self.sums.append(add_up)
        for title, members in self._members.items():
            counts, of_title = split(self.of_title[title], variable, _results(members, criterion))
            self._titles[title, criterion] = counts
            self.sums.append(of_title)
            if criterion in _ON_SCALE and self.is_whole:
                self.sums += _made_of_levels(counts, self.of_title[title], members, criterion)
        for result, count in self._all[criterion].items():
            parts = tuple(self._titles[title, criterion][result] for title in self._members)
            self.sums.append(Sum(count, parts))


def _results(verdicts: Sequence[Verdict], criterion: str) -> dict[str, int]:
    found = Counter(result_of(verdict, criterion) for verdict in verdicts)
    return {result.value: found[result] for result in Result}


def _made_of_levels(
    counts: Mapping[str, Count], of_title: Count, members: Sequence[Verdict], criterion: str
) -> Iterator[Sum]:
    """Say which levels of a title make up a result: who knows the rule can tell one from the other.

    Only where all of a level come to the same result (local decisions may part them).
    """
    levels: dict[str, Counter[str]] = {}
    for verdict in members:
        level = level_of(verdict.official, criterion)
        levels.setdefault(level, Counter())[result_of(verdict, criterion).value] += 1
    if any(len(found) > 1 for found in levels.values()):
        return
    for result, count in counts.items():
        parts = [
            part(of_title, criterion, level, found[result])
            for level, found in levels.items()
            if result in found
        ]
        if parts:
            yield Sum(count, tuple(parts))


def _summary(tallies: Sequence[_Tally], material: Material) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for tally in tallies:
        for criterion in _CRITERIA:
            counts = tally.results(criterion)
            is_empty = counts[Result.NOT_APPLICABLE.value].value == tally.total.value
            if is_empty and criterion not in _ALWAYS:
                continue
            below = counts[Result.NOT_MET.value]
            rows.append(
                (
                    tally.regime,
                    Code("criterion", criterion),
                    tally.total,
                    *(counts[result.value] for result in Result),
                    Share(below, tally.total),
                )
            )
    return Table(
        key="review_summary",
        source=Source.ROSTER,
        columns=(
            Column("regime", Kind.CODE),
            Column("criterion", Kind.CODE),
            Column("n", Kind.COUNT),
            *(Column(result.value, Kind.COUNT) for result in Result),
            Column("chua_dat_share", Kind.SHARE),
        ),
        rows=tuple(rows),
        base=tallies[0].total,
        sums=tuple(add_up for tally in tallies for add_up in tally.sums),
        notes=(
            Note("review_as_of", {"as_of": material.as_of}),
            Note("review_not_known"),
            *_verify(verdict for tally in tallies for verdict in tally.verdicts),
        ),
    )


def _by_title(tally: _Tally, material: Material) -> Table:
    below = Result.NOT_MET.value
    rows: list[tuple[Cell, ...]] = [
        (TOTAL, tally.total, *(tally.results(criterion)[below] for criterion in _ALWAYS))
    ]
    rows += [
        (Code("title", title), n, *(tally.results(criterion, title)[below] for criterion in _ALWAYS))
        for title, n in tally.of_title.items()
    ]
    return Table(
        key="review_title",
        source=Source.ROSTER,
        columns=(
            Column("title", Kind.CODE),
            Column("n", Kind.COUNT),
            *(Column(criterion, Kind.COUNT) for criterion in _ALWAYS),
        ),
        rows=tuple(rows),
        base=tally.total,
        sums=tuple(tally.sums),
        notes=(
            Note("review_regime", {"regime": tally.regime, "as_of": material.as_of}),
            *_verify(tally.verdicts),
        ),
    )


def _verify(verdicts: Iterable[Verdict]) -> tuple[Note, ...]:
    """Return the remark that rules are to be checked against the official text, if any that counted is."""
    return (Note("verify"),) if any(is_unverified(verdict) for verdict in verdicts) else ()


def is_unverified(verdict: Verdict) -> bool:
    """Say whether a verdict rests on a rule that is to be checked against the official text."""
    return any(each.is_unverified for each in verdict.findings if each.result is not Result.NOT_APPLICABLE)
