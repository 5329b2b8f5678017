"""Every row from one database into another, of either kind: the core of backup, restore and moving.

Rows pass as the values that SQLAlchemy's types make of them, so both databases give back the same. What was read
and what stands in the target afterwards is summed, table by table, and compared before anything is committed.

Exceptions::

    CopyError(Exception)    a table did not arrive as it was read
    NotEmpty(Exception)     the target holds rows that would be lost
"""

import hashlib
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Integer, LargeBinary, RowMapping, Table, delete, func, select, text
from sqlalchemy import insert as plain_insert
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import SQLModel

from storage.sql import form_versions

ROWS_AT_ONCE: Final = 1000
BLOBS_AT_ONCE: Final = 50
"""How many rows are held in memory; fewer of a table that holds files."""

FURNITURE: Final = ("form_versions", "audit_log", "house_facts")
"""What an upgrade and a first start write into a database: a copy may take its place."""

SUM_BITS: Final = 256


class CopyError(Exception):
    """The table ``table`` could not be copied, or did not arrive as it was read; ``reason`` as a database gave it."""

    def __init__(self, table: str, reason: str = "") -> None:
        super().__init__(f"{table}: {reason or 'the copy differs from what was read'}")
        self.table = table
        self.reason = reason


class NotEmpty(Exception):  # noqa: N818 - says what is the matter
    """The target holds rows in ``table``."""

    def __init__(self, table: str) -> None:
        super().__init__(table)
        self.table = table


@dataclass(frozen=True, slots=True)
class TableSum:
    """How many rows a table holds, and the sum of their hashes: the same in whatever order they are read."""

    count: int = 0
    total: int = 0

    def plus(self, rows: Sequence[RowMapping]) -> "TableSum":
        """Return the sum with more rows in it."""
        total = sum(
            int.from_bytes(hashlib.sha256(repr(tuple(row.values())).encode()).digest(), "big") for row in rows
        )
        return TableSum(self.count + len(rows), (self.total + total) % 2**SUM_BITS)


def tables_in_order() -> list[Table]:
    """Return every table, each after those it refers to."""
    return list(SQLModel.metadata.sorted_tables)


async def copy_rows(
    source: AsyncConnection, target: AsyncConnection, on_table: Callable[[str, int], None] = lambda *_: None
) -> Mapping[str, TableSum]:
    """Copy every row and compare; ``on_table`` hears the name and the rows of each table that is done.

    The target's tables are empty. Nothing is committed here. Raises ``CopyError``.
    """
    sums = {}
    for table in tables_in_order():
        read = TableSum()
        try:
            async for rows in _batches(source, table):
                await target.execute(plain_insert(table), [dict(row) for row in rows])
                read = read.plus(rows)
        except DBAPIError as error:
            raise CopyError(table.name, _reason(error)) from error
        if await sum_rows(target, table) != read:
            raise CopyError(table.name)
        sums[table.name] = read
        on_table(table.name, read.count)
    await _carry_numbers(source, target)
    return sums


def _reason(error: DBAPIError) -> str:
    """Return what a database said, without the value that it would not take."""
    said = str(error.orig).splitlines()[0]
    return "a value does not fit its column" if "query argument" in said else said


async def sum_rows(conn: AsyncConnection, table: Table) -> TableSum:
    """Count and sum a table as it stands."""
    found = TableSum()
    async for rows in _batches(conn, table):
        found = found.plus(rows)
    return found


async def sum_all(conn: AsyncConnection) -> dict[str, TableSum]:
    """Count and sum every table."""
    return {table.name: await sum_rows(conn, table) for table in tables_in_order()}


async def _batches(conn: AsyncConnection, table: Table) -> AsyncIterator[Sequence[RowMapping]]:
    """Yield the rows of a table in the order of its key; of one that refers to itself, parents before children."""
    own = [key.parent for key in table.foreign_keys if key.column.table is table]
    query = select(table).order_by(*table.primary_key)
    if own:
        rows = (await conn.execute(query)).mappings().all()
        if rows:
            yield _parents_first(rows, own[0].name)
        return
    has_files = any(isinstance(column.type, LargeBinary) for column in table.c)
    size = BLOBS_AT_ONCE if has_files else ROWS_AT_ONCE
    async with conn.stream(query, execution_options={"yield_per": size}) as result:
        async for part in result.mappings().partitions():
            yield part


