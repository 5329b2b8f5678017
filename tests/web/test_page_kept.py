"""What the browser keeps of the page: it opens without a network, in one version, and keeps no answer of who left."""

import pytest
from playwright.async_api import expect

from tests.web.asking import ask
from tests.web.tab import IS_KEPT, Tab

pytestmark = pytest.mark.asyncio(loop_scope="module")

KEPT = "caches.keys().then(names => Promise.all(names.map(name => caches.open(name).then(one => one.keys())))\
    .then(all => [].concat(...all).map(one => one.url)))"


async def is_kept(tab: Tab) -> None:
    """Return when the browser has the page as the server has it."""
    await tab.page.evaluate(IS_KEPT, tab.server.version)


async def goes_away(tab: Tab) -> None:
    """Let the server be out of reach."""
    tab.server.is_away = True
    await tab.chat.tell()


async def test_a_reload_without_a_network_shows_the_chat_and_what_waits(tab: Tab) -> None:
    """What was typed before leaves when the network is back, and the page then shows what the server has."""
    tab.server.answer = ask
    await tab.begins()
    await is_kept(tab)
    await goes_away(tab)
    await tab.says("một")
    await tab.page.reload()
    await tab.sees("Lý luận chính trị")
    await expect(tab.one("#connection")).to_contain_text("Mất kết nối")
    await tab.says("hai")
    assert await tab.own() == ["một đang gửi", "hai đang gửi"]
    tab.server.is_away = False
    await tab.measure("window.dispatchEvent(new Event('online'))")
    await tab.sees("Đã ghi: hai")
    assert tab.server.words == ["K7QM-3XPT", "một", "hai"]


async def test_what_the_browser_did_not_keep_comes_back_with_the_network(tab: Tab) -> None:
    """Of a long chat the end is kept; the server has all of it."""
    tab.server.answer = ask
    await tab.begins()
    for number in range(60):
        tab.chat.put(f"tin {number}")
    await tab.hears("tin cuối")
    await is_kept(tab)
    await goes_away(tab)
    await tab.page.reload()
    await tab.sees("tin cuối")
    await expect(tab.one("#log .text")).to_have_count(50)
    tab.chat.put("tin mới")
    tab.server.is_away = False
    await tab.measure("window.dispatchEvent(new Event('online'))")
    await tab.sees("tin mới")
    await expect(tab.one("#log .text")).to_have_count(63)
    texts = await tab.one("#log .text").all_inner_texts()
    assert texts[1:] == [*(f"tin {number}" for number in range(60)), "tin cuối", "tin mới"]


async def test_a_link_opens_without_a_network(tab: Tab) -> None:
    """Whoever scans another slip in a dead spot is told that it waits."""
    tab.server.answer = ask
    await tab.begins()
    await is_kept(tab)
    await goes_away(tab)
    await tab.opens("k/AB2C-9XYZ")
    await expect(tab.one("#connection")).to_contain_text("Mất kết nối")
    tab.server.is_away = False
    await tab.measure("window.dispatchEvent(new Event('online'))")
    await tab.server.until(lambda: tab.server.words == ["K7QM-3XPT", "AB2C-9XYZ"])


async def test_nothing_of_who_left_is_kept(tab: Tab) -> None:
    """What stays is the page itself; a reload without a network shows nothing of the chat."""
    tab.server.answer = ask
    await tab.begins()
    await is_kept(tab)
    await tab.one("#more").click()
    await tab.one("#leave").click()
    await tab.one("#sure").click()
    await tab.sees("Đã xóa khỏi máy này")
    urls: list[str] = await tab.measure(KEPT)
    assert {url.removeprefix(tab.server.url).partition("?")[0].rpartition(".")[2] for url in urls} == {
        "",
        "js",
        "css",
    }
    assert await tab.measure("Object.keys(localStorage)") == []
    tab.server.is_away = True
    await tab.page.reload()
    await expect(tab.one("#connection")).to_contain_text("Mất kết nối")
    assert "Lý luận chính trị" not in await tab.page.content()


async def test_a_new_version_is_used_at_once_and_the_old_one_goes(tab: Tab) -> None:
    """The page that the server has is shown, never one that was kept; afterwards that one is kept alone."""
    tab.server.answer = ask
    await tab.begins()
    await is_kept(tab)
    tab.server.version = "def456"
    tab.server.office = "Ban Tổ chức Thành ủy Bắc Ninh"
    await tab.page.reload()
    await expect(tab.one("h1")).to_have_text("Ban Tổ chức Thành ủy Bắc Ninh")
    await tab.sees("Lý luận chính trị")
    await is_kept(tab)
    assert [url for url in await tab.measure(KEPT) if "abc123" in url] == []
    await goes_away(tab)
    await tab.page.reload()
    await expect(tab.one("h1")).to_have_text("Ban Tổ chức Thành ủy Bắc Ninh")
    await tab.sees("Lý luận chính trị")
