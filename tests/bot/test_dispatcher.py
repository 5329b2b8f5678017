"""The dispatcher: what leaves, when, in which order, and what is known of it afterwards."""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import delete, select, update

from bot.dispatcher import Dispatcher
from bot.dispatcher.pacing import Throttle
from bot.dispatcher.replies import joined, returned
from bot.envelopes import Reply, decode, encode, to_row
from bot.messages import Attachment, Button, FailureKind, Outbound, OutboundKind, SendError, Sent
from bot.simulator.virtual_clock import VirtualClock
from storage import mailbox, pauses, sql
from storage.database import Database
from storage.mailbox import QueuedMessage
from tests.bot.field import MONDAY, Post, carry_on, make_wave, moments, rows_of, running, settle

SECOND = timedelta(seconds=1)
NOTICE = Outbound(OutboundKind.NOTICE, "Chào đồng chí")


def reply(address: str, text: str, **changes: Any) -> QueuedMessage:
    """Return a reply as another process queues it."""
    return to_row(Reply("post", address, replace(NOTICE, text=text, **changes)), MONDAY)


def card(text: str, *, chat: int = 1, turn: int = 1, visit: int = 1, **changes: Any) -> Reply:
    """Return the card of an interview, as a turn answers it."""
    shown = Outbound(OutboundKind.CARD, text, visit=visit, **changes)
    return Reply("post", str(chat), shown, turn=turn, contact_point_id=chat, response_id=9)


def bulk(number: int, case_id: int | None = None, **changes: Any) -> QueuedMessage:
    """Return an invitation to the chat of that number."""
    message = QueuedMessage(
        lane="bulk",
        purpose="invitation",
        channel="post",
        address=str(number),
        message=encode(replace(NOTICE, text=f"Mời {number}"))[0],
        created_at=MONDAY,
        contact_point_id=number if case_id else None,
        case_id=case_id,
        key=f"invitation:{number}",
    )
    return replace(message, **changes)


async def queue(database: Database, *messages: QueuedMessage) -> None:
    """Queue messages in one transaction, as a turn does."""
    async with database.begin() as conn:
        await mailbox.queue(conn, messages)


class Office:
    """A dispatcher on a database, with its channel and clock."""

    def __init__(self, database: Database, **options: Any) -> None:
        self.database = database
        self.clock = VirtualClock(MONDAY)
        self.post = Post(self.clock)
        self.dispatcher = self.successor(**options)

    def successor(self, **options: Any) -> Dispatcher:
        """Return another dispatcher for the same outbox, channel and clock."""
        options = {"look_every": None} | options
        return Dispatcher(self.database, {"post": self.post}, self.clock, **options)

    async def queue(self, *messages: QueuedMessage) -> None:
        """Queue and wake, as reception does after its commit."""
        await queue(self.database, *messages)
        self.dispatcher.wake()

    async def answers(self, *replies: Reply) -> None:
        """Answer as reception does: kept in the turns' transaction, delivered after its commit."""
        async with self.dispatcher.recording() as conn:
            await self.dispatcher.keep(conn, replies, self.clock.now())
        self.dispatcher.deliver(replies)

    async def carry_on(self, **options: Any) -> None:
        """Move from event to event until all is quiet."""
        await carry_on(self.clock, self.dispatcher, **options)

    async def statuses(self) -> list[str]:
        """Return the status of every row, in order of queueing."""
        return [row["status"] for row in await rows_of(self.database, sql.outbox)]


@pytest.fixture
def office(sqlite_database: Database) -> Office:
    """Open an office on SQLite."""
    return Office(sqlite_database)


# --- the way of a message ---------------------------------------------------------------------------


async def test_a_queued_reply_is_sent_and_leaves_no_row(database: Database) -> None:
    """On both databases a reply leaves at once, and nothing of it stays."""
    office = Office(database)
    async with running(office.dispatcher):
        await office.queue(reply("7", "một"))
        await office.carry_on()
    assert await rows_of(database, sql.outbox) == []
    assert office.post.texts == ["một"]


async def test_a_card_needs_no_row(database: Database) -> None:
    """While a card is under way only the debt stands in the database, and none when it has arrived."""
    office = Office(database)
    await make_wave(database, 1)
    office.post.gate = asyncio.Event()
    async with running(office.dispatcher):
        await office.answers(card("Câu 1", turn=2**40))
        await settle(lambda: bool(office.post.tried))
        (debt,) = await rows_of(database, sql.owed_cards)
        assert (debt["contact_point_id"], debt["turn"]) == (1, 2**40)
        office.post.gate.set()
        await office.carry_on()
    assert await rows_of(database, sql.owed_cards) == []
    assert await rows_of(database, sql.outbox) == []


async def test_of_what_was_sent_the_text_is_forgotten(office: Office) -> None:
    """The office still knows that an invitation was sent, when, and under which number; not what it said."""
    (case_id,) = await make_wave(office.database, 1)
    async with running(office.dispatcher):
        await office.queue(bulk(1, case_id))
        await office.carry_on()
    (row,) = await rows_of(office.database, sql.outbox)
    assert (row["purpose"], row["status"], row["sent_ref"], row["sent_at"]) == (
        "invitation",
        "sent",
        "1",
        MONDAY,
    )
    assert row["message"] == {}


async def test_a_stored_reply_is_there_until_it_has_arrived(office: Office) -> None:
    """What cannot be drawn again has a row while it is under way."""
    office.post.gate = asyncio.Event()
    async with running(office.dispatcher):
        await office.answers(Reply("post", "7", NOTICE))
        await settle(lambda: bool(office.post.tried))
        assert await office.statuses() == ["sending"]
        office.post.gate.set()
        await office.carry_on()
    assert await office.statuses() == []


