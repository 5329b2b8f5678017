"""The chat page in a real browser: what a person sees, what leaves, and when."""

import re
from typing import Any

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import expect

from surveys.workbooks.syllables import is_syllable
from tests.web.conftest import Visit
from tests.web.fake_server import Chat, Json
from tests.web.visitor import Visitor, button, row

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


async def test_who_comes_without_a_code_is_told_what_to_do(visitor: Visitor) -> None:
    """Scan, open the link, or type the code: nothing else can be done."""
    await visitor.opens()
    await visitor.sees("quét mã QR")
    await visitor.sees(visitor.server.office)
    await expect(visitor.one("#composer")).to_be_hidden()
    await expect(visitor.one("#more")).to_be_hidden()
    assert visitor.server.posts == []


async def test_a_typed_code_begins_the_chat(visitor: Visitor) -> None:
    """The code of the slip goes out as the start."""
    visitor.server.answer = ask
    await visitor.opens()
    await visitor.page.get_by_label("mã in trên phiếu").fill(" k7qm-3xpt ")
    await visitor.page.get_by_role("button", name="Bắt đầu").click()
    await visitor.sees("Lý luận chính trị")
    await expect(visitor.one("#welcome")).to_be_hidden()
    assert [(post["kind"], post["text"]) for post in visitor.server.posts] == [("start", "k7qm-3xpt")]


async def test_the_code_of_a_link_is_sent_once_and_leaves_the_address(visitor: Visitor) -> None:
    """A reload sends nothing."""
    visitor.server.answer = ask
    await visitor.begins("K7QM-3XPT")
    assert visitor.page.url == visitor.server.url
    await visitor.page.reload()
    await visitor.sees("Lý luận chính trị")
    assert visitor.server.words == ["K7QM-3XPT"]


async def test_the_same_link_again_is_not_sent_while_a_question_is_open(visitor: Visitor) -> None:
    """Who scans the slip again is back in the chat; when nothing is asked there, the code goes out again."""
    visitor.server.answer = ask
    await visitor.begins()
    await visitor.begins()
    await visitor.sees("Lý luận chính trị")
    assert len(visitor.server.posts) == 1
    visitor.chat.change(1, "Phiếu đã được gửi.")
    await visitor.begins()
    await visitor.server.until(lambda: len(visitor.server.posts) == 2)


async def test_another_code_is_sent_even_in_a_chat(visitor: Visitor) -> None:
    """A new slip counts."""
    visitor.server.answer = ask
    await visitor.begins("K7QM-3XPT")
    await visitor.begins("AB2C-9XYZ")
    await visitor.server.until(lambda: visitor.server.words == ["K7QM-3XPT", "AB2C-9XYZ"])


async def test_a_link_opened_without_connection_to_the_server_begins_later(visitor: Visitor) -> None:
    """The code waits like everything else, also after a reload."""
    visitor.server.answer = ask
    visitor.server.mishaps.extend([503] * 3)
    await visitor.opens("k/K7QM-3XPT")
    await visitor.server.until(lambda: len(visitor.server.posts) == 1)
    await visitor.page.reload()
    await visitor.sees("Lý luận chính trị")
    assert len(set(visitor.server.arrived)) == 1


# --- messages -------------------------------------------------------------------------------------


async def test_what_is_typed_is_answered(visitor: Visitor) -> None:
    """A text leaves and what comes back is shown below it."""
    visitor.server.answer = ask
    await visitor.begins()
    await visitor.says("1975")
    await visitor.sees("Đã ghi: 1975")
    assert await visitor.own() == ["1975 đã gửi"]
    assert await visitor.composer.input_value() == ""


async def test_an_own_message_says_that_it_is_being_sent_until_it_is(visitor: Visitor) -> None:
    """It counts as sent when the server has answered."""
    await visitor.begins()
    visitor.server.gate.clear()
    await visitor.says("1975")
    await visitor.server.until(lambda: len(visitor.server.posts) == 2)
    assert await visitor.own() == ["1975 đang gửi"]
    visitor.server.gate.set()
    await expect(visitor.one(".mine .foot")).to_contain_text("đã gửi")
    assert await visitor.own() == ["1975 đã gửi"]


