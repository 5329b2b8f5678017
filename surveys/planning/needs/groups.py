"""What a group of titles needs, read from the tables of the report: only what has passed hiding is known here.

Import it where it is used: the tables bring the library of arrays with them.
"""

from collections.abc import Iterable, Iterator
from typing import Final

from surveys.aggregation.table import Cell, Code, Count, Measure, Source, Table
from surveys.confidentiality import FEWEST
from surveys.planning.needs.model import GroupNeed

MOST: Final = 3
"""How many competencies of a group are needs: those that matter most where the group is weakest."""
_TOPICS: Final = "demand_d_topic"


def group_needs_of(tables: Iterable[Table]) -> tuple[GroupNeed, ...]:
    """Return the needs of each group, and of all who were asked, the greatest first, at most ``MOST`` of one.

    ``tables``: those of a report after hiding. What is hidden there is not known, and what fewer than five people
    said is left out even if a table shows it.
    """
    known = [table for table in tables if table.source is Source.ANSWERS]
    wished = {key: count for table in known if table.key == _TOPICS for key, count in _wished(table)}
    found: list[GroupNeed] = []
    for table in known:
        if table.key in ("needs", "needs_group"):
            group = table.subject.code if table.subject else ""
            found += sorted(_needs(table, group, wished), key=lambda each: -each.mwds)[:MOST]
    return tuple(found)


def repeats_in(tables: Iterable[Table]) -> int | None:
    """Return how many said that they want a degree no higher than what they hold, if a table tells it."""
    for table in tables:
        if table.key == "reasons":
            for row in table.rows:
                if row[0] == Code("reasons", "repeats") and isinstance(row[1], Count):
                    return _told(row[1].value)
    return None


def _told(count: int) -> int | None:
    """Return a count, or ``None`` if it is of fewer people than may be told."""
    return None if 0 < count < FEWEST else count


def _needs(table: Table, group: str, wished: dict[tuple[str, str], int]) -> Iterator[GroupNeed]:
    place = {column.key: at for at, column in enumerate(table.columns)}
    for row in table.rows:
        subject = row[place["screen"]]
        count = row[place["n"]]
        importance, mwds, priority = (_figure(row[place[key]]) for key in ("importance", "mwds", "priority"))
        if not isinstance(subject, Code) or not isinstance(count, Count) or count.value < FEWEST:
            continue
        if importance is None or mwds is None or not priority or mwds <= 0:
            continue
        code = subject.code
        yield GroupNeed(group, code, count.value, importance, mwds, wished.get((group, code), 0))


def _wished(table: Table) -> Iterator[tuple[tuple[str, str], int]]:
    """Yield how many of each group chose each topic."""
    for at, column in enumerate(table.columns):
        if column.label is None or column.label.vocabulary != "title_group":
            continue
        for row in table.rows:
            topic, cell = row[0], row[at]
            if isinstance(topic, Code) and isinstance(cell, Count) and cell.value >= FEWEST:
                yield (column.label.code, topic.code), cell.value


def _figure(cell: Cell) -> float | None:
    """Return the figure of a cell that is about enough people."""
    if not isinstance(cell, Measure) or cell.base.value < FEWEST or isinstance(cell.value, Code):
        return None
    return None if cell.value is None else float(cell.value)
