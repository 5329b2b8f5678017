"""Turns of an interview in the chat: what is stored, what the card says, and what changes nothing."""

import asyncio
import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from bot.conversation.lateness import is_late
from bot.conversation.restoring import restore
from bot.messages import Inbound, InboundKind
from bot.simulator import Phone
from storage import responses
from storage.instruments import form_of, publish
from storage.sql import contact_points
from surveys.questionnaire import Questionnaire
from surveys.xlsform import read_form
from tests.bot.house import CLOSES_AT, House, Official, open_house, order_wave


async def count_revisions(house: House) -> int:
    """How many times anything was written."""
    return len(await house.rows("answer_revisions"))


# --- taps -------------------------------------------------------------------------------------------


async def test_the_card_is_edited_after_a_tap_and_sent_anew_after_a_text(house: House) -> None:
    """One live card: a tap changes it in place, a typed reply gets a new one and the old loses its buttons."""
    person = await house.at_question(1)
    first = person.phone.card
    await person.taps("Đúng")
    assert person.phone.card is first
    await person.says("7")
    assert person.phone.card is not first
    assert not first.buttons


async def test_a_stale_button_writes_nothing(house: House) -> None:
    """A button of an earlier question changes no answer: the open question is shown again."""
    person = await house.at_question(3)
    old = person.data_of("Chưa qua đào tạo")
    await person.taps("4. Đại học")
    before = await house.answers()
    heard = await person.taps_data(old)
    assert "Nút này thuộc câu cũ" in person.toast
    assert "B1. Tin học văn phòng" in heard
    assert await house.answers() == before


async def test_a_stale_button_of_an_older_message_brings_the_card_down(house: House) -> None:
    """Tapped on a message further up, the open question comes anew at the end of the chat."""
    person = await house.at_question(1)
    old, data = person.phone.card, person.data_of("Đúng")
    await person.says("1964")
    await person.taps_data(data, on=old)
    assert person.phone.card is person.phone.last
    assert "A2." in person.heard
    assert (await house.answers())["birth"] == "1964"


@pytest.mark.parametrize(("number", "button"), [(3, "Cao đẳng"), (1, "Đúng"), (6, "Bỏ qua")])
async def test_a_double_tap_counts_once(house: House, number: int, button: str) -> None:
    """The second tap of an impatient thumb does not answer the next question."""
    person = await house.at_question(number)
    answered = await house.answers()
    await person.taps(button, times=2)
    assert len(await house.answers()) == len(answered) + 1
    assert f"Câu {number + 1}/7" in person.heard


async def test_a_double_tap_is_acknowledged_with_what_was_stored(house: House) -> None:
    """Though the second tap only redraws, the card still says what the first one stored."""
    person = await house.at_question(3)
    heard = await person.taps("Cao đẳng", times=2)
    assert "✔ A3. Trình độ chuyên môn: Cao đẳng" in heard


async def test_a_double_toggle_stays_chosen(house: House) -> None:
    """A choice tapped twice at once is chosen, not chosen and left again."""
    person = await house.at_question(5)
    await person.taps("2. Tin học", times=2)
    assert (await house.answers())["topics"] == "it"
    assert "✔ 2. Tin học" in person.buttons


async def test_a_double_submit_submits_once(house: House) -> None:
    """Sending the form twice sends it once and thanks."""
    person = await house.at_question(8)
    heard = await person.taps("Gửi phiếu", times=2)
    assert heard.startswith("Cảm ơn đồng chí Nguyễn Văn Hòa")
    events = [row["event"] for row in await house.rows("paradata")]
    assert events.count("submitted") == 1
    assert "amended" not in events


async def test_a_burst_of_toggles_stores_the_last_state(house: House) -> None:
    """Three choices tapped faster than the bot answers are all there, on one card."""
    person = await house.at_question(5)
    for label in ("1. Quản lý nhà nước", "3. Đất đai", "2. Tin học"):
        await person.phone.taps(label)
    await house.settle()
    assert (await house.answers())["topics"] == "office it land"
    assert "Xong (3/3)" in person.buttons
    line = "✔ B2. Nội dung cần bồi dưỡng: Quản lý nhà nước; Tin học; Đất đai, môi trường"
    assert person.heard.count("✔ B2. Nội dung cần bồi dưỡng:") == person.heard.count(line) == 1


