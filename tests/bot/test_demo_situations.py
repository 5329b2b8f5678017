"""The demo's weekly situation, in a house of its own."""

from pathlib import Path

import pytest

from bot.demo.situations import PLAYERS, SituationPlay
from surveys.confidentiality import FEWEST
from tests.bot.house import open_house

pytestmark = pytest.mark.usefixtures("warm_workers")


async def test_a_card_is_played_from_the_workbook_to_the_results(sqlite_url: str, tmp_path: Path) -> None:
    """Everybody who chose the hour gets the card and answers; with four people nothing is told of what they chose."""
    async with open_house(sqlite_url, tmp_path) as house:
        chief = await house.administrator()
        people = [await house.finished(key) for key in house.officials]
        assert len(people) < FEWEST <= PLAYERS
        play = SituationPlay(
            house.app, house.clock, chief.phone, [each.phone for each in people], house.settle
        )
        told = await play.perform()
        assert told == {"asked": 4, "answered": 4, "right": 2, "told": {}}
        assert "Chưa có kết quả nào nêu được" in "\n".join(each.text for each in chief.phone.heard[-2:])
        assert "✔ Đúng với đáp án." in people[0].phone.heard[-1].text
        assert "Đáp án: phương án" in people[3].phone.heard[-1].text
        assert "người duyệt: Người duyệt (mô phỏng)" in people[3].phone.heard[-1].text
