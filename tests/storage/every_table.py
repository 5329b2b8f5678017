"""Rows in every table that there is, with every kind of value that a column may hold."""

import random
from collections.abc import Callable, Coroutine
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any, Final

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    ColumnElement,
    Date,
    DateTime,
    Integer,
    LargeBinary,
    Table,
    select,
)
from sqlalchemy import insert as plain_insert
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.copying import tables_in_order
from storage.database import Database
from storage.tables.columns import CHANNELS, ChannelNumber, Milliseconds, UtcDateTime

Make = Callable[[str], Coroutine[Any, Any, Database]]
"""Makes an upgraded database without rows, of a kind by name."""

HANOI: Final = timezone(timedelta(hours=7))
TEXTS: Final = (
    "",
    "Nguyễn Thị Hồng Gấm",
    "o\u0302\u0301 rời",  # letters in parts
    "tab\tnewline\nreturn\r bell\x07 delete\x7f",
    "\u202eright to left\u200b zero width",
    "👩‍🌾 𝔘𝔫𝔦 \U0010ffff",
    "'; DROP TABLE officials; -- \" \\ %s :name {brace}",
)
DOCUMENTS: Final[tuple[dict[str, Any], ...]] = (
    {},
    {"b": 1, "a": [1.5, -2, True, None, "ạ"], "text": TEXTS[4]},
    {"large": 2**70, "small": 1e-300, "nested": {"": {"0": []}}},
)


async def fill(conn: AsyncConnection, rows: int = 7, seed: int = 1) -> None:
    """Put rows into every table; the highest numbers of responses and chats belong to rows that are gone."""
    draw = random.Random(seed)
    for table in tables_in_order():
        made = [await _row(conn, table, number, draw) for number in range(rows)]
        await conn.execute(plain_insert(table), made)
        own = [key.parent for key in table.foreign_keys if key.column.table is table]
        for column in own:  # every second names a parent with a higher number
            for row in made[:-1:2]:
                await conn.execute(
                    table.update().where(table.c.id == row["id"]).values({column.name: row["id"] + 10})
                )
    for name in ("responses", "contact_points"):
        await _erase_last(conn, name, 10 * rows)


async def _erase_what_names(conn: AsyncConnection, table: Table, which: ColumnElement[bool]) -> None:
    """Delete the rows of other tables that name rows of this one, and what names those."""
    for other in tables_in_order():
        for key in other.foreign_keys:
            if key.column.table is table and other is not table:
                naming = key.parent.in_(select(table.c.id).where(which))
                if "id" in other.c:
                    await _erase_what_names(conn, other, naming)
                await conn.execute(other.delete().where(naming))


async def _erase_last(conn: AsyncConnection, name: str, number: int) -> None:
    for table in reversed(tables_in_order()):
        for key in table.foreign_keys:
            if key.column.table.name == name:
                await _erase_what_names(conn, table, key.parent == number)
                await conn.execute(table.delete().where(key.parent == number))
        if table.name == name:
            await conn.execute(table.delete().where(table.c.id == number))


async def _row(conn: AsyncConnection, table: Table, number: int, draw: random.Random) -> dict[str, Any]:
    return {column.name: await _value(conn, table, column, number, draw) for column in table.c}


async def _value(
    conn: AsyncConnection, table: Table, column: Column[Any], number: int, draw: random.Random
) -> Any:
    keys = [key for key in column.foreign_keys if key.column.table is not table]
    if keys:
        known = (await conn.scalars(select(keys[0].column).order_by(keys[0].column))).all()
        return known[number % len(known)]
    if column.foreign_keys or (column.nullable and draw.random() < 0.3):
        return None
    if column.primary_key and column.name == "id":
        return 10 * (number + 1)
    return _plain(column, number, draw)


def _plain(column: Column[Any], number: int, draw: random.Random) -> Any:
    kind = column.type
    if isinstance(kind, ChannelNumber):
        return draw.choice(CHANNELS)
    if isinstance(kind, UtcDateTime | DateTime | Milliseconds):
        return datetime(2026, 1, 1, tzinfo=HANOI) + timedelta(
            days=number, microseconds=draw.randrange(10**12)
        )
    if isinstance(kind, Date):
        return date(1900, 1, 1) + timedelta(days=draw.randrange(60_000))
    if isinstance(kind, Boolean):
        return draw.random() < 0.5
    if isinstance(kind, BigInteger):
        return (2**63 - 1 - number) * draw.choice((1, -1))
    if isinstance(kind, Integer):
        return number if column.primary_key else draw.randrange(-(2**31), 2**31)
    if isinstance(kind, JSON):
        return draw.choice(DOCUMENTS)
    if isinstance(kind, LargeBinary):
        return draw.randbytes(300) + bytes(range(256))
    return f"{draw.choice(TEXTS)}{number}"


def now() -> datetime:
    """The moment of these tests."""
    return datetime(2026, 12, 1, 2, 0, tzinfo=UTC)


async def rows_of(database: Database) -> dict[str, list[dict[str, Any]]]:
    """Read every table, in the order of its key's text."""
    found = {}
    async with database.read() as conn:
        for table in tables_in_order():
            rows = [dict(row) for row in (await conn.execute(select(table))).mappings()]
            key = [column.name for column in table.primary_key]
            found[table.name] = sorted(rows, key=lambda row, key=key: repr([row[name] for name in key]))  # type: ignore[misc]
    return found
