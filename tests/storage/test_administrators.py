"""The right to give orders: who has it, how it ends, and what ends with it."""

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from alembic import command
from sqlalchemy import Connection, select, text, update

from storage import administrators, frame, mailbox, office
from storage.database import Database, migrations_config
from storage.mailbox import QueuedMessage
from storage.responses import load
from storage.sql import contact_points
from surveys.roster.values import Roster
from tests.bot.office_chat import ROSTER, furnish, link_official

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)


async def appoint(database: Database, roster_key: str, address: str) -> tuple[int, int]:
    """Make an official's chat an administrator's; returns the chat and the administrator's number."""
    chat = await link_official(database, roster_key, address, NOW)
    async with database.begin() as conn:
        return chat, await administrators.grant_administration(conn, chat, NOW)


def document(chat: int, address: str, key: str) -> QueuedMessage:
    """Return a file that waits to be sent to a chat."""
    return QueuedMessage(
        "reply", "document", "telegram", address, {}, NOW, contact_point_id=chat, attachment=b"x", key=key
    )


async def reasons(database: Database) -> list[object]:
    """Say why rights ended, oldest first."""
    async with database.read() as conn:
        return [entry.details["reason"] for entry in await office.list_orders(conn, action="admin.revoked")][
            ::-1
        ]


async def test_an_administrator_is_named_as_the_official_whose_chat_it_is(database: Database) -> None:
    """With key and name; a chat that is nobody's has neither."""
    await furnish(database, NOW)
    await appoint(database, "A1", "901")
    async with database.begin() as conn:
        chats = await frame.ensure_contact_points(conn, "telegram", ["902"], NOW)
        await administrators.grant_administration(conn, chats["902"].id, NOW)
        everybody = await administrators.list_administrators(conn)
    assert [(each.roster_key, each.full_name) for each in everybody] == [
        ("A1", "Nguyễn Văn An"),
        (None, None),
    ]


async def test_what_waits_for_a_revoked_chat_does_not_leave(database: Database) -> None:
    """Its reports and exports are deleted, made or not; what it asked about itself stays, and so do others'."""
    await furnish(database, NOW)
    chat, number = await appoint(database, "A1", "901")
    other, _ = await appoint(database, "B1", "902")
    async with database.begin() as conn:
        begun = await office.queue_job(conn, "report", {"wave": 1}, NOW, chat)
        await office.queue_job(conn, "export", {"wave": 1}, NOW, chat)
        await mailbox.queue(
            conn,
            [
                document(chat, "901", f"job:{begun}:1"),
                replace(document(chat, "901", ""), key=None),
                document(other, "902", "job:99:1"),
            ],
        )
        assert await administrators.revoke_administration(conn, number, NOW, "7")
        assert not await administrators.revoke_administration(conn, number, NOW, "7")
        left = await mailbox.claim(conn, "reply", NOW, 10, "one")
        assert await office.claim_job(conn, NOW) is None
        assert [each.address for each in await administrators.list_administrators(conn)] == ["902"]
        (entry,) = await office.list_orders(conn, action="admin.revoked")
    assert [message.address for message in left] == ["901", "902"]
    ended = {"administrator": number, "reason": "order", "grant": 1, "role": "owner"}
    assert (entry.actor, entry.details) == ("7", ended)


async def test_whoever_leaves_the_roster_gives_no_orders_any_more(database: Database) -> None:
    """A roster without them ends the right, a dry run does not; coming back does not give it again."""
    await furnish(database, NOW)
    await appoint(database, "A1", "901")
    await appoint(database, "B1", "902")
    smaller = Roster(ROSTER.units, ROSTER.rows[1:])
    async with database.begin() as conn:
        await frame.import_roster(conn, smaller, date(2026, 11, 2), NOW, dry_run=True)
        assert len(await administrators.list_administrators(conn)) == 2
        await frame.import_roster(conn, smaller, date(2026, 11, 2), NOW)
        assert [each.address for each in await administrators.list_administrators(conn)] == ["902"]
        await frame.import_roster(conn, ROSTER, date(2026, 11, 3), NOW)
        assert [each.address for each in await administrators.list_administrators(conn)] == ["902"]
        people = await load(conn, "telegram", ["901"], NOW)
    assert people["901"].role == ""
    assert await reasons(database) == ["left"]


