"""The simulator refuses what Telegram refuses, in Telegram's words; asked through python-telegram-bot."""

from datetime import timedelta
from typing import Any

import pytest
from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    MessageEntity,
    ReplyKeyboardMarkup,
)
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TelegramError

from tests.library_bot import LibraryBot
from tests.phone import Phone, Simulator
from tests.simulator.conftest import Pass


def keyboard(*rows: tuple[str, ...]) -> InlineKeyboardMarkup:
    """Return buttons whose data are their labels."""
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(label, callback_data=label) for label in row] for row in rows]
    )


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"text": ""}, "Message text is empty"),
        ({"text": " \n "}, "Message text is empty"),
        ({"text": "a" * 4097}, "Message is too long"),
        ({"text": "😀" * 2049}, "Message is too long"),
        ({"text": "x", "reply_markup": keyboard(("đ" * 33,))}, "Button_data_invalid"),
        ({"text": "x", "reply_markup": keyboard(tuple("123456789"))}, "Reply markup is too long"),
        ({"text": "x", "reply_markup": keyboard(*[("1",)] * 101)}, "Reply markup is too long"),
        ({"text": "x", "entities": [MessageEntity("bold", 0, 2)]}, "Entity_bounds_invalid"),
        ({"text": "😀", "entities": [MessageEntity("bold", 1, 1)]}, "middle of a UTF-16 symbol"),
        ({"text": "<b>x", "parse_mode": "HTML"}, "Can't parse entities"),
        (
            {"text": "x", "api_kwargs": {"entities": [{"type": "bold", "offset": "a"}]}},
            "Can't parse entities",
        ),
        ({"text": "x", "api_kwargs": {"entities": {"type": "bold"}}}, "Can't parse entities"),
    ],
)
async def test_texts_and_buttons_have_their_limits(
    bot: LibraryBot, phone: Phone, arguments: dict[str, Any], words: str
) -> None:
    """Empty and overlong texts, data over 64 bytes, keyboards too wide or long, entities outside the text."""
    with pytest.raises(BadRequest) as caught:
        await bot.send_message(phone.user_id, **arguments)
    assert words.lower() in caught.value.message.lower()
    assert phone.heard == []


async def test_the_limits_themselves_pass(bot: LibraryBot, phone: Phone) -> None:
    """4096 units, 64 bytes and eight in a row are allowed."""
    await bot.send_message(phone.user_id, "😀" * 2048, reply_markup=keyboard(tuple("12345678"), ("đ" * 32,)))
    assert len(phone.buttons) == 9


async def test_a_caption_ends_at_1024_units(bot: LibraryBot, phone: Phone) -> None:
    """Files carry less text than messages."""
    await bot.send_document(phone.user_id, b"x", caption="a" * 1024, filename="x.txt")
    with pytest.raises(BadRequest, match="caption is too long"):
        await bot.send_document(phone.user_id, b"x", caption="a" * 1025, filename="x.txt")


async def test_an_empty_file_is_refused(bot: LibraryBot, phone: Phone) -> None:
    """A file has at least one byte."""
    with pytest.raises(BadRequest, match="non-empty"):
        await bot.send_document(phone.user_id, b"", filename="x.txt")


async def test_a_text_is_trimmed_with_its_entities(bot: LibraryBot, phone: Phone) -> None:
    """Telegram takes white space off both ends and moves the bold parts along."""
    await bot.send_message(phone.user_id, " \nx😀y \n", entities=[MessageEntity("bold", 2, 4)])
    assert phone.last.text == "x😀y"
    assert phone.last.entities == [{"type": "bold", "offset": 0, "length": 4}]


async def test_nobody_is_written_to_before_start(bot: LibraryBot, simulator: Simulator) -> None:
    """Neither a stranger nor a person who never pressed Start."""
    quiet = simulator.phone(502, "Minh")
    for chat_id in (502, 999):
        with pytest.raises(BadRequest, match="Chat not found"):
            await bot.send_message(chat_id, "x")
    await quiet.presses_start()
    await bot.send_message(502, "x")
    assert quiet.last.text == "x"


async def test_a_block_holds_until_it_is_lifted(bot: LibraryBot, phone: Phone) -> None:
    """403 for every way of writing, then all is well again."""
    sent = await bot.send_message(phone.user_id, "x")
    await phone.blocks()
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.send_message(phone.user_id, "x")
    with pytest.raises(Forbidden):
        await bot.edit_message_text("y", phone.user_id, sent.message_id)
    await phone.unblocks()
    await bot.send_message(phone.user_id, "y")