async def test_what_the_bot_writes_by_itself_appears(visitor: Visitor) -> None:
    """The page hears without asking for it."""
    await visitor.begins()
    await visitor.hears("Nhắc: còn ba ngày")


async def test_bold_is_bold_and_everything_else_is_text(visitor: Visitor) -> None:
    """Nothing that is written becomes markup; stars alone stay stars."""
    await visitor.begins()
    await visitor.hears("<img src=x onerror=alert(1)> 2 ** 3 **Hà & Nội** cuối", shown="cuối")
    assert await visitor.one(".text strong").all_inner_texts() == ["Hà & Nội"]
    assert await visitor.one(".text").inner_text() == "<img src=x onerror=alert(1)> 2 ** 3 Hà & Nội cuối"


async def test_only_secure_addresses_become_links(visitor: Visitor) -> None:
    """A script or a plain http address is not offered."""
    await visitor.begins()
    links = ("https://example.org/a", "javascript:alert(1)", "http://example.org", "//example.org")
    await visitor.hears("Xem", buttons=[[button(f"L{n}", url=url) for n, url in enumerate(links)]])
    assert await visitor.one("a.key").all_inner_texts() == ["L0"]
    assert await visitor.one("a.key").get_attribute("rel") == "noopener noreferrer"


async def test_days_stand_between_messages(visitor: Visitor) -> None:
    """Today and yesterday by name, others as official documents write them, all by the office's own clock."""
    await visitor.page.clock.set_fixed_time("2026-11-27T23:30:00Z")  # the 28th in Vietnam
    await visitor.begins()
    days = ("2026-02-01", "2026-11-22", "2026-11-25", "2026-11-27", "2026-11-27", "2026-11-28")
    for day in days:
        visitor.chat.put(f"tin {day}", time=f"{day}T06:05:00+07:00")
    await visitor.hears("cuối", time="2026-11-28T06:29:00+07:00")
    told = await visitor.one(".day").all_inner_texts()
    assert told == [
        "Chủ nhật, 01/02/2026",
        "Chủ nhật, 22/11/2026",
        "thứ Tư, 25/11/2026",
        "Hôm qua",
        "Hôm nay",
    ]
    assert await visitor.one(".foot").last.inner_text() == "06:29"


async def test_documents_can_be_loaded_and_pictures_seen(visitor: Visitor) -> None:
    """A document is a link that says what it loads; a picture stands in the chat and has a name."""
    await visitor.begins()
    await visitor.hears("Bản sao", file={"name": "ban-sao.docx", "picture": False})
    await visitor.hears("Biểu đồ", file={"name": "nhu-cau.png", "picture": True})
    async with visitor.page.expect_download() as loading:
        await visitor.page.get_by_role("link", name="Tải về: ban-sao.docx").click()
    assert (await loading.value).suggested_filename == "ban-sao.docx"
    picture = visitor.page.get_by_role("img", name="Hình: nhu-cau.png")
    await expect(picture).to_be_visible()
    assert await picture.evaluate("one => one.naturalWidth") > 0


async def test_messages_that_the_server_no_longer_keeps_go(visitor: Visitor) -> None:
    """What is older than what is kept leaves the screen."""
    await visitor.begins()
    await visitor.hears("cũ")
    kept = await visitor.hears("còn")
    visitor.chat.forget_before(kept)
    await visitor.chat.tell()
    await expect(visitor.one("#log .text")).to_have_text(["còn"])


# --- cards ----------------------------------------------------------------------------------------


async def test_a_card_is_edited_in_place(visitor: Visitor) -> None:
    """The tick appears in the same message; the words of the tap are shown for some seconds."""
    visitor.server.answer = ask
    await visitor.begins()
    await visitor.taps("4")
    await expect(visitor.key("✔ 4")).to_be_visible()
    await expect(visitor.one("#toast")).to_have_text("Đã ghi: 4")
    assert await visitor.one("#log .message").count() == 1
    await expect(visitor.one("#toast")).to_be_empty()


