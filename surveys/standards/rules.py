"""The titles of a regime as rules: ``same_as`` followed, age rules looked up, each demand with its basis and clause."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from surveys.entries import Entry, Problems
from surveys.standards.findings import Criterion
from surveys.standards.regimes import CERTIFICATES, LEVELS, AgeKind, AgeRule, Demand, Moment, Rule
from surveys.titles import Titles

AGE_KEYS: Final = ("kind", "at", "min", "max", "nam", "nu", "basis", "note", "override")
RULE_KEYS: Final = (
    *("same_as", "age", *LEVELS, "major", *CERTIFICATES, "other"),
    *("unless", "clause", "basis", "external", "note"),
)
VERIFIED: Final = ("corpus", "corpus_qual_only", "knowledge", "partial")
_GENDERS: Final = ("nam", "nu")

Scales = Mapping[Criterion, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class _Said:
    """What a title says, its parent's words included. Demands cite a basis only where it is not the regime's."""

    demands: Mapping[Criterion, tuple[Demand, ...]] = field(default_factory=dict)
    clause: str = ""
    unless: str = ""
    external: str = ""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What the rules of a file are worded with."""

    scales: Scales
    ages: Mapping[str, AgeRule]
    titles: Titles


def read_age_rule(entry: Entry, problems: Problems, name: str = "") -> AgeRule | None:
    """Read ``{kind, at, min | max | nam, nu}``."""
    raw = problems.mapping(entry, "age", AGE_KEYS)
    kind = problems.one_of(problems.needed(entry, raw, "kind"), "kind", tuple(AgeKind))
    at = problems.one_of(raw.get("at"), "at", tuple(Moment))
    if not kind:
        return None
    if kind != AgeKind.EXTERNAL and "at" not in raw:
        problems.report("entry_missing_key", entry, key="at")
    limits = _limits(entry, raw, AgeKind(kind), problems)
    basis = problems.text(raw.get("basis"), "basis")
    return AgeRule(AgeKind(kind), Moment(at or Moment.HOLDING), limits, name, basis)


def _limits(entry: Entry, raw: dict[str, Entry], kind: AgeKind, problems: Problems) -> dict[str, int]:
    if kind is AgeKind.EXTERNAL:
        return {}
    common = problems.number(raw.get("max" if kind is AgeKind.MAX_YEARS else "min"), kind)
    found = {gender: problems.number(raw.get(gender), gender) for gender in _GENDERS}
    limits = {gender: common if each is None else each for gender, each in found.items()}
    if None in limits.values():
        problems.report("entry_missing_key", entry, key="min / max / nam / nu")
    return {gender: limit for gender, limit in limits.items() if limit is not None}


def read_verified(entry: Entry | None, titles: Titles, problems: Problems) -> dict[str, str]:
    """Read how far each title (``others``: the rest) was compared with the official text."""
    if entry is None:
        return {}
    raw = problems.mapping(entry, "verified", (*titles, "others"))
    return {title: problems.one_of(each, "verified", VERIFIED) for title, each in raw.items()}


