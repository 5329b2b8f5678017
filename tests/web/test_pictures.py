"""The pictures of README and guide: taken by playing the demo, written where ``KHAOSAT_PICTURES`` says."""

import os
from collections.abc import AsyncIterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import pytest
import pytest_asyncio
from openpyxl import load_workbook
from playwright.async_api import Browser, FilePayload, Page, expect

from bot.demo.scenes import TODAY
from bot.demo.serving import serving
from bot.texts.composing import TEXTS as COMPOSING
from bot.texts.consent import TEXTS as CONSENT
from bot.texts.identity import TEXTS as IDENTITY
from bot.texts.interview import TEXTS as INTERVIEW
from bot.texts.lists import TEXTS as LISTS
from bot.texts.office import TEXTS as OFFICE
from surveys.content import read
from tests.patience import HANGING
from tests.web.hand import Hand, take

pytestmark = pytest.mark.asyncio(loop_scope="module")

DESK = {"width": 1440, "height": 850}
PHONE = {"width": 390, "height": 844}  # CSS pixels of a common phone
ADMINISTRATOR = "Quản trị viên"
LANGUAGE = 12  # the column of foreign languages
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FIRST_OFFICIAL = 1  # the administrator is the first of all


def changed_list() -> FilePayload:
    """The workbook that the demo's roster came from, with one certificate more and one person less."""
    book = load_workbook(BytesIO(read(TODAY.roster)))
    sheet = book.worksheets[0]
    rows = [row for row in sheet.iter_rows() if isinstance(row[0].value, int)]
    rows[3][LANGUAGE].value = "Tiếng Anh B"
    last = rows[-1][0].row
    assert last is not None
    sheet.delete_rows(last)
    content = BytesIO()
    book.save(content)
    return {"name": "danh-sach-thang-12.xlsx", "mimeType": XLSX, "buffer": content.getvalue()}


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
    async with serving(tmp_path, TODAY) as served:
        served.clock.turn_to(0)
        yield Studio(browser, Path(os.environ.get("KHAOSAT_PICTURES", tmp_path)), served.url)


async def test_the_pictures_show_the_pages_as_they_are(studio: Studio) -> None:
    """What the list knows, a competency, the administrator's menu; and the demo around them."""
    desk = await studio.opens(DESK, 1)
    await desk.goto(studio.url)
    official = await desk.locator(".person .name").nth(FIRST_OFFICIAL).inner_text()
    await (await take(desk, official)).sees("Có phải đồng chí không?")
    await (await take(desk, ADMINISTRATOR)).sees("/quantri")
    addresses = [await each.get_attribute("src") or "" for each in await desk.locator("iframe").all()]

    phone = await studio.opens(PHONE, 1.5)
    hand = Hand(phone)
    await phone.goto(studio.url + addresses[0].partition("k/")[0])
    await hand.sees("Có phải đồng chí không?")
    await studio.photographs(phone, "who.png")
    await hand.taps(IDENTITY.confirm_yes)
    await hand.sees(CONSENT.agree)
    await studio.photographs(phone, "consent.png")
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
    await _day_of_an_officer(studio, phone, hand)
    await (await take(desk, official)).goes_to_the_end()
    await expect(desk.locator(".person .state").get_by_text("đang trả lời")).to_be_visible()
    await studio.photographs(desk, "demo.png")
    for page in (desk, phone):
        await page.context.close()


async def _day_of_an_officer(studio: Studio, phone: Page, hand: Hand) -> None:
    """What the guide shows of an officer's and a coordinator's day, each from its card."""
    await hand.taps(OFFICE.progress_button)
    await hand.sees("Tỉ lệ trả lời")
    await studio.photographs(phone, "progress.png")
    await hand.taps(OFFICE.menu_button)
    await hand.taps(OFFICE.unfinished_button)
    await hand.sees(OFFICE.paper_button)
    await studio.photographs(phone, "unfinished.png")
    await hand.taps(OFFICE.menu_button)
    await hand.taps(OFFICE.open_button)
    await hand.taps("Khảo sát")
    await hand.taps(COMPOSING.by_unit_button)
    await hand.taps("Xã")
    await hand.sees("✔ Xã")
    await studio.photographs(phone, "wave.png")
    await hand.says("/quantri")
    await hand.taps(LISTS.button)
    await phone.get_by_label("Chọn tệp:").set_input_files(changed_list())
    await phone.get_by_role("button", name="Gửi tệp").click()
    await hand.sees("Chạy thử")
    await studio.photographs(phone, "import.png")
