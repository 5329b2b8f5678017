"""One person on several phones: one conversation, on the page and on Telegram, that goes on where its owner is."""

import random
from collections.abc import AsyncIterator

import pytest

from bot.texts import say
from bot.texts.consent import TEXTS as CONSENT
from bot.texts.identity import TEXTS as IDENTITY
from bot.texts.interview import TEXTS as INTERVIEW
from bot.texts.places import TEXTS, place_of
from storage import frame
from tests.bot.house import CLOSES_AT, ZONE, House, Official
from tests.web.visitor import Visitor, visiting

ON_THE_PAGE = say(TEXTS.moved, place=place_of("web"))
ON_TELEGRAM = say(TEXTS.moved, place=place_of("telegram"))


@pytest.fixture
async def visitor(house: House, url: str) -> AsyncIterator[Visitor]:
    """Open a browser."""
    async with visiting(url, house.settle) as opened:
        yield opened


async def new_code(house: House, key: str = "K01") -> str:
    """Get a code for somebody who has a chat already."""
    now = house.clock.now()
    async with house.app.database.begin() as conn:
        day = now.astimezone(ZONE).date()
        (code,) = await frame.issue_codes(conn, now, CLOSES_AT, day, roster_keys=(key,))
    return code.long


async def comes_to_the_page(house: House, visitor: Visitor) -> None:
    """Open the page with a new code and agree to what it says of the page."""
    await visitor.starts(await new_code(house))
    await visitor.taps(IDENTITY.confirm_yes)
    await visitor.taps("Tôi đồng ý")


async def on_both(house: House, visitor: Visitor) -> Official:
    """Somebody at the second question on Telegram who has come to the page."""
    person = await house.at_question(2)
    await comes_to_the_page(house, visitor)
    return person


async def test_the_conversation_goes_on_where_it_was(house: House, visitor: Visitor) -> None:
    """A second channel begins with the open question, and what was answered before is kept."""
    await on_both(house, visitor)
    assert say(TEXTS.continued_at, number=2) in visitor.texts[-1]
    await visitor.says("đúng")
    assert "Câu 3" in visitor.texts[-1]
    assert len(await house.answers()) == 2


async def test_both_chats_are_kept(house: House, visitor: Visitor) -> None:
    """A code used on another channel lets no chat go."""
    await on_both(house, visitor)
    linked = [row["channel"] for row in await house.rows("contact_points") if row["official_id"]]
    assert sorted(linked) == ["telegram", "web"]


async def test_the_card_that_was_left_says_where_it_went_on(house: House, visitor: Visitor) -> None:
    """It has one button, which brings the conversation back."""
    person = await on_both(house, visitor)
    assert person.phone.card.text == ON_THE_PAGE
    assert person.buttons == [TEXTS.button_here]
    await visitor.says("đúng")
    assert "Câu 3" in await person.taps(TEXTS.button_here)
    await visitor.looks()
    assert ON_TELEGRAM in visitor.texts
    assert visitor.labels == [TEXTS.button_here]


async def test_at_most_one_card_is_live(house: House, visitor: Visitor) -> None:
    """However often the phone changes."""
    person = await on_both(house, visitor)
    for _ in range(2):
        await visitor.says("/start")
        assert await live_cards(house) == ["web"]
        await person.starts()
        assert await live_cards(house) == ["telegram"]


@pytest.mark.parametrize("seed", [1, 2])
async def test_whatever_happens_one_card_at_most_is_live(house: House, visitor: Visitor, seed: int) -> None:
    """Answers, new codes, blocks, machines that are left: the card is on one phone, and no answer is lost."""
    chance = random.Random(seed)
    person = await on_both(house, visitor)
    count = len(await house.answers())
    for _ in range(12):
        match chance.choice(["page", "phone", "answer", "code", "leave", "block"]):
            case "page":
                await visitor.says("/start")
            case "phone":
                await person.starts()
            case "answer":
                await visitor.says("đúng")
            case "code":
                await visitor.starts(await new_code(house))
                await visitor.says("đúng")
            case "leave":
                await visitor.says("/roimay")
            case _:
                await person.phone.blocks()
                await person.phone.unblocks()
                await house.settle()
        assert len(await live_cards(house)) <= 1
        before, count = count, len(await house.answers())
        assert count >= before


async def live_cards(house: House) -> list[str]:
    """Name the channels on which a card is live."""
    return [row["channel"] for row in await house.rows("contact_points") if row["card_ref"]]


async def test_a_word_in_the_chat_that_was_left_is_no_answer(house: House, visitor: Visitor) -> None:
    """The question that is open now was never seen there: it is shown first."""
    person = await on_both(house, visitor)
    await visitor.says("đúng")
    before = await house.answers()
    assert say(TEXTS.continued_at, number=3) in await person.says("2")
    assert INTERVIEW.stale_text not in person.heard
    assert "Câu 3" in person.heard
    assert await house.answers() == before
    assert await live_cards(house) == ["telegram"]