async def test_choices_are_counted_and_limited(house: House) -> None:
    """The button says "Xong (2/3)"; a fourth choice is refused with the form's own words."""
    person = await house.at_question(5)
    for label in ("1. Quản lý", "2. Tin học"):
        await person.taps(label)
    assert "Xong (2/3)" in person.buttons
    await person.taps("3. Đất đai")
    heard = await person.taps("4. Công tác dân vận")
    assert "Chọn tối đa 3 nội dung" in heard
    assert (await house.answers())["topics"] == "office it land"
    assert "Câu 6/7" in await person.taps("Xong (3/3)")


async def test_an_exclusive_choice_replaces_the_others(house: House) -> None:
    """“Không có nhu cầu” leaves nothing else chosen, and any other choice takes its place."""
    person = await house.at_question(5)
    await person.taps("1. Quản lý")
    await person.taps("5. Không có nhu cầu")
    assert (await house.answers())["topics"] == "none"
    await person.taps("2. Tin học")
    assert (await house.answers())["topics"] == "it"


async def test_two_ratings_by_taps(house: House) -> None:
    """Two rows of numbers on one screen: the first tap waits, the second moves on."""
    person = await house.at_question(4)
    await person.taps_row(1, 4)
    assert "✔ 5" in person.buttons
    assert "Câu 4/7" in person.heard
    await person.taps_row(3, 1)
    assert await house.answers() == await house.answers() | {"c01_i": "5", "c01_c": "2"}
    assert "Câu 5/7" in person.heard


async def test_tapping_what_is_marked_already_says_so(house: House) -> None:
    """On a complete screen of two rows nothing moves: a short word says that the tap arrived, and what stands there."""
    person = await house.at_question(5)
    await person.says("quay lại")
    await person.taps("✔ 5")
    assert person.toast == "Đã ghi từ trước: Rất quan trọng"
    assert "Câu 4/7" in person.heard
    await person.taps_row(1, 3)
    assert person.toast == "Đã ghi: Quan trọng"


async def test_a_choice_that_is_on_already_says_so(house: House) -> None:
    """The second of two taps on one choice of several, on a slow line, is answered too."""
    person = await house.at_question(5)
    data = person.buttons[0]
    tap = person.data_of(data)
    await person.taps_data(tap)
    await person.taps_data(tap)
    assert person.toast.startswith("Đã ghi từ trước: ")


async def test_the_heading_of_a_row_explains_itself(house: House) -> None:
    """Tapping a heading answers nothing and says what the row is for."""
    person = await house.at_question(4)
    await person.taps("▼ Mức độ hiện có")
    assert person.toast == "Mức độ hiện có: bấm một số ở hàng dưới."
    assert "c01_c" not in await house.answers()


async def test_two_ratings_typed(house: House) -> None:
    """“5 2” answers both ratings of the screen."""
    person = await house.at_question(4)
    heard = await person.says("5 2")
    assert "Mức độ quan trọng: Rất quan trọng" in heard
    assert "Mức độ hiện có: Yếu" in heard


async def test_a_tap_with_somebody_elses_data_changes_nobodys_answers(house: House) -> None:
    """Callback data of another response, or made up, is refused: it is not this person's button."""
    one = await house.at_question(3, "K01")
    other = await house.at_question(3, "K02")
    before = await house.answers("K01"), await house.answers("K02")
    for data in (one.data_of("Chưa qua đào tạo"), "a.zzzz.1.0.0.1", "n.x", "a.", "n.1.1.nonsense.0"):
        heard = await other.forges(data)
        assert "A3. Trình độ chuyên môn" in heard
    assert (await house.answers("K01"), await house.answers("K02")) == before
    assert "Nút này không dành cho đồng chí." in other.phone.toasts


