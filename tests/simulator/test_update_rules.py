"""How updates wait, are acknowledged and delivered; asked through python-telegram-bot."""

import asyncio

import aiohttp
import pytest
from telegram import InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import BadRequest, Conflict

from tests.library_bot import LibraryBot
from tests.phone import Fault, Phone, Simulator
from tests.simulator.conftest import Pass

BUTTON = InlineKeyboardMarkup([[InlineKeyboardButton("a", callback_data="a")]])


async def texts(bot: LibraryBot, offset: int | None = None, limit: int = 100) -> list[str]:
    """Fetch without waiting; return the texts."""
    updates = await bot.get_updates(offset, limit=limit)
    return [update.message.text or "" for update in updates if update.message]


async def test_updates_stay_until_the_offset_passes_them(
    bot: LibraryBot, phone: Phone, simulator: Simulator
) -> None:
    """Fetching alone changes nothing; a higher offset acknowledges what lies before it."""
    await phone.says("một")
    assert await texts(bot) == await texts(bot) == ["/start", "một"]
    assert simulator.pending == 2
    last = (await bot.get_updates())[-1].update_id
    assert await texts(bot, offset=last) == ["một"]
    assert simulator.pending == 1
    assert await texts(bot, offset=last + 1) == []
    assert simulator.is_quiet()


async def test_a_negative_offset_keeps_only_the_last(bot: LibraryBot, phone: Phone) -> None:
    """-1 forgets everything but the newest update."""
    await phone.says("một")
    await phone.says("hai")
    assert await texts(bot, offset=-1) == ["hai"]
    assert await texts(bot) == ["hai"]


async def test_a_call_brings_at_most_a_hundred(bot: LibraryBot, phone: Phone) -> None:
    """Whatever the limit asked for."""
    for number in range(120):
        await phone.says(str(number))
    assert len(await texts(bot)) == 100
    assert len(await texts(bot, limit=7)) == 7


async def test_a_long_poll_ends_when_something_happens(bot: LibraryBot, phone: Phone) -> None:
    """It waits without an answer until somebody writes."""
    (start,) = await bot.get_updates()
    polling = asyncio.create_task(bot.get_updates(start.update_id + 1, timeout=50))
    await asyncio.sleep(0)
    await phone.says("một")
    (update,) = await polling
    assert update.message is not None
    assert update.message.text == "một"


async def test_a_long_poll_ends_at_its_time(bot: LibraryBot, simulator: Simulator, let_pass: Pass) -> None:
    """Nobody writes: an empty answer when the clock reaches the end of the poll."""
    simulator.intake.poll_clock = simulator.clock
    polling = asyncio.create_task(bot.get_updates(timeout=50))
    await simulator.waits_until(lambda: simulator.intake.poll_count > 0)
    await let_pass(50)
    assert await polling == ()


async def test_texts_wait_24_hours_and_taps_150_seconds(
    bot: LibraryBot, phone: Phone, simulator: Simulator, let_pass: Pass
) -> None:
    """A tap that nobody fetched is soon forgotten; a text the next day."""
    await bot.send_message(phone.user_id, "x", reply_markup=BUTTON)
    await phone.taps("a")
    await let_pass(150)
    assert len(await bot.get_updates()) == 2
    await let_pass(1)
    assert await texts(bot) == ["/start"]
    await let_pass(24 * 3600)
    assert await bot.get_updates() == ()
    assert simulator.is_quiet()


async def test_two_pollers_conflict(bot: LibraryBot, simulator: Simulator) -> None:
    """The newer poll ends the older with 409."""
    async with LibraryBot(simulator.token, simulator.base_url) as other:
        older = asyncio.create_task(bot.get_updates(timeout=50))
        await simulator.waits_until(lambda: simulator.intake.poll_count > 0)
        newer = asyncio.create_task(other.get_updates(timeout=50))
        with pytest.raises(Conflict, match="terminated by other getUpdates request"):
            await older
        await simulator.phone(501).says("x")
        assert len(await newer) == 1


async def test_polling_and_webhook_exclude_each_other(bot: LibraryBot) -> None:
    """With a webhook set, getUpdates is a 409 until it is deleted."""
    await bot.set_webhook("https://example.vn/hook", secret_token="x", max_connections=10)
    info = await bot.get_webhook_info()
    assert (info.url, info.max_connections) == ("https://example.vn/hook", 10)
    with pytest.raises(Conflict, match="webhook is active"):
        await bot.get_updates()
    await bot.delete_webhook()
    assert await bot.get_updates() == ()


@pytest.mark.parametrize("url", ["http://example.vn/hook", "https://example.vn:9999/hook"])
async def test_a_webhook_needs_https_and_a_known_port(bot: LibraryBot, url: str) -> None:
    """Outside loopback, as Telegram demands."""
    with pytest.raises(BadRequest, match="Bad webhook"):
        await bot.set_webhook(url)


async def test_a_secret_has_no_odd_letters(bot: LibraryBot) -> None:
    """Letters, digits, _ and - only."""
    with pytest.raises(BadRequest, match="unallowed characters"):
        await bot.set_webhook("https://example.vn/hook", secret_token="bí mật")


async def test_only_the_kinds_asked_for_are_queued(bot: LibraryBot, phone: Phone) -> None:
    """allowed_updates is remembered and holds for what happens afterwards."""
    await bot.get_updates(allowed_updates=["callback_query"])
    await phone.says("không ai nghe")
    await bot.send_message(phone.user_id, "x", reply_markup=BUTTON)
    await phone.taps("a")
    updates = await bot.get_updates()
    assert [bool(update.callback_query) for update in updates] == [False, True]


async def test_waiting_updates_can_be_dropped(bot: LibraryBot, phone: Phone, simulator: Simulator) -> None:  # noqa: ARG001
    """Only when asked."""
    await bot.delete_webhook()
    assert simulator.pending == 1
    await bot.delete_webhook(drop_pending_updates=True)
    assert simulator.pending == 0


async def test_a_connection_broken_after_the_fetch_loses_nothing(
    bot: LibraryBot, phone: Phone, simulator: Simulator
) -> None:
    """Whoever did not get the answer gets the same updates again."""
    simulator.script_failure("getUpdates", kind=Fault.DROPPED_AFTER)
    with pytest.raises(Exception, match="disconnected"):
        await bot.get_updates()
    assert await texts(bot) == ["/start"]
    assert phone.heard == []


@pytest.mark.parametrize("body", ["json", "form", "query"])
async def test_parameters_may_come_in_any_way(simulator: Simulator, phone: Phone, body: str) -> None:
    """JSON, a form or the address: the Bot API takes all three, in any case of the method's name."""
    url = f"{simulator.base_url}{simulator.token}/SENDmessage"
    values = {"chat_id": str(phone.user_id), "text": "xin chào"}
    arguments = {"json": {"json": values}, "form": {"data": values}, "query": {"params": values}}[body]
    async with aiohttp.ClientSession() as session, session.post(url, **arguments) as response:  # type: ignore[arg-type]
        assert (await response.json())["ok"] is True
    assert phone.last.text == "xin chào"
