"""After a restore nobody is written to twice: what may have left since the backup counts as unknown."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import insert, update

from bot.fieldwork import Fieldwork, assume_contacted
from storage import sql
from storage.backup import settle
from storage.database import Database
from surveys.field_period import VIETNAM, Calendar
from tests.bot.field import MONDAY, make_wave, rows_of

CALENDAR = Calendar.vietnam([2015])
DAY = timedelta(days=1)


def local(day: int, hour: int) -> datetime:
    """Return a moment of April 2015."""
    return datetime(2015, 4, day, hour, tzinfo=VIETNAM)


async def tick(database: Database, now: datetime) -> None:
    """Let every tick of the field period come once."""
    work = Fieldwork(database, CALENDAR, consent_is_complete=lambda: True, wake=lambda: None)
    for each in work.ticks.values():
        await each(now)


async def restored(database: Database, now: datetime) -> int:
    """Do what a restore does to the copy; returns how many invitations and reminders are assumed."""
    async with database.begin() as conn:
        unknown, _ = await settle(conn, now)
        return unknown + await assume_contacted(conn, CALENDAR, now)


async def queued(database: Database) -> list[str]:
    """Return the keys of what waits to be sent."""
    return [row["key"] for row in await rows_of(database, sql.outbox) if row["status"] == "queued"]


async def attempts(database: Database) -> list[tuple[str, int, str]]:
    """Return the contact attempts."""
    rows = await rows_of(database, sql.contact_attempts)
    return [(row["purpose"], row["number"], row["result"]) for row in rows]


@pytest.mark.parametrize("is_queued", [True, False], ids=["queued", "not yet queued"])
async def test_an_invitation_that_may_have_left_is_not_sent(database: Database, is_queued: bool) -> None:
    """Whether the backup was made while invitations waited or before: they count as unknown, reminders go on."""
    await make_wave(database, 2)
    if is_queued:
        await tick(database, MONDAY)
        assert len(await queued(database)) == 2
    assert await restored(database, local(20, 20)) == 2
    await tick(database, local(21, 8))
    assert await queued(database) == []
    assert await attempts(database) == [("invitation", 0, "unknown")] * 2
    await tick(database, local(23, 8))
    assert await queued(database) == ["reminder:1:1", "reminder:2:1"]


async def test_an_invitation_that_cannot_have_left_is_sent(database: Database) -> None:
    """A wave that opened after office hours has invited nobody before the next morning: it does so then."""
    await make_wave(database, 1, opens_at=local(20, 18))
    assert await restored(database, local(21, 3)) == 0
    await tick(database, local(21, 8))
    assert await queued(database) == ["invitation:1"]


@pytest.mark.parametrize("hour", [9, 22], ids=["in office hours", "at night"])
async def test_a_reminder_that_may_have_left_is_not_sent(database: Database, hour: int) -> None:
    """What came due between the backup and the restore counts as unknown; the next reminder comes in its turn."""
    await make_wave(database, 1, reminders="+2d,+5d,-1d@08:30")
    async with database.begin() as conn:
        await conn.execute(update(sql.cases).values(invited_at=MONDAY, begun_at=MONDAY))
    assert await restored(database, local(23, hour)) == 1
    assert await attempts(database) == [("reminder", 1, "unknown")]
    for day in (23, 24):
        await tick(database, local(day, 10))
    assert await queued(database) == []
    await tick(database, local(27, 10))
    assert await queued(database) == ["reminder:1:2"]


async def test_a_reminder_that_was_asked_for_may_have_left(database: Database) -> None:
    """A wish to be written to later, whose moment has passed, counts as fulfilled."""
    await make_wave(database, 1, reminders="-1d@08:30")
    async with database.begin() as conn:
        await conn.execute(update(sql.cases).values(begun_at=MONDAY, postponed_until=local(22, 9)))
    assert await restored(database, local(22, 11)) == 1
    await tick(database, local(22, 14))
    assert await queued(database) == []


async def test_who_is_finished_or_out_of_reach_is_left_alone(database: Database) -> None:
    """Nothing is assumed of people to whom nothing would have been sent, nor of what is known to have left."""
    await make_wave(database, 4)
    async with database.begin() as conn:
        await conn.execute(update(sql.cases).values(begun_at=MONDAY))
        await conn.execute(update(sql.cases).where(sql.cases.c.id == 1).values(refused_at=MONDAY))
        await conn.execute(
            update(sql.contact_points).where(sql.contact_points.c.id == 2).values(blocked_at=MONDAY)
        )
        await conn.execute(
            update(sql.contact_points).where(sql.contact_points.c.id == 3).values(reminders_off_at=MONDAY)
        )
        known = {"case_id": 4, "contact_point_id": 4, "purpose": "reminder", "number": 1, "result": "sent"}
        await conn.execute(insert(sql.contact_attempts).values(known | {"at": local(22, 9)}))
    assert await restored(database, local(22, 10)) == 0
