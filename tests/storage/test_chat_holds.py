"""One person's turns are taken one at a time, on whatever phone: a transaction holds all their chats."""

import asyncio

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import frame
from storage.chat_holds import hold_chats
from tests.conftest import POSTGRES_IS_OFF
from tests.patience import HANGING
from tests.storage.archive import NOW, open_field
from tests.storage.every_table import Make

WAITING = text("SELECT count(*) FROM pg_locks WHERE NOT granted")


async def chats_of_one(conn: AsyncConnection) -> None:
    """Give one official a chat on two channels."""
    field = await open_field(conn)
    for channel in ("telegram", "web"):
        made = await frame.ensure_contact_points(conn, channel, ["1"], NOW)
        await frame.link(conn, made["1"].id, field.officials["LT01"], NOW)


@pytest.mark.skipif(POSTGRES_IS_OFF, reason="needs PostgreSQL: on SQLite every writing transaction is alone")
async def test_two_phones_of_one_person_wait_for_each_other(make: Make) -> None:
    """What is done on the second phone is looked at when the first phone's turn is stored."""
    database = await make("postgresql")
    order: list[str] = []
    async with database.begin() as conn:
        await chats_of_one(conn)

    async def take(channel: str) -> None:
        async with database.begin() as conn:
            await hold_chats(conn, {(channel, "1")})
            order.append(channel)

    async with database.begin() as first, asyncio.timeout(HANGING):
        await hold_chats(first, {("telegram", "1")})
        second = asyncio.create_task(take("web"))
        async with database.read() as watcher:
            while not await watcher.scalar(WAITING):
                pass
        order.append("telegram")
    await second
    assert order == ["telegram", "web"]