async def test_a_lost_phone_gives_no_orders_any_more(database: Database) -> None:
    """When its official writes from another phone, the old chat's right ends; the new one has none by that."""
    await furnish(database, NOW)
    await appoint(database, "A1", "901")
    await link_official(database, "A1", "902", NOW)
    async with database.read() as conn:
        assert await administrators.list_administrators(conn) == []
        people = await load(conn, "telegram", ["901", "902"], NOW)
    assert {person.role for person in people.values()} == {""}
    assert await reasons(database) == ["unlinked"]


async def test_a_revoked_chat_forgets_its_place_in_the_menu(database: Database) -> None:
    """What it types next is no date of a wave."""
    await furnish(database, NOW)
    chat, number = await appoint(database, "A1", "901")
    async with database.begin() as conn:
        mark = update(contact_points).where(contact_points.c.id == chat)
        await conn.execute(mark.values(office_step='{"ask":"opens"}'))
        await administrators.revoke_administration(conn, number, NOW)
        step = select(contact_points.c.office_step).where(contact_points.c.id == chat)
        assert await conn.scalar(step) == ""


async def test_who_could_give_orders_before_still_can(empty_url: str) -> None:
    """An older database: under the same numbers, an administrator owns everything, other roles stay what they were."""
    database = Database(empty_url)
    chats = (
        "INSERT INTO contact_points (id, channel, address, created_at, card_ref, card_visit, office_step) "
    )
    people = "INSERT INTO administrators (id, contact_point_id, role, granted_at, revoked_at) "
    day = "'2026-11-24 00:00:00'"
    rows = [f"{chats} VALUES ({number}, 'telegram', '{number}', {day}, '', 0, '')" for number in (1, 2, 3)]
    roles = ((4, 1, "'admin'", "NULL"), (5, 2, "'cadre'", "NULL"), (6, 3, "'admin'", day))
    rows += [f"{people} VALUES ({number}, {chat}, {role}, {day}, {end})" for number, chat, role, end in roles]

    def make_older_tables(conn: Connection) -> None:
        config = migrations_config()
        config.attributes["connection"] = conn
        command.upgrade(config, "0012")
        for statement in rows:
            conn.execute(text(statement))

    async with database.begin() as conn:
        await conn.run_sync(make_older_tables)
    await database.upgrade()
    async with database.begin() as conn:
        everybody = await administrators.list_administrators(conn, NOW)
        found = [
            (each.id, grant.id, grant.role, grant.unit_id) for each in everybody for grant in each.grants
        ]
        assert found == [(4, 4, "owner", None), (5, 5, "cadre", None)]
        assert await administrators.grant_administration(conn, 3, NOW, "analyst") == 6
    await database.dispose()


async def test_of_many_phones_one_claims_a_code(database: Database, database_url: str) -> None:
    """Sixteen at once, through two processes' databases: exactly one wins, an administrator's code or an official's."""
    await furnish(database, NOW)
    beside = Database(database_url)
    expires = NOW + timedelta(days=1)
    async with database.begin() as conn:
        admin = await frame.issue_admin_code(conn, NOW, expires)
        (official,) = await frame.issue_codes(conn, NOW, expires, date(2026, 11, 24), roster_keys=["A1"])
        addresses = [str(number) for number in range(16)]
        chats = await frame.ensure_contact_points(conn, "telegram", addresses, NOW)

    async def claim(code: str, address: str) -> bool:
        through = beside if int(address) % 2 else database
        async with through.begin() as conn:
            found = await frame.find_code(conn, code, NOW)
            assert found is not None
            return await frame.use_code(conn, found.id, chats[address].id, NOW)

    for code in (admin.short, official.long):
        won = await asyncio.gather(*(claim(code, address) for address in addresses))
        assert won.count(True) == 1
    await beside.dispose()
