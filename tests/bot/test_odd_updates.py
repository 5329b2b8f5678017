"""Odd updates from the reading to the database: an answer or silence, never a dead turn, never a traceback."""

import logging
from collections.abc import Sequence
from typing import Any, Final

import pytest

from bot.channels.telegram.updates import read_batch
from bot.dispatcher import Dispatcher
from bot.envelopes import Reply
from tests.bot.house import House
from tests.channels.odd_updates import ODD_UPDATES, OddUpdate

FIRST_UPDATE: Final = 10_000_000


def heard(odd: OddUpdate, address: str, replies: Sequence[Reply]) -> str:
    """Name what was answered, as the corpus does."""
    if not replies:
        return "silence"
    if any(reply.address != address for reply in replies):
        assert all(reply.address.startswith("-") for reply in replies)
        return "spinner" if "callback_query" in odd.update else "group"
    return "tap" if any(reply.message.tap_id for reply in replies) else "answer"


@pytest.mark.parametrize("role", ["asked", "linked", "stranger", "administrator"])
async def test_every_odd_update_is_answered_or_passed_over(
    role: str, house_on_each: House, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is read is stored once and answered as it deserves; whoever sent it goes on as before."""
    house = house_on_each
    other = await house.at_question(4, "K02")
    untouched = await house.answers("K02")
    person = await house.somebody_who_is(role)
    address = str(person.phone.user_id)
    sent: list[Reply] = []
    deliver = Dispatcher.deliver

    def remember(dispatcher: Dispatcher, replies: Sequence[Reply]) -> None:
        sent.extend(replies)
        deliver(dispatcher, replies)

    monkeypatch.setattr(Dispatcher, "deliver", remember)
    outcomes: list[tuple[str, str]] = []
    with caplog.at_level(logging.WARNING):
        for number, odd in enumerate(ODD_UPDATES, start=FIRST_UPDATE):
            sent.clear()
            update: dict[str, Any] = odd.sent_by(person.phone.user_id, number)
            if batch := read_batch([update], house.clock.now()):
                await house.app.reception.hear(batch)
            outcomes.append((odd.name, heard(odd, address, sent)))
    assert outcomes == [(odd.name, odd.hears) for odd in ODD_UPDATES]
    assert [record for record in caplog.records if record.exc_info] == []
    rows = [row for row in await house.rows("inbox") if row["update_id"] >= FIRST_UPDATE]
    assert {row["status"] for row in rows} == {"done"}
    assert await house.answers("K02") == untouched
    assert await other.says("1, 2")
    assert await person.says("/start")
