"""How well the ratings of a scale hang together: Cronbach's α (Cronbach 1951), the table ``reliability``."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Final

import numpy as np
from numpy.typing import NDArray

from surveys.aggregation.competencies import NOT_RATED, Competency, Ratings, competencies, ratings
from surveys.aggregation.groups import title_groups
from surveys.aggregation.material import Material
from surveys.aggregation.populations import MISSING
from surveys.aggregation.table import (
    Cell,
    Code,
    Column,
    Count,
    Kind,
    Measure,
    Note,
    Source,
    Sum,
    Table,
    everybody,
    part,
)
from surveys.projection.layout import NOT_ASKED
from surveys.projection.matrix import Mask, Matrix

FEWEST_PEOPLE: Final = 30
FEWEST_ITEMS: Final = 3

_COLUMNS: Final = (
    Column("scale", Kind.CODE),
    Column("items", Kind.NUMBER),
    Column("n", Kind.COUNT),
    Column("alpha", Kind.MEASURE),
)


def alpha(scores: NDArray[np.integer]) -> Fraction | None:
    """Return Cronbach's α of complete answers: a row a person, a column an item.

    k/(k−1)·(1 − Σ s²_item / s²_total), sample variances throughout; it may be below zero. ``None`` with fewer than
    two items, or if the total does not vary.
    """
    people, items = scores.shape
    if items < 2 or not people:
        return None
    exact = scores.astype(np.int64)
    of_total = _scatter(exact.sum(axis=1))
    if of_total == 0:
        return None
    of_items = sum(_scatter(exact[:, item]) for item in range(items))
    return Fraction(items, items - 1) * (1 - Fraction(of_items, of_total))


def _scatter(scores: NDArray[np.int64]) -> int:
    """Return n·Σx² − (Σx)²: the sample variance times n(n−1), which cancels out of α."""
    return len(scores) * int(scores @ scores) - int(scores.sum()) ** 2


def reliability_tables(material: Material) -> Iterator[Table]:
    """Work out α of the importance and of the level ratings, over all and for each title group large enough."""
    if material.wave is None:
        return
    matrix = material.wave.responses.counted()
    found = competencies(material.wave.form)
    asked_of_all = tuple(each for each in found if each.is_asked_of_all)
    if not asked_of_all or not len(matrix):
        return
    total = Count(len(matrix), everybody(f"wave:{material.wave.number}"))
    yield _table("reliability", None, total, matrix, asked_of_all)
    groups = title_groups(material.wave.form, matrix, material.titles)
    of_group, _ = groups.split(total)
    for code in groups.present():
        if code != MISSING and of_group[code].value >= FEWEST_PEOPLE:
            members = matrix.where(groups.is_in(code))
            asked = tuple(each for each in found if _is_asked_of_everybody(members, each))
            subject = Code("title_group", code)
            yield _table("reliability_group", subject, of_group[code], members, asked)


def _is_asked_of_everybody(matrix: Matrix, competency: Competency) -> bool:
    items = (competency.importance, competency.level)
    return all(bool((matrix.numbers(item) != NOT_ASKED).all()) for item in items)


def _table(
    key: str, subject: Code | None, people: Count, matrix: Matrix, asked: tuple[Competency, ...]
) -> Table:
    rows, sums, notes = [], [], [Note("alpha")]
    for scale in ("importance", "level"):
        columns = [ratings(matrix, getattr(each, scale)) for each in asked]
        row, add_up, remarks = _row(scale, people, columns, tuple(each.screen for each in asked))
        rows.append(row)
        sums.append(add_up)
        notes += [each for each in remarks if each not in notes]
    return Table(
        key,
        Source.ANSWERS,
        _COLUMNS,
        tuple(rows),
        base=people,
        sums=tuple(sums),
        notes=tuple(notes),
        subject=subject,
    )


def _row(
    scale: str, people: Count, columns: list[Ratings], screens: tuple[str, ...]
) -> tuple[tuple[Cell, ...], Sum, list[Note]]:
    is_complete = _is_complete(columns, people.value)
    count = int(is_complete.sum())
    variable = f"{scale}:{'+'.join(screens)}"  # answered every one of them; nothing that anybody said
    n = part(people, variable, "complete", count, is_sensitive=False)
    rest = part(people, variable, "incomplete", people.value - count, is_sensitive=False)
    value, remarks = None, []
    if count < FEWEST_PEOPLE or len(columns) < FEWEST_ITEMS:
        remarks.append(Note("alpha_few", {"people": FEWEST_PEOPLE, "items": FEWEST_ITEMS}))
    else:
        value = alpha(np.column_stack([column[is_complete] for column in columns]))
        if value is None:
            remarks.append(Note("alpha_undefined"))
        elif value < 0:
            remarks.append(Note("alpha_negative"))
    return (Code("scale", scale), len(columns), n, Measure(value, n)), Sum(people, (n, rest)), remarks


def _is_complete(columns: list[Ratings], people: int) -> Mask:
    is_complete: Mask = np.ones(people, np.bool_)
    for column in columns:
        is_complete &= column != NOT_RATED
    return is_complete
