"""A long list that the roster answers is drawn only when it is asked for."""

from tests.bot import test_scenarios
from tests.bot.house import House

great_house = test_scenarios.great_house


async def test_a_long_list_is_folded_behind_what_the_roster_knows(great_house: House) -> None:
    """Two buttons, right or choose anew; then the list, and a choice of it is stored."""
    person = await great_house.asked("K03")
    await person.taps("Tiếp")
    await person.taps("Đúng")
    assert "A2. Chức danh" in person.heard
    assert "1. Bí thư Đảng ủy" not in person.heard
    assert person.buttons[1] == "Chọn lại"
    heard = await person.taps("Chọn lại")
    assert "1. Bí thư Đảng ủy" in heard
    await person.taps("15")
    assert (await great_house.answers("K03"))["a_title"] == "tckt"


async def test_the_list_is_asked_for_in_words_too(great_house: House) -> None:
    """As on a channel that has no buttons; the label of another choice is taken without it."""
    person = await great_house.asked("K03")
    await person.says("tiếp")
    await person.says("đúng")
    assert "1. Bí thư Đảng ủy" in await person.says("chọn lại")
    await person.says("tài chính kế toán")
    assert (await great_house.answers("K03"))["a_title"] == "tckt"
