"""The rights over one's own data: /dulieu, /sua, /rutlai, /xoa, /ngungnhac do what they say."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from bot.texts import say
from bot.texts.identity import TEXTS as IDENTITY
from storage.mailbox import InboxEntry, mark_received
from storage.sql import officials
from surveys.field_period import Calendar
from tests.bot.house import CLOSES_AT, ZONE, House, Official, open_house
from tests.storage.files import bytes_of

SECRET = "Ý kiến rất riêng của tôi"


async def says_own_opinion(house: House, key: str = "K01") -> Official:
    """An official who has written an opinion and sent the form."""
    person = await house.at_question(7, key)
    await person.says(SECRET)
    await person.taps("Gửi phiếu")
    return person


# --- a copy -----------------------------------------------------------------------------------------


async def test_the_copy_holds_ones_own_data_and_nobody_elses(house: House) -> None:
    """/dulieu says what is stored and sends a file with it: of this person only."""
    await says_own_opinion(house, "K01")
    other = await house.at_question(3, "K02")
    async with house.app.database.begin() as conn:
        await conn.execute(update(officials).values(ethnicity="dtts"))
    await other.says("/dulieu")
    texts = "\n".join(message.text for message in other.phone.heard)
    assert "Theo danh sách của cơ quan: Trần Thị Mai; Chủ tịch UBND; Xã An Thịnh; năm sinh 1970" in texts
    assert "Đồng ý xử lý dữ liệu: đã đồng ý, thứ Hai, 20/4/2015, 08:0" in texts
    assert "1. A1. Năm sinh: 1970" in texts
    ((name, content),) = other.phone.documents
    assert name == "du-lieu-cua-toi.json"
    copy = json.loads(content)
    assert "Trần Thị Mai" in content.decode()
    assert "1970" in json.dumps(copy["responses"])
    assert copy["official"]["ethnicity"] == "dtts"
    for foreign in ("Nguyễn Văn Hòa", SECRET, "K01", "0900 000 001"):
        assert foreign not in content.decode()


async def test_the_copy_may_not_be_forwarded(house: House) -> None:
    """Both messages of the copy are protected: the data are for the person alone."""
    person = await house.at_question(3)
    await person.says("/dulieu")
    assert all(message.is_protected for message in person.phone.heard[-3:])


async def test_a_copy_before_any_answer(house: House) -> None:
    """Who has decided nothing yet may see what the roster says of them."""
    person = await house.linked()
    await person.says("/dulieu")
    texts = "\n".join(message.text for message in person.phone.heard)
    assert "Đồng ý xử lý dữ liệu: chưa." in texts
    assert "Chưa có câu trả lời nào." in texts


# --- correcting -------------------------------------------------------------------------------------


async def test_correcting_opens_the_review(house: House) -> None:
    """/sua shows the answers by section, before and after sending."""
    person = await house.at_question(3)
    assert "Xem lại trước khi gửi" in await person.says("/sua")
    person = await house.finished("K02")
    assert "Câu trả lời đã lưu của đồng chí" in await person.says("/sua")
    assert "📨 Gửi phiếu" not in person.buttons


async def test_an_unfinished_review_leads_to_what_is_missing(house: House) -> None:
    """From the review of a half-finished form "tiếp" opens the first question without an answer."""
    person = await house.at_question(3)
    await person.says("/sua")
    assert "Câu 3/7" in await person.says("tiếp")


# --- withdrawing ------------------------------------------------------------------------------------


async def test_withdrawing_asks_first(house: House) -> None:
    """/rutlai explains and does nothing until it is confirmed; "giữ nguyên" keeps everything."""
    person = await house.finished()
    heard = await person.says("/rutlai")
    assert "chậm nhất ngày 05/5/2015" in heard
    assert "được giữ nguyên" in await person.taps("Giữ nguyên")
    assert (await house.case())["withdrawn_at"] is None


async def test_a_withdrawal_stops_questions_and_reminders(house: House) -> None:
    """After it nothing is asked, no reminder comes, and the case counts as withdrawn."""
    person = await house.at_question(3)
    data, card = person.data_of("Cao đẳng"), person.phone.card
    await person.says("/rutlai")
    heard = await person.taps("Rút lại đồng ý")
    assert "Đã rút lại đồng ý" in heard
    await person.taps_data(data, on=card)
    await person.says("2")
    assert "qual" not in await house.answers()
    count = len(person.phone.messages)
    await house.waits_until(CLOSES_AT)
    assert len(person.phone.messages) == count
    assert (await house.case())["outcome"] not in ("completed", "partial")


async def test_a_withdrawal_is_carried_out_in_time(house: House) -> None:
    """The request is registered with 15 days and the answers are gone by then."""
    await says_own_opinion(house)
    person = house.simulator.phones[1002]
    official = Official(house, person, None)
    await official.says("/rutlai")
    await official.taps("Rút lại đồng ý")
    (request,) = await house.rows("data_requests")
    assert (request["kind"], request["act_due"], request["done_at"]) == ("withdraw", date(2015, 5, 5), None)
    assert request["answer_due"] == date(2015, 4, 22)
    assert SECRET in await house.everything_stored()
    await house.waits_until(house.clock.now() + timedelta(days=15))
    (request,) = await house.rows("data_requests")
    assert request["done_at"] is not None
    assert SECRET not in await house.everything_stored()


async def test_who_withdrew_may_come_back(house: House) -> None:
    """/start shows the notice again; agreeing goes on with the answers given before."""
    person = await house.at_question(3)
    await person.says("/rutlai")
    await person.taps("Rút lại đồng ý")
    await person.starts()
    await person.taps("Đọc lại thông báo")
    assert "Câu 3/7" in await person.taps("Tôi đồng ý")
    assert [row["done_at"] is not None for row in await house.rows("data_requests")] == [True]


async def test_there_is_nothing_to_withdraw_without_consent(house: House) -> None:
    """Who never agreed hears so."""
    person = await house.linked()
    await person.says("/rutlai")
    assert "Không có dữ liệu nào" in await person.taps("Rút lại đồng ý")


# --- erasing ----------------------------------------------------------------------------------------


async def test_erasing_leaves_nothing_but_the_tombstone(house: House) -> None:
    """After /xoa no table holds the person's words or chat; the chain of consent and the request stay."""
    person = await says_own_opinion(house)
    other = await says_own_opinion_of_another(house)
    await person.says("/xoa")
    heard = await person.taps("Xóa hẳn dữ liệu")
    assert "Đã xóa dữ liệu của đồng chí" in heard
    stored = await house.everything_stored()
    assert SECRET not in stored
    assert f'"{person.phone.user_id}"' not in stored
    assert await house.rows("paradata") == [
        row for row in await house.rows("paradata") if row["response_id"] == await response_id(house, "K02")
    ]
    assert [row["action"] for row in await house.rows("consent_events")][-1] == "erased"
    assert [row["kind"] for row in await house.rows("data_requests")] == ["erase"]
    assert (await house.answers("K02"))["idea"] == "Của người khác"
    assert other.heard.startswith("Cảm ơn")


