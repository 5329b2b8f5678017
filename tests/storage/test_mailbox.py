"""The mailbox: everything once, in order, and nothing lost or doubled by a crash."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import frame, mailbox
from storage.database import Database
from storage.mailbox import CardOutcome, ClaimedMessage, Debt, InboxEntry, Outcome, Outlook, QueuedMessage
from storage.sql import cases, contact_attempts, contact_points, inbox, outbox
from tests.storage.archive import DAY, HOUR, NOW, begin, count, link, open_field


def reply(address: str = "a", text: str = "Câu 1", **changes: object) -> QueuedMessage:
    """Make a reply to a chat."""
    message = QueuedMessage("reply", "reply", "telegram", address, {"text": text}, NOW)
    return replace(message, **changes)  # type: ignore[arg-type]


def reminder(case_id: int, contact_point_id: int, **changes: object) -> QueuedMessage:
    """Make the first reminder of a case."""
    message = QueuedMessage(
        "bulk",
        "reminder",
        "telegram",
        "a",
        {"text": "Nhắc"},
        NOW,
        contact_point_id=contact_point_id,
        case_id=case_id,
        key=f"reminder:{case_id}:1",
        number=1,
    )
    return replace(message, **changes)  # type: ignore[arg-type]


def texts(claimed: Sequence[ClaimedMessage]) -> list[str]:
    """Return what the claimed messages say."""
    return [str(message.message["text"]) for message in claimed]


async def statuses(conn: AsyncConnection) -> list[str]:
    """Return the status of every message, in order."""
    return list((await conn.execute(select(outbox.c.status).order_by(outbox.c.id))).scalars())


async def test_an_update_counts_once(database: Database) -> None:
    """An update that comes twice is known the second time, and marking it again changes nothing."""
    entry = InboxEntry("telegram", 2**40, "a", NOW)
    async with database.begin() as conn:
        assert await mailbox.seen(conn, "telegram", [2**40, 5]) == set()
        await mailbox.mark_received(conn, [entry])
        await mailbox.mark_received(conn, [entry, replace(entry, update_id=6)])
    async with database.read() as conn:
        assert await mailbox.seen(conn, "telegram", [2**40, 5, 6]) == {2**40, 6}
        assert await mailbox.seen(conn, "zalo", [6]) == set()
    assert await count(database, inbox) == 2


async def test_only_a_dead_update_keeps_what_it_was(database: Database) -> None:
    """Whose an update was, and its payload, are kept only if its turn raised."""
    done = InboxEntry("telegram", 1, "a", NOW)
    dead = InboxEntry("telegram", 2, "b", NOW, "dead", {"text": "chữ"})
    async with database.begin() as conn:
        await mailbox.mark_received(conn, [done, dead])
    async with database.read() as conn:
        rows = (await conn.execute(select(inbox).order_by(inbox.c.update_id))).mappings().all()
    assert [(row["address"], row["payload"]) for row in rows] == [("", None), ("b", {"text": "chữ"})]


async def test_a_key_makes_one_row(database: Database) -> None:
    """However often a message is queued under a key, within one batch or later, it stands there once."""
    async with database.begin() as conn:
        assert await mailbox.queue(conn, [reply(key="k"), reply(key="k"), reply()]) == 2
    async with database.begin() as conn:
        assert await mailbox.queue(conn, [reply(key="k"), reply(key="l")]) == 1
    assert await count(database, outbox) == 3


async def test_two_ticks_at_once_make_one_reminder(database: Database) -> None:
    """Two processes that queue the same key at the same time make one row together."""

    async def tick() -> int:
        async with database.begin() as conn:
            return await mailbox.queue(conn, [reply(key=f"reminder:{n}:1") for n in range(20)])

    assert sum(await asyncio.gather(tick(), tick(), tick())) == 20
    assert await count(database, outbox) == 20


async def test_a_claimed_message_comes_back_whole(database: Database) -> None:
    """What was queued is what is claimed: text with accents, file, address."""
    async with database.begin() as conn:
        await mailbox.queue(conn, [reply(text="Phú Hòa", attachment=b"\x00\xff")])
        (claimed,) = await mailbox.claim(conn, "reply", NOW, 10, "one")
    assert claimed.message == {"text": "Phú Hòa"}
    assert claimed.attachment == b"\x00\xff"
    assert claimed.attempt_count == 1


async def test_replies_of_a_chat_keep_their_order(database: Database) -> None:
    """A chat's second reply waits until its first is settled; other chats do not wait for it."""
    async with database.begin() as conn:
        await mailbox.queue(conn, [reply("a", "a1"), reply("a", "a2"), reply("b", "b1")])
        first = await mailbox.claim(conn, "reply", NOW, 10, "one")
        assert texts(first) == ["a1", "b1"]
        assert await mailbox.claim(conn, "reply", NOW, 10, "one") == []
        await mailbox.mark(conn, [Outcome(first[0].id, "sent", NOW, "17")])
        assert texts(await mailbox.claim(conn, "reply", NOW, 10, "one")) == ["a2"]


