"""One database: SQLite in a file by default, PostgreSQL by URL. A transaction is a context.

Exceptions::

    DatabaseError(Exception)
    ├── DatabaseBehind      the tables are older than the program: run ``khaosat db upgrade``
    └── DatabaseAhead       the tables were made by a newer program: install that one
"""

import json
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Connection, event, inspect, text
from sqlalchemy.engine import URL
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import NullPool

from storage import sqlite_log
from storage.file_modes import DATABASE_NAME, database_files, make_private, tighten
from storage.inline_sqlite import connect_inline
from storage.postgres import connect
from storage.urls import read_url

if TYPE_CHECKING:
    from alembic.config import Config

MIGRATIONS: Final = Path(__file__).parent / "migrations"
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
    return URL.create("sqlite+aiosqlite", database=str(data_dir / DATABASE_NAME)).render_as_string()


class Database:
    """A database by URL (``sqlite:///path`` or ``postgresql://…``). Raises ``storage.urls.UrlError``.

    On SQLite one connection writes and several read: writers queue in the pool, not in the file's busy loop.
    Every commit is on the disk before it counts; unless ``is_durable`` is false: then it survives a crash of the
    program, but not of the machine (a demo, nothing else).
    """

    def __init__(self, url: str, *, is_durable: bool = True) -> None:
        self.source = url  # as it was given, password and all: for a worker that reads it, too
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
        """Raise ``DatabaseBehind`` or ``DatabaseAhead`` unless the tables are those of this program.

        Files that an earlier version left readable for others are closed to them.
        """
        tighten(database_files(self.url))
        _check(await self.version())

    async def upgrade(self) -> None:
        """Bring the tables to this program's version, in one transaction; nothing to do is fine.

        Two processes may call it at once: the second waits and finds the work done. Raises ``DatabaseAhead``.
        """
        if self.is_sqlite and self.url.database:
            make_private(Path(self.url.database))
            tighten(database_files(self.url))
            await sqlite_log.switch_on(self.url.database, BUSY_SECONDS)
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

    async def rewrite(self) -> bool:
        """Write SQLite's file anew, so that it holds what is stored and nothing else. PostgreSQL does so by itself.

        False if another process writes just then: ask again later. Our own writers wait until it is done.
        """
        if not self.is_sqlite:
            return True
        async with self._writer.connect() as conn:
            connection = (await conn.get_raw_connection()).driver_connection
            assert connection is not None
            try:
                await connection.execute("VACUUM")
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
                    return False
                raise
        return True

    async def truncate_log(self) -> bool:
        """Write all that is in SQLite's log into the database and empty the log: what was deleted is in no file then.

        False if somebody reads or writes at this moment: nothing waits, ask again later. PostgreSQL keeps its own log.
        """
        return not self.is_sqlite or await sqlite_log.truncate(self.url.database or "")

    async def dispose(self) -> None:
        """Close every connection; the database may be used again afterwards."""
        await self._writer.dispose()
        if self.is_sqlite:
            await self._reader.dispose()
            await self._glancer.dispose()


@cache
def revisions() -> tuple[str, ...]:
    """Return every revision of the tables, oldest first: the scripts' names begin with them."""
    return tuple(sorted(script.name[:4] for script in (MIGRATIONS / "versions").glob("[0-9]*.py")))


def head() -> str:
    """Return the revision that this program needs."""
    return revisions()[-1]


def migrations_config() -> "Config":
    """Return Alembic's configuration: the scripts in this package, no file."""
    from alembic.config import Config  # noqa: PLC0415 - only an upgrade needs it

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
        "PRAGMA secure_delete = ON",  # what is deleted is overwritten, however SQLite was built
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
    """Read where the tables stand, as Alembic notes it; ``None`` before the first upgrade."""
    if not inspect(conn).has_table("alembic_version"):
        return None
    found: str | None = conn.scalar(text("SELECT version_num FROM alembic_version"))
    return found


def _check(version: str | None) -> None:
    if version == head():
        return
    is_behind = version is None or version in revisions()
    raise (DatabaseBehind if is_behind else DatabaseAhead)(version, head())


def _upgrade(conn: Connection) -> None:
    try:
        _check(_current_revision(conn))
    except DatabaseBehind:
        from alembic import command  # noqa: PLC0415 - only an upgrade needs it

        config = migrations_config()
        config.attributes["connection"] = conn
        command.upgrade(config, "head")


async def _check_foreign_keys(conn: AsyncConnection) -> None:
    broken = (await conn.execute(text("PRAGMA foreign_key_check"))).all()
    if broken:
        raise RuntimeError(f"the upgrade would leave {len(broken)} rows that refer to nothing: it was undone")
