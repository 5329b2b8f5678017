"""Our webhook route: stored first, answered then."""

import asyncio
import io
import json
from collections.abc import AsyncIterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

import aiohttp
import pytest

from bot.channels.telegram import TelegramChannel, Webhook
from bot.channels.telegram.updates import ALLOWED_UPDATES
from bot.channels.telegram.webhook import SECRET_HEADER
from bot.messages import Button, Outbound, OutboundKind
from bot.serving import Limits
from bot.simulator.intake import WebhookState
from tests.bot.field import settle
from tests.channels.listening import HastyClock, Listener, listening
from tests.phone import Phone, Simulator

SECRET = "bi-mat_cua_webhook"
UPDATE: dict[str, Any] = {
    "update_id": 7,
    "message": {
        "message_id": 1,
        "date": 1700000000,
        "chat": {"id": 501, "type": "private"},
        "from": {"id": 501, "is_bot": False, "first_name": "Lan"},
        "text": "một",
    },
}


@pytest.fixture
def webhook(unused_tcp_port: int) -> Webhook:
    """Give an address on loopback."""
    url = f"http://127.0.0.1:{unused_tcp_port}/telegram"
    unhurried = Limits(request_seconds=3600, linger_seconds=3600)
    return Webhook(
        url=url, secret=SECRET, port=unused_tcp_port, host="127.0.0.1", limits=unhurried, tap_seconds=3600
    )


@pytest.fixture
async def hooked(simulator: Simulator, webhook: Webhook) -> AsyncIterator[TelegramChannel]:
    """Open a channel that listens by webhook."""

    async def report() -> Mapping[str, Any]:
        return {"ok": True, "database": 1}

    channel = TelegramChannel(
        simulator.token, clock=HastyClock(), base_url=simulator.base_url, webhook=webhook, health=report
    )
    await channel.open()
    yield channel
    await channel.close()


async def is_set(simulator: Simulator) -> None:
    """Return when the channel has set its webhook."""
    await simulator.waits_until(lambda: bool(simulator.intake.webhook.url))


async def post(webhook: Webhook, **arguments: Any) -> int:
    """Post to the route as a stranger or as Telegram; return the status."""
    async with aiohttp.ClientSession() as session, session.post(webhook.url, **arguments) as response:
        return response.status


async def test_what_people_say_is_delivered(
    hooked: TelegramChannel, simulator: Simulator, listener: Listener, phone: Phone
) -> None:
    """Texts arrive with the secret, are stored and taken off Telegram's queue."""
    async with listening(hooked, listener):
        await phone.says("một")
        await listener.waits_for(2)
        await simulator.waits_until_quiet()
    assert listener.texts == ["/start", "một"]
    assert simulator.intake.webhook.secret == SECRET
    assert simulator.world.queue.allowed == frozenset(ALLOWED_UPDATES)


async def test_what_waits_makes_one_batch(
    hooked: TelegramChannel, simulator: Simulator, listener: Listener
) -> None:
    """While one batch is being stored the others gather, and are stored together."""
    gate = asyncio.Event()
    hear = listener.hear

    async def hear_slowly(batch: Any) -> None:
        await hear(batch)
        await gate.wait()

    listener.hear = hear_slowly  # type: ignore[method-assign]
    async with listening(hooked, listener):
        await is_set(simulator)
        for number in range(600, 610):
            await simulator.phone(number).says(str(number))
        await listener.waits_for(1)
        await simulator.waits_until(lambda: simulator.delivery.in_flight == 10)
        gate.set()
        await listener.waits_for(10)
        await simulator.waits_until_quiet()
    assert sorted(listener.texts) == [str(number) for number in range(600, 610)]
    assert len(listener.batches) < 10


