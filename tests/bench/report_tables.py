"""What all tables of a report cost: seconds and the most memory, in a process of their own. ``make bench`` runs it.

Argument: the URL of a database that ``rows.fill`` filled. Prints one line of JSON: ``load`` (seconds to bring the
matrix and how the fieldwork went), ``seconds`` (every handler, then hiding), ``megabytes`` (the most that the process
ever held, the interpreter and its libraries among them), ``tables``, and ``steps`` (each handler's own seconds).
The people of the roster are not in it: their review does not grow with the answers, and is a report of its own.
"""

import asyncio
import json
import resource
import sys
import time
from pathlib import Path

from storage import projections
from storage.database import Database
from storage.fieldwork import fieldwork_of
from surveys.aggregation import HANDLERS
from surveys.aggregation.hiding import hide
from surveys.aggregation.material import Material, Wave
from surveys.aggregation.table import Table
from surveys.projection import Layout
from tests.bench.rows import NOW, TODAY, WAVE, bench_form, unit_codes


async def gather(url: str) -> Material:
    """Bring the wave."""
    form = bench_form()
    database = Database(url)
    try:
        async with database.read() as conn:
            responses = await projections.load_matrix(conn, WAVE, Layout.of(form))
            fieldwork = await fieldwork_of(conn, WAVE, NOW)
    finally:
        await database.dispose()
    wave = Wave(WAVE, TODAY, TODAY, is_closed=True, form=form, responses=responses, fieldwork=fieldwork)
    return Material(TODAY, {code: code for code in unit_codes()}, (), wave=wave)


def most_megabytes() -> float:
    """Return the most memory that this process ever held.

    Linux counts into ``ru_maxrss`` what its parent held before the program was started: its own peak stands in /proc.
    """
    status = Path("/proc/self/status")
    if status.is_file():
        return int(status.read_text().partition("VmHWM:")[2].split()[0]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main(url: str) -> None:
    """Measure, and print what was found."""
    began = time.perf_counter()
    material = asyncio.run(gather(url))
    gathered = time.perf_counter()
    steps: dict[str, float] = {}
    tables: list[Table] = []
    for handler in HANDLERS:
        before = time.perf_counter()
        tables += handler(material)
        steps[handler.__name__] = time.perf_counter() - before
    before = time.perf_counter()
    hidden = hide(tables)
    done = time.perf_counter()
    found = {
        "load": gathered - began,
        "seconds": done - gathered,
        "megabytes": most_megabytes(),
        "tables": len(hidden),
        "steps": steps | {"hide": done - before},
    }
    print(json.dumps(found))  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1])
