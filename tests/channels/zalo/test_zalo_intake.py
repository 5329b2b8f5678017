"""Taking in from Zalo: each event once, kept until it is stored, whoever's it is."""

import asyncio

import pytest

from bot.channels.zalo import ZaloChannel
from bot.channels.zalo.events import read_event
from bot.messages import Inbound, InboundKind
from bot.simulator.failures import Fault
from bot.simulator.zalo import ZaloPhone, ZaloSimulator
from tests.channels.listening import Listener, listening


async def test_what_people_say_arrives_in_order(
    zalo_channel: ZaloChannel, lan: ZaloPhone, zalo: ZaloSimulator, listener: Listener
) -> None:
    """Texts of two people with two bots: each bot's come in order, and say to which bot they were written."""
    minh = zalo.phone(502, "Minh", bot=1)
    async with listening(zalo_channel, listener):
        for text in ("một", "hai"):
            await lan.says(text)
            await minh.says(text)
        await listener.waits_for(4)
    heard = [inbound for batch in listener.batches for inbound in batch]
    for phone in (lan, minh):
        assert [each.text for each in heard if each.address == phone.address] == ["một", "hai"]
    assert len({each.update_id for each in heard}) == 4


async def test_an_event_that_was_not_stored_is_kept(
    zalo_channel: ZaloChannel, lan: ZaloPhone, zalo: ZaloSimulator, listener: Listener
) -> None:
    """Zalo gives it once: while the disk is full it waits here, and the next one behind it."""
    listener.is_broken = True
    await lan.says("một")
    await lan.says("hai")
    async with listening(zalo_channel, listener):
        for _ in range(3):
            await listener.waits_for_next()
        assert zalo.pending == 2
        listener.is_broken = False
        await listener.waits_for(2)
    assert listener.texts == ["một", "hai"]


@pytest.mark.parametrize("fault", list(Fault))
async def test_polling_survives_whatever_zalo_says(
    zalo_channel: ZaloChannel, lan: ZaloPhone, zalo: ZaloSimulator, listener: Listener, fault: Fault
) -> None:
    """Refused, broken off, nonsense: it polls again. What was given to a broken line is gone, as with Zalo itself."""
    zalo.script_failure("getUpdates", 2, fault)
    async with listening(zalo_channel, listener):
        await lan.says("một")
        if fault is Fault.DROPPED_AFTER:
            await zalo.waits_until_quiet()
        await lan.says("hai")
        await listener.waits_for(1)
        await zalo.waits_until_quiet()
    assert listener.texts[-1] == "hai"


async def test_an_idle_poll_is_no_failure(zalo: ZaloSimulator, zalo_channel: ZaloChannel) -> None:
    """Zalo answers it with the error 408: nothing is logged, the next poll begins at once."""
    (first, _) = zalo_channel._apis.values()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("bot.channels.zalo.api.POLL_SECONDS", 0)
        assert await first.fetch() is None
    assert zalo.server.call_counts["getupdates"] == 1


async def test_a_stop_waits_for_what_is_in_hand(zalo_channel: ZaloChannel, lan: ZaloPhone) -> None:
    """Who stops in the middle of storing finishes that first: nobody would bring the event again."""
    begun, may_end, stored = asyncio.Event(), asyncio.Event(), []

    async def hear(batch: object) -> None:
        begun.set()
        await may_end.wait()
        stored.append(batch)

    listening_task = asyncio.create_task(zalo_channel.listen(hear))
    await lan.says("một")
    await begun.wait()
    listening_task.cancel()
    await asyncio.sleep(0)
    may_end.set()
    await asyncio.gather(listening_task, return_exceptions=True)
    assert len(stored) == 1


async def test_what_is_no_text_is_told_by_its_kind(
    zalo_channel: ZaloChannel, lan: ZaloPhone, listener: Listener
) -> None:
    """Pictures and recordings come with where they lie, stickers are something else; what Zalo keeps is hidden."""
    async with listening(zalo_channel, listener):
        await lan.sends_image()
        await lan.sends_sticker()
        await lan.sends_voice()
        await lan.sends_unsupported()
        await listener.waits_for(4)
    kinds = [inbound.kind for batch in listener.batches for inbound in batch]
    assert kinds == [InboundKind.MEDIA, InboundKind.OTHER, InboundKind.MEDIA, InboundKind.HIDDEN]


def said(**changes: object) -> dict[str, object]:
    """A text as Zalo tells it."""
    message: dict[str, object] = {
        "from": {"id": "e4ea2cd5189df1c3a88c", "display_name": "Lan", "is_bot": False},
        "chat": {"id": "e4ea2cd5189df1c3a88c", "chat_type": "PRIVATE"},
        "text": "Xin chào",
        "message_id": "16f6366b3f02645a3d15",
        "date": 1766619597466,
    }
    return {"event_name": "message.text.received", "message": message | changes}


def read(event: object) -> Inbound:
    """Read an event that can be read."""
    inbound = read_event("1459", event)
    assert inbound is not None
    return inbound


def test_an_event_may_come_wrapped() -> None:
    """Flat, within ``ok`` and ``result``, or without its name: the same message, under the same number."""
    flat = read(said())
    assert read({"ok": True, "result": said()}) == flat
    assert read({"message": said()["message"]}) == flat
    assert flat.address == "1459:e4ea2cd5189df1c3a88c"
    assert flat.sent_at.isoformat() == "2025-12-24T23:39:57.466000+00:00"


def test_numbers_grow_with_time_and_tell_messages_apart() -> None:
    """The number follows from bot, chat and name; a later message has a higher one, and it fits the database."""
    first, twin = read(said()), read(said(message_id="26f6366b3f02645a3d15"))
    later = read(said(date=1766619597467))
    assert first.update_id != twin.update_id
    assert max(first.update_id, twin.update_id) < later.update_id < 2**63
    other_bot = read_event("1460", said())
    assert other_bot is not None
    assert other_bot.update_id != first.update_id


@pytest.mark.parametrize(
    "odd",
    [
        None,
        [],
        {},
        "?",
        {"event_name": "message.text.received"},
        said(date="hôm nay"),
        said(date=2**60),
        said(date=True),
        said(message_id=7),
        said(message_id=""),
        said(chat={}),
        said(**{"from": None}),
        {"ok": True, "result": None},
    ],
)
def test_what_cannot_be_read_is_left_out(odd: object, caplog: pytest.LogCaptureFixture) -> None:
    """It leaves one line without its content, and nobody waits for it."""
    assert read_event("1459", odd) is None
    assert caplog.text.count("cannot be read") == 1
    assert "hôm nay" not in caplog.text


@pytest.mark.parametrize(
    "event", [said(**{"from": {"id": "a", "is_bot": True}}), {**said(), "event_name": "follow"}]
)
def test_what_does_not_concern_us_is_left_out(event: object, caplog: pytest.LogCaptureFixture) -> None:
    """Our own words, and kinds of events that are not known: nothing, silently."""
    assert read_event("1459", event) is None
    assert not caplog.text
