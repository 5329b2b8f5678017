"""After an erasure no byte of it is left in SQLite's files, whatever happens in between."""

import asyncio
import random
import sqlite3
from contextlib import closing

import pytest
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import erasure, scrubbing
from storage.database import Database
from storage.responses import AnswerWrite, TurnWrites, save
from storage.scrubbing import has_leftovers, scrub
from storage.sql import house_facts
from tests.storage.archive import HOUR, NOW, Field, begin, consent, link, open_field
from tests.storage.files import bytes_of, files_that_hold
from tests.storage.test_erasure import SECRET, fill

KEYS = ("LT01", "LT02", "LT03", "LT04")


def words_of(key: str) -> str:
    """Return words that only one person has written."""
    return f"lời riêng của {key}"


async def write_in_turns(database: Database) -> Field:
    """Let four people write by turns, so many words that every table's pages are split over and over."""
    chance = random.Random(15)
    async with database.begin() as conn:
        field = await open_field(conn)
        begun = {key: await _begin(conn, field, key) for key in KEYS}
    for _ in range(40):
        async with database.begin() as conn:
            answers = []
            for _ in range(25):
                key, item = chance.choice(KEYS), f"q{chance.randrange(300)}"
                words = words_of(key) + "." * chance.randrange(120)
                answers.append(AnswerWrite(begun[key], item, words, NOW))
            await save(conn, TurnWrites(answers=answers))
    return field


async def _begin(conn: AsyncConnection, field: Field, key: str) -> int:
    await link(conn, field, key)
    await consent(conn, field, key, "given")
    return await begin(conn, field, key)


async def test_no_byte_is_left_of_who_was_erased(sqlite_database: Database) -> None:
    """Of all that somebody wrote, in pages that were split many times, no file holds a word; others keep theirs."""
    field = await write_in_turns(sqlite_database)
    assert files_that_hold(sqlite_database, words_of("LT02"))
    async with sqlite_database.begin() as conn:
        await erasure.erase(conn, field.officials["LT02"], NOW + HOUR)
    assert await scrub(sqlite_database)
    assert files_that_hold(sqlite_database, words_of("LT02")) == []
    assert files_that_hold(sqlite_database, words_of("LT03"))


async def test_overwriting_what_is_deleted_is_not_enough(sqlite_database: Database) -> None:
    """``secure_delete`` and an empty log leave copies that a split page kept: so the file is written anew."""
    chance = random.Random(1)
    path = str(sqlite_database.url.database)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA secure_delete = ON")
        connection.execute("CREATE TABLE said (who INTEGER, item TEXT, words TEXT, PRIMARY KEY (who, item))")
        connection.execute("CREATE INDEX said_by_item ON said (item, words)")
        connection.execute("BEGIN")
        for _ in range(20_000):
            who, item = chance.randrange(500), f"q{chance.randrange(40)}"
            words = f"{words_of(str(who))};" + "." * chance.randrange(60)
            connection.execute(
                "INSERT INTO said VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET words = excluded.words",
                (who, item, words),
            )
        connection.execute("COMMIT")
        erased = range(0, 500, 5)
        connection.executemany("DELETE FROM said WHERE who = ?", [(who,) for who in erased])
        assert await sqlite_database.truncate_log()
        assert any(files_that_hold(sqlite_database, f"{words_of(str(who))};") for who in erased)
        assert await sqlite_database.rewrite()
        assert await sqlite_database.truncate_log()
        assert not any(files_that_hold(sqlite_database, f"{words_of(str(who))};") for who in erased)


async def test_what_every_table_held_is_gone_from_the_files(sqlite_database: Database) -> None:
    """Answers, revisions, paradata, texts in and out, files and jobs: no byte stays, connections open all the time."""
    field = await fill(sqlite_database)
    async with sqlite_database.begin() as conn:
        await erasure.erase(conn, field.officials["LT01"], NOW + HOUR)
    assert await scrub(sqlite_database)
    assert files_that_hold(sqlite_database, SECRET) == []


async def test_every_writing_connection_overwrites_what_it_deletes(sqlite_database: Database) -> None:
    """``secure_delete`` is on for whoever writes, however SQLite was built."""
    async with sqlite_database.begin() as conn:
        assert await conn.scalar(text("PRAGMA secure_delete")) == 1


