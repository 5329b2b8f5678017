"""A whole survey on Zalo: nothing but typed words, few messages, nothing lost."""

import re
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.simulator.failures import Fault
from storage import budgets, frame
from tests.bot.house import CLOSES_AT, MORNING, ZONE, House
from tests.bot.test_scenarios import compare
from tests.bot.zalo_house import Typist, ZaloHouse, open_zalo_house

PRESSING = re.compile(r"bấm|nút", re.IGNORECASE)
ANSWERS = ("đúng", "đúng", "đúng", "5 2", "1 3", "bỏ qua", "bỏ qua")


@pytest.fixture
async def zalo_house(sqlite_url: str, tmp_path: Path) -> AsyncIterator[ZaloHouse]:
    """Open a house on Zalo with a wave of the small form."""
    async with open_zalo_house(sqlite_url, tmp_path) as opened:
        yield opened


async def at_question(house: ZaloHouse, number: int, key: str = "K01") -> Typist:
    """An official who has answered every question before ``number``."""
    person = await house.agreed(key)
    for reply in ("tiếp", *ANSWERS[: number - 1]):
        await person.says(reply)
    return person


def speaks_of_no_buttons(person: Typist) -> bool:
    """Whether no message tells them to press anything, and each can be sent."""
    return not any(PRESSING.search(text) or not 0 < len(text) <= 2000 for text in person.texts)


async def test_one_who_makes_mistakes(zalo_house: ZaloHouse, request: pytest.FixtureRequest) -> None:
    """Wrong replies, stickers, two texts at once, going back, pausing, a correction: all by typed words."""
    person = zalo_house.typist("Lan")
    await person.sends("sticker")
    for words in ("KKKK-2222", zalo_house.codes["K01"].short, "ai đấy?", "đúng", "hỏi thêm", "tôi đồng ý"):
        await person.says(words)
    await person.sends("image")
    for words in ("gì cơ", "tiếp", "1963", "quay lại", "đúng", "bảy năm", "7", "dung", "cao dang"):
        await person.says(words)
    for words in ("52", "5 2", "9", "1 5", "1 3", "dừng", "à ừ", "tiếp tục", "bỏ qua"):
        await person.says(words)
    await person.sends("voice")
    for words in (
        "Nên mở lớp vào buổi tối.",
        "phần 2",
        "xem lại",
        "sửa 3",
        "4",
        "gửi",
        "cảm ơn",
        "/sua",
        "sửa 7",
    ):
        await person.says(words)
    await person.says("Không có gì thêm.")
    assert (await zalo_house.response())["status"] == "amended"
    assert speaks_of_no_buttons(person)
    compare(zalo_house, person, "zalo-nham-lan", request)


async def test_one_who_uses_every_right(zalo_house: ZaloHouse, request: pytest.FixtureRequest) -> None:
    """See all of it as text, withdraw, come back, stop reminders, erase; each step is a typed word."""
    person = await at_question(zalo_house, 5)
    for words in (
        "/trogiup",
        "/dulieu",
        "/ngungnhac",
        "/nhaclai",
        "/rutlai",
        "/giunguyen",
        "/rutlai chắc chắn",
    ):
        await person.says(words)
    for words in ("/start", "đọc lại thông báo", "tôi đồng ý", "/xoa", "/xoa chac chan", "/start"):
        await person.says(words)
    assert await zalo_house.rows("responses") == []
    assert speaks_of_no_buttons(person)
    compare(zalo_house, person, "zalo-quyen-du-lieu", request)


async def test_the_copy_is_one_message_with_everything_in_words(zalo_house: ZaloHouse) -> None:
    """What stands, what stood before, and no name or code of ours; one message of the month's for a short form."""
    person = await at_question(zalo_house, 5)
    for words in ("sửa 1", "1960"):
        await person.says(words)
    before = len(person.texts)
    heard = await person.says("/dulieu")
    assert len(person.texts) == before + 1
    assert "A1. Năm sinh: 1960" in heard
    assert "Giá trị ghi trước đây: A1. Năm sinh: 1963 (thứ Hai, 20/4/2015, 08:0" in heard
    assert not re.search(r"birth|in_progress|given|: bt|: dh|zalo;|2015-0", heard)


