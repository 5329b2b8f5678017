"""From the route to the house: batches, and taps that are answered in the reply to their delivery."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.telegram import Webhook
from bot.channels.telegram.webhook import SECRET_HEADER, WebhookReceiver
from bot.channels.telegram.webhook.body import DEPTH_LIMIT, is_deeper_than, parse_update
from bot.clock import SystemClock
from bot.messages import Inbound
from bot.serving import serve
from tests.channels.listening import Listener
from tests.serving.caller import Caller, calling, free_port, get

SECRET = "bi-mat"
UNHURRIED = 3600.0  # seconds: a limit that plays no part

deep = st.recursive(
    st.one_of(st.none(), st.integers(), st.text(), st.text(alphabet='[]{}"\\')),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4), st.dictionaries(st.text('[{"\\'), inner, max_size=4)
    ),
    max_leaves=40,
)


@dataclass
class Door:
    """A receiver that is served."""

    receiver: WebhookReceiver
    port: int

    async def has_read(self) -> None:
        """Return when the server has read whatever was sent before."""
        async with calling(self.port) as caller:
            assert (await caller.asks(get("/healthz"))).status == 200


@contextlib.asynccontextmanager
async def open_door(
    hear: Callable[[Sequence[Inbound]], Awaitable[None]], tap_seconds: float = UNHURRIED
) -> AsyncIterator[Door]:
    """Serve a receiver until the context ends."""
    port = free_port()
    url = f"http://127.0.0.1:{port}/telegram"
    webhook = Webhook(url, SECRET, port, "127.0.0.1", tap_seconds=tap_seconds)
    receiver = WebhookReceiver(webhook, hear, SystemClock())
    async with serve(receiver.routes, webhook.host, port, webhook.limits):
        consuming = asyncio.create_task(receiver.consume())
        yield Door(receiver, port)
        consuming.cancel()
        await asyncio.gather(consuming, return_exceptions=True)


def delivery(update: dict[str, Any]) -> bytes:
    """What Telegram sends."""
    body = json.dumps(update).encode()
    head = f"POST /telegram HTTP/1.1\r\nHost: x\r\n{SECRET_HEADER}: {SECRET}\r\nContent-Type: application/json\r\n"
    return f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body


def said(number: int) -> bytes:
    """A text is delivered."""
    person = {"id": 501, "is_bot": False, "first_name": "Lan"}
    message = {"message_id": 1, "date": 1700000000, "chat": {"id": 501, "type": "private"}, "from": person}
    return delivery({"update_id": number, "message": message | {"text": str(number)}})


def tapped(number: int, tap_id: str = "t1") -> bytes:
    """A tap is delivered."""
    person = {"id": 501, "is_bot": False, "first_name": "Lan"}
    card = {"message_id": 1, "date": 1700000000, "chat": {"id": 501, "type": "private"}}
    query = {"id": tap_id, "from": person, "message": card, "chat_instance": "1", "data": "x"}
    return delivery({"update_id": number, "callback_query": query})


class Gate(Listener):
    """A house that stores nothing before it is let."""

    def __init__(self) -> None:
        super().__init__()
        self._let = asyncio.Event()

    async def hear(self, batch: Sequence[Inbound]) -> None:
        """Store the batch and wait."""
        await super().hear(batch)
        await self._let.wait()

    def open(self) -> None:
        """Let it return."""
        self._let.set()


async def test_forty_at_once_make_two_batches() -> None:
    """What came while the first batch was being stored is stored together; everybody gets 200."""
    gate = Gate()
    async with contextlib.AsyncExitStack() as stack, open_door(gate.hear) as door:
        callers = [await stack.enter_async_context(calling(door.port)) for _ in range(40)]
        await callers[0].sends(said(0))
        await gate.waits_for(1)
        for number, caller in enumerate(callers[1:], 1):
            await caller.sends(said(number))
        await door.has_read()
        gate.open()
        assert [(await caller.hears()).status for caller in callers] == [200] * 40
    assert [len(batch) for batch in gate.batches] == [1, 39]


async def test_a_batch_has_its_limit() -> None:
    """Of 150 that wait, a hundred are stored together, then the rest."""
    gate = Gate()
    async with open_door(gate.hear) as door, calling(door.port) as first, calling(door.port) as second:
        await first.sends(said(0))
        await gate.waits_for(1)
        await second.sends(b"".join(said(number) for number in range(1, 25)))
        async with contextlib.AsyncExitStack() as stack:
            others = [await stack.enter_async_context(calling(door.port)) for _ in range(126)]
            for number, caller in enumerate(others, 25):
                await caller.sends(said(number))
            await door.has_read()
            gate.open()
            assert [(await caller.hears()).status for caller in others] == [200] * 126
    assert [len(batch) for batch in gate.batches] == [1, 100, 50]


async def test_the_words_ride_in_the_reply() -> None:
    """The tap's delivery is answered with a call of the Bot API, in the form that Telegram carries out; only once."""
    listener = Listener()
    async with open_door(listener.hear) as door, calling(door.port) as caller:
        await caller.sends(tapped(1))
        await listener.waits_for(1)
        await door.has_read()
        assert door.receiver.answer_tap("t1", "Đã lưu")
        answer = await caller.hears()
        assert (answer.status, answer.headers["content-type"]) == (200, "application/json")
        assert json.loads(answer.body) == {
            "method": "answerCallbackQuery",
            "callback_query_id": "t1",
            "text": "Đã lưu",
        }
        assert not door.receiver.answer_tap("t1", "Đã lưu")
        assert not door.receiver.answer_tap("unknown", "Đã lưu")


