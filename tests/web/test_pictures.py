"""The pictures of README and guide: taken by playing the demo, written where ``KHAOSAT_PICTURES`` says."""

import os
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from bot.demo.scenes import ARTICLE
from bot.demo.serving import serving
from bot.texts.consent import TEXTS as CONSENT
from bot.texts.identity import TEXTS as IDENTITY
from bot.texts.interview import TEXTS as INTERVIEW
from bot.texts.office import TEXTS as OFFICE
from tests.patience import HANGING
from tests.web.hand import Hand, take

pytestmark = pytest.mark.asyncio(loop_scope="module")

DESK = {"width": 1440, "height": 850}
PHONE = {"width": 390, "height": 844}  # CSS pixels of a common phone
OFFICIAL = "Vũ Công Vinh"
ADMINISTRATOR = "Quản trị viên"


@dataclass
class Studio:
    """A browser before the demo, and the folder for pictures."""

    browser: Browser
    folder: Path
    url: str

    async def opens(self, size: dict[str, int], scale: float) -> Page:
        """Open a window of this size."""
        context = await self.browser.new_context(
            viewport={"width": size["width"], "height": size["height"]},
            device_scale_factor=scale,
            reduced_motion="reduce",
        )
        context.set_default_timeout(HANGING * 1000)
        return await context.new_page()

    async def photographs(self, page: Page, name: str) -> None:
        """Write the window as a PNG, once nothing passing lies over it."""
        for toast in await page.locator("#toast").all():
            await expect(toast).to_be_empty()
        path = self.folder / name
        await page.screenshot(path=path)
        assert path.stat().st_size > 10_000, "something is to be seen"


@pytest_asyncio.fixture(loop_scope="module")
async def studio(browser: Browser, tmp_path: Path) -> AsyncIterator[Studio]:
    """Keep the demo up, its clock standing still."""
    async with serving(tmp_path, ARTICLE) as served:
        served.clock.turn_to(0)
        yield Studio(browser, Path(os.environ.get("KHAOSAT_PICTURES", tmp_path)), served.url)


async def test_the_pictures_show_the_pages_as_they_are(studio: Studio) -> None:
    """What the list knows, a competency, the administrator's menu; and the demo around them."""
    desk = await studio.opens(DESK, 1)
    await desk.goto(studio.url)
    await (await take(desk, OFFICIAL)).sees("Có phải đồng chí không?")
    await (await take(desk, ADMINISTRATOR)).sees("/quantri")
    addresses = [await each.get_attribute("src") or "" for each in await desk.locator("iframe").all()]

    phone = await studio.opens(PHONE, 1.5)
    hand = Hand(phone)
    await phone.goto(studio.url + addresses[0].partition("k/")[0])
    await hand.taps(IDENTITY.confirm_yes)
    await hand.taps(CONSENT.agree)
    await hand.sees(INTERVIEW.list_head)
    await studio.photographs(phone, "list.png")
    await hand.taps(INTERVIEW.button_all_correct)
    await hand.sees("B7.")
    await hand.taps(INTERVIEW.button_skip)  # courses and studies, which nobody knows
    await hand.sees("C1. ")
    await studio.photographs(phone, "card.png")

    await phone.goto(studio.url + addresses[1].partition("k/")[0])
    await hand.says("/quantri")
    await hand.sees(OFFICE.progress_button)
    await studio.photographs(phone, "menu.png")
    await (await take(desk, OFFICIAL)).goes_to_the_end()
    await expect(desk.locator(".person .state").get_by_text("đang trả lời")).to_be_visible()
    await studio.photographs(desk, "demo.png")
    for page in (desk, phone):
        await page.context.close()