@pytest.mark.parametrize("choice", ["z", "9"])
async def test_a_choice_that_does_not_exist_is_not_stored(house: House, choice: str) -> None:
    """Data with a position beyond the choices changes nothing."""
    person = await house.at_question(3)
    parts = person.data_of("Chưa qua đào tạo").split(".")
    parts[4] = choice
    await person.forges(".".join(parts))
    assert "qual" not in await house.answers()


# --- typed ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "item", "typed", "stored"),
    [
        (1, "birth", "1963", "1963"),
        (2, "years", " 6 ", "6"),
        (3, "qual", "2", "tc"),
        (3, "qual", "2.", "tc"),
        (3, "qual", "đại học", "dh"),
        (3, "qual", "DAI HOC", "dh"),
        (3, "qual", "cao", "cd"),
        (5, "topics", "1,3", "office land"),
        (5, "topics", "1 và 3", "office land"),
        (6, "from_day", "2/9/2015", "2015-09-02"),
        (7, "idea", "Mở lớp tại xã", "Mở lớp tại xã"),
    ],
)
async def test_everything_works_typed(house: House, number: int, item: str, typed: str, stored: str) -> None:
    """Numbers, labels with and without accents, unique beginnings, several numbers, dates."""
    person = await house.at_question(number)
    await person.says(typed)
    assert (await house.answers())[item] == stored


async def test_back_typed_and_tapped(house: House) -> None:
    """“quay lại” and its button open the question before; the answer stands there."""
    person = await house.at_question(3)
    heard = await person.says("quay lại")
    assert "Câu 2/7" in heard
    assert "Đang ghi: 7" in heard
    assert "Câu 1/7" in await person.taps("Quay lại")


async def test_a_required_question_cannot_be_skipped(house: House) -> None:
    """“bỏ qua” is refused kindly where an answer is needed, and the question stays open."""
    person = await house.at_question(3)
    heard = await person.says("bỏ qua")
    assert "không bỏ qua được" in heard
    assert "Câu 3/7" in heard
    assert "Bỏ qua" not in person.buttons


async def test_a_question_is_corrected_by_its_number(house: House) -> None:
    """“sửa 3” opens question 3, and the new answer leads back to what was open."""
    person = await house.at_question(6)
    heard = await person.says("sửa 3")
    assert "Câu 3/7" in heard
    assert "✔ 4. Đại học" in person.buttons
    assert "Câu 6/7" in await person.says("3")
    assert (await house.answers())["qual"] == "cd"


async def test_what_could_mean_two_things_is_asked_back(house: House) -> None:
    """A beginning that two choices share lists both and stores nothing."""
    person = await house.at_question(3)
    heard = await person.says("c")
    assert "qual" not in await house.answers()
    assert "1. Chưa qua đào tạo\n3. Cao đẳng\n" in heard
    assert "Câu 3/7" in heard


async def test_three_wrong_tries_show_a_way_on(house: House) -> None:
    """After the third reply that fits nothing the bot says what else one may do."""
    person = await house.at_question(3)
    for _ in range(2):
        assert "Nếu chưa rõ" not in await person.says("không biết chọn gì")
    assert "Nếu chưa rõ" in await person.says("không biết chọn gì")
    person = await house.at_question(6, "K02")
    for _ in range(3):
        heard = await person.says("mai")
    assert "Câu này không bắt buộc: đồng chí có thể nhắn “bỏ qua”" in heard


async def test_a_text_of_five_thousand_letters(house: House) -> None:
    """A choice question refuses it briefly; nothing is stored, and the card stays readable."""
    person = await house.at_question(3)
    heard = await person.says("a" * 5000)
    assert "qual" not in await house.answers()
    assert len(heard) < 1000
    assert "Câu 3/7" in heard


