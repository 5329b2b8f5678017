"""Limited in competence (năng lực hạn chế một số mặt): what is rated important while the level is low.

Numbers only, never names, neither here nor in a restricted document: the consent notice promises that answers are
reported from five people on and without names (its point 4).
"""

from collections.abc import Iterator
from typing import Final

from surveys.aggregation.competencies import Competency, competencies, pair_ratings, rated
from surveys.aggregation.groups import Grouping, title_groups
from surveys.aggregation.material import Material
from surveys.aggregation.populations import MISSING
from surveys.aggregation.table import (
    Cell,
    Code,
    Column,
    Count,
    Kind,
    Note,
    Share,
    Source,
    Sum,
    Table,
    everybody,
    split,
)
from surveys.projection.matrix import Mask, Matrix

_COLUMNS: Final = (
    Column("screen", Kind.CODE),
    Column("title_group", Kind.CODE),
    Column("n", Kind.COUNT),
    Column("limited", Kind.COUNT),
    Column("limited_share", Kind.SHARE),
)


def limited_tables(material: Material) -> Iterator[Table]:
    """Count by competency and title group who rates it important (4, 5) and the own level low (1, 2)."""
    if material.wave is None:
        return
    matrix = material.wave.responses.counted()
    found = competencies(material.wave.form)
    if not found or not len(matrix):
        return
    groups = title_groups(material.wave.form, matrix, material.titles)
    total = Count(len(matrix), everybody(f"wave:{material.wave.number}"))
    of_group, add_up = groups.split(total)
    rows: list[tuple[Cell, ...]] = []
    sums = [add_up]
    for competency in found:
        more_rows, more_sums = _counted(competency, matrix, groups, total, of_group)
        rows += more_rows
        sums += more_sums
    yield Table("limited_competence", Source.ANSWERS, _COLUMNS, tuple(rows), total, tuple(sums), _NOTES)


_NOTES: Final = (Note("limited"), Note("limited_nameless"))


def is_limited(competency: Competency, matrix: Matrix) -> tuple[Mask, Mask]:
    """Say of each response whether it rates a competency, and whether it shows a limit.

    Important is one of the two highest numbers of the scale, low one of the two lowest (of a scale of less than
    four numbers: the highest, the lowest).
    """
    importance, level = pair_ratings(matrix, competency)
    edge = 2 if len(competency.scale) > 3 else 1
    is_rated: Mask = importance >= competency.scale[0]
    limits: Mask = is_rated & (importance >= competency.scale[-edge]) & (level <= competency.scale[edge - 1])
    return is_rated, limits


def _counted(
    competency: Competency, matrix: Matrix, groups: Grouping, total: Count, of_group: dict[str, Count]
) -> tuple[list[tuple[Cell, ...]], list[Sum]]:
    """Return the rows of one competency (all, then each group that rates it) and what adds up."""
    is_rated, limits = is_limited(competency, matrix)
    raters, limited = groups.counts(is_rated), groups.counts(limits)
    n, shown, add_up = _split(competency, total, int(is_rated.sum()), int(limits.sum()))
    sums = [add_up]
    rows: list[tuple[Cell, ...]] = [_row(competency, Code("total", "total"), n, shown["yes"])]
    parts, answers = [], []
    for code, people in of_group.items():
        count, answer, add_up = _split(competency, people, raters[code], limited[code])
        parts.append(count)
        answers.append(answer)
        sums.append(add_up)
        if count.value and code != MISSING:
            rows.append(_row(competency, Code("title_group", code), count, answer["yes"]))
    sums.append(Sum(n, tuple(parts)))
    sums += [Sum(shown[value], tuple(answer[value] for answer in answers)) for value in ("yes", "no")]
    return rows, sums


def _split(
    competency: Competency, people: Count, raters: int, limited: int
) -> tuple[Count, dict[str, Count], Sum]:
    """Return who of some people rates a competency, who of them shows a limit or not, and that this adds up."""
    n = rated(people, competency, raters)
    answer, add_up = split(n, f"{competency.screen}:limited", {"yes": limited, "no": raters - limited})
    return n, answer, add_up


def _row(competency: Competency, group: Code, n: Count, limited: Count) -> tuple[Cell, ...]:
    return Code("screen", competency.screen), group, n, limited, Share(limited, n)
