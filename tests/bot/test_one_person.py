"""One person of the list, from the chat without a workbook: looked for, corrected, moved, added, leaving, set back."""

import pytest

from bot.callbacks import to36
from tests.bot.house import House, Official
from tests.bot.test_lists_in_chat import demote, frame_of

pytestmark = pytest.mark.usefixtures("warm_workers")


async def test_somebody_is_found_corrected_moved_and_set_back(house_on_each: House) -> None:
    """A part of the name without accents; a phone typed wrong, then right; another unit; undone to the letter."""
    person = await house_on_each.administrator()
    before = await frame_of(house_on_each)
    await person.says("/quantri")
    await person.taps("Danh sách cán bộ")
    assert "nhắn một phần họ tên" in await person.taps("Tìm, sửa một người")
    assert "Không thấy ai" in await person.says("không có ai")
    assert "Trần Thị Mai (mã K02)" in await person.says("tran mai")
    assert "Trần Thị Mai" in await person.taps("Mã của người này")
    await person.forges("q.E.s")
    await person.says("K02")
    assert "Số điện thoại?" in await person.taps("Điện thoại")
    assert "Chưa hiểu “12 34”" in await person.says("12 34")
    assert "đang là của Lê Minh Đức (K03)" in await answered(house_on_each, person, "0900 000 003")
    await person.taps("Sửa thêm")
    await person.taps("Điện thoại")
    shown = await answered(house_on_each, person, "0912 345 678")
    assert "Sẽ sửa Trần Thị Mai (mã K02), chưa ghi gì:\n• Điện thoại: 0900000002 → 0912345678" in shown
    await person.taps("Sửa thêm")
    await person.taps("Đơn vị")
    shown = await answered(house_on_each, person, "phu hoa")
    assert "Đơn vị: Xã An Thịnh → Xã Phú Hòa" in shown
    assert "hết hiệu lực" in shown
    assert await frame_of(house_on_each) == before
    await person.taps("Ghi vào danh sách")
    await house_on_each.tick()
    assert "Đã ghi K02 vào danh sách" in person.heard
    held = {row["roster_key"]: row for row in await house_on_each.rows("officials")}
    assert held["K02"]["phone"] == "+84912345678"
    assert held["K02"]["unit_id"] == held["K03"]["unit_id"]
    assert held["K02"]["title_since"] is None
    (upload,) = await house_on_each.rows("uploads")
    assert (upload["status"], upload["decided"]) == ("applied", {})
    await person.taps("Hoàn tác")
    await house_on_each.tick()
    assert "Đã hoàn tác" in person.heard
    assert await frame_of(house_on_each) == before
    log = [(row["action"], row["details"]) for row in await house_on_each.rows("audit_log")]
    details = {"roster_key": "K02", "fields": ["phone", "title_since", "unit_id"]}
    assert log[-2:] == [("roster.changed", details), ("roster.person_undo", {"file": "K02"})]


async def answered(house: House, person: Official, text: str) -> str:
    """Type, and let the dry run be made."""
    await person.says(text)
    await house.tick()
    return person.heard


async def tapped(house: House, person: Official, label: str) -> str:
    """Tap, and let the work be done."""
    await person.taps(label)
    await house.tick()
    return person.heard


async def test_somebody_new_is_asked_for_and_somebody_leaves(house: House) -> None:
    """Asked one thing after the other, after a restart too; who seems to be held is asked about; leaving ends codes."""
    person = await house.administrator()
    await person.says("/quantri")
    await person.forges("q.l")
    assert "Họ và tên là gì?" in await person.taps("Thêm một người")
    await person.says("Trần Thị Mai")
    await house.restart()
    await person.taps("Xã An Thịnh")
    near = await person.says("Chủ tịch UBNDD")
    assert "bấm chọn" in near
    await person.taps("Chủ tịch UBND")
    asked = await answered(house, person, "09/09/1970")
    assert "đã có trong danh sách: Trần Thị Mai (K02, Xã An Thịnh)" in asked
    shown = await tapped(house, person, "Là người khác")
    assert "Sẽ thêm Trần Thị Mai (mã TTM70-" in shown
    assert "Ngày sinh: 09/9/1970" in shown
    await tapped(house, person, "Ghi vào danh sách")
    assert [row["full_name"] for row in await house.rows("officials")].count("Trần Thị Mai") == 2
    await person.forges("q.E.s")
    assert "Thấy 2 người" in await person.says("Mai")
    await person.says("K02")
    asked = await tapped(house, person, "Rời danh sách")
    assert "Sẽ ghi Trần Thị Mai (mã K02; Chủ tịch UBND, Xã An Thịnh) rời danh sách từ ngày 20/4/2015" in asked
    await tapped(house, person, "Ghi vào danh sách")
    held = {row["roster_key"]: row for row in await house.rows("officials")}
    assert held["K02"]["left_on"] is not None
    assert held["K01"]["left_on"] is None
    ended = {row["official_id"] for row in await house.rows("link_codes") if row["ended_at"] is not None}
    assert ended == {held["K02"]["id"]}
    await person.forges("q.E.s")
    await person.says("k02")
    await tapped(house, person, "Trở lại danh sách")
    await tapped(house, person, "Ghi vào danh sách")
    held = {row["roster_key"]: row for row in await house.rows("officials")}
    assert held["K02"]["left_on"] is None


async def test_whoever_has_one_commune_changes_nobody_of_another(house: House) -> None:
    """Neither found nor opened by a forged number nor moved there; a phone of somebody beyond is not named."""
    person = await house.administrator()
    units = {row["name"]: row["id"] for row in await house.rows("units")}
    await person.says("/quantri")
    await person.forges("q.E.e.3.5")
    await answered(house, person, "0912 345 678")
    await tapped(house, person, "Ghi vào danh sách")
    await demote(house, "administrator", units["Xã An Thịnh"])
    assert "không còn trong phạm vi" in await tapped(house, person, "Hoàn tác")
    assert "+84912345678" in {row["phone"] for row in await house.rows("officials")}
    await person.says("/quantri")
    assert "Mẫu phiếu, tiêu chuẩn" not in person.buttons
    assert "trong các đơn vị của mình" in await person.taps("Danh sách cán bộ")
    await person.taps("Tìm, sửa một người")
    assert "Không thấy ai" in await person.says("Lê Minh Đức")
    for data in ("q.E.o.3", "q.E.e.3.5", "q.E.g.3", "q.E.b.3"):
        assert "không còn trong phạm vi" in await person.forges(data)
    await person.forges("q.E.e.2.2")
    assert "Xã Phú Hòa" not in person.buttons
    assert "Không thấy đơn vị nào" in await person.says("Phú Hòa")
    *_, upload = await house.rows("uploads")
    await person.forges(f"q.E.v.{to36(upload['id'])}.2.{to36(units['Xã Phú Hòa'])}")
    *_, upload = await house.rows("uploads")
    assert upload["decided"]["changes"] == {}
    await person.forges("q.E.e.2.5")
    heard = await answered(house, person, "0912345678")
    assert "ngoài phạm vi" in heard
    assert "Lê Minh Đức" not in heard
    await person.forges("q.E.n")
    await person.says("Lê Minh Đức")
    await person.taps("Xã An Thịnh")
    await person.says("Văn phòng - thống kê")
    heard = await answered(house, person, "1975")
    assert "ngoài phạm vi" in heard
    assert "K03" not in heard
    held = {row["roster_key"]: row["unit_id"] for row in await house.rows("officials")}
    assert list(held) == ["K01", "K02", "K03", "K04"]
