"""One transaction, one version, two databases."""

import asyncio
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, func, select, text
from sqlalchemy.exc import DBAPIError
from sqlmodel import SQLModel

from storage import database as database_module
from storage.database import (
    BUSY_SECONDS,
    Database,
    DatabaseAhead,
    DatabaseBehind,
    default_url,
    head,
    migrations_config,
    revisions,
)
from storage.sql import house_facts, insert

NOW = datetime(2026, 12, 1, 8, 0, tzinfo=UTC)
ROW = {"key": "bot", "value": "khaosat_bot", "at": NOW}


class UndoError(Exception):
    """Raised to roll back."""


async def _count(database: Database) -> int:
    async with database.read() as conn:
        return int(await conn.scalar(select(func.count()).select_from(house_facts)) or 0)


async def test_a_committed_row_is_read_back_aware(database: Database) -> None:
    """What a transaction wrote is there afterwards, with its time zone."""
    async with database.begin() as conn:
        await conn.execute(insert(conn, house_facts), [ROW])
    async with database.read() as conn:
        row = (await conn.execute(select(house_facts))).one()
    assert row.at == NOW
    assert row.at.tzinfo is not None


async def test_an_error_does_not_tell_what_was_written(database: Database) -> None:
    """Its text goes to the log: the values of the statement, answers of people, are not in it."""
    with pytest.raises(DBAPIError) as caught:  # noqa: PT012 - the failing transaction is the subject
        async with database.begin() as conn:
            query = text("INSERT INTO house_facts (key, value, at) VALUES (:key, :value, NULL)")
            await conn.execute(query, {"key": "bot", "value": "a very private answer"})
    first_line = str(caught.value.__cause__).splitlines()[0] + str(caught.value).partition("DETAIL")[0]
    assert "hidden" in str(caught.value)
    assert "private" not in first_line


async def test_a_rolled_back_batch_leaves_no_row(database: Database) -> None:
    """Even a row behind a savepoint that came first is gone when the transaction fails (trap 1)."""
    with pytest.raises(UndoError):  # noqa: PT012 - the failing transaction is the subject
        async with database.begin() as conn:
            async with conn.begin_nested():
                await conn.execute(insert(conn, house_facts), [ROW])
            raise UndoError
    assert await _count(database) == 0


async def test_a_rolled_back_savepoint_takes_only_its_own_rows(database: Database) -> None:
    """A turn that fails inside a savepoint leaves the others of its batch standing."""
    async with database.begin() as conn:
        await conn.execute(insert(conn, house_facts), [ROW])
        with pytest.raises(UndoError):  # noqa: PT012 - the failing savepoint is the subject
            async with conn.begin_nested():
                await conn.execute(insert(conn, house_facts), [ROW | {"key": "other"}])
                raise UndoError
    assert await _count(database) == 1


async def test_reading_cannot_write(database: Database) -> None:
    """A read transaction refuses to change anything."""
    with pytest.raises(DBAPIError):
        async with database.read() as conn:
            await conn.execute(insert(conn, house_facts), [ROW])
    assert await _count(database) == 0


async def test_a_reader_sees_one_moment_while_others_write(database: Database) -> None:
    """Readers run beside a writer and keep the picture with which they began."""
    async with database.read() as reader:
        before = await reader.scalar(select(func.count()).select_from(house_facts))
        async with database.begin() as conn:
            await conn.execute(insert(conn, house_facts), [ROW])
        after = await reader.scalar(select(func.count()).select_from(house_facts))
    assert before == after == 0
    assert await _count(database) == 1


async def test_a_naive_time_is_refused(database: Database) -> None:
    """A moment without a time zone never reaches a table."""
    with pytest.raises(Exception, match="naive"):
        async with database.begin() as conn:
            await conn.execute(insert(conn, house_facts), [ROW | {"at": datetime(2026, 1, 1)}])  # noqa: DTZ001


async def test_writers_take_turns(database: Database) -> None:
    """Many writers at once wait for each other and all succeed."""

    async def write(number: int) -> None:
        async with database.begin() as conn:
            await conn.execute(insert(conn, house_facts), [ROW | {"key": str(number)}])

    await asyncio.gather(*(write(number) for number in range(20)))
    assert await _count(database) == 20


