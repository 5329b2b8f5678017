"""What a locality decides: regions that the regime allows to be lower, and overrides, which may only raise."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Final

from surveys.entries import Entry, Problems
from surveys.standards.findings import Criterion
from surveys.standards.regimes import (
    LEVELS,
    AgeKind,
    AgeRule,
    Body,
    Demand,
    Override,
    Regime,
    RegionOverride,
    Standards,
)
from surveys.standards.rules import Scales

_KEYS: Final = ("regime", "units", "titles", "criterion", "demanded", "basis", "clause", "effective", "note")
_REGION_KEYS: Final = (*LEVELS, "applies", "by", "clause", "note")
_RAISED: Final = (*LEVELS, Criterion.AGE, Criterion.OTHER)
_BODIES: Final[Mapping[str, frozenset[Body]]] = {
    "can_bo": frozenset({Body.CADRE}),
    "cong_chuc": frozenset({Body.CIVIL_SERVANT}),
    "can_bo_cong_chuc": frozenset(Body),
}

Demands = tuple[Demand, ...]


def read_bodies(entry: Entry | None, problems: Problems) -> frozenset[Body] | None:
    """Read ``applies``: can_bo, cong_chuc or can_bo_cong_chuc."""
    return _BODIES.get(problems.one_of(entry, "applies", tuple(_BODIES)))


def read_region_overrides(
    entry: Entry | None, bodies: frozenset[Body], scales: Scales, problems: Problems
) -> dict[str, RegionOverride]:
    """Read the ``region_override`` of a regime, by the region's name."""
    if entry is None:
        return {}
    found = {}
    for name, each in problems.mapping(entry, "region_override").items():
        raw = problems.mapping(each, name, _REGION_KEYS)
        levels = {key: problems.one_of(raw[key], key, scales[key]) for key in LEVELS if key in raw}
        own = read_bodies(raw.get("applies"), problems)
        found[name] = RegionOverride(levels, own or bodies, problems.text(raw.get("clause"), "clause"))
    return found


def read_unit_regions(
    entry: Entry | None, regimes: Mapping[str, Regime], problems: Problems
) -> dict[str, frozenset[str]]:
    """Read ``regions``: by a unit's code the region, or the regions, to which it belongs."""
    if entry is None:
        return {}
    known = {name for regime in regimes.values() for name in regime.regions}
    found = {}
    for unit, each in problems.mapping(entry, "regions").items():
        names = problems.texts(each, "regions")
        for name in names:
            if name not in known:
                expected = ", ".join(sorted(known))
                problems.report("standards_region_unknown", each, found=name, expected=expected)
        found[unit] = frozenset(names)
    return found


def read_override(entry: Entry, standards: Standards, problems: Problems) -> Override | None:
    """Read one override and see that it lowers nothing."""
    before = len(problems.found)
    raw = problems.mapping(entry, "overrides", _KEYS)
    for key in ("regime", "units", "titles", "basis", "clause"):
        problems.needed(entry, raw, key)
    ids = tuple(regime.id for regime in standards.regimes)
    regime = standards.regime(problems.text(raw.get("regime"), "regime"))
    if regime is None and "regime" in raw:
        found = problems.text(raw["regime"], "regime")
        problems.report("standards_regime_unknown", raw["regime"], found=found, expected=", ".join(ids))
    criterion = problems.one_of(problems.needed(entry, raw, "criterion"), "criterion", _RAISED)
    demanded = _demanded(problems.needed(entry, raw, "demanded"), criterion, standards.scales, problems)
    period = problems.period(raw.get("effective"), entry)
    units, titles = (_some(raw.get(key), key, problems) for key in ("units", "titles"))
    for title in titles or ():
        if title not in standards.titles:
            expected = ", ".join(standards.titles)
            problems.report("standards_unknown_title", raw["titles"], found=title, expected=expected)
    if regime is None or period is None or len(problems.found) > before:
        return None
    basis, clause = (problems.text(raw.get(key), key) for key in ("basis", "clause"))
    override = Override(
        regime.id, Criterion(criterion), demanded, basis, clause, *period, units=units, titles=titles
    )
    _check(override, entry, regime, standards, problems)
    return override


def _some(entry: Entry | None, key: str, problems: Problems) -> frozenset[str] | None:
    """Take a list of codes; ``all`` is ``None``."""
    return None if entry is None or entry.value == "all" else frozenset(problems.texts(entry, key))


def _demanded(entry: Entry | None, criterion: str, scales: Scales, problems: Problems) -> str:
    if criterion in LEVELS:
        return problems.one_of(entry, criterion, scales[Criterion(criterion)])
    if criterion == Criterion.AGE:
        number = problems.number(entry, "demanded")
        return "" if number is None else str(number)
    return problems.text(entry, "demanded")


