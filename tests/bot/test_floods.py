"""Floods: however many strangers write, or however much one chat does, officials are answered first."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import count

import pytest

from bot.conversation.floods import AT_ONCE as ANSWERED_AT_ONCE
from bot.conversation.floods import part_floods
from bot.dispatcher.strangers import A_SECOND, AT_ONCE, BURST, LONGEST_LINE, REST, Strangers
from bot.messages import Inbound, InboundKind, Outbound, Sent
from storage import responses
from tests.bot.house import House, Official

NUMBERS: Iterator[int] = count(10_000_000)


def said(chat: int | str, text: str, house: House) -> Inbound:
    """Return a text as the channel reads it."""
    at = house.clock.now()
    return Inbound("telegram", next(NUMBERS), InboundKind.TEXT, str(chat), str(chat), at, text=text)


def tapped(person: Official, label: str, number: int = 0) -> Inbound:
    """Return the tap on a button of somebody's live card."""
    chat, at = str(person.phone.user_id), person.house.clock.now()
    tap = Inbound("telegram", next(NUMBERS), InboundKind.TAP, chat, chat, at, tap_id=f"tap{number}")
    return replace(tap, data=person.data_of(label), card_ref=str(person.phone.card.message_id))


def listen(house: House, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, Outbound]]:
    """Write down, in order, what leaves from now on."""
    left: list[tuple[str, Outbound]] = []

    async def send(address: str, message: Outbound) -> Sent:
        left.append((address, message))
        return Sent(str(len(left)), house.clock.now())

    monkeypatch.setattr(house.app.channels[0], "send", send)
    return left