def _parents_first(rows: Sequence[RowMapping], parent: str) -> list[RowMapping]:
    """Order rows with an ``id`` so that each stands after the one it names as its ``parent``."""
    by_id = {row["id"]: row for row in rows}
    ordered: dict[int, RowMapping] = {}
    for row in rows:
        line = [row]
        while (above := by_id.get(line[-1][parent])) is not None and above["id"] not in ordered:
            if above in line:
                break  # a circle cannot be ordered: the database will say so
            line.append(above)
        ordered.update((each["id"], each) for each in reversed(line) if each["id"] not in ordered)
    return list(ordered.values())


# --- numbers that the database gives ------------------------------------------------------------------


def _numbered() -> list[Table]:
    return [
        table
        for table in tables_in_order()
        if "id" in table.primary_key.columns and isinstance(table.c.id.type, Integer)
    ]


async def _carry_numbers(source: AsyncConnection, target: AsyncConnection) -> None:
    """Let the target go on counting where the source stood: a number that was given is never given again."""
    for table in _numbered():
        highest = max(
            await _last_number(source, table), int(await source.scalar(select(func.max(table.c.id))) or 0)
        )
        if target.dialect.name == "postgresql":
            query = text("SELECT setval(pg_get_serial_sequence(:name, 'id'), :value, :is_used)")
            values = {"name": table.name, "value": max(highest, 1), "is_used": highest > 0}
            await target.execute(query, values)
        elif _remembers(table):
            name = {"name": table.name}
            await target.execute(text("DELETE FROM sqlite_sequence WHERE name = :name"), name)
            query = text("INSERT INTO sqlite_sequence (name, seq) VALUES (:name, :value)")
            await target.execute(query, name | {"value": highest})


def _remembers(table: Table) -> bool:
    """Say whether SQLite keeps the highest number of a table also when its row is gone."""
    return bool(table.dialect_options["sqlite"]["autoincrement"])


async def _last_number(conn: AsyncConnection, table: Table) -> int:
    if conn.dialect.name == "postgresql":
        sequence = await conn.scalar(text("SELECT pg_get_serial_sequence(:name, 'id')"), {"name": table.name})
        query = text(f"SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM {sequence}")  # noqa: S608 - its own word
        return int(await conn.scalar(query) or 0)
    if not _remembers(table):
        return 0
    query = text("SELECT seq FROM sqlite_sequence WHERE name = :name")
    return int(await conn.scalar(query, {"name": table.name}) or 0)


# --- the target ---------------------------------------------------------------------------------------


async def require_empty(target: AsyncConnection, source: AsyncConnection) -> None:
    """Raise ``NotEmpty`` if the target holds more than an upgrade writes, or a form that the source has not."""
    for table in tables_in_order():
        if table.name not in FURNITURE and (await target.execute(select(table).limit(1))).first() is not None:
            raise NotEmpty(table.name)
    forms = select(form_versions.c.sha256)
    if set((await target.scalars(forms)).all()) - set((await source.scalars(forms)).all()):
        raise NotEmpty(form_versions.name)


async def clear(target: AsyncConnection) -> None:
    """Delete every row of every table."""
    for table in reversed(tables_in_order()):
        own = [key.parent for key in table.foreign_keys if key.column.table is table]
        for column in own:
            await target.execute(table.update().values({column.name: None}))
        await target.execute(delete(table))


async def lock(conn: AsyncConnection) -> None:
    """Keep everybody else from writing until the transaction ends (SQLite's writing transactions do so anyway)."""
    if conn.dialect.name == "postgresql":
        names = ", ".join(table.name for table in tables_in_order())
        await conn.execute(text(f"LOCK TABLE {names} IN SHARE ROW EXCLUSIVE MODE"))
