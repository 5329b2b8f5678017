"""By which channel people answered: how many, how long it took, and to which questions the answers differ.

Who answers where is not drawn by lot: a difference may be one of the people. So it is noted, and nothing is corrected.
"""

from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from surveys.aggregation.choosing import is_chosen_from
from surveys.aggregation.fieldwork.cases import Cases
from surveys.aggregation.fieldwork.quantiles import quantile
from surveys.aggregation.independence import chi_squared, cramers_v, holm, p_value, pooled
from surveys.aggregation.material import MODE_COMPARED_FROM, Wave
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
    same,
)
from surveys.repeats import is_repeated

LEVEL: Final = 0.01
"""So rarely chance alone makes any of the compared questions differ."""
TELLING: Final = 0.1
"""Cramér's V below that is no difference worth a word, however many answered."""


def mode_tables(wave: Wave, whole: Cases) -> Iterator[Table]:
    """Make the tables of the modes; nothing where all answered by one."""
    if len(wave.fieldwork.modes) < 2:
        return
    yield _modes(wave, whole)
    yield from _differences(wave)


def _modes(wave: Wave, whole: Cases) -> Table:
    modes = wave.fieldwork.modes
    begun_count, done_count = (
        sum(mode.begun for mode in modes.values()),
        sum(len(mode.seconds) for mode in modes.values()),
    )
    begun = part(whole.total, "answered", "yes", begun_count, is_sensitive=False)
    done = part(whole.total, "submitted", "yes", done_count, is_sensitive=False)
    rest = part(whole.total, "answered", "only", begun_count - done_count)
    rows: list[tuple[Cell, ...]] = []
    parts: list[tuple[Count, Count, Count]] = []
    for name, mode in modes.items():
        own = part(begun, "mode", name, mode.begun)
        sent = part(done, "mode", name, len(mode.seconds))
        unsent = part(rest, "mode", name, mode.begun - len(mode.seconds))
        parts.append((own, sent, unsent))
        median = quantile(sorted(mode.seconds), Fraction(1, 2)) / 60 if mode.seconds else None
        rows.append((Code("mode", name), own, sent, Share(sent, own), Measure(median, sent)))
    sums = [
        Sum(begun, (done, rest)),
        *(
            Sum(count, tuple(each))
            for count, each in zip((begun, done, rest), zip(*parts, strict=True), strict=True)
        ),
        *(Sum(own, (sent, unsent)) for own, sent, unsent in parts),
    ]
    if whole.completed.value == done.value:
        sums.append(same(done, whole.completed))
    return Table(
        "modes",
        Source.ANSWERS,
        (
            Column("mode", Kind.CODE),
            Column("begun", Kind.COUNT),
            Column("completed", Kind.COUNT),
            Column("share", Kind.SHARE),
            Column("median", Kind.MEASURE, decimals=1),
        ),
        tuple(rows),
        base=begun,
        sums=tuple(sums),
        notes=(Note("modes"),),
    )


def _differences(wave: Wave) -> Iterator[Table]:
    """Tell to which questions with choices the answers differ by mode. Counts by mode are not shown."""
    tables = dict(_compared(wave))
    if not tables:
        return
    p_values = [p_value(*chi_squared(rows)) for rows in tables.values()]
    found = [
        (item, cramers_v(rows), sum(map(sum, rows)))
        for (item, rows), is_significant in zip(tables.items(), holm(p_values, LEVEL), strict=True)
        if is_significant
    ]
    counted = everybody(f"compared:{wave.number}")
    rows = tuple(
        (Code("item", item), Measure(strength, Count(n, counted | {("item", item)}, is_sensitive=False)))
        for item, strength, n in sorted(found, key=lambda each: -each[1])
        if strength >= TELLING
    )
    note = Note("mode_differences" if rows else "mode_no_differences", {"count": len(tables)})
    columns = (Column("item", Kind.CODE), Column("strength", Kind.MEASURE))
    yield Table("mode_differences", Source.ANSWERS, columns, rows, notes=(note,))


def _compared(wave: Wave) -> Iterator[tuple[str, list[list[int]]]]:
    """Yield for each question with one choice how often each was chosen, a row a mode, where enough answered."""
    matrices = [matrix.counted() for matrix in wave.by_mode.values()]
    for item in wave.form.questions():
        if not matrices or item.name not in matrices[0] or not is_chosen_from(matrices[0], item.name):
            continue
        if matrices[0].slots[item.name].mask or is_repeated(item.name):
            continue
        rows = [list(matrix.counts(item.name).values()) for matrix in matrices]
        rows = pooled([row for row in rows if sum(row) >= MODE_COMPARED_FROM])
        if len(rows) > 1 and rows[0]:
            yield item.name, rows
