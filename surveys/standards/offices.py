"""What is asked of one title in one unit on one day: the law's demands, with what the office's own workbook adds."""

from dataclasses import dataclass, field, replace
from datetime import date

from surveys.standards.findings import Criterion
from surveys.standards.localities import demands_on
from surveys.standards.regimes import Demand, OfficeRule, Regime, Rule, Standards
from surveys.standards.strictness import strictest


@dataclass(frozen=True, slots=True)
class Asked:
    """The demands on a title. Without any, ``reason`` says why, and ``cited`` what is cited for it.

    ``is_excepted``: nothing is demanded here because something else rules the title; else no rule is known.
    ``is_telling``: it matters to somebody who holds it beside a main title. ``is_named``: its findings name it.
    """

    title: str
    regime: Regime | None
    demands: tuple[Demand, ...] = ()
    reason: str = ""
    cited: Rule = field(default_factory=Rule)
    is_excepted: bool = False
    is_telling: bool = True
    is_named: bool = False

    def named(self, title: str, *, is_concurrent: bool) -> "Asked":
        """Return it for somebody who holds several titles: every demand says whose it is."""
        demands = tuple(replace(each, title=title, is_concurrent=is_concurrent) for each in self.demands)
        return replace(self, demands=demands, is_named=True)


def asked_of(standards: Standards, title: str, unit: str, day: date, regime: Regime | None) -> Asked:
    """Return what is asked of a title in a unit on a day, by ``regime`` or else by the one that rules it then."""
    regime = regime or standards.in_force(day, title)
    is_seat = title in standards.titles and standards.titles.by_code[title].is_membership
    if regime is None:
        return Asked(title, None, reason="no_regime", is_telling=not is_seat)
    if not regime.applies_to(standards.body_of(title)):
        cited = Rule(basis=regime.basis)
        return Asked(title, regime, reason="other_body", cited=cited, is_excepted=True, is_telling=False)
    rule = regime.rule(title)
    if rule is not None and rule.external:
        return Asked(title, regime, reason=rule.external, cited=rule, is_excepted=True, is_telling=False)
    own = standards.office_rules(regime, title, unit, day)
    demands = demands_on(standards, regime, title, unit, day)
    if own:
        demands = with_office_rules(demands, own, standards)
    if demands:
        return Asked(title, regime, demands, is_telling=any(each.asks for each in demands))
    missing = Rule(basis=regime.basis, is_unverified=True)
    return Asked(title, regime, reason="rule_missing", cited=missing, is_telling=not is_seat)


def with_office_rules(
    demands: tuple[Demand, ...], rules: tuple[OfficeRule, ...], standards: Standards
) -> tuple[Demand, ...]:
    """Return the strictest of each criterion of the law's demands and the office's; the law's, where both are alike."""
    empty = [Demand(criterion, basis=rules[0].basis, clause=rules[0].clause) for criterion in Criterion]
    own = [each for rule in rules for each in rule.demands]
    return strictest([*demands, *own, *empty], standards.scales)
