"""The list of whom coordinators remind by hand: who has not answered and cannot be written to, each with a text."""

import io
from collections.abc import Sequence

import openpyxl
import pytest

from bot.channels.web import WebAddress
from bot.messages import Account
from bot.office.account import Way
from bot.office.by_hand import errands_workbook
from bot.office.codes import HandingOut
from bot.office.orders import OrderRefused, find_wave
from bot.office.standing import progress_of
from bot.texts.handing_out import TEXTS
from bot.texts.identity import TEXTS as IDENTITY
from storage import cases
from surveys.reporting.texts import BY_HAND
from surveys.titles import built_in_titles
from tests.bot.house import CLOSES_AT, ZONE, House
from tests.web.visitor import visiting

NAME, _, _, STATE, LINK, MESSAGE, SMS = range(len(BY_HAND.headers))


def office_of(house: House) -> HandingOut:
    """Hand out for an office with the page and Telegram."""
    page = Way("web", WebAddress(house.app.settings.web_url).account)
    bot = Way("telegram", Account("khaosat_bot", "Khảo Sát", "https://t.me/khaosat_bot?start="))
    return HandingOut("UBND xã", (page, bot), built_in_titles(), ZONE, CLOSES_AT)


async def errands(house: House) -> dict[str, Sequence[str]]:
    """Return the rows of the list, by name."""
    async with house.app.database.begin() as conn:
        count, content = await errands_workbook(
            conn, house.wave, office_of(house), house.clock.now(), actor="cli"
        )
        wave = await find_wave(conn, house.wave)
        assert (await progress_of(conn, wave, house.clock.now().date())).by_hand_count == count
    book = openpyxl.load_workbook(io.BytesIO(content))
    rows = [row for sheet in book for row in sheet.iter_rows(min_row=2, values_only=True)]
    assert len(rows) == count
    return {str(row[NAME]): [str(value or "") for value in row] for row in rows}


def name_of(house: House, key: str) -> str:
    """Return the name of an official."""
    return house.officials[key].full_name


async def test_everybody_without_a_chat_is_reminded_by_hand(house: House) -> None:
    """Each with a link of their own, by which they come in; the code on paper works as well."""
    listed = await errands(house)
    assert set(listed) == {official.full_name for official in house.officials.values()}
    row = listed[name_of(house, "K01")]
    assert row[STATE] == TEXTS.state_unlinked
    assert row[LINK] in row[MESSAGE]
    assert row[LINK] in row[SMS]
    assert row[SMS].isascii()
    code = row[LINK].rsplit("/", 1)[1]
    async with visiting(f"{house.app.settings.web_url}/", house.settle) as visitor:
        await visitor.starts(code)
        assert IDENTITY.confirm_yes in visitor.labels
    await house.linked("K01")
    assert name_of(house, "K01") not in await errands(house)


async def test_who_is_on_the_page_alone_is_led_back_there(house: House, url: str) -> None:
    """No code is needed: the page knows its browser. Half answered is said."""
    async with visiting(url, house.settle) as visitor:
        await visitor.starts(house.codes["K01"].long)
        for tap in (IDENTITY.confirm_yes, "Tôi đồng ý", "Tiếp"):
            await visitor.taps(tap)
        await visitor.says("đúng")
        row = (await errands(house))[name_of(house, "K01")]
        assert (row[STATE], row[LINK]) == (TEXTS.state_begun, url)
        assert "đã trả lời" in row[MESSAGE]
        before = visitor.version
        visitor.version = 0
        await visitor.looks()
        assert visitor.version == before


async def test_who_blocked_the_bot_gets_a_new_way_in(house: House) -> None:
    """Their only chat takes no message."""
    person = await house.asked("K02")
    assert name_of(house, "K02") not in await errands(house)
    await person.phone.blocks()
    await house.settle()
    row = (await errands(house))[name_of(house, "K02")]
    assert row[STATE] == TEXTS.state_blocked
    assert "/k/" in row[LINK]


async def test_nobody_is_pushed_who_said_no(house: House, url: str) -> None:
    """Who declined reminders or refused is left alone, and so is who has answered."""
    async with visiting(url, house.settle) as visitor:
        await visitor.starts(house.codes["K01"].long)
        await visitor.taps(IDENTITY.confirm_yes)
        await visitor.taps("Tôi không đồng ý")
    async with visiting(url, house.settle) as visitor:
        await visitor.starts(house.codes["K02"].long)
        await visitor.taps(IDENTITY.confirm_yes)
        await visitor.says("/ngungnhac")
    await house.finished("K03")
    listed = await errands(house)
    assert not {name_of(house, key) for key in ("K01", "K02", "K03")} & set(listed)


async def test_a_wave_that_is_not_open_asks_nobody(house: House) -> None:
    """The order is refused and no code is issued."""
    codes = len(await house.rows("link_codes"))
    async with house.app.database.begin() as conn:
        await cases.close_wave(conn, house.wave, house.clock.now(), {})
        with pytest.raises(OrderRefused):
            await errands_workbook(conn, house.wave, office_of(house), house.clock.now(), actor="cli")
    assert len(await house.rows("link_codes")) == codes
