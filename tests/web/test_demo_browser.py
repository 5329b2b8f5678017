"""The browsers of the demo's officials: they ask the page's real server, as the page would."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.simulator import Browser, Browsers
from bot.texts.consent import TEXTS as CONSENT
from bot.texts.identity import TEXTS as IDENTITY
from tests.bot.house import House


@pytest.fixture
async def browsers(house: House, url: str) -> AsyncIterator[Browsers]:
    """Give everybody a browser."""
    async with Browsers(house.clock, url) as all_of_them:
        yield all_of_them


async def agreed(house: House, browsers: Browsers) -> Browser:
    """Open the link of an official and agree to the notice."""
    browser = browsers.browser(1, "Nguyễn Văn Hòa")
    await browser.opens_link(house.codes["K01"].long)
    await browser.taps(IDENTITY.confirm_yes)
    await browser.taps(CONSENT.agree)
    return browser


async def test_a_browser_comes_in_by_the_link_and_stays_known(house: House, browsers: Browsers) -> None:
    """One cookie, one chat: the same link opened again asks for nothing anew."""
    browser = await agreed(house, browsers)
    asked = browser.card.text
    await browser.opens_link(house.codes["K01"].long)
    await house.settle()
    await browsers.look()
    assert browser.card.text.endswith(asked.rpartition("\n\n")[2])
    assert len(await house.rows("browsers")) == 1


async def test_browsers_of_two_people_are_strangers_to_each_other(house: House, browsers: Browsers) -> None:
    """The link that one has used opens nothing for the other."""
    await agreed(house, browsers)
    other = browsers.browser(2, "Trần Thị Mai")
    await other.opens_link(house.codes["K01"].long)
    assert IDENTITY.confirm_yes not in other.buttons


async def test_what_is_done_while_the_server_is_away_arrives_once(house: House, browsers: Browsers) -> None:
    """The browser asks again under the same name until the new server answers."""
    browser = await agreed(house, browsers)
    saying = asyncio.create_task(browser.says("đúng"))
    await house.restart()
    await saying
    await house.settle()
    await browsers.look()
    assert browsers.is_quiet()
    own = [message.text for message in browser.chat.messages.values() if not message.sender.is_bot]
    assert own == ["đúng"]
