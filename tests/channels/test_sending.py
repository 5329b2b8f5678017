"""Every kind of message and every way in which sending fails, over loopback with the production request."""

import logging
from datetime import UTC, datetime

import pytest

from bot.channels.telegram import TelegramChannel
from bot.messages import (
    Attachment,
    Button,
    Channel,
    FailureKind,
    Outbound,
    OutboundKind,
    SendError,
    Sent,
)
from tests.phone import Fault, Phone, Simulator

YES_NO = ((Button("Có", "y", style="primary"), Button("Không", "n")),)


def card(text: str, edit_ref: str = "") -> Outbound:
    """Return a card with two buttons."""
    return Outbound(OutboundKind.CARD, text, YES_NO, edit_ref=edit_ref)


async def refusal(channel: TelegramChannel, address: str, message: Outbound) -> SendError:
    """Send and return the refusal."""
    with pytest.raises(SendError) as caught:
        await channel.send(address, message)
    return caught.value


def test_it_is_a_channel(simulator: Simulator) -> None:
    """Type checkers hold the production class against the house's one Protocol."""
    channel: Channel = TelegramChannel(simulator.token, clock=simulator.clock)
    assert channel.name == "telegram"
    assert channel.caps.buttons


async def test_open_tells_who_the_bot_is(channel: TelegramChannel) -> None:
    """The account has the user name, the name and the beginning of the deep link."""
    account = await channel.open()
    assert account.username == "khaosat_thu_bot"
    assert account.link_base == "https://t.me/khaosat_thu_bot?start="


async def test_a_card_is_sent_with_its_buttons(channel: TelegramChannel, phone: Phone) -> None:
    """The person sees text, bold part and buttons; we get Telegram's reference and date."""
    sent = await channel.send("501", card("**Câu 1/3** 😀 Đồng chí có đồng ý?"))
    assert phone.card.text == "Câu 1/3 😀 Đồng chí có đồng ý?"
    assert phone.card.entities == [{"type": "bold", "offset": 0, "length": 7}]
    assert phone.buttons == ["Có", "Không"]
    assert sent.ref == str(phone.card.message_id)
    assert sent.at == phone.card.sent_at.replace(microsecond=0)


async def test_a_card_is_edited_in_place(channel: TelegramChannel, phone: Phone) -> None:
    """With an edit_ref the same message changes, and the date is that of the edit."""
    sent = await channel.send("501", card("Câu 1"))
    edited = await channel.send("501", Outbound(OutboundKind.CARD, "Câu 2", edit_ref=sent.ref))
    assert [message.text for message in phone.heard] == ["Câu 2"]
    assert phone.buttons == []
    assert edited.ref == sent.ref
    assert phone.last.edited_at is not None
    assert edited.at == phone.last.edited_at.replace(microsecond=0)


async def test_an_unchanged_card_is_a_success(channel: TelegramChannel, phone: Phone) -> None:  # noqa: ARG001
    """'message is not modified' means that the person sees what we wanted."""
    sent = await channel.send("501", card("Câu 1"))
    assert await channel.send("501", card("Câu 1", edit_ref=sent.ref)) == Sent(ref=sent.ref)


async def test_a_card_too_long_is_cut(channel: TelegramChannel, phone: Phone) -> None:
    """A card is one message, whatever happens: its end gives way to an ellipsis."""
    await channel.send("501", card("**đ**" + "😀" * 3000))
    assert len(phone.heard) == 1
    assert phone.last.text.endswith("😀…")


async def test_a_long_notice_arrives_in_parts(channel: TelegramChannel, phone: Phone) -> None:
    """Nothing of a long notice is lost; the buttons stand under the last part."""
    first, second = "a " * 2000, "b " * 2000
    await channel.send("501", Outbound(OutboundKind.NOTICE, f"{first}\n\n{second}", YES_NO))
    assert [message.text for message in phone.heard] == [first.strip(), second.strip()]
    assert [message.labels for message in phone.heard] == [[], ["Có", "Không"]]


async def test_a_notice_may_be_silent_and_protected(channel: TelegramChannel, phone: Phone) -> None:
    """Both flags reach Telegram."""
    await channel.send("501", Outbound(OutboundKind.NOTICE, "x", protected=True, silent=True))
    assert phone.last.is_protected
    assert phone.last.is_silent


async def test_the_contact_button_comes_and_goes(channel: TelegramChannel, phone: Phone) -> None:
    """A notice can ask for the phone number with Telegram's own button, and take it away."""
    await channel.send("501", Outbound(OutboundKind.NOTICE, "Số điện thoại?", keyboard="contact"))
    assert phone.asks_for_contact
    await channel.send("501", Outbound(OutboundKind.NOTICE, "Cảm ơn", keyboard="remove"))
    assert not phone.asks_for_contact


