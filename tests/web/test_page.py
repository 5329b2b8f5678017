"""The chat page in a real browser: what a person sees, what leaves, and when."""

import re
from typing import Any

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import expect

from surveys.workbooks.syllables import is_syllable
from tests.web.fake_server import Chat, Json
from tests.web.tab import Tab, Visit, button, row

pytestmark = pytest.mark.asyncio(loop_scope="module")

QUESTION = (
    "**C1. Lý luận chính trị; xây dựng Đảng, xây dựng tổ chức ở cơ sở**\n\n"
    "Mức độ quan trọng\n1. Không quan trọng · 5. Rất quan trọng"
)
NEXT_QUESTION = (
    "**C3. Áp dụng pháp luật, quản lý nhà nước và giải quyết thủ tục hành chính**\n\nMức độ quan trọng"
)
NUMBERS = row("1", "2", "3", "4", "5")
WAYS = row("◀ Quay lại", "Bỏ qua", "Tạm dừng")
KEPT = "Object.keys(localStorage).filter(key => !key.endsWith(':size'))"


def ask(chat: Chat, post: Json) -> str:
    """Show a question at the start; a tap marks its number in the card, a text is answered by a message."""
    if post["kind"] == "start":
        chat.put(QUESTION, [NUMBERS, WAYS])
    elif post["kind"] == "text":
        chat.put(f"Đã ghi: {post['text']}")
    elif post["data"] == "Bỏ qua":
        chat.change(post["message"], NEXT_QUESTION, [NUMBERS, WAYS])
    elif post["data"] in "12345":
        marked = [
            button(f"✔ {one['label']}", one["data"]) if one["data"] == post["data"] else one
            for one in NUMBERS
        ]
        chat.change(post["message"], f"✔ Mức độ quan trọng: {post['data']}\n\n{QUESTION}", [marked, WAYS])
        return f"Đã ghi: {post['data']}"
    return ""


# --- the first visit ------------------------------------------------------------------------------


async def test_who_comes_without_a_code_is_told_what_to_do(tab: Tab) -> None:
    """Scan, open the link, or type the code: nothing else can be done."""
    await tab.opens()
    await tab.sees("quét mã QR")
    await tab.sees(tab.server.office)
    await expect(tab.one("#composer")).to_be_hidden()
    await expect(tab.one("#more")).to_be_hidden()
    assert tab.server.posts == []


async def test_a_typed_code_begins_the_chat(tab: Tab) -> None:
    """The code of the slip goes out as the start."""
    tab.server.answer = ask
    await tab.opens()
    await tab.page.get_by_label("mã in trên phiếu").fill(" k7qm-3xpt ")
    await tab.page.get_by_role("button", name="Bắt đầu").click()
    await tab.sees("Lý luận chính trị")
    await expect(tab.one("#welcome")).to_be_hidden()
    assert [(post["kind"], post["text"]) for post in tab.server.posts] == [("start", "k7qm-3xpt")]


async def test_the_code_of_a_link_is_sent_once_and_leaves_the_address(tab: Tab) -> None:
    """A reload sends nothing."""
    tab.server.answer = ask
    await tab.begins("K7QM-3XPT")
    assert tab.page.url == tab.server.url
    await tab.page.reload()
    await tab.sees("Lý luận chính trị")
    assert tab.server.words == ["K7QM-3XPT"]


async def test_the_same_link_again_is_not_sent_while_a_question_is_open(tab: Tab) -> None:
    """Who scans the slip again is back in the chat; when nothing is asked there, the code goes out again."""
    tab.server.answer = ask
    await tab.begins()
    await tab.begins()
    await tab.sees("Lý luận chính trị")
    assert len(tab.server.posts) == 1
    tab.chat.change(1, "Phiếu đã được gửi.")
    await tab.begins()
    await tab.server.until(lambda: len(tab.server.posts) == 2)


async def test_another_code_is_sent_even_in_a_chat(tab: Tab) -> None:
    """A new slip counts."""
    tab.server.answer = ask
    await tab.begins("K7QM-3XPT")
    await tab.begins("AB2C-9XYZ")
    await tab.server.until(lambda: tab.server.words == ["K7QM-3XPT", "AB2C-9XYZ"])


async def test_a_link_opened_without_connection_to_the_server_begins_later(tab: Tab) -> None:
    """The code waits like everything else, also after a reload."""
    tab.server.answer = ask
    tab.server.mishaps.extend([503] * 3)
    await tab.opens("k/K7QM-3XPT")
    await tab.server.until(lambda: len(tab.server.posts) == 1)
    await tab.page.reload()
    await tab.sees("Lý luận chính trị")
    assert len(set(tab.server.arrived)) == 1


