"""Whatever people send, and whatever stands behind a button: an answer or silence, never a dead update."""

import logging
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Table, update
from sqlmodel import SQLModel

from bot.callbacks import to36
from bot.messages import Inbound, InboundKind
from bot.process.outside import is_from_outside
from storage.database import Database
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
NUMBERS = st.integers(0, 40).map(str) | st.sampled_from(
    ["zz", "-1", "", "zzzzzz", "zzzzzzzzzzzz", "a", "99999999", "٣"]
)
FIRST_UPDATE = 10_000_000
contact_points: Table = SQLModel.metadata.tables["contact_points"]


async def hear(house: House, number: int, address: str, kind: InboundKind, words: str) -> None:
    """Let a text or a tap of a chat reach the door, as Telegram would bring it."""
    is_tap = kind is InboundKind.TAP
    inbound = Inbound(
        channel="telegram",
        update_id=FIRST_UPDATE + number,
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


@pytest.mark.parametrize(
    "value",
    [2**31, 2**63, "NUL \0", "half a letter \ud83d"],
    ids=["32 bits", "64 bits", "NUL", "half a letter"],
)
async def test_a_value_that_no_column_takes_is_the_updates_own_fault(
    value: object, database: Database
) -> None:
    """It would fail for ever: the update is dead, and must not stop those behind it as a lost connection does."""
    error = await refusal(database, value)
    assert error is None or not is_from_outside(error)


async def refusal(database: Database, value: object) -> Exception | None:
    """Try to look for a value and to store it; return how the driver refuses."""
    column = contact_points.c.id if isinstance(value, int) else contact_points.c.address
    try:
        async with database.begin() as conn:
            await conn.execute(update(contact_points).where(column == value).values({column: value}))
    except Exception as error:  # noqa: BLE001 - each driver has its own
        return error
    return None


async def test_a_lost_connection_is_no_updates_fault() -> None:
    """Nobody listens there: the update waits."""
    nowhere = Database("postgresql://nobody@127.0.0.1:1/nothing")
    error = await refusal(nowhere, 1)
    assert error is not None
    assert is_from_outside(error)
    await nowhere.dispose()


async def test_a_key_emoji_is_its_digit(house: House) -> None:
    """A phone's 1️⃣9️⃣6️⃣4️⃣ is a year."""
    person = await house.at_question(1)
    await person.says("1️⃣9️⃣6️⃣4️⃣")
    assert (await house.answers())["birth"] == "1964"


@pytest.mark.parametrize("role", ["asked", "linked", "stranger", "administrator"])
async def test_forged_buttons_change_nobody_elses_answers(role: str, house_on_each: House) -> None:
    """Any data behind a tap, whoever taps: nothing dies, every tap is acknowledged, another's answers stay."""
    house = house_on_each
    await house.at_question(4, "K02")
    before = await written_by(house, "K02")
    person = await house.somebody_who_is(role)
    response, visit = (await house.response("K02"))["id"], (await house.response("K02"))["visit"]
    forged = taps_for(to36(response), to36(visit))
    for number, tap in enumerate(forged):
        await hear(house, number, str(person.phone.user_id), InboundKind.TAP, tap)
    assert len(forged) > 100
    heard = [row for row in await house.rows("inbox") if row["update_id"] >= FIRST_UPDATE]
    assert [row["status"] for row in heard] == ["done"] * len(forged)
    assert await written_by(house, "K02") == before


async def written_by(house: House, key: str) -> list[Any]:
    """Everything that stands for an official's answers: the response, its answers and what they were before."""
    response = await house.response(key)
    tables = [await house.rows(table) for table in ("answers", "answer_revisions")]
    return [response, *([row for row in rows if row["response_id"] == response["id"]] for rows in tables)]


def taps_for(response: str, visit: str) -> list[str]:
    """Return forged callback data, many of them as if they stood under the card of that response."""
    numbers = NUMBERS | st.sampled_from([response, visit])
    verbs = st.sampled_from(
        ["next", "back", "skip", "submit", "jump", "confirm", "review", "section", "legend"]
    )
    parts = st.lists(numbers | verbs, max_size=4)
    own = st.builds(lambda kind, rest: ".".join([kind, response, visit, *rest]), st.sampled_from("an"), parts)
    office = st.builds(
        lambda verb, rest: ".".join(["q", verb, *rest]), st.sampled_from("mxodprRcCSebBvVakK"), parts
    )
    other = st.builds(
        lambda kind, rest: ".".join([kind, *rest]), st.sampled_from(["a", "n", "c", "r", "d", "i"]), parts
    )
    found: list[str] = []

    @settings(max_examples=200, deadline=None)
    @given(st.lists(st.text(max_size=64) | own | office | other, min_size=2, max_size=6))
    def collect(taps: list[str]) -> None:
        found.extend(tap for tap in taps if len(tap.encode()) <= 64)

    collect()
    return list(dict.fromkeys([*found, "q.V.1.a.zzzzzzzzzzzz.0.x.0", "q.V.1.k.zzzzzz.0.x.0"]))
