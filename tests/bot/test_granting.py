"""A role with an end is not given on for longer, and two owners cannot end each other at once."""

import asyncio
from datetime import timedelta

import pytest

from bot.office.actor import Actor
from bot.office.granting import LIFETIME, end_grant, invite
from bot.office.orders import OrderRefused
from storage import administrators, frame
from storage.administrators import AdministratorRecord
from storage.database import Database
from tests.bot.house import ZONE
from tests.bot.office_chat import MORNING, OfficeChat, furnish


async def held(database: Database) -> list[AdministratorRecord]:
    """Return everybody with a role."""
    async with database.read() as conn:
        return await administrators.list_administrators(conn, MORNING)


@pytest.mark.parametrize(
    ("days", "is_given"), [(None, False), (60, False), (28, False), (27, True), (5, True)]
)
async def test_nobody_gives_a_role_for_longer_than_their_own(
    sqlite_database: Database, days: int | None, is_given: bool
) -> None:
    """Of a role that ends in thirty days, counted from when the link is used at the latest."""
    await furnish(sqlite_database)
    await OfficeChat(sqlite_database, "900").enter()
    chat_id = await OfficeChat(sqlite_database, "901").enter("administrator", unit="09505")
    async with sqlite_database.begin() as conn:
        units = {unit.code: unit.id for unit in await frame.list_units(conn, MORNING.date())}
        until = MORNING + timedelta(days=30)
        await administrators.grant_administration(
            conn, chat_id, MORNING, "administrator", unit_id=units["09505"], expires_at=until
        )
    (known,) = [each for each in await held(sqlite_database) if each.contact_point_id == chat_id]
    actor = Actor.of_administrator(known, MORNING, ZONE)
    async with sqlite_database.begin() as conn:
        asked = invite(
            conn, actor, "coordinator", units["09505"], days=days, now=MORNING, today=MORNING.date()
        )
        if is_given:
            given = await asked
            assert given.expires_at + timedelta(days=given.days or 0) <= until
            assert given.expires_at == MORNING + LIFETIME
            return
        with pytest.raises(OrderRefused) as refused:
            await asked
    assert [(each.code, dict(each.parameters)) for each in refused.value.problems] == [
        ("longer_than_own", {"most": "27"})
    ]


async def test_two_owners_who_end_each_other_at_once_leave_one(database: Database) -> None:
    """One is refused, in whichever order they come."""
    await furnish(database)
    for address in ("900", "901"):
        await OfficeChat(database, address).enter()
    first, second = await held(database)

    async def ends(by: AdministratorRecord, other: AdministratorRecord) -> None:
        async with database.begin() as conn:
            await end_grant(conn, Actor.of_administrator(by, MORNING, ZONE), other.grants[0], MORNING)

    results = await asyncio.gather(ends(first, second), ends(second, first), return_exceptions=True)
    refused = [result for result in results if isinstance(result, OrderRefused)]
    assert [problem.code for each in refused for problem in each.problems] == ["last_owner"]
    assert results.count(None) == 1
    assert len(await held(database)) == 1
