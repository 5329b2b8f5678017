"""The door: each update once, in order, nothing lost when one turn breaks, an apology for whoever it hits."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError

from bot.conversation.interviewer import Interviewer, Turned
from bot.envelopes import Reply
from bot.messages import Inbound, InboundKind
from bot.texts import say
from bot.texts.identity import TEXTS
from storage import responses
from tests.bot.house import House

APOLOGY = say(TEXTS.apology)


def breaks_on(text: str) -> Callable[..., Turned]:
    """Make an interviewer that raises when somebody says ``text``."""
    real = Interviewer.take_turn

    def take_turn(
        self: Interviewer, person: Any, form: Any, inbound: Inbound, *rest: Any, **more: Any
    ) -> Turned:
        if inbound.text == text:
            raise RuntimeError("broken")
        return real(self, person, form, inbound, *rest, **more)

    return take_turn


async def test_an_update_delivered_twice_changes_nothing(house: House) -> None:
    """When an acknowledgement is lost the same batch comes again, and nothing happens."""
    person = await house.at_question(1)
    house.simulator.redeliver_next(2)
    await person.says("1964")
    revisions = await house.rows("answer_revisions")
    sent = len(person.phone.heard)
    await person.sends_sticker()
    assert await house.rows("answer_revisions") == revisions
    assert len(person.phone.heard) == sent + 1
    numbers = [row["update_id"] for row in await house.rows("inbox")]
    assert len(numbers) == len(set(numbers))


async def test_a_batch_out_of_order_is_put_in_order(house: House) -> None:
    """Updates are taken by their numbers, not as they lie in the batch."""
    person = await house.at_question(1)
    house.simulator.reverse_next()
    await person.says_at_once("1964", "1970")
    assert (await house.answers())["birth"] == "1964"


async def test_a_turn_that_breaks_is_dead_and_the_others_go_on(
    house: House, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """One person's broken turn is kept for an engineer and apologised for; the other's answer of the batch counts."""
    one, other = await house.at_question(1, "K01"), await house.at_question(1, "K02")
    monkeypatch.setattr(Interviewer, "take_turn", breaks_on("1958"))
    with caplog.at_level(logging.ERROR):
        await one.phone.says("1958")
        await other.phone.says("1971")
        await house.settle()
    assert one.heard == APOLOGY
    assert await house.answers("K01") == {}
    assert await house.answers("K02") == {"birth": "1971"}
    (dead,) = [row for row in await house.rows("inbox") if row["status"] == "dead"]
    assert dead["payload"]["text"] == "1958"
    assert "1958" not in caplog.text
    monkeypatch.undo()
    assert "Câu 2/7" in await one.says("1959")


async def test_a_broken_tap_is_acknowledged_with_the_apology(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The button's spinner ends with the apology."""
    person = await house.at_question(1)
    monkeypatch.setattr(Interviewer, "take_turn", breaks_on(""))
    await person.taps("Đúng")
    assert person.toast == APOLOGY