async def test_a_later_try_keeps_its_place(database: Database) -> None:
    """A reply that was put back goes before its chat's next one and keeps count of its tries."""
    async with database.begin() as conn:
        await mailbox.queue(conn, [reply("a", "a1"), reply("a", "a2")])
        (first,) = await mailbox.claim(conn, "reply", NOW, 10, "one")
        await mailbox.mark(conn, [Outcome(first.id, "queued", NOW)])
        (again,) = await mailbox.claim(conn, "reply", NOW, 10, "one")
    assert (again.id, again.attempt_count) == (first.id, 2)


async def test_lanes_and_limits_are_kept(database: Database) -> None:
    """A claim takes its own lane, the oldest first, and no more than asked for."""
    bulk = [reply(str(n), str(n), lane="bulk") for n in range(5)]
    async with database.begin() as conn:
        await mailbox.queue(conn, [*bulk, reply("z", "z")])
        assert texts(await mailbox.claim(conn, "bulk", NOW, 3, "one")) == ["0", "1", "2"]
        assert texts(await mailbox.claim(conn, "reply", NOW, 3, "one")) == ["z"]


async def test_concurrent_claims_never_overlap(database: Database, database_url: str) -> None:
    """Dispatchers of two processes share the queue: each message goes to exactly one, and none is forgotten."""
    async with database.begin() as conn:
        await mailbox.queue(conn, [reply(str(n), str(n), lane="bulk") for n in range(60)])
    other = Database(database_url)
    held: list[int] = []

    async def dispatch(through: Database, name: str) -> None:
        for _ in range(10):
            async with through.begin() as conn:
                held.extend(message.id for message in await mailbox.claim(conn, "bulk", NOW, 7, name))

    await asyncio.gather(dispatch(database, "one"), dispatch(other, "two"))
    await other.dispose()
    assert len(held) == len(set(held)) == 60


async def test_a_row_under_claim_is_skipped_not_awaited(database: Database, backend: str) -> None:
    """On PostgreSQL a claimer passes over rows that another transaction holds, also a chat's next reply."""
    if backend == "sqlite":
        return  # BEGIN IMMEDIATE lets only one in: shown by the test above
    async with database.begin() as conn:
        await mailbox.queue(conn, [reply("a", "a1"), reply("a", "a2"), reply("b", "b1")])
    async with database.begin() as one:
        assert texts(await mailbox.claim(one, "reply", NOW, 1, "one")) == ["a1"]
        async with database.begin() as two:
            assert texts(await mailbox.claim(two, "reply", NOW, 10, "two")) == ["b1"]


async def test_nothing_leaves_before_or_after_its_window(database: Database) -> None:
    """A message waits for its ``not_before``; past its ``not_after`` it is dropped."""
    early = reply("a", "early", not_before=NOW + HOUR)
    late = reply("b", "late", not_after=NOW - HOUR)
    async with database.begin() as conn:
        await mailbox.queue(conn, [early, late])
        assert await mailbox.next_due(conn, NOW - DAY) == NOW - DAY
        assert await mailbox.claim(conn, "reply", NOW, 10, "one") == []
        assert await mailbox.next_due(conn, NOW) == NOW + HOUR
        assert await statuses(conn) == ["queued", "dropped"]
        assert texts(await mailbox.claim(conn, "reply", NOW + HOUR, 10, "one")) == ["early"]
        assert await mailbox.next_due(conn, NOW) is None


async def test_one_look_tells_what_is_due(database: Database) -> None:
    """A look names the lanes with due and with late messages and the next later moment, and takes nothing."""
    async with database.begin() as conn:
        assert await mailbox.look(conn, NOW) == Outlook(frozenset(), frozenset(), None)
        early = reply("b", lane="bulk", not_before=NOW + HOUR)
        await mailbox.queue(
            conn, [reply("a", not_after=NOW - HOUR), early, replace(early, not_before=NOW + DAY)]
        )
    async with database.glance() as conn:
        assert await mailbox.look(conn, NOW) == Outlook(
            frozenset({"reply"}), frozenset({"reply"}), NOW + HOUR
        )
        later = await mailbox.look(conn, NOW + HOUR)
    assert later == Outlook(frozenset({"reply", "bulk"}), frozenset({"reply"}), NOW + DAY)