async def test_a_pressed_button_shows_it_until_the_card_changes(visitor: Visitor) -> None:
    """Pressing it again sends nothing more; another button of the card may be pressed meanwhile."""
    visitor.server.answer = ask
    await visitor.begins()
    visitor.server.gate.clear()
    await visitor.taps("4")
    await expect(visitor.key("4")).to_have_attribute("aria-pressed", "true")
    await visitor.taps("4")
    await visitor.taps("5")
    visitor.server.gate.set()
    await expect(visitor.key("✔ 5")).to_be_visible()
    await expect(visitor.one("[aria-pressed]")).to_have_count(0)
    assert visitor.server.words == ["K7QM-3XPT", "4", "5"]


async def test_a_button_is_let_go_when_its_card_stays_as_it_is(visitor: Visitor) -> None:
    """A stale button is only told so."""
    visitor.server.answer = ask
    await visitor.begins()
    await visitor.taps("Tạm dừng")
    await visitor.server.until(lambda: len(visitor.server.words) == 2)
    await expect(visitor.one("[aria-pressed]")).to_have_count(0)


async def test_focus_stays_on_the_button_while_only_a_tick_changes(visitor: Visitor) -> None:
    """Who works with the keyboard is where they were; at the next question they are at its beginning."""
    visitor.server.answer = ask
    await visitor.begins()
    await visitor.key("4").focus()
    await visitor.page.keyboard.press("Enter")
    await expect(visitor.key("✔ 4")).to_be_focused()
    await visitor.key("Bỏ qua").focus()
    await visitor.page.keyboard.press("Enter")
    await visitor.sees("Áp dụng pháp luật")
    assert "Áp dụng pháp luật" in await visitor.focus()


async def test_who_reads_above_is_not_moved(visitor: Visitor) -> None:
    """A new message is offered by a button, and an edited card below moves nothing."""
    visitor.server.answer = ask
    await visitor.begins()
    for number in range(30):
        visitor.chat.put(f"tin số {number}")
    await visitor.hears("tin cuối")
    await visitor.one("#scroll").evaluate("one => { one.scrollTop = 500; }")
    top = "document.querySelectorAll('.message')[12].getBoundingClientRect().top"
    before = await visitor.measure(top)
    visitor.chat.change(1, NEXT_QUESTION + "\nthêm\nnhiều\ndòng", [NUMBERS])
    visitor.chat.put("tin mới")
    await visitor.chat.tell()
    await expect(visitor.one("#down")).to_be_visible()
    assert abs(await visitor.measure(top) - before) < 2
    await visitor.one("#down").click()
    await expect(visitor.one("#down")).to_be_hidden()
    await expect(visitor.one("#log").get_by_text("tin mới")).to_be_in_viewport()


async def test_a_tick_does_not_move_the_buttons_of_a_long_card(visit: Visit) -> None:
    """What lies under the finger stays there; the next question is shown from its beginning."""
    visitor = await visit(viewport={"width": 320, "height": 480})
    visitor.server.answer = ask
    await visitor.begins()
    await visitor.key("4").scroll_into_view_if_needed()
    before = await visitor.key("4").bounding_box()
    await visitor.taps("4")
    await expect(visitor.key("✔ 4")).to_be_visible()
    after = await visitor.one(".key").nth(3).bounding_box()
    assert before is not None
    assert after is not None
    assert abs(before["y"] - after["y"]) < 2
    visitor.chat.change(1, NEXT_QUESTION + "\ndòng" * 20, [NUMBERS, WAYS])
    await visitor.chat.tell()
    await expect(visitor.one("strong").get_by_text("C3.")).to_be_in_viewport()


