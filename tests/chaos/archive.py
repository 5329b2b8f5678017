"""The database as a stranger reads it: plain SQL through ``sqlite3`` or ``asyncpg``, nothing of the program's own."""

import sqlite3
from contextlib import closing
from datetime import datetime, timedelta
from typing import Any, Final
from urllib.parse import urlsplit

import asyncpg

Rows = list[tuple[Any, ...]]

TWO_DAYS: Final = 49 * 3600  # seconds
HEARTBEAT: Final = "last_fetch.telegram"
AGEING: Final = (
    ("contact_attempts", "at"),
    ("outbox", "claimed_at"),
    ("outbox", "not_before"),
    ("outbox", "not_after"),
    ("cases", "begun_at"),
    ("cases", "invited_at"),
    ("responses", "updated_at"),
)
"""What grows older while days pass: by what the field period judges."""

_SQLITE: Final = "sqlite:///"


async def rows_of(url: str, query: str) -> Rows:
    """Return what a query finds. Raises the driver's error."""
    if url.startswith(_SQLITE):
        return file_rows(url.removeprefix(_SQLITE), query)
    connection = await asyncpg.connect(_plain(url))
    try:
        return [tuple(row) for row in await connection.fetch(query)]
    finally:
        await connection.close()


async def change(url: str, *statements: str) -> None:
    """Carry statements out, all or none."""
    if url.startswith(_SQLITE):
        with closing(sqlite3.connect(url.removeprefix(_SQLITE), timeout=60)) as connection, connection:
            for statement in statements:
                connection.execute(statement)
        return
    connection = await asyncpg.connect(_plain(url))
    try:
        async with connection.transaction():
            for statement in statements:
                await connection.execute(statement)
    finally:
        await connection.close()


def file_rows(path: str, query: str) -> Rows:
    """Return what a query finds in a SQLite file (with its WAL)."""
    with closing(sqlite3.connect(path, timeout=60)) as connection:
        return connection.execute(query).fetchall()


async def counted(url: str, query: str) -> int:
    """Return the only number that a query finds."""
    ((number,),) = await rows_of(url, query)
    return int(number)


def earlier(url: str, column: str, seconds: int) -> str:
    """Return the expression of a moment so many seconds earlier, in the form in which each database keeps it."""
    if url.startswith(_SQLITE):
        return f"strftime('%Y-%m-%d %H:%M:%f000', {column}, '-{seconds} seconds')"
    return f"{column} - interval '{seconds} seconds'"


def _plain(url: str) -> str:
    return urlsplit(url)._replace(scheme="postgresql").geturl()


async def told_at(url: str, fact: str) -> datetime | None:
    """Return the moment that stands under a fact of the house; ``None`` if there is none."""
    rows = await rows_of(url, f"SELECT value FROM house_facts WHERE key = '{fact}'")
    return datetime.fromisoformat(rows[0][0]) if rows else None


async def two_days_pass(url: str) -> None:
    """Let everything that the field period judges by grow older by two days and an hour."""
    for table, column in AGEING:
        await change(url, f"UPDATE {table} SET {column} = {earlier(url, column, TWO_DAYS)}")
    fetched = await told_at(url, HEARTBEAT)
    if fetched is not None:
        before = (fetched - timedelta(seconds=TWO_DAYS)).isoformat()
        await change(url, f"UPDATE house_facts SET value = '{before}' WHERE key = '{HEARTBEAT}'")