async def test_officials_are_answered_before_strangers(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Behind five hundred strangers, some with made-up codes, an official's tap is answered before a fifth of them."""
    person = await house.at_question(1)
    address = str(person.phone.user_id)
    sent = listen(house, monkeypatch)
    words = ("/start", "xin chào", "KKKK-2222", "/start KKKK-2223")
    for batch in range(5):
        strangers = [said(5000 + 100 * batch + each, words[each % 4], house) for each in range(99)]
        last = [tapped(person, "Đúng")] if batch == 4 else []
        await house.app.reception.hear([*strangers, *last])
    await house.settle()
    order = [chat for chat, _ in sent]
    assert address in order[: AT_ONCE + 1]
    assert list(await house.answers()) == ["birth"]
    assert len(set(order)) == 1 + 5 * 99


async def test_who_is_known_is_stored_before_strangers_are_looked_at(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In one batch the official's answer is committed, and its card has left, when the first stranger's turn begins."""
    person = await house.at_question(1)
    sent = listen(house, monkeypatch)
    seen: list[int] = []
    serve = house.app.reception._desk.serve

    async def watching(*about: object, **more: object) -> list[Outbound]:
        async with house.app.database.read() as conn:
            loaded = await responses.load(conn, "telegram", [str(person.phone.user_id)], house.clock.now())
        seen.append(len(loaded[str(person.phone.user_id)].answers))
        return await serve(*about, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(house.app.reception._desk, "serve", watching)
    await house.app.reception.hear(
        [said(7001, "KKKK-2222", house), said(person.phone.user_id, "1964", house)]
    )
    await house.settle()
    assert seen == [2]  # the introduction and the birth year
    assert list(dict.fromkeys(chat for chat, _ in sent)) == [str(person.phone.user_id), "7001"]


async def test_strangers_leave_no_trace_and_cost_no_row(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A greeting stands in no table before it leaves, nor after; updates are known again by their number alone."""
    sent = listen(house, monkeypatch)
    before = {name: await house.rows(name) for name in ("outbox", "contact_points", "link_attempts")}
    await house.app.reception.hear([said(6000 + each, "/start", house) for each in range(50)])
    assert {name: await house.rows(name) for name in before} == before
    await house.settle()
    assert len(sent) == 50
    assert all(row["address"] == "" for row in await house.rows("inbox"))


async def test_a_chat_that_floods_delays_nobody(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a thousand texts of one official a few are answered; whoever writes behind them is not kept waiting."""
    loud, other = await house.at_question(1, "K01"), await house.at_question(1, "K02")
    sent = listen(house, monkeypatch)
    batch = [said(loud.phone.user_id, f"{number}", house) for number in range(1000)]
    await house.app.reception.hear([*batch, said(other.phone.user_id, "1964", house)])
    await house.settle()
    chats = Counter(chat for chat, _ in sent)
    assert chats[str(other.phone.user_id)] >= 1
    assert chats[str(loud.phone.user_id)] <= 2 * ANSWERED_AT_ONCE  # a card, and the buttons of the one before
    assert (await house.answers("K02"))["birth"] == "1964"
    numbers = {row["update_id"] for row in await house.rows("inbox")}
    assert {inbound.update_id for inbound in batch} <= numbers


async def test_a_stranger_who_floods_hears_a_few_answers(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A hundred texts of one stranger, batch after batch, are answered a few times, and again when time has passed."""
    sent = listen(house, monkeypatch)
    for _ in range(20):
        await house.app.reception.hear([said(8000, f"x {number}", house) for number in range(5)])
        await house.settle()
    assert 0 < len(sent) <= BURST
    await house.lets_pass(timedelta(minutes=1))
    sent.clear()
    await house.app.reception.hear([said(8000, "/start", house)])
    await house.settle()
    assert len(sent) == 1


def test_what_of_a_flood_is_answered() -> None:
    """The first five messages, every new command, and each tap that does not repeat the one before."""
    plain = Inbound("telegram", 1, InboundKind.TEXT, "1", "1", None)  # type: ignore[arg-type]
    texts = [replace(plain, update_id=number, text=f"chữ {number}") for number in range(8)]
    commands = [
        replace(plain, update_id=20 + number, text=text) for number, text in enumerate(("/xoa", "/xoa"))
    ]
    tap = replace(plain, kind=InboundKind.TAP, card_ref="7")
    taps = [replace(tap, update_id=30 + number, data="on") for number in range(7)]
    taps += [replace(tap, update_id=40, data="off"), replace(tap, update_id=41, data="on")]
    other = replace(plain, update_id=50, address="2", text="chữ")
    answered, noted = part_floods([*texts, *commands, *taps, other])
    assert [each.update_id for each in noted] == [5, 6, 7, 21, 35, 36]
    assert sorted(each.update_id for each in (*answered, *noted)) == sorted(
        each.update_id for each in (*texts, *commands, *taps, other)
    )


def test_the_line_of_strangers_is_bounded(caplog: pytest.LogCaptureFixture) -> None:
    """Few are answered at once, the others wait in order; when a thousand wait the next hear nothing, said once."""
    strangers = Strangers()
    for number in range(LONGEST_LINE + 100):
        chat = ("telegram", str(number))
        assert strangers.admits(0.0, chat) is (number < LONGEST_LINE)
        if number < LONGEST_LINE:
            strangers.line_up(chat)
    assert caplog.text.count("strangers wait") == 1
    begun = [strangers.next() for _ in range(AT_ONCE + 1)]
    assert begun == [*(("telegram", str(number)) for number in range(AT_ONCE)), None]
    strangers.end()
    assert strangers.next() == ("telegram", str(AT_ONCE))


def test_one_stranger_gets_a_few_answers_and_then_one_at_a_time() -> None:
    """After a burst of five each further answer takes five seconds; nobody else pays for it."""
    strangers, chat = Strangers(), ("telegram", "1")
    assert [strangers.admits(0.0, chat) for _ in range(BURST + 2)] == [True] * BURST + [False] * 2
    assert strangers.admits(0.0, ("telegram", "2"))
    assert [strangers.admits(REST + 0.1, chat) for _ in range(2)] == [True, False]
    assert A_SECOND > 0