async def test_a_server_that_was_set_back_is_believed(visitor: Visitor) -> None:
    """After a restored backup the page shows what stands there, not what it remembers."""
    await visitor.begins()
    await visitor.hears("trước sự cố")
    await visitor.hears("ngay trước sự cố")
    restored = Chat()
    restored.put("sau sự cố")
    old = visitor.chat
    visitor.server.chats = dict.fromkeys(visitor.server.chats, restored)
    old.version += 1
    await old.tell()
    await visitor.sees("sau sự cố")
    await expect(visitor.one("#log .text")).to_have_text(["sau sự cố"])


# --- without connection ---------------------------------------------------------------------------


async def test_what_is_done_offline_leaves_in_order_and_once(visitor: Visitor) -> None:
    """A line says that the connection is lost, and that it is back."""
    visitor.server.answer = ask
    await visitor.begins()
    await visitor.loses_connection()
    await visitor.says("một")
    await visitor.taps("4")
    await visitor.says("hai")
    assert await visitor.own() == ["một đang gửi", "hai đang gửi"]
    await visitor.comes_back()
    await visitor.sees("Đã ghi: hai")
    assert visitor.server.words == ["K7QM-3XPT", "một", "4", "hai"]
    assert len(set(visitor.server.arrived)) == len(visitor.server.arrived)
    assert await visitor.own() == ["một đã gửi", "hai đã gửi"]
    await expect(visitor.one("#connection")).to_have_text("Đã có kết nối trở lại.")
    await expect(visitor.one("#connection")).to_be_empty()


async def test_what_waits_survives_a_reload(visitor: Visitor) -> None:
    """It leaves afterwards, in order, under the same ids."""
    visitor.server.answer = ask
    await visitor.begins()
    visitor.server.mishaps.extend([503] * 2)
    await visitor.says("một")
    await visitor.says("hai")
    await visitor.taps("4")
    await visitor.server.until(lambda: len(visitor.server.posts) >= 2)
    await visitor.page.reload()
    await visitor.sees("Đã ghi: hai")
    await expect(visitor.key("✔ 4")).to_be_visible()
    assert visitor.server.words == ["K7QM-3XPT", "một", "hai", "4"]
    assert len(set(visitor.server.arrived)) == 4


async def test_a_lost_answer_brings_the_same_post_again(visitor: Visitor) -> None:
    """Whether it was taken nobody knows, so it is repeated under its id and counts once."""
    visitor.server.answer = ask
    await visitor.begins()
    visitor.server.answers_to_lose = 1
    await visitor.says("1975")
    await visitor.server.until(lambda: len(visitor.server.posts) == 3)
    await expect(visitor.one(".mine .foot")).to_contain_text("đã gửi")
    assert len(set(visitor.server.arrived)) == 2
    await expect(visitor.one("#log .text")).to_have_count(3)


async def test_too_many_posts_wait_as_long_as_they_are_told(visitor: Visitor) -> None:
    """After a 429 the same post is repeated later, and the person sees that it waits."""
    await visitor.begins()
    visitor.server.mishaps.append(429)
    await visitor.says("1975")
    await expect(visitor.one("#connection")).to_contain_text("Máy chủ đang bận")
    assert await visitor.own() == ["1975 đang gửi"]
    await expect(visitor.one(".mine .foot")).to_contain_text("đã gửi")
    await expect(visitor.one("#connection")).to_be_empty()
    assert len(visitor.server.posts) == 3


@pytest.mark.parametrize("status", [400, 413])
async def test_what_the_server_refuses_is_told_and_never_repeated(visitor: Visitor, status: int) -> None:
    """The words come back into the field, and what waits behind goes on."""
    visitor.server.answer = ask
    await visitor.begins()
    visitor.server.mishaps.append(status)
    visitor.server.gate.clear()
    await visitor.says("một")
    await visitor.says("hai")
    visitor.server.gate.set()
    await visitor.sees("Chưa gửi được. Tin này không gửi được.")
    await visitor.sees("Đã ghi: hai")
    assert visitor.server.words == ["K7QM-3XPT", "hai"]
    assert len(visitor.server.posts) == 3
    assert await visitor.composer.input_value() == "một"
    assert await visitor.measure(KEPT) == ["khaosat:/:code"]