async def test_a_long_opinion_is_refused_with_the_limit(house: House) -> None:
    """What Telegram cuts into two messages is not stored in halves: the person is asked to be brief."""
    person = await house.at_question(7)
    heard = await person.says("ý kiến " * 700)
    assert not (await house.answers()).get("idea")
    assert "quá giới hạn 4000" in heard
    assert "Câu 7/7" in heard


async def test_a_text_that_is_exactly_a_command_is_a_command(house: House) -> None:
    """Even where free text is asked, "quay lại" goes back; a sentence containing it is an answer."""
    person = await house.at_question(7)
    assert "Câu 6/7" in await person.says("Quay lại")
    await person.says("bỏ qua")
    await person.says("Đề nghị quay lại hình thức học tập trung")
    assert (await house.answers())["idea"] == "Đề nghị quay lại hình thức học tập trung"


# --- what is no answer ------------------------------------------------------------------------------


async def test_a_text_from_before_the_question_is_not_its_answer(house: House) -> None:
    """A text written before the open question was shown is not stored: the question is asked again."""
    person = await house.at_question(2)
    await person.phone.taps("Đúng")
    await person.phone.says("2")
    await house.settle()
    assert "Tin nhắn gửi trước khi có câu hỏi dưới đây" in person.heard
    assert "✔ A2. Số năm giữ chức danh: 7" in person.heard
    assert "qual" not in await house.answers()


async def test_a_text_delayed_by_the_network_is_not_its_answer(house: House) -> None:
    """By Telegram's own dates: sent before the card, delivered after it."""
    person = await house.at_question(2)
    await person.phone.says("6")
    update = house.simulator.world.queue.waiting.pop()
    await person.taps("Đúng")
    house.simulator.world.queue.push(update.kind, update.sender, update.body, house.clock.now())
    house.simulator.world.wake()
    await house.settle()
    assert "Tin nhắn gửi trước" in person.heard
    assert "qual" not in await house.answers()


async def test_a_text_overtaken_by_a_tap_within_one_second_is_not_the_next_answer(house: House) -> None:
    """Of two webhook workers one hears of a tap before the other hears of the text that was sent before it."""
    person = await house.at_question(2)
    await person.taps("Đúng")
    address = str(person.phone.user_id)
    async with house.app.database.read() as conn:
        known = (await responses.load(conn, "telegram", [address], house.clock.now()))[address]
        assert known.wave is not None
        form = await form_of(conn, known.wave)
    chat, standing = known.contact_point, restore(known, form, house.clock.now(), house.app.settings.zone)
    assert chat.card_turn
    assert chat.card_sent_at is not None
    after_the_card = str(int(chat.card_first_ref) + 1)
    text = Inbound(
        "telegram", chat.card_turn + 1, InboundKind.TEXT, address, address, chat.card_sent_at, after_the_card
    )
    assert not is_late(known, standing, text)
    assert is_late(known, standing, replace(text, update_id=chat.card_turn - 1))


async def test_a_question_that_is_not_confirmed_yet_is_answered_by_nobody(house: House) -> None:
    """While its card hangs, what is typed answers the question before: it is asked again."""
    person = await house.at_question(2)
    await person.taps("Đúng")
    async with house.app.database.begin() as conn:
        await conn.execute(update(contact_points).values(card_visit=contact_points.c.card_visit - 1))
    await house.lets_pass(timedelta(minutes=1))
    heard = await person.says("4")
    assert "Tin nhắn gửi trước" in heard
    assert "qual" not in await house.answers()
    await person.says("4")
    assert (await house.answers())["qual"]


async def test_only_the_first_text_of_a_batch_is_taken(house: House) -> None:
    """Two texts at once: the first answers, the second does not, and the card says what was stored."""
    person = await house.at_question(1)
    heard = await person.says_at_once("1964", "5")
    assert await house.answers() == {"birth": "1964"}
    assert "✔ A1. Năm sinh: 1964" in heard
    assert "chỉ đọc tin đầu" in heard
    assert "Câu 2/7" in heard