async def test_a_reader_delays_the_scrubbing_and_nobody_waits(sqlite_database: Database) -> None:
    """While somebody reads an older moment the log cannot be emptied: it is done at the next try."""
    field = await fill(sqlite_database)
    async with sqlite_database.read() as reader:
        await reader.execute(select(house_facts))
        async with sqlite_database.begin() as conn:
            await erasure.erase(conn, field.officials["LT01"], NOW + HOUR)
        assert not await scrub(sqlite_database)
        assert await has_leftovers(sqlite_database)
    assert await scrub(sqlite_database)
    assert SECRET.encode() not in bytes_of(sqlite_database)


async def test_another_process_that_writes_delays_the_scrubbing(sqlite_database: Database) -> None:
    """A foreign transaction is no error: the file is written anew at the next try."""
    async with sqlite_database.begin() as conn:
        await conn.execute(text("PRAGMA busy_timeout = 0"))
    foreign = sqlite3.connect(str(sqlite_database.url.database), isolation_level=None)
    foreign.execute("BEGIN IMMEDIATE")
    assert not await sqlite_database.rewrite()
    foreign.execute("ROLLBACK")
    foreign.close()
    assert await sqlite_database.rewrite()


async def test_the_mark_survives_a_restart(sqlite_database: Database) -> None:
    """A program that dies after the erasure leaves the work to the next one, wherever it was."""
    field = await fill(sqlite_database)
    async with sqlite_database.begin() as conn:
        await erasure.erase(conn, field.officials["LT01"], NOW + HOUR)
    await sqlite_database.dispose()
    again = Database(str(sqlite_database.url))
    for place in (scrubbing.DELETED, scrubbing.REWRITING):
        async with again.begin() as conn:
            await scrubbing.mark_leftovers(conn, NOW)
            await conn.execute(house_facts.update().values(value=place))
        assert await scrub(again)
    assert SECRET.encode() not in bytes_of(again)
    await again.dispose()


async def test_an_erasure_during_the_rewriting_has_a_round_of_its_own(
    sqlite_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is deleted while the file is written anew is not taken for done."""
    field = await fill(sqlite_database)
    rewrite = sqlite_database.rewrite

    async def rewrite_and_erase() -> bool:
        done = await rewrite()
        async with sqlite_database.begin() as conn:
            await erasure.erase(conn, field.officials["LT01"], NOW + HOUR)
        return done

    async with sqlite_database.begin() as conn:
        await scrubbing.mark_leftovers(conn, NOW)
    monkeypatch.setattr(sqlite_database, "rewrite", rewrite_and_erase)
    assert not await scrub(sqlite_database)
    monkeypatch.undo()
    assert await scrub(sqlite_database)
    assert SECRET.encode() not in bytes_of(sqlite_database)


async def test_turns_go_on_while_the_files_are_scrubbed(sqlite_database: Database) -> None:
    """Our own writers wait for the rewriting and are not refused."""
    field = await fill(sqlite_database)
    async with sqlite_database.begin() as conn:
        other = await begin(conn, field, "LT02")
        await erasure.erase(conn, field.officials["LT01"], NOW + HOUR)

    async def write(number: int) -> None:
        async with sqlite_database.begin() as conn:
            await save(conn, TurnWrites(answers=[AnswerWrite(other, f"q{number}", "còn đây", NOW)]))

    await asyncio.gather(scrub(sqlite_database), *(write(number) for number in range(20)))
    assert await scrub(sqlite_database)
    assert SECRET.encode() not in bytes_of(sqlite_database)
    assert "còn đây".encode() in bytes_of(sqlite_database)


async def test_only_sqlite_is_scrubbed(database: Database) -> None:
    """An erasure marks leftovers on SQLite; on PostgreSQL there is nothing for us to do."""
    field = await fill(database)
    assert await scrub(database)
    async with database.begin() as conn:
        await erasure.erase(conn, field.officials["LT01"], NOW + HOUR)
    assert await has_leftovers(database) == database.is_sqlite
    assert await scrub(database)