async def test_a_document_arrives_byte_for_byte(channel: TelegramChannel, phone: Phone) -> None:
    """A file with a Vietnamese name and any bytes travels as multipart, with its caption."""
    content = bytes(range(256)) * 400
    attachment = Attachment("Câu trả lời đợt 1.xlsx", content)
    await channel.send("501", Outbound(OutboundKind.DOCUMENT, "**Bản sao**", attachment=attachment))
    assert phone.documents == [("Câu trả lời đợt 1.xlsx", content)]
    assert phone.last.caption == "Bản sao"


async def test_a_picture_is_shown_with_its_caption(channel: TelegramChannel, phone: Phone) -> None:
    """A picture travels as a photo, not as a file: the phone shows it, and it is no document."""
    picture = Attachment("nhu-cau.png", b"\x89PNG" + bytes(range(256)))
    await channel.send("501", Outbound(OutboundKind.PHOTO, "**Nhu cầu**", attachment=picture))
    assert phone.pictures == [("nhu-cau.png", picture.content)]
    assert phone.documents == []
    assert phone.last.caption == "Nhu cầu"


async def test_a_caption_too_long_goes_before_the_document(channel: TelegramChannel, phone: Phone) -> None:
    """Captions end at 1024 units: a longer one becomes a message of its own."""
    message = Outbound(OutboundKind.DOCUMENT, "a" * 1025, attachment=Attachment("x.txt", b"x"))
    await channel.send("501", message)
    assert [one.text for one in phone.heard] == ["a" * 1025, ""]
    assert phone.documents == [("x.txt", b"x")]


async def test_a_toast_answers_the_tap(channel: TelegramChannel, phone: Phone, simulator: Simulator) -> None:
    """The person sees the toast, once; a second answer is stale."""
    await channel.send("501", card("Câu 1"))
    await phone.taps("Có")
    tap_id = simulator.world.queue.waiting[-1].body["id"]
    toast = Outbound(OutboundKind.TOAST, "Đã lưu", tap_id=tap_id)
    assert await channel.send("501", toast) == Sent()
    assert phone.toasts == ["Đã lưu"]
    assert (await refusal(channel, "501", toast)).kind is FailureKind.STALE


async def test_a_card_acknowledges_its_tap_beside_it(
    channel: TelegramChannel, phone: Phone, simulator: Simulator
) -> None:
    """A card with a tap_id redraws and answers the tap; a tap too old does not keep the card back."""
    sent = await channel.send("501", card("Câu 1"))
    await phone.taps("Có")
    tap_id = simulator.world.queue.waiting[-1].body["id"]
    for text in ("Câu 2", "Câu 3"):
        await channel.send(
            "501", Outbound(OutboundKind.CARD, text, edit_ref=sent.ref, tap_id=tap_id, toast="Đã lưu")
        )
    assert phone.toasts == ["Đã lưu"]
    assert phone.last.text == "Câu 3"


async def test_strip_takes_the_buttons_off(channel: TelegramChannel, phone: Phone) -> None:
    """The text stays, the buttons go; doing it twice is no failure."""
    sent = await channel.send("501", card("Câu 1"))
    strip = Outbound(OutboundKind.STRIP, edit_ref=sent.ref)
    assert (await channel.send("501", strip)).ref == sent.ref
    assert phone.last.text == "Câu 1"
    assert phone.buttons == []
    assert (await channel.send("501", strip)).ref == sent.ref


async def test_commands_are_published_per_scope(channel: TelegramChannel, simulator: Simulator) -> None:
    """Everybody's menu and one chat's menu are kept apart."""
    await channel.publish_commands([("dulieu", "Xem dữ liệu của tôi")])
    await channel.publish_commands([("quantri", "Quản trị")], address="501")
    assert sorted(commands[0]["command"] for commands in simulator.world.commands.values()) == [
        "dulieu",
        "quantri",
    ]


async def test_nobody_can_be_written_to_before_start(channel: TelegramChannel, simulator: Simulator) -> None:
    """A chat that was never started is not found."""
    simulator.phone(600, "Minh")
    failure = await refusal(channel, "600", card("x"))
    assert failure.kind is FailureKind.NOT_FOUND
    assert not failure.retryable


async def test_who_blocked_the_bot_is_not_asked_again(channel: TelegramChannel, phone: Phone) -> None:
    """403 is final for this contact point."""
    await phone.blocks()
    failure = await refusal(channel, "501", card("x"))
    assert failure.kind is FailureKind.BLOCKED
    assert not failure.retryable


async def test_a_missing_card_is_gone(channel: TelegramChannel, phone: Phone) -> None:  # noqa: ARG001
    """To edit what is not there means: send it anew."""
    assert (await refusal(channel, "501", card("x", edit_ref="999"))).kind is FailureKind.GONE


