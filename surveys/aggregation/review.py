"""The review against the standards (rà soát): how many fall short of what, by regime and by title.

The article's first two lists, below the title's standard and below it in qualification, are made of the roster and
name persons (``surveys.aggregation.persons``, for the restricted document only). The third, limited in competence,
rests on answers; it is a table of numbers (``surveys.aggregation.limits``), never a list of names: the consent
notice promises so.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from surveys.aggregation.material import Material
from surveys.aggregation.persons import persons_tables
from surveys.aggregation.populations import MISSING
from surveys.aggregation.quality import TOTAL, group_count, level_of
from surveys.aggregation.reviews import Alike, Review
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
from surveys.roster import VOCABULARIES
from surveys.standards import Criterion, Finding, Result
from surveys.titles import Titles

__all__ = ["ANY", "IN_FORCE", "is_unverified", "persons_tables", "result_of", "review_tables"]

ANY: Final = "any"
"""At least one criterion."""
IN_FORCE: Final = "in_force"
"""The key of a review by whatever regime is in force for each title, if there are several."""

_ON_SCALE: Final = (Criterion.EDU.value, Criterion.QUAL.value, Criterion.POL.value)
_RANKED: Final = (*_ON_SCALE, Criterion.QLNN.value)
_ALWAYS: Final = (*_ON_SCALE, ANY)
_WHERE_ASKED: Final = (
    Criterion.QLNN.value,
    *(Criterion.IT.value, Criterion.LANGUAGE.value, Criterion.DEFENCE.value),
)  # these have rows only if some rule names them: most never do
_CRITERIA: Final = (
    *(*_ON_SCALE, *_WHERE_ASKED),
    *(Criterion.AGE.value, Criterion.MAJOR.value, Criterion.OTHER.value, ANY),
)
_NOT_DEMANDED: Final = "not_demanded"
_NOT_ON_SCALE: Final = "khac"
_BELOW: Final = Result.NOT_MET.value
_GRAVEST_FIRST: Final = (Result.NOT_MET, Result.NOT_KNOWN, Result.MET, Result.NOT_APPLICABLE)


def review_tables(material: Material) -> Iterator[Table]:
    """Count what the reviews found: ``review_summary`` of every regime, ``review_title`` of the first."""
    tallies = [_Tally(regime, review) for regime, review in material.reviews.items() if review.groups]
    if not tallies:
        return
    yield _summary(tallies, material)
    yield _by_title(tallies[0], material)


def result_of(findings: Iterable[Finding], criterion: str) -> Result:
    """Return what a criterion (``any``: all of them) comes to for an official: the gravest of its findings."""
    found = {each.result for each in findings if criterion in (ANY, each.criterion.value)}
    return next((result for result in _GRAVEST_FIRST if result in found), Result.NOT_APPLICABLE)


class _Tally:
    """One review, counted: each official is in exactly one result of a criterion."""

    def __init__(self, regime: str, review: Review) -> None:
        self.regime = Code("regime", regime)
        self.review = review
        self.groups = [_Group.of(alike) for alike in review.groups]
        self.total = Count(review.count, everybody("roster"))
        self.results: dict[str, Mapping[str, Count]] = {}
        self.sums: list[Sum] = []
        for criterion in _CRITERIA:
            found = _results(self.groups, criterion)
            if found[Result.NOT_APPLICABLE] == self.total.value and criterion not in _ALWAYS:
                continue
            if criterion in _WHERE_ASKED and not any(criterion in group.demanded for group in self.groups):
                continue
            secret = {
                group.results[criterion] for group in self.groups if criterion not in group.told_by_title
            }
            counts = {
                result: part(
                    self.total, self._variable(criterion), result, count, is_sensitive=result in secret
                )
                for result, count in found.items()
            }
            self.results[criterion] = counts
            self.sums.append(Sum(self.total, tuple(counts.values())))
            if criterion in _RANKED:
                self.sums += _made_of_levels(self.results[criterion], self.total, self.groups, criterion)

    def below_by_title(self, titles: Titles) -> tuple[list[tuple[str, Count, dict[str, Count]]], list[Sum]]:
        """Return of each title how many there are and how many fall short of each criterion; and what adds up."""
        members: dict[str, list[_Group]] = {title: [] for title in titles}
        for group in self.groups:
            members.setdefault(group.title, []).append(group)
        present = {title: groups for title, groups in members.items() if groups}
        rows = []
        sums = []
        for title, groups in present.items():
            n = group_count(self.total, "title", title, sum(group.count for group in groups))
            below = {}
            for criterion in _ALWAYS:
                below[criterion], more = self._below(n, groups, criterion)
                sums += more
            rows.append((title, n, below))
        sums.append(Sum(self.total, tuple(n for _, n, _ in rows)))
        for criterion in _ALWAYS:
            parts = tuple(below[criterion] for _, _, below in rows)
            sums.append(Sum(self.results[criterion][_BELOW], parts))
        return rows, sums

    def _below(self, n: Count, groups: Sequence["_Group"], criterion: str) -> tuple[Count, list[Sum]]:
        found = _results(groups, criterion)
        counts = {_BELOW: found[_BELOW], "others": n.value - found[_BELOW]}
        is_secret = any(criterion not in group.told_by_title for group in groups)
        parts, add_up = split(n, self._variable(criterion), counts, is_sensitive=is_secret)
        sums = [add_up]
        if criterion in _ON_SCALE:
            sums += _made_of_levels({_BELOW: parts[_BELOW]}, n, groups, criterion)
        return parts[_BELOW], sums

    def _variable(self, criterion: str) -> str:
        return f"{self.regime.code}:{criterion}"


@dataclass(frozen=True, slots=True)
class _Group:
    """People alike, with what each criterion comes to for them, ``told_by_title``: whatever they hold.

    ``demanded``: the level of a criterion that is.
    """

    title: str
    levels: Mapping[str, str]
    results: Mapping[str, str]
    count: int
    told_by_title: frozenset[str]
    demanded: Mapping[str, str]

    @classmethod
    def of(cls, alike: Alike) -> "_Group":
        levels = {name: level_of(level, name) for name, level in alike.levels.items()}
        results = {criterion: result_of(alike.findings, criterion).value for criterion in _CRITERIA}
        demanded = {each.criterion.value: each.demanded for each in alike.findings if each.demanded}
        return cls(alike.title, levels, results, alike.count, _told_by_title(alike.findings), demanded)


def _told_by_title(findings: Sequence[Finding]) -> frozenset[str]:
    """Return the criteria of which all of a title have the same finding: no rule is known, or nothing is demanded."""
    said = {(each.result, each.reason, each.demanded, each.held) for each in findings}
    if len(said) == 1 and not findings[0].demanded and not findings[0].held:
        return frozenset(_CRITERIA)
    return frozenset(each.criterion.value for each in findings if each.reason == _NOT_DEMANDED)


def _results(groups: Iterable[_Group], criterion: str) -> dict[str, int]:
    found: Counter[str] = Counter()
    for group in groups:
        found[group.results[criterion]] += group.count
    return {result.value: found[result.value] for result in Result}


def _made_of_levels(
    counts: Mapping[str, Count], people: Count, groups: Sequence[_Group], criterion: str
) -> Iterator[Sum]:
    """Say which levels make up a result: whoever knows the rule can tell one from the other.

    Where titles have different rules, which levels of which title; the whole title, if it is told by that. Nothing,
    where local decisions part even them.
    """
    by_title = any(criterion in group.told_by_title for group in groups)
    levels = _results_of_levels(groups, criterion, by_title=by_title)
    if levels is None and not by_title:
        levels = _results_of_levels(groups, criterion, by_title=True)
    if levels is None:
        return
    for result, count in counts.items():
        parts = [
            _made_of(people, title, criterion, level, number)
            for (title, level), (found, number) in levels.items()
            if found == result
        ]
        if parts:
            yield Sum(count, tuple(parts))


def _results_of_levels(
    groups: Sequence[_Group], criterion: str, *, by_title: bool
) -> dict[tuple[str, str], tuple[str, int]] | None:
    """Return the result of each level (of each title) and how many hold it; ``None`` if it is not the same for all.

    Levels that nobody holds are among them, as far as what is demanded is known.
    """
    found: dict[tuple[str, str], Counter[str]] = {}
    demanded: dict[str, set[str]] = {}
    for group in groups:
        title = group.title if by_title else ""
        is_told = criterion in group.told_by_title
        if not is_told and criterion not in group.levels:
            return None  # nobody parted them by it
        level = "" if is_told else group.levels[criterion]
        found.setdefault((title, level), Counter())[group.results[criterion]] += group.count
        if not is_told:
            demanded.setdefault(title, set()).add(group.demanded.get(criterion, ""))
    has_rules = any(len(rules) > 1 for rules in demanded.values())
    if any(len(results) > 1 for results in found.values()) or (has_rules and not by_title):
        return None
    known = {key: next(iter(results.items())) for key, results in found.items()}
    is_missing = any(level == MISSING for _title, level in known)
    for title, rules in demanded.items():
        for level, result in _by_rule(criterion, rules):
            known.setdefault((title, level), (result, 0))
        if is_missing:
            known.setdefault((title, MISSING), (Result.NOT_KNOWN.value, 0))
    return known


def _by_rule(criterion: str, demanded: set[str]) -> Iterator[tuple[str, str]]:
    """Yield each level with its result where one level is demanded."""
    order = list(VOCABULARIES[criterion])
    (least,) = demanded if len(demanded) == 1 else ("",)
    if least not in order:
        return
    for place, level in enumerate(order):
        if level == _NOT_ON_SCALE:
            yield level, Result.NOT_KNOWN.value
        else:
            yield level, Result.MET.value if place >= order.index(least) else _BELOW


def _made_of(people: Count, title: str, criterion: str, level: str, count: int) -> Count:
    of_title = group_count(people, "title", title, count) if title else people
    return part(of_title, criterion, level, count) if level else of_title


def _summary(tallies: Sequence[_Tally], material: Material) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for tally in tallies:
        for criterion, counts in tally.results.items():
            below = counts[_BELOW]
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
            *(note for tally in tallies for note in _out_of_force(tally, material.as_of)),
            *_verify(tallies),
        ),
    )


def _out_of_force(tally: _Tally, as_of: date) -> Iterator[Note]:
    """Remark on a regime that only stands there for comparison: it had ended, or had not begun."""
    first, last = tally.review.starts_on, tally.review.ends_on
    if last is not None and last < as_of:
        yield Note("regime_ended", {"regime": tally.regime, "day": last})
    elif first is not None and first > as_of:
        yield Note("regime_not_yet", {"regime": tally.regime, "day": first})


def _by_title(tally: _Tally, material: Material) -> Table:
    titles, sums = tally.below_by_title(material.titles)
    rows: list[tuple[Cell, ...]] = [
        (TOTAL, tally.total, *(tally.results[criterion][_BELOW] for criterion in _ALWAYS))
    ]
    rows += [
        (Code("title", title), n, *(below[criterion] for criterion in _ALWAYS)) for title, n, below in titles
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
        sums=(*tally.sums, *sums),
        notes=(
            Note("review_regime", {"regime": tally.regime, "as_of": material.as_of}),
            *_verify([tally]),
        ),
    )


def _verify(tallies: Iterable[_Tally]) -> tuple[Note, ...]:
    """Return the remark that rules are to be checked against the official text, if any that counted is."""
    groups = (group for tally in tallies for group in tally.review.groups)
    return (Note("verify"),) if any(is_unverified(group.findings) for group in groups) else ()


def is_unverified(findings: Iterable[Finding]) -> bool:
    """Say whether findings rest on a rule that is to be checked against the official text."""
    return any(each.is_unverified for each in findings if each.result is not Result.NOT_APPLICABLE)
