"""The demo and the preview in a real browser: the page of the real bot, several times, in the frame around it."""

from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path

import pytest
import pytest_asyncio
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, ConsoleMessage, Page, expect
from sqlalchemy import select

from bot.demo.scenes import ARTICLE, TODAY
from bot.demo.serving import Served, serving
from bot.texts.composing import TEXTS as COMPOSING
from bot.texts.office import EVERY_BUTTONS, ONCE
from bot.texts.office import TEXTS as OFFICE
from storage import sql
from tests.bot.small_form import small_form
from tests.patience import HANGING
from tests.web.hand import take
from tests.web.tab import is_about_network

pytestmark = pytest.mark.asyncio(loop_scope="module")

SECRETARY = "Trần Đức Quý"
CHAIRMAN = "Trần Khắc Dũng"
ADMINISTRATOR = "Quản trị viên"


@pytest_asyncio.fixture(loop_scope="module")
async def served(tmp_path: Path) -> AsyncIterator[Served]:
    """Keep the demo up."""
    async with serving(tmp_path, ARTICLE) as running:
        yield running


@pytest_asyncio.fixture(loop_scope="module")
async def page(browser: Browser) -> AsyncIterator[Page]:
    """Open a browser on a desk; afterwards nothing may have been wrong with what it showed."""
    context = await browser.new_context(viewport={"width": 1400, "height": 850})
    context.set_default_timeout(HANGING * 1000)
    opened = await context.new_page()
    await opened.emulate_media(reduced_motion="reduce")
    complaints: list[str] = []
    opened.on("console", partial(note_complaint, complaints))
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    yield opened
    await context.close()
    assert complaints == []


def note_complaint(complaints: list[str], said: ConsoleMessage) -> None:
    """Note what the browser finds wrong, but for the server that is not there any more."""
    if said.type in {"error", "warning"} and not is_about_network(said.text):
        complaints.append(said.text)


async def judge(page: Page) -> None:
    """Let axe look at what is shown, in both schemes."""
    await page.emulate_media(color_scheme="light")
    await judge_colours(page)
    await page.emulate_media(color_scheme="dark")
    await judge_colours(page)


async def judge_colours(page: Page) -> None:
    """Let axe look at what is shown."""
    results = await Axe().run(page)
    assert not results.violations_count, results.generate_report()


async def answers_of(served: Served) -> dict[str, str]:
    """Return the stored answers."""
    async with served.app.database.read() as conn:
        found = await conn.execute(select(sql.answers.c.item, sql.answers.c.value))
        return {str(item): str(value) for item, value in found}


async def test_an_official_is_played_from_the_link_to_the_thank_you(served: Served, page: Page) -> None:
    """Who takes a phone answers the whole form by hand, while the list tells how they stand."""
    await page.goto(served.url)
    hand = await take(page, SECRETARY)
    assert await hand.answers_to_the_end() > 15
    await hand.sees("Phiếu đã được gửi và lưu")
    await expect(page.locator(".person").filter(has_text=SECRETARY)).to_contain_text("đã gửi phiếu")
    assert "c01_i" in await answers_of(served)


async def test_two_phones_stand_side_by_side(served: Served, page: Page) -> None:
    """Each is somebody else's; what was put away comes back as it was."""
    await page.goto(served.url)
    one = await take(page, SECRETARY)
    await one.sees("Có phải đồng chí không?")
    other = await take(page, CHAIRMAN)
    await other.sees("Có phải đồng chí không?")
    await one.taps("Đúng, là tôi")
    await one.sees("THÔNG BÁO XỬ LÝ DỮ LIỆU CÁ NHÂN")
    await other.sees(CHAIRMAN)
    await page.get_by_role("button", name=f"Cất điện thoại của {SECRETARY}").click()
    await expect(page.locator("iframe")).to_have_count(1)
    one = await take(page, SECRETARY)
    await one.sees("THÔNG BÁO XỬ LÝ DỮ LIỆU CÁ NHÂN")