async def test_both_lanes_are_claimed_at_once(database: Database) -> None:
    """One claim serves the lanes that have room, drops what is late there, and leaves the others alone."""
    late = reply("b", "late", lane="bulk", not_after=NOW - HOUR)
    async with database.begin() as conn:
        await mailbox.queue(conn, [reply("a", "a"), late, reply("c", "c", lane="bulk", not_before=NOW)])
        claimed, next_at = await mailbox.claim_due(conn, NOW - HOUR, {"reply": 0, "bulk": 5}, "one")
        assert (texts(claimed), next_at) == (["late"], NOW)  # its last moment
        await mailbox.mark(conn, [Outcome(claimed[0].id, "queued", NOW)])
        claimed, next_at = await mailbox.claim_due(conn, NOW, {"reply": 5, "bulk": 5}, "one")
        assert (texts(claimed), next_at) == (["a", "c"], None)
        assert await statuses(conn) == ["sending", "dropped", "claimed"]


async def test_a_card_is_owed_until_it_is_shown(database: Database) -> None:
    """A newer turn's card takes the older one's place; the settling of the older one leaves the debt standing."""
    async with database.begin() as conn:
        field = await open_field(conn)
        chat = await link(conn, field, "LT01")
        response = await begin(conn, field, "LT01")
        await mailbox.owe(conn, [Debt(chat, 2**40, "one")])
        await mailbox.owe(conn, [Debt(chat, 2**40 + 1, "one")])
        shown = CardOutcome(chat, 2**40, "99", visit=4, response_id=response, sent_at=NOW + DAY)
        await mailbox.record_cards(conn, [shown])
        assert await mailbox.abandoned_debts(conn, ["two"]) == [Debt(chat, 2**40 + 1, "one")]
        await mailbox.record_cards(conn, [replace(shown, turn=2**40 + 1, visit=5)])
        assert await mailbox.abandoned_debts(conn, ["two"]) == []
        row = (await conn.execute(select(contact_points))).mappings().one()
    assert (row["card_ref"], row["card_visit"], row["card_response_id"]) == ("99", 5, response)
    assert row["card_sent_at"] == NOW + DAY


async def test_a_question_that_is_drawn_again_was_seen_before(database: Database) -> None:
    """While the visit stays the same, its first showing is what a typed answer is measured by."""
    async with database.begin() as conn:
        field = await open_field(conn)
        chat = await link(conn, field, "LT01")
        response = await begin(conn, field, "LT01")
        first = CardOutcome(chat, 1, "5", visit=3, response_id=response, sent_at=NOW)
        again = replace(first, turn=2, ref="9", sent_at=NOW + HOUR)
        await mailbox.owe(conn, [Debt(chat, 2, "one")])
        await mailbox.record_cards(conn, [first, again])
        row = (await conn.execute(select(contact_points))).mappings().one()
        assert (row["card_ref"], row["card_first_ref"], row["card_sent_at"]) == ("9", "5", NOW)
        await mailbox.owe(conn, [Debt(chat, 3, "one")])
        await mailbox.record_cards(conn, [replace(again, turn=3, visit=4)])
        row = (await conn.execute(select(contact_points))).mappings().one()
        assert (row["card_first_ref"], row["card_sent_at"]) == ("9", NOW + HOUR)


async def test_a_card_that_never_arrives_is_owed_no_more(database: Database) -> None:
    """The debt ends, and the contact point keeps the card that its chat shows."""
    async with database.begin() as conn:
        field = await open_field(conn)
        chat = await link(conn, field, "LT01")
        await mailbox.owe(conn, [Debt(chat, 1, "one")])
        await mailbox.record_cards(conn, [CardOutcome(chat, 1, "7", visit=1)])
        await mailbox.owe(conn, [Debt(chat, 2, "one")])
        await mailbox.record_cards(conn, [CardOutcome(chat, 2)])
        assert await mailbox.abandoned_debts(conn, []) == []
        assert await conn.scalar(select(contact_points.c.card_ref)) == "7"


