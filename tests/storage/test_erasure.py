"""Erasure reaches everything, withdrawal counts nowhere, retention cuts the tie to the person."""

from collections.abc import Awaitable, Callable
from datetime import date

import pytest
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import SQLModel

from storage import (
    administrators,
    attachments,
    briefings,
    erasure,
    extracts,
    frame,
    identity,
    mailbox,
    office,
)
from storage.cases import case_facts
from storage.database import Database
from storage.decisions import ACCEPTED
from storage.mailbox import InboxEntry, Outcome, QueuedMessage
from storage.responses import AnswerWrite, FileWrite, ParadatumWrite, TurnWrites, load, save
from storage.sql import answer_revisions, answers, contact_points, officials, outbox, paradata, responses
from surveys.field_period import Every
from tests.storage.archive import AS_OF, DAY, HOUR, NOW, Field, begin, consent, count, link, open_field

Ending = Callable[..., Awaitable[None]]

SECRET = "điều chỉ mình tôi biết"
CHAT = "chat-mat-42"


async def fill(database: Database, key: str = "LT01", secret: str = SECRET, chat: str = CHAT) -> Field:
    """Put an official's words and chat into every table that may hold them."""
    async with database.begin() as conn:
        field = await open_field(conn)
        codes = await frame.issue_codes(conn, NOW, NOW + DAY, AS_OF)
        code = next(found for found in codes if found.official.roster_key == key)
        made = await frame.ensure_contact_points(conn, "telegram", [chat], NOW)
        number = made[chat].id
        found = await frame.find_code(conn, code.long, NOW)
        assert found is not None
        assert await frame.use_code(conn, found.id, number, NOW)
        await frame.link(conn, number, field.officials[key], NOW)
        await frame.record_attempt(conn, "telegram", chat, NOW)
        await consent(conn, field, key, "given")
        response = await begin(conn, field, key)
        case_id = field.cases[key]
        reply = QueuedMessage(
            "reply",
            "reply",
            "telegram",
            chat,
            {"text": secret},
            NOW,
            contact_point_id=number,
            case_id=case_id,
            attachment=secret.encode(),
        )
        reminder = QueuedMessage(
            "bulk",
            "reminder",
            "telegram",
            chat,
            {"text": secret},
            NOW,
            contact_point_id=number,
            case_id=case_id,
        )
        dead = InboxEntry("telegram", 7, chat, NOW, "dead", {"text": secret})
        await save(
            conn,
            TurnWrites(
                answers=[AnswerWrite(response, "q", secret, NOW)],
                paradata=[ParadatumWrite(response, "answered", NOW, "q", "q")],
                inbox=[dead],
                files=[FileWrite(response, "f", "image", "telegram", chat, secret, NOW)],
            ),
        )
        await mailbox.queue(conn, [reply, reminder])
        for lane in ("reply", "bulk"):
            claimed = await mailbox.claim(conn, lane, NOW, 10, "one")
            await mailbox.mark(conn, [Outcome(message.id, "sent", NOW, ref=chat) for message in claimed])
        await mailbox.queue(conn, [reply])
        await office.queue_job(conn, "copy", {"for": secret}, NOW, number)
        (file,) = await attachments.under_way(conn, 9)
        assert await attachments.keep_content(conn, file, "1-5.jpg", "image/jpeg", secret.encode())
        await _brief(conn, field.officials[key], secret)
    return field


async def _brief(conn: AsyncConnection, official_id: int, secret: str) -> None:
    """Let somebody take part in a briefing: propose something, and report on what was theirs to do, with a file."""
    briefing = await briefings.create_briefing(conn, Every.MONTH, NOW + DAY, None, NOW)
    await briefings.add_people(conn, briefing, "communes", official_ids=[official_id])
    (person,) = await briefings.people_of(conn, briefing)
    await briefings.plan_round(conn, briefing, 1, NOW + DAY)
    (round_,) = await briefings.rounds_of(conn, briefing)
    await briefings.add_note(conn, round_.id, briefings.PROPOSAL, secret, NOW, person_id=person.id)
    said = {"report": secret, "evidence_name": secret, "evidence_ref": secret, "evidence": secret.encode()}
    action = {"person_id": person.id, "due": AS_OF, "evidence_address": secret, "evidence_channel": "zalo"}
    await briefings.add_action(conn, round_.id, "lập danh sách", NOW, **action, **said)


async def dump(database: Database) -> str:
    """Return every cell of every table as one text."""
    cells: list[str] = []
    async with database.read() as conn:
        for rows in SQLModel.metadata.sorted_tables:
            for row in await conn.execute(select(rows)):
                cells += [
                    value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
                    for value in row
                ]
    return "\n".join(cells)


