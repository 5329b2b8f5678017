"""People whom a wave names: tried with first, or left out; found by name within one's units."""

from sqlalchemy import select

from bot.callbacks import to36
from bot.fieldwork import Fieldwork
from storage import cases, erasure, frame, office, sql, wave_people
from storage.database import Database
from tests.bot.office_chat import CALENDAR, MORNING, OfficeChat, furnish

TO_AUDIENCE = ("Mở đợt", "Phiếu thử")
AT_ONCE = ("Mở ngay", "Sau 1 tuần", "Không nhắc")


async def steps(chat: OfficeChat, *labels: str) -> str:
    """Tap one after the other; returns the last card's text."""
    for label in labels:
        await chat.taps(label)
    return chat.card.text


async def asked(database: Database, number: int) -> list[str]:
    """Return the keys of those whom a wave asks."""
    async with database.read() as conn:
        return [case.roster_key for case in await cases.list_cases(conn, number)]


async def test_a_pilot_comes_first_and_its_people_are_not_asked_again(database: Database) -> None:
    """A name without accents finds somebody; the full wave leaves out whom the pilot asked, and who is on leave."""
    await furnish(database)
    chat = OfficeChat(database)
    await chat.enter()
    await chat.says("/quantri")
    await steps(chat, *TO_AUDIENCE, "Làm thử")
    assert "Đề nghị chọn ít nhất một người" in await chat.taps("Xong (0 người)")
    assert "Không có ai đang công tác tên “Hùng”" in await chat.says("Hùng")
    await chat.says("nguyen an")
    await chat.taps("Nguyễn Văn An – Bí thư Đảng ủy, Xã Phú Hòa")
    assert "✔ Nguyễn Văn An – Bí thư Đảng ủy, Xã Phú Hòa" in chat.labels
    text = await steps(chat, "Xong (1 người)", *AT_ONCE)
    assert "làm thử với 1 người (Nguyễn Văn An) – 1 người" in text
    assert not [label for label in chat.labels if label.startswith(("Sửa lặp lại", "Trừ"))]
    assert "đợt số 1: 1 người" in await chat.taps("✔ Mở đợt này")

    await chat.says("/quantri")
    assert "Không hỏi lại 1 người đã được hỏi thử" in await steps(chat, *TO_AUDIENCE)
    await steps(chat, "Trừ người đang nghỉ")
    await chat.says("CƯỜNG")
    await steps(chat, "Lê Văn Cường", "Xong (1 người)")
    assert "Trừ 1 người: Lê Văn Cường." in chat.card.text
    assert "tất cả – 1 người" in await steps(chat, "Tất cả", *AT_ONCE, "Một lần")
    assert "tất cả – 2 người" in await chat.taps("Hỏi lại cả người đã hỏi thử")
    await chat.taps("Không hỏi lại người đã hỏi thử")
    await chat.taps("✔ Mở đợt này")
    assert [await asked(database, number) for number in (1, 2)] == [["A1"], ["A2"]]
    await chat.says("/quantri")
    await chat.taps("Xem tiến độ")
    assert chat.labels[1] == "Đợt 1 (24/11/2026): Phiếu thử (làm thử)"
    async with database.read() as conn:
        log = [each.details for each in await office.list_orders(conn, None) if each.action == "wave.open"]
    assert [(noted["pilot"], noted["excluded"]) for noted in log] == [(False, 2), (True, 0)]


async def test_a_pilot_that_is_still_to_come_counts_like_one_that_was(database: Database) -> None:
    """A pilot's people are asked once, ordered before the full wave or after; the wave asks who was taken out of it."""
    await furnish(database)
    chat = OfficeChat(database)
    await chat.enter()

    async def orders(*labels: str) -> str:
        await chat.says("/quantri")
        await steps(chat, *TO_AUDIENCE)
        return await steps(chat, *labels)

    await orders("Làm thử")
    for name in ("Nguyễn Văn An", "Trần Thị Bình"):
        await chat.says(name)
        await chat.taps(name)
    await steps(chat, "Xong (2 người)", "Thứ Tư, 25/11/2026", "Sau 1 tuần", "Không nhắc", "✔ Mở đợt này")
    assert "Không hỏi lại 2 người" in await orders()
    week = ("Thứ Năm, 26/11/2026", "Sau 1 tuần", "Không nhắc", "Một lần")
    assert "tất cả – 1 người" in await steps(chat, "Tất cả", *week)
    await chat.taps("✔ Mở đợt này")
    await chat.says("/quantri")
    await steps(chat, "Sửa, gia hạn", "Đợt 1", "Sửa đợt này", "Sửa người được hỏi", "Làm thử")
    await steps(chat, "✔ Trần Thị Bình", "Xong (1 người)", "✔ Lưu thay đổi")
    await orders("Làm thử")
    await chat.says("cuong")
    await steps(chat, "Lê Văn Cường", "Xong (1 người)", *AT_ONCE, "✔ Mở đợt này")
    field = Fieldwork(database, CALENDAR, consent_is_complete=lambda: True, wake=lambda: None)
    await field.open_waves(MORNING.replace(day=27))
    assert [await asked(database, number) for number in (1, 2, 3)] == [["A1"], ["A2"], ["B1"]]


async def test_who_is_named_is_remembered_until_it_opens_and_forgotten_with_the_person(
    database: Database,
) -> None:
    """A planned wave leaves out whom it named; an erasure leaves no trace of who was named."""
    await furnish(database)
    chat = OfficeChat(database)
    await chat.enter()
    await chat.says("/quantri")
    await steps(chat, *TO_AUDIENCE, "Trừ người đang nghỉ")
    await chat.says("binh")
    await steps(chat, "Trần Thị Bình", "Xong", "Tất cả")
    await chat.taps("Thứ Tư, 25/11/2026")
    await steps(chat, "Sau 1 tuần", "Không nhắc", "Một lần", "✔ Mở đợt này")
    assert "sẽ mở vào thứ Tư, 25/11/2026, 07:30: 2 người" in await chat.says("/quantri")
    field = Fieldwork(database, CALENDAR, consent_is_complete=lambda: True, wake=lambda: None)
    await field.open_waves(MORNING.replace(day=25))
    assert await asked(database, 1) == ["B1", "A1"]
    async with database.begin() as conn:
        wave = await cases.find_wave(conn, 1)
        left_out = await frame.official_by_key(conn, "A2")
        assert wave is not None
        assert left_out is not None
        assert (await wave_people.people_of(conn, wave)).excluded == {left_out.id}
        await erasure.erase(conn, left_out.id, MORNING)
        assert (await conn.execute(select(sql.wave_people))).all() == []


async def test_nobody_beyond_is_found_or_named(sqlite_database: Database) -> None:
    """An administrator of one commune finds nobody of another, nor picks them by a forged button."""
    await furnish(sqlite_database)
    chief = OfficeChat(sqlite_database, "904")
    await chief.enter("administrator", unit="09505")
    await chief.says("/quantri")
    await steps(chief, *TO_AUDIENCE, "Làm thử")
    assert "Không có ai đang công tác tên “cuong”" in await chief.says("cuong")
    await chief.says("an")
    own = chief.button("Nguyễn Văn An")
    async with sqlite_database.read() as conn:
        beyond = await frame.official_by_key(conn, "B1")
    assert beyond is not None
    forged = type(own)("?", own.data.rsplit(".", 1)[0] + f".{to36(beyond.id)}")
    assert "Nút này đã cũ" in await chief.presses(forged)
