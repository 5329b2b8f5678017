"""Slow work in a process of its own, so that nobody's answer waits for it, and the bot stays small."""

import asyncio
import pickle
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Any

from bot.office.worker import LENGTH, framed

Carry = Callable[..., Awaitable[Any]]
"""Carries out a function with its arguments somewhere beside the loop, and gives what it returns."""


class WorkerDiedError(Exception):
    """The worker process ended before it had a result: no memory, or somebody killed it."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """What a worker made for its own later steps: the bot carries it unopened, without the libraries in it."""

    content: bytes


def seal(function: Callable[..., Any], *arguments: Any) -> Sealed:
    """Carry out a function; what it returns stays sealed."""
    return Sealed(pickle.dumps(function(*arguments)))


def unsealed(value: Any) -> Any:
    """Return what is in something sealed; anything else as it is."""
    return pickle.loads(value.content) if isinstance(value, Sealed) else value  # noqa: S301 - our own worker's


@dataclass(frozen=True, slots=True)
class Running:
    """A worker process: where its orders go, where results come from; ``wait`` gives the exit code, if it is known."""

    orders: asyncio.StreamWriter
    results: asyncio.StreamReader
    kill: Callable[[], None]
    wait: Callable[[], Awaitable[int | None]]


async def start_process() -> Running:
    """Start a worker process."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot.office.worker",
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    return Running(process.stdin, process.stdout, process.kill, process.wait)


@asynccontextmanager
async def worker() -> AsyncIterator[Carry]:
    """Give a worker process for a few functions, one after the other; functions and values cross by pickling.

    A worker that dies (memory, a signal) raises ``WorkerDiedError`` where its result is awaited; one whose bot is
    killed ends, too. It is a plain process with two pipes: Python's pool of processes keeps semaphores, which a killed
    bot leaves behind.
    """
    process = await start_process()
    orders, results = process.orders, process.results

    async def send(content: bytes) -> None:
        orders.write(framed(content))
        await orders.drain()

    async def carry(function: Callable[..., Any], *arguments: Any) -> Any:
        try:
            await send(pickle.dumps((function, arguments)))
            size = int.from_bytes(await results.readexactly(LENGTH), "big")
            content = await results.readexactly(size)
        except (OSError, asyncio.IncompleteReadError) as error:
            raise WorkerDiedError(f"exit code {await process.wait()}") from error
        result, failure = pickle.loads(content)  # noqa: S301 - from our own worker
        if failure is not None:
            raise failure
        return result

    try:
        with suppress(OSError):  # who is dead already is noticed with the first order
            await send(pickle.dumps(sys.path))
        yield carry
    finally:
        with suppress(ProcessLookupError):
            process.kill()
        orders.close()
        await process.wait()


async def carry_in_thread(function: Callable[..., Any], *arguments: Any) -> Any:
    """Carry out a function in a thread: for a command, which serves nobody meanwhile."""
    return await asyncio.to_thread(function, *arguments)