# --- several tabs ---------------------------------------------------------------------------------

NO_LOCKS = "Object.defineProperty(navigator, 'locks', {value: undefined})"


@pytest.mark.parametrize("script", ["", NO_LOCKS], ids=["with locks", "without locks"])
async def test_two_tabs_send_each_post_once(visitor: Visitor, script: str) -> None:
    """Both show what waits; when the server is back, one of them sends it."""
    visitor.server.answer = ask
    await visitor.context.add_init_script(script)
    await visitor.begins()
    other = await visitor.opens_another_tab()
    await other.sees("Lý luận chính trị")
    await visitor.loses_connection()
    await visitor.says("một")
    await expect(other.one(".mine .text")).to_have_text("một")
    await other.says("hai")
    await expect(visitor.one(".mine .text")).to_have_text(["một", "hai"])
    await visitor.comes_back()
    await visitor.sees("Đã ghi: hai")
    await other.sees("Đã ghi: hai")
    assert visitor.server.words == ["K7QM-3XPT", "một", "hai"]
    assert len(visitor.server.arrived) == 3
    assert await other.own() == ["một đã gửi", "hai đã gửi"]


async def test_a_tab_that_waits_at_the_door_follows_the_other_one(visitor: Visitor) -> None:
    """A chat that is begun in one tab appears in the other."""
    visitor.server.answer = ask
    await visitor.opens()
    other = await visitor.opens_another_tab()
    await other.sees("quét mã QR")
    await visitor.begins()
    await other.sees("Lý luận chính trị")


# --- leaving --------------------------------------------------------------------------------------


async def test_leaving_asks_once_and_clears_everything(visitor: Visitor) -> None:
    """Nothing of the conversation stays in this browser, in no tab of it; the size of the text does."""
    visitor.server.answer = ask
    await visitor.begins()
    await visitor.page.get_by_role("button", name="Chữ to hơn").click()
    other = await visitor.opens_another_tab()
    await other.sees("Lý luận chính trị")
    await visitor.page.get_by_role("button", name="Danh mục").click()
    await visitor.page.get_by_role("button", name="Không phải máy của tôi").click()
    await expect(visitor.page.get_by_role("alertdialog")).to_contain_text("Không phải máy của mình?")
    await visitor.page.get_by_role("button", name="Đúng, xóa khỏi máy này").click()
    for tab in (visitor, other):
        await tab.sees("Đã xóa khỏi máy này")
        await expect(tab.one("#log")).to_be_empty()
        await expect(tab.composer).to_be_hidden()
    assert [post["kind"] for post in visitor.server.posts] == ["start", "leave"]
    assert await visitor.measure("Object.keys(localStorage)") == ["khaosat:/:size"]


async def test_who_does_not_want_to_leave_stays(visitor: Visitor) -> None:
    """Escape and the second button lead back."""
    visitor.server.answer = ask
    await visitor.begins()
    for _ in range(2):
        await visitor.page.get_by_role("button", name="Danh mục").click()
        await visitor.page.get_by_role("button", name="Không phải máy của tôi").click()
        await visitor.page.keyboard.press("Escape")
        await expect(visitor.one("#curtain")).to_be_hidden()
    assert len(visitor.server.posts) == 1
    await visitor.sees("Lý luận chính trị")


async def test_who_left_can_begin_again(visitor: Visitor) -> None:
    """Another official on the same machine types the code of their own slip."""
    visitor.server.answer = ask
    await visitor.begins()
    await visitor.one("#more").click()
    await visitor.one("#leave").click()
    await visitor.one("#sure").click()
    await visitor.page.get_by_label("mã in trên phiếu").fill("AB2C-9XYZ")
    await visitor.page.keyboard.press("Enter")
    await visitor.sees("Lý luận chính trị")
    assert visitor.server.words == ["AB2C-9XYZ"]


