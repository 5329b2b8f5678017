"""The page in a real browser before the real bot: a whole interview, as an official gives it."""

import re
import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest
import pytest_asyncio
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, FilePayload, Page, expect
from pydantic import SecretStr
from sqlalchemy import select

from bot.app import App
from bot.clock import SystemClock
from bot.office.orders import WaveOrder, open_wave
from storage import frame, instruments, sql
from tests.bot.house import ZONE, house_settings
from tests.bot.small_form import ROSTER, small_form, small_roster
from tests.patience import HANGING
from tests.phone import Simulator
from tests.serving.caller import free_port
from tests.web.conftest import is_open
from tests.web.tab import IS_KEPT

pytestmark = pytest.mark.asyncio(loop_scope="module")

MONTH = timedelta(days=30)


@dataclass
class Office:
    """A bot that serves the page and nothing else, with a wave of the small form."""

    app: App
    codes: dict[str, str]
    admin_code: str

    @property
    def url(self) -> str:
        """Where the page is."""
        return f"{self.app.settings.web_url}/"

    async def answers(self) -> dict[str, str]:
        """Return the stored answers."""
        async with self.app.database.read() as conn:
            found = await conn.execute(select(sql.answers.c.item, sql.answers.c.value))
            return {str(item): str(value) for item, value in found}


@pytest_asyncio.fixture(loop_scope="module")
async def empty_office(sqlite_template: Path, tmp_path: Path) -> AsyncIterator[Office]:
    """Open a bot without any chat platform and without a wave."""
    path, port, clock = tmp_path / "khaosat.sqlite3", free_port(), SystemClock()
    shutil.copy(sqlite_template, path)
    async with Simulator(clock) as simulator:  # for the settings alone: nobody is there
        settings = house_settings(
            simulator,
            f"sqlite:///{path}",
            tmp_path,
            telegram_token=SecretStr(""),
            web_url=f"http://127.0.0.1:{port}",
            web_port=port,
        )
    app, now = App(settings, clock), clock.now()
    async with app.database.begin() as conn:
        await instruments.publish(conn, small_form(), now)
        await frame.import_roster(conn, small_roster(), date(2015, 1, 1), now)
        codes = await frame.issue_codes(conn, now, now + MONTH, now.astimezone(ZONE).date())
        admin = await frame.issue_admin_code(conn, now, now + MONTH)
    app.start()
    await is_open(port)
    yield Office(app, {code.official.roster_key: code.long for code in codes}, admin.long)
    await app.stop()


@pytest_asyncio.fixture(loop_scope="module")
async def office(empty_office: Office) -> Office:
    """Open a wave of the small form."""
    app, now = empty_office.app, empty_office.app.clock.now()
    order = WaveOrder("phieu_thu", now, now + MONTH, any_hour=True)
    async with app.database.begin() as conn:
        await open_wave(conn, order, app.details, app.calendar, titles=app.titles(), actor="cli", now=now)
    return empty_office


@pytest_asyncio.fixture(loop_scope="module")
async def page(browser: Browser) -> AsyncIterator[Page]:
    """Open a phone's browser that was never here."""
    context = await browser.new_context(viewport={"width": 360, "height": 740}, has_touch=True)
    context.set_default_timeout(HANGING * 1000)
    yield await context.new_page()
    await context.close()


async def taps(page: Page, label: str) -> None:
    """Press the last button whose label begins so."""
    await page.locator(".key").filter(has_text=re.compile(f"^{re.escape(label)}")).last.click()


async def sees(page: Page, words: str) -> None:
    """Wait until something can be read in the chat."""
    await expect(page.locator("main").get_by_text(words).last).to_be_visible()


async def begins(page: Page, office: Office, key: str = "K01") -> None:
    """Open the link of a slip, say who one is, agree, and read the first question."""
    await page.goto(f"{office.url}k/{office.codes[key]}")
    await taps(page, "Đúng, là tôi")
    await taps(page, "Tôi đồng ý")
    await taps(page, "Tiếp")