async def test_erasing_leaves_no_byte_in_the_files(sqlite_url: str, tmp_path: Path) -> None:
    """After /xoa no file holds the person's words, and their name only once, in the roster; the bot runs on."""
    async with open_house(sqlite_url, tmp_path) as house:
        person = await says_own_opinion(house)
        assert person.record is not None
        await person.says("/dulieu")
        await says_own_opinion_of_another(house)
        database, name = house.app.database, person.record.full_name.encode()
        await leave_a_dead_update(house, person)
        assert SECRET.encode() in bytes_of(database)
        assert bytes_of(database).count(name) > 1
        await person.says("/xoa")
        await person.taps("Xóa hẳn dữ liệu")
        await house.tick()
        left = bytes_of(database)
        assert SECRET.encode() not in left
        assert left.count(name) == 1
        assert "Của người khác".encode() in left
        assert (await house.somebody().starts()) == say(IDENTITY.welcome_stranger)


async def leave_a_dead_update(house: House, person: Official) -> None:
    """Store an update of the person whose turn failed, with its whole payload."""
    entry = InboxEntry(
        "telegram", 999_999, str(person.phone.user_id), house.clock.now(), "dead", {"text": SECRET}
    )
    async with house.app.database.begin() as conn:
        await mark_received(conn, [entry])


async def says_own_opinion_of_another(house: House) -> Official:
    """Another official, whose answers must stay."""
    other = await house.at_question(7, "K02")
    await other.says("Của người khác")
    await other.taps("Gửi phiếu")
    return other


async def response_id(house: House, key: str) -> int:
    """The number of an official's response."""
    return int((await house.response(key))["id"])


