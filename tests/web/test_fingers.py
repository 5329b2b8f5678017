"""The chat page under slow fingers: what is pressed counts, whatever arrives before the finger is lifted."""

import pytest
from playwright.async_api import Locator, expect

from tests.web.fake_server import Chat, Json, silence
from tests.web.tab import Tab, Visit, row

pytestmark = pytest.mark.asyncio(loop_scope="module")


def ask(chat: Chat, post: Json) -> str:
    """Put a first card; each tap on "Tiếp" turns it into the next one."""
    if post["kind"] == "start":
        chat.put("Câu 1", [row("Tiếp"), row("Tạm dừng")])
    elif post["kind"] == "tap" and post["data"] == "Tiếp":
        number = int(chat.messages[1]["text"].rpartition(" ")[2])
        chat.change(1, f"Câu {number + 1}", [row("Tiếp"), row("Tạm dừng")])
    return ""


async def presses(tab: Tab, key: Locator) -> None:
    """Put the finger on a button, and leave it there."""
    box = await key.bounding_box()
    assert box is not None
    await tab.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    await tab.page.mouse.down()


async def hears_of_it(tab: Tab) -> None:
    """Tell the page what has changed, and wait until it has heard and asks for more."""
    asked = tab.server.asked
    await tab.chat.tell()
    await tab.server.until(lambda: tab.server.asked > asked)


async def answers_again(tab: Tab) -> None:
    """Let the server answer the post that it held, with nothing new, and wait until the page has the answer."""
    tab.server.answer = silence
    tab.server.gate.set()
    await tab.page.wait_for_function("() => !Object.keys(localStorage).some(name => name.includes(':post:'))")


async def test_a_press_counts_when_the_answer_to_an_earlier_one_comes_during_it(tab: Tab) -> None:
    """The card of the next question is there before the first tap's own answer, which comes under the finger."""
    tab.server.answer = ask
    await tab.begins()
    tab.server.gate.clear()
    await tab.taps("Tiếp")
    await tab.server.until(lambda: len(tab.server.posts) == 2)
    tab.chat.change(1, "Câu 2", [row("Tiếp"), row("Tạm dừng")])
    await tab.chat.tell()
    await tab.sees("Câu 2")
    await presses(tab, tab.key("Tạm dừng"))
    await answers_again(tab)
    await tab.page.mouse.up()
    await tab.server.until(lambda: tab.server.words[-1] == "Tạm dừng")


async def test_nothing_moves_under_a_finger(tab: Tab) -> None:
    """A card above loses its buttons while a button below is pressed: the press counts, then the card changes."""
    tab.server.answer = ask
    await tab.begins()
    await tab.hears("Câu cuối", buttons=[row("Gửi phiếu")])
    key = tab.key("Gửi phiếu")
    before = await key.bounding_box()
    await presses(tab, key)
    tab.chat.change(1, "Câu 1")
    await hears_of_it(tab)
    assert await key.bounding_box() == before
    await tab.page.mouse.up()
    await tab.server.until(lambda: tab.server.words[-1] == "Gửi phiếu")
    await expect(tab.key("Tạm dừng")).to_have_count(0)


async def test_a_card_pressed_while_it_changes_answers_the_question_that_was_read(tab: Tab) -> None:
    """The tap is about the card that the person saw; the server knows it by the card's own data."""
    tab.server.answer = ask
    await tab.begins()
    await presses(tab, tab.key("Tạm dừng"))
    tab.chat.change(1, "Câu khác", [row("Xem"), row("Xóa")])
    await hears_of_it(tab)
    await tab.page.mouse.up()
    await tab.server.until(lambda: tab.server.words[-1] == "Tạm dừng")
    await tab.sees("Câu khác")


async def test_a_finger_that_slips_off_a_button_presses_nothing(tab: Tab) -> None:
    """What came meanwhile is shown all the same."""
    tab.server.answer = ask
    await tab.begins()
    await presses(tab, tab.key("Tạm dừng"))
    tab.chat.put("Nhắc: còn ba ngày")
    await hears_of_it(tab)
    await tab.page.mouse.move(2, 2)
    await tab.page.mouse.up()
    await tab.sees("Nhắc: còn ba ngày")
    assert len(tab.server.posts) == 1


async def test_a_space_bar_held_while_the_answer_comes_counts(tab: Tab) -> None:
    """A button on which only the looks changed is the same button."""
    tab.server.answer = ask
    await tab.begins()
    tab.server.gate.clear()
    await tab.taps("Tiếp")
    await tab.key("Tạm dừng").focus()
    await tab.page.keyboard.down(" ")
    await answers_again(tab)
    await tab.page.keyboard.up(" ")
    await tab.server.until(lambda: tab.server.words[-1] == "Tạm dừng")


async def test_a_double_tap_answers_one_question(visit: Visit) -> None:
    """The second tap of a trembling finger does not answer the question that came under it."""
    tab = await visit(viewport={"width": 360, "height": 740}, has_touch=True)
    tab.server.answer = ask
    await tab.begins()
    await presses(tab, tab.key("Tiếp"))
    await tab.page.mouse.up()
    await tab.sees("Câu 2")
    await tab.page.mouse.down(click_count=2)
    await tab.page.mouse.up(click_count=2)
    await tab.taps("Tạm dừng")
    await tab.server.until(lambda: tab.server.words[-1] == "Tạm dừng")
    assert tab.server.words[1:] == ["Tiếp", "Tạm dừng"]


async def test_the_bar_below_the_chat_does_not_move_a_pressed_button(visit: Visit) -> None:
    """Who scrolled to the end of the notice and presses at once presses what they see."""
    tab = await visit(viewport={"width": 320, "height": 480})
    await tab.begins()
    text = "\n".join(f"Điều {number}." for number in range(60))
    await tab.hears(text, shown="Điều 0.", buttons=[row("Tôi đồng ý")])
    await expect(tab.one("#down")).to_be_visible()
    moved = await tab.measure(
        """(async () => {
            const box = document.getElementById("scroll"), key = box.querySelector(".key");
            const frame = () => new Promise(done => requestAnimationFrame(done));
            box.scrollTop = box.scrollHeight;
            window.dispatchEvent(new PointerEvent("pointerdown", {button: 0}));
            const top = key.getBoundingClientRect().top;
            await frame(); await frame(); await frame();
            return key.getBoundingClientRect().top - top;
        })()"""
    )
    assert moved == 0
    await tab.measure("window.dispatchEvent(new PointerEvent('pointercancel'))")
    await expect(tab.one("#down")).to_be_hidden()
