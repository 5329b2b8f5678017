"""The page and its server together: one official, one browser, from the link to the thank-you."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress

import pytest
from playwright.async_api import Page, async_playwright, expect

from bot.texts.identity import TEXTS as IDENTITY
from tests.bot.house import House
from tests.web.tab import SWITCHES, find_chromium


@pytest.fixture
async def page(house: House) -> AsyncIterator[Page]:
    """Open an empty tab as large as a phone, while the clock of the house goes on."""
    path = find_chromium()

    async def live() -> None:
        while True:
            await house.settle()

    living = asyncio.create_task(live())
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=list(SWITCHES))
        yield await browser.new_page(viewport={"width": 390, "height": 780})
        await browser.close()
    living.cancel()
    with suppress(asyncio.CancelledError):
        await living


async def taps(page: Page, label: str) -> None:
    """Press the newest button with this label."""
    await page.locator(".key").get_by_text(label, exact=True).last.click()


async def says(page: Page, text: str, then: str) -> None:
    """Type and send, and wait for what the bot says then."""
    await page.locator("#text").fill(text)
    await page.get_by_role("button", name="Gửi", exact=True).click()
    await expect(page.locator("#log .text").last).to_contain_text(then)


async def test_an_official_fills_in_the_form_in_a_browser(house: House, url: str, page: Page) -> None:
    """By tapping, by typing, with a reload in between; nothing was wrong with the page."""
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    await page.goto(f"{url}k/{house.codes['K01'].long}")
    await taps(page, IDENTITY.confirm_yes)
    await taps(page, "Tôi đồng ý")
    assert page.url == url
    await taps(page, "Tiếp ▶")
    last = page.locator("#log .text").last
    await expect(last).to_contain_text("A1. Năm sinh")
    await says(page, "đúng", "A2.")
    await page.reload()
    await expect(last).to_contain_text("A2.")
    await says(page, "đúng", "A3.")
    await says(page, "đúng", "B1. Tin học văn phòng")
    for line in (0, 1):  # one number for each of the two ratings
        await page.locator(".message:last-child .even").nth(line).locator(".key").nth(3).click()
    await expect(last).to_contain_text("B2.")
    await says(page, "1,2", "B3.")
    await says(page, "bỏ qua", "B4.")
    await says(page, "<b>Học & hành</b>", "Xem lại")
    await taps(page, "📨 Gửi phiếu")
    await expect(last).to_contain_text("Phiếu đã được gửi và lưu")
    answers = await house.answers()
    assert (answers["birth"], answers["c01_i"], answers["c01_c"]) == ("1963", "4", "4")
    assert answers["idea"] == "<b>Học & hành</b>"
    assert [row["status"] for row in await house.rows("responses")] == ["completed"]
    assert complaints == []


async def test_leaving_lets_this_browser_go(house: House, url: str, page: Page) -> None:
    """The chat is gone from the page and from the database; the link alone leads no further."""
    await page.goto(f"{url}k/{house.codes['K01'].long}")
    await taps(page, IDENTITY.confirm_yes)
    await expect(page.locator("#log")).to_contain_text("Tôi đồng ý")
    await page.get_by_role("button", name="Danh mục").click()
    await page.get_by_role("button", name="Không phải máy của tôi").click()
    await page.get_by_role("button", name="Đúng, xóa khỏi máy này").click()
    await expect(page.locator("#welcome")).to_contain_text("Đã xóa khỏi máy này")
    assert await house.rows("browsers") == []
    await page.reload()
    await expect(page.locator("#welcome")).to_contain_text("Xin chào")
