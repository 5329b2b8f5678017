"""By which channel people answered, counted by both databases."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncConnection

from storage import erasure, fieldwork, modes, responses
from storage.database import Database
from storage.responses import AnswerWrite
from storage.sql import responses as rows
from storage.writes import TurnWrites
from surveys.aggregation.material import Mode
from surveys.projection import Layout
from tests.storage.archive import HOUR, NOW, Field, begin, form, open_field

PEOPLE = ("LT01", "LT02", "LT03", "LT04", "LT05")


async def answers(conn: AsyncConnection, field: Field, key: str, channels: Sequence[str]) -> int:
    """Let an official give an answer on each of these channels; returns the response."""
    number = await begin(conn, field, key)
    given = [AnswerWrite(number, "birth_year", "1970", NOW + HOUR, channel) for channel in channels]
    await responses.save(conn, TurnWrites(answers=given))
    return number


async def submit(conn: AsyncConnection, number: int) -> None:
    """Submit a response an hour after it began."""
    done = rows.update().where(rows.c.id == number)
    await conn.execute(done.values(status="completed", started_at=NOW, completed_at=NOW + HOUR))


async def test_the_mode_is_the_channel_of_the_answers(database: Database) -> None:
    """Whoever answered on two is counted once, apart; who only opened the form, not at all."""
    async with database.begin() as conn:
        field = await open_field(conn)
        await submit(conn, await answers(conn, field, "LT01", ["web"]))
        await answers(conn, field, "LT02", ["web", "web"])
        await submit(conn, await answers(conn, field, "LT03", ["telegram", "web", "telegram"]))
        await submit(conn, await answers(conn, field, "LT04", ["telegram"]))
        await begin(conn, field, "LT05")
        counted = await fieldwork.fieldwork_of(conn, field.wave.id)
        assert counted.modes == {
            "several": Mode(1, (3600,)),
            "telegram": Mode(1, (3600,)),
            "web": Mode(2, (3600,)),
        }
        await erasure.withdraw(conn, field.officials["LT04"], NOW + HOUR)
        assert set((await fieldwork.fieldwork_of(conn, field.wave.id)).modes) == {"several", "web"}


async def test_responses_are_loaded_by_mode_where_two_have_enough(database: Database) -> None:
    """The packed responses of each; of a wave with one large mode, nothing."""
    async with database.begin() as conn:
        field = await open_field(conn)
        for key in ("LT01", "LT02"):
            await answers(conn, field, key, ["web"])
        await answers(conn, field, "LT03", ["telegram"])
        layout = Layout.of(form())
        found = await modes.load_by_mode(conn, field.wave.id, layout, fewest=1)
        assert {mode: len(matrix) for mode, matrix in found.items()} == {"telegram": 1, "web": 2}
        assert await modes.load_by_mode(conn, field.wave.id, layout, fewest=2) == {}


async def test_what_an_unlinked_wave_keeps_of_its_modes(database: Database) -> None:
    """The counts, as JSON holds them; nothing of a mode by which fewer than five submitted."""
    async with database.begin() as conn:
        field = await open_field(conn)
        for key in PEOPLE[:4]:
            await submit(conn, await answers(conn, field, key, ["web"]))
        assert (await fieldwork.tallies_of(conn, field.wave.id))["modes"] == {}
        await submit(conn, await answers(conn, field, PEOPLE[4], ["web"]))
        assert (await fieldwork.tallies_of(conn, field.wave.id))["modes"] == {"web": [5, (3600,) * 5]}
