"""Paper forms of a wave: who gets a copy, what is noted, and what is refused."""

from collections.abc import AsyncIterator
from io import BytesIO
from pathlib import Path

import docx
import pytest

from bot.office.details import office_details
from bot.office.orders import OrderRefused
from bot.office.paper import Printing, paper_forms
from storage import office
from surveys.titles import built_in_titles
from tests.bot.house import ZONE, House, open_house


@pytest.fixture
async def house(sqlite_url: str, tmp_path: Path) -> AsyncIterator[House]:
    """Open a house with an open wave."""
    async with open_house(sqlite_url, tmp_path) as opened:
        yield opened


async def printed(house: House, only: tuple[str, ...] = (), units: tuple[str, ...] = ()) -> tuple[int, str]:
    """Return how many copies there are, and all their words."""
    printing = Printing(office_details(house.app.settings), built_in_titles(), ZONE)
    async with house.app.database.begin() as conn:
        count, content = await paper_forms(
            conn, house.wave, printing, house.clock.now(), actor="cli:van", only=only, units=units
        )
    paragraphs = docx.Document(BytesIO(content)).paragraphs if content else []
    return count, "\n".join(paragraph.text for paragraph in paragraphs)


async def test_everybody_who_may_still_be_asked_gets_a_copy(house: House) -> None:
    """Whoever has sent the form, or refused, gets none; whoever is half way does."""
    before, _ = await printed(house)
    assert before == len(house.officials)
    await house.finished("K01")
    refuser = await house.linked("K02")
    await refuser.taps("Tôi không đồng ý")
    await house.at_question(3, "K03")
    count, text = await printed(house)
    assert count == before - 2
    assert house.officials["K01"].full_name not in text
    assert house.officials["K02"].full_name not in text
    assert house.officials["K03"].full_name in text


async def test_a_copy_says_whose_it_is_and_what_is_agreed_to(house: House) -> None:
    """Name, key, office, the notice for paper: no command of a chat, and whom to turn to."""
    count, text = await printed(house, only=("k03",))
    assert count == 1
    assert house.officials["K03"].full_name in text
    assert "K03" in text
    assert "phiếu giấy" in text
    assert "/dulieu" not in text
    assert house.app.settings.data_contact in text


async def test_a_unit_is_printed_by_itself(house: House) -> None:
    """Only the people of the unit; the order is noted with how many."""
    unit = house.officials["K01"].unit_code
    there = [person for person in house.officials.values() if person.unit_code == unit]
    count, text = await printed(house, units=(unit,))
    assert count == len(there)
    assert all(person.full_name in text for person in there)
    async with house.app.database.read() as conn:
        (order,) = [each for each in await office.list_orders(conn) if each.action == "wave.paper"]
    assert order.details == {"wave": house.wave, "count": count}


@pytest.mark.parametrize(
    ("which", "code"), [({"only": ("X99",)}, "unknown_official"), ({"units": ("X99",)}, "unknown_unit")]
)
async def test_what_nobody_has_is_named(house: House, which: dict[str, tuple[str, ...]], code: str) -> None:
    """An unknown key or unit is refused by name, and nothing is noted."""
    with pytest.raises(OrderRefused) as refused:
        await printed(house, **which)
    assert [problem.code for problem in refused.value.problems] == [code]
    assert refused.value.problems[0].parameters["found"] == "X99"


async def test_nobody_left_gets_an_empty_file(house: House) -> None:
    """Where the only one who was meant has answered, there is nothing to print."""
    await house.finished("K01")
    assert await printed(house, only=("K01",)) == (0, "")
