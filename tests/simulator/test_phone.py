"""The phone: what a person can do, sees and cannot do."""

import asyncio

import pytest
from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from tests.library_bot import LibraryBot
from tests.phone import Phone, Simulator
from tests.simulator.conftest import Pass


def buttons(*labels: str) -> InlineKeyboardMarkup:
    """Return a row of buttons; the data is the label in lower case."""
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(label, callback_data=label.lower()) for label in labels]]
    )


async def test_a_button_is_pressed_by_label_data_or_part(
    bot: LibraryBot, phone: Phone, simulator: Simulator
) -> None:
    """All three name the same button."""
    await bot.send_message(phone.user_id, "x", reply_markup=buttons("✔ Có", "Không"))
    for name in ("✔ Có", "✔ có", "Có"):
        await phone.taps(name)
    taps = [
        update.body["data"] for update in simulator.world.queue.waiting if update.kind == "callback_query"
    ]
    assert taps == ["✔ có"] * 3


async def test_what_is_not_there_cannot_be_pressed(bot: LibraryBot, phone: Phone) -> None:
    """No card, no such button, two that fit: the phone refuses."""
    with pytest.raises(AssertionError, match="no message has buttons"):
        await phone.taps("Có")
    await bot.send_message(phone.user_id, "x", reply_markup=buttons("Câu 1", "Câu 2"))
    for name in ("Không", "Câu"):
        with pytest.raises(AssertionError, match="no single button"):
            await phone.taps(name)


async def test_an_older_card_can_be_pressed(bot: LibraryBot, phone: Phone, simulator: Simulator) -> None:
    """People scroll up; and a slow phone still shows buttons that were edited away."""
    old = await bot.send_message(phone.user_id, "cũ", reply_markup=buttons("A"))
    await bot.send_message(phone.user_id, "mới", reply_markup=buttons("B"))
    await phone.taps("A", on=old.message_id)
    await bot.edit_message_text("cũ rồi", phone.user_id, old.message_id)
    with pytest.raises(AssertionError):
        await phone.taps("A", on=old.message_id)
    await phone.taps_late("a", on=old.message_id)
    with pytest.raises(AssertionError, match="never had"):
        await phone.taps_late("b", on=old.message_id)
    taps = [update.body for update in simulator.world.queue.waiting if update.kind == "callback_query"]
    assert [tap["message"]["text"] for tap in taps] == ["cũ", "cũ rồi"]


async def test_hearing_waits_for_what_comes_after_the_last_act(bot: LibraryBot, phone: Phone) -> None:
    """What was shown before the person acted does not count as an answer."""
    await bot.send_message(phone.user_id, "câu 1")
    await phone.says("trả lời")
    hearing = asyncio.create_task(phone.hears("câu"))
    await asyncio.sleep(0)
    assert not hearing.done()
    await bot.send_message(phone.user_id, "khác")
    await bot.send_message(phone.user_id, "câu 2")
    assert (await hearing).text == "câu 2"


async def test_waiting_in_vain_shows_the_chat(phone: Phone) -> None:
    """A bot that stays silent ends the wait with the transcript."""
    phone.patience = 0
    with pytest.raises(AssertionError, match="/start"):
        await phone.hears("câu")


async def test_a_blocked_bot_cannot_be_written_to(phone: Phone) -> None:
    """Telegram asks the person to unblock it first."""
    await phone.blocks()
    with pytest.raises(AssertionError, match="unblocked"):
        await phone.says("x")
    await phone.unblocks()
    await phone.says("x")


async def test_only_own_messages_are_edited(bot: LibraryBot, phone: Phone) -> None:
    """A person cannot change what the bot said."""
    await bot.send_message(phone.user_id, "x")
    with pytest.raises(AssertionError, match="own"):
        await phone.edits(phone.last, "y")


async def test_the_transcript_tells_everything_in_order(
    bot: LibraryBot, phone: Phone, simulator: Simulator, let_pass: Pass
) -> None:
    """Said, shown, tapped, redrawn, toasted, day by day in Vietnam's time."""
    sent = await bot.send_message(phone.user_id, "Đồng ý?\n1. Có", reply_markup=buttons("Có", "Không"))
    await phone.taps("Có")
    tap_id = simulator.world.queue.waiting[-1].body["id"]
    await bot.answer_callback_query(tap_id, text="Đã lưu")
    await bot.edit_message_text("Cảm ơn", phone.user_id, sent.message_id)
    await let_pass(24 * 3600)
    said = await phone.says("dừng")
    await phone.edits(said, "tiếp")
    await phone.sends_sticker()
    await phone.shares_contact("0912345678")
    await phone.blocks()
    assert phone.transcript() == (
        "---- 20/04/2015 ----\n"
        "08:00:00 Lan: /start\n"
        "08:00:00 Bot: Đồng ý?\n"
        "    1. Có\n"
        "    [Có] [Không]\n"
        "08:00:00 Lan: (bấm) [Có]\n"
        "08:00:00 Bot: (thông báo nhanh) Đã lưu\n"
        "08:00:00 Bot: (cập nhật) Cảm ơn\n"
        "---- 21/04/2015 ----\n"
        "08:00:00 Lan: dừng\n"
        "08:00:00 Lan: (sửa tin đã gửi) tiếp\n"
        "08:00:00 Lan: (nhãn dán) 👍\n"
        "08:00:00 Lan: (gửi số điện thoại) 0912345678\n"
        "08:00:00 Lan: (chặn bot)\n"
    )


async def test_the_same_person_has_one_phone(simulator: Simulator) -> None:
    """Asking for the phone again gives the same one, with its chat."""
    assert simulator.phone(7, "An") is simulator.phone(7)


async def test_a_long_text_leaves_in_parts(phone: Phone, simulator: Simulator) -> None:
    """Telegram's apps cut a text at 4096 units: the bot gets two messages."""
    await phone.says("a" * 4096 + "b" * 904)
    said = [update.body["text"] for update in simulator.world.queue.waiting[1:]]
    assert said == ["a" * 4096, "b" * 904]
    with pytest.raises(AssertionError, match="empty"):
        await phone.says(" ")


async def test_a_deleted_card_can_still_be_pressed_on_a_slow_phone(
    bot: LibraryBot, phone: Phone, simulator: Simulator
) -> None:
    """Telegram then sends an inaccessible message: only its chat and number, without a date."""
    sent = await bot.send_message(phone.user_id, "x", reply_markup=buttons("A"))
    await bot.delete_message(phone.user_id, sent.message_id)
    await phone.taps_late("a", on=sent.message_id)
    (tap,) = (update for update in simulator.world.queue.waiting if update.kind == "callback_query")
    assert tap.body["message"]["date"] == 0
    assert tap.body["message"].keys() == {"chat", "message_id", "date"}
