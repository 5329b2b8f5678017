"""The weekly situation on the page, which tells nobody of itself: it waits there until somebody looks."""

from datetime import datetime

from bot.simulator import Browsers
from bot.texts.consent import TEXTS as CONSENT
from bot.texts.identity import TEXTS as IDENTITY
from storage import situations
from tests.bot.house import ZONE, House
from tests.surveys.situations.banks import bank

WEDNESDAY = datetime(2015, 5, 13, 10, 5, tzinfo=ZONE)  # the survey has closed


async def test_a_card_waits_on_the_page(house: House, url: str) -> None:
    """Chosen, shown and answered by buttons; no message is queued for somebody who is reached by nothing else."""
    async with Browsers(house.clock, url) as browsers:
        browser = browsers.browser(1, "Nguyễn Văn Hòa")
        await browser.opens_link(house.codes["K01"].long)
        await browser.taps(IDENTITY.confirm_yes)
        await browser.taps(CONSENT.agree)
        async with house.app.database.begin() as conn:
            await situations.import_bank(conn, b"", "a.xlsx", bank("a"), actor="cli", now=house.clock.now())
        await browser.says("/tinhhuong")
        await browser.taps("thứ Tư")
        await browser.taps("10 giờ")
        assert "Trang này không tự báo" in browser.heard[-1].text
        await house.waits_until(WEDNESDAY)
        assert [row["state"] for row in await house.rows("situation_cards")] == ["open"]
        assert [row for row in await house.rows("outbox") if row["purpose"] == "situation"] == []
        await browser.says("/tinhhuong")
        await browser.taps("Xem tình huống đang chờ")
        assert "Tình huống a" in browser.card.text
        assert browser.buttons == ["1", "2", "3"]
        await browser.says("2")
        assert "Căn cứ" in browser.heard[-1].text
        assert [row["state"] for row in await house.rows("situation_cards")] == ["answered"]