# --- messages -------------------------------------------------------------------------------------


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


# --- cards ----------------------------------------------------------------------------------------


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


# --- without connection ---------------------------------------------------------------------------


async def test_what_is_done_offline_leaves_in_order_and_once(tab: Tab) -> None:
    """A line says that the connection is lost, and that it is back."""
    tab.server.answer = ask
    await tab.begins()
    await tab.loses_connection()
    await tab.says("một")
    await tab.taps("4")
    await tab.says("hai")
    assert await tab.own() == ["một đang gửi", "hai đang gửi"]
    await tab.comes_back()
    await tab.sees("Đã ghi: hai")
    assert tab.server.words == ["K7QM-3XPT", "một", "4", "hai"]
    assert len(set(tab.server.arrived)) == len(tab.server.arrived)
    assert await tab.own() == ["một đã gửi", "hai đã gửi"]
    await expect(tab.one("#connection")).to_have_text("Đã có kết nối trở lại.")
    await expect(tab.one("#connection")).to_be_empty()


async def test_what_waits_survives_a_reload(tab: Tab) -> None:
    """It leaves afterwards, in order, under the same ids."""
    tab.server.answer = ask
    await tab.begins()
    tab.server.mishaps.extend([503] * 2)
    await tab.says("một")
    await tab.says("hai")
    await tab.taps("4")
    await tab.server.until(lambda: len(tab.server.posts) >= 2)
    await tab.page.reload()
    await tab.sees("Đã ghi: hai")
    await expect(tab.key("✔ 4")).to_be_visible()
    assert tab.server.words == ["K7QM-3XPT", "một", "hai", "4"]
    assert len(set(tab.server.arrived)) == 4


async def test_a_lost_answer_brings_the_same_post_again(tab: Tab) -> None:
    """Whether it was taken nobody knows, so it is repeated under its id and counts once."""
    tab.server.answer = ask
    await tab.begins()
    tab.server.answers_to_lose = 1
    await tab.says("1975")
    await tab.server.until(lambda: len(tab.server.posts) == 3)
    await expect(tab.one(".mine .foot")).to_contain_text("đã gửi")
    assert len(set(tab.server.arrived)) == 2
    await expect(tab.one("#log .text")).to_have_count(3)


async def test_too_many_posts_wait_as_long_as_they_are_told(tab: Tab) -> None:
    """After a 429 the same post is repeated later, and the person sees that it waits."""
    await tab.begins()
    tab.server.mishaps.append(429)
    await tab.says("1975")
    await expect(tab.one("#connection")).to_contain_text("Máy chủ đang bận")
    assert await tab.own() == ["1975 đang gửi"]
    await expect(tab.one(".mine .foot")).to_contain_text("đã gửi")
    await expect(tab.one("#connection")).to_be_empty()
    assert len(tab.server.posts) == 3


@pytest.mark.parametrize("status", [400, 413])
async def test_what_the_server_refuses_is_told_and_never_repeated(tab: Tab, status: int) -> None:
    """The words come back into the field, and what waits behind goes on."""
    tab.server.answer = ask
    await tab.begins()
    tab.server.mishaps.append(status)
    tab.server.gate.clear()
    await tab.says("một")
    await tab.says("hai")
    tab.server.gate.set()
    await tab.sees("Chưa gửi được. Tin này không gửi được.")
    await tab.sees("Đã ghi: hai")
    assert tab.server.words == ["K7QM-3XPT", "hai"]
    assert len(tab.server.posts) == 3
    assert await tab.composer.input_value() == "một"
    await tab.says("một, sửa lại")
    await tab.sees("Đã ghi: một, sửa lại")
    assert await tab.own() == ["hai đã gửi", "một, sửa lại đã gửi"]
    assert await tab.measure(KEPT) == ["khaosat:/:code"]


# --- several tabs ---------------------------------------------------------------------------------

NO_LOCKS = "Object.defineProperty(navigator, 'locks', {value: undefined})"


