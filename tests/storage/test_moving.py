"""A live survey moves to another database and back without loss; what is left behind knows it."""

import sqlite3
from contextlib import closing

import pytest
from sqlalchemy import Table, insert, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import copying, leases
from storage.copying import CopyError, NotEmpty, TableSum
from storage.database import Database, DatabaseBehind
from storage.moving import MOVED_TO, MovedAway, StillRunning, move, require_not_moved
from storage.office import get_fact
from storage.sql import house_facts
from storage.sqlite_files import FileInUse
from tests.conftest import BACKENDS
from tests.storage.every_table import Make, fill, now, rows_of


async def filled(make: Make, kind: str) -> Database:
    """Make a database with rows in every table."""
    database = await make(kind)
    async with database.begin() as conn:
        await fill(conn)
    return database


@pytest.mark.parametrize("target_kind", BACKENDS)
@pytest.mark.parametrize("source_kind", BACKENDS)
async def test_a_survey_moves(make: Make, source_kind: str, target_kind: str) -> None:
    """Every row arrives and is counted; the source keeps every row, with one fact more."""
    source, target = await filled(make, source_kind), await make(target_kind)
    before = await rows_of(source)
    told: dict[str, int] = {}
    copied = await move(source, target, now(), told.__setitem__)
    assert await rows_of(target) == before
    assert {name: each.count for name, each in copied.items()} == told
    assert told == {name: len(rows) for name, rows in before.items()}
    after = await rows_of(source)
    facts = after["house_facts"]
    assert [row for row in facts if row["key"] != MOVED_TO] == before["house_facts"]
    assert after | {"house_facts": []} == before | {"house_facts": []}


async def test_what_was_moved_is_not_worked_with(make: Make) -> None:
    """The old place names the new one, without user and password, and is not moved again; the new one is free."""
    source, target, third = await filled(make, "sqlite"), await make(BACKENDS[-1]), await make("sqlite")
    await move(source, target, now())
    async with source.begin() as conn:
        with pytest.raises(MovedAway) as caught:
            await require_not_moved(conn)
        fact = await get_fact(conn, MOVED_TO)
    assert fact is not None
    assert caught.value.place == fact.value == target.address.place
    async with target.begin() as conn:
        await require_not_moved(conn)
    with pytest.raises(MovedAway):
        await move(source, third, now())
    await move(target, third, now())
    assert (await rows_of(third))["answers"] == (await rows_of(source))["answers"]


@pytest.mark.parametrize("kind", BACKENDS)
async def test_a_running_bot_is_not_moved_from_under(make: Make, kind: str) -> None:
    """A bot that works on the source keeps it where it is, and nothing is copied."""
    source, target = await filled(make, kind), await make("sqlite")
    if kind == "sqlite":
        with closing(sqlite3.connect(source.url.database or "")) as living:
            living.execute("SELECT count(*) FROM units").fetchall()
            with pytest.raises(FileInUse):
                await move(source, target, now())
    else:
        async with source.begin() as conn:
            assert await leases.take(conn, f"{leases.PROCESS}one", "one", {}, now())
        with pytest.raises(StillRunning):
            await move(source, target, now())
    assert not any((await rows_of(target)).values())
    async with source.begin() as conn:
        await require_not_moved(conn)


async def test_a_filled_target_is_refused(make: Make) -> None:
    """Where other people's rows stand nothing is written, and the source stays in use."""
    source, target = await filled(make, "sqlite"), await make(BACKENDS[-1])
    async with target.begin() as conn:
        await fill(conn, rows=3, seed=2)
    before = await rows_of(target)
    with pytest.raises(NotEmpty):
        await move(source, target, now())
    assert await rows_of(target) == before
    async with source.begin() as conn:
        await require_not_moved(conn)


async def test_a_copy_that_fails_leaves_both_as_they_were(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If a table does not arrive as it was read, the target is empty again and the source not marked."""
    source, target = await filled(make, "sqlite"), await make(BACKENDS[-1])
    real = copying.sum_rows

    async def forgetful(conn: AsyncConnection, table: Table) -> TableSum:
        return TableSum() if table.name == "responses" else await real(conn, table)

    monkeypatch.setattr(copying, "sum_rows", forgetful)
    with pytest.raises(CopyError, match="responses"):
        await move(source, target, now())
    assert not any((await rows_of(target)).values())
    async with source.begin() as conn:
        await require_not_moved(conn)


@pytest.mark.skipif("postgresql" not in BACKENDS, reason="an SQLite file has one writer anyway")
async def test_nobody_writes_while_a_database_is_copied(make: Make) -> None:
    """Under the lock of a move another's row, which would be lost, has to wait; readers go on."""
    source = await make("postgresql")
    async with source.begin() as conn:
        await copying.lock(conn)
        with pytest.raises(DBAPIError, match="lock timeout"):  # noqa: PT012 - the waiting writer is the subject
            async with source.begin() as other:
                await other.execute(text("SET LOCAL lock_timeout = '50ms'"))
                await other.execute(insert(house_facts), [{"key": "late", "value": "", "at": now()}])
        async with source.read() as reader:
            assert await get_fact(reader, "late") is None


async def test_an_older_source_is_upgraded_first(make: Make) -> None:
    """A source at another version than the program's is refused: it says so before anything is copied."""
    source, target = await make("sqlite"), await make("sqlite")
    async with source.begin() as conn:
        await conn.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    with pytest.raises(DatabaseBehind):
        await move(source, target, now())