async def test_a_batch_that_cannot_be_written_is_redone_turn_by_turn(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A write that fails once rolls everything back; taken one by one nothing is lost or doubled."""
    people = [await house.at_question(1, key) for key in ("K01", "K02", "K03")]
    real, calls = responses.save, []

    async def save(conn: Any, writes: Any) -> None:
        await real(conn, writes)
        calls.append(writes)
        if len(calls) == 1:
            raise RuntimeError("broken")

    monkeypatch.setattr(responses, "save", save)
    for person in people:
        await person.phone.says("1965")
    await house.settle()
    assert len(calls) >= 4
    for key, person in zip(("K01", "K02", "K03"), people, strict=True):
        assert await house.answers(key) == {"birth": "1965"}
        assert "Câu 2/7" in person.heard
    births = [row for row in await house.rows("answer_revisions") if row["item"] == "birth"]
    assert len(births) == 3


async def test_only_the_one_that_cannot_be_written_is_dead(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If one person's rows break every write, the others of the batch are stored all the same."""
    bad, good = await house.at_question(7, "K01"), await house.at_question(7, "K02")
    real = responses.save

    async def save(conn: Any, writes: Any) -> None:
        if any(write.value == "hỏng" for write in writes.answers):
            raise RuntimeError("broken")
        await real(conn, writes)

    monkeypatch.setattr(responses, "save", save)
    await bad.phone.says("hỏng")
    await good.phone.says("tốt")
    await house.settle()
    assert bad.heard == APOLOGY
    assert (await house.answers("K02"))["idea"] == "tốt"
    assert "idea" not in await house.answers("K01")
    assert [row["status"] for row in await house.rows("inbox")].count("dead") == 1


@pytest.mark.parametrize(
    "error",
    [OSError(28, "no space left on device"), OperationalError("x", {}, Exception("database is locked"))],
)
async def test_what_comes_from_outside_buries_nobody(
    house: House, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, error: Exception
) -> None:
    """A lock or a full disk: the batch waits unacknowledged, without an apology, and is taken when it has passed."""
    person = await house.at_question(7)
    real = responses.save
    failed: list[Any] = []

    async def save(conn: Any, writes: Any) -> None:
        if len(failed) < 5:
            failed.append(writes)
            raise error
        await real(conn, writes)

    monkeypatch.setattr(responses, "save", save)
    await person.phone.says("tốt")
    while not house.is_quiet():  # until the pause after the last failure is over
        await asyncio.sleep(0.0005)
        if house.clock.is_settled and house.clock.next_moment is not None:
            house.clock.advance_to_next()
    await house.settle()
    assert len(failed) == 5
    assert (await house.answers())["idea"] == "tốt"
    assert APOLOGY not in [message.text for message in person.phone.heard]
    assert [row["status"] for row in await house.rows("inbox")].count("dead") == 0
    assert "Traceback" not in caplog.text


async def test_different_people_in_one_batch(house: House) -> None:
    """A stranger, somebody linking and somebody answering share a batch; each gets their own reply."""
    stranger, newcomer = house.somebody(), house.official("K02")
    answering = await house.at_question(1, "K01")
    await stranger.phone.says("xin chào")
    await newcomer.phone.presses_start(house.codes["K02"].long)
    await answering.phone.says("1966")
    await house.settle()
    assert stranger.heard == say(TEXTS.welcome_stranger)
    assert "Trần Thị Mai" in newcomer.heard
    assert "Câu 2/7" in answering.heard


async def test_a_group_is_answered_only_when_it_gives_a_command(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a group the bot names nobody and asks nothing; a command is told to come to the private chat."""
    now = house.clock.now()

    def heard_in_group(number: int, text: str) -> Inbound:
        return Inbound(
            "telegram", number, InboundKind.TEXT, "-100200", "1002", now, text=text, is_private=False
        )

    code = house.codes["K01"].long
    batch = [heard_in_group(9001, "xin chào"), heard_in_group(9002, f"/start {code}")]
    said: list[tuple[str, str]] = []
    deliver = house.app.dispatcher.deliver

    def listen(replies: Sequence[Reply]) -> None:
        said.extend((each.address, each.message.text) for each in replies)
        deliver(replies)

    monkeypatch.setattr(house.app.dispatcher, "deliver", listen)
    await house.app.reception.hear(batch)
    await house.settle()
    assert said == [("-100200", say(TEXTS.groups))]
    assert [chat for chat in await house.rows("contact_points") if chat["official_id"]] == []


async def test_every_tap_is_acknowledged(house: House) -> None:
    """No button keeps spinning, whatever it was."""
    person = await house.at_question(3)
    old = person.phone.card
    await person.taps("Cao đẳng", times=3)
    await person.says("/ngungnhac")
    await person.taps("Nhận nhắc trở lại", times=2)
    await person.says("/rutlai")
    await person.taps("Giữ nguyên")
    await person.says("/dulieu")
    person.phone.card.past_data.update({"c.ask", "i.no", "d.dulieu", "q.m", "zzz"})
    for data in ("c.ask", "i.no", "d.dulieu", "q.m", "zzz"):
        await person.taps_data(data, on=person.phone.card if data in person.phone.card.past_data else old)
        person.phone.card.past_data.update({"c.ask", "i.no", "d.dulieu", "q.m", "zzz"})
    assert all(tap.is_answered for tap in house.simulator.world.taps.values())
