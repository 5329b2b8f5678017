"""A closing that was put off: for some, the wave goes on; for all others it ends when it was to end."""

from datetime import datetime, timedelta

from bot import fieldwork
from storage import cases, closings, responses, sending, sql
from storage.database import Database
from surveys.field_period import VIETNAM
from tests.bot.field import CLOSING, MONDAY, make_wave, rows_of
from tests.bot.test_fieldwork import CALENDAR, Field

HOUR = timedelta(hours=1)
LATER = datetime(2015, 5, 15, 16, 0, tzinfo=VIETNAM)  # a Friday
EVENING_BEFORE = datetime(2015, 5, 14, 8, 31, tzinfo=VIETNAM)


async def reaches(database: Database, now: datetime) -> dict[str, datetime]:
    """Return who can answer at a moment, by chat, and until when."""
    async with database.read() as conn:
        people = await responses.load(conn, "post", ["1", "2"], now)
    return {address: person.wave.closes_at for address, person in people.items() if person.wave is not None}


async def begin(field: Field) -> list[int]:
    """Make a wave of two, both invited, both reminded as its plan says; returns the cases."""
    case_ids = await make_wave(field.database, 2)
    await field.change(sql.cases, begun_at=MONDAY)
    for case_id in case_ids:
        await field.reminded(case_id, 1, MONDAY + timedelta(days=2))
        await field.reminded(case_id, 2, CLOSING.replace(day=7, hour=8, minute=30))
    return case_ids


async def test_a_case_that_was_extended_goes_on_alone(database: Database) -> None:
    """Only its person can answer and is reminded, a day before the new closing; then the wave closes."""
    field = Field(database)
    first, _ = await begin(field)
    async with database.begin() as conn:
        person = (await conn.execute(sql.cases.select())).mappings().all()[0]["official_id"]
        extended = await closings.extend_cases(
            conn, 1, LATER, CLOSING - 7 * HOUR, as_of=CLOSING.date(), people=[person]
        )
    assert extended == 1
    assert await reaches(database, CLOSING - HOUR) == {"1": LATER, "2": CLOSING}
    await field.tick(CLOSING + HOUR)
    assert await reaches(database, CLOSING + HOUR) == {"1": LATER}
    async with database.read() as conn:
        assert await cases.last_closing(conn, 2, CLOSING + HOUR) == CLOSING
        assert await cases.last_closing(conn, person, CLOSING + HOUR) is None
        wave = (await cases.open_waves(conn))[0]
        late = CLOSING + 14 * HOUR + timedelta(days=2)
        assert await fieldwork.count_remindable(conn, wave, CALENDAR, late) == 1
        state = await sending.contact_state(conn, first, 1)
        assert state is not None
        assert state.closes_at == LATER
    await field.tick(EVENING_BEFORE)
    await field.tick(EVENING_BEFORE + timedelta(minutes=5))
    (reminder,) = await rows_of(database, sql.outbox)
    assert (reminder["case_id"], reminder["number"]) == (first, 2)
    assert "15/5/2015" in str(reminder["message"])
    await field.tick(LATER)
    assert await reaches(database, LATER) == {}
    assert "wave.closed" in await field.orders()
    assert [row["outcome"] for row in await rows_of(database, sql.cases)] == ["silent", "silent"]


async def test_a_wave_that_was_extended_reminds_everybody_again(sqlite_database: Database) -> None:
    """All are reminded before the new closing; who had a later one of their own keeps it."""
    field = Field(sqlite_database)
    first, _ = await begin(field)
    beyond = LATER + timedelta(days=3)
    async with sqlite_database.begin() as conn:
        await closings.extend_cases(
            conn, 1, CLOSING + HOUR, CLOSING - 9 * HOUR, as_of=CLOSING.date(), people=[1]
        )
        await closings.extend_cases(conn, 1, beyond, CLOSING - 9 * HOUR, as_of=CLOSING.date(), people=[2])
        await closings.extend_wave(conn, 1, LATER, CLOSING - 8 * HOUR)
    assert await reaches(sqlite_database, CLOSING) == {"1": LATER, "2": beyond}
    await field.tick(EVENING_BEFORE)
    assert [row["case_id"] for row in await rows_of(sqlite_database, sql.outbox)] == [first]
    async with sqlite_database.begin() as conn:
        await cases.end_wave(conn, 1, EVENING_BEFORE)
    assert await reaches(sqlite_database, EVENING_BEFORE) == {}
