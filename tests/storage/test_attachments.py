"""Files of answers: one for a question, kept while an answer bears its name, gone with it, for those within a scope."""

from datetime import timedelta

from sqlalchemy import select

from storage import attachments, sql
from storage.database import Database
from storage.responses import AnswerWrite, FileWrite, TurnWrites, save
from storage.retention import retain
from storage.scope import NOTHING
from tests.storage.archive import DAY, HOUR, NOW, begin, open_field


async def states(database: Database) -> list[tuple[str, str]]:
    """Each file: its name, how it stands."""
    async with database.read() as conn:
        query = select(sql.attachments.c.name, sql.attachments.c.state).order_by(sql.attachments.c.id)
        return [(row[0], row[1]) for row in await conn.execute(query)]


async def test_a_file_is_kept_while_an_answer_bears_its_name(database: Database) -> None:
    """The last one sent counts; replacing or skipping deletes the one before; what became no answer is purged."""
    async with database.begin() as conn:
        field = await open_field(conn)
        response = await begin(conn, field, "LT01")
    sent = FileWrite(response, "q", "image", "telegram", "chat", "ref", NOW)

    async def arrives(name: str) -> None:
        async with database.begin() as conn:
            await save(conn, TurnWrites(files=[sent, sent]))
            (file,) = await attachments.under_way(conn, 9)
            assert await attachments.keep_content(conn, file, name, "image/jpeg", b"bytes")
            assert not await attachments.refuse(conn, file, "lost")

    async def answers(value: str) -> None:
        async with database.begin() as conn:
            given = AnswerWrite(response, "q", value, NOW)
            await save(conn, TurnWrites(answers=[given], with_files=[response]))

    await arrives("1-5.jpg")
    await answers("1-5.jpg")
    await arrives("2-5.jpg")
    assert await states(database) == [("1-5.jpg", "kept"), ("2-5.jpg", "fetched")]
    await answers("2-5.jpg")
    assert await states(database) == [("2-5.jpg", "kept")]
    async with database.read() as conn:
        assert await attachments.files_of_wave(conn, 1) == {"2-5.jpg": 5}
        assert await attachments.files_of_wave(conn, 1, scope=NOTHING) == {}
        assert await attachments.files_of_person(conn, field.officials["LT01"]) == [("2-5.jpg", b"bytes")]
        assert await attachments.files_of_person(conn, field.officials["LT02"]) == []
    await answers("")
    assert await states(database) == []
    await arrives("4-5.jpg")
    async with database.begin() as conn:
        await attachments.purge(conn, NOW + HOUR)
    assert await states(database) == []


async def test_no_file_is_left_after_the_retention(database: Database) -> None:
    """What shows a person is nobody's by no other name."""
    async with database.begin() as conn:
        field = await open_field(conn)
        response = await begin(conn, field, "LT01")
        sent = FileWrite(response, "q", "image", "telegram", "chat", "ref", NOW)
        await save(conn, TurnWrites(files=[sent]))
        await conn.execute(sql.waves.update().values(state="closed", closed_at=NOW))
    await retain(database, (NOW + DAY).date(), NOW + timedelta(days=91), 90)
    assert await states(database) == []