async def test_after_erasure_one_is_a_stranger(house: House) -> None:
    """A second /xoa, a second tap, old buttons: all are answered as to anybody."""
    person = await house.at_question(3)
    data, card = person.data_of("Cao đẳng"), person.phone.card
    await person.says("/xoa")
    erase = person.data_of("Xóa hẳn")
    ask = person.phone.card
    await person.taps("Xóa hẳn dữ liệu", times=2)
    assert say(IDENTITY.welcome_stranger) == person.heard
    assert any("Đã xóa dữ liệu" in message.text for message in person.phone.heard)
    for act in (person.says("/xoa"), person.says("2"), person.taps_data(data, on=card)):
        assert await act == say(IDENTITY.welcome_stranger)
    assert await person.taps_data(erase, on=ask) == say(IDENTITY.welcome_stranger)
    assert await person.starts(house.codes["K01"].long) == say(IDENTITY.code_unknown)
    assert (await house.case())["withdrawn_at"] is not None
    assert all(tap.is_answered for tap in house.simulator.world.taps.values())


async def test_erasing_asks_first(house: House) -> None:
    """/xoa alone erases nothing."""
    person = await house.at_question(3)
    assert "không lấy lại được" in await person.says("/xoa")
    assert len(await house.answers()) == 2
    assert "Câu 3/7" in await person.starts()


# --- reminders --------------------------------------------------------------------------------------


async def test_reminders_are_stopped_and_allowed_again(house: House) -> None:
    """/ngungnhac stops them, the interview stays open; one tap allows them again."""
    person = await house.at_question(3)
    heard = await person.says("/ngungnhac")
    assert "sẽ không nhắc nữa" in heard
    assert "thứ Sáu, 08/5/2015, 17:00" in heard
    count = len(person.phone.messages)
    await house.waits_until(house.clock.now() + timedelta(days=3))
    assert len(person.phone.messages) == count
    await person.taps("Nhận nhắc trở lại")
    await house.waits_until(CLOSES_AT - timedelta(hours=32))
    assert "Hạn trả lời" in person.heard


async def test_a_reminder_goes_on_with_one_tap(house: House) -> None:
    """The button under a reminder opens the question that was left open."""
    person = await house.at_question(3)
    await house.waits_until(house.clock.now().astimezone(ZONE).replace(hour=9, minute=0) + timedelta(days=2))
    assert "đã trả lời 2/" in person.heard
    heard = await person.taps("Trả lời tiếp")
    assert "Câu 3/7" in heard
    assert "Câu 4/7" in await person.taps("Cao đẳng")


async def test_a_reminder_is_put_off(house: House) -> None:
    """“Sáng mai” names when the next one comes, and it comes then."""
    person = await house.at_question(3)
    await house.waits_until(house.clock.now().astimezone(ZONE).replace(hour=9, minute=0) + timedelta(days=2))
    heard = await person.taps("Sáng mai")
    assert "thứ Năm, 23/4/2015" in heard
    count = len(person.phone.heard)
    await house.waits_until(house.clock.now().astimezone(ZONE).replace(hour=9, minute=0) + timedelta(days=1))
    assert len(person.phone.heard) == count + 1


@pytest.mark.parametrize(
    ("day", "count", "due"), [("2015-04-20", 2, "2015-04-22"), ("2015-04-27", 2, "2015-05-05")]
)
def test_answers_are_due_in_working_days(day: str, count: int, due: str) -> None:
    """Two working days after a Monday is Wednesday; Giỗ Tổ, 30/4 and the days beside them are jumped over."""
    calendar = Calendar.vietnam(range(2014, 2018))
    assert calendar.working_day_from(date.fromisoformat(day), count) == date.fromisoformat(due)


# --- after the retention ----------------------------------------------------------------------------


async def test_the_retention_ends_by_itself(database_url: str, tmp_path: Path) -> None:
    """Ninety days after the closing the ticks unlink the wave, once, on both databases; the bot goes on."""
    async with open_house(database_url, tmp_path) as house:
        await says_own_opinion(house)
        await house.waits_until(CLOSES_AT)
        await house.waits_until(CLOSES_AT + timedelta(days=89))
        assert [case["official_id"] is None for case in await house.rows("cases")] == [False] * 4
        for days in (91, 92):
            await house.waits_until(CLOSES_AT + timedelta(days=days))
        assert [case["official_id"] is None for case in await house.rows("cases")] == [True] * 4
        (wave,) = await house.rows("waves")
        assert (wave["unlinked_at"] - CLOSES_AT).days == 91
        assert SECRET not in await house.everything_stored()
        assert (await house.somebody().starts()) == say(IDENTITY.welcome_stranger)
