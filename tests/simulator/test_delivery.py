"""Webhook delivery: with the secret, in each person's order, again until the bot says 2xx."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import web
from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from tests.library_bot import LibraryBot
from tests.phone import Phone, Simulator
from tests.simulator.conftest import Pass


class Hook:
    """A bot's webhook that answers with the next of ``statuses``, then 200."""

    def __init__(self) -> None:
        self.statuses: list[int] = []
        self.texts: list[str] = []
        self.secrets: set[str] = set()
        self.gate = asyncio.Event()
        self.gate.set()

    async def answer(self, request: web.Request) -> web.Response:
        """Note what came."""
        update: dict[str, Any] = await request.json()
        query = update.get("callback_query", {})
        self.texts.append(update.get("message", {}).get("text") or query["data"])
        self.secrets.add(request.headers.get("X-Telegram-Bot-Api-Secret-Token", ""))
        await self.gate.wait()
        return web.Response(status=self.statuses.pop(0) if self.statuses else 200)


@pytest.fixture
async def hook(bot: LibraryBot, unused_tcp_port: int) -> AsyncIterator[Hook]:
    """Listen on loopback and set the webhook there."""
    listening = Hook()
    application = web.Application()
    application.router.add_post("/hook", listening.answer)
    runner = web.AppRunner(application, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", unused_tcp_port).start()
    await bot.set_webhook(f"http://127.0.0.1:{unused_tcp_port}/hook", secret_token="bi-mat")
    yield listening
    await runner.cleanup()


async def test_updates_come_with_the_secret_in_order(hook: Hook, phone: Phone, simulator: Simulator) -> None:
    """One person's texts arrive one after the other, each once."""
    await phone.says("một")
    await phone.says("hai")
    await simulator.waits_until_quiet()
    assert hook.texts == ["/start", "một", "hai"]
    assert hook.secrets == {"bi-mat"}


async def test_a_refused_update_holds_back_its_sender_only(
    hook: Hook, phone: Phone, simulator: Simulator, bot: LibraryBot, let_pass: Pass
) -> None:
    """After a 500 the same update comes again, before that person's next; others go on."""
    await simulator.waits_until_quiet()
    hook.statuses = [500]
    await phone.says("một")
    await phone.says("hai")
    await simulator.waits_until(lambda: hook.texts[-1] == "một" and not simulator.in_flight)
    await simulator.phone(502).says("khác")
    await simulator.waits_until(lambda: simulator.pending == 2)
    assert hook.texts == ["/start", "một", "khác"]
    info = await bot.get_webhook_info()
    assert "500" in (info.last_error_message or "")
    await let_pass(1)
    await simulator.waits_until_quiet()
    assert hook.texts == ["/start", "một", "khác", "một", "hai"]


async def test_texts_and_taps_of_one_person_travel_apart(
    hook: Hook, phone: Phone, simulator: Simulator, bot: LibraryBot
) -> None:
    """A tap may overtake a text: the order is in the update ids."""
    await simulator.waits_until_quiet()
    markup = InlineKeyboardMarkup([[InlineKeyboardButton("Có", callback_data="y")]])
    await bot.send_message(phone.user_id, "x", reply_markup=markup)
    hook.gate.clear()
    await phone.says("chữ")
    await phone.taps("Có")
    await simulator.waits_until(lambda: simulator.delivery.in_flight == 2)
    hook.gate.set()
    await simulator.waits_until_quiet()
    assert sorted(hook.texts[1:]) == ["chữ", "y"]


async def test_a_lost_answer_brings_the_update_again(hook: Hook, phone: Phone, simulator: Simulator) -> None:
    """At least once, by webhook too."""
    await simulator.waits_until_quiet()
    simulator.redeliver_next()
    await phone.says("một")
    await simulator.waits_until_quiet()
    assert hook.texts == ["/start", "một", "một"]
