"""The fetch loop loses nothing, doubles nothing that was stored, and never gives up."""

import asyncio
import logging
import random
from collections.abc import Mapping
from datetime import datetime
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.persistence import Pauses
from bot.channels.telegram import TelegramChannel
from bot.channels.telegram.api import BotApi
from bot.channels.telegram.intake import Intake
from bot.channels.telegram.rivalry import AGAIN_WITHIN, Rivalry
from bot.messages import FailureKind, InboundKind, SendError
from tests.channels.listening import HastyClock, Listener, listening
from tests.phone import Fault, Phone, Simulator


@pytest.fixture
async def hasty_channel(simulator: Simulator) -> TelegramChannel:
    """Give a channel whose pauses pass at once."""
    return TelegramChannel(simulator.token, clock=HastyClock(), base_url=simulator.base_url)


async def test_what_people_say_arrives_in_order(
    channel: TelegramChannel, phone: Phone, simulator: Simulator, listener: Listener
) -> None:
    """Texts of one person and of several come as they were said, and are then acknowledged."""
    await phone.says("một")
    await simulator.phone(502, "Minh").says("hai")
    async with listening(channel, listener):
        await phone.says("ba")
        await listener.waits_for(4)
        assert listener.texts == ["/start", "một", "hai", "ba"]
        await simulator.waits_until_quiet()
    assert simulator.pending == 0


class Scripted:
    """A Bot API that answers each fetch with what it was told, and remembers from where on it was asked."""

    def __init__(self, *answers: list[Any]) -> None:
        self._answers = list(answers)
        self.offsets: list[int | None] = []

    async def call(self, _method: str, about: Mapping[str, Any], **_more: Any) -> list[Any]:
        """Answer one call."""
        self.offsets.append(about.get("offset"))
        return self._answers.pop(0) if self._answers else []


def said(number: object, text: str) -> dict[str, Any]:
    """Return a text as an update of that number."""
    about = {
        "message_id": 1,
        "date": 1,
        "chat": {"id": 5, "type": "private"},
        "from": {"id": 5},
        "text": text,
    }
    return {"update_id": number, "message": about}


async def test_an_update_without_a_number_holds_no_batch_up(
    listener: Listener, caplog: pytest.LogCaptureFixture
) -> None:
    """Missing, no whole number, no update at all: it leaves a line, the others are stored and acknowledged."""
    odd: list[Any] = [
        {"message": {}},
        said("8", "a"),
        said(None, "b"),
        said(True, "c"),
        said(2**63, "d"),
        "?",
        None,
    ]
    api = Scripted([*odd, said(7, "một"), said(6, "hai")])
    intake = Intake(cast("BotApi", api), HastyClock())
    for _ in range(2):
        await intake.fetch_once(listener.hear)
    assert listener.texts == ["hai", "một"]
    assert api.offsets == [None, 8]
    assert caplog.text.count("cannot be read") == len(odd)


async def test_a_batch_without_any_number_is_asked_for_in_pauses(listener: Listener) -> None:
    """Nothing of it can be acknowledged: it is asked for again after a pause, not as fast as the line allows."""
    api, clock = Scripted([{"message": {}}], [said(7, "một")]), HastyClock()
    intake = Intake(cast("BotApi", api), clock)
    await intake.persist(lambda: intake.fetch_once(listener.hear))
    assert listener.texts == ["một"]
    assert len(clock.pauses) == 1


