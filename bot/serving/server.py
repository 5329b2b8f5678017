"""Listening: a socket, its connections, and an end in order."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator

from bot.serving.connection import Connection
from bot.serving.crowd import Crowd, Limits
from bot.serving.exchange import Routes

_BACKLOG = 256  # connections that the system keeps until we take them


@contextlib.asynccontextmanager
async def serve(routes: Routes, host: str, port: int, limits: Limits | None = None) -> AsyncIterator[Crowd]:
    """Serve on ``host:port`` while the context is open; on leaving, answers under way are finished.

    Gives the crowd of connections. Raises ``OSError`` if the address cannot be had.
    """
    limits = limits or Limits()
    loop = asyncio.get_running_loop()
    crowd = Crowd(limits, loop)
    listening = socket.create_server((host, port), backlog=_BACKLOG)
    server = await loop.create_server(
        lambda: Connection(routes, limits, crowd, loop), sock=listening, backlog=_BACKLOG
    )
    try:
        yield crowd
    finally:
        server.close()
        await crowd.disperse()
