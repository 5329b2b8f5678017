"""One database: SQLite in a file by default, PostgreSQL by URL. A transaction is a context.

Exceptions::

    DatabaseError(Exception)
    ├── DatabaseBehind      the tables are older than the program: run ``khaosat db upgrade``
    └── DatabaseAhead       the tables were made by a newer program: install that one
"""

import asyncio
import json
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import aiosqlite
from sqlalchemy import Connection, event, inspect, text
from sqlalchemy.engine import URL
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import NullPool

from storage.inline_sqlite import connect_inline
from storage.postgres import connect
from storage.revisions import MIGRATIONS, VERSION_TABLE, head, revisions
from storage.urls import read_url

if TYPE_CHECKING:
    from alembic.config import Config

BUSY_SECONDS: Final = 30
UPGRADE_LOCK: Final = 7_245_118_903
"""The number of PostgreSQL's advisory lock that keeps two upgrades apart."""


class DatabaseError(Exception):
    """The database does not fit the program: it holds ``version``, the program needs ``head``."""

    def __init__(self, version: str | None, head: str) -> None:
        super().__init__(f"the database is at version {version or 'none'}, the program needs {head}")
        self.version = version
        self.head = head


class DatabaseBehind(DatabaseError):  # noqa: N818 - says what is the matter
    """The tables are older than the program, or missing: upgrade them."""


class DatabaseAhead(DatabaseError):  # noqa: N818 - says what is the matter
    """The tables were made by a newer program than this one."""


def default_url(data_dir: Path) -> str:
    """Return the URL of the SQLite file that stands in ``data_dir`` when no URL is set."""
    return URL.create("sqlite+aiosqlite", database=str(data_dir / "khaosat.sqlite3")).render_as_string()


class Database:
    """A database by URL (``sqlite:///path`` or ``postgresql://…``). Raises ``storage.urls.UrlError``.

    On SQLite one connection writes and several read: writers queue in the pool, not in the file's busy loop.
    Every commit is on the disk before it counts; unless ``is_durable`` is false: then it survives a crash of the
    program, but not of the machine (a demo, nothing else).
    """

    def __init__(self, url: str, *, is_durable: bool = True) -> None:
        self.address = read_url(url)
        self.url = self.address.url
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        if self.is_sqlite:
            self._writer = _sqlite_engine(
                self.url,
                begin="BEGIN IMMEDIATE",
                pool_size=1,
                max_overflow=0,
                is_inline=True,
                synchronous="FULL" if is_durable else "NORMAL",
            )
            self._reader = _sqlite_engine(self.url, begin="BEGIN", pool_size=4, max_overflow=4)
            self._glancer = _sqlite_engine(
                self.url, begin="BEGIN", pool_size=2, max_overflow=2, is_inline=True
            )
        else:
            self._writer = self._postgres_engine(json_serializer=_to_json, pool_pre_ping=True)
            self._reader = self._writer.execution_options(
                isolation_level="REPEATABLE READ", postgresql_readonly=True
            )
            self._glancer = self._reader

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[AsyncConnection]:
        """Open ONE transaction for writing: committed at the end, rolled back if anything raises.

        On SQLite it holds the write lock from its first moment. Never begin a second one inside it.
        """
        async with self._writer.begin() as conn:
            yield conn

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncConnection]:
        """Open a transaction that sees one moment of the database and cannot write."""
        async with self._reader.begin() as conn:
            yield conn

    @asynccontextmanager
    async def glance(self) -> AsyncIterator[AsyncConnection]:
        """Do as ``read`` does, for a few rows only: on SQLite in the event loop's own thread, which is cheaper."""
        async with self._glancer.begin() as conn:
            yield conn

    async def version(self) -> str | None:
        """Return the revision of the tables, ``None`` for an empty database or a file not made yet."""
        if not self._is_made():
            return None
        async with self.read() as conn:
            return await conn.run_sync(_current_revision)

    def _is_made(self) -> bool:
        return not self.is_sqlite or Path(self.url.database or "").is_file()

    async def is_current(self) -> bool:
        """Say whether the tables are exactly those of this program."""
        return await self.version() == head()

    async def require_current(self) -> None:
        """Raise ``DatabaseBehind`` or ``DatabaseAhead`` unless the tables are those of this program."""
        _check(await self.version())

    async def upgrade(self) -> None:
        """Bring the tables to this program's version, in one transaction; nothing to do is fine.

        Two processes may call it at once: the second waits and finds the work done. Raises ``DatabaseAhead``.
        """
        if self.is_sqlite and self.url.database:
            Path(self.url.database).parent.mkdir(parents=True, exist_ok=True)
            await _switch_to_wal(self.url.database)
        engine = self._upgrade_engine()
        try:
            async with engine.begin() as conn:
                if not self.is_sqlite:
                    await conn.execute(text(f"SELECT pg_advisory_xact_lock({UPGRADE_LOCK})"))
                await conn.run_sync(_upgrade)
                if self.is_sqlite:
                    await _check_foreign_keys(conn)
        finally:
            await engine.dispose()

    def _upgrade_engine(self) -> AsyncEngine:
        if self.is_sqlite:
            return _sqlite_engine(self.url, begin="BEGIN IMMEDIATE", poolclass=NullPool, foreign_keys="OFF")
        return self._postgres_engine(poolclass=NullPool)

    def _postgres_engine(self, **options: Any) -> AsyncEngine:
        arguments = {**self.address.arguments, "async_creator_fn": connect}
        return create_async_engine(self.url, connect_args=arguments, hide_parameters=True, **options)

    async def dispose(self) -> None:
        """Close every connection; the database may be used again afterwards."""
        await self._writer.dispose()
        if self.is_sqlite:
            await self._reader.dispose()
            await self._glancer.dispose()