async def test_what_comes_from_outside_leaves_one_line(
    hasty_channel: TelegramChannel,
    phone: Phone,  # noqa: ARG001
    listener: Listener,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """A full disk is no fault of the program: no traceback tells where it was noticed."""
    listener.is_broken = True
    async with listening(hasty_channel, listener):
        await listener.waits_for_next()
        await listener.waits_for_next()
        listener.is_broken = False
        await listener.waits_for(1)
    await hasty_channel.close()
    lines = [record.getMessage() for record in caplog.records if "not stored" in record.getMessage()]
    assert lines
    assert all("(OSError)" in line and "\n" not in line for line in lines)


async def test_a_batch_that_was_not_stored_comes_again(
    hasty_channel: TelegramChannel, phone: Phone, simulator: Simulator, listener: Listener
) -> None:
    """While the house cannot store, nothing is acknowledged; afterwards nothing is missing or doubled."""
    listener.is_broken = True
    async with listening(hasty_channel, listener):
        await listener.waits_for_next()
        await listener.waits_for_next()
        assert simulator.pending == 1
        await phone.says("một")
        listener.is_broken = False
        await listener.waits_for(2)
        await simulator.waits_until_quiet()
    assert listener.texts == ["/start", "một"]
    assert listener.refused_count >= 2
    await hasty_channel.close()


async def test_a_gap_is_told_when_it_is_over(simulator: Simulator, phone: Phone, listener: Listener) -> None:
    """How long nothing was stored is told once, and an idle hour is no gap."""
    clock, gaps = HastyClock(), list[float]()
    channel = TelegramChannel(simulator.token, clock=clock, base_url=simulator.base_url, on_gap=gaps.append)
    listener.is_broken = True
    async with listening(channel, listener):
        for _ in range(4):
            await listener.waits_for_next()
        listener.is_broken = False
        await listener.waits_for(1)
        clock.pauses.clear()
        await clock.sleep(3600)
        await phone.says("một")
        await listener.waits_for(2)
        await simulator.waits_until_quiet()
    await channel.close()
    (gap,) = gaps
    assert 3 < gap < 600


async def test_a_crash_between_fetch_and_commit_loses_nothing(
    simulator: Simulator,
    phone: Phone,  # noqa: ARG001
    listener: Listener,
) -> None:
    """The first bot dies with the batch in its hands; the next one gets the same batch."""
    in_hand = asyncio.Event()

    async def die_before_storing(batch: object) -> None:  # noqa: ARG001
        in_hand.set()
        await asyncio.Event().wait()

    first = TelegramChannel(simulator.token, clock=simulator.clock, base_url=simulator.base_url)
    dying = asyncio.create_task(first.listen(die_before_storing))
    await in_hand.wait()
    dying.cancel()
    await asyncio.gather(dying, return_exceptions=True)
    await first.close()
    second = TelegramChannel(simulator.token, clock=simulator.clock, base_url=simulator.base_url)
    async with listening(second, listener):
        await listener.waits_for(1)
    assert listener.texts == ["/start"]
    await second.close()


async def test_a_lost_acknowledgement_brings_the_same_updates_again(
    channel: TelegramChannel,
    phone: Phone,  # noqa: ARG001
    simulator: Simulator,
    listener: Listener,
) -> None:
    """At least once: the copy has the same update id, by which the house knows it."""
    simulator.redeliver_next()
    async with listening(channel, listener):
        await listener.waits_for(2)
    first, second = (inbound for batch in listener.batches for inbound in batch)
    assert first.update_id == second.update_id


async def test_a_reversed_batch_is_put_in_order(
    channel: TelegramChannel, phone: Phone, simulator: Simulator, listener: Listener
) -> None:
    """The order is that of the update ids, whatever the order of arrival."""
    await phone.says("một")
    await phone.says("hai")
    simulator.reverse_next()
    async with listening(channel, listener):
        await listener.waits_for(3)
    assert listener.texts == ["/start", "một", "hai"]


async def test_more_than_a_hundred_waiting_updates_come_in_batches(
    channel: TelegramChannel, phone: Phone, listener: Listener
) -> None:
    """A call brings at most a hundred; the rest follows at once."""
    for number in range(149):
        await phone.says(str(number))
    async with listening(channel, listener):
        await listener.waits_for(150)
    assert [len(batch) for batch in listener.batches] == [100, 50]


async def test_every_kind_of_act_arrives(channel: TelegramChannel, phone: Phone, listener: Listener) -> None:
    """Texts, edits, contacts, stickers, blocking and unblocking all reach the house."""
    said = await phone.says("sai")
    await phone.edits(said, "đúng")
    await phone.shares_contact("+84912345678")
    await phone.sends_sticker()
    await phone.blocks()
    await phone.unblocks()
    async with listening(channel, listener):
        await listener.waits_for(7)
    kinds = [inbound.kind for batch in listener.batches for inbound in batch]
    assert kinds == [
        InboundKind.TEXT,
        InboundKind.TEXT,
        InboundKind.EDITED,
        InboundKind.CONTACT,
        InboundKind.OTHER,
        InboundKind.BLOCKED,
        InboundKind.UNBLOCKED,
    ]


@pytest.mark.parametrize(
    "fault",
    [Fault.SERVER_ERROR, Fault.GATEWAY_ERROR, Fault.DROPPED_BEFORE, Fault.DROPPED_AFTER, Fault.LIMITED],
)
async def test_a_failed_fetch_is_tried_again(
    hasty_channel: TelegramChannel,
    phone: Phone,  # noqa: ARG001
    simulator: Simulator,
    listener: Listener,
    fault: Fault,
) -> None:
    """Whatever the network does, the loop goes on and the text arrives."""
    simulator.script_failure("getUpdates", count=3, kind=fault)
    async with listening(hasty_channel, listener):
        await listener.waits_for(1)
    assert listener.texts == ["/start"]
    await hasty_channel.close()


async def test_a_wrong_token_does_not_end_the_process(
    simulator: Simulator, listener: Listener, caplog: pytest.LogCaptureFixture
) -> None:
    """401 is said in one line with what to check, and tried again ever more slowly."""
    clock = HastyClock()
    token = "110201543:anotherTokenOfTheSameForm_1234567890"
    channel = TelegramChannel(token, clock=clock, base_url=simulator.base_url)
    async with listening(channel, listener) as task:
        await simulator.waits_until(lambda: len(clock.pauses) >= 3)
        assert not task.done()
    assert clock.pauses[2] > clock.pauses[0]
    assert "KHAOSAT_TELEGRAM_TOKEN" in caplog.text
    assert token not in caplog.text
    await channel.close()


async def test_one_conflict_is_told_and_forgotten(
    simulator: Simulator, listener: Listener, caplog: pytest.LogCaptureFixture
) -> None:
    """A restarted bot meets its own last poll: the log says what a 409 means, and nobody is accused."""
    simulator.script_failure("getUpdates", count=1, kind=Fault.CONFLICT)
    conflicts: list[datetime] = []
    channel = TelegramChannel(
        simulator.token, clock=HastyClock(), base_url=simulator.base_url, on_conflict=conflicts.append
    )
    await simulator.phone(503, "Minh").says("một")
    async with listening(channel, listener):
        await listener.waits_for(1)
    assert "another program fetches with the same token" in caplog.text
    assert "ANOTHER PROGRAM" not in caplog.text
    assert conflicts == []
    await channel.close()


async def test_a_second_program_is_told_once_and_given_way(
    simulator: Simulator, listener: Listener, caplog: pytest.LogCaptureFixture
) -> None:
    """Each 409 that follows doubles the distance, up to minutes; each is told to whoever watches; it goes on after."""
    simulator.script_failure("getUpdates", count=9, kind=Fault.CONFLICT)
    conflicts: list[datetime] = []
    clock = HastyClock()
    channel = TelegramChannel(
        simulator.token, clock=clock, base_url=simulator.base_url, on_conflict=conflicts.append
    )
    await simulator.phone(503, "Minh").says("một")
    async with listening(channel, listener):
        await listener.waits_for(1)
    assert len(conflicts) == 8
    assert caplog.text.count("ANOTHER PROGRAM USES THIS TOKEN") == 1
    assert caplog.text.count("Trying again") == 1
    assert clock.pauses[-1] >= 150
    assert max(clock.pauses) <= 450
    await channel.close()


async def test_two_bots_with_one_token_find_each_other(
    simulator: Simulator, listener: Listener, caplog: pytest.LogCaptureFixture
) -> None:
    """Two real loops end each other's polls: both step back ever longer instead of fighting."""
    clocks = [HastyClock(), HastyClock()]
    first, second = (
        TelegramChannel(simulator.token, clock=clock, base_url=simulator.base_url) for clock in clocks
    )
    async with listening(first, listener), listening(second, Listener()):
        await simulator.waits_until(lambda: max(map(max, (c.pauses or [0.0] for c in clocks))) >= 150)
    assert 1 <= caplog.text.count("ANOTHER PROGRAM USES THIS TOKEN") <= 2
    await first.close()
    await second.close()


def test_a_rival_is_certain_at_the_second_conflict_and_forgotten_after_a_quiet_minute() -> None:
    """The minute counts from our return, however long we were away; a fetch that works in between proves nothing."""
    rivalry = Rivalry()

    def meet(now: float) -> tuple[float, bool, bool]:
        return rivalry.note_conflict(now, 1.0), rivalry.is_new, rivalry.is_certain

    assert meet(100.0) == (5.0, False, False)
    assert not rivalry.is_over(110.0)
    assert meet(150.0) == (10.0, True, True)
    assert meet(165.0) == (20.0, False, True)
    assert not rivalry.is_over(185.0 + AGAIN_WITHIN)
    assert rivalry.is_over(186.0 + AGAIN_WITHIN)
    assert not rivalry.is_over(400.0)
    assert meet(500.0) == (5.0, False, False)


@given(st.lists(st.tuples(st.floats(0, 1000), st.floats(0.5, 1.5)), max_size=40))
def test_nobody_stays_away_for_longer_than_some_minutes(steps: list[tuple[float, float]]) -> None:
    """Whenever conflicts come, the pause lies between half of the first and one and a half of the longest."""
    rivalry, now = Rivalry(), 0.0
    for wait, jitter in steps:
        now += wait
        assert 2.5 <= rivalry.note_conflict(now, jitter) <= 450


async def test_each_fetch_beats_the_heart(simulator: Simulator, listener: Listener, phone: Phone) -> None:  # noqa: ARG001
    """The time of the last fetch that worked is told to whoever watches."""
    beats: list[datetime] = []
    channel = TelegramChannel(
        simulator.token, clock=simulator.clock, base_url=simulator.base_url, on_fetch=beats.append
    )
    async with listening(channel, listener):
        await listener.waits_for(1)
    assert beats
    await channel.close()


async def test_polling_takes_an_old_webhook_away(
    channel: TelegramChannel, phone: Phone, simulator: Simulator, listener: Listener
) -> None:
    """Whoever returns from webhook to polling loses nothing that waited."""
    simulator.intake.webhook.url = "https://example.vn/old"
    await phone.says("một")
    async with listening(channel, listener):
        await listener.waits_for(2)
    assert listener.texts == ["/start", "một"]


def test_pauses_double_up_to_half_a_minute() -> None:
    """One second, two, four … with jitter of half either way; success begins anew."""
    pauses = Pauses(random.Random(7))
    seconds = [pauses.next_after(SendError(FailureKind.UNKNOWN, retryable=True)) for _ in range(12)]
    assert 0.5 <= seconds[0] <= 1.5
    assert all(second <= 45 for second in seconds)
    assert seconds[-1] >= 15
    pauses.reset()
    assert pauses.next_after(SendError(FailureKind.UNKNOWN, retryable=True)) <= 1.5


@pytest.mark.parametrize(
    ("error", "shortest", "longest"),
    [
        (SendError(FailureKind.LIMITED, retryable=True, retry_after=17), 17, 17),
        (SendError(FailureKind.UNAUTHORIZED, retryable=True), 0.5, 1.5),
    ],
    ids=["429", "401"],
)
def test_some_failures_have_their_own_pause(error: Exception, shortest: float, longest: float) -> None:
    """A flood wait is obeyed to its deadline; one 401 may be Telegram's own."""
    assert shortest <= Pauses().next_after(error) <= longest


def test_a_token_that_stays_wrong_is_tried_ever_more_slowly() -> None:
    """After some refusals the pause is about a minute."""
    pauses = Pauses(random.Random(7))
    seconds = [pauses.next_after(SendError(FailureKind.UNAUTHORIZED, retryable=True)) for _ in range(12)]
    assert all(second <= 90 for second in seconds)
    assert seconds[-1] >= 30


async def test_no_log_carries_the_token_or_anybodys_words(
    hasty_channel: TelegramChannel,
    phone: Phone,
    simulator: Simulator,
    listener: Listener,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """At the finest level, through success and failure: neither secrets nor answers."""
    caplog.set_level(logging.DEBUG)
    simulator.script_failure("getUpdates", count=1, kind=Fault.GATEWAY_ERROR)
    simulator.script_failure("getUpdates", count=1, kind=Fault.DROPPED_BEFORE)
    listener.is_broken = True
    await phone.says("trung cấp lý luận")
    async with listening(hasty_channel, listener):
        await listener.waits_for_next()
        listener.is_broken = False
        await listener.waits_for(2)
    await hasty_channel.close()
    secret = simulator.token.partition(":")[2]
    assert caplog.text
    assert secret not in caplog.text
    assert "lý luận" not in caplog.text
    assert secret not in repr(hasty_channel) + repr(hasty_channel._api)
