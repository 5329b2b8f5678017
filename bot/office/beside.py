"""Slow work in a process of its own, so that nobody's answer waits for it."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from concurrent.futures import ProcessPoolExecutor
from contextlib import asynccontextmanager
from multiprocessing import get_context
from typing import Any

Carry = Callable[..., Awaitable[Any]]
"""Carries out a function with its arguments somewhere beside the loop, and gives what it returns."""


@asynccontextmanager
async def worker() -> AsyncIterator[Carry]:
    """Give a worker process for a few functions, one after the other; functions and values cross by pickling.

    A worker that dies (memory, a signal) raises ``BrokenProcessPool`` where its result is awaited.
    """
    loop = asyncio.get_running_loop()
    pool = ProcessPoolExecutor(max_workers=1, mp_context=get_context("spawn"))

    async def carry(function: Callable[..., Any], *arguments: Any) -> Any:
        return await loop.run_in_executor(pool, function, *arguments)

    try:
        yield carry
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


async def carry_in_thread(function: Callable[..., Any], *arguments: Any) -> Any:
    """Carry out a function in a thread: for a command, which serves nobody meanwhile."""
    return await asyncio.to_thread(function, *arguments)