async def test_consent_is_asked_once_on_each_channel(house: House, visitor: Visitor) -> None:
    """Each channel has a text of its own; going back and forth asks nothing again."""
    person = await house.at_question(2)
    await visitor.starts(await new_code(house))
    await visitor.taps(IDENTITY.confirm_yes)
    assert say(CONSENT.elsewhere) in visitor.texts[-1]
    await visitor.taps("Tôi đồng ý")
    assert "Câu 2" in await person.starts()
    await visitor.says("/start")
    assert "Câu 2" in visitor.texts[-1]
    given = [row["channel"] for row in await house.rows("consent_events")]
    assert given == ["telegram", "web"]


async def test_a_refusal_counts_on_every_channel(house: House, visitor: Visitor) -> None:
    """Consent that was taken back on one is asked for anew on the other."""
    person = await on_both(house, visitor)
    await visitor.says("/rutlai")
    await visitor.taps("Rút lại")
    await person.starts()
    assert "Câu" not in person.heard


async def test_reminders_go_to_the_chat_that_takes_messages(house: House, visitor: Visitor) -> None:
    """Who answers on the page is reminded on Telegram: the page cannot be written to."""
    person = await on_both(house, visitor)
    await visitor.looks()
    on_the_page = list(visitor.texts)
    await house.waits_until(house.clock.now().replace(day=23, hour=9))
    assert "/ngungnhac" in person.heard
    await visitor.looks()
    assert visitor.texts == on_the_page


async def test_who_declines_reminders_gets_none_anywhere(house: House, visitor: Visitor) -> None:
    """Said on the page, it holds for Telegram."""
    person = await on_both(house, visitor)
    await visitor.says("/ngungnhac")
    heard = len(person.phone.heard)
    await house.waits_until(house.clock.now().replace(day=23, hour=9))
    assert len(person.phone.heard) == heard


async def test_a_block_closes_that_chat_only(house: House, visitor: Visitor) -> None:
    """The page goes on; nobody is reminded, for nothing is left that takes messages."""
    person = await on_both(house, visitor)
    await person.phone.blocks()
    await house.settle()
    await visitor.says("đúng")
    assert "Câu 3" in visitor.texts[-1]
    blocked = {row["channel"]: row["blocked_at"] is not None for row in await house.rows("contact_points")}
    assert blocked == {"telegram": True, "web": False}
    await house.waits_until(house.clock.now().replace(day=23, hour=9))
    assert [row for row in await house.rows("outbox") if row["purpose"] == "reminder"] == []


async def test_a_machine_of_somebody_else_is_let_go_alone(house: House, visitor: Visitor) -> None:
    """Who leaves the page keeps Telegram, and is still linked."""
    person = await on_both(house, visitor)
    await visitor.says("/roimay")
    assert "Câu 2" in await person.starts()
    linked = [row["channel"] for row in await house.rows("contact_points") if row["official_id"]]
    assert linked == ["telegram"]
    assert (await house.case())["is_linked"]


async def test_erasure_reaches_all_chats(house: House, visitor: Visitor) -> None:
    """Nothing is left of either, and the card in the other chat quotes no answer any more."""
    person = await on_both(house, visitor)
    await person.starts()
    await visitor.says("/xoa")
    await visitor.taps("Xóa")
    assert person.heard == say(TEXTS.erased, place=place_of("web"))
    assert not person.phone.heard[-1].buttons
    assert await house.rows("answers") == []
    assert [row for row in await house.rows("contact_points") if row["official_id"]] == []
    assert IDENTITY.welcome_stranger in await person.starts()


async def test_a_second_phone_of_the_same_channel_takes_the_place_of_the_first(
    house: House, visitor: Visitor
) -> None:
    """As ever; the chat on the other channel stays."""
    first = await on_both(house, visitor)
    second = house.official()
    await second.starts(await new_code(house))
    assert say(TEXTS.continued_at, number=2) in await second.taps("Đúng, là tôi")
    assert IDENTITY.welcome_stranger in await first.starts()
    assert await live_cards(house) == ["telegram"]
    linked = sorted(row["channel"] for row in await house.rows("contact_points") if row["official_id"])
    assert linked == ["telegram", "web"]


@pytest.mark.parametrize("is_erased", [True, False])
async def test_a_card_that_was_left_learns_that_the_answers_are_taken_back(
    house: House, visitor: Visitor, is_erased: bool
) -> None:
    """It said that they are kept; after erasure or withdrawal it says what became of them, without a button."""
    person = await on_both(house, visitor)
    await visitor.says("đúng")
    await visitor.says("/xoa" if is_erased else "/rutlai")
    await visitor.taps("Xóa" if is_erased else "Rút lại")
    told = TEXTS.erased if is_erased else TEXTS.withdrawn
    assert person.heard == say(told, place=place_of("web"))
    assert person.buttons == []
    assert ON_THE_PAGE not in [message.text for message in person.phone.heard]


async def test_the_page_that_was_left_learns_that_consent_is_taken_back(
    house: House, visitor: Visitor
) -> None:
    """What the phone says holds for the page, which is shown no way back."""
    person = await on_both(house, visitor)
    await person.starts()
    await person.says("/rutlai")
    await person.taps("Rút lại")
    await visitor.looks()
    assert say(TEXTS.withdrawn, place=place_of("telegram")) in visitor.texts
    assert ON_TELEGRAM not in visitor.texts