def migrations_config() -> "Config":
    """Return Alembic's configuration: the scripts in this package, no file."""
    from alembic.config import Config  # noqa: PLC0415 - heavy, only for an upgrade

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def _sqlite_engine(
    url: URL,
    *,
    begin: str,
    foreign_keys: str = "ON",
    is_inline: bool = False,
    synchronous: str = "FULL",
    **options: Any,
) -> AsyncEngine:
    # isolation_level=None and an explicit BEGIN: else the driver begins nothing before a SAVEPOINT.
    arguments: dict[str, Any] = {"timeout": BUSY_SECONDS, "isolation_level": None}
    if is_inline:
        arguments["async_creator_fn"] = connect_inline
    engine = create_async_engine(
        url,
        json_serializer=_to_json,
        hide_parameters=True,  # an error's text goes to the log, what people wrote does not
        connect_args=arguments,
        **options,
    )
    pragmas = [
        f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}",
        f"PRAGMA foreign_keys = {foreign_keys}",
        f"PRAGMA synchronous = {synchronous}",
    ]
    if begin == "BEGIN":
        pragmas.append("PRAGMA query_only = ON")
    event.listen(engine.sync_engine, "connect", partial(_run_pragmas, pragmas))
    event.listen(engine.sync_engine, "begin", partial(_emit_begin, begin))
    return engine


def _run_pragmas(pragmas: list[str], connection: Any, _record: Any) -> None:
    cursor = connection.cursor()
    for pragma in pragmas:
        cursor.execute(pragma)
    cursor.close()


def _emit_begin(begin: str, conn: Connection) -> None:
    conn.exec_driver_sql(begin)


def _to_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _current_revision(conn: Connection) -> str | None:
    if not inspect(conn).has_table(VERSION_TABLE):
        return None
    version: str | None = conn.execute(text(f"SELECT version_num FROM {VERSION_TABLE}")).scalar()  # noqa: S608
    return version


def _check(version: str | None) -> None:
    if version != head():
        is_older = version is None or version in revisions()
        raise (DatabaseBehind if is_older else DatabaseAhead)(version, head())


def _upgrade(conn: Connection) -> None:
    try:
        _check(_current_revision(conn))
    except DatabaseBehind:
        from alembic import command  # noqa: PLC0415 - heavy, only for an upgrade

        config = migrations_config()
        config.attributes["connection"] = conn
        command.upgrade(config, "head")


async def _switch_to_wal(path: str) -> None:
    # The file remembers the mode. SQLite does not wait here while another process switches: so we do.
    for tries_left in reversed(range(BUSY_SECONDS * 20)):
        try:
            async with aiosqlite.connect(path, timeout=BUSY_SECONDS, isolation_level=None) as connection:
                await connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError:
            if not tries_left:
                raise
            await asyncio.sleep(0.05)
        else:
            return


async def _check_foreign_keys(conn: AsyncConnection) -> None:
    broken = (await conn.execute(text("PRAGMA foreign_key_check"))).all()
    if broken:
        raise RuntimeError(f"the upgrade would leave {len(broken)} rows that refer to nothing: it was undone")