async def test_one_who_refuses_and_thinks_again(zalo_house: ZaloHouse) -> None:
    """A typed no is a no; the notice can be read again, and agreed to."""
    person = await zalo_house.typed_in()
    assert "sẽ không hỏi" in await person.says("tôi không đồng ý")
    assert "nhắn “đọc lại thông báo”" in await person.says("à mà này")
    assert "THÔNG BÁO" in await person.says("Đọc lại thông báo")
    assert "Phiếu thử" in await person.says("tôi đồng ý")
    assert speaks_of_no_buttons(person)


async def test_a_denied_code_stays_whole(zalo_house: ZaloHouse) -> None:
    """Who is somebody else says so, and the right person can still use the code."""
    wrong = zalo_house.typist()
    await wrong.says(zalo_house.codes["K01"].short)
    assert "chưa dùng" in await wrong.says("không phải")
    person = await zalo_house.typed_in("K01")
    assert "THÔNG BÁO" in person.heard


async def test_reminders_are_answered_by_words(zalo_house: ZaloHouse, request: pytest.FixtureRequest) -> None:
    """Invited, put off, reminded, gone on with: and the reminder says with which words."""
    person = await at_question(zalo_house, 3)
    await zalo_house.waits_until(MORNING + timedelta(days=2, hours=1))
    assert "/sangmai" in person.heard
    await person.says("/sangmai")
    await zalo_house.waits_until(MORNING + timedelta(days=3, hours=1))
    await person.says("/start")
    assert "Câu 3/7" in person.heard
    await zalo_house.waits_until(CLOSES_AT + timedelta(minutes=5))
    await person.says("đúng")
    assert speaks_of_no_buttons(person)
    compare(zalo_house, person, "zalo-nhac", request)


@pytest.mark.parametrize("key", ["K01", "K03"])
async def test_the_built_in_form_takes_few_messages(sqlite_url: str, tmp_path: Path, key: str) -> None:
    """Leader or specialist, from the first word to the thank-you: 45 messages at most, two reminders among them."""
    async with open_zalo_house(sqlite_url, tmp_path, is_form_built_in=True) as house:
        person = house.typist("Lan")
        for words in ("xin chào", house.codes[key].short, "đúng", "tôi đồng ý"):
            await person.says(words)
        await house.waits_until(MORNING + timedelta(days=2, hours=1))
        await house.waits_until(MORNING + timedelta(days=4, hours=1))
        for _ in range(60):
            if "gửi" in person.heard.splitlines()[-1]:
                break
            await person.says(reply_to(person.heard))
        await person.says("gửi")
        assert (await house.response(key))["status"] == "completed"
        assert len(person.texts) <= 45
        assert speaks_of_no_buttons(person)


def reply_to(text: str) -> str:
    """Type what the card itself proposes: what is right, else the example, else a number, else on."""
    example = re.search(r"ví dụ: ([\d ,]+)\)", text)
    if "“Đúng cả”" in text:
        return "đúng cả"
    if "nhắn “Đúng”" in text:
        return "đúng"
    if "/start" in text:
        return "/start"
    if "“bỏ qua”" in text:
        return "bỏ qua"
    if example is not None:
        return example[1]
    return "1" if "Nhắn số thứ tự" in text or "Trả lời từng câu" in text else "tiếp"


async def test_a_lost_answer_is_asked_for_again(zalo_house: ZaloHouse) -> None:
    """Zalo loses a message: at the next word the question stands there again, and nothing is stored twice."""
    person = await at_question(zalo_house, 2)
    zalo_house.zalo.lose_next()
    await person.says("đúng")
    assert "Câu 2/7" in person.heard
    assert "Câu 2/7" in await person.says("có ai không")
    assert "Câu 3/7" in await person.says("7")
    revisions = [row["value"] for row in await zalo_house.rows("answer_revisions")]
    assert revisions.count("7") == 1
    assert (await zalo_house.answers())["years"] == "7"


async def test_a_bad_day_of_zalo_loses_no_answer(zalo_house: ZaloHouse) -> None:
    """Each kind of failure on each message: every answer stands once, and the next question comes."""
    person = await zalo_house.agreed()
    await person.says("tiếp")
    for reply, fault in zip(ANSWERS, (*Fault,), strict=False):
        if fault is not Fault.CONFLICT:  # nothing that Zalo is known to say
            zalo_house.zalo.script_failure("sendMessage", 1, fault)
        await person.says(reply)
        await zalo_house.lets_pass(timedelta(minutes=2))
    assert "Nhắn “gửi”" in person.heard
    await person.says("gửi")
    assert (await zalo_house.response())["status"] == "completed"
    assert (await zalo_house.rows("contact_points"))[0]["blocked_at"] is None


