"""Age rules, judged on what dates are on record. A date known to the year only is every day of that year."""

from collections.abc import Callable, Hashable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import partial

from surveys.roster import Official
from surveys.standards.findings import Criterion, Finding, Result
from surveys.standards.regimes import AgeKind, AgeRule, Demand, Moment, Regime
from surveys.standards.retirement import Retirement

Span = tuple[date, date]
Spans = tuple[Span, Span]
"""When somebody was born, and the moment at which the age is looked at."""

Seen = Callable[[Official], Hashable]
Judge = Callable[[Official], Finding]

_UNITS = {AgeKind.MONTHS_LEFT: "m", AgeKind.MAX_YEARS: "y", AgeKind.MIN_YEARS: "y"}


def judge_of_age(demand: Demand, as_of: date, regime: Regime, retirement: Retirement) -> tuple[Seen, Judge]:
    """Return what an age demand looks at (who is equal in it has the same finding), and how it judges, as of a day."""
    is_retirement = demand.age is not None and demand.age.kind is AgeKind.MONTHS_LEFT
    if is_retirement and retirement.is_unverified:
        demand = replace(demand, is_unverified=True)
    judge = partial(_judge_age, demand, as_of=as_of, regime=regime, retirement=retirement)
    return _seen_by_age(demand, regime, retirement), judge


def _judge_age(
    demand: Demand, official: Official, as_of: date, regime: Regime, retirement: Retirement
) -> Finding:
    """Judge an age demand as of a day.

    The first appointment (and the recruitment) is taken to be the day since which the title is held; only one made
    while the regime was in force is judged by it. The age is that reached in the year in question.
    """
    rule = demand.age
    if rule is None:
        return _finding(demand, Result.NOT_APPLICABLE, "not_demanded")
    if rule.kind is AgeKind.EXTERNAL:
        return _finding(demand, Result.NOT_APPLICABLE, rule.name or "external")
    moment: Span = (as_of, as_of)
    if rule.at is not Moment.HOLDING:
        if demand.is_concurrent:
            return _finding(demand, Result.NOT_KNOWN, "concurrent_since_missing")
        if official.title_since is None:
            return _finding(demand, Result.NOT_KNOWN, "appointment_missing")
        moment = appointment_span(official.title_since)
        outside = _outside(moment, demand, regime)
        if outside is not None:
            return _finding(demand, *outside)
    born = birth_span(official)
    if born is None:
        return _finding(demand, Result.NOT_KNOWN, "birth_missing")
    return _judged(demand, rule, official, (born, moment), retirement)


def _seen_by_age(demand: Demand, regime: Regime, retirement: Retirement) -> Seen:
    """Return what tells officials from each other by an age demand.

    The years of birth and appointment, of a retirement the months between its month and the appointment's, and how
    well they are known. Whoever was appointed outside the regime is told by that day alone.
    """
    rule = demand.age
    if rule is None or rule.kind is AgeKind.EXTERNAL:
        return lambda _: None
    if demand.is_concurrent and rule.at is not Moment.HOLDING:
        return lambda _: None
    counts_months = rule.kind is AgeKind.MONTHS_LEFT
    born = _seen_retirement(retirement) if counts_months else _seen_year
    if rule.at is Moment.HOLDING:
        return born
    appointments: dict[date | None, str | tuple[int, int]] = {}

    def seen(official: Official) -> Hashable:
        since = official.title_since
        appointed = appointments.get(since)
        if appointed is None:
            appointed = appointments[since] = _seen_appointment(since, demand, regime, counts_months)
        if isinstance(appointed, str):
            return appointed
        birth = born(official)
        if isinstance(birth, int):  # the month of retirement is known
            return official.gender, birth - appointed[0], appointed[1]
        return appointed, birth

    return seen


def _seen_appointment(
    since: date | None, demand: Demand, regime: Regime, counts_months: bool
) -> str | tuple[int, int]:
    """Return the month (or year) of an appointment, and how many days it may be off; a word where it alone decides."""
    if since is None:
        return "missing"
    first, last = appointment_span(since)
    outside = _outside((first, last), demand, regime)
    if outside:
        return outside[1]
    return since.year * 12 + since.month if counts_months else since.year, min((last - first).days, 31)


