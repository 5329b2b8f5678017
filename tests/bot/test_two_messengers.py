"""One person on two messengers: both can be written to, one shows buttons and the other takes typed words alone."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.simulator.zalo import TOKENS
from bot.texts import say
from bot.texts.places import TEXTS, place_of
from storage import frame, reachable
from tests.bot.house import CLOSES_AT, READING, ZONE, Official
from tests.bot.zalo_house import Typist, ZaloHouse, open_zalo_house

REMINDED = "/ngungnhac"


@pytest.fixture
async def both(sqlite_url: str, tmp_path: Path) -> AsyncIterator[ZaloHouse]:
    """Open a house with Telegram and Zalo."""
    async with open_zalo_house(sqlite_url, tmp_path, has_telegram=True) as opened:
        yield opened


async def comes_to_zalo(house: ZaloHouse) -> tuple[Official, Typist]:
    """Somebody at the second question on Telegram who goes on on Zalo, by a new code."""
    person = await house.at_question(2)
    now = house.clock.now()
    async with house.app.database.begin() as conn:
        day = now.astimezone(ZONE).date()
        (code,) = await frame.issue_codes(conn, now, CLOSES_AT, day, roster_keys=("K01",))
    typist = house.typist(house.officials["K01"].full_name)
    for words in (code.short, "đúng", "tôi đồng ý"):
        await typist.says(words)
    return person, typist


async def test_the_conversation_goes_on_by_typing(both: ZaloHouse) -> None:
    """The open question comes in words, the card on Telegram says where it went on, and its button brings it back."""
    person, typist = await comes_to_zalo(both)
    assert say(TEXTS.continued_at, number=2) in typist.heard
    assert person.phone.card.text == say(TEXTS.moved, place=place_of("zalo"))
    await typist.says("đúng")
    assert "Câu 3" in await person.taps(TEXTS.button_here)
    assert len(await both.answers()) == 2


async def test_nothing_is_sent_to_a_chat_whose_messages_cannot_be_changed(both: ZaloHouse) -> None:
    """Leaving Zalo costs none of its messages; a word typed there later is shown the open question."""
    person, typist = await comes_to_zalo(both)
    count = len(typist.texts)
    await person.starts()
    await person.says("đúng")
    assert len(typist.texts) == count
    before = await both.answers()
    assert "Câu 3" in await typist.says("2")
    assert await both.answers() == before


@pytest.mark.parametrize("last", ["telegram", "zalo"])
async def test_the_reminder_goes_to_the_one_last_used(both: ZaloHouse, last: str) -> None:
    """To one of them, and not to the other."""
    person, typist = await comes_to_zalo(both)
    if last == "telegram":
        await person.starts()
    await both.waits_until(both.clock.now() + timedelta(days=3))
    assert (REMINDED in person.heard) == (last == "telegram")
    assert (REMINDED in typist.heard) == (last == "zalo")


async def test_a_block_sends_the_reminder_to_the_other(both: ZaloHouse) -> None:
    """Who blocked the messenger they used last is reminded on the one that is left."""
    person, typist = await comes_to_zalo(both)
    await person.starts()
    await person.phone.blocks()
    await both.waits_until(both.clock.now() + timedelta(days=3))
    assert REMINDED in typist.heard


@pytest.mark.parametrize("tokens", ["", TOKENS[1]], ids=["no bot", "another bot"])
async def test_what_was_switched_off_is_not_written_to(both: ZaloHouse, tokens: str) -> None:
    """Whoever used Zalo last is reminded on Telegram once Zalo, or their bot there, is not set up any more."""
    person, typist = await comes_to_zalo(both)
    await both.restart(zalo_tokens=SecretStr(tokens))
    await both.waits_until(both.clock.now() + timedelta(days=3))
    assert REMINDED in person.heard
    assert REMINDED not in typist.heard


async def test_whoever_is_only_where_it_was_switched_off_is_reminded_by_hand(both: ZaloHouse) -> None:
    """Nobody else can be written to: others remind them, until the channel is set up again."""
    await both.agreed()
    lists = []
    for tokens in (both.app.settings.zalo_tokens, SecretStr(""), both.app.settings.zalo_tokens):
        await both.restart(zalo_tokens=tokens)
        async with both.app.database.read() as conn:
            lists.append(len(await reachable.by_hand(conn, both.wave)))
    assert lists[1] == lists[0] + 1
    assert lists[2] == lists[0]


@pytest.mark.parametrize("is_erased", [True, False])
async def test_a_messenger_without_changes_is_told_that_the_answers_are_taken_back(
    both: ZaloHouse, is_erased: bool
) -> None:
    """One message on Zalo says what became of them."""
    person, typist = await comes_to_zalo(both)
    await person.starts()
    count = len(typist.texts)
    await person.says("/xoa" if is_erased else "/rutlai")
    await person.taps("Xóa" if is_erased else "Rút lại")
    told = TEXTS.erased if is_erased else TEXTS.withdrawn
    assert typist.texts[count:] == [say(told, place=place_of("telegram"))]


async def test_going_on_by_typing_says_that_it_goes_on_here(both: ZaloHouse) -> None:
    """The question that is open now was not shown on Zalo: it is shown, and the words are no answer."""
    person, typist = await comes_to_zalo(both)
    await person.starts()
    await person.says("đúng")
    before = await both.answers()
    assert say(TEXTS.continued_at, number=3) in await typist.says("2")
    assert await both.answers() == before


async def test_what_is_typed_below_the_open_question_counts(both: ZaloHouse) -> None:
    """Zalo still shows the question that is open: nobody has to answer it twice."""
    person, typist = await comes_to_zalo(both)
    await person.starts()
    assert "Câu 3" in await typist.says("đúng")
    assert len(await both.answers()) == 2
    assert person.phone.card.text == say(TEXTS.moved, place=place_of("zalo"))


@pytest.mark.parametrize("here", ["telegram", "zalo"])
@pytest.mark.parametrize("first", ["telegram", "zalo"])
async def test_of_words_typed_on_both_at_once_one_counts(both: ZaloHouse, here: str, first: str) -> None:
    """Wherever the conversation is and whichever comes first: one answer is stored, one card is live."""
    person, typist = await comes_to_zalo(both)
    if here == "telegram":
        await person.starts()
    await both.waits_until(both.clock.now() + READING, ticks=False)
    if first == "telegram":
        await person.phone.says("đúng")
    await typist.phone.says("đúng")
    if first == "zalo":
        await person.phone.says("đúng")
    await both.settle()
    live = [row["channel"] for row in await both.rows("contact_points") if row["card_ref"]]
    assert len(live) == 1
    assert len(await both.answers()) == 2
