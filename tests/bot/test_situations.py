"""The weekly situation from both ends: the hour somebody chose, the card, the answer, what is told after it."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.office.tellings import renew_tellings
from bot.simulator.failures import Fault
from storage import budgets, frame, situations
from storage.database import Database
from surveys.situations import Bank, Told
from tests.bot.house import MORNING, ZONE, House, open_house
from tests.bot.zalo_house import open_zalo_house
from tests.storage.archive import AS_OF, load_roster
from tests.surveys.situations.banks import bank, situation

pytestmark = pytest.mark.usefixtures("warm_workers")

THURSDAY = datetime(2015, 4, 23, 14, 5, tzinfo=ZONE)  # the house opens on a Monday
WEEK = timedelta(weeks=1)
AFTERWARDS = datetime(2015, 5, 13, 10, 5, tzinfo=ZONE)  # the survey has closed


async def use(house: House, held: Bank) -> None:
    """Let the office use a bank."""
    async with house.app.database.begin() as conn:
        await situations.import_bank(conn, b"", "nganhang.xlsx", held, actor="cli", now=house.clock.now())


@pytest.fixture
async def house(sqlite_url: str, tmp_path: Path) -> AsyncIterator[House]:
    """Open a house with a wave of the small form."""
    async with open_house(sqlite_url, tmp_path) as opened:
        yield opened


async def test_somebody_chooses_an_hour_gets_a_card_and_learns_the_key(house: House) -> None:
    """Only after consent, and not in the middle of a survey; a number typed under the card answers it alone."""
    await use(house, bank("a", "b"))
    person = await house.linked()
    assert "đồng ý với thông báo" in await person.says("/tinhhuong")
    await person.taps("Tôi đồng ý")
    assert "ngày nào trong tuần" in await person.says("/tinhhuong")
    assert "lúc mấy giờ" in await person.taps("thứ Năm")
    assert "Lần đầu: thứ Năm, 23/4/2015, 14:00" in await person.taps("14 giờ")
    await house.waits_until(THURSDAY)
    assert await house.rows("situation_cards") == [], "nobody has two open questions"
    await person.starts()
    await person.taps("Tiếp")
    for reply in ("đúng", "đúng", "đúng", "5 2", "1,2", "bỏ qua", "bỏ qua"):
        await person.says(reply)
    await person.taps("Gửi phiếu")
    answers = await house.answers()
    await house.waits_until(THURSDAY + WEEK)
    assert "Tình huống tuần này" not in person.heard, "30/4 and 1/5 are holidays: the week has no day for it"
    await house.waits_until(THURSDAY + 2 * WEEK - timedelta(minutes=6))
    assert await house.rows("situation_cards") == []
    await house.waits_until(THURSDAY + 2 * WEEK)
    await house.tick()
    card = person.heard
    assert card.count("Tình huống a") == 1
    assert [row["state"] for row in await house.rows("situation_cards")] == ["open"]
    assert person.buttons == ["1", "2", "3"]

    number = card[card.index("Gặp dân ngay (a)") - 3]
    told = await person.says(number)
    assert "✔ Đúng với đáp án." in told
    assert "Phải đối thoại trước." in told
    assert "Căn cứ: Luật Tiếp công dân, Điều 4" in told
    assert "khi đủ 5 người" in told
    assert await house.answers() == answers, "the number is no answer of the survey"
    assert "thứ Năm, 14 giờ" in await person.says("/tinhhuong")
    assert "Phải đối thoại trước." in await person.taps("Xem lại")
    assert "Phiếu của đồng chí" in await person.says("/trogiup")


async def test_a_stale_card_is_drawn_again_and_silence_pauses(house: House) -> None:
    """A late tap answers nothing; after three cards without a word no fourth comes until one asks for it."""
    await use(house, bank("a", "b", "c", "d"))
    person = await house.finished()
    await person.says("/tinhhuong ngay 2 8")
    held = []
    for week in range(1, 5):
        await house.waits_until(MORNING + week * WEEK + timedelta(minutes=5))
        held.append(person.phone.heard[-1])
    states = [row["state"] for row in await house.rows("situation_cards")]
    assert states == ["passed", "passed", "open"]
    assert [row["state"] for row in await house.rows("situation_subscriptions")] == ["paused"]
    await person.taps("2", on=held[0])
    again = held[0].text
    assert "đã qua" in again
    assert "Tình huống c" in again
    await person.taps("2", on=held[0])
    assert "Đã ghi" in held[0].text
    await person.taps("1", on=held[2])
    assert "lần trả lời đầu được giữ" in held[2].text
    assert "Đang tạm dừng" in await person.says("/tinhhuong")
    assert "nhận tiếp: thứ Hai, 8 giờ" in await person.taps("Nhận tiếp")
    restored = MORNING + 5 * WEEK + timedelta(minutes=5)
    await house.waits_until(restored, ticks=False)
    assert await house.app.fieldwork.send_situations(restored, is_sent=False) == 1
    await house.tick()
    assert "Tình huống d" not in person.heard, "after a restore what was due counts as sent"
    assert "Tình huống d" in await person.says("/tinhhuong xem")
    assert "thôi nhận" in await person.says("/tinhhuong thoi")
    assert (await house.rows("situation_cards"))[-1]["state"] == "passed"


async def test_on_zalo_all_of_it_is_typed(sqlite_url: str, tmp_path: Path) -> None:
    """A number answers, with no survey open too; a wrong one asks again; a corrected situation is not asked."""
    async with open_zalo_house(sqlite_url, tmp_path) as house:
        held = bank("a", "b")
        await use(house, held)
        person = await house.typed_in()
        await person.says("tôi đồng ý")
        assert "/tinhhuong ngay 4" in await person.says("/tinhhuong")
        await person.says("/tinhhuong ngay 4")
        assert "Chưa rõ giờ" in await person.says("/tinhhuong ngay 4 23")
        await person.says("/tinhhuong ngay 4 10")
        await house.waits_until(AFTERWARDS)
        assert "Nhắn số" in person.heard
        assert "từ 1 đến 3" in await person.says("7")
        async with house.app.database.begin() as conn:
            await situations.keep_telling(conn, held.situations[0], Told(15, (None, 8, None)))
        told = await person.says("gặp dân ngay (a)")
        assert "Đồng nghiệp đã chọn" in told
        assert "15 người trả lời" in told
        assert "khi đủ 5 người" not in told
        assert "8 người" in told
        assert "không nêu vì ít người" in told
        assert "Đợt khảo sát đã kết thúc" in await person.says("cảm ơn"), "words that name no option"
        await use(house, Bank((held.situations[0], situation("b", key=0))))
        await house.waits_until(AFTERWARDS + WEEK)
        assert "Tình huống b" in person.heard
        await use(house, Bank((situation("b", key=2),)))
        assert "không có tình huống nào" in await person.says("/tinhhuong 1")
        assert [row["state"] for row in await house.rows("situation_cards")] == ["answered", "open"]
        assert "không có tình huống nào" in await person.says("/tinhhuong xemlai"), (
            "its bank knows it no more"
        )


async def test_the_small_cells_are_hidden_beside_the_turns(sqlite_database: Database) -> None:
    """Five have answered: their number is told, and nothing that would tell who of them chose otherwise."""
    held = bank("a")
    async with sqlite_database.begin() as conn:
        await load_roster(conn)
        await situations.import_bank(conn, b"", "a.xlsx", held, actor="1", now=MORNING)
    assert await renew_tellings(sqlite_database) == 0
    async with sqlite_database.begin() as conn:
        edition = held.situations[0].edition
        for place, each in enumerate(await frame.list_officials(conn, AS_OF)):
            week = MORNING.date()
            await situations.put_card(
                conn, each.id, week, "a", edition=edition, title_group="dang", now=MORNING
            )
            card = await situations.open_card(conn, each.id)
            assert card is not None
            chosen = min(place, 1)
            await situations.answer_card(conn, card, chosen, MORNING, is_right=chosen == 1, month="2015-04")
    assert await renew_tellings(sqlite_database) == 1
    assert await renew_tellings(sqlite_database) == 0
    async with sqlite_database.read() as conn:
        told = await situations.find_telling(conn, held.situations[0])
    assert told is not None
    assert told.count == 5
    assert not told.shows_anything


async def test_a_spent_month_brings_no_card_and_loses_none(sqlite_url: str, tmp_path: Path) -> None:
    """A card that waited in the queue does not leave by an account that has spent its month; asked for, it is there."""
    async with open_zalo_house(sqlite_url, tmp_path) as house:
        await use(house, bank("a", "b"))
        person = await house.typed_in()
        await person.says("tôi đồng ý")
        await person.says("/tinhhuong ngay 4 10")
        house.zalo.script_failure("sendMessage", 1, Fault.SERVER_ERROR)
        await house.waits_until(AFTERWARDS, ticks=False)
        await house.app.fieldwork.send_situations(house.clock.now())
        async with house.app.database.begin() as conn:
            account = budgets.account_of("zalo", person.phone.address)
            await budgets.spend(conn, account, 5000, house.clock.now(), limit=3000)
        await house.tick()
        assert "Tình huống a" not in person.heard
        assert "Tình huống a" in await person.says("/tinhhuong xem")
        await house.waits_until(AFTERWARDS + WEEK)
        assert "Tình huống b" not in person.heard
        states = [row["state"] for row in await house.rows("situation_cards")]
        assert states == ["passed", "open"]
