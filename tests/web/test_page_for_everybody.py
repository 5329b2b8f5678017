"""The chat page for everybody: small screens, large text, keyboards, screen readers, colours."""

import re
from typing import Any

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import expect

from surveys.workbooks.syllables import is_syllable
from tests.web.asking import NEXT_QUESTION, ask
from tests.web.tab import Tab, Visit, button, row

pytestmark = pytest.mark.asyncio(loop_scope="module")


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
    await tab.hears("Từ ngày nào?", buttons=[row("1. Từ tháng này"), row("2. Sau")], picks="date")
    await expect(tab.one("#log .ask")).to_be_visible()
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