async def says(page: Page, text: str) -> None:
    """Type something and send it."""
    await page.locator("#text").fill(text)
    await page.get_by_role("button", name="Gửi", exact=True).click()


async def test_an_official_answers_in_the_browser(office: Office, page: Page) -> None:
    """From the slip's link to the thank-you, by fingers and by typing, a correction between; then all is stored."""
    await begins(page, office)
    await sees(page, "A1. Năm sinh")
    assert office.codes["K01"] not in page.url
    await taps(page, "✔ Đúng")
    await sees(page, "A2. Số năm giữ chức danh")
    await says(page, "5")
    await sees(page, "A3. Trình độ chuyên môn")
    await taps(page, "◀ Quay lại")
    await sees(page, "Đang ghi: 5")
    await says(page, "7")
    await sees(page, "A3. Trình độ chuyên môn")
    await taps(page, "✔ Đúng")
    await sees(page, "B1. Tin học văn phòng")
    await says(page, "5 2")
    await sees(page, "B2. Nội dung cần bồi dưỡng")
    await says(page, "1,2")
    await sees(page, "B3.")
    await page.get_by_label("Hoặc chọn trên lịch:").fill("2027-03-15")
    await page.get_by_role("button", name="Chọn ngày này").click()
    await sees(page, "B4. Ý kiến khác")
    await says(page, "Lớp học <b>buổi tối</b>")
    await taps(page, "📨 Gửi phiếu")
    await sees(page, "Phiếu đã được gửi và lưu")
    stored = await office.answers()
    assert (stored["years"], stored["topics"], stored["from_day"]) == ("7", "office it", "2027-03-15")
    assert stored["idea"] == "Lớp học <b>buổi tối</b>"


async def test_an_answer_given_without_a_network_arrives_once(office: Office, page: Page) -> None:
    """What was typed in a dead spot leaves when the network is back, and the interview goes on."""
    await begins(page, office)
    await sees(page, "A1. Năm sinh")
    await page.context.set_offline(True)
    await says(page, "1964")
    await page.context.set_offline(False)
    await sees(page, "A2. Số năm giữ chức danh")
    assert (await office.answers())["birth"] == "1964"


async def test_a_reload_shows_the_open_question(office: Office, page: Page) -> None:
    """Whoever closed the browser and comes back finds the chat as it was, and answers on."""
    await begins(page, office)
    await taps(page, "✔ Đúng")
    await sees(page, "A2. Số năm giữ chức danh")
    await page.reload()
    await sees(page, "A2. Số năm giữ chức danh")
    await says(page, "5")
    await sees(page, "A3. Trình độ chuyên môn")


async def test_a_reload_without_a_network_shows_the_open_question(office: Office, page: Page) -> None:
    """What is typed then leaves when the network is back."""
    await begins(page, office)
    await sees(page, "A1. Năm sinh")
    await page.evaluate(IS_KEPT, await page.evaluate("document.scripts[0].src.split('=')[1]"))
    await page.context.set_offline(True)
    await page.reload()
    await sees(page, "A1. Năm sinh")
    await says(page, "1964")
    await page.context.set_offline(False)
    await sees(page, "A2. Số năm giữ chức danh")
    assert (await office.answers())["birth"] == "1964"


async def test_an_administrator_sends_the_list_from_the_page(empty_office: Office, page: Page) -> None:
    """A file is chosen beside the card, the dry run comes, and one tap takes it in."""
    await page.goto(f"{empty_office.url}k/{empty_office.admin_code}")
    await sees(page, "/quantri")
    await says(page, "/quantri")
    await taps(page, "Danh sách cán bộ")
    more = ROSTER + "K05,Vũ Thị Hạnh,Địa chính,Xã Phú Hòa,09505,02/02/1988,Nữ,,12/12,Đại học,Luật,,,,\n"
    chosen: FilePayload = {"name": "ds.csv", "mimeType": "text/csv", "buffer": more.encode()}
    await page.get_by_label("Chọn tệp:").set_input_files(chosen)
    await page.get_by_role("button", name="Gửi tệp").click()
    await sees(page, "📎 ds.csv")
    await empty_office.app.ticks["work"].work()
    await sees(page, "Vũ Thị Hạnh (K05)")
    assert (await Axe().run(page)).violations_count == 0
    await taps(page, "Ghi vào danh sách")
    await sees(page, "Đang ghi")
    await empty_office.app.ticks["work"].work()
    await sees(page, "Đã ghi “ds.csv”")
    async with empty_office.app.database.read() as conn:
        assert "K05" in (await conn.execute(select(sql.officials.c.roster_key))).scalars().all()