# --- menu and composer ----------------------------------------------------------------------------


async def test_the_menu_has_the_commands_of_the_server(visitor: Visitor) -> None:
    """A command leaves as typed text and stands in the chat by its name."""
    await visitor.begins()
    await visitor.page.get_by_role("button", name="Danh mục").click()
    assert await visitor.one("#commands button").all_inner_texts() == ["Cách dùng", "Sửa câu trả lời"]
    await visitor.page.get_by_role("button", name="Cách dùng").click()
    await expect(visitor.one("#menu")).to_be_hidden()
    await visitor.server.until(lambda: visitor.server.words[1:] == ["/trogiup"])
    await expect(visitor.one(".mine .foot")).to_contain_text("đã gửi")
    assert await visitor.own() == ["Cách dùng đã gửi"]


async def test_enter_sends_where_there_is_a_keyboard(visitor: Visitor) -> None:
    """With Shift it begins a line."""
    await visitor.begins()
    await visitor.composer.focus()
    await visitor.page.keyboard.type("một")
    await visitor.page.keyboard.press("Shift+Enter")
    await visitor.page.keyboard.type("hai")
    await visitor.page.keyboard.press("Enter")
    await visitor.server.until(lambda: visitor.server.words[1:] == ["một\nhai"])


async def test_enter_on_a_phone_begins_a_line(visit: Visit) -> None:
    """There the button sends."""
    visitor = await visit(has_touch=True, is_mobile=True)
    await visitor.begins()
    await visitor.composer.focus()
    await visitor.page.keyboard.type("một")
    await visitor.page.keyboard.press("Enter")
    await visitor.page.keyboard.type("hai")
    assert await visitor.composer.input_value() == "một\nhai"
    assert len(visitor.server.posts) == 1


async def test_the_field_grows_with_the_text(visitor: Visitor) -> None:
    """It shrinks again when the text is sent, and stops growing before it fills the screen."""
    await visitor.begins()
    height = "document.getElementById('text').offsetHeight"
    small = await visitor.measure(height)
    await visitor.composer.fill("một\nhai\nba")
    assert await visitor.measure(height) > small
    await visitor.composer.fill("dòng\n" * 40)
    assert await visitor.measure(height) < 780 / 3
    await visitor.page.get_by_role("button", name="Gửi", exact=True).click()
    assert await visitor.measure(height) == small


async def test_an_empty_text_is_not_sent(visitor: Visitor) -> None:
    """Blanks are no answer."""
    await visitor.begins()
    await visitor.says("  \n ")
    await visitor.says("1975")
    await visitor.server.until(lambda: visitor.server.words[1:] == ["1975"])


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
    visitor = await visit(viewport={"width": 320, "height": 568}, has_touch=True, is_mobile=True)
    visitor.server.answer = ask
    await visitor.opens()
    for _ in range(steps):
        await visitor.page.get_by_role("button", name="Chữ to hơn").click()
    await expect(visitor.one("#welcome")).to_be_visible()
    assert (
        await visitor.measure(SIDEWAYS),
        await visitor.measure(TOO_SMALL),
        await visitor.measure(OUTSIDE),
    ) == (False, [], [])
    await visitor.begins()
    await visitor.says("một câu trả lời dài, để xem nó có xuống dòng không " + "n" * 60)
    await visitor.hears("Chọn một mục", buttons=LONG)
    await visitor.one("#more").click()
    assert (await visitor.measure(SIDEWAYS), await visitor.measure(TOO_SMALL)) == (False, [])
    assert [one for one in await visitor.measure(OUTSIDE) if not one.startswith("Nghiêng")] == []