@pytest.mark.parametrize("script", ["", NO_LOCKS], ids=["with locks", "without locks"])
async def test_two_tabs_send_each_post_once(tab: Tab, script: str) -> None:
    """Both show what waits; when the server is back, one of them sends it."""
    tab.server.answer = ask
    await tab.context.add_init_script(script)
    await tab.begins()
    other = await tab.opens_another_tab()
    await other.sees("Lý luận chính trị")
    await tab.loses_connection()
    await tab.says("một")
    await expect(other.one(".mine .text")).to_have_text("một")
    await other.says("hai")
    await expect(tab.one(".mine .text")).to_have_text(["một", "hai"])
    await tab.comes_back()
    await tab.sees("Đã ghi: hai")
    await other.sees("Đã ghi: hai")
    assert tab.server.words == ["K7QM-3XPT", "một", "hai"]
    assert len(tab.server.arrived) == 3
    assert await other.own() == ["một đã gửi", "hai đã gửi"]


async def test_a_tab_that_waits_at_the_door_follows_the_other_one(tab: Tab) -> None:
    """A chat that is begun in one tab appears in the other."""
    tab.server.answer = ask
    await tab.opens()
    other = await tab.opens_another_tab()
    await other.sees("quét mã QR")
    await tab.begins()
    await other.sees("Lý luận chính trị")


# --- leaving --------------------------------------------------------------------------------------


async def test_leaving_asks_once_and_clears_everything(tab: Tab) -> None:
    """Nothing of the conversation stays in this browser, in no tab of it; the size of the text does."""
    tab.server.answer = ask
    await tab.begins()
    await tab.page.get_by_role("button", name="Chữ to hơn").click()
    other = await tab.opens_another_tab()
    await other.sees("Lý luận chính trị")
    await tab.page.get_by_role("button", name="Danh mục").click()
    await tab.page.get_by_role("button", name="Không phải máy của tôi").click()
    await expect(tab.page.get_by_role("alertdialog")).to_contain_text("Không phải máy của mình?")
    await tab.page.get_by_role("button", name="Đúng, xóa khỏi máy này").click()
    for each in (tab, other):
        await each.sees("Đã xóa khỏi máy này")
        await expect(each.one("#log")).to_be_empty()
        await expect(each.composer).to_be_hidden()
    assert [post["kind"] for post in tab.server.posts] == ["start", "leave"]
    assert await tab.measure("Object.keys(localStorage)") == ["khaosat:/:size"]


async def test_who_does_not_want_to_leave_stays(tab: Tab) -> None:
    """Escape and the second button lead back."""
    tab.server.answer = ask
    await tab.begins()
    for _ in range(2):
        await tab.page.get_by_role("button", name="Danh mục").click()
        await tab.page.get_by_role("button", name="Không phải máy của tôi").click()
        await tab.page.keyboard.press("Escape")
        await expect(tab.one("#curtain")).to_be_hidden()
    assert len(tab.server.posts) == 1
    await tab.sees("Lý luận chính trị")


async def test_who_left_can_begin_again(tab: Tab) -> None:
    """Another official on the same machine types the code of their own slip."""
    tab.server.answer = ask
    await tab.begins()
    await tab.one("#more").click()
    await tab.one("#leave").click()
    await tab.one("#sure").click()
    await tab.page.get_by_label("mã in trên phiếu").fill("AB2C-9XYZ")
    await tab.page.keyboard.press("Enter")
    await tab.sees("Lý luận chính trị")
    assert tab.server.words == ["AB2C-9XYZ"]


# --- menu and composer ----------------------------------------------------------------------------


async def test_the_menu_has_the_commands_of_the_server(tab: Tab) -> None:
    """A command leaves as typed text and stands in the chat by its name."""
    await tab.begins()
    await tab.page.get_by_role("button", name="Danh mục").click()
    assert await tab.one("#commands button").all_inner_texts() == ["Cách dùng", "Sửa câu trả lời"]
    await tab.page.get_by_role("button", name="Cách dùng").click()
    await expect(tab.one("#menu")).to_be_hidden()
    await tab.server.until(lambda: tab.server.words[1:] == ["/trogiup"])
    await expect(tab.one(".mine .foot")).to_contain_text("đã gửi")
    assert await tab.own() == ["Cách dùng đã gửi"]


async def test_enter_sends_where_there_is_a_keyboard(tab: Tab) -> None:
    """With Shift it begins a line."""
    await tab.begins()
    await tab.composer.focus()
    await tab.page.keyboard.type("một")
    await tab.page.keyboard.press("Shift+Enter")
    await tab.page.keyboard.type("hai")
    await tab.page.keyboard.press("Enter")
    await tab.server.until(lambda: tab.server.words[1:] == ["một\nhai"])


