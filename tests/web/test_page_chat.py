"""Messages and cards of the chat page in a real browser."""

import pytest
from playwright.async_api import expect

from tests.web.asking import NEXT_QUESTION, NUMBERS, WAYS, ask
from tests.web.fake_server import Chat
from tests.web.tab import Tab, Visit, button, row

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_what_is_typed_is_answered(tab: Tab) -> None:
    """A text leaves and what comes back is shown below it."""
    tab.server.answer = ask
    await tab.begins()
    await tab.says("1975")
    await tab.sees("Đã ghi: 1975")
    assert await tab.own() == ["1975 đã gửi"]
    assert await tab.composer.input_value() == ""


async def test_an_own_message_says_that_it_is_being_sent_until_it_is(tab: Tab) -> None:
    """It counts as sent when the server has answered."""
    await tab.begins()
    tab.server.gate.clear()
    await tab.says("1975")
    await tab.server.until(lambda: len(tab.server.posts) == 2)
    assert await tab.own() == ["1975 đang gửi"]
    tab.server.gate.set()
    await expect(tab.one(".mine .foot")).to_contain_text("đã gửi")
    assert await tab.own() == ["1975 đã gửi"]


async def test_what_the_bot_writes_by_itself_appears(tab: Tab) -> None:
    """The page hears without asking for it."""
    await tab.begins()
    await tab.hears("Nhắc: còn ba ngày")


async def test_bold_is_bold_and_everything_else_is_text(tab: Tab) -> None:
    """Nothing that is written becomes markup; stars alone stay stars."""
    await tab.begins()
    await tab.hears("<img src=x onerror=alert(1)> 2 ** 3 **Hà & Nội** cuối", shown="cuối")
    assert await tab.one(".text strong").all_inner_texts() == ["Hà & Nội"]
    assert await tab.one(".text").inner_text() == "<img src=x onerror=alert(1)> 2 ** 3 Hà & Nội cuối"


async def test_only_secure_addresses_become_links(tab: Tab) -> None:
    """A script or a plain http address is not offered."""
    await tab.begins()
    links = ("https://example.org/a", "javascript:alert(1)", "http://example.org", "//example.org")
    await tab.hears("Xem", buttons=[[button(f"L{n}", url=url) for n, url in enumerate(links)]])
    assert await tab.one("a.key").all_inner_texts() == ["L0"]
    assert await tab.one("a.key").get_attribute("rel") == "noopener noreferrer"


async def test_days_stand_between_messages(tab: Tab) -> None:
    """Today and yesterday by name, others as official documents write them, all by the office's own clock."""
    await tab.page.clock.set_fixed_time("2026-11-27T23:30:00Z")  # the 28th in Vietnam
    await tab.begins()
    days = ("2026-02-01", "2026-11-22", "2026-11-25", "2026-11-27", "2026-11-27", "2026-11-28")
    for day in days:
        tab.chat.put(f"tin {day}", time=f"{day}T06:05:00+07:00")
    await tab.hears("cuối", time="2026-11-28T06:29:00+07:00")
    told = await tab.one(".day").all_inner_texts()
    assert told == [
        "Chủ nhật, 01/02/2026",
        "Chủ nhật, 22/11/2026",
        "thứ Tư, 25/11/2026",
        "Hôm qua",
        "Hôm nay",
    ]
    assert await tab.one(".foot").last.inner_text() == "06:29"


async def test_documents_can_be_loaded_and_pictures_seen(tab: Tab) -> None:
    """A document is a link that says what it loads; a picture stands in the chat and has a name."""
    await tab.begins()
    await tab.hears("Bản sao", file={"name": "ban-sao.docx", "picture": False})
    await tab.hears("Biểu đồ", file={"name": "nhu-cau.png", "picture": True})
    async with tab.page.expect_download() as loading:
        await tab.page.get_by_role("link", name="Tải về: ban-sao.docx").click()
    assert (await loading.value).suggested_filename == "ban-sao.docx"
    picture = tab.page.get_by_role("img", name="Hình: nhu-cau.png")
    await expect(picture).to_be_visible()
    assert await picture.evaluate("one => one.naturalWidth") > 0