def _check(
    override: Override, entry: Entry, regime: Regime, standards: Standards, problems: Problems
) -> None:
    """Refuse what the regime forbids: lowering, raising where it may not be, raising what it does not rule."""
    if not regime.may_be_raised:
        problems.report("standards_may_not_raise", entry, regime=regime.id)
        return
    for title, demand in _raised_demands(override, regime, standards):
        if demand is None:
            if override.titles is not None:
                criterion = override.criterion
                problems.report(
                    "standards_nothing_to_raise", entry, title=title, criterion=criterion, regime=regime.id
                )
        elif not _is_raised(demand, override, standards.scales):
            problems.report(
                "standards_lowered",
                entry,
                clause=f"{override.basis}, {override.clause}",
                title=title,
                criterion=override.criterion,
                demanded=override.demanded,
                standard=f"{_told(demand)} ({demand.basis}, {demand.clause})",
            )


def _raised_demands(
    override: Override, regime: Regime, standards: Standards
) -> Iterator[tuple[str, Demand | None]]:
    """Yield by title what an override has to reach: in every unit that it names, regions considered."""
    for title in standards.titles if override.titles is None else sorted(override.titles):
        rule = regime.rule(title) if regime.applies_to(standards.body_of(title)) else None
        demand = None if rule is None or rule.external else rule.of(override.criterion)
        if demand is not None and override.criterion is Criterion.AGE:
            ruled_here = demand.age is not None and demand.age.kind is not AgeKind.EXTERNAL
            demand = demand if ruled_here else None
        if demand is None:
            yield title, None
        elif override.units is None:
            yield title, demand
        else:
            for unit in sorted(override.units):
                yield title, _regional(demand, regime, title, unit, standards)


def _is_raised(demand: Demand, override: Override, scales: Scales) -> bool:
    if override.criterion in LEVELS:
        scale = scales[override.criterion]
        return not demand.level or scale.index(override.demanded) >= scale.index(demand.level)
    if override.criterion is Criterion.AGE and demand.age is not None:
        return _aged(demand.age, override).is_at_least_as_strict(demand.age)
    return True  # one more course


def _told(demand: Demand) -> str:
    if demand.age is None:
        return demand.level
    return "/".join(str(limit) for limit in dict.fromkeys(demand.age.limits.values()))


def _aged(rule: AgeRule, override: Override) -> AgeRule:
    return replace(rule, limits=dict.fromkeys(rule.limits, int(override.demanded)), basis="")


def demands_on(standards: Standards, regime: Regime, title: str, unit: str, day: date) -> Demands:
    """Return what a regime demands of a title in a unit on a day: the standard of the region, raised by overrides.

    Nothing, if it has no rule for the title.
    """
    rule = regime.rule(title)
    demands = tuple(_regional(each, regime, title, unit, standards) for each in rule.demands) if rule else ()
    for override in standards.overrides:
        if override.regime == regime.id and override.binds(title, unit, day):
            demands = _overridden(demands, override, standards.scales)
    return demands


def _regional(demand: Demand, regime: Regime, title: str, unit: str, standards: Standards) -> Demand:
    """Return a demand as the regime itself lowers it for the unit's region."""
    for name in sorted(standards.unit_regions.get(unit, ())):
        region = regime.regions.get(name)
        if region is None or standards.body_of(title) not in region.bodies:
            continue
        level = region.levels.get(demand.criterion)
        scale = standards.scales.get(demand.criterion, ())
        if level and demand.level and scale.index(level) < scale.index(demand.level):
            return replace(demand, level=level, basis=regime.basis, clause=region.clause, reason="region")
    return demand


def _overridden(demands: tuple[Demand, ...], override: Override, scales: Scales) -> tuple[Demand, ...]:
    """Return the demands with one override laid over them; what is higher already stays."""
    if override.criterion is Criterion.OTHER:
        if any(each.level == override.demanded for each in demands if each.criterion is Criterion.OTHER):
            return demands
        added = Demand(
            Criterion.OTHER, override.demanded, basis=override.basis, clause=override.clause, reason="raised"
        )
        return (*(each for each in demands if each.criterion is not Criterion.OTHER or each.level), added)
    return tuple(
        _raised(each, override, scales) if each.criterion is override.criterion else each for each in demands
    )


def _raised(demand: Demand, override: Override, scales: Scales) -> Demand:
    cited = replace(
        demand,
        basis=override.basis,
        clause=override.clause,
        is_unverified=False,
        unless="",
        reason="raised",
    )
    if demand.age is not None and demand.age.kind is not AgeKind.EXTERNAL:
        return replace(cited, age=_aged(demand.age, override))
    if override.criterion is Criterion.AGE or not _is_raised(demand, override, scales):
        return demand
    return demand if demand.level == override.demanded else replace(cited, level=override.demanded)
