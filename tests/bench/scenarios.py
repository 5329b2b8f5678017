"""What is measured: each scenario is a list of rows, each row a contestant under a load."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from tests.bench.contestants.bots import BOTS, Bot
from tests.bench.runner import Load

ROUND_TRIP: Final = 0.060
"""Seconds to Telegram and back, as from Viet Nam."""


@dataclass(frozen=True)
class Row:
    """One line of the table: who, under which load, and what the line says about it."""

    bot: Bot
    load: Load
    title: str


@dataclass(frozen=True)
class Scenario:
    """A block of the table; ``rounds`` are interleaved.

    Ratios refer to the first row of the same load; to the first of all where the block ``compares_loads``.
    """

    name: str
    title: str
    rows: Sequence[Row]
    rounds: int = 1
    compares_loads: bool = False

    def base_of(self, row: Row) -> Row:
        """Return the row that a row's ratios refer to."""
        return next(each for each in self.rows if self.compares_loads or each.load == row.load)

    def narrowed(self, only: Sequence[str], *, is_quick: bool, limit_every: int = 0) -> "Scenario":
        """Return the scenario for some contestants (all if none is named), shorter if it must be quick."""
        rows = [row for row in self.rows if not only or row.bot.name in only]
        rows = [replace(row, load=replace(row.load, limit_every=limit_every)) for row in rows]
        if is_quick:
            rows = [row for row in rows if row.load.officials <= QUICK_OFFICIALS and row.load.waves == 1]
            rows = [replace(row, load=replace(row.load, seconds=row.load.seconds / 2)) for row in rows]
        return replace(self, rows=rows, rounds=1 if is_quick else self.rounds)


QUICK_OFFICIALS: Final = 10_000
_BURST: Final = Load(people=200, seconds=6.0, patience=5.0)
_FEW: Final = Load(people=300, seconds=10.0, think=2.9, patience=5.0, round_trip=ROUND_TRIP)
_MANY: Final = replace(_FEW, people=3_000)
_STEADY: Final = replace(_BURST, seconds=33.0, think=0.75)  # longer than what happens every half minute
_OURS: Final = ("khaosat", "khaosat-webhook")
_PEERS: Final = ("aiogram", "ptb", "ptb-concurrent", "ptb-sql")


def _of(names: Sequence[str], load: Load, suffix: str = "") -> list[Row]:
    return [Row(BOTS[name], load, BOTS[name].title + suffix) for name in names]


def _flat(officials: int, waves: int) -> Row:
    load = replace(_STEADY, officials=officials, waves=waves)
    ending = "" if waves == 1 else "s"
    return Row(BOTS["khaosat"], load, f"Khảo Sát, {officials:,} officials, {waves} wave{ending}")


SCENARIOS: Final = (
    Scenario(
        "burst",
        "200 people at once, each as fast as they can; loopback",
        _of((*_OURS, *_PEERS, "null"), _BURST),
        rounds=3,
    ),
    Scenario(
        "life",
        "in life: 60 ms to Telegram and back (taken off p50 and p99), three seconds between two answers of a person",
        [
            *_of((*_OURS, "aiogram", "null"), _FEW, ", 300 people"),
            *_of((*_OURS, "aiogram", "null"), _MANY, ", 3,000 people"),
        ],
    ),
    Scenario(
        "flat",
        "flat: 200 people for half a minute, a thought of 0.75 s between two answers, by what else is in the database",
        [_flat(200, 1), _flat(200_000, 1), _flat(10_000, 50)],
        compares_loads=True,
    ),
)