async def test_the_clock_goes_to_the_next_reminder(served: Served, page: Page) -> None:
    """Everybody else answers by themselves meanwhile; the list says who was reminded, and when."""
    await page.goto(served.url)
    await expect(page.locator("#now")).to_contain_text("thứ Hai, 20/4/2015, 08:0")
    await page.get_by_role("button", name="Đến lần nhắc kế tiếp").click()
    reminded = page.locator("#sent").get_by_text("Nhắc lần 1").first
    await expect(reminded).to_contain_text("22/4")
    await expect(page.locator("#now")).to_contain_text("thứ Tư, 22/4/2015")
    await expect(page.locator(".person .state").get_by_text("đã gửi phiếu").first).to_be_attached()
    await expect(page.get_by_role("button", name="Chạy như thật")).to_have_attribute("aria-pressed", "true")
    await judge(page)


async def test_the_clock_stands_still_when_told(served: Served, page: Page) -> None:
    """People are answered all the same."""
    await page.goto(served.url)
    await page.get_by_role("button", name="Dừng đồng hồ").click()
    await expect(page.get_by_role("button", name="Dừng đồng hồ")).to_have_attribute("aria-pressed", "true")
    stands = served.clock.now()
    hand = await take(page, SECRETARY)
    await hand.taps("Đúng, là tôi")
    await hand.taps("Tôi đồng ý")
    await hand.sees("Đúng cả thì bấm")
    await hand.says("đúng")
    await hand.sees("B7.")
    assert served.clock.now() == stands


async def test_an_administrator_opens_a_wave_in_the_page(served: Served, page: Page) -> None:
    """From the menu to the last button, as on a phone."""
    await page.goto(served.url)
    hand = await take(page, ADMINISTRATOR)
    await hand.sees("/quantri")
    await hand.says("/quantri")
    await hand.taps(OFFICE.open_button)
    for label in (
        "Khảo sát nhu cầu",
        "Tất cả (75 người)",
        COMPOSING.now_button,
        "Sau 1 tuần",
        COMPOSING.plan_usual,
        EVERY_BUTTONS[ONCE],
    ):
        await hand.taps(label)
    await hand.taps(COMPOSING.confirm_button)
    await hand.sees("Đã lập đợt số 2")
    async with served.app.database.read() as conn:
        states = (await conn.execute(select(sql.waves.c.state))).scalars().all()
    assert states == ["open", "open"]


async def test_a_form_is_previewed_to_its_end(tmp_path: Path, page: Page) -> None:
    """The same page, asked by the same bot; there is neither a clock to turn nor anybody to be reminded."""
    async with serving(tmp_path, TODAY, small_form()) as served:
        await page.goto(served.url)
        await expect(page.locator("#office")).to_be_hidden()
        hand = await take(page, await page.locator(".person .name").nth(1).inner_text())
        assert await hand.answers_to_the_end() >= 10
        await hand.sees("Phiếu đã được gửi và lưu")
        assert (await answers_of(served))["topics"] == "office"


async def test_everything_is_reached_by_keyboard(served: Served, page: Page) -> None:
    """A phone is opened with Enter and has the focus then; put away, the focus is back on its owner."""
    await page.goto(served.url)
    person = page.locator(".person").filter(has_text=SECRETARY)
    await person.focus()
    await page.keyboard.press("Enter")
    phone = page.get_by_role("region", name=f"Điện thoại của {SECRETARY}")
    await expect(phone.get_by_role("heading")).to_be_focused()
    await page.keyboard.press("Tab")
    await expect(phone.get_by_role("button", name="Cất")).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(person).to_be_focused()
    await expect(page.locator("iframe")).to_have_count(0)


async def test_axe_finds_nothing_to_complain_about(served: Served, page: Page) -> None:
    """At the beginning, with a phone, and on a narrow screen, light and dark."""
    await page.goto(served.url)
    await expect(page.locator(".person").first).to_be_visible()
    await judge(page)
    hand = await take(page, SECRETARY)
    await hand.sees("Có phải đồng chí không?")
    await judge(page)
    await page.set_viewport_size({"width": 360, "height": 740})
    await judge(page)
