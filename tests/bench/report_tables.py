"""What all tables of a report cost: seconds and most memory, in a process of its own. ``make bench-counts`` runs it.

Argument: the URL of a database that ``rows.fill`` filled and ``rows.close`` closed. Prints one line of JSON: ``load``
(seconds to bring everything: roster, units, answers, fieldwork, differences), ``load_megabytes``, ``seconds`` (the
review by every regime, every handler, then hiding), ``megabytes`` (the most that the process ever held, the
interpreter and its libraries among them), ``tables``, ``differences``, and ``steps`` (each handler's own seconds).
"""

import asyncio
import json
import resource
import sys
import time
from pathlib import Path

from bot.office.material import gather, load_standards, reviewed
from bot.office.worker import collect_less
from storage import cases
from storage.database import Database
from surveys.aggregation import HANDLERS
from surveys.aggregation.hiding import hide
from surveys.aggregation.material import Material
from surveys.aggregation.table import Table
from surveys.titles import built_in_titles
from tests.bench.rows import TODAY, WAVE, ZONE


async def bring(url: str, into: list[Material]) -> None:
    """Bring what the report is made from, as the office does.

    Into a list: a result of ``asyncio.run`` of this size costs another 260 MB for a moment; the office never pays it.
    """
    database = Database(url)
    try:
        async with database.read() as conn:
            wave = await cases.find_wave(conn, WAVE)
            into.append(await gather(conn, wave, as_of=TODAY, zone=ZONE, titles=built_in_titles()))
    finally:
        await database.dispose()


def most_megabytes() -> float:
    """Return the most memory that this process ever held.

    Linux counts into ``ru_maxrss`` what its parent held before the program was started: its own peak stands in /proc.
    """
    status = Path("/proc/self/status")
    if status.is_file():
        return int(status.read_text().partition("VmHWM:")[2].split()[0]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main(url: str) -> None:
    """Measure, and print what was found; as in the worker that makes reports."""
    collect_less()
    began = time.perf_counter()
    brought: list[Material] = []
    asyncio.run(bring(url, brought))
    loaded = most_megabytes()
    gathered = time.perf_counter()
    material, _ = reviewed(brought.pop(), load_standards(""))
    steps = {"review by every regime": time.perf_counter() - gathered}
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
        "load_megabytes": loaded,
        "seconds": done - gathered,
        "megabytes": most_megabytes(),
        "tables": len(hidden),
        "differences": len(material.differences),
        "steps": steps | {"hide": done - before},
    }
    print(json.dumps(found))  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1])