async def test_another_process_that_writes_holds_up_nobody_but_writers(sqlite_database: Database) -> None:
    """Whoever wants to write waits in a thread until it is done; the loop goes on, and the patience is as before."""
    path = sqlite_database.url.database
    assert path is not None
    async with sqlite_database.begin() as conn:
        patience = await conn.scalar(text("PRAGMA busy_timeout"))
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        entered = asyncio.Event()

        async def write() -> None:
            async with sqlite_database.begin() as conn:
                entered.set()
                await conn.execute(insert(conn, house_facts), [ROW])

        writing = asyncio.create_task(write())
        for _ in range(50):
            await asyncio.sleep(0)
        assert not entered.is_set()
        assert await _count(sqlite_database) == 0
        other.execute("COMMIT")
        await writing
    async with sqlite_database.begin() as conn:
        assert await conn.scalar(text("PRAGMA busy_timeout")) == patience == BUSY_SECONDS * 1000
    assert await _count(sqlite_database) == 1


async def test_sqlite_is_durable_and_checks_its_references(sqlite_database: Database) -> None:
    """The SQLite file is in WAL mode, syncs fully and enforces foreign keys."""
    async with sqlite_database.begin() as conn:
        values = [
            await conn.scalar(text(f"PRAGMA {name}"))
            for name in ("journal_mode", "synchronous", "foreign_keys")
        ]
    assert values == ["wal", 2, 1]


def test_the_newest_script_is_the_head() -> None:
    """The names of the scripts say what Alembic reads in them."""
    scripts = ScriptDirectory.from_config(migrations_config())
    assert head() == scripts.get_current_head()
    assert set(revisions()) == {script.revision for script in scripts.walk_revisions()}


async def test_an_empty_database_is_behind(empty_url: str) -> None:
    """Before the first upgrade there is no version, and the program says what is the matter."""
    database = Database(empty_url)
    assert await database.version() is None
    with pytest.raises(DatabaseBehind):
        await database.require_current()
    await database.dispose()


async def test_asking_for_the_version_makes_no_file(tmp_path: Path) -> None:
    """Before the first upgrade neither the data folder nor the file is made, and an upgrade makes both."""
    database = Database(default_url(tmp_path / "data"))
    assert not await database.is_current()
    assert not (tmp_path / "data").exists()
    await database.upgrade()
    assert await database.is_current()
    await database.dispose()


async def test_an_upgrade_makes_exactly_the_tables(empty_url: str) -> None:
    """After the upgrade the database and ``storage/tables/`` agree; a second upgrade changes nothing."""
    database = Database(empty_url)
    await database.upgrade()
    await database.upgrade()
    assert await database.is_current()
    await database.require_current()
    async with database.read() as conn:
        assert await conn.run_sync(_differences) == []
    await database.dispose()


def _differences(conn: Connection) -> list[object]:
    return list(compare_metadata(MigrationContext.configure(conn), SQLModel.metadata))


async def test_a_newer_database_is_not_touched(database: Database) -> None:
    """Tables made by a newer program are refused, by reading and by upgrading."""
    async with database.begin() as conn:
        await conn.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(DatabaseAhead):
        await database.require_current()
    with pytest.raises(DatabaseAhead):
        await database.upgrade()


async def test_two_upgrades_at_once_make_one(empty_url: str) -> None:
    """Two programs of one process that upgrade at the same time both find the work done."""
    first, second = Database(empty_url), Database(empty_url)
    await asyncio.gather(first.upgrade(), second.upgrade())
    assert await first.is_current()
    assert await second.is_current()
    await first.dispose()
    await second.dispose()


async def test_two_processes_may_upgrade_at_once(empty_url: str) -> None:
    """Two processes that upgrade at the same time both succeed."""
    code = (
        "import asyncio, sys; from storage.database import Database; "
        "asyncio.run(Database(sys.argv[1]).upgrade())"
    )
    command = [sys.executable, "-W", "error", "-c", code, empty_url]
    root = Path(database_module.__file__).parents[1]
    both = [
        await asyncio.create_subprocess_exec(*command, cwd=root, stderr=subprocess.PIPE) for _ in range(2)
    ]
    errors = [(await process.communicate())[1] for process in both]
    assert [(process.returncode, error) for process, error in zip(both, errors, strict=True)] == [
        (0, b"")
    ] * 2
    database = Database(empty_url)
    assert await database.is_current()
    await database.dispose()


def test_the_default_is_a_file_in_the_data_folder(tmp_path: Path) -> None:
    """Without a URL the database is an SQLite file, whatever letters the folder's name has."""
    folder = tmp_path / "dữ liệu #1?"
    assert Database(default_url(folder)).url.database == str(folder / "khaosat.sqlite3")


def test_only_two_kinds_of_database_are_known() -> None:
    """A URL of another kind is refused by name."""
    with pytest.raises(ValueError, match="mysql"):
        Database("mysql://host/name")