async def test_enter_on_a_phone_begins_a_line(visit: Visit) -> None:
    """There the button sends."""
    tab = await visit(has_touch=True, is_mobile=True)
    await tab.begins()
    await tab.composer.focus()
    await tab.page.keyboard.type("một")
    await tab.page.keyboard.press("Enter")
    await tab.page.keyboard.type("hai")
    assert await tab.composer.input_value() == "một\nhai"
    assert len(tab.server.posts) == 1


async def test_the_field_grows_with_the_text(tab: Tab) -> None:
    """It shrinks again when the text is sent, and stops growing before it fills the screen."""
    await tab.begins()
    height = "document.getElementById('text').offsetHeight"
    small = await tab.measure(height)
    await tab.composer.fill("một\nhai\nba")
    assert await tab.measure(height) > small
    await tab.composer.fill("dòng\n" * 40)
    assert await tab.measure(height) < 780 / 3
    await tab.page.get_by_role("button", name="Gửi", exact=True).click()
    assert await tab.measure(height) == small


async def test_an_empty_text_is_not_sent(tab: Tab) -> None:
    """Blanks are no answer."""
    await tab.begins()
    await tab.says("  \n ")
    await tab.says("1975")
    await tab.server.until(lambda: tab.server.words[1:] == ["1975"])


# --- everybody can use it -------------------------------------------------------------------------

SIDEWAYS = """[document.documentElement, document.getElementById('scroll')]
  .some(one => one.scrollWidth > one.clientWidth)"""
TOO_SMALL = """[...document.querySelectorAll('button, a, input, textarea')].filter(one => one.offsetParent)
  .map(one => [one.innerText || one.id, one.getBoundingClientRect()])
  .filter(([_, box]) => box.width < 44 || box.height < 44).map(([name, box]) => `${name} ${box.width}x${box.height}`)"""
OUTSIDE = """[...document.querySelectorAll('button, a, input, textarea, .bubble')].filter(one => one.offsetParent)
  .filter(one => one.getBoundingClientRect().right > innerWidth + 1 || one.getBoundingClientRect().left < -1
    || one.scrollWidth > one.clientWidth + 1).map(one => one.innerText || one.id)"""
LONG = [
    row("Lý luận chính trị", "Quản lý nhà nước ngạch chuyên viên"),
    row("Bồi dưỡng kiến thức quốc phòng và an ninh cho cán bộ, công chức cấp xã"),
    row(*"12345678"),
    row("Nghiêngnghiêngnghiêngnghiêngnghiêng"),
]


@pytest.mark.parametrize("steps", [0, 3], ids=["at 100 %", "at 200 %"])
async def test_the_page_fits_into_320_pixels(visit: Visit, steps: int) -> None:
    """Nothing scrolls sideways, nothing is cut, and every button is large enough for a thumb."""
    tab = await visit(viewport={"width": 320, "height": 568}, has_touch=True, is_mobile=True)
    tab.server.answer = ask
    await tab.opens()
    for _ in range(steps):
        await tab.page.get_by_role("button", name="Chữ to hơn").click()
    await expect(tab.one("#welcome")).to_be_visible()
    assert (
        await tab.measure(SIDEWAYS),
        await tab.measure(TOO_SMALL),
        await tab.measure(OUTSIDE),
    ) == (False, [], [])
    await tab.begins()
    await tab.says("một câu trả lời dài, để xem nó có xuống dòng không " + "n" * 60)
    await tab.hears("Chọn một mục", buttons=LONG)
    await tab.one("#more").click()
    assert (await tab.measure(SIDEWAYS), await tab.measure(TOO_SMALL)) == (False, [])
    assert [one for one in await tab.measure(OUTSIDE) if not one.startswith("Nghiêng")] == []


async def test_the_text_is_twice_as_large_and_stays_so(tab: Tab) -> None:
    """The size is chosen by visible buttons and remembered; the middle one leads back."""
    tab.server.answer = ask
    await tab.begins()
    size = "parseFloat(getComputedStyle(document.querySelector('.text')).fontSize)"
    usual = await tab.measure(size)
    for _ in range(3):
        await tab.page.get_by_role("button", name="Chữ to hơn").click()
    assert await tab.measure(size) == pytest.approx(usual * 2)
    await tab.page.reload()
    await tab.sees("Lý luận chính trị")
    assert await tab.measure(size) == pytest.approx(usual * 2)
    await tab.page.get_by_role("button", name="Chữ bình thường").click()
    assert await tab.measure(size) == pytest.approx(usual)


