"""A wave that exists is changed from the menu: until it opens everything, while it is open its end, then for a day."""

from datetime import timedelta

from storage import cases, series
from storage.database import Database
from storage.records import WaveRecord
from surveys.field_period import VIETNAM
from tests.bot.house import CLOSES_AT, House
from tests.bot.office_chat import MORNING, OfficeChat, furnish, link_official
from tests.bot.test_adjusting import closings
from tests.bot.test_named_people import steps


async def entered(
    database: Database, address: str = "900", role: str = "owner", unit: str = ""
) -> OfficeChat:
    """Let an administrator in."""
    chat = OfficeChat(database, address)
    await chat.enter(role, unit=unit)
    await chat.says("/quantri")
    return chat


async def wave_of(database: Database, number: int = 1) -> WaveRecord:
    """Return a wave."""
    async with database.read() as conn:
        wave = await cases.find_wave(conn, number)
    assert wave is not None
    return wave


async def test_until_it_opens_everything_of_a_wave_can_be_changed(database: Database) -> None:
    """Whom it asks, when, how often: under the same number; a button pressed after it opened is refused."""
    await furnish(database)
    chat = await entered(database)
    await steps(chat, "Mở đợt", "Phiếu thử", "Trừ người đang nghỉ")
    await chat.says("binh")
    await steps(chat, "Trần Thị Bình", "Xong", "Tất cả", "Thứ Tư, 25/11/2026", "Sau 1 tuần")
    await steps(chat, "Không nhắc", "Hằng quý", "✔ Mở đợt này")
    await chat.says("/quantri")
    assert "Chưa mở" in await chat.taps("Sửa, gia hạn")
    text = await chat.taps("Sửa đợt này")
    assert "Sửa đợt số 1" in text
    assert "Trừ 1 người: Trần Thị Bình." in text
    assert "Lặp lại: hằng quý" in text
    await steps(chat, "Trừ người đang nghỉ", "✔ Trần Thị Bình", "Xong (0 người)")
    await steps(chat, "Sửa người được hỏi", "Chọn đơn vị", "Xã Phú Hòa", "Xong")
    await steps(chat, "Sửa ngày đóng", "11:30", "Sau 2 tuần")
    assert "2 người" in await steps(chat, "Sửa lặp lại", "Một lần")
    save = chat.button("✔ Lưu thay đổi")
    assert "Đã sửa đợt số 1: 2 người" in await chat.presses(save)
    wave = await wave_of(database)
    assert (wave.unit_codes, wave.series_id, wave.state) == (("09505",), None, "planned")
    assert wave.closes_at.astimezone(VIETNAM).strftime("%H:%M %d/%m") == "11:30 09/12"
    async with database.read() as conn:
        assert [each.ended_at is None for each in await series.list_series(conn)] == [False]
    late = await entered(database, "901")
    await steps(late, "Sửa, gia hạn", "Sửa đợt này", "Sửa lịch nhắc", "Sau 2 ngày")
    await steps(chat, "◀ Bảng việc", "Sửa, gia hạn", "Sửa đợt này", "Sửa ngày mở", "Mở ngay")
    await chat.taps("✔ Lưu thay đổi")
    assert "đã mở hoặc đã đóng nên không sửa được nữa" in await late.taps("✔ Lưu thay đổi")
    wave = await wave_of(database)
    assert (wave.state, wave.reminders) == ("open", "")


async def test_a_day_that_has_passed_opens_nothing(sqlite_database: Database) -> None:
    """A slip of the year does not open a wave at once; today's date does."""
    await furnish(sqlite_database)
    chat = await entered(sqlite_database)
    await steps(chat, "Mở đợt", "Phiếu thử", "Tất cả", "Nhập ngày khác")
    for slip in ("25/11/2025", "23/11/2026"):
        assert "Ngày mở đã qua" in await chat.says(slip)
    assert "Mở: mở ngay bây giờ" in await chat.says("24/11/2026")


async def test_a_wave_that_was_not_opened_is_called_off_for_good_by_who_has_all_of_it(
    sqlite_database: Database,
) -> None:
    """Whoever has a part is not offered it and reads why; calling off promises no reopening."""
    await furnish(sqlite_database)
    chat, chief = (
        await entered(sqlite_database),
        await entered(sqlite_database, "901", "administrator", "09505"),
    )
    await steps(chat, "Mở đợt", "Phiếu thử", "Tất cả", "Thứ Tư, 25/11/2026", "Sau 1 tuần", "Không nhắc")
    await steps(chat, "Một lần", "✔ Mở đợt này")
    assert "người có quyền ở mọi đơn vị" in await chief.taps("Sửa, gia hạn")
    assert chief.labels == ["◀ Bảng việc"]
    await chat.says("/quantri")
    text = await steps(chat, "Sửa, gia hạn", "Bỏ đợt này")
    assert "Bỏ rồi không lấy lại được" in text
    assert "mở lại" not in text
    assert "Đã bỏ đợt số 1" in await chat.taps("✔ Bỏ đợt")
    assert chat.labels == ["◀ Bảng việc"]


