"""The review: every official, every criterion, as of a day, by the regime in force or by one that is asked for."""

from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import replace
from datetime import date
from functools import partial
from operator import attrgetter
from typing import Final

from surveys.roster import CERT, QLNN, Official, fold_words
from surveys.standards.ages import judge_age, seen_by_age
from surveys.standards.findings import Criterion, Finding, Result, Verdict
from surveys.standards.localities import demands_on
from surveys.standards.regimes import LEVELS, Demand, Regime, Rule, Standards

STATE_MANAGEMENT: Final = "bd_qlnn"
"""The course of which the roster's ``qlnn`` tells whether it was attended."""
COMPUTER_SKILLS: Final = "tin_hoc_A"
"""The certificate of which the roster's ``cert`` tells whether it is held."""
_WORDED_MAJORS: Final = {"luat": "luat"}  # a field of study -> the word that every name of it holds, folded
_JUDGED_BY_PEOPLE: Final = ("nganh_phu_hop_ktxh",)

Judged = Callable[[Official], Finding]


def review(
    standards: Standards, officials: Iterable[Official], as_of: date, regime: str = ""
) -> tuple[Verdict, ...]:
    """Return what the standards say of each official, in the order given (see ``verdicts``)."""
    return tuple(verdicts(standards, officials, as_of, regime))


def verdicts(
    standards: Standards, officials: Iterable[Official], as_of: date, regime: str = ""
) -> Iterator[Verdict]:
    """Yield what the standards say of each official, in the order given.

    Each is judged by the regime that rules the title on that day, or all by ``regime``. Every criterion has at
    least one finding. What is not on record is never ``chua_dat``. Raises ``KeyError`` for an unknown regime.
    """
    asked = standards.regime(regime) if regime else None
    if regime and asked is None:
        raise KeyError(regime)
    special = set(standards.unit_regions).union(*(each.units or () for each in standards.overrides))
    known: dict[tuple[str, str], _Demanded] = {}
    for official in officials:
        alike = official.title, official.unit_code if official.unit_code in special else ""
        demanded = known.get(alike)
        if demanded is None:
            ruling = asked or standards.in_force(as_of, official.title)
            demanded = known[alike] = _Demanded(standards, official, as_of, ruling)
        yield Verdict(official, demanded.regime, as_of, demanded.findings(official))


class _Demanded:
    """What is demanded of a title in a unit, and every finding that it came to so far.

    Of thousands of officials few differ in what a demand looks at: each finding is made once, and shared.
    """

    def __init__(self, standards: Standards, official: Official, as_of: date, regime: Regime | None) -> None:
        self.regime = regime.id if regime else ""
        self._deadline = regime.deadline if regime else None
        self._fixed = _fixed_findings(official, regime)
        rule = regime.rule(official.title) if regime else None
        self._looks: list[tuple[Callable[[Official], Hashable], Judged, dict[Hashable, Finding]]] = []
        if regime is not None and rule is not None and not self._fixed:
            for demand in demands_on(standards, regime, rule, official, as_of):
                self._looks.append((*_look(demand, as_of, regime, standards), {}))

    def findings(self, official: Official) -> tuple[Finding, ...]:
        """Return a finding for each demand."""
        if self._fixed:
            return self._fixed
        found = []
        for seen_of, judged, known in self._looks:
            seen = seen_of(official)
            finding = known.get(seen)
            if finding is None:
                finding = known[seen] = self._dated(judged(official))
            found.append(finding)
        return tuple(found)

    def _dated(self, finding: Finding) -> Finding:
        if self._deadline is None or finding.result is not Result.NOT_MET:
            return finding
        return replace(finding, deadline=self._deadline)


def _fixed_findings(official: Official, regime: Regime | None) -> tuple[Finding, ...]:
    """Return what is said of everybody of the title, whatever they hold; nothing, if it depends on that."""
    if regime is None:
        return _all_alike(Result.NOT_KNOWN, "no_regime")
    if not regime.applies_to(official.title):
        return _all_alike(Result.NOT_APPLICABLE, "other_body", Rule(basis=regime.basis))
    rule = regime.rule(official.title)
    if rule is None:
        missing = Rule(basis=regime.basis, is_unverified=True)
        return _all_alike(Result.NOT_KNOWN, "rule_missing", missing)
    return _all_alike(Result.NOT_APPLICABLE, rule.external, rule) if rule.external else ()


