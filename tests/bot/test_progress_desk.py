"""Progress that lives in its card, as a picture, by title; coordinators told by order, weekly, before the closing."""

import io
from datetime import datetime, timedelta
from typing import Final

import pytest
from openpyxl import load_workbook

from bot.office import wave_cards
from bot.office.adjusting import Extension, extend_wave
from storage import frame
from tests.bot.house import CLOSES_AT, ZONE, House, Official

pytestmark = pytest.mark.usefixtures("warm_workers")

PNG: Final = b"\x89PNG"


async def coordinator(house: House, unit: str, name: str = "Thúy") -> Official:
    """Somebody who coordinates one commune."""
    now = house.clock.now()
    async with house.app.database.begin() as conn:
        units = {each.code: each.id for each in await frame.list_units(conn, now.date())}
        code = await frame.issue_admin_code(
            conn, now, now + timedelta(days=5), role="coordinator", unit_id=units[unit]
        )
    person = house.somebody(name)
    await person.starts(code.long)
    return person


async def test_the_progress_card_lives(house: House) -> None:
    """Somebody finishes, and the card says so where it stands; not once its reader has gone on to something else."""
    owner = await house.administrator()
    await owner.says("/quantri")
    first = await owner.taps("Xem tiến độ")
    assert "Đã gửi 0" in first
    assert "tự cập nhật" in first
    heard = len(owner.phone.heard)
    await house.finished("K01")
    await house.lets_pass(timedelta(minutes=1))
    assert "Đã gửi 1" in owner.heard
    assert len(owner.phone.heard) == heard
    by_title = await owner.taps("Theo chức danh")
    assert "Chủ tịch UBND: 0 · 0 · 0 · 1 / 1" in by_title
    await owner.taps("Ai chưa xong")
    await house.finished("K02")
    await house.lets_pass(timedelta(minutes=1))
    assert "3 người chưa xong" in owner.heard
    await owner.says("/quantri")
    await owner.taps("Xem tiến độ")
    await house.lets_pass(timedelta(hours=8, minutes=1))
    assert "tự cập nhật" not in owner.heard
    await owner.says("/quantri")
    await owner.taps("Xem tiến độ")
    owner.phone.card.is_deleted = True  # by its reader
    await house.finished("K03")
    heard = len(owner.phone.heard)
    await house.lets_pass(timedelta(minutes=1))
    assert len(owner.phone.heard) == heard


async def test_the_picture_and_the_list_to_remind_by_hand_come_as_files(house: House) -> None:
    """A bar for each unit with its names; a text and a link for each whom no message reaches, in one's units only."""
    thuy = await coordinator(house, "09505")
    await thuy.says("/quantri")
    await thuy.taps("Xem tiến độ")
    await thuy.taps("Ảnh biểu đồ")
    await house.tick()
    (picture,) = thuy.phone.pictures
    assert picture[1].startswith(PNG)
    assert "0/2 người đã gửi phiếu" in thuy.phone.heard[-1].caption
    await thuy.says("/quantri")
    await thuy.taps("Ai chưa xong")
    await thuy.taps("Danh sách nhắc giúp")
    await house.tick()
    (name, content) = thuy.phone.documents[-1]
    assert name.startswith("nhac-giup-dot-1")
    book = load_workbook(io.BytesIO(content))
    assert book.sheetnames == ["Xã Phú Hòa"]
    assert [row[0].value for row in book.worksheets[0].iter_rows(min_row=2)] == [
        "Lê Minh Đức",
        "Phạm Thị Lan",
    ]


