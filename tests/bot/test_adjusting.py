"""Waves that were opened, and what is still ordered of them: by whoever has all of it, or a part."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select, update

from bot.fieldwork import Fieldwork
from bot.office import adjusting, orders
from bot.office.adjusting import Extension
from storage import cases, frame, responses, sql
from storage.database import Database
from storage.scope import EVERYTHING, Scope
from surveys.roster.values import Roster, RosterRow, RosterUnit
from surveys.titles import built_in_titles
from tests.bot.office_chat import CALENDAR, DETAILS, FORM, MORNING, ROSTER, UNITS, furnish, link_official

CLOSING = MORNING.replace(day=30, hour=17)
LATER = CLOSING + timedelta(days=7)
TODAY = MORNING.date()
CHATS = {"A1": "11", "B1": "12"}


async def open_wave(database: Database, unit_codes: tuple[str, ...] = ()) -> None:
    """Open a wave of the small district, two of whose officials have chats."""
    await furnish(database)
    for key, address in CHATS.items():
        await link_official(database, key, address)
    async with database.begin() as conn:
        order = orders.WaveOrder(FORM.form_id, MORNING, CLOSING, unit_codes)
        await orders.open_wave(
            conn, order, DETAILS, CALENDAR, titles=built_in_titles(), actor="test", now=MORNING
        )


async def closings(database: Database, now: datetime) -> dict[str, datetime]:
    """Return until when each of those with a chat can answer at a moment."""
    async with database.read() as conn:
        people = await responses.load(conn, "telegram", list(CHATS.values()), now)
    return {
        person.official.roster_key: person.wave.closes_at
        for person in people.values()
        if person.wave is not None and person.official is not None
    }


async def of_commune(database: Database) -> Scope:
    """Return the scope of somebody who has one commune."""
    async with database.read() as conn:
        held = {unit.code: unit.id for unit in await frame.list_units(conn, TODAY)}
    return Scope(frozenset({held["09505"]}), TODAY)


async def refused(database: Database, closes_at: datetime, now: datetime, scope: Scope = EVERYTHING) -> str:
    """Try to reopen the wave; returns why not."""
    async with database.begin() as conn:
        with pytest.raises(orders.OrderRefused) as refusal:
            await adjusting.reopen_wave(conn, 1, closes_at, "test", now, scope=scope)
    return refusal.value.problems[0].code


async def test_whoever_has_a_part_of_a_wave_extends_that_part(sqlite_database: Database) -> None:
    """Everybody of a commune's administrator is their commune; a unit or a person beyond is not theirs."""
    await open_wave(sqlite_database)
    scope = await of_commune(sqlite_database)
    async with sqlite_database.begin() as conn:
        count = await adjusting.extend_wave(
            conn, 1, Extension(LATER), "test", MORNING, day=TODAY, scope=scope
        )
        assert count == 2
        beyond = await frame.official_by_key(conn, "B1")
        assert beyond is not None
        for forged in (Extension(LATER, ("09499",)), Extension(LATER, people=(beyond.id,))):
            with pytest.raises(orders.OrderRefused):
                await adjusting.extend_wave(conn, 1, forged, "test", MORNING, day=TODAY, scope=scope)
    assert await closings(sqlite_database, MORNING) == {"A1": LATER, "B1": CLOSING}
    assert await closings(sqlite_database, CLOSING) == {"A1": LATER}
    async with sqlite_database.begin() as conn:
        assert (await orders.find_wave(conn, 1)).closes_at == CLOSING
        with pytest.raises(orders.OrderRefused):
            await adjusting.reopen_wave(conn, 1, LATER, "test", LATER, scope=scope)
        everybody = await adjusting.extend_wave(conn, 1, Extension(LATER), "test", CLOSING, day=TODAY)
    assert everybody == 3
    assert await closings(sqlite_database, CLOSING) == {"A1": LATER, "B1": LATER}


async def test_who_joined_is_asked_if_the_choices_name_their_unit(database: Database) -> None:
    """Two join a wave of two communes: one there, one in a commune of which the wave knows nothing."""
    await open_wave(database)
    joined = (
        RosterRow("A3", "Phạm Thị Dung", "bt", "09505", UNITS[1].name, parent=UNITS[0].name),
        RosterRow("C1", "Vũ Văn Em", "bt", "09511", "Xã Tân Lãng", parent=UNITS[0].name),
    )
    fourth = RosterUnit("09511", "Xã Tân Lãng", parent_code="263")
    async with database.begin() as conn:
        await frame.import_roster(
            conn, Roster((*ROSTER.units, fourth), (*ROSTER.rows, *joined)), TODAY, MORNING
        )
        assert await adjusting.count_joined(conn, 1, MORNING, day=TODAY) == adjusting.Joined(2, 0)
        known = cases.Known(frozenset({"09505", "09499"}), None)
        wave = await orders.find_wave(conn, 1)
        assert await cases.count_joined(conn, wave, TODAY, known=known) == (1, 1)
        assert await cases.draw(conn, wave, TODAY, known=known) == 1
        assert await adjusting.add_joined(conn, 1, "test", MORNING, day=TODAY) == 1
        assert await adjusting.add_joined(conn, 1, "test", MORNING, day=TODAY) == 0


async def test_a_wave_is_reopened_within_a_day(database: Database) -> None:
    """Outcomes are open again, and who was not invited before the end is invited; after a day it stays closed."""
    await open_wave(database)
    async with database.begin() as conn:
        await orders.close_wave(conn, 1, CALENDAR, "test", MORNING + timedelta(hours=1))
    assert await closings(database, MORNING + timedelta(hours=1)) == {}
    day_later = MORNING + timedelta(hours=25)
    assert await refused(database, LATER, day_later + timedelta(seconds=1)) == "not_reopened"
    assert await refused(database, MORNING, day_later) == "closes_in_the_past"
    assert await refused(database, LATER, day_later, await of_commune(database)) == "wave_beyond"
    async with database.begin() as conn:
        await adjusting.reopen_wave(conn, 1, LATER, "test", day_later)
    assert await closings(database, day_later) == {"A1": LATER, "B1": LATER}
    field = Fieldwork(database, CALENDAR, consent_is_complete=lambda: True, wake=lambda: None)
    await field.invite(day_later)
    async with database.begin() as conn:
        assert {case.outcome for case in await cases.list_cases(conn, 1)} == {""}
        query = select(sql.outbox.c.address).where(sql.outbox.c.status == "queued")
        assert sorted((await conn.execute(query)).scalars()) == ["11", "12"]
        await conn.execute(update(sql.waves).values(opened_at=None, state="closed", closed_at=day_later))
    assert await refused(database, LATER, day_later) == "not_reopened"