async def test_a_message_while_no_question_is_open(house: House) -> None:
    """After sending, and at the review, a text is answered kindly and stored nowhere."""
    person = await house.at_question(8)
    before = await count_revisions(house)
    heard = await person.says("Cảm ơn")
    assert "đang xem lại phiếu nên tin vừa rồi chưa được ghi" in heard
    await person.taps("Gửi phiếu")
    heard = await person.says("Cảm ơn")
    assert "không có câu nào đang hỏi" in heard
    assert "Sửa câu trả lời" in person.buttons
    assert await count_revisions(house) == before


async def test_an_edited_message_changes_nothing(house: House) -> None:
    """Changing an old message does not change the answer; the bot says how to."""
    person = await house.at_question(1)
    await person.says("1964")
    mine = next(message for message in person.phone.messages if message.text == "1964")
    heard = await person.edits(mine, "1965")
    assert (await house.answers())["birth"] == "1964"
    assert "không đọc tin nhắn đã sửa" in heard


async def test_a_sticker_is_answered_kindly(house: House) -> None:
    """A sticker is no answer; the question stands again below."""
    person = await house.at_question(1)
    heard = await person.sends_sticker()
    assert "chỉ đọc được chữ" in heard
    assert "Câu 1/7" in heard
    assert await house.answers() == {}


# --- pausing ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("way", ["tiếp tục", "tiep tuc", "/start", "button"])
async def test_pausing_and_going_on(house: House, way: str) -> None:
    """“dừng” keeps everything; a word, the button or /start goes on at the open question."""
    person = await house.at_question(4)
    heard = await person.says("dừng")
    assert "Đã tạm dừng" in heard
    assert "(3/7 câu)" in heard
    assert "thứ Sáu, 08/5/2015, 17:00" in heard
    heard = await person.taps("Tiếp tục trả lời") if way == "button" else await person.says(way)
    assert "Câu 4/7" in heard
    assert (await house.response())["status"] == "in_progress"


async def test_a_text_during_a_pause_is_not_an_answer(house: House) -> None:
    """Whatever else is typed while paused is not stored, and the pause says how to go on."""
    person = await house.at_question(4)
    await person.says("dừng")
    heard = await person.says("5 2")
    assert "đang tạm dừng nên tin vừa rồi chưa được ghi" in heard
    assert "c01_i" not in await house.answers()
    assert "Câu 3/7" in await person.says("sửa 3")


# --- review and corrections -------------------------------------------------------------------------


async def test_the_review_has_a_button_per_section_and_per_question(house: House) -> None:
    """A section opens its answers, a number opens the question, and the answer leads back to the review."""
    person = await house.at_question(8)
    assert person.buttons[:3] == ["A. BẢN THÂN", "B. NHU CẦU", "📨 Gửi phiếu"]
    heard = await person.taps("B. NHU CẦU")
    assert "4. B1. Tin học văn phòng: Rất quan trọng · Yếu" in heard
    assert "6. B3. Có thể đi học từ ngày nào: (bỏ qua)" in heard
    heard = await person.taps("6")
    assert "Câu 6/7" in heard
    assert "Xem lại trước khi gửi" in await person.says("1/6/2015")
    assert (await house.answers())["from_day"] == "2015-06-01"


async def test_a_valid_correction_after_sending_counts_at_once(house: House) -> None:
    """The response is amended, nothing has to be sent again, and both values are kept."""
    person = await house.finished()
    await person.taps("Sửa câu trả lời")
    await person.taps("A. BẢN THÂN")
    await person.taps("3")
    heard = await person.taps("Cao đẳng")
    assert "không cần gửi lại" in heard
    assert (await house.response())["status"] == "amended"
    revisions = [row["value"] for row in await house.rows("answer_revisions") if row["item"] == "qual"]
    assert revisions == ["dh", "cd"]


async def test_a_correction_that_spoils_another_answer_reopens_the_form(house: House) -> None:
    """A later birth year makes the years in office impossible: they are asked again before it counts."""
    person = await house.finished()
    await person.says("sửa 1")
    heard = await person.says("1995")
    assert "cần xem lại" in heard
    assert (await house.response())["status"] == "in_progress"
    await person.says("gửi")
    assert "Câu 2/7" in person.heard
    await person.says("2")
    await person.taps("Gửi phiếu")
    assert (await house.response())["status"] == "amended"


