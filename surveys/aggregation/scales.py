"""What was put in an order, and what was placed on a scale of numbers: mean places, mean numbers, each with its n."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Final

import numpy as np

from surveys.aggregation.material import Material
from surveys.aggregation.needs.pairs import is_telling
from surveys.aggregation.table import (
    Cell,
    Code,
    Column,
    Count,
    Kind,
    Measure,
    Note,
    Source,
    Table,
    everybody,
    part,
)
from surveys.projection.layout import GIVEN
from surveys.projection.matrix import Matrix
from surveys.questionnaire import Item, ItemType
from surveys.replies import show_decimal
from surveys.scales import scale_of

_MEAN: Final = (Column("mean", Kind.MEASURE), Column("n", Kind.COUNT))
_RANKS: Final = (Column("item", Kind.CODE), Column("choice", Kind.CODE), *_MEAN)
_RANGES: Final = (Column("item", Kind.CODE), Column("first", Kind.TEXT), Column("last", Kind.TEXT), *_MEAN)


def scales_tables(material: Material) -> Iterator[Table]:
    """Average the ranks and the ranges of a form; of ranks only whole orders count."""
    if material.wave is None:
        return
    wave, matrix = material.wave, material.wave.responses.counted()
    asked = [item for item in wave.form.questions() if item.name in matrix] if len(matrix) else []
    total = Count(len(matrix), everybody(f"wave:{wave.number}"))
    ranks = [row for item in asked if item.type is ItemType.RANK for row in _ranked(matrix, item, total)]
    if ranks:
        yield _table("ranks", _RANKS, ranks, total, "first_is_one")
    ranges = [row for item in asked if item.type is ItemType.RANGE for row in _placed(matrix, item, total)]
    if ranges:
        yield _table("ranges", _RANGES, ranges, total, "ends_of_scale")


def _table(
    key: str, columns: tuple[Column, ...], rows: list[tuple[Cell, ...]], total: Count, note: str
) -> Table:
    return Table(key, Source.ANSWERS, columns, tuple(rows), base=total, notes=(Note(note),))


def _ranked(matrix: Matrix, item: Item, total: Count) -> Iterator[tuple[Cell, ...]]:
    """Yield the choices of a rank with their mean places, the first in the mean first."""
    ranks = matrix.ranks(item.name)
    whole = ranks[(ranks > 0).all(axis=1) & matrix.is_given(item.name)]
    if not len(whole):
        return
    answered = part(total, item.name, "answered", len(whole))
    sums = whole.sum(axis=0, dtype=np.int64)
    for place in np.argsort(sums, kind="stable"):
        points, code = int(sums[place]), matrix.slots[item.name].codes[place]
        mean = Fraction(points, len(whole))
        figure = _measure(mean, answered, f"{item.name}:{code}", points, (1, ranks.shape[1]))
        yield Code("item", item.name), Code(f"item:{item.name}", code), figure, answered


def _placed(matrix: Matrix, item: Item, total: Count) -> Iterator[tuple[Cell, ...]]:
    """Yield the mean of the numbers of a range, exactly."""
    scale, given = scale_of(item.scale), matrix.is_integer(item.name)
    count = int(given.sum())
    if scale is None or not count:
        return
    places = matrix.numbers(item.name)[given].astype(np.int64) - GIVEN
    points = int(places.sum())
    mean = Fraction(scale.first) + Fraction(scale.step) * Fraction(points, count)
    answered = part(total, item.name, "answered", count)
    figure = _measure(mean, answered, item.name, points, (0, scale.count - 1))
    ends = (scale.number(0), scale.number(scale.count - 1))
    yield Code("item", item.name), *map(show_decimal, ends), figure, answered


def _measure(mean: Fraction, answered: Count, of: str, points: int, ends: tuple[int, int]) -> Measure:
    """Return a mean with what it would give away: between two values it tells how many said either."""
    parts: tuple[Count, ...] = ()
    if ends[1] - ends[0] == 1:
        later = points - answered.value * ends[0]
        parts = (part(answered, of, "first", answered.value - later), part(answered, of, "last", later))
    return Measure(mean, answered, parts, is_telling=is_telling(points, answered.value, ends))
