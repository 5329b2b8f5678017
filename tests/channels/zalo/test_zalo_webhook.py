"""Zalo's webhook: a path for each bot, the secret, and 200 only after the commit."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

import aiohttp
import pytest

from bot.channels.zalo import ZaloChannel, ZaloWebhook
from bot.channels.zalo.webhook import SECRET_HEADER
from bot.clock import SystemClock
from bot.simulator.zalo import TOKENS, ZaloSimulator
from storage.database import Database
from tests.channels.listening import HastyClock, Listener, listening
from tests.serving.caller import free_port

SECRET = "mot-bi-mat-dai"


@contextlib.asynccontextmanager
async def delivered_to(
    zalo: ZaloSimulator, database: Database, listener: Listener
) -> AsyncIterator[tuple[ZaloChannel, ZaloWebhook]]:
    """Open the channel behind a webhook that is set for both bots."""
    port = free_port()
    webhook = ZaloWebhook(f"http://127.0.0.1:{port}/zalo", SECRET, port)
    channel = ZaloChannel(
        zalo.tokens, clock=HastyClock(), database=database, base_url=zalo.base_url, webhook=webhook
    )
    async with listening(channel, listener):
        while not all(bot.webhook.url for bot in zalo.bots):
            await zalo.world.changes.wait()
        yield channel, webhook
    await channel.close()


@pytest.mark.parametrize("is_wrapped", [False, True])
async def test_events_of_each_bot_come_by_its_path(
    database: Database, listener: Listener, is_wrapped: bool
) -> None:
    """Flat or wrapped, once or twice: each message is heard with its bot, and under one number."""
    async with ZaloSimulator(SystemClock(), ("11:mot", "12:hai"), is_wrapped=is_wrapped) as zalo:
        lan, minh = zalo.phone(501, "Lan"), zalo.phone(502, "Minh", bot=1)
        async with delivered_to(zalo, database, listener):
            await lan.says("một")
            await zalo.waits_until_quiet()
            zalo.deliver_twice()
            await minh.says("hai")
            await zalo.waits_until_quiet()
    heard = [inbound for batch in listener.batches for inbound in batch]
    assert [(each.address, each.text) for each in heard] == [
        (lan.address, "một"),
        (minh.address, "hai"),
        (minh.address, "hai"),
    ]
    assert heard[1].update_id == heard[2].update_id


async def test_an_event_is_taken_only_when_it_is_stored(
    zalo: ZaloSimulator, database: Database, listener: Listener
) -> None:
    """While the disk is full the answer is 503, and Zalo brings it again."""
    async with delivered_to(zalo, database, listener):
        listener.is_broken = True
        await zalo.phone(501, "Lan").says("một")
        await listener.waits_for_next()
        listener.is_broken = False
        await listener.waits_for(1)
    assert listener.texts == ["một"]


async def test_strangers_write_no_events(zalo: ZaloSimulator, database: Database, listener: Listener) -> None:
    """Without the secret 403, for another bot 404, without JSON 400."""
    async with delivered_to(zalo, database, listener) as (_, webhook), aiohttp.ClientSession() as session:

        async def status(path: str, secret: str, body: str = "{}") -> int:
            url = f"{webhook.url}/{path}"
            async with session.post(url, data=body, headers={SECRET_HEADER: secret}) as answer:
                return answer.status

        own = zalo.bots[0].bot_id
        assert await status(own, "doan-bua-thoi") == 403
        assert await status("999", SECRET) == 404
        assert await status(own, SECRET, "?") == 400
        assert await status(own, SECRET, "[" * 60_000) == 400
        assert await status(own, SECRET) == 200  # an event that cannot be read is not brought again
    assert not listener.batches


async def test_a_webhook_that_somebody_took_away_is_set_again(
    zalo: ZaloSimulator, database: Database, listener: Listener
) -> None:
    """Looking after it now and then is enough."""
    async with delivered_to(zalo, database, listener) as (channel, webhook):
        zalo.bots[1].webhook.url = ""
        await channel.look_after()
        assert [bot.webhook.url for bot in zalo.bots] == [webhook.url_of(bot.bot_id) for bot in zalo.bots]


@pytest.mark.parametrize("secret", ["", "ngan", "bí-mật-có-dấu", "a" * 257])
def test_a_secret_has_to_be_one(secret: str) -> None:
    """8 to 256 plain signs, as Zalo demands."""
    with pytest.raises(ValueError, match="8 to 256"):
        ZaloWebhook("https://khaosat.example/zalo", secret)


async def test_a_stop_answers_what_it_has_taken(database: Database, listener: Listener) -> None:
    """Whoever stops meanwhile has stored what was delivered, and nothing is left open."""
    async with ZaloSimulator(HastyClock(), TOKENS) as zalo:
        async with delivered_to(zalo, database, listener):
            await asyncio.gather(*(zalo.phone(600 + number).says("một") for number in range(5)))
            await listener.waits_for(1)
        await zalo.waits_until_quiet()
        assert len(set(listener.texts)) == 1
