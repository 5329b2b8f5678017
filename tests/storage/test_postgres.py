"""The way to PostgreSQL over TCP: whether it is encrypted as the URL asks."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import make_url

from storage.database import Database
from storage.postgres import ConnectionFailed
from tests.conftest import POSTGRES_IS_OFF
from tests.postgres import PostgresServer

pytestmark = pytest.mark.skipif(POSTGRES_IS_OFF, reason="needs PostgreSQL")


async def _pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with closing(writer):
        while part := await reader.read(65536):
            writer.write(part)
            await writer.drain()


@pytest.fixture
async def tcp_url(postgres_server: PostgresServer) -> AsyncIterator[str]:
    """Have a database of the real server, which listens on a socket only, at a port: all bytes are passed on."""
    url = await postgres_server.create()
    parts = make_url(url)
    socket = Path(str(parts.query["host"])) / ".s.PGSQL.5432"

    async def relay(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        server_reader, server_writer = await asyncio.open_unix_connection(socket)
        await asyncio.gather(_pass_on(reader, server_writer), _pass_on(server_reader, writer))

    server = await asyncio.start_server(relay, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    at = parts.set(query={}, host="127.0.0.1", port=port)
    yield at.render_as_string(hide_password=False)
    server.close()
    await postgres_server.drop(url)


@pytest.mark.parametrize("sslmode", ["disable", "allow", "prefer"])
async def test_where_encryption_is_not_required_a_plain_server_serves(tcp_url: str, sslmode: str) -> None:
    """The weaker modes come to an agreement with a server without encryption."""
    database = Database(f"{tcp_url}?sslmode={sslmode}")
    assert await database.is_current()
    await database.dispose()


@pytest.mark.parametrize("sslmode", ["require", "verify-full&sslrootcert=system"])
async def test_where_encryption_is_required_a_plain_server_is_refused(tcp_url: str, sslmode: str) -> None:
    """No byte of a login goes to a server without encryption: the failure is known by its code."""
    database = Database(f"{tcp_url}?sslmode={sslmode}")
    with pytest.raises(ConnectionFailed) as caught:
        await database.version()
    assert caught.value.code == "tls"
    await database.dispose()
