"""Waiting for as long as anything happens: a slow machine makes a test slow, never red.

What counts as progress: a call at the simulated Telegram, a line in a log, a command that ended, processor time
that was used. A bot that only idles does none of it, but for a hundredth of a processor.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from typing import Final, TypeVar

import psutil

LOOK_EVERY: Final = 5.0  # seconds
STILL_LOOKS: Final = 24
"""So many looks in a row without progress end a test: two minutes at the least, more when the test itself starves."""
WORK_STEP: Final = 4.0
"""Seconds of processor time that are progress. Idling for two minutes takes less."""
FOREVER: Final = 1e9  # seconds: whoever is given so much patience is watched from outside

T = TypeVar("T")


async def watched(work: Awaitable[T], signs: Callable[[], object], story: Callable[[], str]) -> T:
    """Wait for ``work``; give up only when ``signs`` of progress stand still. Then ``story`` tells what was seen."""
    task: asyncio.Future[T] = asyncio.ensure_future(work)
    last, still_count = signs(), 0
    try:
        while not (await asyncio.wait({task}, timeout=LOOK_EVERY))[0]:
            current = signs()
            still_count = still_count + 1 if current == last else 0
            last = current
            if still_count >= STILL_LOOKS:
                raise AssertionError(f"nothing happens any more\n{story()}")
        return task.result()
    finally:
        if not task.done():
            task.cancel()
            await asyncio.wait({task})


def work_steps(process_ids: Iterable[int]) -> int:
    """Count the steps of processor time that these processes and their children have used."""
    return int(sum(map(_seconds_of, process_ids)) / WORK_STEP)


def _seconds_of(process_id: int) -> float:
    seconds = 0.0
    try:
        root = psutil.Process(process_id)
        for process in (root, *root.children(recursive=True)):
            times = process.cpu_times()
            seconds += times.user + times.system
    except psutil.Error:
        return seconds  # it has just ended
    return seconds