@pytest.mark.parametrize(("words", "shown"), [("", None), ("x" * 300, "x" * 199 + "…"), ("\ud800", "\ud800")])
async def test_any_words_can_ride(words: str, shown: str | None) -> None:
    """No words only end the waiting; too many are cut as in a call; broken ones do no harm."""
    listener = Listener()
    async with open_door(listener.hear) as door, calling(door.port) as caller:
        await caller.sends(tapped(1))
        await listener.waits_for(1)
        assert door.receiver.answer_tap("t1", words)
        assert json.loads((await caller.hears()).body).get("text") == shown


async def test_only_taps_are_kept_open() -> None:
    """A text of the same batch is answered as soon as it is stored."""
    listener = Listener()
    async with open_door(listener.hear) as door, calling(door.port) as tapper, calling(door.port) as writer:
        await tapper.sends(tapped(1))
        await writer.sends(said(2))
        assert (await writer.hears()).body == b""
        await listener.waits_for(2)
        assert door.receiver.answer_tap("t1", "")
        assert (await tapper.hears()).status == 200


async def test_a_tap_that_nobody_answers_is_let_go() -> None:
    """After a short while its delivery is answered 200 without words, and the words need a call of their own."""
    listener = Listener()
    async with open_door(listener.hear, tap_seconds=0.01) as door, calling(door.port) as caller:
        answer = await caller.asks(tapped(1))
        assert (answer.status, answer.body) == (200, b"")
        assert not door.receiver.answer_tap("t1", "Đã lưu")


async def test_taps_need_not_be_kept_open() -> None:
    """With no time for it, a tap is answered as anything else."""
    listener = Listener()
    async with open_door(listener.hear, tap_seconds=0) as door, calling(door.port) as caller:
        assert (await caller.asks(tapped(1))).body == b""
        assert not door.receiver.answer_tap("t1", "Đã lưu")


async def test_words_that_come_before_the_end_of_the_batch_wait_for_it() -> None:
    """The reply is 200, and so it must not leave before ``hear`` has returned."""
    gate = Gate()
    async with open_door(gate.hear) as door, calling(door.port) as caller:
        await caller.sends(tapped(1))
        await gate.waits_for(1)
        assert door.receiver.answer_tap("t1", "Đã lưu")
        waiting = asyncio.create_task(caller.hears())
        await door.has_read()
        assert not waiting.done()
        gate.open()
        assert json.loads((await waiting).body)["text"] == "Đã lưu"


async def test_a_tap_that_was_not_stored_has_no_words() -> None:
    """503, so that Telegram brings it again, whatever was said meanwhile."""

    async def hear(batch: Sequence[Inbound]) -> None:
        assert door.receiver.answer_tap(batch[0].tap_id, "Đã lưu")
        raise OSError

    async with open_door(hear) as door, calling(door.port) as caller:
        answer = await caller.asks(tapped(1))
        assert (answer.status, answer.body) == (503, b"")


async def test_a_tap_delivered_twice_is_answered_twice() -> None:
    """The older delivery is let go when the newer one is stored; the words go to the newer one."""
    listener = Listener()
    async with open_door(listener.hear) as door, calling(door.port) as older, calling(door.port) as newer:
        await older.sends(tapped(1))
        await listener.waits_for(1)
        await newer.sends(tapped(1))
        assert (await older.hears()).body == b""
        assert door.receiver.answer_tap("t1", "Đã lưu")
        assert json.loads((await newer.hears()).body)["text"] == "Đã lưu"


async def test_words_for_a_delivery_that_is_gone_need_a_call() -> None:
    """If Telegram has hung up, nothing can ride."""
    listener = Listener()
    async with open_door(listener.hear) as door:
        async with calling(door.port) as caller:
            await caller.sends(tapped(1))
            await listener.waits_for(1)
        await door.has_read()
        assert not door.receiver.answer_tap("t1", "Đã lưu")


async def test_stopping_lets_open_taps_go() -> None:
    """They are stored: 200, so that nobody brings them again."""
    listener = Listener()
    async with contextlib.AsyncExitStack() as stack:
        async with open_door(listener.hear) as door:
            caller: Caller = await stack.enter_async_context(calling(door.port))
            await caller.sends(tapped(1))
            await listener.waits_for(1)
        assert (await caller.hears()).status == 200


@given(deep)
def test_depth_is_counted_as_it_is(value: Any) -> None:
    """Brackets within texts and keys do not count: the scan of the bytes agrees with the value itself."""
    body = json.dumps(value).encode()
    depth = depth_of(value)
    assert not is_deeper_than(body, depth)
    assert depth == 0 or is_deeper_than(body, depth - 1)


def depth_of(value: Any) -> int:
    """How many objects and lists stand within each other."""
    if isinstance(value, list | dict):
        inner = value.values() if isinstance(value, dict) else value
        return 1 + max((depth_of(one) for one in inner), default=0)
    return 0


@given(st.one_of(st.binary(), st.text('[]{}":,\\1a').map(str.encode)))
def test_any_body_is_an_update_or_is_not(body: bytes) -> None:
    """Whatever the bytes, no error."""
    update = parse_update(body)
    assert update is None or isinstance(update["update_id"], int)


@pytest.mark.parametrize(
    "body", [b'"\\' * 500_000, b'"' + b'\\"' * 500_000 + b"\\", b"[" * 64 + b'["' * 300_000]
)
def test_a_scan_looks_at_each_byte_once(body: bytes) -> None:
    """Texts that do not end are no labour: a scan that began anew at each quotation mark would not end today."""
    is_deeper_than(b"[{" * DEPTH_LIMIT + body, 1000)
