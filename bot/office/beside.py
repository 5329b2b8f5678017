"""Slow work in a process of its own, so that nobody's answer waits for it."""

import asyncio
import gc
import os
import threading
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

Carry = Callable[..., Awaitable[Any]]
"""Carries out a function with its arguments somewhere beside the loop, and gives what it returns."""


@asynccontextmanager
async def worker() -> AsyncIterator[Carry]:
    """Give a worker process for a few functions, one after the other; functions and values cross by pickling.

    A worker that dies (memory, a signal) raises ``BrokenProcessPool`` where its result is awaited; one whose bot is
    killed ends, too.
    """
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415 - a bot may live long without any slow work
    from multiprocessing import get_context  # noqa: PLC0415 - as above

    loop = asyncio.get_running_loop()
    pool = ProcessPoolExecutor(max_workers=1, mp_context=get_context("spawn"), initializer=_begin)

    async def carry(function: Callable[..., Any], *arguments: Any) -> Any:
        return await loop.run_in_executor(pool, function, *arguments)

    try:
        yield carry
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _begin() -> None:
    collect_less()
    _end_with_parent()


def collect_less() -> None:
    """Look for cycles among objects rarely: those of a report live until it is made, and looking cost a fifth of it."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def _end_with_parent() -> None:
    """In the worker: leave when the bot is gone. A pool by itself waits for a killed one's next order for ever."""
    from multiprocessing import parent_process  # noqa: PLC0415 - loaded in every worker

    parent = parent_process()
    assert parent is not None

    def watch() -> None:
        parent.join()
        os._exit(1)

    threading.Thread(target=watch, name="end with parent", daemon=True).start()


async def carry_in_thread(function: Callable[..., Any], *arguments: Any) -> Any:
    """Carry out a function in a thread: for a command, which serves nobody meanwhile."""
    return await asyncio.to_thread(function, *arguments)
