"""The database as a stranger reads it: plain SQL through ``sqlite3`` or ``asyncpg``, nothing of the program's own."""

import sqlite3
from contextlib import closing
from typing import Any, Final
from urllib.parse import urlsplit

import asyncpg

Rows = list[tuple[Any, ...]]

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