@pytest.mark.parametrize("height", [568, 360])
async def test_the_composer_never_covers_the_buttons_of_the_card(visit: Visit, height: int) -> None:
    """At the end of the chat the last button stands above the field, also when much is typed."""
    tab = await visit(viewport={"width": 320, "height": height})
    tab.server.answer = ask
    await tab.begins()
    await tab.composer.fill("dòng\n" * 10)
    await tab.key("Tạm dừng").scroll_into_view_if_needed()
    await expect(tab.key("Tạm dừng")).to_be_in_viewport(ratio=1)
    last = await tab.key("Tạm dừng").bounding_box()
    field = await tab.one("#composer").bounding_box()
    assert last is not None
    assert field is not None
    assert last["y"] + last["height"] <= field["y"]
    await tab.taps("Tạm dừng")


async def test_everything_can_be_done_by_keyboard(tab: Tab) -> None:
    """Tab reaches the chat, each button, the field and the menu in the order of reading."""
    tab.server.answer = ask
    await tab.begins()
    await tab.page.evaluate("document.activeElement.blur()")
    reached = []
    for _ in range(15):
        await tab.page.keyboard.press("Tab")
        reached.append(await tab.focus())
    head, numbers = reached[:5], reached[5:13]
    assert head == ["Chữ nhỏ hơn", "Chữ bình thường", "Chữ to hơn", "Danh mục", "Cuộc trò chuyện"]
    assert [one.removeprefix("key ") for one in numbers] == [
        "1",
        "2",
        "3",
        "4",
        "5",
        "◀ Quay lại",
        "Bỏ qua",
        "Tạm dừng",
    ]
    assert reached[13] == "Câu trả lời"
    await tab.one("#more").focus()
    await tab.page.keyboard.press("Enter")
    assert await tab.focus() == "item Cách dùng"
    await tab.page.keyboard.press("Escape")
    assert await tab.focus() == "Danh mục"
    await expect(tab.one("#menu")).to_be_hidden()


async def test_the_question_before_leaving_holds_the_focus(tab: Tab) -> None:
    """Tab stays between its two buttons; afterwards the menu's button has it again."""
    await tab.begins()
    await tab.one("#more").click()
    await tab.one("#leave").click()
    seen = [await tab.focus()]
    for _ in range(3):
        await tab.page.keyboard.press("Tab")
        seen.append(await tab.focus())
    assert seen == ["dialog", "sure", "unsure", "sure"]
    await tab.page.keyboard.press("Escape")
    assert await tab.focus() == "Danh mục"


async def test_each_message_of_the_bot_is_said_once(tab: Tab) -> None:
    """What stood there before is not read out, a tick neither, the next question is; one's own words are not."""
    tab.server.answer = ask
    await tab.begins()
    await tab.page.reload()
    await tab.sees("Lý luận chính trị")
    await tab.measure(
        "window.said = [], new MutationObserver(all => all.forEach(one => one.addedNodes.forEach("
        "node => said.push(node.textContent)))).observe(document.getElementById('spoken'), {childList: true})"
    )
    await tab.hears("Nhắc: còn **ba** ngày", shown="Nhắc: còn")
    await tab.taps("4")
    await expect(tab.key("✔ 4")).to_be_visible()
    await tab.taps("Bỏ qua")
    await tab.sees("Áp dụng pháp luật")
    await tab.says("1975")
    await tab.sees("Đã ghi: 1975")
    told = await tab.measure("said")
    assert told == ["Nhắc: còn ba ngày", NEXT_QUESTION.replace("**", ""), "Đã ghi: 1975"]


COLOURS = """[...document.styleSheets[0].cssRules].flatMap(rule => rule.selectorText === ':root' ? [...rule.style] : [])
  .filter(name => name.startsWith('--'))
  .map(name => [name, getComputedStyle(document.documentElement).getPropertyValue(name).trim()])"""


