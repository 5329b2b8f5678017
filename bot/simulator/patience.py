"""Waiting for as long as this process works: a busy machine makes a wait long, and only a standstill ends it."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

PATIENCE: Final = 120.0
"""Seconds without work after which a wait is in vain: only so that a broken bot cannot hang a test."""
LOOK_EVERY: Final = 5.0  # seconds
WORK_STEP: Final = 1.0  # seconds of processor time that count as work; idling for two minutes takes less


@asynccontextmanager
async def while_working(patience: float = PATIENCE) -> AsyncIterator[None]:
    """Let what is inside go on; ``TimeoutError`` when this process has done nothing for ``patience`` seconds."""
    loop = asyncio.get_running_loop()
    async with asyncio.timeout(None if patience > 0 else 0) as limit:
        worked, idle_since = time.process_time(), loop.time()
        handles: list[asyncio.TimerHandle] = []

        def look() -> None:
            nonlocal worked, idle_since
            if time.process_time() - worked >= WORK_STEP:
                worked, idle_since = time.process_time(), loop.time()
            if loop.time() - idle_since >= patience:
                limit.reschedule(loop.time())
            else:
                handles[:] = [loop.call_later(LOOK_EVERY, look)]

        handles.append(loop.call_later(LOOK_EVERY, look))
        try:
            yield
        finally:
            handles[0].cancel()
