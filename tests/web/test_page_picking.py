"""What is picked beside a card in a real browser: a picture from the phone's camera, the place where the phone is."""

import pytest
from playwright.async_api import expect

from tests.web.tab import Visit, row

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_a_time_is_picked_beside_the_card(visit: Visit) -> None:
    """On a clock, with its day in a calendar; it leaves as people write it."""
    tab = await visit()
    await tab.begins()
    await tab.hears("Bắt đầu lúc mấy giờ?", buttons=[row("7h")], picks="time")
    await tab.page.get_by_label("Hoặc chọn giờ và phút:").fill("07:30")
    await tab.page.get_by_role("button", name="Chọn giờ này").click()
    await tab.server.until(lambda: "07:30" in tab.server.words)
    await tab.hears("Họp lúc nào?", buttons=[row("Bỏ qua")], picks="datetime")
    await tab.page.get_by_label("Hoặc chọn trên lịch:").fill("2026-09-02T14:05")
    await tab.page.get_by_role("button", name="Chọn giờ này").last.click()
    await tab.server.until(lambda: "02/09/2026 14:05" in tab.server.words)


async def test_a_place_and_a_picture_are_picked_beside_the_card(visit: Visit) -> None:
    """The place leaves as if it were typed; the field for a picture opens the camera, and says how large it may be."""
    here = {"latitude": 21.0285, "longitude": 105.8542, "accuracy": 12}
    tab = await visit(geolocation=here, permissions=["geolocation"])
    await tab.begins()
    await tab.hears("Nơi làm việc ở đâu?", buttons=[row("Bỏ qua")], picks="geopoint")
    await tab.page.get_by_role("button", name="Lấy vị trí của máy này").click()
    await tab.server.until(lambda: any("21.0285" in word for word in tab.server.words))
    assert tab.server.words[-1] == "21.0285000 105.8542000 0.0 12.0"
    await tab.hears("Ảnh bằng cấp", buttons=[row("Bỏ qua")], picks="image")
    field = tab.page.get_by_label("Chụp hoặc chọn ảnh:")
    await expect(field).to_have_attribute("accept", "image/*")
    await field.set_input_files(
        {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": b"x" * (10 * 1024 * 1024 + 1)}
    )
    await tab.page.get_by_role("button", name="Gửi tệp").click()
    await expect(tab.page.get_by_text("Tệp quá 10 MB nên không gửi được.")).to_be_visible()