async def test_who_comes_second_with_an_extension_sees_the_closing_that_stands(
    sqlite_database: Database,
) -> None:
    """Two put the same end off: the later one is told why not, beside the closing of today, not that of before."""
    await furnish(sqlite_database)
    chat, other = await entered(sqlite_database), await entered(sqlite_database, "901")
    await steps(chat, "Mở đợt", "Phiếu thử", "Tất cả", "Mở ngay", "Sau 1 tuần", "Không nhắc", "Một lần")
    await chat.taps("✔ Mở đợt này")
    await chat.says("/quantri")
    for each in (chat, other):
        await steps(each, "Sửa, gia hạn", "Gia hạn", "Tất cả", "Sau 1 tuần")
    await other.taps("✔ Gia hạn")
    text = await chat.taps("✔ Gia hạn")
    assert "Hạn mới phải sau hạn đang có" in text
    assert "Hạn đang có: thứ Ba, 08/12/2026, 17:00" in text
    await chat.taps("Sửa hạn mới")
    assert "đến thứ Ba, 15/12/2026" in await steps(chat, "Sau 1 tuần", "✔ Gia hạn")


async def test_the_end_of_an_open_wave_is_put_off_and_it_opens_again(sqlite_database: Database) -> None:
    """One person, then all of a commune by its administrator, then the wave; closed early, opened within the day."""
    await furnish(sqlite_database)
    for key, address in (("A1", "11"), ("B1", "12")):
        await link_official(sqlite_database, key, address)
    chat = await entered(sqlite_database)
    await steps(chat, "Mở đợt", "Phiếu thử", "Tất cả", "Mở ngay", "Sau 1 tuần", "Không nhắc", "Một lần")
    await chat.taps("✔ Mở đợt này")
    first = MORNING.replace(month=12, day=1, hour=17)
    await steps(chat, "◀ Bảng việc", "Sửa, gia hạn", "Gia hạn", "Từng người")
    await chat.says("cuong")
    await steps(chat, "Lê Văn Cường", "Xong (1 người)", "Nhập ngày khác")
    assert "Hạn mới phải sau hạn đang có" in await chat.says("30/11/2026")
    text = await chat.says("2/12/2026 16:30")
    assert "Cho: 1 người (Lê Văn Cường)" in text
    assert "Hạn đang có: thứ Ba, 01/12/2026, 17:00" in text
    assert "cho 1 người, đến thứ Tư, 02/12/2026, 16:30" in await chat.taps("✔ Gia hạn")
    person = first.replace(day=2, hour=16, minute=30)
    assert await closings(sqlite_database, MORNING) == {"A1": first, "B1": person}

    chief = await entered(sqlite_database, "901", "administrator", "09505")
    await steps(chief, "Sửa, gia hạn", "Gia hạn", "Tất cả", "Sau 1 tuần")
    assert "cho 2 người" in await chief.taps("✔ Gia hạn")
    assert await closings(sqlite_database, MORNING) == {"A1": first.replace(day=8), "B1": person}
    assert "Gia hạn riêng cho 2 người" in await steps(chief, "◀ Bảng việc", "Sửa, gia hạn")

    await steps(
        chat, "◀ Bảng việc", "Sửa, gia hạn", "Gia hạn", "Một số đơn vị", "Xã An Thịnh", "Xong (1 mục)"
    )
    assert "Cho: 1 đơn vị (Xã An Thịnh)" in await chat.taps("Sau 2 tuần")
    await steps(chat, "Sửa người được gia hạn", "Tất cả")
    assert "cho 3 người" in await chat.taps("✔ Gia hạn")
    assert set((await closings(sqlite_database, MORNING)).values()) == {first.replace(day=15)}

    await steps(chat, "◀ Bảng việc", "Sửa, gia hạn", "Đóng sớm", "✔ Đóng đợt")
    assert await closings(sqlite_database, MORNING) == {}
    chat.now += timedelta(hours=23)
    await steps(chat, "Mở lại đợt này", "Sau 1 tuần")
    assert "Đã mở lại đợt số 1" in await chat.taps("✔ Mở lại")
    assert set((await closings(sqlite_database, chat.now)).values()) == {first.replace(day=2)}


async def test_whose_time_was_extended_answers_on_while_the_others_are_thanked(house: House) -> None:
    """On the phones: past the wave's end one answers and reads the later end, the other hears that it is over."""
    first, second = await house.at_question(2, "K01"), await house.at_question(2, "K02")
    chief = await house.administrator()
    await chief.says("/quantri")
    for label in ("Sửa, gia hạn", "Gia hạn", "Từng người"):
        await chief.taps(label)
    name = house.officials["K01"].full_name
    await chief.says(name)
    await chief.taps(next(label for label in chief.buttons if label.startswith(name)))
    await chief.taps("Xong (1 người) ▶")
    await chief.taps("Nhập ngày khác")
    await chief.says("11/5/2015 10:30")
    await chief.taps("✔ Gia hạn")
    assert "cho 1 người, đến thứ Hai, 11/5/2015, 10:30" in chief.heard
    await house.waits_until(CLOSES_AT + timedelta(hours=1))
    assert "đã kết thúc vào thứ Sáu, 08/5/2015, 17:00" in await second.says("đúng")
    await first.says("đúng")
    assert len(await house.answers("K01")) > len(await house.answers("K02"))
    assert "11/5/2015, 10:30" in await first.says("/trogiup")
    await house.waits_until(CLOSES_AT + timedelta(days=3))
    assert "đã kết thúc vào thứ Hai, 11/5/2015, 10:30" in await first.says("/sua")
    assert [row["state"] for row in await house.rows("waves")] == ["closed"]
