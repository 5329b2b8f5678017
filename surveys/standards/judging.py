"""The review: every official, every criterion, as of a day, by the regime in force or by one that is asked for."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Final

from surveys.roster import CERT, QLNN, Official, fold_words
from surveys.standards.ages import judge_age
from surveys.standards.findings import Criterion, Finding, Result, Verdict
from surveys.standards.localities import demands_on
from surveys.standards.regimes import LEVELS, Demand, Regime, Rule, Standards

STATE_MANAGEMENT: Final = "bd_qlnn"
"""The course of which the roster's ``qlnn`` tells whether it was attended."""
COMPUTER_SKILLS: Final = "tin_hoc_A"
"""The certificate of which the roster's ``cert`` tells whether it is held."""
_WORDED_MAJORS: Final = {"luat": "luat"}  # a field of study -> the word that every name of it holds, folded
_JUDGED_BY_PEOPLE: Final = ("nganh_phu_hop_ktxh",)


def review(
    standards: Standards, officials: Iterable[Official], as_of: date, regime: str = ""
) -> tuple[Verdict, ...]:
    """Return what the standards say of each official, in the order given.

    Each is judged by the regime that rules the title on that day, or all by ``regime``. Every criterion has at
    least one finding. What is not on record is never ``chua_dat``. Raises ``KeyError`` for an unknown regime.
    """
    asked = standards.regime(regime) if regime else None
    if regime and asked is None:
        raise KeyError(regime)
    return tuple(
        _verdict(standards, official, as_of, asked or standards.in_force(as_of, official.title))
        for official in officials
    )


def _verdict(standards: Standards, official: Official, as_of: date, regime: Regime | None) -> Verdict:
    if regime is None:
        return Verdict(official, "", as_of, _all_alike(Result.NOT_KNOWN, "no_regime"))
    findings = tuple(_findings(standards, official, as_of, regime))
    if regime.deadline is not None:
        findings = tuple(
            replace(each, deadline=regime.deadline) if each.result is Result.NOT_MET else each
            for each in findings
        )
    return Verdict(official, regime.id, as_of, findings)


def _findings(standards: Standards, official: Official, as_of: date, regime: Regime) -> Iterable[Finding]:
    if not regime.applies_to(official.title):
        return _all_alike(Result.NOT_APPLICABLE, "other_body", Rule(basis=regime.basis))
    rule = regime.rule(official.title)
    if rule is None:
        missing = Rule(basis=regime.basis, is_unverified=True)
        return _all_alike(Result.NOT_KNOWN, "rule_missing", missing)
    if rule.external:
        return _all_alike(Result.NOT_APPLICABLE, rule.external, rule)
    return (
        judge_age(demand, official, as_of, regime, standards.retirement)
        if demand.criterion is Criterion.AGE
        else _judged(demand, official, standards)
        for demand in demands_on(standards, regime, rule, official, as_of)
    )


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
    held = _held(demand, official)
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


def _held(demand: Demand, official: Official) -> str:
    if demand.criterion is not Criterion.OTHER:
        return str(getattr(official, demand.criterion.value))
    if demand.level == STATE_MANAGEMENT:
        return official.qlnn
    return official.cert if demand.level == COMPUTER_SKILLS else ""


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
