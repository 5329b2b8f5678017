"""A linear program: columns with bounds, some of them whole numbers, and rows over them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

INFINITY: Final = float("inf")
Terms = list[tuple[int, float]]
"""Columns, each with a factor."""


@dataclass
class Program:
    """Columns with their bounds, and rows over them. ``lower`` <= the row's terms <= ``upper``."""

    column_bounds: list[tuple[float, float]] = field(default_factory=list)
    whole: list[int] = field(default_factory=list)
    rows: list[tuple[float, float, Terms]] = field(default_factory=list)
    _known: set[tuple[float, float, tuple[tuple[int, float], ...]]] = field(default_factory=set)

    def column(self, upper: float, *, is_whole: bool = False) -> int:
        """Add a column from 0 to ``upper``; return its number."""
        self.column_bounds.append((0.0, upper))
        if is_whole:
            self.whole.append(len(self.column_bounds) - 1)
        return len(self.column_bounds) - 1

    def row(self, terms: Terms, *, lower: float = -INFINITY, upper: float = INFINITY) -> None:
        """Add a row, unless it says nothing, or what another says already."""
        row = lower, upper, tuple(terms)
        if row in self._known or (lower == -INFINITY and self._most(terms) <= upper):
            return
        self._known.add(row)
        self.rows.append((lower, upper, terms))

    def beside(self, terms: Terms, *, lower: float) -> "Program":
        """Return the program with one more row, if that has any terms."""
        more = [(lower, INFINITY, terms)] if terms else []
        return Program(self.column_bounds, self.whole, [*self.rows, *more])

    def _most(self, terms: Terms) -> float:
        return sum(factor * self.column_bounds[column][1] for column, factor in terms if factor > 0)


def total(terms: Terms, values: Sequence[float]) -> float:
    """Return what some terms come to."""
    return sum(factor * values[column] for column, factor in terms)
