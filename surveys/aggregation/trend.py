"""The same figures against the wave before in the series: rates, needs, demand, with the n of both.

A wave may be asked by a newer version of the form: what only one of the two asked is left out. Shares change in
percentage points, scores by their difference.
"""

from collections.abc import Iterator
from fractions import Fraction
from typing import Final

import numpy as np

from surveys.aggregation.choosing import Chosen, choosing, is_chosen_from
from surveys.aggregation.competencies import Competency, competencies, pair_counts, rated
from surveys.aggregation.fieldwork import RATES, Cases
from surveys.aggregation.gates import gate_sums
from surveys.aggregation.material import Material, Wave
from surveys.aggregation.needs import Pairs, mwds
from surveys.aggregation.table import (
    Cell,
    Code,
    Column,
    Count,
    Kind,
    Measure,
    Note,
    Share,
    Source,
    Sum,
    Table,
    everybody,
)

TOPIC: Final = "d_topic"
"""The item of demand that is followed over the waves."""


def trend_tables(material: Material) -> Iterator[Table]:
    """Compare a wave with the one before in its series; nothing without both."""
    if material.wave is None or material.previous is None:
        return
    previous, wave = material.previous, material.wave
    note = Note("trend_waves", {"number": wave.number, "previous": previous.number})
    yield from _rates(previous, wave, note)
    yield from _needs(previous, wave, note)
    yield from _demand(previous, wave, note)


def _columns(first: str, kind: Kind, decimals: int) -> tuple[Column, ...]:
    return (
        Column(first, Kind.CODE),
        Column("previous_n", Kind.COUNT),
        Column("previous", kind, decimals=decimals),
        Column("n", Kind.COUNT),
        Column("current", kind, decimals=decimals),
        Column("change", Kind.MEASURE, decimals=decimals),
    )


def compared(before: Share, now: Share) -> tuple[Cell, ...]:
    """Return the cells of two shares: n and share of each, and by how many points it changed."""
    change = None
    if before.fraction is not None and now.fraction is not None:
        change = 100 * (now.fraction - before.fraction)
    fewer = min(before.base, now.base, key=lambda base: base.value)
    told = (before.part, before.base, now.part, now.base)
    return before.base, before, now.base, now, Measure(change, fewer, told)


# --- rates ------------------------------------------------------------------------------------------


def _rates(previous: Wave, wave: Wave, note: Note) -> Iterator[Table]:
    if not previous.fieldwork.groups or not wave.fieldwork.groups:
        return
    before, now = Cases.of(previous), Cases.of(wave)
    yield Table(
        "trend_rates",
        Source.ANSWERS,
        _columns("rate", Kind.SHARE, 1),
        tuple((Code("rate", rate), *compared(before.rate(rate), now.rate(rate))) for rate in RATES),
        base=now.total,
        sums=(*before.sums, *now.sums),
        notes=(note, Note("trend_points")),
    )


# --- needs ------------------------------------------------------------------------------------------


def _needs(previous: Wave, wave: Wave, note: Note) -> Iterator[Table]:
    asked_before = {each.screen: each for each in competencies(previous.form)}
    both = [each for each in competencies(wave.form) if _is_same(each, asked_before.get(each.screen))]
    if not both or not len(previous.responses.counted()) or not len(wave.responses.counted()):
        return
    yield Table(
        "trend_needs",
        Source.ANSWERS,
        _columns("screen", Kind.MEASURE, 2),
        tuple(_need(each, asked_before[each.screen], previous, wave) for each in both),
        base=_counted(wave),
        notes=(note, Note("trend_mwds")),
    )


def _is_same(one: Competency, other: Competency | None) -> bool:
    """Say whether a competency was asked before on the same scale: scores of other scales do not compare."""
    return other is not None and one.scale == other.scale


def _need(now: Competency, before: Competency, previous: Wave, wave: Wave) -> tuple[Cell, ...]:
    first, second = _score(before, previous), _score(now, wave)
    change = None
    if isinstance(first.value, Fraction) and isinstance(second.value, Fraction):
        change = second.value - first.value
    fewer = min(first.base, second.base, key=lambda base: base.value)
    told = (first.base, second.base)
    return Code("screen", now.screen), first.base, first, second.base, second, Measure(change, fewer, told)


def _score(competency: Competency, wave: Wave) -> Measure:
    matrix = wave.responses.counted()
    counts = pair_counts(matrix, competency, np.zeros(len(matrix), np.uint8), 1)[0]
    n = rated(_counted(wave), competency, int(counts.sum()))
    if not n.value:
        return Measure(None, n)
    pairs = Pairs.counted(counts, competency.scale)
    return Measure(mwds(pairs), n, is_telling=pairs.is_telling(competency.scale))


def _counted(wave: Wave) -> Count:
    return Count(len(wave.responses.counted()), everybody(f"wave:{wave.number}"))


# --- demand -----------------------------------------------------------------------------------------


def _demand(previous: Wave, wave: Wave, note: Note) -> Iterator[Table]:
    if not all(_asks_topic(each) for each in (previous, wave)):
        return
    before, sums_before = _chosen(previous)
    now, sums = _chosen(wave)
    rows = tuple(
        (
            Code(f"item:{TOPIC}", code),
            *compared(Share(before.choices[code], before.answered), Share(count, now.answered)),
        )
        for code, count in now.choices.items()
        if code in before.choices
    )
    yield Table(
        "trend_demand",
        Source.ANSWERS,
        _columns("choice", Kind.SHARE, 1),
        rows,
        base=now.answered,
        sums=(*sums_before, *sums),
        notes=(note, Note("trend_points")),
    )


def _asks_topic(wave: Wave) -> bool:
    return is_chosen_from(wave.responses, TOPIC) and len(wave.responses.counted()) > 0


def _chosen(wave: Wave) -> tuple[Chosen, tuple[Sum, ...]]:
    matrix, total = wave.responses.counted(), _counted(wave)
    found = choosing(wave.form, matrix, TOPIC, total)
    return found.overall, (*found.sums, *gate_sums(wave.form, matrix, found, total))
