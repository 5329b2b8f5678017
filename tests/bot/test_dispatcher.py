"""The dispatcher: what leaves, when, in which order, and what is known of it afterwards."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import update

from bot.dispatcher import Dispatcher
from bot.dispatcher.pacing import Pace
from bot.envelopes import decode, encode, reply_to
from bot.messages import Attachment, Button, FailureKind, Outbound, OutboundKind, SendError, Sent
from bot.simulator.virtual_clock import VirtualClock
from storage import mailbox, sql
from storage.database import Database
from storage.mailbox import QueuedMessage
from tests.bot.field import MONDAY, Post, carry_on, make_wave, moments, rows_of, running, settle

SECOND = timedelta(seconds=1)
NOTICE = Outbound(OutboundKind.NOTICE, "Chào đồng chí")


def reply(address: str, text: str, **changes: Any) -> QueuedMessage:
    """Return a reply to queue."""
    return reply_to("post", address, replace(NOTICE, text=text, **changes), MONDAY)


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


async def test_a_queued_reply_is_sent_and_marked(database: Database) -> None:
    """On both databases a reply leaves at once, with its reference and the platform's date."""
    office = Office(database)
    async with running(office.dispatcher):
        await office.queue(reply("7", "một"))
        await office.carry_on()
    (row,) = await rows_of(database, sql.outbox)
    assert (row["status"], row["sent_ref"], row["sent_at"]) == ("sent", "1", MONDAY)
    assert office.post.texts == ["một"]


async def test_a_sent_card_is_remembered_with_the_mark(office: Office) -> None:
    """The contact point knows the card's reference, visit and date once it is marked sent."""
    await make_wave(office.database, 1)
    card = reply_to("post", "1", Outbound(OutboundKind.CARD, "Câu 1", visit=4), MONDAY, contact_point_id=1)
    async with running(office.dispatcher):
        await office.queue(card)
        await office.carry_on()
    (chat,) = await rows_of(office.database, sql.contact_points)
    assert (chat["card_ref"], chat["card_visit"], chat["card_sent_at"]) == ("1", 4, MONDAY)


async def test_a_card_on_the_wire_is_waited_for_until_it_is_recorded(office: Office) -> None:
    """Who answers a card before its arrival is recorded is judged only afterwards; other chats are not waited for."""
    await make_wave(office.database, 1)
    card = reply_to("post", "1", Outbound(OutboundKind.CARD, "Câu 1", visit=4), MONDAY, contact_point_id=1)
    office.post.gate = asyncio.Event()
    async with running(office.dispatcher):
        await office.queue(card)
        await settle(lambda: bool(office.post.tried))
        await office.dispatcher.cards_settled({("post", "2")})
        waiting = asyncio.create_task(office.dispatcher.cards_settled({("post", "1")}))
        await settle(lambda: not waiting.done())
        office.post.gate.set()
        await waiting
        (chat,) = await rows_of(office.database, sql.contact_points)
    assert (chat["card_ref"], chat["card_visit"]) == ("1", 4)


async def test_a_card_that_hangs_holds_nobody_up_for_long(office: Office) -> None:
    """After two seconds a text is judged without knowing what became of the card."""
    await make_wave(office.database, 1)
    card = reply_to("post", "1", Outbound(OutboundKind.CARD, "Câu 1", visit=4), MONDAY, contact_point_id=1)
    office.post.gate = asyncio.Event()
    async with running(office.dispatcher):
        await office.queue(card)
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


async def test_no_second_holds_more_than_thirty_messages(office: Office) -> None:
    """A burst of replies beside bulk stays within 30 in any second, replies first."""
    case_ids = await make_wave(office.database, 30)
    async with running(office.dispatcher):
        await office.queue(*(bulk(n, case_id) for n, case_id in enumerate(case_ids, start=1)))
        await office.carry_on(until=MONDAY + SECOND / 2)
        await office.queue(*(reply(str(100 + n), f"r{n}") for n in range(70)))
        await office.carry_on()
    left = moments(office.post.sent)
    assert len(left) == 100
    assert all(later - earlier >= SECOND for earlier, later in zip(left, left[30:], strict=False))
    replies = [at for at, address, _ in office.post.sent if int(address) >= 100]
    assert replies[-1] - MONDAY < 4 * SECOND


async def test_a_chat_gets_one_bulk_message_a_second(office: Office) -> None:
    """Two bulk messages to one chat are a second apart; the one for another chat goes between."""
    async with running(office.dispatcher):
        await office.queue(*(bulk(n, purpose="notice", key=key) for n, key in ((1, "a"), (1, "b"), (2, "c"))))
        await office.carry_on()
    assert [address for _, address, _ in office.post.sent] == ["1", "2", "1"]
    left = moments(office.post.sent)
    assert left[2] - left[0] == SECOND


@given(st.lists(st.tuples(st.integers(0, 400), st.booleans()), max_size=200))
def test_turns_keep_the_limits_whatever_comes(steps: list[tuple[int, bool]]) -> None:
    """Any mixture: never more than the limit in a second, bulk never closer than its gap."""
    pace = Pace(28.0, 30)
    now = MONDAY
    turns, bulk_turns = [], []
    for milliseconds, is_bulk in steps:
        now += timedelta(milliseconds=milliseconds)
        if not is_bulk:
            turns.append(pace.reserve_reply(now, "1"))
        elif pace.bulk_at(now) <= now:
            pace.take_bulk(now, "2")
            turns.append(now)
            bulk_turns.append(now)
    turns.sort()
    assert all(later - earlier >= SECOND for earlier, later in zip(turns, turns[30:], strict=False))
    assert all(b - a >= pace.bulk_gap for a, b in pairwise(bulk_turns))


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


