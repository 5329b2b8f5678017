"""Khảo Sát beside its peers under load: ``make bench``.

Parts of it: ``python -m tests.bench.load --scenario burst --only khaosat,aiogram --quick``.

The contestants of a scenario are interleaved, round after round; shown is the median of the rounds. ``--json`` writes
every figure of every run to a file. docs/performance.md explains the table. Ends with 1 if an answer was stored wrong.
"""

import argparse
import json
import os
import platform
import sqlite3
import sys
import tempfile
import time
from collections import defaultdict
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

from tests.bench.contestants.bots import BOTS
from tests.bench.runner import RunFailedError, run_once
from tests.bench.scenarios import SCENARIOS, Row, Scenario
from tests.bench.table import Figures, head_of, line_of, median_of

PACKAGES: Final = (
    "khaosat",
    "python-telegram-bot",
    "aiogram",
    "sqlmodel",
    "aiohttp",
    "httptools",
    "uvloop",
    "orjson",
)


class Bench:
    """Runs scenarios and prints their blocks. Databases are made once and copied."""

    def __init__(self, folder: Path, *, is_talkative: bool) -> None:
        self._folder, self._is_talkative = folder, is_talkative
        self._prepared: dict[tuple[int, int, int], Path] = {}
        self.runs: list[dict[str, Any]] = []
        self.wrong_count = 0

    def run(self, scenario: Scenario) -> None:
        """Run every row, round after round, and print the block."""
        found: dict[int, list[Figures]] = defaultdict(list)
        for _ in range(scenario.rounds):
            for number, row in enumerate(scenario.rows):
                figures = self._run_row(row)
                if figures is not None:
                    found[number].append(figures)
                    self.runs.append({"scenario": scenario.name, "row": row.title} | figures)
        say(head_of(scenario))
        medians = {row: median_of(row, found[at]) for at, row in enumerate(scenario.rows) if found[at]}
        for row in scenario.rows:
            base = scenario.base_of(row)
            if row in medians:
                say(line_of(row.title, medians[row], medians.get(base, [])))
            else:
                say(f"{row.title:<50}  failed")

    def _run_row(self, row: Row) -> Figures | None:
        try:
            figures = run_once(row.bot, row.load, self._prepare(row))
        except RunFailedError as error:
            say(f"FAILED {error}")
            self.wrong_count += 1
            return None
        self.wrong_count += figures.get("wrong", 0) + figures["strange"]
        if self._is_talkative:
            say(f"{row.title}: {json.dumps(figures, indent=1, ensure_ascii=False)}")
        return figures

    def _prepare(self, row: Row) -> Path | None:
        if not row.bot.is_khaosat:
            return None
        asked = (row.load.people, row.load.officials, row.load.waves)
        if asked not in self._prepared:
            self._prepared[asked] = self._folder / "-".join(map(str, asked))
            self._prepared[asked].mkdir()
            row.bot.prepare(self._prepared[asked], *asked)
        return self._prepared[asked]


def say(text: str) -> None:
    """Print at once."""
    print(text, flush=True)  # noqa: T201


def main() -> int:
    """Read the command line, run what it names, return the exit code."""
    options = _options()
    began = time.monotonic()
    only = [name for name in options.only.split(",") if name]
    versions = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    say(f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {versions}")
    say(f"{os.cpu_count()} cores, other work on them at the beginning: {os.getloadavg()[0]:.1f}")
    with tempfile.TemporaryDirectory(prefix="bench-prepared-") as folder:
        bench = Bench(Path(folder), is_talkative=options.verbose)
        for scenario in SCENARIOS:
            if options.scenario in ("all", scenario.name):
                bench.run(scenario.narrowed(only, is_quick=options.quick, limit_every=options.limit_every))
    if options.json:
        options.json.write_text(json.dumps(bench.runs, indent=1, ensure_ascii=False))
    say(f"\n{time.monotonic() - began:.0f} s")
    return 1 if bench.wrong_count else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Khảo Sát beside its peers under load.")
    names = [scenario.name for scenario in SCENARIOS]
    parser.add_argument("--scenario", choices=["all", *names], default="all")
    parser.add_argument("--only", default="", help=f"contestants, separated by commas: {', '.join(BOTS)}")
    parser.add_argument("--quick", action="store_true", help="one short round, no large database")
    parser.add_argument("--limit-every", type=int, default=0, help="every n-th message or edit meets a 429")
    parser.add_argument("--verbose", action="store_true", help="print every figure of every run")
    parser.add_argument("--json", type=Path, help="write every figure of every run to this file")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