async def test_an_edit_must_change_something(bot: LibraryBot, phone: Phone) -> None:
    """The same text and buttons are 'not modified'; the same text with other buttons is an edit."""
    sent = await bot.send_message(phone.user_id, "x", reply_markup=keyboard(("a",)))
    with pytest.raises(BadRequest, match="Message is not modified"):
        await bot.edit_message_text("x", phone.user_id, sent.message_id, reply_markup=keyboard(("a",)))
    edited = await bot.edit_message_text("x", phone.user_id, sent.message_id, reply_markup=keyboard(("b",)))
    assert not isinstance(edited, bool)
    assert edited.edit_date is not None
    await bot.edit_message_reply_markup(phone.user_id, sent.message_id)
    with pytest.raises(BadRequest, match="not modified"):
        await bot.edit_message_reply_markup(phone.user_id, sent.message_id)


async def test_only_what_is_there_and_ones_own_is_edited(bot: LibraryBot, phone: Phone) -> None:
    """Missing, deleted, foreign, captionless and big-button messages each have their refusal."""
    theirs = phone.messages[0].message_id
    text = (await bot.send_message(phone.user_id, "x")).message_id
    file = (await bot.send_document(phone.user_id, b"x", caption="c", filename="x.txt")).message_id
    big = ReplyKeyboardMarkup([[KeyboardButton("Gửi số", request_contact=True)]])
    asking = (await bot.send_message(phone.user_id, "x", reply_markup=big)).message_id
    for message_id, words in (
        (9999, "Message to edit not found"),
        (theirs, "Message can't be edited"),
        (asking, "Message can't be edited"),
        (file, "There is no text"),
    ):
        with pytest.raises(BadRequest, match=words):
            await bot.edit_message_text("y", phone.user_id, message_id)
    with pytest.raises(BadRequest, match="There is no caption"):
        await bot.edit_message_caption(phone.user_id, text, caption="y")
    await bot.edit_message_caption(phone.user_id, file, caption="y")
    await bot.delete_message(phone.user_id, text)
    with pytest.raises(BadRequest, match="Message to edit not found"):
        await bot.edit_message_text("y", phone.user_id, text)


async def test_messages_are_deleted_for_48_hours(bot: LibraryBot, phone: Phone, let_pass: Pass) -> None:
    """Later they stay; a missing one is said to be missing."""
    first = (await bot.send_message(phone.user_id, "x")).message_id
    second = (await bot.send_message(phone.user_id, "y")).message_id
    assert await bot.delete_message(phone.user_id, first)
    with pytest.raises(BadRequest, match="Message to delete not found"):
        await bot.delete_message(phone.user_id, first)
    await let_pass(48 * 3600 + 1)
    with pytest.raises(BadRequest, match="can't be deleted"):
        await bot.delete_message(phone.user_id, second)


async def test_a_tap_is_answered_once_and_within_150_seconds(
    bot: LibraryBot, phone: Phone, simulator: Simulator, let_pass: Pass
) -> None:
    """A second answer, a late answer and an invented tap are all 'too old'."""
    await bot.send_message(phone.user_id, "x", reply_markup=keyboard(("a",)))
    await phone.taps("a", times=2)
    first, second = (update.body["id"] for update in simulator.world.queue.waiting[-2:])
    await bot.answer_callback_query(first, text="Đã lưu")
    assert phone.toasts == ["Đã lưu"]
    await let_pass(151)
    for tap_id in (first, second, "1"):
        with pytest.raises(BadRequest, match="Query is too old"):
            await bot.answer_callback_query(tap_id)


async def test_a_toast_has_200_letters_at_most(bot: LibraryBot, phone: Phone, simulator: Simulator) -> None:
    """A longer one is refused."""
    await bot.send_message(phone.user_id, "x", reply_markup=keyboard(("a",)))
    await phone.taps("a")
    tap_id = simulator.world.queue.waiting[-1].body["id"]
    with pytest.raises(BadRequest):
        await bot.answer_callback_query(tap_id, text="a" * 201)


async def test_one_message_a_second_to_a_chat_after_a_short_burst(
    bot: LibraryBot, phone: Phone, let_pass: Pass
) -> None:
    """Five pass at once, the sixth waits as long as it is told."""
    for number in range(5):
        await bot.send_message(phone.user_id, str(number))
    with pytest.raises(RetryAfter) as caught:
        await bot.send_message(phone.user_id, "5")
    assert caught.value.retry_after == timedelta(seconds=1)
    await let_pass(1)
    await bot.send_message(phone.user_id, "5")
    with pytest.raises(RetryAfter):
        await bot.send_message(phone.user_id, "6")