async def test_an_administrator_opens_a_wave_from_the_page(
    empty_office: Office, page: Page, browser: Browser
) -> None:
    """Seven taps and a confirmation; then an official in another browser is asked."""
    await page.goto(f"{empty_office.url}k/{empty_office.admin_code}")
    await sees(page, "/quantri")
    await says(page, "/quantri")
    steps = (
        "Mở đợt",
        "Phiếu thử",
        "Tất cả",
        "Mở ngay",
        "Sau 2 tuần",
        "Sau 2 và 4 ngày",
        "Một lần",
        "✔ Mở đợt này",
    )
    for label in steps:
        await taps(page, label)
    await sees(page, "Đã lập đợt số")
    async with empty_office.app.database.read() as conn:
        assert (await conn.execute(select(sql.waves.c.state))).scalars().all() == ["open"]
    other = await browser.new_context(viewport={"width": 360, "height": 740})
    other.set_default_timeout(HANGING * 1000)
    official = await other.new_page()
    await begins(official, empty_office)
    await sees(official, "A1. Năm sinh")
    await other.close()


async def test_a_used_link_tells_another_browser_nothing(
    office: Office, page: Page, browser: Browser
) -> None:
    """The second browser is asked for a code; no name is shown to it."""
    await begins(page, office)
    other = await browser.new_context()
    other.set_default_timeout(HANGING * 1000)
    stranger = await other.new_page()
    await stranger.goto(f"{office.url}k/{office.codes['K01']}")
    await sees(stranger, "Mã này không dùng được")
    assert "Nguyễn Văn Hòa" not in await stranger.content()
    await other.close()


async def test_a_whole_section_is_seen_at_a_glance(office: Office, page: Page) -> None:
    """Every question of it stands on a button with its answer; one press opens it, another leads back."""
    await begins(page, office)
    await taps(page, "✔ Đúng")
    await sees(page, "Câu 2")
    await taps(page, "Xem cả phần này")
    await sees(page, "Bấm vào một câu để trả lời hoặc sửa.")
    lines = await page.locator(".row.choice .key").all_inner_texts()
    assert [line.split(".")[0] for line in lines] == [str(number) for number in range(1, len(lines) + 1)]
    assert not lines[0].endswith("chưa trả lời")
    assert lines[1].endswith("chưa trả lời")
    assert not (await Axe().run(page)).violations_count
    await taps(page, "▶ Về câu đang trả lời")
    await sees(page, "Câu 2")
    await taps(page, "Xem cả phần này")
    await taps(page, "1. ")
    await sees(page, "Câu 1")


async def test_a_second_owner_sees_nothing_of_the_first(office: Office, page: Page) -> None:
    """Somebody else's link in the same browser, without leaving before: the chat begins anew, also after a reload."""
    await begins(page, office)
    await taps(page, "✔ Đúng")
    await sees(page, "A2. Số năm giữ chức danh")
    await says(page, "5")
    await sees(page, "A3. Trình độ chuyên môn")
    await page.goto(f"{office.url}k/{office.codes['K02']}")
    await taps(page, "Đúng, là tôi")
    await sees(page, "Cảm ơn đồng chí Trần Thị Mai")
    for _ in range(2):
        await sees(page, "THÔNG BÁO XỬ LÝ DỮ LIỆU CÁ NHÂN")
        said = await page.locator("main").inner_text()
        assert "Nguyễn Văn Hòa" not in said
        assert "A2. Số năm" not in said
        await page.reload()
    kept = await page.evaluate("JSON.stringify(Object.entries(localStorage))")
    assert "Nguyễn Văn Hòa" not in kept
