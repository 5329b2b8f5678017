"""The key figures of a plan. What would tell of fewer people than may be told is not in them."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from surveys.confidentiality import FEWEST
from surveys.planning.plan import Fixed, LeftOutWhy
from surveys.reporting.numbers import number_text, percent_text
from surveys.reporting.planning.facts import PlanFacts
from surveys.reporting.planning.wording import PlanWording
from surveys.reporting.texts.planning import PLAN_FIGURES as TEXTS
from surveys.reporting.texts.planning import PLANNING
from surveys.reporting.texts.report import PHRASES


@dataclass(frozen=True, slots=True)
class Uncovered:
    """Needs without a seat all year: how many (``None``: too few to be told), and why, the most first.

    ``whys``: ``None`` is whatever is left when reasons of too few people are put together.
    """

    count: int | None
    whys: tuple[tuple[LeftOutWhy | None, int], ...] = ()

    @property
    def told_whys(self) -> tuple[tuple[LeftOutWhy | None, int], ...]:
        """The reasons that say something: not what is put together alone."""
        return self.whys if any(why for why, _ in self.whys) else ()


def uncovered_of(facts: PlanFacts) -> Uncovered:
    """Count who has no seat all year, so that no number of fewer than five people stands there or can be worked out."""
    counted = Counter(each.why for each in facts.plan.uncovered)
    total = counted.total()
    if 0 < total < FEWEST:
        return Uncovered(None)
    return Uncovered(total, _together(counted))


def all_uncovered(facts: PlanFacts) -> Uncovered:
    """Count who has no seat all year, by why, as it is: for those who may see every name in the plan."""
    counted = Counter(each.why for each in facts.plan.uncovered)
    return Uncovered(counted.total(), tuple(sorted(counted.items(), key=lambda each: (-each[1], each[0]))))


def _together(counted: Mapping[LeftOutWhy, int]) -> tuple[tuple[LeftOutWhy | None, int], ...]:
    """Put reasons of too few people together, with the next larger one if they are too few even so."""
    whys = sorted(counted.items(), key=lambda each: (-each[1], each[0]))
    rest = 0
    while whys and (whys[-1][1] < FEWEST or 0 < rest < FEWEST):
        rest += whys.pop()[1]
    return (*whys, *([(None, rest)] if rest else []))


def key_figures(facts: PlanFacts, *, is_restricted: bool = False) -> list[tuple[str, str]]:
    """Return the figures with what they are, in words.

    ``is_restricted``: as they are, for those who may see every name in the plan.
    """
    plan, wording = facts.plan, PlanWording(facts)
    told = [
        (TEXTS.classes, number_text(len(plan.classes))),
        (TEXTS.seats, number_text(plan.covered)),
        (TEXTS.people, number_text(len(plan.people))),
        *(_of_people(facts) if is_restricted else ()),
        (TEXTS.cost, number_text(plan.cost)),
    ]
    amounts = {each.source: each.amount for each in facts.limits.budgets}
    told += [
        (TEXTS.cost_of.format(source=source or TEXTS.no_source), number_text(cost))
        for source, cost in sorted(plan.cost_by_source.items())
        if cost
    ]
    told += [
        (TEXTS.over.format(source=source or TEXTS.no_source), number_text(cost - amounts[source]))
        for source, cost in sorted(plan.cost_by_source.items())
        if cost > amounts.get(source, cost)
    ]
    fixed = Counter(each.fixed for each in plan.classes)
    told += [
        (what, number_text(fixed[kind]))
        for what, kind in ((TEXTS.begun, Fixed.BEGUN), (TEXTS.told, Fixed.TOLD))
        if fixed[kind]
    ]
    quarters = Counter(each.quarter for each in plan.classes)
    told += [
        (TEXTS.quarter.format(quarter=PLANNING.roman[quarter]), number_text(quarters[quarter]))
        for quarter in sorted(quarters)
    ]
    kinds = Counter(wording.kind(facts.course(each.course)) for each in plan.classes)
    told += [(TEXTS.kind.format(kind=kind), number_text(count)) for kind, count in sorted(kinds.items())]
    quality = plan.quality
    if quality.deadlines_bound:
        part = _all_of if is_restricted else _part
        told.append((TEXTS.deadlines, part(quality.deadlines, quality.deadlines_bound)))
    told += _uncovered(all_uncovered(facts) if is_restricted else uncovered_of(facts), wording)
    if quality.weight_bound:
        told.append((TEXTS.gap, percent_text(quality.gap, 2)))
    if facts.unknown_away and is_restricted:
        told.append((TEXTS.unknown_away, number_text(facts.unknown_away)))
    if plan.repeats:
        told.append((TEXTS.repeats, number_text(plan.repeats)))
    return told


def _of_people(facts: PlanFacts) -> list[tuple[str, str]]:
    """Count women, and minorities where the list says who is of one: of these never so few that it tells who."""
    everybody, told = len(facts.plan.people), []
    if facts.women is not None:
        told.append((TEXTS.women, number_text(facts.women)))
    if facts.minorities is not None:
        is_told = not any(0 < each < FEWEST for each in (facts.minorities, everybody - facts.minorities))
        told.append((TEXTS.minorities, number_text(facts.minorities) if is_told else PHRASES.hidden))
    return told


def _part(count: int, bound: int) -> str:
    """Return so many of so many; nothing that would tell of a few people."""
    is_told = not any(0 < each < FEWEST for each in (count, bound - count))
    return _all_of(count, bound) if is_told else PHRASES.hidden


def _all_of(count: int, bound: int) -> str:
    return TEXTS.deadlines_of.format(count=number_text(count), bound=number_text(bound))


def _uncovered(uncovered: Uncovered, wording: PlanWording) -> list[tuple[str, str]]:
    if uncovered.count is None:
        return [(TEXTS.uncovered, TEXTS.hidden.format(threshold=FEWEST))]
    told = [(TEXTS.uncovered, number_text(uncovered.count))]
    for why, count in uncovered.told_whys:
        words = wording.left_out_why(why) if why else PLANNING.left_out_other
        told.append((TEXTS.uncovered_of.format(why=words), number_text(count)))
    return told