async def test_a_sent_card_is_remembered_with_the_mark(office: Office) -> None:
    """The contact point knows the card's reference, visit and date once it is marked sent."""
    await make_wave(office.database, 1)
    async with running(office.dispatcher):
        await office.answers(card("Câu 1", visit=4))
        await office.carry_on()
    (chat,) = await rows_of(office.database, sql.contact_points)
    assert (chat["card_ref"], chat["card_visit"], chat["card_sent_at"]) == ("1", 4, MONDAY)


async def test_a_card_on_the_wire_is_waited_for(office: Office) -> None:
    """Who answers a card under way is judged when it has arrived; the next transaction reads what they saw."""
    await make_wave(office.database, 1)
    office.post.gate = asyncio.Event()
    async with running(office.dispatcher):
        await office.answers(card("Câu 1", visit=4))
        await settle(lambda: bool(office.post.tried))
        await office.dispatcher.cards_settled({("post", "2")})
        waiting = asyncio.create_task(office.dispatcher.cards_settled({("post", "1")}))
        await settle(lambda: not waiting.done())
        office.post.gate.set()
        await waiting
        async with office.dispatcher.recording() as conn:
            (chat,) = (await conn.execute(select(sql.contact_points))).mappings().all()
    assert (chat["card_ref"], chat["card_visit"]) == ("1", 4)


async def test_a_card_that_hangs_holds_nobody_up_for_long(office: Office) -> None:
    """After two seconds a text is judged without knowing what became of the card."""
    await make_wave(office.database, 1)
    office.post.gate = asyncio.Event()
    async with running(office.dispatcher):
        await office.answers(card("Câu 1", visit=4))
        await settle(lambda: bool(office.post.tried))
        waiting = asyncio.create_task(office.dispatcher.cards_settled({("post", "1")}))
        await settle(lambda: office.clock.next_moment is not None)
        while not waiting.done():
            office.clock.advance_to_next()
            await settle(lambda: office.clock.is_settled)
        assert office.clock.now() == MONDAY + 2 * SECOND
        office.post.gate.set()


async def test_a_sent_invitation_begins_its_case(office: Office) -> None:
    """The contact attempt is kept, and reminders count from the moment it left."""
    (case_id,) = await make_wave(office.database, 1)
    async with running(office.dispatcher):
        await office.queue(bulk(1, case_id))
        await office.carry_on()
    (case,) = await rows_of(office.database, sql.cases)
    (attempt,) = await rows_of(office.database, sql.contact_attempts)
    assert (case["invited_at"], case["begun_at"]) == (MONDAY, MONDAY)
    assert (attempt["case_id"], attempt["purpose"], attempt["result"]) == (case_id, "invitation", "sent")


async def test_what_another_process_queues_is_found_within_a_second(sqlite_database: Database) -> None:
    """Without being woken the dispatcher looks every second of its clock."""
    office = Office(sqlite_database, look_every=SECOND)
    async with running(office.dispatcher):
        await settle(office.dispatcher.is_idle)
        await queue(sqlite_database, reply("1", "một"))
        await office.carry_on(until=MONDAY + SECOND)
    assert moments(office.post.sent) == [MONDAY + SECOND]