def luminance(colour: str) -> float:
    """Relative luminance of "#rrggbb", WCAG 2."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast of two colours, WCAG 2."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_every_text_has_the_contrast_of_aa(visit: Visit, scheme: str) -> None:
    """Text 4.5 to what it stands on; edges and the ring of the focus 3 to what is beside them."""
    tab = await visit(color_scheme=scheme)
    await tab.opens()
    colours: dict[str, str] = dict(await tab.measure(COLOURS))
    texts = [name for name in colours if name.endswith(("-ink", "-soft"))]
    assert len(texts) >= 12
    found: dict[str, Any] = {
        name: contrast(colours[name], colours[name.rpartition("-")[0]]) for name in texts
    }
    assert {name: ratio for name, ratio in found.items() if ratio < 4.5} == {}
    edges = [("--line", "--key"), ("--line", "--ours"), ("--focus", "--back"), ("--focus", "--ours")]
    assert [pair for pair in edges if contrast(colours[pair[0]], colours[pair[1]]) < 3] == []


async def test_light_and_dark_are_different(visit: Visit) -> None:
    """The page follows the phone."""
    backs = []
    for scheme in ("light", "dark"):
        tab = await visit(color_scheme=scheme)
        await tab.opens()
        backs.append(dict(await tab.measure(COLOURS))["--back"])
    assert luminance(backs[0]) > 0.7
    assert luminance(backs[1]) < 0.05


async def test_who_wants_no_motion_sees_none(visit: Visit) -> None:
    """A pressed button does not pulse."""
    tab = await visit(reduced_motion="reduce")
    tab.server.answer = ask
    await tab.begins()
    tab.server.gate.clear()
    await tab.taps("4")
    await expect(tab.key("4")).to_have_css("animation-name", "none")
    tab.server.gate.set()


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_axe_finds_nothing_to_complain_about(visit: Visit, scheme: str) -> None:
    """At the door, in the chat, with the menu and with the question before leaving."""
    tab = await visit(color_scheme=scheme, reduced_motion="reduce")
    tab.server.answer = ask
    found = {}

    async def judge(place: str) -> None:
        results = await Axe().run(tab.page)
        found[place] = results.generate_report() if results.violations_count else ""

    await tab.opens()
    await tab.sees("quét mã QR")
    await judge("door")
    await tab.begins()
    await tab.says("1975")
    await tab.sees("Đã ghi: 1975")
    await tab.hears(
        "Bản sao", file={"name": "a.docx", "picture": False}, buttons=[[button("Mở", url="https://a.vn")]]
    )
    await tab.hears(
        "Biểu đồ", file={"name": "a.png", "picture": True}, buttons=[[button("Xóa", style="danger")]]
    )
    await judge("chat")
    await tab.one("#more").click()
    await judge("menu")
    await tab.one("#leave").click()
    await judge("question")
    assert found == dict.fromkeys(found, "")


async def test_not_a_word_of_english_is_seen_or_read_out(tab: Tab) -> None:
    """Every word of the page could be Vietnamese, but for QR and the file's own name."""
    await tab.opens()
    await tab.sees("quét mã QR")
    assert await tab.measure("document.documentElement.lang") == "vi"
    texts: list[str] = await tab.measure(
        """import('./words.js').then(({words}) => [document.title, document.body.textContent.replace(/<[^>]*>/g, ' '),
        ...[...document.querySelectorAll('*')].flatMap(one => ['aria-label', 'placeholder', 'title', 'alt']
          .map(name => one.getAttribute(name) || '')),
        ...Object.values(words).flat().map(one => typeof one === 'function' ? one('') : one)])"""
    )
    words = set(re.findall(r"[^\W\d_]+", " ".join(texts)))
    assert len(words) > 100
    assert {word for word in words if not is_syllable(word)} <= {"QR", "A", "JavaScript"}


# --- the wire -------------------------------------------------------------------------------------


async def test_the_first_visit_costs_less_than_60_kb_and_nobody_else_is_asked(tab: Tab) -> None:
    """Heads and bodies, not compressed, all from our own server."""
    sizes: list[int] = []
    requests: list[Any] = []
    tab.page.on("requestfinished", lambda request: requests.append(request))  # noqa: PLW0108 - a builtin cannot be marked
    await tab.opens()
    await tab.sees("quét mã QR")
    for request in requests:
        assert request.url.startswith(tab.server.url)
        size = await request.sizes()
        sizes.append(size["responseBodySize"] + size["responseHeadersSize"])
    assert len(sizes) > 5
    assert sum(sizes) < 60_000


async def test_the_page_works_below_a_path(tab: Tab) -> None:
    """All addresses are relative to the base."""
    tab.server.answer = ask
    tab.server.base = "/khaosat/"
    await tab.opens("khaosat/k/K7QM-3XPT")
    await tab.sees("Lý luận chính trị")
    assert tab.page.url == f"{tab.server.url}khaosat/"


async def test_a_quiet_page_holds_one_question_to_the_server(tab: Tab) -> None:
    """It asks again only when something came: no storm of requests."""
    await tab.begins()
    for number in range(5):
        await tab.hears(f"tin {number}")
    asked = tab.server.asked
    assert asked <= 10
