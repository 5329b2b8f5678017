"""One official with chats on several channels: whatever is linked, blocked, left and erased, one is written to."""

import asyncio
import shutil
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import erasure, frame, identity, reachable, sql
from storage.database import Database
from storage.records import ContactPointRecord, record
from storage.standings import case_facts
from tests.storage.archive import DAY, NOW, Field, open_field

CHANNELS: Final = {"telegram": True, "zalo": True, "web": False}
"""Whether each takes messages."""
PEOPLE: Final = ("LT01", "LT02")

_chats = st.tuples(st.sampled_from(sorted(CHANNELS)), st.sampled_from(["1", "2", "3"]))
_acts = st.one_of(
    st.tuples(st.just("link"), _chats, st.sampled_from(PEOPLE)),
    st.tuples(st.sampled_from(["block", "unblock", "leave", "come"]), _chats, st.just("")),
    st.tuples(st.just("erase"), st.just(("", "")), st.sampled_from(PEOPLE)),
)
Act = tuple[str, tuple[str, str], str]


@settings(max_examples=30)  # each is a database of its own
@given(st.lists(_acts, min_size=1, max_size=12))
def test_one_chat_is_written_to(sqlite_template: Path, acts: Sequence[Act]) -> None:
    """Of those that take messages the one last used; each channel has one chat of a person at most."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "khaosat.sqlite3"
        shutil.copy(sqlite_template, path)
        asyncio.run(_lead(Database(f"sqlite:///{path}"), acts))


async def _lead(database: Database, acts: Sequence[Act]) -> None:
    try:
        async with database.begin() as conn:
            field = await open_field(conn)
            for number, act in enumerate(acts, start=1):
                await _do(conn, field, act, number)
                for key in PEOPLE:
                    await _check(conn, field, key)
    finally:
        await database.dispose()


async def _do(conn: AsyncConnection, field: Field, act: Act, number: int) -> None:
    what, (channel, address), key = act
    now = NOW + timedelta(seconds=number)
    if what == "erase":
        await erasure.erase(conn, field.officials[key], now)
        return
    made = await frame.ensure_contact_points(conn, channel, [address], now, takes_messages=CHANNELS[channel])
    chat = made[address]
    match what:
        case "link":
            await frame.link(conn, chat.id, field.officials[key], now)
        case "leave":
            await frame.unlink(conn, chat.id, now)
        case "come" if chat.official_id is not None:
            await frame.move_here(conn, chat.id, now)
        case "block" | "unblock":
            await identity.set_blocked(conn, channel, address, now if what == "block" else None)


async def _check(conn: AsyncConnection, field: Field, key: str) -> None:
    query = select(sql.contact_points).where(sql.contact_points.c.official_id == field.officials[key])
    chats = [record(ContactPointRecord, row) for row in (await conn.execute(query)).mappings()]
    channels = [chat.channel for chat in chats]
    assert len(channels) == len(set(channels))
    (standing,) = await case_facts(conn, field.wave.id, [field.cases[key]])
    open_to_us = [chat for chat in chats if chat.takes_messages and chat.blocked_at is None]
    if open_to_us:
        last = max(open_to_us, key=lambda chat: chat.used_at or NOW)
        assert (standing.contact_point_id, standing.address) == (last.id, last.address)
    else:
        assert standing.blocked_at is not None or not standing.takes_messages
    drawn = await reachable.remindable_at(
        conn, field.wave.id, NOW + 2 * DAY, reminded_before=NOW, closes_after=NOW, after=0
    )
    may_be_reminded = bool(open_to_us) and standing.withdrawn_at is None
    assert (field.cases[key] in drawn) == may_be_reminded
    is_linked = select(sql.cases.c.is_linked).where(sql.cases.c.id == field.cases[key])
    assert await conn.scalar(is_linked) == bool(chats)


async def test_declined_reminders_stay_declined_on_a_new_channel(database: Database) -> None:
    """As long as a chat says so: whoever comes back with a new phone of the only channel has not declined there."""
    async with database.begin() as conn:
        field = await open_field(conn)
        who = field.officials["LT01"]
        chats = {
            channel: (await frame.ensure_contact_points(conn, channel, ["1"], NOW))["1"].id
            for channel in ("telegram", "zalo")
        }
        await frame.link(conn, chats["telegram"], who, NOW)
        await frame.set_reminders_off(conn, who, NOW)
        await frame.link(conn, chats["zalo"], who, NOW + DAY)
        (standing,) = await case_facts(conn, field.wave.id, [field.cases["LT01"]])
        assert (standing.channel, standing.reminders_off_at) == ("zalo", NOW)