async def test_the_text_is_twice_as_large_and_stays_so(visitor: Visitor) -> None:
    """The size is chosen by visible buttons and remembered; the middle one leads back."""
    visitor.server.answer = ask
    await visitor.begins()
    size = "parseFloat(getComputedStyle(document.querySelector('.text')).fontSize)"
    usual = await visitor.measure(size)
    for _ in range(3):
        await visitor.page.get_by_role("button", name="Chữ to hơn").click()
    assert await visitor.measure(size) == pytest.approx(usual * 2)
    await visitor.page.reload()
    await visitor.sees("Lý luận chính trị")
    assert await visitor.measure(size) == pytest.approx(usual * 2)
    await visitor.page.get_by_role("button", name="Chữ bình thường").click()
    assert await visitor.measure(size) == pytest.approx(usual)


@pytest.mark.parametrize("height", [568, 360])
async def test_the_composer_never_covers_the_buttons_of_the_card(visit: Visit, height: int) -> None:
    """At the end of the chat the last button stands above the field, also when much is typed."""
    visitor = await visit(viewport={"width": 320, "height": height})
    visitor.server.answer = ask
    await visitor.begins()
    await visitor.composer.fill("dòng\n" * 10)
    await visitor.key("Tạm dừng").scroll_into_view_if_needed()
    await expect(visitor.key("Tạm dừng")).to_be_in_viewport(ratio=1)
    last = await visitor.key("Tạm dừng").bounding_box()
    field = await visitor.one("#composer").bounding_box()
    assert last is not None
    assert field is not None
    assert last["y"] + last["height"] <= field["y"]
    await visitor.taps("Tạm dừng")


async def test_everything_can_be_done_by_keyboard(visitor: Visitor) -> None:
    """Tab reaches the chat, each button, the field and the menu in the order of reading."""
    visitor.server.answer = ask
    await visitor.begins()
    await visitor.page.evaluate("document.activeElement.blur()")
    reached = []
    for _ in range(15):
        await visitor.page.keyboard.press("Tab")
        reached.append(await visitor.focus())
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
    await visitor.one("#more").focus()
    await visitor.page.keyboard.press("Enter")
    assert await visitor.focus() == "item Cách dùng"
    await visitor.page.keyboard.press("Escape")
    assert await visitor.focus() == "Danh mục"
    await expect(visitor.one("#menu")).to_be_hidden()


async def test_the_question_before_leaving_holds_the_focus(visitor: Visitor) -> None:
    """Tab stays between its two buttons; afterwards the menu's button has it again."""
    await visitor.begins()
    await visitor.one("#more").click()
    await visitor.one("#leave").click()
    seen = [await visitor.focus()]
    for _ in range(3):
        await visitor.page.keyboard.press("Tab")
        seen.append(await visitor.focus())
    assert seen == ["dialog", "sure", "unsure", "sure"]
    await visitor.page.keyboard.press("Escape")
    assert await visitor.focus() == "Danh mục"


async def test_each_message_of_the_bot_is_said_once(visitor: Visitor) -> None:
    """What stood there before is not read out, a tick neither, the next question is; one's own words are not."""
    visitor.server.answer = ask
    await visitor.begins()
    await visitor.page.reload()
    await visitor.sees("Lý luận chính trị")
    await visitor.measure(
        "window.said = [], new MutationObserver(all => all.forEach(one => one.addedNodes.forEach("
        "node => said.push(node.textContent)))).observe(document.getElementById('spoken'), {childList: true})"
    )
    await visitor.hears("Nhắc: còn **ba** ngày", shown="Nhắc: còn")
    await visitor.taps("4")
    await expect(visitor.key("✔ 4")).to_be_visible()
    await visitor.taps("Bỏ qua")
    await visitor.sees("Áp dụng pháp luật")
    await visitor.says("1975")
    await visitor.sees("Đã ghi: 1975")
    told = await visitor.measure("said")
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
    visitor = await visit(color_scheme=scheme)
    await visitor.opens()
    colours: dict[str, str] = dict(await visitor.measure(COLOURS))
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
        visitor = await visit(color_scheme=scheme)
        await visitor.opens()
        backs.append(dict(await visitor.measure(COLOURS))["--back"])
    assert luminance(backs[0]) > 0.7
    assert luminance(backs[1]) < 0.05


