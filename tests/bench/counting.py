"""What counting costs with 200,000 respondents of some 40 answers, on SQLite and PostgreSQL: ``make bench-counts``.

Printed for each database, the best of a few rounds by the clock:

- loading the matrix of the wave from the packed projection, and counting every choice of every question on it;
- one count and one cross-table of a loaded matrix, and what the display of live progress asks of the database: the
  completed responses of a wave, all by unit and status, the progress of every unit (the target of each: 50 ms);
- the same counts by DuckDB (two threads) over the same answers as wide Parquet, and loading and counting as a ratio to
  that (target: at most 3), the counts are compared with each other first;
- the same counts by rows of the ORM, measured on a fortieth of the people and scaled, and how many times faster
  loading and counting is (target: at least 100);
- how the fieldwork of an open wave is, and of a closed one (target: 500 ms);
- all tables of the report with small cells hidden, the review of everybody on the roster by every regime among them,
  and the most memory of the process that made them (targets: 5 s, 500 MB), see ``report_tables``.

``python -m tests.bench.counting [sqlite] [postgresql]`` measures some of it, with KHAOSAT_BENCH_PEOPLE=20000
in less time.
"""

import asyncio
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Final

from sqlalchemy import func, select

from storage import extracts, projections
from storage.database import Database
from storage.fieldwork import fieldwork_of
from storage.sql import responses
from surveys.aggregation.material import Fieldwork
from surveys.projection import Layout
from surveys.projection.matrix import Matrix
from surveys.questionnaire import Questionnaire
from tests.bench.rows import PEOPLE, WAVE, bench_form, close, filled
from tests.bench.yardsticks import Counts, Parquet, coded, count_by_orm

ROUNDS: Final = 5
ORM_PART: Final = 40
CROSSED: Final = ("a_title", "d_form")


async def best(work: Callable[[], Awaitable[object]], rounds: int = ROUNDS) -> float:
    """Return the seconds that something takes, the least of some rounds."""
    found = []
    for _ in range(rounds):
        began = time.perf_counter()
        await work()
        found.append(time.perf_counter() - began)
    return min(found)


def count_all(matrix: Matrix) -> Counts:
    """Count every choice of every question that has choices."""
    return {slot.item: matrix.counts(slot.item) for slot in coded(matrix.layout)}


def say(name: str, seconds: float, beside: str = "") -> None:
    """Print one figure."""
    print(f"  {name:<66} {seconds * 1000:9.1f} ms  {beside}", flush=True)  # noqa: T201


class Bench:
    """One filled database and what is measured on it."""

    def __init__(self, database: Database, form: Questionnaire, folder: Path) -> None:
        self.database, self.form, self.folder = database, form, folder
        self.layout = Layout.of(form)

    async def load(self) -> Matrix:
        """Load the matrix of the wave."""
        async with self.database.read() as conn:
            return await projections.load_matrix(conn, WAVE, self.layout)

    async def measure(self) -> None:
        """Measure everything and print it."""
        loading = await self.measure_counts()
        await self.measure_progress()
        await self.measure_orm(loading)
        still_open = await self.measure_fieldwork("open")
        await close(self.database)
        assert await self.measure_fieldwork("closed") == still_open
        self.measure_report()

    async def measure_counts(self) -> float:
        """Measure the matrix beside DuckDB; returns the seconds of loading and counting."""
        kept: list[Matrix] = []

        async def load_and_count() -> None:
            kept[:] = [await self.load()]
            count_all(kept[0])

        async def count_again() -> None:
            count_all(Matrix(self.layout, kept[0].packed))

        async def duck() -> None:
            parquet.counts()

        both = await best(load_and_count)
        questions = len(coded(self.layout))
        parquet = Parquet(kept[0], self.folder / "wide.parquet")
        try:
            assert parquet.counts() == count_all(kept[0])
            yardstick = await best(duck)
        finally:
            parquet.close()
        counting = await best(count_again)
        say(f"load the matrix of {len(kept[0]):,} responses", await best(self.load))
        say(
            f"count all choices of {questions} questions", counting, f"x{counting / yardstick:5.2f} of DuckDB"
        )
        say("load and count", both, f"x{both / yardstick:5.2f} of DuckDB (target 3)")
        say("DuckDB, the same counts over wide Parquet", yardstick)
        matrix = kept[0]

        async def one_count() -> None:
            Matrix(self.layout, matrix.packed).counts(CROSSED[0])

        async def cross() -> None:
            matrix.cross(*CROSSED)

        say("one count of a matrix just loaded", await best(one_count), "(target 50)")
        say("one cross-table of a loaded matrix", await best(cross), "(target 50)")
        return both

    async def measure_progress(self) -> None:
        """Measure what the display of live progress asks."""
        of_wave = responses.c.wave_id == WAVE
        status, unit = responses.c.status, responses.c.unit_id
        completed = select(func.count()).where(of_wave, status.in_(("completed", "amended")))
        crossed = select(unit, status, func.count()).where(of_wave).group_by(unit, status)

        async def one_count() -> None:
            async with self.database.read() as conn:
                await conn.scalar(completed)

        async def cross() -> None:
            async with self.database.read() as conn:
                (await conn.execute(crossed)).all()

        async def progress() -> None:
            async with self.database.read() as conn:
                await extracts.progress_by_unit(conn, WAVE)

        say("live: how many are completed", await best(one_count), "(target 50)")
        say("live: responses by unit and status", await best(cross), "(target 50)")
        say("live: progress of every unit", await best(progress), "(target 50)")

    async def measure_fieldwork(self, state: str) -> Fieldwork:
        """Measure the fieldwork of the wave; returns it."""
        kept: list[Fieldwork] = []

        async def bring() -> None:
            async with self.database.read() as conn:
                kept[:] = [await fieldwork_of(conn, WAVE)]

        say(f"fieldwork of the {state} wave", await best(bring, rounds=3), "(target 500)")
        return kept[0]

    async def measure_orm(self, loading: float) -> None:
        """Measure the plain way on some of the people."""
        async with self.database.read() as conn:
            took, _ = await count_by_orm(conn, max(1, PEOPLE // ORM_PART))
        scaled = took * ORM_PART
        beside = f"load and count: {scaled / loading:,.0f} times faster (target 100)"
        say(f"rows of the ORM (1/{ORM_PART} of the people, scaled)", scaled, beside)

    def measure_report(self) -> None:
        """Measure all tables of the report in a process of their own."""
        url = self.database.source
        command = [sys.executable, "-m", "tests.bench.report_tables", url]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        found = json.loads(done.stdout)
        bringing = f"at most {found['load_megabytes']:.0f} MB, {found['differences']:,} differences"
        say("report: bring the roster, answers, fieldwork, differences", found["load"], bringing)
        beside = f"at most {found['megabytes']:.0f} MB (targets 5,000 and 500)"
        say(f"report: all {found['tables']} tables, small cells hidden", found["seconds"], beside)
        for name, seconds in found["steps"].items():
            say(f"    {name}", seconds)


async def main(kinds: list[str]) -> None:
    """Fill and measure one database after the other."""
    form = bench_form()
    for kind in kinds:
        with tempfile.TemporaryDirectory() as folder:
            began = time.perf_counter()
            async with filled(kind, form, Path(folder)) as database:
                took = time.perf_counter() - began
                print(f"{kind}: {PEOPLE:,} respondents, filled in {took:.0f} s", flush=True)  # noqa: T201
                await Bench(database, form, Path(folder)).measure()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:] or ["sqlite", "postgresql"]))
