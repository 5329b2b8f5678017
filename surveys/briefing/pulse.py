"""The pulse in figures: how the communes chose, against the time before; small cells are hidden like in any report."""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from surveys.aggregation.choosing import Chosen, choosing, is_chosen_from
from surveys.aggregation.hiding import hide
from surveys.aggregation.material import Wave
from surveys.aggregation.table import (
    Cell,
    Code,
    Column,
    Count,
    Kind,
    Measure,
    Share,
    Source,
    Sum,
    Table,
    everybody,
)
from surveys.aggregation.trend import compared
from surveys.briefing.agenda import Line, Pulse, Question
from surveys.disposition import Outcome

_NUMBERED: Final = re.compile(r"^\d+\.\s*")
"""A question's own number, which means nothing on an agenda."""
_ALONE: Final = (Column("n", Kind.COUNT), Column("current", Kind.SHARE, decimals=1))
_BESIDE: Final = (
    Column("previous_n", Kind.COUNT),
    Column("previous", Kind.SHARE, decimals=1),
    *_ALONE,
    Column("change", Kind.MEASURE, decimals=1),
)


def pulse_of(wave: Wave, previous: Wave | None = None) -> Pulse:
    """Count a pulse, beside the one before if there is one."""
    shown = hide(tuple(_tables(wave, previous)))
    groups = wave.fieldwork.groups
    done = sum(group.count for group in groups if group.outcome is Outcome.COMPLETED)
    return Pulse(sum(group.count for group in groups), done, tuple(_question(each, wave) for each in shown))


def _tables(wave: Wave, previous: Wave | None) -> Iterator[Table]:
    if not len(wave.responses.counted()):
        return
    for item in wave.form.items:
        if is_chosen_from(wave.responses, item):
            yield _table(item, wave, previous)


def _table(item: str, wave: Wave, previous: Wave | None) -> Table:
    now, sums = _chosen(item, wave)
    before: Mapping[str, Count] = {}
    was = None
    if (
        previous is not None
        and is_chosen_from(previous.responses, item)
        and len(previous.responses.counted())
    ):
        was, more = _chosen(item, previous)
        before, sums = was.choices, (*sums, *more)
    rows: list[tuple[Cell, ...]] = []
    for code, count in now.choices.items():
        share, label = Share(count, now.answered), Code(f"item:{item}", code)
        if was is None:
            rows.append((label, now.answered, share))
        elif code in before:
            rows.append((label, *compared(Share(before[code], was.answered), share)))
    columns = (Column("choice", Kind.CODE), *(_ALONE if was is None else _BESIDE))
    return Table(f"pulse_{item}", Source.ANSWERS, columns, tuple(rows), base=now.answered, sums=sums)


def _chosen(item: str, wave: Wave) -> tuple[Chosen, tuple[Sum, ...]]:
    matrix = wave.responses.counted()
    found = choosing(wave.form, matrix, item, Count(len(matrix), everybody(f"wave:{wave.number}")))
    return found.overall, found.sums


def _question(table: Table, wave: Wave) -> Question:
    """Return what is shown of a table, in the words of the form."""
    name = table.key.removeprefix("pulse_")
    item = wave.form.items[name]
    labels = {choice.name: choice.label for choice in wave.form.choices(item)}
    keys = [column.key for column in table.columns]
    rows = [dict(zip(keys, row, strict=True)) for row in table.rows]
    first = rows[0] if rows else {}
    return Question(
        _NUMBERED.sub("", item.label),
        _number(first.get("n")),
        _number(first.get("previous_n")),
        tuple(_line(row, labels) for row in rows),
    )


def _line(row: Mapping[str, Cell], labels: Mapping[str, str]) -> Line:
    code, share, change = row["choice"], row["current"], row.get("change")
    assert isinstance(code, Code)
    label = labels.get(code.code, code.code)
    if not isinstance(share, Share) or share.fraction is None:
        return Line(label, None, None)
    points = change.value if isinstance(change, Measure) and not isinstance(change.value, Code) else None
    moved = None if points is None else round(float(points), 1)
    return Line(label, share.part.value, round(100 * float(share.fraction), 1), moved)


def _number(cell: Cell) -> int | None:
    return cell.value if isinstance(cell, Count) else None
