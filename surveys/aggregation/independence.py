"""Do two things hang together? Pearson's chi-squared test and Cramér's V of a table of counts. Pure."""

import math
from collections.abc import Sequence
from typing import Final

FEWEST_EXPECTED: Final = 5.0
"""Below that in a cell the test means little: rare columns are taken together."""

Rows = Sequence[Sequence[int]]


def pooled(rows: Rows) -> list[list[int]]:
    """Return the table with its rare columns taken together, so that each cell may be expected often enough.

    Columns stand in the order of their sums. Nobody is left out.

    Nothing is left (no columns) where that cannot be reached with two.
    """
    total = sum(map(sum, rows))
    smallest = min(map(sum, rows), default=0)
    ordered = sorted(zip(*rows, strict=True), key=sum)
    kept: list[list[int]] = []
    taken = [0] * len(rows)
    for column in ordered:  # the rare ones first
        taken = [a + b for a, b in zip(taken, column, strict=True)]
        if total and smallest * sum(taken) / total >= FEWEST_EXPECTED:
            kept.append(taken)
            taken = [0] * len(rows)
    if kept:
        kept[-1] = [a + b for a, b in zip(kept[-1], taken, strict=True)]
    return [list(row) for row in zip(*kept, strict=True)] if len(kept) > 1 else [[] for _ in rows]


def chi_squared(rows: Rows) -> tuple[float, int]:
    """Return the statistic and its degrees of freedom; every row and column holds something."""
    total = sum(map(sum, rows))
    columns = [sum(column) for column in zip(*rows, strict=True)]
    statistic = sum(
        (count - sum(row) * column / total) ** 2 / (sum(row) * column / total)
        for row in rows
        for count, column in zip(row, columns, strict=True)
    )
    return statistic, (len(rows) - 1) * (len(columns) - 1)


def p_value(statistic: float, freedom: int) -> float:
    """Return how likely so large a statistic is by chance: the upper tail of the chi-squared distribution, exactly."""
    half = statistic / 2
    if half == 0:
        return 1.0
    is_odd = freedom % 2
    tail = math.erfc(math.sqrt(half)) if is_odd else 0.0
    for step in range(freedom // 2):
        power = step + 0.5 if is_odd else step
        tail += math.exp(power * math.log(half) - half - math.lgamma(power + 1))
    return min(1.0, tail)


def cramers_v(rows: Rows) -> float:
    """Return how strongly rows and columns hang together, from 0 to 1."""
    statistic, _ = chi_squared(rows)
    shorter = min(len(rows), len(rows[0])) - 1
    return math.sqrt(statistic / (sum(map(sum, rows)) * shorter))


def holm(p_values: Sequence[float], level: float) -> list[bool]:
    """Say of each of several tests whether it is significant at a level that holds for all together (Holm)."""
    found = [False] * len(p_values)
    for rank, place in enumerate(sorted(range(len(p_values)), key=lambda each: p_values[each])):
        if p_values[place] > level / (len(p_values) - rank):
            break
        found[place] = True
    return found
