"""What leaves the chat page and when: without a network, refused, by the menu, by keys."""

import pytest
from playwright.async_api import expect

from tests.web.asking import ask
from tests.web.tab import Tab, Visit

pytestmark = pytest.mark.asyncio(loop_scope="module")

KEPT = "Object.keys(localStorage).filter(key => !key.endsWith(':size'))"


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
    assert sorted(await tab.measure(KEPT)) == ["khaosat:/:chat", "khaosat:/:code"]


@pytest.mark.parametrize("status", [403, 404, 415])
async def test_a_post_that_is_barred_once_leaves_by_itself(tab: Tab, status: int) -> None:
    """A proxy that was being restarted: nobody has to do anything, and the order is kept."""
    tab.server.answer = ask
    await tab.begins()
    tab.server.mishaps.append(status)
    await tab.says("một")
    await tab.says("hai")
    await tab.sees("Đã ghi: hai")
    assert tab.server.words == ["K7QM-3XPT", "một", "hai"]
    await expect(tab.one("#connection")).to_be_empty()


async def test_a_text_that_is_always_barred_is_given_back_and_holds_up_nobody(tab: Tab) -> None:
    """Something on the way does not like this text: its writer has it again, and what came after it leaves."""
    tab.server.answer = ask
    await tab.begins()
    tab.server.mishaps.extend([403] * 4)
    await tab.says("một")
    await tab.says("hai")
    await tab.sees("Đã ghi: hai")
    assert tab.server.words == ["K7QM-3XPT", "hai"]
    assert await tab.composer.input_value() == "một"


async def test_what_a_full_browser_cannot_keep_is_sent_all_the_same(tab: Tab) -> None:
    """Its storage has no room left: nothing that is typed or tapped disappears."""
    tab.server.answer = ask
    await tab.begins()
    await tab.measure(
        """(() => {
            for (let size = 1 << 22; size >= 1; size >>= 1)
                for (let n = 0; n < 9; n += 1)
                    try { localStorage.setItem("đầy" + size + n, "x".repeat(size)); } catch (e) { break; }
        })()"""
    )
    await tab.says("một")
    await tab.sees("Đã ghi: một")
    await tab.taps("4")
    await expect(tab.key("✔ 4")).to_be_visible()


async def test_the_bar_of_the_connection_does_not_move_a_pressed_button(tab: Tab) -> None:
    """The network goes while a finger is down: the press is about what lay under it."""
    tab.server.answer = ask
    await tab.begins()
    key = tab.key("2")
    before = await key.bounding_box()
    assert before is not None
    await tab.page.mouse.move(before["x"] + 8, before["y"] + 6)
    await tab.page.mouse.down()
    await tab.context.set_offline(True)
    await tab.measure("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    assert await key.bounding_box() == before
    await tab.page.mouse.up()
    await expect(tab.one("#connection")).to_contain_text("Mất kết nối")
    await tab.comes_back()
    await expect(tab.key("✔ 2")).to_be_visible()


async def test_a_page_that_hears_nothing_any_more_says_so(tab: Tab) -> None:
    """Whoever comes back to it hears again, if the server takes it by then."""
    await tab.begins()
    tab.server.asking_status = 404
    tab.chat.put("tin đầu")
    await tab.chat.tell()
    await tab.sees("tin đầu")
    await expect(tab.one("#connection")).to_contain_text("Máy chủ không nhận trang này")
    tab.server.asking_status = 0
    tab.chat.put("tin sau")
    await tab.measure("window.dispatchEvent(new Event('online'))")
    await tab.sees("tin sau")


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