async def test_submitting_looks_at_everything_again(house: House) -> None:
    """What a correction spoiled before sending is reopened on sending; no complete response violates its form."""
    person = await house.at_question(8)
    await person.says("sửa 1")
    await person.says("1995")
    await person.says("xem lại")
    heard = await person.taps("Gửi phiếu")
    assert "cần xem lại" in heard
    assert "Câu 2/7" in heard
    await person.says("2")
    await person.taps("Gửi phiếu")
    assert (await house.response())["status"] == "completed"


# --- the end of the wave ----------------------------------------------------------------------------


@pytest.mark.parametrize("is_tick_late", [False, True])
async def test_an_answer_after_the_closing_is_not_stored(house: House, is_tick_late: bool) -> None:
    """A tap and a text after the closing hear when it was, whether or not the closing was carried out yet."""
    person = await house.at_question(3)
    before = await house.answers()
    await house.waits_until(CLOSES_AT + timedelta(minutes=1), ticks=not is_tick_late)
    heard = await person.says("2")
    assert "đã kết thúc vào thứ Sáu, 08/5/2015, 17:00" in heard
    assert "không được ghi" in heard
    heard = await person.taps("Cao đẳng")
    assert "đã kết thúc vào thứ Sáu, 08/5/2015, 17:00" in heard
    assert await house.answers() == before


async def test_after_the_closing_nothing_is_corrected(house: House) -> None:
    """/sua and /start say that the wave has ended."""
    person = await house.finished()
    await house.waits_until(CLOSES_AT + timedelta(hours=1))
    assert "đã kết thúc vào thứ Sáu, 08/5/2015, 17:00" in await person.says("/sua")
    assert "đã kết thúc" in await person.starts()


# --- several people ---------------------------------------------------------------------------------


async def test_people_answer_side_by_side(house: House) -> None:
    """Four people in one batch: everybody's answer is their own."""
    people: list[Official] = [await house.at_question(1, key) for key in sorted(house.officials)]

    async def answer(phone: Phone, text: str) -> None:
        await phone.says(text)

    await asyncio.gather(*(answer(person.phone, str(1960 + i)) for i, person in enumerate(people)))
    await house.settle()
    stored = [(await house.answers(key))["birth"] for key in sorted(house.officials)]
    assert stored == ["1960", "1961", "1962", "1963"]


ONCE = """
| survey |
|  | type | name | label | calculation |
|--|------|------|-------|-------------|
|  | calculate | lot | | once(random()) |
|  | calculate | group | | if(${lot} < 0.5, 'A', 'B') |
|  | text | idea | Nhóm ${group}. Ý kiến? | |
|  | text | more | Ý kiến khác? | |
| settings |
|  | form_title | form_id | version |
|  | Bốc thăm | boc_tham | 1 |
"""


async def test_what_is_worked_out_once_is_stored_with_the_first_answer(
    sqlite_url: str, tmp_path: Path
) -> None:
    """The lot is a row like an answer, with the group that the card named; nobody is told that they answered it."""
    async with open_house(sqlite_url, tmp_path, is_wave_open=False) as house:
        found = read_form(ONCE.encode(), "boc_tham.md")
        form = getattr(found, "form", found)
        assert isinstance(form, Questionnaire)
        async with house.app.database.begin() as conn:
            await publish(conn, form, house.clock.now())
        await order_wave(house, "boc_tham")
        person = await house.asked()
        named = re.search("Nhóm ([AB])[.]", person.heard)
        heard = await person.says("Đủ rồi")
        answers = await house.answers()
    assert named is not None
    assert answers.keys() == {"lot", "idea"}
    assert named[1] == ("A" if float(answers["lot"]) < 0.5 else "B")
    assert heard.count("✔") == 1