async def test_who_cannot_write_to_bots_is_led_to_the_page(sqlite_url: str, tmp_path: Path) -> None:
    """Zalo keeps from bots what some people write: they hear where else they can answer."""
    async with open_zalo_house(sqlite_url, tmp_path) as house:
        assert "báo người đã gửi mã" in await house.typist().sends("unsupported")
        await house.restart(web_url="https://khaosat.example/trang", web_port=0)
        assert "https://khaosat.example/trang" in await house.typist().sends("unsupported")
        person = await house.agreed()
        assert "https://khaosat.example/trang" in await person.sends("unsupported")


async def test_people_are_bound_to_the_bot_they_wrote_to(sqlite_url: str, tmp_path: Path) -> None:
    """Two officials at two bots: each is answered, invited and reminded by their own."""
    async with open_zalo_house(sqlite_url, tmp_path, bot_count=2) as house:
        first, second = await house.agreed("K01", bot=0), await house.agreed("K02", bot=1)
        await house.waits_until(MORNING + timedelta(days=2, hours=1))
        assert "đang chờ ý kiến" in first.heard
        assert "đang chờ ý kiến" in second.heard
        assert [len(bot.chats) for bot in house.zalo.bots] == [1, 1]


# --- the month's messages ---------------------------------------------------------------------------------


async def test_administrators_hear_when_four_fifths_are_gone(sqlite_url: str, tmp_path: Path) -> None:
    """Once at 80 percent and once at the end; the progress says it at any time."""
    async with open_zalo_house(sqlite_url, tmp_path, has_telegram=True, zalo_monthly_messages=10) as house:
        administrator = await house.administrator()
        person = await at_question(house, 5)  # eight messages
        await house.tick()
        assert "đã gửi 8/10 tin trong tháng (80%)" in administrator.heard
        await house.tick()
        assert len([text for text in house_texts(administrator) if "80%" in text]) == 1
        await person.says("1 3")
        await person.says("bỏ qua")
        await house.tick()
        assert "chỉ trả lời" in administrator.heard
        await administrator.says("/quantri")
        await administrator.taps("Xem tiến độ")
        assert "đã gửi 10/10 tin" in administrator.heard


def house_texts(person: object) -> list[str]:
    """What somebody on Telegram has heard."""
    return [message.text for message in person.phone.heard]  # type: ignore[attr-defined]


async def test_a_spent_month_answers_and_does_not_remind(sqlite_url: str, tmp_path: Path) -> None:
    """Whoever writes is answered; the reminder waits for the next month, and leaves then."""
    async with open_zalo_house(sqlite_url, tmp_path, zalo_monthly_messages=5, reminders="+2d,+4d") as house:
        person = await at_question(house, 3)
        await house.waits_until(MORNING + timedelta(days=2, hours=1))
        await house.waits_until(MORNING + timedelta(days=4, hours=1))
        assert "đang chờ" not in person.heard
        assert "Câu 4/7" in await person.says("đúng")
        await house.waits_until(MORNING.replace(month=5, day=4, hour=9))
        assert "đã trả lời" in person.heard
        assert [
            row["purpose"] for row in await house.rows("contact_attempts") if row["result"] == "sent"
        ] == ["reminder"]


async def test_a_code_typed_in_a_linked_chat_is_no_answer(zalo_house: ZaloHouse) -> None:
    """Whoever types a code of somebody else at an open question is asked whether that is them; nothing is stored."""
    person = await at_question(zalo_house, 7)
    before = await zalo_house.rows("answers")
    code = zalo_house.codes["K02"].short
    assert zalo_house.officials["K02"].full_name in await person.says(code)
    assert code not in str(await zalo_house.rows("answers"))
    assert len(await zalo_house.rows("answers")) == len(before)