async def test_thirty_messages_a_second_over_all(
    bot: LibraryBot, simulator: Simulator, let_pass: Pass
) -> None:
    """The thirty-first to anybody is a 429; a second later thirty more pass."""
    for user_id in range(600, 632):
        await simulator.phone(user_id).presses_start()
    for user_id in range(600, 630):
        await bot.send_message(user_id, "x")
    with pytest.raises(RetryAfter):
        await bot.send_message(630, "x")
    assert simulator.world.pacing.refused_count == 1
    await let_pass(1)
    for user_id in range(602, 632):
        await bot.send_message(user_id, "y")


async def test_an_unknown_method_is_not_implemented(bot: LibraryBot) -> None:
    """501 says that the simulator lacks it; the library would take 404 for a wrong token."""
    with pytest.raises(NetworkError, match="Not Implemented"):
        await bot.do_api_request("sendRocket")


async def test_commands_are_kept_per_scope_and_checked(bot: LibraryBot) -> None:
    """Set, read and delete; a command is lower-case letters, digits and underscores."""
    await bot.set_my_commands([("dulieu", "Xem dữ liệu của tôi")])
    assert [command.command for command in await bot.get_my_commands()] == ["dulieu"]
    assert await bot.get_my_commands(language_code="en") == ()
    with pytest.raises(BadRequest, match=r"(?i)command_invalid"):
        await bot.set_my_commands([("dữ_liệu", "x")])
    await bot.delete_my_commands()
    assert await bot.get_my_commands() == ()


async def test_files_come_back_as_they_went(bot: LibraryBot, phone: Phone) -> None:
    """GetFile and the download give the very bytes; an unknown id is refused; a file can be sent again by id."""
    sent = await bot.send_photo(phone.user_id, b"\x89PNG" + bytes(100))
    again = await bot.send_photo(phone.user_id, sent.photo[0].file_id)
    assert again.photo[0].file_id == sent.photo[0].file_id
    file = await bot.get_file(sent.photo[0].file_id)
    assert bytes(await file.download_as_bytearray()) == b"\x89PNG" + bytes(100)
    with pytest.raises(BadRequest, match="Invalid file_id"):
        await bot.get_file("nonsense")


async def test_other_methods_answer(bot: LibraryBot, phone: Phone, simulator: Simulator) -> None:
    """Chat actions and the menu button are noted."""
    assert await bot.send_chat_action(phone.user_id, "typing")
    assert await bot.set_chat_menu_button(phone.user_id)
    assert simulator.world.actions == [(phone.user_id, "typing")]


async def test_only_inline_keyboards_are_echoed(bot: LibraryBot, phone: Phone) -> None:
    """A sent message shows its inline buttons, never the big ones; its date has no fraction."""
    inline = await bot.send_message(phone.user_id, "x", reply_markup=keyboard(("a",)))
    big = await bot.send_message(phone.user_id, "x", reply_markup=ReplyKeyboardMarkup([["a"]]))
    assert inline.reply_markup is not None
    assert big.reply_markup is None
    assert inline.date.microsecond == 0


@pytest.mark.parametrize("token", ["110201543:anotherTokenOfTheSameForm_1234567890", "nonsense"])
async def test_a_wrong_token_opens_nothing(simulator: Simulator, token: str) -> None:
    """Neither methods nor files."""
    bot = LibraryBot(token, simulator.base_url)
    with pytest.raises(TelegramError):
        await bot.get_me()
    await bot.request.shutdown()


async def test_only_real_chat_actions_are_taken(bot: LibraryBot, phone: Phone) -> None:
    """The word "typing" is one; a word of one's own is refused."""
    await bot.send_chat_action(phone.user_id, "typing")
    with pytest.raises(BadRequest):
        await bot.send_chat_action(phone.user_id, "thinking")


async def test_a_file_lies_where_it_was_said_for_an_hour(
    bot: LibraryBot, phone: Phone, let_pass: Pass
) -> None:
    """A document that a person sent can be downloaded; later it has to be asked for again."""
    message = await phone.sends_file("ds.xlsx", b"PK")
    file_id = message.extra["document"]["file_id"]
    file = await bot.get_file(file_id)
    assert bytes(await file.download_as_bytearray()) == b"PK"
    await let_pass(61 * 60)
    with pytest.raises(TelegramError):
        await file.download_as_bytearray()
    assert bytes(await (await bot.get_file(file_id)).download_as_bytearray()) == b"PK"


async def test_a_file_beyond_20_mb_is_not_given_to_bots(bot: LibraryBot, phone: Phone) -> None:
    """It can be sent, and its name is known; ``getFile`` refuses it."""
    message = await phone.sends_file("ds.xlsx", bytes(20 * 1024 * 1024 + 1))
    with pytest.raises(BadRequest, match="File is too big"):
        await bot.get_file(message.extra["document"]["file_id"])