async def test_messages_that_the_server_no_longer_keeps_go(tab: Tab) -> None:
    """What is older than what is kept leaves the screen."""
    await tab.begins()
    await tab.hears("cũ")
    kept = await tab.hears("còn")
    tab.chat.forget_before(kept)
    await tab.chat.tell()
    await expect(tab.one("#log .text")).to_have_text(["còn"])


async def test_a_card_is_edited_in_place(tab: Tab) -> None:
    """The tick appears in the same message; the words of the tap are shown for some seconds."""
    tab.server.answer = ask
    await tab.begins()
    await tab.taps("4")
    await expect(tab.key("✔ 4")).to_be_visible()
    await expect(tab.one("#toast")).to_have_text("Đã ghi: 4")
    assert await tab.one("#log .message").count() == 1
    await expect(tab.one("#toast")).to_be_empty()


async def test_a_pressed_button_shows_it_until_the_card_changes(tab: Tab) -> None:
    """Pressing it again sends nothing more; another button of the card may be pressed meanwhile."""
    tab.server.answer = ask
    await tab.begins()
    tab.server.gate.clear()
    await tab.taps("4")
    await expect(tab.key("4")).to_have_attribute("aria-pressed", "true")
    await tab.taps("4")
    await tab.taps("5")
    tab.server.gate.set()
    await expect(tab.key("✔ 5")).to_be_visible()
    await expect(tab.one("[aria-pressed]")).to_have_count(0)
    assert tab.server.words == ["K7QM-3XPT", "4", "5"]


async def test_a_button_is_let_go_when_its_card_stays_as_it_is(tab: Tab) -> None:
    """A stale button is only told so."""
    tab.server.answer = ask
    await tab.begins()
    await tab.taps("Tạm dừng")
    await tab.server.until(lambda: len(tab.server.words) == 2)
    await expect(tab.one("[aria-pressed]")).to_have_count(0)


async def test_focus_stays_on_the_button_while_only_a_tick_changes(tab: Tab) -> None:
    """Who works with the keyboard is where they were; at the next question they are at its beginning."""
    tab.server.answer = ask
    await tab.begins()
    await tab.key("4").focus()
    await tab.page.keyboard.press("Enter")
    await expect(tab.key("✔ 4")).to_be_focused()
    await tab.key("Bỏ qua").focus()
    await tab.page.keyboard.press("Enter")
    await tab.sees("Áp dụng pháp luật")
    assert "Áp dụng pháp luật" in await tab.focus()


async def test_who_reads_above_is_not_moved(tab: Tab) -> None:
    """A new message is offered by a button, and an edited card below moves nothing."""
    tab.server.answer = ask
    await tab.begins()
    for number in range(30):
        tab.chat.put(f"tin số {number}")
    await tab.hears("tin cuối")
    await tab.one("#scroll").evaluate("one => { one.scrollTop = 500; }")
    top = "document.querySelectorAll('.message')[12].getBoundingClientRect().top"
    before = await tab.measure(top)
    tab.chat.change(1, NEXT_QUESTION + "\nthêm\nnhiều\ndòng", [NUMBERS])
    tab.chat.put("tin mới")
    await tab.chat.tell()
    await expect(tab.one("#down")).to_have_text("Có tin mới ↓")
    assert abs(await tab.measure(top) - before) < 2
    await tab.one("#down").click()
    await expect(tab.one("#down")).to_be_hidden()
    await expect(tab.one("#log").get_by_text("tin mới")).to_be_in_viewport()


async def test_what_lies_below_is_offered(visit: Visit) -> None:
    """Who sees the beginning of a long notice is led on page by page; the bar covers nothing and goes at the end."""
    tab = await visit(viewport={"width": 320, "height": 480})
    await tab.begins()
    text = "\n".join(f"Điều {number}." for number in range(60))
    await tab.hears(text, shown="Điều 0.", buttons=[row("Tôi đồng ý")])
    await expect(tab.key("Tôi đồng ý")).not_to_be_in_viewport()
    down = tab.one("#down")
    pages = 0
    while await down.is_visible():
        bar, chat = await down.bounding_box(), await tab.one("#scroll").bounding_box()
        assert bar is not None
        assert chat is not None
        assert bar["y"] >= chat["y"] + chat["height"]
        before = await tab.measure("document.getElementById('scroll').scrollTop")
        await down.click()
        assert await tab.measure("document.getElementById('scroll').scrollTop") > before
        pages += 1
    assert pages > 3
    await expect(tab.key("Tôi đồng ý")).to_be_in_viewport(ratio=1)