@pytest.mark.parametrize(
    ("yes", "agreed"),
    [("vâng ạ", "đồng ý ạ"), ("dạ đúng ạ", "vâng, tôi đồng ý"), ("ok", "Dạ, tôi đồng ý ạ.")],
)
async def test_polite_words_are_understood(zalo_house: ZaloHouse, yes: str, agreed: str) -> None:
    """People say yes as they speak, to who they are and to the notice."""
    person = zalo_house.typist("Lan")
    await person.says(zalo_house.codes["K01"].short)
    await person.says(yes)
    await person.says(agreed)
    assert [row["action"] for row in await zalo_house.rows("consent_events")] == ["given"]


async def test_a_raised_limit_counts_from_the_start_on(sqlite_url: str, tmp_path: Path) -> None:
    """The month was spent; started again with more messages, the bot reminds without having sent one before."""
    async with open_zalo_house(sqlite_url, tmp_path, zalo_monthly_messages=5, reminders="+2d") as house:
        person = await at_question(house, 3)
        await house.restart(zalo_monthly_messages=500)
        await house.waits_until(MORNING + timedelta(days=2, hours=1))
        assert "đã trả lời" in person.heard


async def test_a_budget_is_told_before_anything_was_sent(zalo_house: ZaloHouse) -> None:
    """Each bot's limit stands in the database as soon as the bot runs."""
    async with zalo_house.app.database.read() as conn:
        told = await budgets.list_budgets(conn, zalo_house.clock.now())
    assert {(each.sent_count, each.message_limit) for each in told} == {(0, 3000)}


async def test_a_spent_month_reminds_by_another_chat(sqlite_url: str, tmp_path: Path) -> None:
    """Who also has a chat elsewhere is reminded there, though Zalo was used last."""
    async with open_zalo_house(
        sqlite_url, tmp_path, has_telegram=True, zalo_monthly_messages=4, reminders="+2d"
    ) as house:
        elsewhere = await house.linked("K01")
        now = house.clock.now()
        async with house.app.database.begin() as conn:
            (code,) = await frame.issue_codes(
                conn, now, CLOSES_AT, now.astimezone(ZONE).date(), roster_keys=["K01"]
            )
        house.codes["K01"] = code
        person = await house.agreed("K01")
        await person.says("tiếp")
        said = len(person.texts)
        await house.waits_until(MORNING + timedelta(days=2, hours=1))
        assert len(person.texts) == said
        assert "nhắn /start" in elsewhere.heard


async def test_a_reminder_that_waited_in_the_queue_is_dropped_when_the_month_is_spent(
    sqlite_url: str, tmp_path: Path
) -> None:
    """It is looked at once more before it leaves, and may be queued again."""
    async with open_zalo_house(sqlite_url, tmp_path, reminders="+2d") as house:
        person = await at_question(house, 3)
        house.zalo.script_failure("sendMessage", 1, Fault.SERVER_ERROR)
        await house.waits_until(MORNING + timedelta(days=2, hours=1), ticks=False)
        async with house.app.database.begin() as conn:
            account = budgets.account_of("zalo", person.phone.address)
            await budgets.spend(conn, account, 5000, house.clock.now(), limit=3000)
        await house.tick()
        assert "đang chờ" not in person.heard
        assert not [row for row in await house.rows("contact_attempts") if row["result"] == "sent"]


async def test_an_administrator_on_zalo_sees_the_progress(zalo_house: ZaloHouse) -> None:
    """No menu and no files: how the waves stand, and where orders are given."""
    administrator = await zalo_house.typed_administrator()
    told = await administrator.says("/quantri")
    assert "Phiếu thử" in told
    assert "nhận báo cáo" in told
    assert speaks_of_no_buttons(administrator)


async def test_the_other_channels_speak_of_buttons_as_before(house: House) -> None:
    """On a channel that has them, the same sentences tell what to press."""
    person = await house.at_question(3)
    assert "bấm hoặc nhắn “Đúng”" in person.heard
    assert "Có thể nhắn" not in person.heard


@pytest.mark.parametrize("what", ["image", "sticker"])
async def test_a_picture_is_told_from_words_before_the_interview(zalo_house: ZaloHouse, what: str) -> None:
    """While the code, "is that you?" or the notice stands open, too: each is shown again below that."""
    person = zalo_house.typist("Lan")
    for words in ("", zalo_house.codes["K01"].short, "đúng"):
        before = await person.says(words) if words else ""
        heard = await person.sends(what)
        assert heard.startswith("Tôi chỉ đọc được chữ, chưa đọc được hình")
        assert before.splitlines()[-1:] == [] or before.splitlines()[-1] in heard
