"""How many fall short of a standard whose transition ends soon; few are not told."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Final

from surveys.aggregation.hiding import hide
from surveys.aggregation.table import (
    Cell,
    Code,
    Column,
    Count,
    Kind,
    Source,
    Table,
    everybody,
    split,
)
from surveys.briefing.agenda import Deadline
from surveys.standards import Verdict

AHEAD: Final = 24
"""Months in which a deadline counts as near: no course of theory takes longer."""


def deadlines_near(verdicts: Iterable[Verdict], as_of: date) -> tuple[Deadline, ...]:
    """Count who must still meet what by when, the nearest deadline first. Small counts are hidden."""
    judged = tuple(verdicts)
    last = as_of.replace(year=as_of.year + AHEAD // 12, day=min(as_of.day, 28))
    found: Counter[tuple[date, str]] = Counter()
    for verdict in judged:
        for day, criterion in {(each.deadline, each.criterion.value) for each in verdict.shortfalls}:
            if day is not None and as_of <= day <= last:
                found[day, criterion] += 1
    if not found:
        return ()
    return tuple(_shown(found, len(judged)))


def _shown(found: Counter[tuple[date, str]], people: int) -> list[Deadline]:
    total = Count(people, everybody("roster"))
    keys, rows, sums = sorted(found), list[tuple[Cell, ...]](), []
    for day, criterion in keys:
        below = found[day, criterion]
        counts, add_up = split(total, f"due:{criterion}:{day}", {"below": below, "rest": people - below})
        rows.append((Code("criterion", criterion), counts["below"]))
        sums.append(add_up)
    columns = (Column("criterion", Kind.CODE), Column("chua_dat", Kind.COUNT))
    table = Table("briefing_deadlines", Source.ROSTER, columns, tuple(rows), base=total, sums=tuple(sums))
    (shown,) = hide([table])
    return [
        Deadline(criterion, day, cell.value if isinstance(cell, Count) else None)
        for (day, criterion), (_, cell) in zip(keys, shown.rows, strict=True)
    ]
