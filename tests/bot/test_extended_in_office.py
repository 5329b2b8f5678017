"""The cards after the time of some was extended: each reader sees the closing of their own people."""

from datetime import datetime

from tests.bot.house import ZONE, House
from tests.bot.test_progress_desk import coordinator

EXTENDED = "thứ Sáu, 15/5/2015, 16:00"


async def test_cards_say_the_closing_of_ones_own_people(house: House) -> None:
    """One commune goes on for a week: its coordinator reads that day, the owner both; whose time is over is said."""
    owner = await house.administrator()
    thuy, nam = await coordinator(house, "09505"), await coordinator(house, "09499", "Nam")
    await owner.says("/quantri")
    for label in ("Sửa, gia hạn", "Gia hạn", "Một số đơn vị", "Xã Phú Hòa", "Xong", "Nhập ngày khác"):
        await owner.taps(label)
    await owner.says("15/5/2015 16:00")
    assert "cho 2 người" in await owner.taps("✔ Gia hạn")
    assert f"08/5/2015, 17:00 (người được gia hạn: {EXTENDED})" in await owner.says("/quantri")
    assert f"đang mở đến {EXTENDED}: 0/2" in await thuy.says("/quantri")
    assert "đang mở đến thứ Sáu, 08/5/2015, 17:00: 0/2" in await nam.says("/quantri")

    await house.waits_until(datetime(2015, 5, 11, 9, 0, tzinfo=ZONE))
    for reader, over in ((owner, 2), (nam, 2), (thuy, 0)):
        await reader.says("/quantri")
        assert ("tự cập nhật" in await reader.taps("Xem tiến độ")) == (reader is not nam)
        assert (f"Trong đó {over} người đã hết hạn" in await reader.taps("Ai chưa xong")) == bool(over)
