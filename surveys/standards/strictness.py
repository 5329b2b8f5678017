"""Of several demands the strictest: those of two titles of one person, or of the law and an office's own rules."""

from collections.abc import Iterable, Mapping
from datetime import date

from surveys.standards.findings import Criterion
from surveys.standards.regimes import ANY_CERTIFICATE, CERTIFICATES, LEVELS, Demand, Moment

Scales = Mapping[Criterion, tuple[str, ...]]


def strictest(demands: Iterable[Demand], scales: Scales) -> tuple[Demand, ...]:
    """Return of each criterion the demand that includes the others; several, where none does.

    Of equal ones the first stays, unless only a later one was compared with the official text.
    """
    given = tuple(demands)
    return tuple(
        kept
        for criterion in Criterion
        for kept in _strictest_of([each for each in given if each.criterion is criterion], scales)
    )


def _strictest_of(demands: list[Demand], scales: Scales) -> list[Demand]:
    kept: list[Demand] = []
    for demand in demands:
        if not demand.asks:
            continue
        equal = next((each for each in kept if _are_equal(each, demand, scales)), None)
        if equal is not None:
            if equal.is_unverified and not demand.is_unverified:
                kept[kept.index(equal)] = demand
        elif not any(includes(each, demand, scales) for each in kept):
            kept = [each for each in kept if not includes(demand, each, scales)] + [demand]
    if kept or not demands:
        return kept
    return [
        next((each for each in demands if each.age is not None), demands[0])
    ]  # another law's age says more


def _are_equal(one: Demand, other: Demand, scales: Scales) -> bool:
    return includes(one, other, scales) and includes(other, one, scales)


def includes(demand: Demand, other: Demand, scales: Scales) -> bool:
    """Say whether whoever meets a demand meets the other of the same criterion, and is judged by it as well."""
    if not other.asks:
        return True
    if not demand.asks:
        return False
    if demand.criterion in LEVELS:
        scale = scales[demand.criterion]
        return scale.index(demand.level) >= scale.index(other.level)
    if demand.criterion is Criterion.AGE:
        return _ages_include(demand, other)
    if demand.criterion in CERTIFICATES:
        return other.level in (demand.level, ANY_CERTIFICATE)
    return demand.level == other.level


def _ages_include(demand: Demand, other: Demand) -> bool:
    if demand.age is None or other.age is None or not demand.age.is_at_least_as_strict(other.age):
        return False
    if demand.age.at is Moment.HOLDING:
        return True
    # Nobody knows since when a concurrent title is held, and an appointment is judged by the rules of its day.
    knows_as_much = other.is_concurrent or not demand.is_concurrent
    return knows_as_much and (demand.starts_on or date.min) <= (other.starts_on or date.min)
