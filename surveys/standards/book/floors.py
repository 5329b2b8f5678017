"""What a row of the workbook may not undercut: the law's own rules, a province's row above one of a commune."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from surveys.standards.book.cells import attribute_of, told_demand
from surveys.standards.book.rows import Draft
from surveys.standards.localities import demands_on
from surveys.standards.regimes import Demand, OfficeRule, Regime, Standards
from surveys.standards.strictness import includes


@dataclass(frozen=True, slots=True)
class Placed:
    """A rule with the row that it was read from, and the regime within which it holds."""

    rule: OfficeRule
    draft: Draft
    regime: Regime


def check_regime(draft: Draft, title: str, first: date, standards: Standards) -> Regime | None:
    """Return the regime within which a row holds; reports a row that has none, outlives it, or is not its to make."""
    regime = standards.in_force(first, title)
    label = standards.titles.label(title)
    if regime is None:
        draft.report("book_no_regime", "from", title=label, day=f"{first:%d/%m/%Y}")
        return None
    if regime.ends_on is not None and (draft.ends_on is None or draft.ends_on > regime.ends_on):
        days = (regime.ends_on, date.fromordinal(regime.ends_on.toordinal() + 1))
        last, following = (f"{day:%d/%m/%Y}" for day in days)
        draft.report("book_outlives", "to", basis=regime.basis, last=last, next=following)
        return None
    rule = regime.rule(title)
    if rule is not None and rule.external:
        draft.report("book_elsewhere", "title", title=label, basis=rule.basis, clause=rule.clause)
        return None
    if rule is not None and not regime.may_be_raised:
        draft.report("book_may_not_raise", "title", basis=regime.basis)
        return None
    return regime


def check_floors(placed: Sequence[Placed], standards: Standards) -> None:
    """Report every demand that is lower than one that stands above it."""
    provincial: defaultdict[str, list[OfficeRule]] = defaultdict(list)
    for each in placed:
        if each.rule.units is None:
            provincial[each.rule.title].append(each.rule)
    for each in placed:
        floors = list(_floors(each, provincial[each.rule.title], standards))
        for demand in each.rule.demands:
            floor = next(
                (
                    floor
                    for floor in floors
                    if floor.criterion is demand.criterion and _undercuts(demand, floor, standards)
                ),
                None,
            )
            if floor is not None:
                attribute = attribute_of(demand)
                each.draft.report(
                    "book_lowered",
                    attribute,
                    column=each.draft.heading(attribute),
                    title=standards.titles.label(each.rule.title),
                    demanded=told_demand(demand),
                    standard=told_demand(floor),
                    basis=floor.basis,
                    clause=floor.clause or "–",
                )


def _undercuts(demand: Demand, floor: Demand, standards: Standards) -> bool:
    """Say whether a floor asks for more of the same; two age rules of different kinds stand side by side."""
    scales = standards.scales
    return floor.asks and includes(floor, demand, scales) and not includes(demand, floor, scales)


def _floors(of: Placed, above: Sequence[OfficeRule], standards: Standards) -> Iterator[Demand]:
    for unit in sorted(of.rule.units) if of.rule.units else [""]:
        yield from demands_on(standards, of.regime, of.rule.title, unit, of.rule.starts_on)
    for rule in above if of.rule.units is not None else ():
        if meet(rule, of.rule):
            yield from rule.demands


def meet(one: OfficeRule, other: OfficeRule) -> bool:
    """Say whether two rules have a day in common."""
    first, last = max(one.starts_on, other.starts_on), min(one.ends_on or date.max, other.ends_on or date.max)
    return first <= last
