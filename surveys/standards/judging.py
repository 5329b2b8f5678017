"""The review: every official, every criterion, as of a day, by the regime in force or by one that is asked for."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from operator import attrgetter
from typing import Final, NamedTuple

from surveys.roster import CERT, QLNN, Official
from surveys.standards.ages import Judge, Seen, judge_of_age
from surveys.standards.findings import Criterion, Finding, Result, Verdict
from surveys.standards.majors import fits
from surveys.standards.offices import Asked, asked_of
from surveys.standards.regimes import (
    ANY_CERTIFICATE,
    CERTIFICATES,
    LEVELS,
    Demand,
    Regime,
    Rule,
    Standards,
)
from surveys.standards.strictness import strictest

STATE_MANAGEMENT: Final = "bd_qlnn"
"""The course of which the roster's ``qlnn`` tells whether it was attended."""
COMPUTER_SKILLS: Final = "tin_hoc_A"
"""The certificate of which the roster's ``cert`` tells whether it is held."""
_SELDOM: Final = (Criterion.QLNN, *CERTIFICATES)
_JUDGED_BY_PEOPLE: Final = ("nganh_phu_hop_ktxh",)


class Judged(NamedTuple):
    """Officials with the same demands on them, judged together. ``regime``: that of the main title.

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
    people = tuple(officials)
    special = _special_units(standards)
    alike: defaultdict[tuple[str, str, str], list[int]] = defaultdict(list)
    for place, each in enumerate(people):
        unit = each.unit_code if each.unit_code in special else ""
        alike[each.title, each.concurrent_titles, unit].append(place)
    for (title, concurrent, _), places in alike.items():
        members = [people[place] for place in places]
        held = tuple(dict.fromkeys((title, *concurrent.split())))
        wanted = [asked_of(standards, each, members[0].unit_code, as_of, asked) for each in held]
        columns = _columns(standards, members, as_of, wanted)
        ruling = wanted[0].regime
        yield Judged(ruling.id if ruling else "", places, members, columns)


def _special_units(standards: Standards) -> set[str]:
    """Return the units in which something may be demanded that is not demanded everywhere."""
    rules = standards.version.rules if standards.version else ()
    narrow = [each.units or () for each in standards.overrides] + [each.units or () for each in rules]
    return set(standards.unit_regions).union(*narrow)


def _columns(
    standards: Standards, members: Sequence[Official], as_of: date, wanted: Sequence[Asked]
) -> Sequence[Sequence[Finding]]:
    """Return a finding of each member for each demand of their titles, the main one first.

    Of several titles the strictest demand counts, and each finding says whose it is. What cannot be judged of a
    further title for want of a rule is said, too; a further one of which nothing is demanded adds nothing.
    """
    main, *further = wanted
    further = [each for each in further if each.is_telling]
    if not further:
        return _columns_of_title(standards, members, as_of, main)
    several = [each.named(each.title, is_concurrent=each is not main) for each in (main, *further)]
    regime_of = {id(demand): each.regime for each in several for demand in each.demands}
    strict = strictest([demand for each in several for demand in each.demands], standards.scales)
    columns = [
        _column_of(demand, members, as_of, regime, standards)
        for demand in strict
        if (regime := regime_of[id(demand)]) is not None
    ]
    fixed = [finding for each in several for finding in _fixed_findings(each)]
    if strict:  # what does not apply to one title says nothing beside what is demanded of the other
        fixed = [finding for finding in fixed if finding.result is not Result.NOT_APPLICABLE]
    return [*columns, *([finding] * len(members) for finding in fixed)]


def _columns_of_title(
    standards: Standards, members: Sequence[Official], as_of: date, wanted: Asked
) -> Sequence[Sequence[Finding]]:
    """Return a finding of each member for each demand; ``members`` have the same demands on them."""
    regime = wanted.regime
    if regime is None or not wanted.demands:
        return [[finding] * len(members) for finding in _fixed_findings(wanted)]
    return [_column_of(each, members, as_of, regime, standards) for each in wanted.demands]


def _column_of(
    demand: Demand, members: Sequence[Official], as_of: date, regime: Regime, standards: Standards
) -> Sequence[Finding]:
    """Judge one demand of everybody; of what is seldom demanded, and is not here, nobody is looked at."""
    if demand.criterion in _SELDOM and not demand.asks:
        return [_finding(demand, "", Result.NOT_APPLICABLE, "not_demanded")] * len(members)
    return _column(*_look(demand, as_of, regime, standards), members, regime.deadline)


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


def _fixed_findings(wanted: Asked) -> tuple[Finding, ...]:
    """Return what is said of everybody of a title, whatever they hold; nothing, if it depends on that."""
    if wanted.demands:
        return ()
    result = Result.NOT_APPLICABLE if wanted.is_excepted else Result.NOT_KNOWN
    return _all_alike(result, wanted.reason, wanted.cited, wanted.title if wanted.is_named else "")


def _look(demand: Demand, as_of: date, regime: Regime, standards: Standards) -> tuple[Seen, Judge]:
    """Return what a demand looks at (officials who are equal in it have the same finding), and how it judges."""
    if demand.criterion is Criterion.AGE:
        return judge_of_age(demand, as_of, regime, standards.retirement)
    return _held_by(demand), partial(_judged, demand, standards=standards)


def _all_alike(result: Result, reason: str, cited: Rule, title: str) -> tuple[Finding, ...]:
    """Return the same finding on every criterion."""
    return tuple(
        Finding(
            criterion,
            result,
            basis=cited.basis,
            clause=cited.clause,
            is_unverified=cited.is_unverified,
            reason=reason,
            title=title,
        )
        for criterion in Criterion
    )


def _judged(demand: Demand, official: Official, standards: Standards) -> Finding:
    held = _held_by(demand)(official)
    return _finding(demand, held, *_compared(demand, held, standards))


def _finding(demand: Demand, held: str, result: Result, reason: str) -> Finding:
    return Finding(
        criterion=demand.criterion,
        result=result,
        demanded="" if result is Result.NOT_APPLICABLE else demand.level,
        held=held,
        basis=demand.basis,
        clause=demand.clause,
        is_unverified=demand.is_unverified,
        reason=reason,
        title=demand.title,
    )


def _held_by(demand: Demand) -> Callable[[Official], str]:
    """Return how to read what an official holds of what is demanded."""
    if demand.criterion in CERTIFICATES:
        return attrgetter("cert")
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
    if demand.criterion in CERTIFICATES:
        return _certificate(demand.criterion.value, demand.level, held)
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
    return (Result.MET, "") if fits(demanded, held) else (Result.NOT_KNOWN, "needs_judgement")


def _certificate(kind: str, demanded: str, held: str) -> tuple[Result, str]:
    """A certificate of that kind is on record or not; of which level it is the roster does not say."""
    codes = set(held.split())
    if not codes or not codes <= set(CERT):
        return Result.NOT_KNOWN, "missing"
    if kind not in codes:
        return Result.NOT_MET, ""
    return (Result.MET, "") if demanded == ANY_CERTIFICATE else (Result.NOT_KNOWN, "level_not_on_record")


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
