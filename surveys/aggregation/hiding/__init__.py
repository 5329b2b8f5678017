"""Hiding."""

from collections.abc import Container, Sequence

from surveys.aggregation.hiding.masking import masked
from surveys.aggregation.hiding.protection import protect
from surveys.aggregation.hiding.reckoning import is_exempt, system_of_counts, system_of_figures
from surveys.aggregation.table import Source, Table

__all__ = ["hide"]


def hide(
    tables: Sequence[Table], *, published: Container[Source] = frozenset(), threshold: int = 5
) -> tuple[Table, ...]:
    """Return the tables of one report with everything hidden that would tell of fewer than ``threshold`` people.

    Give all tables that the same reader gets, together. ``published`` may hold ``Source.ROSTER``, by which the
    office publishes statutory statistics of the roster (to be logged by the caller). Raises ``ValueError`` for a
    table of persons, and for tables that contradict each other.
    """
    counts = system_of_counts(tables, published, threshold)
    protect(counts, threshold)
    figures = system_of_figures(tables, published, threshold, counts)
    protect(figures, threshold)
    hidden = {counts.names[place] for place in counts.hidden}
    hidden_figures = {figures.names[place] for place in figures.hidden}
    return tuple(
        table if is_exempt(table, published) else masked(table, hidden, hidden_figures, threshold)
        for table in tables
    )
