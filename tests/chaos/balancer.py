"""What stands between Telegram and several bot processes: whole connections go round, to whoever answers."""

import asyncio
import itertools
from contextlib import suppress
from types import TracebackType
from typing import Final, Self

PIECE: Final = 65536  # bytes


class Balancer:
    """Passes connections on, one after the other to each of ``ports``; those where nobody listens are left out."""

    def __init__(self, ports: list[int]) -> None:
        self._ports = ports
        self._turns = itertools.count()
        self._passing: set[asyncio.Task[None]] = set()
        self._server: asyncio.Server | None = None
        self.port = 0

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._pass_on, "127.0.0.1", 0)
        self.port = int(self._server.sockets[0].getsockname()[1])
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        assert self._server is not None
        self._server.close()
        for task in self._passing:
            task.cancel()
        await asyncio.gather(*self._passing, return_exceptions=True)

    async def _pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._passing.add(task)
        try:
            with suppress(asyncio.CancelledError):  # the end of the balancer: nobody waits for this task
                await self._join(reader, writer)
        finally:
            self._passing.discard(task)
            writer.transport.abort()  # whoever waits on the other side learns it at once

    async def _join(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        found = await self._connect()
        if found is None:
            return
        inner_reader, inner_writer = found
        ways = {
            asyncio.create_task(_pour(reader, inner_writer)),
            asyncio.create_task(_pour(inner_reader, writer)),
        }
        try:
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for way in ways:
                way.cancel()
            await asyncio.gather(*ways, return_exceptions=True)
            inner_writer.transport.abort()

    async def _connect(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter] | None:
        """Connect to the next port where somebody listens."""
        first = next(self._turns)
        for step in range(len(self._ports)):
            with suppress(OSError):
                return await asyncio.open_connection(
                    "127.0.0.1", self._ports[(first + step) % len(self._ports)]
                )
        return None


async def _pour(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Pass on what comes until it ends or breaks."""
    with suppress(OSError):
        while piece := await reader.read(PIECE):
            writer.write(piece)
            await writer.drain()