async def test_what_was_not_stored_is_brought_again(
    hooked: TelegramChannel, listener: Listener, simulator: Simulator, webhook: Webhook
) -> None:
    """503 while nothing can be stored, 200 once it is: Telegram keeps the update until then."""
    async with listening(hooked, listener):
        await is_set(simulator)
        listener.is_broken = True
        headers = {SECRET_HEADER: SECRET}
        assert await post(webhook, json=UPDATE, headers=headers) == 503
        listener.is_broken = False
        assert await post(webhook, json=UPDATE, headers=headers) == 200
    assert listener.texts == ["một"]


async def test_stopping_refuses_what_was_not_stored(
    hooked: TelegramChannel, simulator: Simulator, webhook: Webhook
) -> None:
    """Whoever waits when the bot stops gets 503, so that Telegram brings it to the next one."""
    in_hand = asyncio.Event()

    async def never_finish(batch: object) -> None:  # noqa: ARG001
        in_hand.set()
        await asyncio.Event().wait()

    task = asyncio.create_task(hooked.listen(never_finish))
    await is_set(simulator)
    headers = {SECRET_HEADER: SECRET}
    posts = [asyncio.create_task(post(webhook, json=UPDATE, headers=headers)) for _ in range(3)]
    await in_hand.wait()
    task.cancel()
    assert await asyncio.gather(*posts) == [503, 503, 503]
    await asyncio.gather(task, return_exceptions=True)


@pytest.mark.parametrize("headers", [{}, {SECRET_HEADER: "doan"}, {SECRET_HEADER: "đoán"}])
async def test_strangers_are_turned_away(
    hooked: TelegramChannel,
    listener: Listener,
    simulator: Simulator,
    webhook: Webhook,
    headers: dict[str, str],
) -> None:
    """Without the secret nothing is read."""
    async with listening(hooked, listener):
        await is_set(simulator)
        assert await post(webhook, json=UPDATE, headers=headers) == 403
    assert listener.batches == []


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"x" * 10_000_000, 413),
        (b"", 400),
        (b"{", 400),
        (b"[]", 400),
        (b'{"update_id": "x"}', 400),
        (b'{"update_id": true}', 400),
        (b'{"update_id": 9223372036854775808}', 400),
        (b'{"update_id": 1' + b"0" * 5000 + b"}", 400),
        (b'{"update_id": 7, "message": ' + b"[" * 500_000, 400),
        (b'{"update_id": 7, "message": ' + b'{"a":' * 70 + b"1" + b"}" * 71, 400),
        ('{"update_id": 7}'.encode("utf-16"), 400),
        (b'{"update_id": 7, "message": "\xff"}', 400),
    ],
    ids=[
        "ten megabytes",
        "nothing",
        "no JSON",
        "no object",
        "no number",
        "a truth",
        "a number too large to store",
        "a number without end",
        "lists without end",
        "too deep",
        "another encoding",
        "no text",
    ],
)
async def test_what_is_no_update_is_refused(
    hooked: TelegramChannel, simulator: Simulator, webhook: Webhook, body: bytes, status: int
) -> None:
    """Even with the secret, only an update of a sensible size and depth is taken; the next one is."""
    listener = Listener()
    async with listening(hooked, listener):
        await is_set(simulator)
        headers = {SECRET_HEADER: SECRET, "Content-Type": "application/json"}
        assert await post(webhook, data=io.BytesIO(body), headers=headers) == status
        assert await post(webhook, json=UPDATE, headers=headers) == 200
    assert listener.texts == ["một"]


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", ""])
async def test_only_json_is_taken(
    hooked: TelegramChannel, listener: Listener, simulator: Simulator, webhook: Webhook, kind: str
) -> None:
    """Another type of content is refused by its name; JSON may be spelt in any way."""
    async with listening(hooked, listener):
        await is_set(simulator)
        body = json.dumps(UPDATE).encode()
        for given, status in ((kind, 415), ("Application/JSON; charset=utf-8", 200)):
            headers = {SECRET_HEADER: SECRET, "Content-Type": given}
            assert await post(webhook, data=body, headers=headers) == status


