"""Words that the last message offers are read as that first, whatever question stands open."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.bot.test_zalo import at_question
from tests.bot.zalo_house import ZaloHouse, open_zalo_house

OPEN_TEXT = 7  # the question that takes any text


@pytest.fixture
async def house(database_url: str, tmp_path: Path) -> AsyncIterator[ZaloHouse]:
    """Open a house on Zalo with a wave of the small form."""
    async with open_zalo_house(database_url, tmp_path) as opened:
        yield opened


@pytest.mark.parametrize("typed", ["không", "Dạ không ạ", "thôi", "giữ nguyên", "không xóa nữa", "đừng xóa"])
async def test_a_no_to_the_bots_question_is_no_answer_of_the_form(house: ZaloHouse, typed: str) -> None:
    """The data stays, the open question has no answer, and the next word is one."""
    person = await at_question(house, OPEN_TEXT)
    assert "có chắc không" in await person.says("/xoa")
    assert "được giữ nguyên" in await person.says(typed)
    await person.says("không")
    assert "không" in (await house.answers()).values()


@pytest.mark.parametrize("typed", ["có", "vâng ạ", "dạ chắc chắn", "Xóa hẳn dữ liệu", "xóa đi"])
async def test_a_yes_is_heard_as_it_is_said(house: ZaloHouse, typed: str) -> None:
    """Without the slash and the exact words."""
    person = await at_question(house, OPEN_TEXT)
    await person.says("/xoa")
    assert "Đã xóa" in await person.says(typed)
    assert await house.rows("responses") == []


async def test_politeness_alone_is_asked_again(house: ZaloHouse) -> None:
    """“Dạ” to “are you certain?” neither erases nor answers the open question."""
    person = await at_question(house, OPEN_TEXT)
    for command in ("/xoa", "/rutlai"):
        asked = await person.says(command)
        assert await person.says("Dạ") == asked
    assert "được giữ nguyên" in await person.says("dạ không")
    assert "dạ" not in {each.casefold() for each in (await house.answers()).values()}


async def test_an_unaccented_word_that_may_mean_not_erases_nothing(house: ZaloHouse) -> None:
    """Right or do not: “dung” could be either."""
    person = await at_question(house, 3)
    await person.says("/xoa")
    assert "Đã xóa" not in await person.says("dung")


async def test_what_is_offered_outlives_the_process(house: ZaloHouse) -> None:
    """It stands in the chat's row: another process reads the word as this one would."""
    person = await at_question(house, OPEN_TEXT)
    await person.says("/rutlai")
    await house.restart()
    assert "được giữ nguyên" in await person.says("không ạ")
    assert [row["offered"] for row in await house.rows("contact_points")] == [""]


async def test_an_answer_after_the_question_is_an_answer(house: ZaloHouse) -> None:
    """Whatever says more than yes or no goes to the open question, and the offer is gone."""
    person = await at_question(house, OPEN_TEXT)
    await person.says("/rutlai")
    await person.says("Không có ý kiến gì thêm")
    assert "Không có ý kiến gì thêm" in (await house.answers()).values()
    assert [row["offered"] for row in await house.rows("contact_points")] == [""]


async def test_a_code_within_a_sentence_is_found(house: ZaloHouse) -> None:
    """People say what they send."""
    for key, sentence in (("K01", "mã {}"), ("K02", "Mã của tôi là {} ạ")):
        short = house.codes[key].short.replace("-", " " if key == "K02" else "-")
        assert "Có phải đồng chí không" in await house.typist().says(sentence.format(short))


async def test_politeness_alone_erases_nothing(house: ZaloHouse) -> None:
    """Who says "dạ" may only say that they listen."""
    person = await at_question(house, 3)
    await person.says("/xoa")
    assert "Đã xóa" not in await person.says("dạ")
    assert await house.rows("responses") != []


async def test_a_reminder_ends_what_was_offered_before_it(house: ZaloHouse) -> None:
    """A yes below a reminder is no yes to the question above it."""
    person = await at_question(house, 3)
    await person.says("/xoa")
    await house.waits_until(house.clock.now() + timedelta(days=3))
    assert "Đã xóa" not in await person.says("vâng ạ")
    assert [row["offered"] for row in await house.rows("contact_points")] == [""]
    assert await house.rows("responses") != []
