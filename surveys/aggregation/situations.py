"""Situations and how sure people feel in them, only in aggregate: ``situations``, ``confidence``.

Nobody is scored: there is no key of right answers here, and none is shipped with a form.
"""

from collections.abc import Iterator
from fractions import Fraction
from typing import Final

import numpy as np

from surveys.aggregation.choosing import choosing
from surveys.aggregation.competencies import NOT_RATED, ratings, scale_of
from surveys.aggregation.groups import title_groups
from surveys.aggregation.material import Material, Wave
from surveys.aggregation.needs import is_telling
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
    part,
)
from surveys.projection.matrix import Matrix
from surveys.questionnaire import ItemType
from surveys.titles import Titles

_CONFIDENCE: Final = "s_conf"


def situations_tables(material: Material) -> Iterator[Table]:
    """Count what people would do in each situation (a shuffled select_one), and how sure each group feels."""
    if material.wave is None:
        return
    matrix = material.wave.responses.counted()
    if len(matrix):
        yield from _situations(material.wave, matrix)
        yield from _confidence(material.wave, matrix, material.titles)


def _situations(wave: Wave, matrix: Matrix) -> Iterator[Table]:
    total = Count(len(matrix), everybody(f"wave:{wave.number}"))
    rows: list[tuple[Cell, ...]] = []
    sums: list[Sum] = []
    for item in wave.form.questions():
        if item.shuffled and item.type is ItemType.SELECT_ONE and item.name in matrix:
            found = choosing(wave.form, matrix, item.name, total)
            answered = found.overall.answered
            if not answered.value:
                continue
            sums += found.sums
            rows += [
                (
                    Code("item", item.name),
                    Code(f"item:{item.name}", code),
                    count,
                    Share(count, answered),
                    answered,
                )
                for code, count in found.overall.choices.items()
            ]
    if rows:
        columns = (
            Column("item", Kind.CODE),
            Column("choice", Kind.CODE),
            Column("count", Kind.COUNT),
            Column("share", Kind.SHARE),
            Column("n", Kind.COUNT),
        )
        notes = (Note("situations_aggregate"),)
        yield Table(
            "situations", Source.ANSWERS, columns, tuple(rows), base=total, sums=tuple(sums), notes=notes
        )


def _confidence(wave: Wave, matrix: Matrix, titles: Titles) -> Iterator[Table]:
    scale = scale_of(wave.form, wave.form.items[_CONFIDENCE]) if _CONFIDENCE in matrix else ()
    if len(scale) < 2:
        return
    given = ratings(matrix, _CONFIDENCE)
    is_rated = given != NOT_RATED
    is_low = is_rated & (2 * given < scale[0] + scale[-1])  # below the middle: 1 and 2 of 1 to 5
    groups = title_groups(wave.form, matrix, titles)
    total = Count(len(matrix), everybody(f"wave:{wave.number}"))
    of_group, by_group = groups.split(total)
    overall, linked = _split(total, int(is_rated.sum()), int(is_low.sum()))
    sums = [by_group, linked]
    rows = [_row(Code("total", "total"), overall, int(given[is_rated].sum(dtype=np.int64)), scale)]
    rated, low = groups.counts(is_rated), groups.counts(is_low)
    parts = []
    for code in groups.codes:
        counts, linked = _split(of_group[code], rated[code], low[code])
        sums.append(linked)
        parts.append(counts)
        if rated[code]:
            mask = is_rated & groups.is_in(code)
            rows.append(_row(Code("title_group", code), counts, int(given[mask].sum(dtype=np.int64)), scale))
    sums += [Sum(count, tuple(each[place] for each in parts)) for place, count in enumerate(overall)]
    columns = (
        Column("title_group", Kind.CODE),
        Column("n", Kind.COUNT),
        Column("mean", Kind.MEASURE),
        Column("low", Kind.COUNT),
        Column("low_share", Kind.SHARE),
    )
    notes = (Note("confidence_low"),)
    yield Table("confidence", Source.ANSWERS, columns, tuple(rows), base=total, sums=tuple(sums), notes=notes)


_Counts = tuple[Count, Count, Count]  # answered, low, not low


def _split(people: Count, rated: int, low: int) -> tuple[_Counts, Sum]:
    answered = part(people, _CONFIDENCE, "answered", rated)
    is_low = part(people, _CONFIDENCE, "low", low)
    is_not = part(people, _CONFIDENCE, "not_low", rated - low)
    return (answered, is_low, is_not), Sum(answered, (is_low, is_not))


def _row(label: Code, counts: _Counts, points: int, scale: tuple[int, ...]) -> tuple[Cell, ...]:
    answered, low, _not_low = counts
    mean = Fraction(points, answered.value) if answered.value else None
    tells = is_telling(points, answered.value, scale)
    return (label, answered, Measure(mean, answered, is_telling=tells), low, Share(low, answered))