async def test_coordinators_are_told_who_is_left(house_on_each: House) -> None:
    """By order, once a week in office hours, before the closing; each of their own, nothing where nobody is left."""
    house = house_on_each
    owner = await house.administrator()
    thuy, other = await coordinator(house, "09505"), await coordinator(house, "09499", "Nam")
    await house.finished("K01")
    await house.finished("K02")
    await owner.says("/quantri")
    await owner.taps("Xem tiến độ")
    assert "Gửi cho 1 đầu mối" in await owner.taps("Nhắc các đầu mối")
    assert "Đã gửi lời nhắc cho 1 đầu mối" in await owner.taps("✔ Gửi cho đầu mối")
    assert "Đề nghị nhắc giúp" in thuy.heard
    assert "Lê Minh Đức" in thuy.heard
    assert "Lời nhắn: Lê Minh Đức" in thuy.phone.heard[-1].labels
    nothing = len(other.phone.heard)

    await house.waits_until(datetime(2015, 4, 24, 21, 0, tzinfo=ZONE))  # the wave is old enough, at night
    assert "Việc tuần này" not in thuy.heard
    await house.waits_until(datetime(2015, 4, 27, 8, 0, tzinfo=ZONE))
    assert "Việc tuần này" in thuy.heard
    weekly = len(thuy.phone.heard)
    await house.lets_pass(timedelta(hours=1))
    assert len(thuy.phone.heard) == weekly

    await owner.says("/quantri")
    await owner.taps("Xem tiến độ")
    await owner.taps("Báo đầu mối trước hạn: 2 ngày")
    assert "trước hạn 3 ngày" in await owner.taps("3 ngày")
    await house.waits_until(datetime(2015, 5, 4, 9, 0, tzinfo=ZONE))
    assert "Việc tuần này" in thuy.heard
    await house.waits_until(datetime(2015, 5, 5, 9, 0, tzinfo=ZONE))
    assert "Sắp đến hạn" in thuy.heard
    told = len(thuy.phone.heard)
    await house.waits_until(datetime(2015, 5, 7, 9, 0, tzinfo=ZONE))
    assert len(thuy.phone.heard) == told
    assert len(other.phone.heard) == nothing


async def test_a_province_is_read_page_by_page(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """More units than a card holds: the next page holds the others, and its figures are as fresh."""
    monkeypatch.setattr(wave_cards, "UNITS_SHOWN", 1)
    owner = await house.administrator()
    await owner.says("/quantri")
    first = await owner.taps("Xem tiến độ")
    assert "(Từ 1 đến 1 trong 2.)" in first
    second = await owner.taps("Trang sau")
    assert "(Từ 2 đến 2 trong 2.)" in second
    assert ("Xã Phú Hòa:" in first) != ("Xã Phú Hòa:" in second)
    assert "(Từ 2 đến 2 trong 2.)" in await owner.taps("Cập nhật")


async def test_coordinators_whose_people_have_more_time_are_told_of_their_own_end(house: House) -> None:
    """One commune's end is put off: each is told before its own closing, and of nobody whose time is over."""
    thuy, nam = await coordinator(house, "09505"), await coordinator(house, "09499", "Nam")
    later, now = CLOSES_AT + timedelta(days=14), house.clock.now()
    async with house.app.database.begin() as conn:
        longer = Extension(later, ("09499",))
        await extend_wave(conn, 1, longer, "cli", now, day=now.date())
    await house.waits_until(datetime(2015, 5, 7, 9, 0, tzinfo=ZONE))
    assert "đóng thứ Sáu, 08/5/2015, 17:00" in thuy.heard
    assert "Sắp đến hạn" not in nam.heard
    told = len(thuy.phone.heard)
    await house.waits_until(datetime(2015, 5, 11, 9, 0, tzinfo=ZONE))
    assert "Việc tuần này" in nam.heard
    assert "đóng thứ Sáu, 22/5/2015, 17:00" in nam.heard
    await house.waits_until(datetime(2015, 5, 21, 9, 0, tzinfo=ZONE))
    assert "Sắp đến hạn" in nam.heard
    assert "đóng thứ Sáu, 22/5/2015, 17:00" in nam.heard
    assert len(thuy.phone.heard) == told
    await thuy.says("/quantri")
    listed = await thuy.taps("Ai chưa xong")
    assert "Lê Minh Đức" in listed  # who did not finish, but there is no more to be sent to him
    assert not [label for label in thuy.buttons if label.startswith("Lời nhắn")]
    assert "đã hết hạn" in await thuy.taps("Nhập phiếu giúp")