async def test_a_card_that_arrives_where_none_is_owed_is_not_live(database: Database) -> None:
    """The conversation has left the chat while the card was on its way; which card it was is known."""
    async with database.begin() as conn:
        field = await open_field(conn)
        chat = await link(conn, field, "LT01")
        await mailbox.owe(conn, [Debt(chat, 1, "one")])
        await frame.put_cards_away(conn, [chat])
        await mailbox.record_cards(conn, [CardOutcome(chat, 1, "7", visit=1)])
        row = (await conn.execute(select(contact_points))).mappings().one()
        assert (row["card_ref"], row["card_first_ref"]) == ("", "7")
        assert await mailbox.overtaken(conn, [CardOutcome(chat, 1, "7", visit=1)], "one") == {}


async def test_only_the_dead_leave_debts(database: Database) -> None:
    """What a living process sends stays its own."""
    async with database.begin() as conn:
        field = await open_field(conn)
        one, two, three = [await link(conn, field, key) for key in ("LT01", "LT02", "LT03")]
        await mailbox.owe(conn, [Debt(one, 1, "dead"), Debt(two, 1, "alive"), Debt(three, 1, "dead")])
        await mailbox.forget_debts(conn, [three])
        assert await mailbox.abandoned_debts(conn, ["alive"]) == [Debt(one, 1, "dead")]


async def test_a_kept_reply_is_its_keepers(database: Database) -> None:
    """A reply that a process sends itself is not claimed by another, and goes again when its keeper is dead."""
    async with database.begin() as conn:
        numbers = await mailbox.keep(conn, [reply("a", "a1"), reply("a", "a2")], "one")
        assert numbers == sorted(numbers)
        assert await mailbox.claim(conn, "reply", NOW, 10, "two") == []
        assert await mailbox.recover(conn, NOW, ["one", "two"]) == (0, 0)
        assert await mailbox.recover(conn, NOW, ["two"]) == (2, 0)
        assert texts(await mailbox.claim(conn, "reply", NOW, 10, "two")) == ["a1"]


async def test_what_is_settled_says_nothing_any_more(database: Database) -> None:
    """A reply leaves no row; of a document and a reminder it stays when they were sent, not what they said."""
    async with database.begin() as conn:
        field = await open_field(conn)
        document = reply("b", "Báo cáo", purpose="document", attachment=b"x", key="job:1:1")
        await mailbox.queue(conn, [reply("a"), document, reminder(field.cases["LT01"], 1)])
        for lane in ("reply", "bulk"):
            claimed = await mailbox.claim(conn, lane, NOW, 10, "one")
            await mailbox.mark(conn, [Outcome(message.id, "sent", NOW, ref="9") for message in claimed])
        rows = (await conn.execute(select(outbox).order_by(outbox.c.id))).mappings().all()
    assert [(row["purpose"], row["message"], row["attachment"], row["sent_at"]) for row in rows] == [
        ("document", {}, None, NOW),
        ("reminder", {}, None, NOW),
    ]


async def test_a_sent_invitation_begins_its_case(database: Database) -> None:
    """An invitation that left is a contact attempt, and its case's reminders count from it."""
    async with database.begin() as conn:
        field = await open_field(conn)
        invitation = reminder(field.cases["LT01"], 1, purpose="invitation", number=0, key="invitation:1")
        await mailbox.queue(conn, [invitation])
        (claimed,) = await mailbox.claim(conn, "bulk", NOW, 1, "one")
        await mailbox.mark(conn, [Outcome(claimed.id, "sent", NOW + HOUR, ref="1")])
        attempt = (await conn.execute(select(contact_attempts))).mappings().one()
        case = (await conn.execute(select(cases).where(cases.c.id == field.cases["LT01"]))).mappings().one()
    assert (attempt["purpose"], attempt["result"], attempt["at"]) == ("invitation", "sent", NOW + HOUR)
    assert case["invited_at"] == case["begun_at"] == NOW + HOUR


@pytest.mark.parametrize("status", ["sent", "unknown", "failed"])
async def test_what_is_recorded_already_is_recorded_once(database: Database, status: str) -> None:
    """A transaction that was committed while its task was cancelled is written once more: nothing is added."""
    for again in (False, True):
        async with database.begin() as conn:
            if not again:
                field = await open_field(conn)
                await mailbox.queue(conn, [reminder(field.cases["LT01"], 1)])
                (claimed,) = await mailbox.claim(conn, "bulk", NOW, 1, "one")
            await mailbox.mark(conn, [Outcome(claimed.id, status, NOW + HOUR)])
            results = (await conn.execute(select(contact_attempts.c.result))).scalars().all()
        assert results == [status]