class RuleReader:
    """Reads the ``titles`` of one regime of one file. ``basis`` is what every rule cites that has no own."""

    def __init__(
        self, vocabulary: Vocabulary, basis: str, verified: Mapping[str, str], problems: Problems
    ) -> None:
        self._vocabulary = vocabulary
        self._basis = basis
        self._verified = verified
        self._problems = problems
        self._entries: dict[str, Entry] = {}
        self._said: dict[str, _Said] = {}

    def rules(self, entry: Entry | None) -> dict[str, Rule]:
        """Return the rule of each title."""
        if entry is None:
            return {}
        raw = self._problems.mapping(entry, "titles")
        for title, each in raw.items():
            if title not in self._vocabulary.titles:
                expected = ", ".join(self._vocabulary.titles)
                self._problems.report("standards_unknown_title", each, found=title, expected=expected)
        self._entries = raw
        return {title: self._rule(self._resolve(title, ()), title) for title in raw}

    def default(self, entry: Entry | None) -> Rule | None:
        """Return the rule of all titles."""
        return None if entry is None else self._rule(self._stated(entry, _Said()), "others")

    def _resolve(self, title: str, path: tuple[str, ...]) -> _Said:
        if title in self._said:
            return self._said[title]
        entry = self._entries[title]
        parent = _Said()
        same_as = entry.value.get("same_as") if isinstance(entry.value, dict) else None
        if same_as is not None:
            name = self._problems.text(same_as, "same_as")
            if name in (*path, title):
                self._problems.report("standards_parent_cycle", same_as, found=name)
            elif name not in self._entries:
                self._problems.report("standards_unknown_parent", same_as, found=name)
            else:
                parent = self._resolve(name, (*path, title))
        self._said[title] = self._stated(entry, parent)
        return self._said[title]

    def _stated(self, entry: Entry, parent: _Said) -> _Said:
        """Put what a title states itself over what it takes from its parent."""
        raw = self._problems.mapping(entry, "titles", RULE_KEYS)
        basis, own_clause = (self._problems.text(raw.get(key), key) for key in ("basis", "clause"))
        clause = own_clause or ("" if basis else parent.clause)
        taken = {
            criterion: tuple(replace(each, clause=own_clause) for each in demands)
            if own_clause and not any(each.basis for each in demands)
            else demands
            for criterion, demands in parent.demands.items()
        }
        stated = {
            criterion: tuple(
                replace(each, basis=each.basis or basis, clause="" if each.basis else clause)
                for each in demands
            )
            for criterion, demands in self._demands(raw).items()
        }
        return _Said(
            {**taken, **stated},
            own_clause or parent.clause,
            self._problems.text(raw.get("unless"), "unless") or parent.unless,
            self._problems.text(raw.get("external"), "external") or parent.external,
        )

    def _demands(self, raw: dict[str, Entry]) -> dict[Criterion, tuple[Demand, ...]]:
        found: dict[Criterion, tuple[Demand, ...]] = {}
        for criterion in LEVELS:
            if criterion in raw:
                scale = self._vocabulary.scales[criterion]
                level = self._problems.one_of(raw[criterion], criterion, scale)
                found[criterion] = (Demand(criterion, level),)
        if Criterion.MAJOR in raw:
            found[Criterion.MAJOR] = (
                Demand(Criterion.MAJOR, self._problems.text(raw[Criterion.MAJOR], "major")),
            )
        for criterion in CERTIFICATES:
            if criterion in raw:
                found[criterion] = (Demand(criterion, self._problems.text(raw[criterion], criterion)),)
        if Criterion.OTHER in raw:
            courses = self._problems.texts(raw[Criterion.OTHER], "other")
            found[Criterion.OTHER] = tuple(Demand(Criterion.OTHER, course) for course in courses)
        if Criterion.AGE in raw:
            entry = raw[Criterion.AGE]
            ages = [self._age(each) for each in (entry.value if isinstance(entry.value, list) else [entry])]
            found[Criterion.AGE] = tuple(
                Demand(Criterion.AGE, age=age, basis=age.basis) for age in ages if age is not None
            )
        return found

    def _age(self, entry: Entry) -> AgeRule | None:
        if not isinstance(entry.value, str):
            return read_age_rule(entry, self._problems)
        return self._vocabulary.ages.get(
            self._problems.one_of(entry, "age", tuple(self._vocabulary.ages)),
        )

    def _rule(self, said: _Said, title: str) -> Rule:
        verified = self._verified.get(title) or self._verified.get("others") or "knowledge"
        is_unverified = verified not in ("corpus", "corpus_qual_only")
        demands = tuple(
            replace(
                each,
                basis=each.basis or self._basis,
                clause=each.clause if criterion in said.demands else said.clause,
                is_unverified=verified != "corpus"
                and not (verified == "corpus_qual_only" and criterion is Criterion.QUAL),
                unless=said.unless if criterion is Criterion.QUAL else "",
            )
            for criterion in Criterion
            for each in said.demands.get(criterion) or (Demand(criterion),)
        )
        return Rule(demands, said.external, self._basis, said.clause, is_unverified)