def _seen_year(official: Official) -> Hashable:
    born = official.birth_date
    return official.gender, born.year if born else official.birth_year, born is None


def _seen_retirement(retirement: Retirement) -> Seen:
    """Return the month of retirement, counted from year 0; where it is not known, what is known of the birth."""
    months: dict[tuple[int, int, str], int] = {}

    def seen(official: Official) -> Hashable:
        born, gender = official.birth_date, official.gender
        if born is None or gender not in retirement.flat:
            return gender, born, official.birth_year
        key = born.year, born.month, gender
        if key not in months:
            last = retirement.month_of(born, gender)
            months[key] = last.year * 12 + last.month
        return months[key]

    return seen


def appointment_span(day: date) -> Span:
    """Return the days that a day of appointment may mean: rosters write a month or a year as its first day."""
    if (day.day, day.month) == (1, 1):
        return day, date(day.year, 12, 31)
    if day.day == 1:
        return day, (day + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return day, day


def birth_span(official: Official) -> Span | None:
    """Return the days on which somebody may be born, ``None`` if nothing is on record."""
    if official.birth_date is not None:
        return official.birth_date, official.birth_date
    if official.birth_year is None:
        return None
    return date(official.birth_year, 1, 1), date(official.birth_year, 12, 31)


def _outside(moment: Span, demand: Demand, regime: Regime) -> tuple[Result, str] | None:
    """Say why an appointment is not judged: it was made, or may have been, when the demand was not in force."""
    first, last = demand.starts_on or regime.starts_on, demand.ends_on or regime.ends_on
    if moment[1] < first:
        return Result.NOT_APPLICABLE, "appointed_before"
    if last is not None and moment[0] > last:
        return Result.NOT_APPLICABLE, "appointed_after"
    if moment[0] < first or (last is not None and moment[1] > last):
        return Result.NOT_KNOWN, "date_imprecise"
    return None


def _judged(
    demand: Demand, rule: AgeRule, official: Official, spans: Spans, retirement: Retirement
) -> Finding:
    """Judge every age that the record allows; where they do not agree, nobody knows."""
    is_max = rule.kind is AgeKind.MAX_YEARS
    genders = (official.gender,) if official.gender in rule.limits else tuple(rule.limits)
    ages = [(gender, age) for gender in genders for age in _ages(rule.kind, gender, spans, retirement)]
    verdicts = {age <= rule.limits[gender] if is_max else age >= rule.limits[gender] for gender, age in ages}
    strictest = (min if is_max else max)(rule.limits[gender] for gender in genders)
    demanded = f"{'<=' if is_max else '>='}{strictest}{_UNITS[rule.kind]}"
    if len(verdicts) > 1:
        is_dated = all(first == last for first, last in spans)
        reason = "gender_missing" if is_dated and len(genders) > 1 else "date_imprecise"
        return _finding(demand, Result.NOT_KNOWN, reason, demanded)
    is_met = verdicts == {True}
    held = _held([age for _, age in ages], shows_least=is_met != is_max) + _UNITS[rule.kind]
    reason = "" if rule.at is Moment.HOLDING else "appointment_assumed"
    return _finding(demand, Result.MET if is_met else Result.NOT_MET, reason, demanded, held)


def _held(ages: list[int], *, shows_least: bool) -> str:
    if min(ages) == max(ages):
        return str(ages[0])
    return f">={min(ages)}" if shows_least else f"<={max(ages)}"


def _ages(kind: AgeKind, gender: str, spans: Spans, retirement: Retirement) -> Iterator[int]:
    """Yield the least and the greatest age (or months left) that the spans allow."""
    born, moment = spans
    if kind is AgeKind.MONTHS_LEFT:
        yield retirement.months_left(born[0], gender, moment[1])
        yield retirement.months_left(born[1], gender, moment[0])
    else:
        yield moment[0].year - born[1].year
        yield moment[1].year - born[0].year


def _finding(demand: Demand, result: Result, reason: str, demanded: str = "", held: str = "") -> Finding:
    return Finding(
        criterion=Criterion.AGE,
        result=result,
        demanded=demanded,
        held=held,
        basis=demand.basis,
        clause=demand.clause,
        is_unverified=demand.is_unverified,
        reason=reason,
        title=demand.title,
    )