async def test_what_has_arrived_is_recorded_without_a_look_at_the_outbox(
    sqlite_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Cards come ten times a second; the outbox is still looked at once in a second, and not less often."""
    office = Office(sqlite_database, look_every=SECOND)
    await make_wave(sqlite_database, 1)
    looks: list[datetime] = []
    look = mailbox.look

    async def looking(conn: Any, now: datetime) -> Any:
        looks.append(now)
        return await look(conn, now)

    async with running(office.dispatcher):
        await settle(office.dispatcher.is_idle)
        monkeypatch.setattr(mailbox, "look", looking)
        for turn in range(1, 30):
            await office.answers(card(f"Câu {turn}", turn=turn, visit=turn))
            await office.carry_on(until=MONDAY + turn * SECOND / 10)
        await office.carry_on(until=MONDAY + 4 * SECOND)
        assert await rows_of(sqlite_database, sql.owed_cards) == []
    assert looks == [MONDAY + number * SECOND for number in range(1, 5)]


# --- order and pace ---------------------------------------------------------------------------------


async def test_a_chat_hears_its_replies_in_order(office: Office) -> None:
    """Replies of one chat never overtake each other, although chats are served beside each other."""
    async with running(office.dispatcher):
        await office.queue(*(reply(str(n % 3), f"{n % 3}-{n:02}") for n in range(24)))
        await office.carry_on()
    for chat in "012":
        heard = [text for text in office.post.texts if text.startswith(chat)]
        assert heard == sorted(heard)
        assert len(heard) == 8


async def test_chats_do_not_wait_for_each_other(office: Office) -> None:
    """While one chat's message is on the wire, another's leaves."""
    office.post.gate = asyncio.Event()
    async with running(office.dispatcher):
        await office.queue(reply("1", "a"), reply("2", "b"), reply("1", "c"))
        await settle(lambda: len(office.post.tried) == 2)
        assert [message.text for _, _, message in office.post.tried] == ["a", "b"]
        assert not office.dispatcher.is_idle()
        office.post.gate.set()
        await office.carry_on()
    assert office.post.texts == ["a", "b", "c"]


async def test_bulk_is_evenly_paced_without_catching_up(office: Office) -> None:
    """Sixty invitations leave one 28th of a second after the other, however late the first was."""
    case_ids = await make_wave(office.database, 60)
    async with running(office.dispatcher):
        await office.queue(*(bulk(n, case_id) for n, case_id in enumerate(case_ids, start=1)))
        await office.carry_on()
    left = moments(office.post.sent)
    assert len(left) == 60
    gaps = [after - before for before, after in pairwise(left)]
    assert min(gaps) >= SECOND / 28 - timedelta(microseconds=1)
    assert left[-1] - left[0] == pytest.approx(59 * SECOND / 28, abs=timedelta(milliseconds=1))


async def test_a_reply_never_queues_behind_bulk(office: Office) -> None:
    """In the middle of sixty invitations a reply leaves at the moment it is queued."""
    case_ids = await make_wave(office.database, 60)
    async with running(office.dispatcher):
        await office.queue(*(bulk(n, case_id) for n, case_id in enumerate(case_ids, start=1)))
        await office.carry_on(until=MONDAY + SECOND / 2)
        asked_at = office.clock.now()
        await office.queue(reply("99", "Câu 2"))
        await settle(office.dispatcher.is_idle)
        assert office.post.sent[-1][1:] == ("99", replace(NOTICE, text="Câu 2"))
        assert office.post.sent[-1][0] == asked_at
        await office.carry_on()
    assert len(office.post.sent) == 61


async def test_replies_are_not_held_back_by_a_guess(office: Office) -> None:
    """Two hundred people who act at once are answered at once."""
    async with running(office.dispatcher):
        await office.answers(*(Reply("post", str(100 + n), NOTICE) for n in range(200)))
        await office.carry_on()
    assert moments(office.post.sent) == [MONDAY] * 200


async def test_a_chat_gets_one_bulk_message_a_second(office: Office) -> None:
    """Two bulk messages to one chat are a second apart; the one for another chat goes between."""
    async with running(office.dispatcher):
        await office.queue(*(bulk(n, purpose="notice", key=key) for n, key in ((1, "a"), (1, "b"), (2, "c"))))
        await office.carry_on()
    assert [address for _, address, _ in office.post.sent] == ["1", "2", "1"]
    left = moments(office.post.sent)
    assert left[2] - left[0] == SECOND


@given(
    st.lists(st.tuples(st.floats(0, 2), st.sampled_from(["send", "send", "send", "refuse"])), max_size=200)
)
def test_a_throttle_obeys_every_429_and_never_exceeds_its_ceiling(steps: list[tuple[float, str]]) -> None:
    """Whatever comes: nothing leaves within ``retry_after``, and bulk never leaves closer than its gap."""
    throttle, now, blocked, turns = Throttle(28.0), 100.0, 0.0, []
    for seconds, act in steps:
        now += seconds
        if act == "refuse":
            throttle.refuse(now, 3)
            blocked = now + 3
        elif throttle.free_at(now) <= now:
            throttle.take(now)
            assert now >= blocked
            turns.append(now)
    assert all(later - earlier >= 1 / 28 - 1e-9 for earlier, later in pairwise(turns))
    assert throttle.rate is not None
    assert 1 <= throttle.rate <= 28


def test_a_throttle_halves_its_rate_and_rises_again_step_by_step() -> None:
    """Hundred calls a second were refused: fifty are made, then ten more each second, then without limit again."""
    throttle, now = Throttle(), 1000.0
    for number in range(100):
        throttle.take(now + number / 100)
    throttle.refuse(1001.0, 2)
    throttle.refuse(1001.1, 2)  # the same burst
    assert throttle.rate == 50
    assert throttle.free_at(1001.5) == pytest.approx(1003.1)
    throttle.free_at(1005.2)
    assert throttle.rate == 70
    throttle.free_at(1030)
    assert throttle.rate is None


# --- what waits for a chat --------------------------------------------------------------------------


def test_a_newer_card_takes_the_place_of_an_older_one() -> None:
    """The older one's tap is still acknowledged, and what was to be sent anew is sent anew."""
    strip = Reply("post", "1", Outbound(OutboundKind.STRIP, edit_ref="3"))
    older = card("Câu 1", turn=1, tap_id="t", toast="Đã ghi")
    newer = card("Câu 2", turn=2, edit_ref="3")
    waiting = joined(joined(joined(joined([], older), strip), replace(strip)), newer)
    assert [(each.message.kind, each.message.text) for each in waiting] == [
        (OutboundKind.TOAST, "Đã ghi"),
        (OutboundKind.STRIP, ""),
        (OutboundKind.CARD, "Câu 2"),
    ]
    assert waiting[-1].message.edit_ref == ""


def test_a_card_that_failed_gives_way_to_a_newer_one() -> None:
    """Nobody is shown an old question after an outage."""
    older, newer = card("Câu 1", edit_ref="3"), card("Câu 2", turn=2, edit_ref="3")
    assert [each.message.text for each in returned(older, [newer])] == ["Câu 2"]
    assert [each.message.text for each in returned(older, [])] == ["Câu 1"]


async def test_a_burst_behind_a_429_ends_with_one_card(office: Office) -> None:
    """While the platform is obeyed, every further tap replaces the card that waits."""
    await make_wave(office.database, 1)
    office.post.failures = [failure(FailureKind.LIMITED, retry_after=3)]
    async with running(office.dispatcher):
        for turn in range(1, 6):
            await office.answers(card(f"Câu {turn}", turn=turn, edit_ref="3", visit=turn))
            await settle(office.dispatcher.is_idle)
        await office.carry_on()
    assert [text for text in office.post.texts if text] == ["Câu 5"]
    assert await rows_of(office.database, sql.owed_cards) == []


# --- windows and second looks -----------------------------------------------------------------------


async def test_a_message_waits_for_its_window(office: Office) -> None:
    """Queued in the evening for the next morning it leaves then; waiting for it counts as idle."""
    later = MONDAY + timedelta(hours=20)
    (case_id,) = await make_wave(office.database, 1)
    async with running(office.dispatcher):
        await office.queue(bulk(1, case_id, not_before=later, not_after=later + timedelta(hours=1)))
        await settle(office.dispatcher.is_idle)
        assert office.post.sent == []
        await office.carry_on()
    assert moments(office.post.sent) == [later]


async def test_what_missed_its_window_is_dropped(office: Office) -> None:
    """Past ``not_after`` nothing leaves, and the attempt is kept as dropped."""
    (case_id,) = await make_wave(office.database, 1)
    async with running(office.dispatcher):
        await office.queue(bulk(1, case_id, not_after=MONDAY - SECOND))
        await office.carry_on()
    assert await office.statuses() == ["dropped"]
    assert [row["result"] for row in await rows_of(office.database, sql.contact_attempts)] == ["dropped"]


@pytest.mark.parametrize(
    ("table", "changes", "reason"),
    [
        (sql.cases, {"refused_at": MONDAY}, "refused"),
        (sql.cases, {"withdrawn_at": MONDAY}, "withdrawn"),
        (sql.cases, {"official_id": None}, "gone"),
        (sql.cases, {"postponed_until": MONDAY + timedelta(hours=1)}, "postponed"),
        (sql.contact_points, {"reminders_off_at": MONDAY}, "reminders off"),
        (sql.contact_points, {"blocked_at": MONDAY}, "blocked"),
        (sql.contact_points, {"official_id": None}, "chat of somebody else"),
        (sql.waves, {"state": "closed"}, "wave closed"),
        (sql.waves, {"closes_at": MONDAY}, "wave closed"),
    ],
)
async def test_whoever_left_meanwhile_is_not_reminded(
    office: Office, table: Any, changes: dict[str, Any], reason: str
) -> None:
    """The case is looked at once more at the moment of sending."""
    (case_id,) = await make_wave(office.database, 1)
    await queue(office.database, bulk(1, case_id, purpose="reminder"))
    async with office.database.begin() as conn:
        await conn.execute(update(table).values(**changes))
    async with running(office.dispatcher):
        await office.carry_on()
    (row,) = await rows_of(office.database, sql.outbox)
    assert (row["status"], row["error"]) == ("dropped", reason)
    assert office.post.tried == []


async def test_whoever_has_begun_is_not_invited(office: Office) -> None:
    """Linked and at work already: the invitation is dropped."""
    (case_id,) = await make_wave(office.database, 1)
    async with office.database.begin() as conn:
        await conn.execute(update(sql.cases).values(begun_at=MONDAY))
    async with running(office.dispatcher):
        await office.queue(bulk(1, case_id))
        await office.carry_on()
    assert await office.statuses() == ["dropped"]


# --- failures ---------------------------------------------------------------------------------------


def failure(kind: FailureKind, *, retry_after: float = 0.0) -> SendError:
    """Return what the channel raises."""
    retryable = kind in (FailureKind.LIMITED, FailureKind.UNREACHABLE, FailureKind.UNAUTHORIZED)
    return SendError(kind, retryable=retryable, retry_after=retry_after)


async def test_one_429_pauses_all_bulk_until_its_deadline(office: Office) -> None:
    """After a 429 of seven seconds no bulk leaves before they are over, then every message does, once."""
    case_ids = await make_wave(office.database, 20)
    office.post.failures = [failure(FailureKind.LIMITED, retry_after=7)]
    async with running(office.dispatcher):
        await office.queue(*(bulk(n, case_id) for n, case_id in enumerate(case_ids, start=1)))
        await office.carry_on()
    assert min(moments(office.post.sent)) >= MONDAY + 7 * SECOND
    assert sorted(address for _, address, _ in office.post.sent) == sorted(str(n) for n in range(1, 21))


async def test_a_429_to_one_process_pauses_the_bulk_of_another(database: Database) -> None:
    """A reply of one meets a 429 of seven seconds: the one that broadcasts sends no invitation until they are over."""
    office = Office(database, may_broadcast=lambda: False)
    case_ids = await make_wave(database, 3)
    broadcaster = office.successor()
    office.post.failures = [failure(FailureKind.LIMITED, retry_after=7)]
    async with running(office.dispatcher), running(broadcaster):
        await office.answers(card("a", chat=3, edit_ref="3"))
        await settle(office.dispatcher.is_idle, broadcaster.is_idle)
        await queue(database, *(bulk(n, case_id) for n, case_id in enumerate(case_ids[:2], start=1)))
        broadcaster.wake()
        await settle(office.dispatcher.is_idle, broadcaster.is_idle)
        assert office.post.sent == []
        await carry_on(office.clock, broadcaster)
        await office.carry_on()
    left = {address: at for at, address, _ in office.post.sent}
    assert sorted(left) == ["1", "2", "3"]
    assert min(left.values()) >= MONDAY + 7 * SECOND


async def test_a_429_outlives_the_process_that_met_it(office: Office) -> None:
    """Killed at once after it, the bulk lane's successor waits for the same deadline."""
    case_ids = await make_wave(office.database, 3)
    office.post.failures = [failure(FailureKind.LIMITED, retry_after=7)]
    async with running(office.dispatcher):
        await office.queue(*(bulk(n, case_id) for n, case_id in enumerate(case_ids, start=1)))
        await settle(office.dispatcher.is_idle)
    office.dispatcher = office.successor()
    async with running(office.dispatcher):
        await office.carry_on()
    assert await office.statuses() == ["sent"] * 3
    assert min(moments(office.post.sent)) >= MONDAY + 7 * SECOND


async def test_a_pause_does_not_outlast_a_clock_that_is_set_back(sqlite_database: Database) -> None:
    """Noted by a clock seven hours ahead it is over at once; else it ends by itself, and the longer one counts."""
    async with sqlite_database.begin() as conn:
        await pauses.note(conn, ("post", ""), 60, MONDAY)
        await pauses.note(conn, ("post", ""), 5, MONDAY + SECOND)
        moments = (MONDAY - timedelta(hours=7), MONDAY, MONDAY + 10 * SECOND, MONDAY + 61 * SECOND)
        assert [await pauses.seconds_left(conn, ("post", ""), at) for at in moments] == [0, 60, 50, 0]


@pytest.mark.parametrize("kind", [FailureKind.UNAUTHORIZED, FailureKind.LIMITED, FailureKind.UNREACHABLE])
async def test_a_sick_channel_holds_no_other_channel_up(sqlite_database: Database, kind: FailureKind) -> None:
    """While one channel refuses everything, the invitations of another leave at their pace, though queued behind."""
    office = Office(sqlite_database)
    sick = Post(office.clock)
    sick.failures = [failure(kind, retry_after=900) for _ in range(10**4)]
    office.dispatcher = Dispatcher(
        sqlite_database, {"post": office.post, "sick": sick}, office.clock, look_every=None
    )
    case_ids = await make_wave(sqlite_database, 40)
    rows = [bulk(n, case_id) for n, case_id in enumerate(case_ids, start=1)]
    rows = [replace(row, channel="sick") if n < 20 else row for n, row in enumerate(rows)]
    async with running(office.dispatcher):
        await office.queue(*rows)
        await office.carry_on(until=MONDAY + 600 * SECOND)
    assert len(office.post.sent) == 20
    assert max(moments(office.post.sent)) < MONDAY + 5 * SECOND
    assert set((await office.statuses())[:20]) <= {"queued"}


async def test_a_429_of_one_channel_holds_no_answer_of_another(office: Office) -> None:
    """Many answers of one channel are refused for a minute: those of the other leave at once."""
    busy = Post(office.clock)
    busy.failures = [failure(FailureKind.LIMITED, retry_after=60) for _ in range(25)]
    channels = {"post": office.post, "busy": busy}
    office.dispatcher = Dispatcher(office.database, channels, office.clock, look_every=None)
    async with running(office.dispatcher):
        await office.answers(*(Reply("busy", str(n), NOTICE) for n in range(25)))
        await settle(office.dispatcher.is_idle)
        await office.answers(Reply("post", "1", NOTICE))
        await office.carry_on()
    assert [at for at, _, _ in office.post.sent] == [MONDAY]
    assert min(moments(busy.sent)) >= MONDAY + 60 * SECOND


async def test_a_429_to_one_chat_holds_that_chat_only(office: Office) -> None:
    """At a slow pace it is the chat's own limit: everybody else goes on, and the chat waits until its end."""
    await make_wave(office.database, 2)
    office.post.failures = [failure(FailureKind.LIMITED, retry_after=3)]
    async with running(office.dispatcher):
        await office.answers(card("a", edit_ref="3"))
        await settle(office.dispatcher.is_idle)
        await office.answers(card("b", chat=2, edit_ref="4"))
        await office.carry_on()
    assert [(address, at) for at, address, _ in office.post.sent] == [
        ("2", MONDAY),
        ("1", MONDAY + 3 * SECOND),
    ]


async def test_a_429_to_several_holds_their_kind_of_call(office: Office) -> None:
    """Two chats are refused: edits wait for the deadline, then go one after the other; messages leave at once."""
    await make_wave(office.database, 3)
    office.post.failures = [failure(FailureKind.LIMITED, retry_after=3) for _ in range(2)]
    async with running(office.dispatcher):
        await office.answers(card("a", edit_ref="3"))
        await settle(office.dispatcher.is_idle)
        await office.answers(card("b", chat=2, edit_ref="4"))
        await settle(office.dispatcher.is_idle)
        await office.answers(card("c", chat=3, edit_ref="5"), Reply("post", "4", NOTICE))
        await office.carry_on()
    left = [(address, at - MONDAY) for at, address, _ in office.post.sent]
    assert left[0] == ("4", timedelta())
    assert min(after for _, after in left[1:]) == 3 * SECOND
    assert left[-1] == ("3", 4 * SECOND)


async def test_an_outage_is_waited_out_with_growing_pauses(office: Office) -> None:
    """Each try waits twice as long as the one before."""
    office.post.failures = [failure(FailureKind.UNREACHABLE) for _ in range(4)]
    async with running(office.dispatcher):
        await office.queue(reply("1", "a"))
        await office.carry_on()
    tried = [(at - MONDAY).total_seconds() for at in moments(office.post.tried)]
    assert tried == [0, 1, 3, 7, 15]
    assert office.post.texts == ["a"]


async def test_a_reply_is_given_up_after_many_tries(office: Office) -> None:
    """The tries are limited; then it is given up."""
    office.post.failures = [failure(FailureKind.UNREACHABLE) for _ in range(300)]
    async with running(office.dispatcher):
        await office.queue(reply("1", "a"))
        await office.carry_on()
    assert await office.statuses() == []
    assert len(office.post.tried) == 200


async def test_an_unknown_reply_goes_again_and_an_unknown_invitation_does_not(office: Office) -> None:
    """A reply only redraws; an invitation that may have arrived is not repeated, and its case begins."""
    (case_id,) = await make_wave(office.database, 1)
    office.post.failures = [failure(FailureKind.UNKNOWN)]
    async with running(office.dispatcher):
        await office.queue(reply("5", "a"))
        await office.carry_on()
        office.post.failures = [failure(FailureKind.UNKNOWN)]
        await office.queue(bulk(1, case_id))
        await office.carry_on()
    assert await office.statuses() == ["unknown"]
    assert office.post.texts == ["a"]
    (case,) = await rows_of(office.database, sql.cases)
    assert case["begun_at"] is not None


async def test_a_block_closes_the_chat_and_drops_what_waits_for_it(office: Office) -> None:
    """After a 403 the contact point is closed and its later messages never leave."""
    (case_id,) = await make_wave(office.database, 1)
    office.post.failures = [failure(FailureKind.BLOCKED)]
    later = MONDAY + timedelta(hours=2)
    async with running(office.dispatcher):
        await office.queue(reply("1", "a"), reply("1", "b"), bulk(1, case_id, not_before=later))
        await office.carry_on()
    assert await office.statuses() == ["dropped", "dropped"]
    (chat,) = await rows_of(office.database, sql.contact_points)
    assert chat["blocked_at"] == MONDAY


async def test_a_card_that_is_gone_is_sent_anew(office: Office) -> None:
    """The edit fails, the same card follows as a new message and is the one remembered."""
    await make_wave(office.database, 1)
    office.post.failures = [failure(FailureKind.GONE)]
    async with running(office.dispatcher):
        await office.answers(card("Câu 2", edit_ref="17", tap_id="t", visit=2))
        await office.carry_on()
    assert [message.edit_ref for _, _, message in office.post.tried] == ["17", ""]
    (chat,) = await rows_of(office.database, sql.contact_points)
    assert chat["card_ref"] == "1"


@pytest.mark.parametrize("kind", [FailureKind.STALE, FailureKind.UNREACHABLE, FailureKind.LIMITED])
async def test_a_toast_is_tried_once(office: Office, kind: FailureKind) -> None:
    """A tap that is too old needs no answer, and no answer comes later."""
    office.post.failures = [failure(kind)]
    async with running(office.dispatcher):
        await office.answers(Reply("post", "1", Outbound(OutboundKind.TOAST, tap_id="t")))
        await office.carry_on()
    assert await office.statuses() == []
    assert len(office.post.tried) == 1


async def test_a_reply_that_stays_unknown_is_drawn_again_a_few_times_only(office: Office) -> None:
    """Nobody's chat fills up with the same message: it is tried five times."""
    office.post.failures = [failure(FailureKind.UNKNOWN) for _ in range(100)]
    async with running(office.dispatcher):
        await office.queue(reply("1", "a"))
        await office.carry_on()
    assert await office.statuses() == []
    assert len(office.post.tried) == 5


async def test_two_reminders_in_the_outbox_do_not_both_leave(office: Office) -> None:
    """Queued by two processes, or by an order beside the plan: the second is too soon; one asked for is not."""
    (case_id,) = await make_wave(office.database, 1)
    reminder = replace(bulk(1, case_id), purpose="reminder", number=1, key="r1")
    async with running(office.dispatcher):
        await office.queue(reminder, replace(reminder, number=2, key="r2"))
        await office.carry_on()
        wished_for = office.clock.now() + timedelta(hours=5)
        async with office.database.begin() as conn:
            await conn.execute(update(sql.cases).values(postponed_until=wished_for))
        await office.queue(replace(reminder, number=0, key="r0", not_before=wished_for))
        await office.carry_on()
    rows = await rows_of(office.database, sql.outbox)
    assert [(row["key"], row["status"], row["error"]) for row in rows] == [
        ("r1", "sent", ""),
        ("r2", "dropped", "too soon"),
        ("r0", "sent", ""),
    ]


@pytest.mark.parametrize("kind", [FailureKind.REFUSED, FailureKind.NOT_FOUND])
async def test_what_the_platform_will_never_take_fails(office: Office, kind: FailureKind) -> None:
    """It is tried once, and the chat's next message goes on."""
    office.post.failures = [failure(kind)]
    async with running(office.dispatcher):
        await office.queue(reply("1", "a"), reply("1", "b"))
        await office.carry_on()
    assert await office.statuses() == []
    assert office.post.texts == ["b"]


async def test_a_wrong_token_loses_nothing(office: Office, caplog: pytest.LogCaptureFixture) -> None:
    """One refusal is tried again after a second, more of them ever later; everything goes when it is taken again."""
    (case_id,) = await make_wave(office.database, 1)
    office.post.failures = [failure(FailureKind.UNAUTHORIZED) for _ in range(3)]
    async with running(office.dispatcher):
        await office.queue(reply("1", "a"), bulk(1, case_id))
        await office.carry_on()
    assert sorted(office.post.texts) == ["Mời 1", "a"]
    halts = [message for message in caplog.messages if "refuses the token" in message]
    assert len(halts) == 3
    assert office.clock.now() < MONDAY + 10 * SECOND


async def test_a_bug_in_a_channel_fails_one_message(
    office: Office, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a channel raises besides a send error is logged without the text, and the others go on."""

    async def send(_address: str, _message: Outbound) -> Sent:
        raise RuntimeError("broken")

    monkeypatch.setattr(office.post, "send", send)
    async with running(office.dispatcher):
        await office.queue(reply("1", "bí mật"))
        await office.carry_on()
        monkeypatch.undo()
        await office.queue(reply("1", "b"))
        await office.carry_on()
    assert office.post.texts == ["b"]
    assert "never arrived" in caplog.text
    assert "bí mật" not in caplog.text


# --- kills and stops --------------------------------------------------------------------------------


async def test_after_a_kill_replies_go_again_and_invitations_do_not(database: Database) -> None:
    """Killed with both on the wire: the successor sends the reply again and leaves the invitation unknown."""
    office = Office(database)
    (case_id,) = await make_wave(database, 1)
    office.post.gate = asyncio.Event()
    async with running(office.dispatcher):
        await office.queue(reply("5", "a"), bulk(1, case_id))
        await settle(lambda: len(office.post.tried) == 2)
    assert await office.statuses() == ["sending", "sending"]
    office.post.gate = None
    office.dispatcher = office.successor()
    async with running(office.dispatcher):
        await office.carry_on()
    assert await office.statuses() == ["unknown"]
    assert office.post.texts == ["a"]


async def test_only_what_was_on_the_wire_is_unknown(database: Database) -> None:
    """Killed with one invitation on the wire and others claimed: those go out, once each."""
    office = Office(database)
    case_ids = await make_wave(database, 10)
    office.post.gate = asyncio.Event()
    async with running(office.dispatcher):
        await office.queue(*(bulk(n, case_id) for n, case_id in enumerate(case_ids, start=1)))
        await settle(lambda: bool(office.post.tried))
    assert sorted(await office.statuses()) == ["claimed"] * 9 + ["sending"]
    office.post.gate = None
    office.dispatcher = office.successor()
    async with running(office.dispatcher):
        await office.carry_on()
    assert sorted(await office.statuses()) == ["sent"] * 9 + ["unknown"]
    assert len(office.post.sent) == 9


async def test_a_living_process_is_not_taken_for_crashed(database: Database) -> None:
    """What another living dispatcher holds stays its own."""
    office = Office(database)
    (case_id,) = await make_wave(database, 1)
    office.post.gate = asyncio.Event()

    async def living(_conn: Any) -> set[str]:
        return {office.dispatcher.holder}

    async with running(office.dispatcher):
        await office.queue(bulk(1, case_id))
        await settle(lambda: bool(office.post.tried))
        second = office.successor(living=living)
        await second.recover()
        assert await office.statuses() == ["sending"]
        office.post.gate.set()
        await office.carry_on()
    assert await office.statuses() == ["sent"]


async def test_draining_finishes_what_is_on_the_wire_and_gives_back_the_rest(office: Office) -> None:
    """At a stop the sends in progress are recorded, and what was only claimed is queued again."""
    case_ids = await make_wave(office.database, 10)
    office.post.gate = asyncio.Event()
    async with running(office.dispatcher) as task:
        await office.queue(
            *(bulk(n, case_id) for n, case_id in enumerate(case_ids, start=1)), reply("99", "a")
        )
        await settle(lambda: len(office.post.tried) == 2)
        stopping = asyncio.create_task(office.dispatcher.drain())
        await asyncio.sleep(0)
        office.post.gate.set()
        await stopping
        await task
    statuses = await office.statuses()
    assert sorted(statuses) == ["queued"] * 9 + ["sent"]


async def test_draining_gives_back_replies_that_wait(office: Office) -> None:
    """A stored reply that waits for the end of a 429 is queued again by a stop."""
    office.post.failures = [failure(FailureKind.LIMITED, retry_after=60)]
    async with running(office.dispatcher) as task:
        await office.answers(Reply("post", "1", NOTICE))
        await settle(office.dispatcher.is_idle)
        await office.dispatcher.drain()
        await task
    assert await office.statuses() == ["queued"]


async def test_a_file_that_was_recalled_does_not_leave_from_memory(office: Office) -> None:
    """It waits to be tried again while its row is deleted, for whoever it is for lost the right to it."""
    file = replace(NOTICE, kind=OutboundKind.DOCUMENT, attachment=Attachment("a.docx", b"x"))
    office.post.failures = [failure(FailureKind.UNREACHABLE)]
    async with running(office.dispatcher):
        await office.queue(to_row(Reply("post", "7", file), MONDAY))
        await settle(office.dispatcher.is_idle)
        async with office.database.begin() as conn:
            await conn.execute(delete(sql.outbox).where(sql.outbox.c.purpose == "document"))
        await office.carry_on()
    assert len(office.post.tried) == 1
    assert office.post.sent == []


async def test_two_dispatchers_send_nothing_twice(database: Database) -> None:
    """Two of them on one outbox share the work."""
    office = Office(database)
    other = office.successor(holder="other")
    async with running(office.dispatcher), running(other):
        await queue(database, *(reply(str(n), str(n)) for n in range(25)))
        office.dispatcher.wake()
        other.wake()
        await settle(office.dispatcher.is_idle, other.is_idle)
    assert sorted(office.post.texts) == sorted(str(n) for n in range(25))


def colleagues(database: Database, **options: Any) -> tuple[Office, Office]:
    """Return two processes on one database, on one clock, each with a way to the platform of its own."""

    async def living(_conn: Any) -> set[str]:
        return {"first", "second"}

    options |= {"is_shared": True, "living": living}
    first = Office(database, holder="first", **options)
    second = Office(database)
    second.clock = first.clock
    second.post.clock = first.clock
    second.dispatcher = second.successor(holder="second", **options)
    return first, second


async def both_carry_on(first: Office, second: Office) -> None:
    """Move from event to event until both are quiet."""
    clock, idle = first.clock, (first.dispatcher.is_idle, second.dispatcher.is_idle)
    await settle(lambda: clock.is_settled, *idle)
    while clock.next_moment is not None:
        clock.advance_to_next()
        await settle(lambda: clock.is_settled, *idle)


async def test_a_card_that_waits_gives_way_to_that_of_another_process(database: Database) -> None:
    """While a 429 lasts the chat was answered elsewhere: the older card does not leave, its tap is acknowledged."""
    await make_wave(database, 1)
    first, second = colleagues(database)
    first.post.failures = [failure(FailureKind.LIMITED, retry_after=30)]
    async with running(first.dispatcher), running(second.dispatcher):
        await first.answers(card("cũ", turn=1, tap_id="t", toast="Đã ghi"))
        await settle(first.dispatcher.is_idle)
        await second.answers(card("mới", turn=2, visit=2))
        await both_carry_on(first, second)
    assert second.post.texts == ["mới"]
    assert [(message.kind, message.text) for _, _, message in first.post.sent] == [
        (OutboundKind.TOAST, "Đã ghi")
    ]
    assert await rows_of(database, sql.owed_cards) == []


async def test_a_card_overtaken_on_the_wire_is_drawn_once_more(database: Database) -> None:
    """An older card that arrives after a newer one is not what the chat is to show: the newer one is drawn again."""
    await make_wave(database, 1)

    async def redraw(_conn: Any, debts: Any, _now: Any) -> list[Reply]:
        return [card("mới", turn=debt.turn, visit=2) for debt in debts]

    first, second = colleagues(database, redraw=redraw)
    first.post.gate = asyncio.Event()
    async with running(first.dispatcher), running(second.dispatcher):
        await first.answers(card("cũ", turn=1))
        await settle(lambda: bool(first.post.tried))
        await second.answers(card("mới", turn=2, visit=2))
        await settle(lambda: bool(second.post.sent), second.dispatcher.is_idle)
        second.dispatcher.wake()  # the arrival is recorded
        await settle(second.dispatcher.is_idle)
        first.post.gate.set()
        await both_carry_on(first, second)
    assert first.post.texts == ["cũ", "mới"]
    (chat,) = await rows_of(database, sql.contact_points)
    assert chat["card_visit"] == 2
    assert await rows_of(database, sql.owed_cards) == []


async def test_two_cards_on_the_wire_at_once_end_in_one(database: Database) -> None:
    """The older one is confirmed while the newer one is under way: whoever sends the newer one draws it once more."""
    await make_wave(database, 1)

    async def redraw(_conn: Any, debts: Any, _now: Any) -> list[Reply]:
        return [card("mới", turn=debt.turn, visit=2) for debt in debts]

    first, second = colleagues(database, redraw=redraw)
    first.post.gate, second.post.gate = asyncio.Event(), asyncio.Event()
    async with running(first.dispatcher), running(second.dispatcher):
        await first.answers(card("cũ", turn=1))
        await second.answers(card("mới", turn=2, visit=2))
        await settle(lambda: bool(first.post.tried and second.post.tried))
        first.post.gate.set()
        await settle(lambda: bool(first.post.sent))
        first.dispatcher.wake()  # the arrival is recorded
        await settle(lambda: not first.dispatcher._verdicts, lambda: first.dispatcher._crew.busy_count == 0)
        second.post.gate.set()
        await both_carry_on(first, second)
    assert (first.post.texts, second.post.texts) == (["cũ"], ["mới", "mới"])
    (chat,) = await rows_of(database, sql.contact_points)
    assert chat["card_visit"] == 2
    assert await rows_of(database, sql.owed_cards) == []


async def test_of_several_processes_one_broadcasts(database: Database) -> None:
    """Whoever may not leaves invitations where they are, and sends replies; a change is noticed at the next look."""
    case_ids = await make_wave(database, 3)
    is_chosen = False
    office = Office(database, may_broadcast=lambda: is_chosen, look_every=SECOND)
    async with running(office.dispatcher):
        await office.queue(*(bulk(n, case_id) for n, case_id in enumerate(case_ids, 1)), reply("9", "một"))
        await office.carry_on(until=MONDAY + 5 * SECOND)
        assert office.post.texts == ["một"]
        assert await office.statuses() == ["queued"] * 3
        is_chosen = True
        await office.carry_on(until=MONDAY + 10 * SECOND)
    assert await office.statuses() == ["sent"] * 3


# --- envelopes --------------------------------------------------------------------------------------

BUTTONS = st.builds(Button, st.text(max_size=5), st.text(max_size=5), st.text(max_size=5))
OUTBOUNDS = st.builds(
    Outbound,
    kind=st.sampled_from(OutboundKind),
    text=st.text(max_size=20),
    buttons=st.lists(st.lists(BUTTONS, max_size=3).map(tuple), max_size=3).map(tuple),
    edit_ref=st.text(max_size=5),
    toast=st.text(max_size=5),
    protected=st.booleans(),
    visit=st.integers(0, 99),
    attachment=st.none() | st.builds(Attachment, st.text(max_size=5), st.binary(max_size=9)),
)


@given(OUTBOUNDS)
def test_an_envelope_opens_to_what_was_put_in(message: Outbound) -> None:
    """Encoding and decoding gives the same message."""
    assert decode(*encode(message)) == message


async def test_a_lane_that_breaks_stops_the_dispatcher(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A bug in the bulk lane does not leave a house that looks alive and invites nobody."""

    async def run() -> None:
        raise RuntimeError("broken lane")

    monkeypatch.setattr(office.dispatcher._bulk, "run", run)
    with pytest.raises(RuntimeError, match="broken lane"):
        await office.dispatcher.run()