async def test_erasure_reaches_every_table(database: Database) -> None:
    """After an erasure no cell of any table holds the person's words or chat."""
    field = await fill(database)
    before = await dump(database)
    assert SECRET in before
    assert CHAT in before
    async with database.begin() as conn:
        await conn.execute(update(officials).values(ethnicity="dtts"))
        await erasure.erase(conn, field.officials["LT01"], NOW + HOUR, "telegram")
        query = select(officials.c.roster_key).where(officials.c.ethnicity == "")
        assert (await conn.execute(query)).scalars().all() == ["LT01"], "what is sensitive of the roster, too"
    after = await dump(database)
    assert SECRET not in after
    assert CHAT not in after
    for rows in (answers, answer_revisions, paradata, responses, outbox, contact_points):
        assert await count(database, rows) == 0
    async with database.read() as conn:
        (agreed,) = await briefings.open_actions(conn, 1)
    assert (agreed.text, agreed.owner) == ("lập danh sách", None)


async def test_the_audit_log_forgets_what_was_answered(database: Database) -> None:
    """That an answer became the roster's record stays noted, for the erased person without the answer itself."""
    field = await fill(database)
    accepted = [
        {"wave": 1, "roster_key": key, "attribute": "major", "from": "cũ", "to": SECRET + key}
        for key in ("LT01", "LT02")
    ]
    async with database.begin() as conn:
        await office.record_orders(conn, NOW, "1", ACCEPTED, accepted)
        await erasure.erase(conn, field.officials["LT01"], NOW + HOUR, "telegram")
        entries = await office.list_orders(conn, action=ACCEPTED)
    assert entries[1].details == {"wave": 1, "roster_key": "LT01", "attribute": "major"}
    assert entries[0].details == accepted[1]


async def test_an_export_that_failed_to_leave_is_forgotten(database: Database) -> None:
    """A workbook with everybody's answers does not outlive an erasure because its administrator was away."""
    field = await fill(database)
    export = QueuedMessage(
        "reply", "document", "telegram", "admin", {"text": "Kết quả"}, NOW, attachment=SECRET.encode()
    )
    async with database.begin() as conn:
        await mailbox.queue(conn, [export])
        claimed = await mailbox.claim(conn, "reply", NOW, 10, "one")
        await mailbox.mark(conn, [Outcome(message.id, "failed", NOW) for message in claimed])
        await erasure.erase(conn, field.officials["LT01"], NOW + HOUR, "telegram")
    assert SECRET not in await dump(database)


@pytest.mark.parametrize("status", ["queued", "sending"])
@pytest.mark.parametrize("ending", [erasure.erase, erasure.withdraw], ids=["erased", "withdrawn"])
async def test_a_report_on_its_way_is_recalled_and_made_again(
    sqlite_database: Database, ending: Ending, status: str
) -> None:
    """What was made from answers and has not arrived is deleted, and its job waits to be done once more."""
    field = await fill(sqlite_database)
    async with sqlite_database.begin() as conn:
        number = await office.queue_job(conn, "report", {"wave": 1}, NOW)
        while (job := await office.claim_job(conn, NOW)) is not None:
            await office.finish_job(conn, job.id, NOW)
        report = QueuedMessage(
            "reply", "document", "telegram", "admin", {}, NOW, attachment=b"x", key=f"job:{number}:1"
        )
        await mailbox.queue(conn, [report])
        if status == "sending":
            await mailbox.claim(conn, "reply", NOW, 10, "one")
        before = await erasure.losses(conn)
        await ending(conn, field.officials["LT01"], NOW + HOUR)
        left = (await conn.execute(select(outbox).where(outbox.c.key.startswith("job:")))).all()
        again = await office.claim_job(conn, NOW + HOUR)
        assert await erasure.losses(conn) == before + 1
    assert left == []
    assert again is not None
    assert again.id == number


async def test_an_erased_person_leaves_a_tombstone_and_the_proof(database: Database) -> None:
    """The case stays and counts as withdrawn; the chain of consent ends with the erasure."""
    field = await fill(database)
    async with database.begin() as conn:
        await erasure.erase(conn, field.officials["LT01"], NOW + HOUR, "telegram")
        chain = await frame.consent_chain(conn, field.officials["LT01"])
        (standing,) = await case_facts(conn, field.wave.id, [field.cases["LT01"]])
        assert await load(conn, "telegram", [CHAT], NOW) == {}
    assert [(event.action, event.version) for event in chain] == [("given", "1"), ("erased", "1")]
    assert (standing.withdrawn_at, standing.response_id, standing.is_linked) == (NOW + HOUR, None, True)


async def test_a_second_erasure_is_harmless(database: Database) -> None:
    """Erasing again changes no row."""
    field = await fill(database)
    async with database.begin() as conn:
        await erasure.erase(conn, field.officials["LT01"], NOW + HOUR)
    once = await dump(database)
    async with database.begin() as conn:
        await erasure.erase(conn, field.officials["LT01"], NOW + DAY)
    assert await dump(database) == once