async def test_a_tap_is_answered_in_the_reply_to_its_delivery(
    hooked: TelegramChannel, listener: Listener, simulator: Simulator, phone: Phone
) -> None:
    """The toast arrives, and no call was made for it; a card's tap is answered the same way."""
    async with listening(hooked, listener):
        card = Outbound(OutboundKind.CARD, "Câu 1", ((Button("Có", "y"), Button("Không", "n")),))
        sent = await hooked.send("501", card)
        await phone.taps("Có")
        await listener.waits_for(2)
        tap_id = listener.batches[-1][-1].tap_id
        await hooked.send("501", Outbound(OutboundKind.TOAST, "Đã lưu", tap_id=tap_id))
        await phone.hears_toast("Đã lưu")
        await phone.taps("Không")
        await listener.waits_for(3)
        tap_id = listener.batches[-1][-1].tap_id
        await hooked.send(
            "501", replace(card, edit_ref=sent.ref, text="Câu 2", tap_id=tap_id, toast="Đã sửa")
        )
        await phone.hears_toast("Đã sửa")
    assert phone.last.text == "Câu 2"
    assert "answercallbackquery" not in simulator.server.call_counts


async def test_a_poisoned_update_does_not_block_its_sender(
    hooked: TelegramChannel, listener: Listener, simulator: Simulator, webhook: Webhook
) -> None:
    """What cannot be read is answered 200, or Telegram would bring it for ever."""
    async with listening(hooked, listener):
        await is_set(simulator)
        poison = {"update_id": 8, "message": {"text": "x", "from": {}}}
        assert await post(webhook, json=poison, headers={SECRET_HEADER: SECRET}) == 200


@pytest.mark.parametrize("address", ["", "https://another.example.vn/telegram"])
async def test_a_webhook_that_another_program_took_is_noticed(
    simulator: Simulator, webhook: Webhook, listener: Listener, caplog: pytest.LogCaptureFixture, address: str
) -> None:
    """Deleted or replaced: it is told and said without an address; after a pause, longer each time, it is set again."""
    clock, conflicts = HastyClock(), list[datetime]()
    channel = TelegramChannel(
        simulator.token,
        clock=clock,
        base_url=simulator.base_url,
        webhook=webhook,
        on_conflict=conflicts.append,
    )
    await channel.look_after()  # it is not set yet
    async with listening(channel, listener):
        await is_set(simulator)
        await settle(lambda: not channel.in_flight)
        await channel.look_after()
        assert conflicts == []
        for pause in (5, 10):
            simulator.intake.webhook = WebhookState(address)
            await channel.look_after()
            await clock.sleep(pause - 1)
            await channel.look_after()
            assert simulator.intake.webhook.url == address
            await clock.sleep(1)
            await channel.look_after()
            assert simulator.intake.webhook.url == webhook.url
    await channel.close()
    assert len(conflicts) == 6
    assert caplog.text.count("ANOTHER PROGRAM USES THIS TOKEN") == 2
    assert "example.vn" not in caplog.text


async def test_health_is_answered_beside_the_webhook(
    hooked: TelegramChannel, listener: Listener, simulator: Simulator, webhook: Webhook
) -> None:
    """/healthz gives what the house says of itself."""
    async with listening(hooked, listener):
        await is_set(simulator)
        url = f"http://127.0.0.1:{webhook.port}/healthz"
        async with aiohttp.ClientSession() as session, session.get(url) as response:
            assert (response.status, await response.json()) == (200, {"ok": True, "database": 1})


@pytest.mark.parametrize("secret", ["", "có dấu", "a b", "x" * 257])
def test_a_webhook_without_a_proper_secret_is_refused(secret: str) -> None:
    """An open door would let anybody write answers."""
    with pytest.raises(ValueError, match="secret"):
        Webhook(url="https://example.vn/x", secret=secret)


def test_the_secret_is_not_shown() -> None:
    """The repr of the settings keeps it."""
    assert SECRET not in repr(Webhook(url="https://example.vn/x", secret=SECRET))