async def test_a_429_on_a_reply_holds_that_chat_only(office: Office) -> None:
    """The other chat goes on; the limited one waits for its deadline, in order."""
    office.post.failures = [failure(FailureKind.LIMITED, retry_after=3)]
    async with running(office.dispatcher):
        await office.queue(reply("1", "a"), reply("1", "b"), reply("2", "c"))
        await office.carry_on()
    assert office.post.texts == ["c", "a", "b"]
    assert moments(office.post.sent) == [MONDAY, MONDAY + 3 * SECOND, MONDAY + 3 * SECOND]


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
    """The tries are limited; then the message is marked failed."""
    office.post.failures = [failure(FailureKind.UNREACHABLE) for _ in range(100)]
    async with running(office.dispatcher):
        await office.queue(reply("1", "a"))
        await office.carry_on()
    assert await office.statuses() == ["failed"]
    assert len(office.post.tried) == 40


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
    assert await office.statuses() == ["sent", "unknown"]
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
    assert await office.statuses() == ["failed", "dropped", "dropped"]
    (chat,) = await rows_of(office.database, sql.contact_points)
    assert chat["blocked_at"] == MONDAY


async def test_a_card_that_is_gone_is_sent_anew(office: Office) -> None:
    """The edit fails, the same card follows as a new message and is the one remembered."""
    await make_wave(office.database, 1)
    office.post.failures = [failure(FailureKind.GONE)]
    card = Outbound(OutboundKind.CARD, "Câu 2", edit_ref="17", tap_id="t", visit=2)
    async with running(office.dispatcher):
        await office.queue(reply_to("post", "1", card, MONDAY, contact_point_id=1))
        await office.carry_on()
    assert [message.edit_ref for _, _, message in office.post.tried] == ["17", ""]
    (chat,) = await rows_of(office.database, sql.contact_points)
    assert chat["card_ref"] == "1"


@pytest.mark.parametrize(
    ("kind", "status"),
    [(FailureKind.STALE, "sent"), (FailureKind.UNREACHABLE, "failed"), (FailureKind.LIMITED, "failed")],
)
async def test_a_toast_is_tried_once(office: Office, kind: FailureKind, status: str) -> None:
    """A tap that is too old needs no answer, and no answer comes later."""
    office.post.failures = [failure(kind)]
    async with running(office.dispatcher):
        await office.queue(reply_to("post", "1", Outbound(OutboundKind.TOAST, tap_id="t"), MONDAY))
        await office.carry_on()
    assert await office.statuses() == [status]
    assert len(office.post.tried) == 1


async def test_the_answer_to_a_tap_needs_no_turn(office: Office) -> None:
    """Thirty messages have just left: an answer to a tap leaves at once, a message a second later."""
    async with running(office.dispatcher):
        await office.queue(*(reply(str(n), str(n)) for n in range(30)))
        await settle(office.dispatcher.is_idle)
        toast = Outbound(OutboundKind.TOAST, "Đã ghi", tap_id="t")
        await office.queue(reply("90", "sau"), reply_to("post", "91", toast, MONDAY))
        await office.carry_on()
    assert office.post.texts[-2:] == ["Đã ghi", "sau"]
    assert moments(office.post.sent)[-2:] == [MONDAY, MONDAY + SECOND]


async def test_a_reply_that_stays_unknown_is_drawn_again_a_few_times_only(office: Office) -> None:
    """Nobody's chat fills up with the same message: after five tries it is left unknown."""
    office.post.failures = [failure(FailureKind.UNKNOWN) for _ in range(100)]
    async with running(office.dispatcher):
        await office.queue(reply("1", "a"))
        await office.carry_on()
    assert await office.statuses() == ["unknown"]
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
    assert await office.statuses() == ["failed", "sent"]


async def test_a_wrong_token_loses_nothing(office: Office, caplog: pytest.LogCaptureFixture) -> None:
    """Everything waits, says so once, and goes when the token is taken again."""
    (case_id,) = await make_wave(office.database, 1)
    office.post.failures = [failure(FailureKind.UNAUTHORIZED) for _ in range(2)]
    async with running(office.dispatcher):
        await office.queue(reply("1", "a"), reply("2", "b"), bulk(1, case_id))
        await office.carry_on()
    assert sorted(office.post.texts) == ["Mời 1", "a", "b"]
    assert sum("refuses the token" in message for message in caplog.messages) == 1


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
    assert await office.statuses() == ["failed", "sent"]
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
    assert await office.statuses() == ["sent", "unknown"]
    assert office.post.texts == ["a"]


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
    assert sorted(statuses) == ["queued"] * 9 + ["sent"] * 2


async def test_draining_gives_back_replies_that_wait_for_their_turn(office: Office) -> None:
    """Forty replies at once: thirty leave, ten wait for the next second and are queued again by a stop."""
    async with running(office.dispatcher) as task:
        await office.queue(*(reply(str(n), str(n)) for n in range(40)))
        await settle(office.dispatcher.is_idle)
        assert len(office.post.sent) == 30
        await office.dispatcher.drain()
        await task
    assert sorted(await office.statuses()) == ["queued"] * 10 + ["sent"] * 30


async def test_two_dispatchers_send_nothing_twice(database: Database) -> None:
    """Two of them on one outbox share the work."""
    office = Office(database)
    other = office.successor(name="other")
    async with running(office.dispatcher), running(other):
        await queue(database, *(reply(str(n), str(n)) for n in range(25)))
        office.dispatcher.wake()
        other.wake()
        await settle(office.dispatcher.is_idle, other.is_idle)
    assert sorted(office.post.texts) == sorted(str(n) for n in range(25))


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
