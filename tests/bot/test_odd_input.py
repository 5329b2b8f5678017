"""Whatever people send, and whatever stands behind a button: an answer or silence, never a dead update."""

import logging
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.messages import Inbound, InboundKind
from tests.bot.house import House

ODD_TEXTS = (
    "",
    " ",
    "\u200b",
    "\u202e1964",
    "1️⃣",
    "１９６４",
    "\ufeff1964",
    "a\u0302\u0301" * 50,
    "👩\u200d🌾",
    "/",
    "/start \u0007",
    "/sua\n3",
    "**x** {name} %s ${birth}",
    "x" * 4096,
    "-0",
    "1e999",
    "NaN",
)
NUMBERS = st.integers(0, 40).map(str) | st.sampled_from(["zz", "-1", "", "999999999999", "a.b"])
DATA = st.text(max_size=20) | st.builds(
    lambda head, parts: ".".join([head, *parts]),
    st.sampled_from(["a", "n", "q", "c", "r", "d"]),
    st.lists(NUMBERS | st.sampled_from(["next", "back", "submit", "jump", "section", "legend"]), max_size=5),
)


async def hear(house: House, number: int, address: str, kind: InboundKind, words: str) -> None:
    """Let a text or a tap of a chat reach the door, as Telegram would bring it."""
    is_tap = kind is InboundKind.TAP
    inbound = Inbound(
        channel="telegram",
        update_id=10_000_000 + number,
        kind=kind,
        address=address,
        sender=address,
        sent_at=house.clock.now() + timedelta(seconds=1),
        ref=str(900_000 + number),
        text="" if is_tap else words,
        data=words if is_tap else "",
        card_ref="1" if is_tap else "",
        tap_id=str(number) if is_tap else "",
    )
    await house.app.reception.hear([inbound])


async def test_odd_words_are_answered(house: House, caplog: pytest.LogCaptureFixture) -> None:
    """A person at a question and a stranger send everything that a keyboard can make."""
    person = await house.at_question(1)
    chats = (str(person.phone.user_id), "555")
    with caplog.at_level(logging.WARNING):
        for number, words in enumerate(ODD_TEXTS):
            for place, chat in enumerate(chats):
                await hear(house, 2 * number + place, chat, InboundKind.TEXT, words)
    assert [row for row in await house.rows("inbox") if row["status"] == "dead"] == []
    assert "Traceback" not in caplog.text


async def test_a_key_emoji_is_its_digit(house: House) -> None:
    """A phone's 1️⃣9️⃣6️⃣4️⃣ is a year."""
    person = await house.at_question(1)
    await person.says("1️⃣9️⃣6️⃣4️⃣")
    assert (await house.answers())["birth"] == "1964"


async def test_forged_buttons_change_nobody_elses_answers(house: House) -> None:
    """Any data behind a tap, from somebody asked and from a stranger: nothing dies, and another's answers stay."""
    other = await house.at_question(4, "K02")
    person = await house.at_question(2)
    before = await house.answers("K02")
    chats = (str(person.phone.user_id), "556")
    count = 0

    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(st.lists(DATA, min_size=1, max_size=6))
    def collect(taps: list[str]) -> None:
        forged.extend(tap for tap in taps if len(tap.encode()) <= 64)

    forged: list[str] = []
    collect()
    for tap in dict.fromkeys(forged):
        for chat in chats:
            count += 1
            await hear(house, count, chat, InboundKind.TAP, tap)
    assert count > 50
    assert [row for row in await house.rows("inbox") if row["status"] == "dead"] == []
    assert await house.answers("K02") == before
    assert other.phone.heard
