"""The table: figures and, in brackets, their ratio to the first row of the scenario."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any, Final

from tests.bench.scenarios import Row, Scenario

Figures = dict[str, Any]
WIDTH: Final = 50


@dataclass(frozen=True)
class Column:
    """One column: its head, its figure of a run, how it is written, whether the ratio stands beside it."""

    head: str
    figure: Callable[[Row, Figures], float]
    form: str
    has_ratio: bool = False


def _plain(name: str) -> Callable[[Row, Figures], float]:
    return lambda _, figures: float(figures.get(name, math.nan))


def _above(name: str) -> Callable[[Row, Figures], float]:
    return lambda row, figures: float(figures[name]) - row.load.round_trip * 1000


COLUMNS: Final = (
    Column("answers/s", _plain("answers_per_second"), "{:,.0f}", has_ratio=True),
    Column("p50 ms", _above("p50_ms"), "{:,.0f}", has_ratio=True),
    Column("p99 ms", _above("p99_ms"), "{:,.0f}"),
    Column("CPU ms", _plain("cpu_ms"), "{:.2f}", has_ratio=True),
    Column("cores", _plain("cores"), "{:.2f}"),
    Column("start s", _plain("start_seconds"), "{:.1f}"),
    Column("idle MB", _plain("idle_mb"), "{:.0f}"),
    Column("peak MB", _plain("peak"), "{:.0f}"),
    Column("bytes", _plain("bytes"), "{:,.0f}"),
    Column("again", _plain("repeats"), "{:.0f}"),
    Column("wrong", lambda _, figures: float(figures.get("wrong", math.nan)) + figures["strange"], "{:.0f}"),
)


def median_of(row: Row, runs: Sequence[Figures]) -> list[float]:
    """Return the median of each column over the rounds; of what went wrong the worst."""
    found = []
    for column in COLUMNS:
        values = [value for run in runs if not math.isnan(value := column.figure(row, run))]
        worst = max if column.head in ("again", "wrong") else median
        found.append(float(worst(values)) if values else math.nan)
    return found


def head_of(scenario: Scenario) -> str:
    """Return the lines above a block."""
    return "\n".join(["", scenario.title, " " * WIDTH + "".join(f"{each.head:>16}" for each in COLUMNS)])


def line_of(title: str, figures: Sequence[float], first: Sequence[float]) -> str:
    """Return one row of the table; ``first`` is the row that the ratios refer to, empty if it failed."""
    cells = []
    for number, (column, value) in enumerate(zip(COLUMNS, figures, strict=True)):
        base = first[number] if first and first is not figures else 0.0
        cell = "–" if math.isnan(value) else column.form.format(value)
        if column.has_ratio and base > 0 and not math.isnan(value):
            cell += f" (x{value / base:.2f})"
        cells.append(f"{cell:>16}")
    return f"{title:<{WIDTH}}" + "".join(cells)
