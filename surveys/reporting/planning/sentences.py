"""What the plan says in Word: sections, sentences, lists. Figures in, blocks of text out; nobody is named."""

from collections import Counter, defaultdict
from collections.abc import Iterator

from surveys.confidentiality import FEWEST
from surveys.planning.limits import Closed
from surveys.planning.plan import PlannedClass
from surveys.reporting.numbers import date_text, number_text
from surveys.reporting.planning.facts import PlanFacts
from surveys.reporting.planning.figures import uncovered_of
from surveys.reporting.planning.wording import PlanWording
from surveys.reporting.texts.plan_document import PLAN_DOCUMENT as TEXTS
from surveys.reporting.texts.planning import PLANNING
from surveys.reporting.texts.report import PHRASES
from surveys.reporting.word.blocks import Block, Figure, Ground, Heading, Text, dashed

FIGURE = "classes_over_year"
"""The name of the picture of the year."""


def tell_plan(facts: PlanFacts, reference: str, *, has_picture: bool) -> list[Block]:
    """Return the body. ``reference``: where the table of classes stands."""
    wording = PlanWording(facts)
    return [
        *_grounds(facts),
        Heading(1, TEXTS.purpose_heading),
        Heading(2, TEXTS.purpose),
        *dashed([*TEXTS.purposes]),
        Heading(2, TEXTS.demands),
        *dashed([*TEXTS.demanded]),
        Heading(1, TEXTS.content),
        Heading(2, TEXTS.needs),
        *_needs(facts, wording, reference),
        Heading(2, TEXTS.kinds),
        *dashed(list(_kinds(facts, wording))),
        Heading(2, TEXTS.time),
        *_time(facts, has_picture=has_picture),
        Heading(1, TEXTS.cost),
        *_cost(facts),
        Heading(1, TEXTS.carrying_out),
        *_duties(),
        *_remarks(facts),
    ]


def _grounds(facts: PlanFacts) -> list[Block]:
    """Cite the grounds as the office gave them; leave room for the pen where it gave none."""
    begun = TEXTS.ground.format(basis="")
    told = [each if each.startswith(begun) else TEXTS.ground.format(basis=each) for each in facts.grounds]
    lines = told or [TEXTS.blank_ground]
    last = len(lines)
    return [
        Ground(line.rstrip(".;") + ("." if place == last else ";")) for place, line in enumerate(lines, 1)
    ]


def _needs(facts: PlanFacts, wording: PlanWording, reference: str) -> Iterator[Block]:
    plan, quality = facts.plan, facts.plan.quality
    yield Text(TEXTS.order)
    yield Text(
        TEXTS.covered.format(
            classes=number_text(len(plan.classes)),
            people=number_text(len(plan.people)),
            seats=number_text(plan.covered),
            reference=reference,
        )
    )
    missed = quality.deadlines_bound - quality.deadlines
    if quality.deadlines_bound >= FEWEST and not missed:
        yield Text(TEXTS.deadlines_all.format(bound=number_text(quality.deadlines_bound)))
    elif quality.deadlines >= FEWEST and missed >= FEWEST:
        count, bound = number_text(quality.deadlines), number_text(quality.deadlines_bound)
        yield Text(TEXTS.deadlines.format(count=count, bound=bound))
    yield Text(_uncovered(facts, wording))
    if plan.repeats is not None and plan.repeats >= FEWEST:
        yield Text(TEXTS.repeats.format(count=number_text(plan.repeats)))


def _uncovered(facts: PlanFacts, wording: PlanWording) -> str:
    found = uncovered_of(facts)
    if found.count is None:
        return TEXTS.uncovered_few
    if not found.count:
        return TEXTS.uncovered_none
    whys = [
        TEXTS.uncovered_why.format(
            why=wording.left_out_why(why) if why else PLANNING.left_out_other, count=number_text(count)
        )
        for why, count in found.told_whys
    ]
    if not whys:
        return TEXTS.uncovered_alone.format(count=number_text(found.count))
    return TEXTS.uncovered.format(count=number_text(found.count), whys=PHRASES.semicolon.join(whys))


def _kinds(facts: PlanFacts, wording: PlanWording) -> Iterator[str]:
    """Yield a line for each kind of courses: how many classes, how many seats, which courses."""
    classes: defaultdict[str, list[str]] = defaultdict(list)
    seats: Counter[str] = Counter()
    for each in facts.plan.classes:
        course = facts.course(each.course)
        kind = wording.kind(course)
        classes[kind].append(course.name)
        seats[kind] += len(each.seats)
    for kind, names in classes.items():
        courses = PHRASES.comma.join(TEXTS.course.format(name=name) for name in dict.fromkeys(names))
        counts = {"classes": number_text(len(names)), "seats": number_text(seats[kind])}
        yield TEXTS.kind.format(kind=kind, courses=courses, **counts)


def _time(facts: PlanFacts, *, has_picture: bool) -> Iterator[Block]:
    quarters = Counter(each.quarter for each in facts.plan.classes)
    told = [
        TEXTS.quarter.format(quarter=PLANNING.roman[quarter], classes=number_text(quarters[quarter]))
        for quarter in sorted(quarters)
    ]
    if told:
        yield Text(
            TEXTS.quarters.format(quarters=PHRASES.semicolon.join(told)), figure=FIGURE if has_picture else ""
        )
    if has_picture:
        yield Figure(FIGURE)
    places = dict.fromkeys(each.place for each in facts.plan.classes if each.place)
    if places:
        yield Text(TEXTS.places.format(places=PHRASES.semicolon.join(places)))
    if facts.limits.closed:
        closed = PHRASES.semicolon.join(map(_closed, facts.limits.closed))
        yield Text(TEXTS.closed.format(closed=closed))


def _closed(closed: Closed) -> str:
    template = TEXTS.closed_day if closed.first == closed.last else TEXTS.closed_days
    days = {"first": date_text(closed.first), "last": date_text(closed.last)}
    reason = TEXTS.closed_reason.format(reason=closed.reason) if closed.reason else ""
    return template.format(reason=reason, **days)


def _cost(facts: PlanFacts) -> Iterator[Block]:
    yield Text(TEXTS.cost_total.format(cost=number_text(facts.plan.cost)))
    amounts = {each.source: each.amount for each in facts.limits.budgets}
    told = []
    for source, cost in sorted(facts.plan.cost_by_source.items()):
        words = {"source": source or TEXTS.no_source, "cost": number_text(cost)}
        if source in amounts:
            told.append(TEXTS.cost_budget.format(amount=number_text(amounts[source]), **words))
        elif cost:
            told.append(TEXTS.cost_source.format(**words))
    if told:
        yield Text(TEXTS.cost_sources.format(sources=PHRASES.semicolon.join(told)))
    yield Text(TEXTS.cost_norm)


def _duties() -> Iterator[Block]:
    for who, duties in TEXTS.duties:
        yield Heading(2, who)
        yield from dashed([*duties])


def _remarks(facts: PlanFacts) -> Iterator[Block]:
    """Say what has to be checked before the plan is issued."""
    if any(_is_unverified(each) for each in facts.plan.classes):
        yield Text(TEXTS.to_verify)
    if facts.catalogue.is_example:
        yield Text(TEXTS.example)


def _is_unverified(planned: PlannedClass) -> bool:
    return any(reason.is_unverified for seat in planned.seats for reason in seat.reasons)