async def test_an_erasure_touches_nobody_else(database: Database) -> None:
    """Others keep their answers, messages and chats."""
    field = await fill(database)
    async with database.begin() as conn:
        await link(conn, field, "LT02")
        response = await begin(conn, field, "LT02")
        other = QueuedMessage("reply", "reply", "telegram", "chat-LT02", {"text": "của người khác"}, NOW)
        await save(conn, TurnWrites(answers=[AnswerWrite(response, "q", "còn đây", NOW)]))
        await mailbox.queue(conn, [other])
        await erasure.erase(conn, field.officials["LT01"], NOW)
        person = (await load(conn, "telegram", ["chat-LT02"], NOW))["chat-LT02"]
    assert person.answers == {"q": "còn đây"}
    assert await count(database, outbox) == 1


async def test_the_farewell_leaves_no_trace(database: Database) -> None:
    """The last reply to an erased person goes once it was sent."""
    field = await fill(database)
    async with database.begin() as conn:
        person = (await load(conn, "telegram", [CHAT], NOW))[CHAT]
        await erasure.erase(conn, field.officials["LT01"], NOW)
        farewell = QueuedMessage(
            "reply", "reply", "telegram", CHAT, {}, NOW, contact_point_id=person.contact_point.id
        )
        await mailbox.queue(conn, [farewell])
        (claimed,) = await mailbox.claim(conn, "reply", NOW, 10, "one")
        await mailbox.mark(conn, [Outcome(claimed.id, "sent", NOW, ref="1")])
    assert CHAT not in await dump(database)


async def test_an_erased_administrator_gives_no_orders_any_more(database: Database) -> None:
    """The right ends with the chat; its number stays in the audit log, and is nobody else's later."""
    field = await fill(database)
    async with database.begin() as conn:
        person = (await load(conn, "telegram", [CHAT], NOW))[CHAT]
        number = await administrators.grant_administration(conn, person.contact_point.id, NOW)
        await office.queue_job(conn, "report", {"wave": 1}, NOW, person.contact_point.id)
        await erasure.erase(conn, field.officials["LT01"], NOW)
        assert await load(conn, "telegram", [CHAT], NOW) == {}
        assert await administrators.list_administrators(conn) == []
        assert await office.claim_job(conn, NOW) is None
        (entry,) = await office.list_orders(conn, action="admin.revoked")
        assert (entry.details["administrator"], entry.details["reason"]) == (number, "erased")
        chats = await frame.ensure_contact_points(conn, "telegram", ["successor"], NOW)
        assert await administrators.grant_administration(conn, chats["successor"].id, NOW) > number
    for rows in (answers, answer_revisions, paradata, responses, outbox):
        assert await count(database, rows) == 0


async def test_who_only_tried_a_code_keeps_their_own_chat(database: Database) -> None:
    """A chat of somebody else that was asked "is that you?" about the erased one stays, and is asked no more."""
    field = await fill(database)
    async with database.begin() as conn:
        other = await link(conn, field, "LT02")
        await identity.await_confirmation(conn, other, field.officials["LT01"], None)
        await erasure.erase(conn, field.officials["LT01"], NOW)
        person = (await load(conn, "telegram", ["chat-LT02"], NOW))["chat-LT02"]
    assert person.official is not None
    assert (person.official.roster_key, person.pending_official) == ("LT02", None)


async def test_withdrawing_stops_reminders_and_answers_count_nowhere(database: Database) -> None:
    """Who withdrew has no answers in an extract and nothing queued; withdrawing again adds no event."""
    field = await fill(database)
    async with database.begin() as conn:
        queued = QueuedMessage(
            "bulk", "reminder", "telegram", CHAT, {}, NOW, case_id=field.cases["LT01"], key="reminder:2"
        )
        await mailbox.queue(conn, [queued])
        for at in (NOW, NOW + DAY):
            await erasure.withdraw(conn, field.officials["LT01"], at, "telegram")
        assert await mailbox.claim(conn, "bulk", NOW, 10, "one") == []
        chain = await frame.consent_chain(conn, field.officials["LT01"])
        extracted = [found async for found in extracts.answers_of_wave(conn, field.wave.id)]
    assert [event.action for event in chain] == ["given", "withdrawn"]
    assert [found.answers for found in extracted] == [{}] * 5


async def test_withdrawn_data_is_erased_when_it_is_due(database: Database) -> None:
    """The register's due day erases what a withdrawal left, and closes the request."""
    field = await fill(database)
    due = date(2026, 12, 16)
    async with database.begin() as conn:
        official = field.officials["LT01"]
        await erasure.withdraw(conn, official, NOW)
        number = await frame.register_request(conn, official, "withdraw", NOW, answer_due=AS_OF, act_due=due)
        assert (
            await frame.register_request(conn, official, "withdraw", NOW, answer_due=AS_OF, act_due=due)
            == number
        )
        assert await erasure.erase_withdrawn(conn, date(2026, 12, 15), NOW) == []
        assert await erasure.erase_withdrawn(conn, due, NOW) == [official]
        assert await erasure.erase_withdrawn(conn, due, NOW) == []
        assert await frame.list_requests(conn, only_open=True) == []
    assert SECRET not in await dump(database)
