"""The review: every official, every criterion, as of a day, by the regime in force or by one that is asked for."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from operator import attrgetter
from typing import Final, NamedTuple

from surveys.roster import CERT, QLNN, Official, fold_words
from surveys.standards.ages import Judge, Seen, judge_of_age
from surveys.standards.findings import Criterion, Finding, Result, Verdict
from surveys.standards.localities import demands_on
from surveys.standards.regimes import LEVELS, Demand, Regime, Rule, Standards

STATE_MANAGEMENT: Final = "bd_qlnn"
"""The course of which the roster's ``qlnn`` tells whether it was attended."""
COMPUTER_SKILLS: Final = "tin_hoc_A"
"""The certificate of which the roster's ``cert`` tells whether it is held."""
_WORDED_MAJORS: Final = {"luat": "luat"}  # a field of study -> the word that every name of it holds, folded
_JUDGED_BY_PEOPLE: Final = ("nganh_phu_hop_ktxh",)


class Judged(NamedTuple):
    """Officials with the same demands on them, judged together.

    ``places``: where each stood among those who were given. ``columns``: by demand, the finding of each of them.
    Officials who are equal in what a demand looks at share its finding.
    """

    regime: str
    places: Sequence[int]
    officials: Sequence[Official]
    columns: Sequence[Sequence[Finding]]


def review(
    standards: Standards, officials: Iterable[Official], as_of: date, regime: str = ""
) -> tuple[Verdict, ...]:
    """Return what the standards say of each official, in the order given (see ``judge``)."""
    return verdicts_of(judge(standards, officials, as_of, regime))


def verdicts_of(judged: Iterable[Judged]) -> tuple[Verdict, ...]:
    """Return a verdict on each official who was judged, in the order in which they were given."""
    found: dict[int, Verdict] = {}
    for regime, places, officials, columns in judged:
        for place, official, findings in zip(places, officials, zip(*columns, strict=True), strict=True):
            found[place] = Verdict(official, regime, findings)
    return tuple(found[place] for place in range(len(found)))


def judge(
    standards: Standards, officials: Iterable[Official], as_of: date, regime: str = ""
) -> Iterator[Judged]:
    """Judge officials, those of one title together.

    Each is judged by the regime that rules the title on that day, or all by ``regime``. Every criterion has at
    least one finding. What is not on record is never ``chua_dat``. Raises ``KeyError`` for an unknown regime.
    """
    asked = standards.regime(regime) if regime else None
    if regime and asked is None:
        raise KeyError(regime)
    special = set(standards.unit_regions).union(*(each.units or () for each in standards.overrides))
    people = tuple(officials)
    alike: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for place, official in enumerate(people):
        alike[official.title, official.unit_code if official.unit_code in special else ""].append(place)
    for (title, _), places in alike.items():
        ruling = asked or standards.in_force(as_of, title)
        members = [people[place] for place in places]
        columns = _columns(standards, members, as_of, ruling)
        yield Judged(ruling.id if ruling else "", places, members, columns)


def _columns(
    standards: Standards, members: Sequence[Official], as_of: date, regime: Regime | None
) -> Sequence[Sequence[Finding]]:
    """Return a finding of each member for each demand; ``members`` have the same demands on them."""
    fixed = _fixed_findings(members[0], regime)
    rule = regime.rule(members[0].title) if regime else None
    if fixed or regime is None or rule is None:
        return [[finding] * len(members) for finding in fixed]
    demands = demands_on(standards, regime, rule, members[0], as_of)
    return [_column(*_look(each, as_of, regime, standards), members, regime.deadline) for each in demands]


def _column(
    seen_of: Seen, judged: Judge, members: Sequence[Official], deadline: date | None
) -> Sequence[Finding]:
    """Judge one demand: once for all who are equal in what it looks at."""
    seen = list(map(seen_of, members))
    examples = dict(zip(seen, members, strict=True))
    found = {key: _dated(judged(official), deadline) for key, official in examples.items()}
    return [found[key] for key in seen]


def _dated(finding: Finding, deadline: date | None) -> Finding:
    """Return a finding with the day until which it must be met, if it is not."""
    if deadline is None or finding.result is not Result.NOT_MET or finding.criterion is Criterion.AGE:
        return finding
    return replace(finding, deadline=deadline)


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


def _look(demand: Demand, as_of: date, regime: Regime, standards: Standards) -> tuple[Seen, Judge]:
    """Return what a demand looks at (officials who are equal in it have the same finding), and how it judges."""
    if demand.criterion is Criterion.AGE:
        return judge_of_age(demand, as_of, regime, standards.retirement)
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
