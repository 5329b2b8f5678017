"""Our webhook route: stored first, answered then."""

import asyncio
import io
from collections.abc import AsyncIterator, Mapping
from typing import Any

import aiohttp
import pytest

from bot.channels.telegram import TelegramChannel, Webhook
from bot.channels.telegram.updates import ALLOWED_UPDATES
from bot.channels.telegram.webhook import BODY_LIMIT, SECRET_HEADER
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
    return Webhook(url=url, secret=SECRET, port=unused_tcp_port, host="127.0.0.1")


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
    [(b"x" * (BODY_LIMIT + 1), 413), (b"{", 400), (b"[]", 400), (b'{"update_id": "x"}', 400)],
    ids=["too long", "no JSON", "no object", "no number"],
)
async def test_what_is_no_update_is_refused(
    hooked: TelegramChannel, simulator: Simulator, webhook: Webhook, body: bytes, status: int
) -> None:
    """Even with the secret, only an update of a sensible size is taken."""
    listener = Listener()
    async with listening(hooked, listener):
        await is_set(simulator)
        assert await post(webhook, data=io.BytesIO(body), headers={SECRET_HEADER: SECRET}) == status
    assert listener.batches == []


async def test_a_poisoned_update_does_not_block_its_sender(
    hooked: TelegramChannel, listener: Listener, simulator: Simulator, webhook: Webhook
) -> None:
    """What cannot be read is answered 200, or Telegram would bring it for ever."""
    async with listening(hooked, listener):
        await is_set(simulator)
        poison = {"update_id": 8, "message": {"text": "x", "from": {}}}
        assert await post(webhook, json=poison, headers={SECRET_HEADER: SECRET}) == 200


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
