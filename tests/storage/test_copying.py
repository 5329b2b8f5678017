"""Every row of every table passes from one database to another of either kind, and back, without a difference."""

from typing import Any

import pytest
from sqlalchemy import insert, text
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import copying
from storage.copying import CopyError, NotEmpty, copy_rows, require_empty, sum_all
from storage.database import Database
from storage.sql import contact_points, form_versions, house_facts, officials, responses, units
from tests.conftest import BACKENDS
from tests.storage.every_table import Make, fill, now, rows_of


async def copied(source: Database, target: Database) -> None:
    """Copy one database into the other."""
    async with source.read() as read, target.begin() as written:
        await copy_rows(read, written)


@pytest.mark.parametrize("target_kind", BACKENDS)
@pytest.mark.parametrize("source_kind", BACKENDS)
async def test_every_row_arrives(make: Make, source_kind: str, target_kind: str) -> None:
    """Texts, documents, bytes, dates and moments are the same afterwards, with their types, in every table."""
    source, target = await make(source_kind), await make(target_kind)
    async with source.begin() as conn:
        await fill(conn)
    await copied(source, target)
    before, after = await rows_of(source), await rows_of(target)
    assert after == before
    assert all(before.values())
    async with source.read() as first, target.read() as second:
        assert await sum_all(first) == await sum_all(second)


@pytest.mark.parametrize("target_kind", BACKENDS)
@pytest.mark.parametrize("source_kind", BACKENDS)
async def test_a_number_is_never_given_again(make: Make, source_kind: str, target_kind: str) -> None:
    """The target goes on counting where the source stood, also where the last row was erased."""
    source, target = await make(source_kind), await make(target_kind)
    async with source.begin() as conn:
        await fill(conn)
        erased = 70  # the last of seven rows by tens
        if source_kind == "postgresql":  # rows that came with their number do not move the sequence
            for name in ("responses", "contact_points"):
                await conn.execute(
                    text("SELECT setval(pg_get_serial_sequence(:name, 'id'), :value)"),
                    {"name": name, "value": erased},
                )
    await copied(source, target)
    async with target.begin() as conn:
        chat = {"channel": "telegram", "address": "new", "created_at": now()}
        assert (
            await _number_of(conn, insert(contact_points).values(chat).returning(contact_points.c.id))
            > erased
        )
        unit = {"code": "new", "name": "new", "valid_from": now().date()}
        assert await _number_of(conn, insert(units).values(unit).returning(units.c.id)) > erased


async def _number_of(conn: AsyncConnection, query: Any) -> int:
    return int(await conn.scalar(query) or 0)


async def test_large_tables_pass_in_parts(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    """A table that does not fit into one batch arrives whole."""
    monkeypatch.setattr(copying, "ROWS_AT_ONCE", 3)
    monkeypatch.setattr(copying, "BLOBS_AT_ONCE", 2)
    source, target = await make("sqlite"), await make(BACKENDS[-1])
    async with source.begin() as conn:
        await fill(conn)
    await copied(source, target)
    assert await rows_of(target) == await rows_of(source)


@pytest.mark.skipif("postgresql" not in BACKENDS, reason="PostgreSQL alone refuses it")
async def test_what_a_database_cannot_hold_is_named(make: Make) -> None:
    """A NUL in a text, which PostgreSQL has no room for, ends the copy with the table's name and leaves nothing."""
    source, target = await make("sqlite"), await make("postgresql")
    async with source.begin() as conn:
        await conn.execute(insert(house_facts), [{"key": "a very private key", "value": "a\0b", "at": now()}])
    with pytest.raises(CopyError, match="house_facts") as caught:
        await copied(source, target)
    assert "private" not in str(caught.value)
    assert not any((await rows_of(target)).values())


async def test_a_table_that_arrives_otherwise_is_noticed(make: Make) -> None:
    """If the target changes what it is given, the copy is refused by the table's name."""
    source, target = await make("sqlite"), await make("sqlite")
    async with source.begin() as conn:
        await fill(conn)
    async with target.begin() as conn:
        await conn.execute(
            text(
                "CREATE TRIGGER t AFTER INSERT ON units BEGIN UPDATE units SET name = 'x' WHERE id = 30; END"
            )
        )
    with pytest.raises(CopyError, match="units"):
        await copied(source, target)


async def test_a_database_with_rows_is_not_written_over(make: Make) -> None:
    """People, or a form that the source has not, keep a copy out; what an upgrade writes does not."""
    source, target = await make("sqlite"), await make(BACKENDS[-1])
    form = {
        "sha256": "1",
        "form_id": "f",
        "version": "1",
        "title": "",
        "definition": "",
        "published_at": now(),
    }
    async with source.begin() as read, target.begin() as written:
        await require_empty(written, read)
        await written.execute(insert(house_facts), [{"key": "bot", "value": "x", "at": now()}])
        await written.execute(insert(form_versions), [form])
        with pytest.raises(NotEmpty, match="form_versions"):
            await require_empty(written, read)
        await read.execute(insert(form_versions), [form])
        await require_empty(written, read)
        await fill(written, seed=2)
        with pytest.raises(NotEmpty):
            await require_empty(written, read)


async def test_a_filled_database_can_be_cleared(make: Make) -> None:
    """Every row of every table can be deleted, whatever refers to what."""
    database = await make(BACKENDS[-1])
    async with database.begin() as conn:
        await fill(conn)
        await copying.clear(conn)
    assert not any((await rows_of(database)).values())
    assert {officials.name, responses.name} <= set(await rows_of(database))