def _look(
    demand: Demand, as_of: date, regime: Regime, standards: Standards
) -> tuple[Callable[[Official], Hashable], Judged]:
    """Return what a demand looks at (officials who are equal in it have the same finding), and how it judges."""
    if demand.criterion is Criterion.AGE:
        judge = partial(judge_age, demand, as_of=as_of, regime=regime, retirement=standards.retirement)
        return seen_by_age(demand, regime), judge
    return _held_by(demand), partial(_judged, demand, standards=standards)


def _all_alike(result: Result, reason: str, rule: Rule | None = None) -> tuple[Finding, ...]:
    """Return the same finding on every criterion."""
    cited = rule or Rule()
    return tuple(
        Finding(
            criterion,
            result,
            basis=cited.basis,
            clause=cited.clause,
            is_unverified=cited.is_unverified,
            reason=reason,
        )
        for criterion in Criterion
    )


def _judged(demand: Demand, official: Official, standards: Standards) -> Finding:
    held = _held_by(demand)(official)
    result, reason = _compared(demand, held, standards)
    return Finding(
        criterion=demand.criterion,
        result=result,
        demanded="" if result is Result.NOT_APPLICABLE else demand.level,
        held=held,
        basis=demand.basis,
        clause=demand.clause,
        is_unverified=demand.is_unverified,
        reason=reason,
    )


def _held_by(demand: Demand) -> Callable[[Official], str]:
    """Return how to read what an official holds of what is demanded."""
    if demand.criterion is not Criterion.OTHER:
        return attrgetter(demand.criterion.value)
    attribute = {STATE_MANAGEMENT: "qlnn", COMPUTER_SKILLS: "cert"}.get(demand.level)
    return attrgetter(attribute) if attribute else lambda _: ""


def _compared(demand: Demand, held: str, standards: Standards) -> tuple[Result, str]:
    """Compare what is demanded with what is held: the result, and a reason where that needs one."""
    if demand.criterion in LEVELS:
        return _on_scale(demand, held, standards.scales[demand.criterion])
    if not demand.level:
        return Result.NOT_APPLICABLE, "not_demanded"
    if demand.criterion is Criterion.MAJOR:
        return _major(demand.level, held)
    return _course(demand.level, held)


def _on_scale(demand: Demand, held: str, scale: tuple[str, ...]) -> tuple[Result, str]:
    if demand.level in ("", scale[0]):
        return Result.NOT_APPLICABLE, "not_demanded"
    if not held:
        return Result.NOT_KNOWN, "missing"
    if held not in scale:
        return Result.NOT_KNOWN, "not_on_scale"
    if scale.index(held) >= scale.index(demand.level):
        return Result.MET, demand.reason
    return Result.NOT_MET, demand.reason or demand.unless


def _major(demanded: str, held: str) -> tuple[Result, str]:
    """A field of study fits if its name says so; whether another one fits is for people to judge."""
    if not held.strip():
        return Result.NOT_KNOWN, "missing"
    word = _WORDED_MAJORS.get(demanded)
    if word is not None and word in fold_words(held).split():
        return Result.MET, ""
    return Result.NOT_KNOWN, "needs_judgement"


def _course(demanded: str, held: str) -> tuple[Result, str]:
    """A course is judged only where the roster has a column that tells."""
    if demanded in _JUDGED_BY_PEOPLE:
        return Result.NOT_KNOWN, "needs_judgement"
    if demanded == STATE_MANAGEMENT:
        known, attended = held in QLNN, held != "none"
    elif demanded == COMPUTER_SKILLS:
        codes = set(held.split())
        known, attended = bool(codes) and codes <= set(CERT), "tin" in codes
    else:
        return Result.NOT_KNOWN, "not_on_record"
    if not known:
        return Result.NOT_KNOWN, "missing"
    return (Result.MET if attended else Result.NOT_MET), ""