async def test_a_flood_wait_says_how_long(
    channel: TelegramChannel, phone: Phone, simulator: Simulator
) -> None:
    """429 carries its deadline, and nothing was sent."""
    simulator.script_failure("sendMessage", kind=Fault.LIMITED, retry_after=17)
    failure = await refusal(channel, "501", card("x"))
    assert (failure.kind, failure.retryable, failure.retry_after) == (FailureKind.LIMITED, True, 17.0)
    assert phone.heard == []


async def test_a_lost_answer_means_unknown(
    channel: TelegramChannel, phone: Phone, simulator: Simulator
) -> None:
    """The connection broke after the message was delivered: a notice is not repeated, a card may be."""
    simulator.script_failure("sendMessage", count=2, kind=Fault.DROPPED_AFTER)
    notice = await refusal(channel, "501", Outbound(OutboundKind.NOTICE, "Nhắc"))
    redrawn = await refusal(channel, "501", card("Câu 1"))
    assert (notice.kind, notice.retryable) == (FailureKind.UNKNOWN, False)
    assert (redrawn.kind, redrawn.retryable) == (FailureKind.UNKNOWN, True)
    assert [message.text for message in phone.heard] == ["Nhắc", "Câu 1"]


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        (Fault.SERVER_ERROR, FailureKind.UNREACHABLE),
        (Fault.GATEWAY_ERROR, FailureKind.UNKNOWN),
        (Fault.DROPPED_BEFORE, FailureKind.UNKNOWN),
    ],
)
async def test_server_failures_are_told_apart(
    channel: TelegramChannel,
    phone: Phone,  # noqa: ARG001
    simulator: Simulator,
    fault: Fault,
    kind: FailureKind,
) -> None:
    """Only what Telegram itself reports as failed certainly did not arrive."""
    simulator.script_failure("sendMessage", kind=fault)
    assert (await refusal(channel, "501", card("x"))).kind is kind


async def test_without_a_connection_it_did_not_arrive(unused_tcp_port: int, simulator: Simulator) -> None:
    """Nobody listens: unreachable, to be tried again."""
    url = f"http://127.0.0.1:{unused_tcp_port}/bot"
    channel = TelegramChannel(simulator.token, clock=simulator.clock, base_url=url)
    with pytest.raises(SendError) as caught:
        await channel.open()
    assert caught.value.kind is FailureKind.UNREACHABLE
    assert (await refusal(channel, "501", card("x"))).retryable
    await channel.close()


@pytest.mark.parametrize("token", ["110201543:anotherTokenOfTheSameForm_1234567890", "khong-phai-token"])
async def test_a_wrong_token_is_unauthorized(simulator: Simulator, token: str) -> None:
    """401 and 404 both mean the token, and the failure does not repeat it."""
    channel = TelegramChannel(token, clock=simulator.clock, base_url=simulator.base_url)
    with pytest.raises(SendError) as caught:
        await channel.open()
    assert caught.value.kind is FailureKind.UNAUTHORIZED
    assert token not in str(caught.value) + repr(caught.value)
    await channel.close()


async def test_what_telegram_never_takes_is_refused(channel: TelegramChannel, phone: Phone) -> None:  # noqa: ARG001
    """An empty text is a mistake of ours: not to be tried again."""
    failure = await refusal(channel, "501", Outbound(OutboundKind.NOTICE, "  "))
    assert (failure.kind, failure.retryable) == (FailureKind.REFUSED, False)


async def test_no_log_carries_the_token_or_a_text(
    channel: TelegramChannel, phone: Phone, simulator: Simulator, caplog: pytest.LogCaptureFixture
) -> None:
    """At the finest level, sending and failing to send name neither secrets nor what was said."""
    caplog.set_level(logging.DEBUG)
    attachment = Attachment("đồng chí Lan.txt", b"x")
    await channel.send("501", Outbound(OutboundKind.DOCUMENT, "bí mật", attachment=attachment))
    await channel.send("501", Outbound(OutboundKind.CARD, "bí mật", YES_NO, tap_id="1", toast="bí mật"))
    simulator.script_failure("sendMessage", kind=Fault.GATEWAY_ERROR)
    failure = await refusal(channel, "501", card("bí mật"))
    await phone.blocks()
    await refusal(channel, "501", card("bí mật"))
    shown = caplog.text + repr(failure) + repr(channel)
    assert simulator.token.partition(":")[2] not in shown
    assert "bí mật" not in shown
    assert "Lan" not in shown


async def test_dates_are_aware_and_in_utc(channel: TelegramChannel, phone: Phone) -> None:  # noqa: ARG001
    """Whatever Telegram sends as seconds becomes an aware moment."""
    sent = await channel.send("501", card("x"))
    assert isinstance(sent.at, datetime)
    assert sent.at.tzinfo is UTC
