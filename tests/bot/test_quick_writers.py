"""People who type faster than the bot can note that their card arrived."""

from collections.abc import Sequence

from bot.simulator.world import Moment
from tests.bot.house import House

TYPED = ("1963", "7", "đại học", "5 2", "1,3", "2/9/2015", "Mở lớp tại xã")
"""The answers to the seven questions of the small form."""


async def test_an_answer_typed_the_moment_its_card_is_seen_counts(house: House) -> None:
    """Whoever answers within the same second, before the sending is recorded, is never told to be too early."""
    official = await house.at_question(1)
    phone = official.phone
    for number, text in enumerate(TYPED, start=1):
        await phone.says(text)
        await phone.hears(f"Câu {number + 1}/" if number < len(TYPED) else "Xem lại")
    await house.settle()
    stored = {item: value for item, value in (await house.answers()).items() if value}
    assert stored == {
        "birth": "1963",
        "years": "7",
        "qual": "dh",
        "c01_i": "5",
        "c01_c": "2",
        "topics": stored["topics"],
        "from_day": "2015-09-02",
        "idea": "Mở lớp tại xã",
    }
    assert len(stored["topics"].split()) == 2


async def test_two_texts_typed_before_the_next_card_is_seen_are_not_both_answers(house: House) -> None:
    """The second of two texts sent in a row, in batches of their own, never answers a question not yet seen."""
    official = await house.at_question(1)
    phone = official.phone
    await phone.says("1963")
    await house.simulator.waits_until(lambda: house.simulator.pending == 0)
    await phone.says("7")
    await house.settle()
    answers = await house.answers()
    assert answers["birth"] == "1963"
    assert "years" not in answers or "Câu 2/" in _seen_before(phone.chat.story, "7")


def _seen_before(story: Sequence[Moment], text: str) -> str:
    """What the phone had shown when ``text`` was typed."""
    seen = ""
    for moment in story:
        if moment.text == text:
            return seen
        seen += moment.text
    return seen
