"""A whole survey on Zalo: nothing but typed words, few messages, nothing lost."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.bot.zalo_house import ZaloHouse, open_zalo_house


@pytest.fixture
async def house(sqlite_url: str, tmp_path: Path) -> AsyncIterator[ZaloHouse]:
    """Open a house on Zalo with a wave of the small form."""
    async with open_zalo_house(sqlite_url, tmp_path) as opened:
        yield opened


async def test_the_whole_form_by_typing(house: ZaloHouse) -> None:
    """From the first word to the thank-you."""
    person = house.typist("Lan")
    beginning = "xin chào", house.codes["K01"].short, "đúng", "tôi đồng ý", "tiếp"
    for reply in (*beginning, "đúng", "đúng", "đúng", "5 2", "1 3", "bỏ qua", "bỏ qua", "gửi"):
        await person.says(reply)
    assert (await house.response())["status"] == "completed"
