"""Sending to Zalo: the body counts, long texts go in parts, each message counts against the month."""

import pytest

from bot.channels.zalo import ZaloChannel
from bot.channels.zalo.failures import QUOTA_PAUSE, refusal
from bot.clock import SystemClock
from bot.messages import FailureKind, Outbound, OutboundKind, SendError
from bot.simulator.failures import Fault
from bot.simulator.zalo import TOKENS, ZaloPhone, ZaloSimulator
from storage import budgets
from storage.database import Database
from tests.channels.listening import HastyClock

CARD = Outbound(OutboundKind.CARD, "Câu 1")


async def test_a_message_arrives_with_its_name_and_date(zalo_channel: ZaloChannel, lan: ZaloPhone) -> None:
    """What Zalo says of it comes back: its name, and its own date."""
    await lan.says("xin chào")
    sent = await zalo_channel.send(lan.address, CARD)
    assert lan.heard[-1].text == "Câu 1"
    assert sent.ref == lan.heard[-1].message_id
    assert sent.at is not None


async def test_a_long_text_goes_in_parts_between_its_lines(zalo_channel: ZaloChannel, lan: ZaloPhone) -> None:
    """Each part has at most 2000 signs, and no choice is torn apart."""
    await lan.says("xin chào")
    lines = [f"{number}. Lựa chọn thứ {number} với một tên khá dài để đầy trang" for number in range(1, 81)]
    await zalo_channel.send(lan.address, Outbound(OutboundKind.CARD, "\n".join(lines)))
    heard = [message.text for message in lan.heard]
    assert len(heard) == 3
    assert all(len(text) <= 2000 for text in heard)
    assert [line for text in heard for line in text.split("\n")] == lines


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        (Fault.SERVER_ERROR, (FailureKind.UNREACHABLE, True)),  # 403 is an internal error
        (Fault.UNAUTHORIZED, (FailureKind.UNREACHABLE, True)),  # the other bots and channels go on
        (Fault.LIMITED, (FailureKind.LIMITED, True)),
        (Fault.GATEWAY_ERROR, (FailureKind.UNKNOWN, True)),
        (Fault.DROPPED_BEFORE, (FailureKind.UNKNOWN, True)),
        (Fault.CONFLICT, (FailureKind.REFUSED, False)),
    ],
)
async def test_each_refusal_means_what_the_body_says(
    zalo_channel: ZaloChannel,
    lan: ZaloPhone,
    zalo: ZaloSimulator,
    fault: Fault,
    expected: tuple[FailureKind, bool],
) -> None:
    """Zalo's status is 200 for most of them; nobody's chat is closed."""
    await lan.says("xin chào")
    zalo.script_failure("sendMessage", 1, fault)
    with pytest.raises(SendError) as raised:
        await zalo_channel.send(lan.address, CARD)
    assert (raised.value.kind, raised.value.retryable) == expected
    assert TOKENS[0].partition(":")[2] not in str(raised.value)


async def test_a_notice_that_may_have_arrived_is_not_sent_again(
    zalo_channel: ZaloChannel, lan: ZaloPhone, zalo: ZaloSimulator
) -> None:
    """A card may be shown twice; an invitation may not."""
    await lan.says("xin chào")
    zalo.script_failure("sendMessage", 1, Fault.DROPPED_AFTER)
    with pytest.raises(SendError) as raised:
        await zalo_channel.send(lan.address, Outbound(OutboundKind.NOTICE, "Mời đồng chí"))
    assert raised.value == SendError(FailureKind.UNKNOWN, retryable=False, detail=raised.value.detail)
    assert [message.text for message in lan.heard] == ["Mời đồng chí"]


@pytest.mark.parametrize("answer", [None, {}, {"ok": False}, {"error_code": "429"}, {"error_code": 600}])
def test_any_answer_has_an_end(answer: dict[str, object] | None) -> None:
    """Whatever stands there, it is a failure of some kind."""
    assert refusal(200, answer, repeats_safely=True).retry_after in (0.0, QUOTA_PAUSE)


async def test_who_has_not_written_cannot_be_written_to(zalo_channel: ZaloChannel, lan: ZaloPhone) -> None:
    """Zalo knows no chat before the person has written to this bot."""
    with pytest.raises(SendError) as raised:
        await zalo_channel.send(lan.address, CARD)
    assert raised.value.kind is FailureKind.REFUSED


async def test_people_of_a_bot_that_is_gone_cannot_be_written_to(zalo_channel: ZaloChannel) -> None:
    """An address names its bot: no other bot writes in its place."""
    with pytest.raises(SendError) as raised:
        await zalo_channel.send("4711:abc", CARD)
    assert raised.value.kind is FailureKind.REFUSED


async def test_each_bot_counts_what_it_has_sent(
    zalo_channel: ZaloChannel, lan: ZaloPhone, zalo: ZaloSimulator, database: Database
) -> None:
    """Parts count each; what may have arrived counts; what was refused does not."""
    minh = zalo.phone(502, "Minh", bot=1)
    await lan.says("xin chào")
    await minh.says("xin chào")
    await zalo_channel.send(lan.address, CARD)
    await zalo_channel.send(lan.address, Outbound(OutboundKind.CARD, "chữ " * 600))
    await zalo_channel.send(minh.address, CARD)
    for fault in (Fault.DROPPED_AFTER, Fault.SERVER_ERROR):
        zalo.script_failure("sendMessage", 1, fault)
        with pytest.raises(SendError):
            await zalo_channel.send(minh.address, CARD)
    async with database.read() as conn:
        counted = await budgets.list_budgets(conn, SystemClock().now())
    assert [(each.name, each.sent_count) for each in counted] == [("bot.KhaoSat1", 3), ("bot.KhaoSat2", 2)]
    assert [each.sent_count for each in counted] == [sum(bot.sent_counts.values()) for bot in zalo.bots]


async def test_one_bad_token_does_not_keep_the_others(zalo: ZaloSimulator, database: Database) -> None:
    """The account names every bot; only if all are refused the channel does not open."""
    tokens = (zalo.tokens[0], "77:sai")
    mixed = ZaloChannel(
        tokens, clock=HastyClock(), database=database, base_url=zalo.base_url, links=["https://zalo.me/bot1"]
    )
    account = await mixed.open()
    assert [(seat.account, seat.name, seat.link) for seat in account.seats] == [
        (tokens[0].partition(":")[0], "bot.KhaoSat1", "https://zalo.me/bot1"),
        ("77", "77", ""),
    ]
    wrong = ZaloChannel(["77:sai"], clock=HastyClock(), database=database, base_url=zalo.base_url)
    with pytest.raises(SendError) as raised:
        await wrong.open()
    assert raised.value.kind is FailureKind.UNAUTHORIZED
    await mixed.close()
    await wrong.close()


def test_the_token_shows_nowhere(database: Database) -> None:
    """Neither channel nor client tells it."""
    channel = ZaloChannel(TOKENS, clock=SystemClock(), database=database)
    shown = repr(channel) + "".join(map(repr, channel._apis.values()))
    assert not any(token.partition(":")[2] in shown for token in TOKENS)
