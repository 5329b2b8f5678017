"""Coming to the chat page and leaving it: what a person is shown, what the browser keeps."""

import re

import pytest
from playwright.async_api import expect

from tests.web.asking import ask
from tests.web.tab import Tab

pytestmark = pytest.mark.asyncio(loop_scope="module")


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


NEWS = re.compile(r"/chat\?")
DEAF = "addEventListener('storage', event => event.stopImmediatePropagation(), true)"


async def opens_a_sleeper(tab: Tab) -> Tab:
    """Open another tab that shows the chat and then hears nothing more: neither of the server nor of other tabs."""
    other = Tab(await tab.context.new_page(), tab.server, tab.complaints)
    await other.page.add_init_script(DEAF)
    await other.opens()
    await other.sees("cho người trước")
    await other.page.route(NEWS, lambda route: route.abort())
    await tab.hears("cũng cho người trước")  # answers the question that is held
    await other.sees("cũng cho người trước")
    return other


async def wakes(tab: Tab) -> None:
    """Let a tab hear again, and tell it so."""
    await tab.page.unroute(NEWS)
    await tab.measure("window.dispatchEvent(new Event('online'))")


async def begins_anew(tab: Tab) -> None:
    """Leave, and begin as somebody else, whose chat is longer."""
    await tab.one("#more").click()
    await tab.one("#leave").click()
    await tab.one("#sure").click()
    await tab.page.get_by_label("mã in trên phiếu").fill("AB2C-9XYZ")
    await tab.page.keyboard.press("Enter")
    await tab.sees("Lý luận chính trị")
    for number in range(5):
        await tab.hears(f"cho người sau {number}")


async def test_a_tab_that_slept_shows_nothing_of_two_owners(tab: Tab) -> None:
    """While it slept its browser was let go and taken by somebody else: it shows the other chat, all of it."""
    tab.server.answer = ask
    await tab.begins()
    await tab.hears("cho người trước")
    other = await opens_a_sleeper(tab)
    await begins_anew(tab)
    await wakes(other)
    await other.sees("cho người sau 4")
    shown = "[...document.querySelectorAll('#log .text')].map(one => one.innerText)"
    assert await other.measure(shown) == await tab.measure(shown)


async def test_what_is_typed_into_the_chat_of_an_owner_before_reaches_nobody(tab: Tab) -> None:
    """The server refuses it; the page says so and shows the chat that stands there now."""
    tab.server.answer = ask
    await tab.begins()
    await tab.hears("cho người trước")
    other = await opens_a_sleeper(tab)
    await begins_anew(tab)
    await tab.page.close()  # any tab sends what waits
    await other.says("1975")
    await expect(other.one("#toast")).to_have_text("Tin này không gửi được.")
    await wakes(other)
    await other.sees("cho người sau 4")
    assert await other.composer.input_value() == ""
    assert "1975" not in tab.server.words
    assert not any("1975" in message["text"] for message in tab.chat.messages.values())
