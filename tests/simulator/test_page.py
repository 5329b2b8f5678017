"""The page for people: choose a phone, see the chat, type, tap, download."""

from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, KeyboardButton, ReplyKeyboardMarkup

from tests.library_bot import LibraryBot
from tests.phone import Phone, Simulator


@pytest.fixture
async def browser(simulator: Simulator) -> AsyncIterator[aiohttp.ClientSession]:
    """Open a browser at the simulator's address."""
    async with aiohttp.ClientSession(simulator.url) as session:
        yield session


async def chat_of(browser: aiohttp.ClientSession, user_id: int) -> dict[str, Any]:
    """Return a chat as the page gets it."""
    async with browser.get(f"/page/chats/{user_id}") as response:
        shown: dict[str, Any] = await response.json()
        return shown


async def act(browser: aiohttp.ClientSession, user_id: int, **order: Any) -> int:
    """Do something on the page; return the status."""
    async with browser.post(f"/page/chats/{user_id}", json=order) as response:
        return response.status


async def test_the_page_needs_nothing_from_elsewhere(browser: aiohttp.ClientSession) -> None:
    """One file: no script, style, font or picture of another address."""
    async with browser.get("/") as response:
        page = await response.text()
    assert response.content_type == "text/html"
    assert "http://" not in page
    assert "https://" not in page


async def test_a_phone_is_added_by_name(browser: aiohttp.ClientSession, simulator: Simulator) -> None:
    """The new phone is listed and has an empty chat that was not started."""
    async with browser.post("/page/phones", json={"name": "Bà Hòa"}) as response:
        user_id = (await response.json())["id"]
    async with browser.get("/page/phones") as response:
        assert {"id": user_id, "name": "Bà Hòa"} in (await response.json())["phones"]
    assert (await chat_of(browser, user_id))["started"] is False
    assert await act(browser, user_id, act="start", text="ma-123") == 200
    assert simulator.phone(user_id).messages[0].text == "/start ma-123"


async def test_typing_tapping_and_sharing_reach_the_bot(
    browser: aiohttp.ClientSession, bot: LibraryBot, phone: Phone, simulator: Simulator
) -> None:
    """Each act on the page is the same act on the phone."""
    markup = InlineKeyboardMarkup([[InlineKeyboardButton("Có", callback_data="y")]])
    sent = await bot.send_message(phone.user_id, "Đồng ý?", reply_markup=markup)
    shown = (await chat_of(browser, phone.user_id))["messages"][-1]
    assert (shown["text"], shown["mine"], shown["buttons"][0][0]["text"]) == ("Đồng ý?", False, "Có")
    assert await act(browser, phone.user_id, act="tap", message=sent.message_id, data="y") == 200
    assert await act(browser, phone.user_id, act="say", text="có") == 200
    contact = ReplyKeyboardMarkup([[KeyboardButton("Gửi số", request_contact=True)]], one_time_keyboard=True)
    await bot.send_message(phone.user_id, "Số?", reply_markup=contact)
    assert (await chat_of(browser, phone.user_id))["contact"] == "Gửi số"
    assert await act(browser, phone.user_id, act="contact", text="0912345678") == 200
    assert (await chat_of(browser, phone.user_id))["contact"] == ""
    kinds = [update.kind for update in simulator.world.queue.waiting]
    assert kinds == ["message", "callback_query", "message", "message"]


async def test_files_are_downloaded_from_the_page(
    browser: aiohttp.ClientSession, bot: LibraryBot, phone: Phone, simulator: Simulator
) -> None:
    """Only by the phone that received them."""
    await bot.send_document(phone.user_id, b"abc", filename="Tệp.txt")
    file = (await chat_of(browser, phone.user_id))["messages"][-1]["file"]
    assert file["name"] == "Tệp.txt"
    async with browser.get(file["url"]) as response:
        assert await response.read() == b"abc"
    await simulator.phone(502).presses_start()
    async with browser.get(file["url"].replace("/501/", "/502/")) as response:
        assert response.status == 404


@pytest.mark.parametrize(
    "order",
    [{"act": "tap", "message": 1, "data": "x"}, {"act": "tap"}, {"act": "fly"}],
    ids=["no such button", "no message", "no such act"],
)
async def test_what_a_phone_cannot_do_is_said(
    browser: aiohttp.ClientSession, phone: Phone, order: dict[str, Any]
) -> None:
    """A clear refusal, never a crash."""
    assert await act(browser, phone.user_id, **order) == 400


async def test_a_foreign_form_is_not_taken(browser: aiohttp.ClientSession, phone: Phone) -> None:
    """Only JSON acts: other sites cannot post it."""
    async with browser.post(f"/page/chats/{phone.user_id}", data={"act": "say", "text": "x"}) as response:
        assert response.status == 400
    async with browser.get("/page/chats/99") as response:
        assert response.status == 404
