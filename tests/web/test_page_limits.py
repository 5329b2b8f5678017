"""What one browser may ask, send and hold open, and who comes in while strangers flood."""

import asyncio

import aiohttp

from bot.channels.web.channel import WebChannel
from bot.channels.web.limits import HELD_AT_MOST, NEW_AT_ONCE, POSTS_AT_ONCE, Bucket
from bot.clock import SystemClock
from bot.simulator.patience import while_working
from bot.texts.page import TEXTS
from storage import page
from tests.bot.house import House
from tests.web.visitor import Visitor, visiting


def test_a_bucket_fills_again_with_time() -> None:
    """So many pass at once; later as many more as the time that went by allows."""
    clock = SteppedClock()
    bucket = Bucket(2, 0.5, clock)
    assert [bucket.take() for _ in range(3)] == [True, True, False]
    clock.seconds += 2
    assert [bucket.take(), bucket.take()] == [True, False]
    clock.seconds += 100
    assert bucket.is_full
    assert [bucket.take() for _ in range(3)] == [True, True, False]


class SteppedClock(SystemClock):
    """A clock that goes on when it is told to."""

    seconds = 0.0

    def monotonic(self) -> float:
        """Return what it was told."""
        return self.seconds


async def test_a_browser_that_sends_too_much_waits(house: House, url: str) -> None:
    """What is too much is not stored and told when to come again; another browser goes on meanwhile."""
    async with visiting(url, house.settle) as hasty, visiting(url, house.settle) as other:
        await hasty.starts(house.codes["K01"].long)
        answers = await asyncio.gather(*(asks(hasty, f"/{n}") for n in range(POSTS_AT_ONCE + 20)))
        refused = [(problem, retry) for status, problem, retry in answers if status == 429]
        assert 0 < len(refused) <= 21
        assert set(refused) == {(TEXTS.too_many, "5")}
        await other.starts(house.codes["K02"].long)
        assert "Trần Thị Mai" in other.texts[-1]
    kept = [row for row in await house.rows("page_messages") if row["post"]]
    assert len(kept) == 2 + len(answers) - len(refused)


async def asks(visitor: Visitor, text: str) -> tuple[int, str, str]:
    """Send a text by itself; returns the status, the problem told, and after how many seconds to come again."""
    post = {"post": visitor.next_name(), "kind": "text", "text": text, "after": 0}
    async with visitor.session.post(f"{visitor.url}chat", json=post) as reply:
        told = await reply.json()
        return reply.status, told.get("problem", ""), reply.headers.get("Retry-After", "")


async def all_are_held(house: House) -> None:
    """Return when as many questions of one browser wait for news as may."""
    (held,) = (channel._chats for channel in house.app.channels if isinstance(channel, WebChannel))
    ((browser_id,)) = {row["browser_id"] for row in await house.rows("page_messages")}
    async with while_working():
        while True:
            if held.watcher_count(browser_id) >= HELD_AT_MOST:
                return
            await asyncio.sleep(0.01)


async def test_of_one_browser_so_many_questions_for_news_are_held(house: House, url: str) -> None:
    """The next tab is answered at once; all those that wait hear the next message."""
    async with visiting(url, house.settle) as visitor:
        await visitor.starts(house.codes["K01"].long)
        tabs = [Visitor(visitor.session, url) for _ in range(HELD_AT_MOST)]
        for tab in tabs:
            await tab.looks()
        waiting = [asyncio.create_task(tab.hears("THÔNG BÁO")) for tab in tabs]
        late = Visitor(visitor.session, url, version=visitor.version, chat=visitor.chat)
        await all_are_held(house)
        await late.looks(wait=25)
        assert late.texts == []
        assert not any(task.done() for task in waiting)
        await visitor.taps("Đúng, là tôi")
        await asyncio.gather(*waiting)


async def test_a_link_leads_in_while_strangers_flood(house: House, url: str) -> None:
    """Nobody else who is new comes in then: neither by words nor by a code that was never given out."""
    async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as crowd:
        flood = [Visitor(crowd, url) for _ in range(NEW_AT_ONCE + 20)]
        answers = await asyncio.gather(*(asks(one, "xin chào") for one in flood))
        assert sum(status == 429 for status, *_ in answers) >= 10
        async with visiting(url) as stranger, visiting(url, house.settle) as owner:
            guess = {"kind": "start", "text": "A" * 32}
            assert (await stranger.sends(**guess))[0] == 429
            assert (await stranger.sends(kind="start", text=house.codes["K01"].short))[0] == 429
            await owner.starts(house.codes["K01"].long)
            assert "Nguyễn Văn Hòa" in owner.texts[-1]
            await owner.taps("Đúng, là tôi")
            assert "THÔNG BÁO" in owner.texts[-1]


async def test_a_browser_is_somebodys_once_a_code_was_shown(house: House, url: str) -> None:
    """Only what nobody owns makes room in a full house."""
    async with visiting(url, house.settle) as stranger, visiting(url, house.settle) as owner:
        await stranger.says("xin chào")
        await owner.starts(house.codes["K01"].long)
        async with house.app.database.read() as conn:
            assert [await page.is_owned(conn, one.chat) for one in (stranger, owner)] == [False, True]


async def test_a_tab_that_slept_through_a_change_of_owners_is_told_everything_anew(
    house: House, url: str
) -> None:
    """Its chat has another number: it gets all of the new chat, and what it sends for the old one is refused."""
    async with visiting(url, house.settle) as visitor:
        await visitor.starts(house.codes["K01"].long)
        await visitor.taps("Đúng, là tôi")
        asleep = Visitor(visitor.session, url, dict(visitor.shown), visitor.version, visitor.chat)
        await visitor.posts(kind="leave")
        await visitor.starts(house.codes["K02"].long)
        assert visitor.chat not in (0, asleep.chat)
        for kind in ({"kind": "text", "text": "đúng"}, {"kind": "leave"}):
            status, told = await asleep.sends(**kind)
            assert (status, told["problem"]) == (409, TEXTS.other_chat)
        await asleep.looks()
        assert asleep.texts == visitor.texts