async def test_a_tick_does_not_move_the_buttons_of_a_long_card(visit: Visit) -> None:
    """What lies under the finger stays there; the next question is shown from its beginning."""
    tab = await visit(viewport={"width": 320, "height": 480})
    tab.server.answer = ask
    await tab.begins()
    await tab.key("4").scroll_into_view_if_needed()
    before = await tab.key("4").bounding_box()
    await tab.taps("4")
    await expect(tab.key("✔ 4")).to_be_visible()
    after = await tab.one(".key").nth(3).bounding_box()
    assert before is not None
    assert after is not None
    assert abs(before["y"] - after["y"]) < 2
    tab.chat.change(1, NEXT_QUESTION + "\ndòng" * 20, [NUMBERS, WAYS])
    await tab.chat.tell()
    await expect(tab.one("strong").get_by_text("C3.")).to_be_in_viewport()


async def test_a_server_that_was_set_back_is_believed(tab: Tab) -> None:
    """After a restored backup the page shows what stands there, not what it remembers."""
    await tab.begins()
    await tab.hears("trước sự cố")
    await tab.hears("ngay trước sự cố")
    restored = Chat()
    restored.put("sau sự cố")
    old = tab.chat
    tab.server.chats = dict.fromkeys(tab.server.chats, restored)
    old.version += 1
    await old.tell()
    await tab.sees("sau sự cố")
    await expect(tab.one("#log .text")).to_have_text(["sau sự cố"])


async def test_a_long_list_is_scrolled_and_its_buttons_stay_where_they_are(visit: Visit) -> None:
    """Each choice has a line of its own, as wide as the chat; a tick moves nothing."""
    tab = await visit(viewport={"width": 320, "height": 568})
    await tab.begins()
    choices = [f"{number}. Chức danh có tên dài trong danh mục số {number}" for number in range(1, 18)]
    rows = [row(choice) for choice in choices]
    card = await tab.hears("A2. Chức danh", buttons=rows)
    await tab.key(choices[14]).scroll_into_view_if_needed()
    boxes = [await tab.key(choice).bounding_box() for choice in choices]
    assert len({(box["x"], box["width"]) for box in boxes if box and box["width"] > 290}) == 1
    ticked = [
        [button("✔ " + one["label"], one["data"])] if one["label"] == choices[14] else [one]
        for (one,) in rows
    ]
    tab.chat.change(card, "A2. Chức danh", ticked)
    await tab.chat.tell()
    moved = await tab.key("✔ " + choices[14]).bounding_box()
    assert moved is not None
    assert boxes[14] is not None
    assert abs(moved["y"] - boxes[14]["y"]) < 2


async def test_a_day_is_chosen_in_a_calendar(tab: Tab) -> None:
    """It leaves as if it were typed; when the question is over the calendar is gone."""
    tab.server.answer = ask
    await tab.begins()
    await tab.hears("B3. Có thể đi học từ ngày nào?", buttons=[row("Bỏ qua")], picks="date")
    calendar = tab.page.get_by_label("Hoặc chọn trên lịch:")
    await calendar.fill("2027-03-05")
    tab.chat.put("tin khác")
    await tab.chat.tell()
    await tab.sees("tin khác")
    assert await calendar.input_value() == "2027-03-05"
    await tab.page.get_by_role("button", name="Chọn ngày này").click()
    await tab.sees("Đã ghi: 05/03/2027")
    tab.chat.change(2)
    await tab.chat.tell()
    await expect(calendar).to_have_count(0)


async def test_without_a_calendar_in_the_browser_days_are_typed(tab: Tab) -> None:
    """An old browser shows the question as it is."""
    await tab.page.add_init_script(
        "Object.defineProperty(HTMLInputElement.prototype, 'type', {get: () => 'text', set() {}})"
    )
    await tab.begins()
    await tab.hears("B3. Có thể đi học từ ngày nào?", buttons=[row("Bỏ qua")], picks="date")
    await tab.says("5/3/2027")
    await expect(tab.one("#log .ask")).to_have_count(0)