async def test_who_wants_no_motion_sees_none(visit: Visit) -> None:
    """A pressed button does not pulse."""
    visitor = await visit(reduced_motion="reduce")
    visitor.server.answer = ask
    await visitor.begins()
    visitor.server.gate.clear()
    await visitor.taps("4")
    await expect(visitor.key("4")).to_have_css("animation-name", "none")
    visitor.server.gate.set()


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_axe_finds_nothing_to_complain_about(visit: Visit, scheme: str) -> None:
    """At the door, in the chat, with the menu and with the question before leaving."""
    visitor = await visit(color_scheme=scheme, reduced_motion="reduce")
    visitor.server.answer = ask
    found = {}

    async def judge(place: str) -> None:
        results = await Axe().run(visitor.page)
        found[place] = results.generate_report() if results.violations_count else ""

    await visitor.opens()
    await visitor.sees("quét mã QR")
    await judge("door")
    await visitor.begins()
    await visitor.says("1975")
    await visitor.sees("Đã ghi: 1975")
    await visitor.hears(
        "Bản sao", file={"name": "a.docx", "picture": False}, buttons=[[button("Mở", url="https://a.vn")]]
    )
    await visitor.hears(
        "Biểu đồ", file={"name": "a.png", "picture": True}, buttons=[[button("Xóa", style="danger")]]
    )
    await judge("chat")
    await visitor.one("#more").click()
    await judge("menu")
    await visitor.one("#leave").click()
    await judge("question")
    assert found == dict.fromkeys(found, "")


async def test_not_a_word_of_english_is_seen_or_read_out(visitor: Visitor) -> None:
    """Every word of the page could be Vietnamese, but for QR and the file's own name."""
    await visitor.opens()
    await visitor.sees("quét mã QR")
    assert await visitor.measure("document.documentElement.lang") == "vi"
    texts: list[str] = await visitor.measure(
        """import('./words.js').then(({words}) => [document.title, document.body.textContent.replace(/<[^>]*>/g, ' '),
        ...[...document.querySelectorAll('*')].flatMap(one => ['aria-label', 'placeholder', 'title', 'alt']
          .map(name => one.getAttribute(name) || '')),
        ...Object.values(words).flat().map(one => typeof one === 'function' ? one('') : one)])"""
    )
    words = set(re.findall(r"[^\W\d_]+", " ".join(texts)))
    assert len(words) > 100
    assert {word for word in words if not is_syllable(word)} <= {"QR", "A", "JavaScript"}


# --- the wire -------------------------------------------------------------------------------------


async def test_the_first_visit_costs_less_than_60_kb_and_nobody_else_is_asked(visitor: Visitor) -> None:
    """Heads and bodies, not compressed, all from our own server."""
    sizes: list[int] = []
    requests: list[Any] = []
    visitor.page.on("requestfinished", lambda request: requests.append(request))  # noqa: PLW0108 - a builtin cannot be marked
    await visitor.opens()
    await visitor.sees("quét mã QR")
    for request in requests:
        assert request.url.startswith(visitor.server.url)
        size = await request.sizes()
        sizes.append(size["responseBodySize"] + size["responseHeadersSize"])
    assert len(sizes) > 5
    assert sum(sizes) < 60_000


async def test_the_page_works_below_a_path(visitor: Visitor) -> None:
    """All addresses are relative to the base."""
    visitor.server.answer = ask
    visitor.server.base = "/khaosat/"
    await visitor.opens("khaosat/k/K7QM-3XPT")
    await visitor.sees("Lý luận chính trị")
    assert visitor.page.url == f"{visitor.server.url}khaosat/"


async def test_a_quiet_page_holds_one_question_to_the_server(visitor: Visitor) -> None:
    """It asks again only when something came: no storm of requests."""
    await visitor.begins()
    for number in range(5):
        await visitor.hears(f"tin {number}")
    asked = visitor.server.asked
    assert asked <= 10
