"""Listening: a socket, its connections, and an end in order."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator
from typing import Final

from bot.serving.connection import Connection
from bot.serving.crowd import Crowd, Limits
from bot.serving.exchange import Routes

_BACKLOG: Final = 256  # connections that the system keeps until we take them


class ListenError(Exception):
    """The address cannot be had, mostly because another program has it. ``address`` is host:port."""

    def __init__(self, address: str, reason: str) -> None:
        super().__init__(f"{address}: {reason}")
        self.address = address
        self.reason = reason


@contextlib.asynccontextmanager
async def serve(routes: Routes, host: str, port: int, limits: Limits | None = None) -> AsyncIterator[Crowd]:
    """Serve on ``host:port`` while the context is open; on leaving, answers under way are finished.

    Gives the crowd of connections. Raises ``ListenError`` if the address cannot be had.
    """
    limits = limits or Limits()
    loop = asyncio.get_running_loop()
    crowd = Crowd(limits, loop)
    try:
        listening = socket.create_server((host, port), backlog=_BACKLOG)
    except OSError as error:
        raise ListenError(f"{host}:{port}", error.strerror or str(error)) from error
    server = await loop.create_server(
        lambda: Connection(routes, limits, crowd, loop), sock=listening, backlog=_BACKLOG
    )
    try:
        yield crowd
    finally:
        server.close()
        await crowd.disperse()