async def test_a_try_that_will_be_repeated_is_no_contact_attempt(database: Database) -> None:
    """Only what became of a reminder in the end is recorded."""
    async with database.begin() as conn:
        field = await open_field(conn)
        await mailbox.queue(conn, [reminder(field.cases["LT01"], 1)])
        for status in ("queued", "failed"):
            (claimed,) = await mailbox.claim(conn, "bulk", NOW, 1, "one")
            await mailbox.mark(conn, [Outcome(claimed.id, status, NOW)])
        results = (await conn.execute(select(contact_attempts.c.result))).scalars().all()
    assert results == ["failed"]


async def test_a_crash_repeats_what_had_not_begun_and_replies(database: Database) -> None:
    """Only an invitation or reminder that was on the wire counts as perhaps arrived; all else goes again."""
    async with database.begin() as conn:
        field = await open_field(conn)
        one, two = (reminder(field.cases[key], 1, key=key) for key in ("LT01", "LT02"))
        await mailbox.queue(conn, [reply("b", "b1"), one, two])
        await mailbox.claim(conn, "reply", NOW, 1, "dead")
        begun, _ = await mailbox.claim(conn, "bulk", NOW, 2, "dead")
        assert await mailbox.begin_sending(conn, begun.id, "dead")
        assert not await mailbox.begin_sending(conn, begun.id, "dead")
        assert await statuses(conn) == ["sending", "sending", "claimed"]
        assert await mailbox.recover(conn, NOW + HOUR, ["dead"]) == (0, 0)
        assert await mailbox.recover(conn, NOW + HOUR, ["new"]) == (2, 1)
        assert await statuses(conn) == ["queued", "unknown", "queued"]
        attempt = (await conn.execute(select(contact_attempts))).mappings().one()
        assert (attempt["result"], attempt["number"]) == ("unknown", 1)
        assert texts(await mailbox.claim(conn, "reply", NOW, 1, "new")) == ["b1"]
        assert len(await mailbox.claim(conn, "bulk", NOW, 5, "new")) == 1


async def test_depths_say_what_waits_and_since_when(database: Database) -> None:
    """The doctor sees how many messages wait in each lane and how old the oldest is."""
    async with database.begin() as conn:
        await mailbox.queue(conn, [reply(created_at=NOW - HOUR), reply(), reply(lane="bulk")])
        found = [
            (depth.lane, depth.status, depth.count, depth.oldest_at) for depth in await mailbox.depths(conn)
        ]
    assert found == [("bulk", "queued", 1, NOW), ("reply", "queued", 2, NOW - HOUR)]


async def test_a_purge_takes_only_what_is_settled_and_old(database: Database) -> None:
    """Old messages go once they are settled; whatever still waits stays. A dead update stays as long as a message."""
    bulk = [reply(name, lane="bulk", purpose="notice") for name in "abc"]
    async with database.begin() as conn:
        await mailbox.queue(conn, [*bulk[:2], replace(bulk[2], created_at=NOW + DAY)])
        await mailbox.mark_received(
            conn, [InboxEntry("telegram", 1, "a", NOW), InboxEntry("telegram", 2, "a", NOW, "dead", {})]
        )
        claimed = await mailbox.claim(conn, "bulk", NOW, 10, "one")
        await mailbox.mark(
            conn, [Outcome(message.id, "sent", NOW) for message in claimed if message.address != "b"]
        )
        assert await mailbox.purge(conn, NOW - DAY, updates_before=NOW + HOUR) == 0
        assert await mailbox.seen(conn, "telegram", [1, 2]) == {2}
        assert await mailbox.purge(conn, NOW + HOUR, updates_before=NOW + HOUR) == 1
        assert await mailbox.seen(conn, "telegram", [1, 2]) == set()
        assert await statuses(conn) == ["claimed", "sent"]


async def test_what_is_dropped_for_a_case_leaves_replies_alone(database: Database) -> None:
    """Whoever finished gets no reminder that was still queued, but every reply."""
    async with database.begin() as conn:
        field = await open_field(conn)
        case_id = field.cases["LT01"]
        await mailbox.queue(conn, [reminder(case_id, 1)])
        await mailbox.queue(conn, [reply(case_id=case_id)])
        assert await mailbox.drop(conn, [case_id], NOW, "completed") == 1
        assert await statuses(conn) == ["dropped", "queued"]
