"""How soon ``khaosat run`` fetches after its start, and what it holds while nobody writes.

Five starts one after the other, on SQLite, against the simulator; the first warms the disk and is not told.
"""

import asyncio
import statistics
import sys
import tempfile
import time
from pathlib import Path

from bot.clock import SystemClock
from tests.phone import Simulator
from tests.process.premises import Premises

STARTS = 5
IDLE_SECONDS = 5.0


def memory(pid: int) -> dict[str, float]:
    """RSS and PSS of a process in MB."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
    return {
        name.rstrip(":"): int(size) / 1024
        for name, size, *_ in (line.split() for line in lines[1:])
        if name in ("Rss:", "Pss:")
    }


async def main() -> None:
    """Measure and print one line."""
    if not sys.platform.startswith("linux"):
        print("start: memory is read from /proc, which only Linux has")  # noqa: T201
        return
    seconds: list[float] = []
    sizes: list[dict[str, float]] = []
    with tempfile.TemporaryDirectory() as folder:
        async with Simulator(SystemClock(), limits=None) as simulator:
            office = Premises(Path(folder), simulator, f"sqlite:///{folder}/khaosat.sqlite3")
            await office.furnish(75)
            for number in range(STARTS + 1):
                began = time.perf_counter()
                process = await office.start()
                await process.is_fetching()
                seconds += [time.perf_counter() - began] * bool(number)
                if number in (1, 2):
                    await asyncio.sleep(IDLE_SECONDS)
                    sizes.append(memory(process.process_id))
                await process.terminate()
    middle = statistics.median(seconds)
    most = ", ".join(f"{name} {max(each[name] for each in sizes):.0f} MB" for name in ("Rss", "Pss"))
    print(f"start: fetches after {middle:.2f} s (best {min(seconds):.2f}, worst {max(seconds):.2f})")  # noqa: T201
    print(f"idle after {IDLE_SECONDS:.0f} s: {most}")  # noqa: T201


if __name__ == "__main__":
    asyncio.run(main())
