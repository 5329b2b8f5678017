"""HTTP in, HTTP out: the page's files, its posts, its questions for news, its attachments."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import parse_qs, parse_qsl, quote
from zoneinfo import ZoneInfo

from bot.channels.web.address import WebAddress
from bot.channels.web.assets import HTML, KEPT, NOT_KEPT, POLICY, SAFE, index_page, read_assets
from bot.channels.web.browsers import Browsers
from bot.channels.web.chats import Chats
from bot.channels.web.limits import (
    ASKS_A_SECOND,
    ASKS_AT_ONCE,
    HELD_AT_MOST,
    POSTS_A_SECOND,
    POSTS_AT_ONCE,
    RETRY_SECONDS,
    Buckets,
)
from bot.channels.web.posts import FILE_LIMIT, Post, PostWrong, read_file_post, read_post
from bot.channels.web.showing import answer, to_json
from bot.channels.web.uploads import UPLOAD_SECONDS, Uploads
from bot.clock import Clock
from bot.process.outside import is_from_outside
from bot.serving import Exchange, Headers, Route
from bot.texts.page import TEXTS
from storage import page
from storage.database import Database

logger = logging.getLogger(__name__)

LONGEST_WAIT: Final = 25.0  # seconds that a question for news is held: proxies cut at 30 and more
ANSWER_WAIT: Final = 2.0  # seconds that a stored post waits for what it brings
LOOK_EVERY: Final = 1.0  # seconds between two looks at what other processes put into a chat
SURELY_BEFORE: Final = timedelta(seconds=2)
"""A post that waited for the network was done so long before what its page did not show: platforms count in seconds."""
PICTURES: Final = {
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "gif": "image/gif",
    "webp": "image/webp",
}
"""What the page shows itself, by the ending of its name."""
JSON: Final = "application/json; charset=utf-8"

Take = Callable[[int, Post, int, datetime], Awaitable[bool]]
More = tuple[tuple[str, str], ...]  # headers


class PageRoutes:
    """The routes of the page. ``take`` stores a post: browser, post, its number, when it was done."""

    def __init__(
        self,
        address: WebAddress,
        database: Database,
        clock: Clock,
        chats: Chats,
        take: Take,
        *,
        office: str,
        zone: ZoneInfo,
        is_shared: bool,
    ) -> None:
        self._address = address
        self._database = database
        self._clock = clock
        self._chats = chats
        self._take = take
        self._zone = zone
        self._look_every = LOOK_EVERY if is_shared else LONGEST_WAIT
        self._index, self._version = index_page(address.base, office)
        self._tasks: set[asyncio.Task[None]] = set()
        self._browsers = Browsers(address, database, clock)
        self._uploads = Uploads(address, self._browsers)
        self._posts = Buckets(POSTS_AT_ONCE, POSTS_A_SECOND, clock)
        self._asks = Buckets(ASKS_AT_ONCE, ASKS_A_SECOND, clock)
        self.commands: Mapping[str, str] = {}
        self.post_count = 0
        """How many posts are being stored."""
        base = address.base.encode()
        shown = Route(b"GET", self._show)
        posts = Route(b"POST", self._hear, self._admit, is_for_all=True)
        self.routes = {
            base: shown,
            base.rstrip(b"/") or base: shown,
            base + b"k/*": shown,
            base + b"chat": Route(b"GET", self._tell, other=posts),
            base + b"file/*": Route(b"GET", self._give_file),
            base + b"file": Route(
                b"POST",
                self._hear_file,
                self._uploads.admit,
                is_for_all=True,
                body_bytes=FILE_LIMIT,
                body_seconds=UPLOAD_SECONDS,
            ),
            **{base + name.encode(): Route(b"GET", self._give_asset) for name in read_assets()},
        }
        """By path, as ``bot.serving`` wants them."""

    # --- files ------------------------------------------------------------------------------------

    def _show(self, exchange: Exchange) -> None:
        """Give the page, and with it the secret."""
        cookie = self._browsers.first_cookie(exchange.headers)
        more = (("Content-Security-Policy", POLICY), *SAFE, *NOT_KEPT, *cookie)
        exchange.answer(HTTPStatus.OK, self._index, HTML, more=more)

    def _give_asset(self, exchange: Exchange) -> None:
        path, _, query = exchange.target.decode("latin-1").partition("?")
        asset = read_assets()[path.rpartition("/")[2]]
        if query.startswith("v=") and query != f"v={self._version}":  # of two versions no page is made
            exchange.answer(HTTPStatus.NOT_FOUND)
            return
        kept = KEPT if query else NOT_KEPT
        exchange.answer(HTTPStatus.OK, asset.content, asset.content_type, more=(*SAFE, *kept))

    def _give_file(self, exchange: Exchange) -> None:
        self._answer_later(exchange, self._find_file(exchange))

    async def _find_file(self, exchange: Exchange) -> None:
        name = exchange.target.partition(b"?")[0].rpartition(b"/")[2]
        browser_id = await self._browsers.whose(exchange.headers)
        found = None
        if browser_id is not None and not self._asks.take(browser_id):
            self._put_off(exchange)
            return
        if browser_id is not None and name.isdigit() and len(name) < 10:
            async with self._database.read() as conn:
                found = await page.file_of(conn, browser_id, int(name))
        if found is None:
            exchange.answer(HTTPStatus.NOT_FOUND)
            return
        filename, content = found
        kind = PICTURES.get(filename.lower().rpartition(".")[2], "")
        shown = "inline" if kind else "attachment"
        more = (
            ("Content-Disposition", f"{shown}; filename*=UTF-8''{quote(filename, safe='')}"),
            *SAFE,
            ("Cache-Control", "private, no-store"),
        )
        exchange.answer(HTTPStatus.OK, content, kind or "application/octet-stream", more=more)

    # --- news -------------------------------------------------------------------------------------

    def _tell(self, exchange: Exchange) -> None:
        self._answer_later(exchange, self._tell_news(exchange))

    async def _tell_news(self, exchange: Exchange) -> None:
        """Answer what changed after the version that the page has; hold the question while nothing did."""
        query = parse_qs(exchange.target.partition(b"?")[2].decode("latin-1"))
        after, wait = int(_number(query, "after")), min(_number(query, "wait"), LONGEST_WAIT)
        browser_id = await self._browsers.whose(exchange.headers)
        if browser_id is None:
            self._reply(exchange, self._told(None))
            return
        if not self._asks.take(browser_id):
            self._put_off(exchange)
            return
        if int(_number(query, "chat")) not in (0, browser_id):
            after = 0  # the page still shows the chat of an owner before
        changes = await self._changes(browser_id, after)
        if changes is not None and changes.version <= after and wait:
            changes = await self._changes_within(exchange, browser_id, after, wait)
        self._reply(exchange, self._told(changes))

    async def _changes_within(
        self, exchange: Exchange, browser_id: int, after: int, wait: float
    ) -> page.Changes | None:
        """Return what changes in a chat after a version, as soon as something does, within so many seconds.

        A stranger's question makes room in a full house. Of one browser only so many wait.
        """
        async with self._database.glance() as conn:
            exchange.may_be_left = not await page.is_owned(conn, browser_id)
        until = asyncio.get_running_loop().time() + wait
        is_held = self._chats.watcher_count(browser_id) < HELD_AT_MOST
        with self._chats.watching(browser_id) as news:
            changes = await self._changes(browser_id, after)
            while is_held and changes is not None and changes.version <= after and exchange.is_open:
                left = until - asyncio.get_running_loop().time()
                if left <= 0 or self._chats.is_closed:
                    break
                await _set_within(news, min(left, self._look_every))
                news.clear()
                changes = await self._changes(browser_id, after)
        return changes

    # --- posts ------------------------------------------------------------------------------------

    def _admit(self, headers: Headers) -> int:
        """Let in what our own page sends, by the head alone."""
        origin = headers.get(b"origin", b"").decode("latin-1")
        if origin and origin != self._address.origin:
            return HTTPStatus.FORBIDDEN
        kind = headers.get(b"content-type", b"").partition(b";")[0].strip().lower()
        return 0 if kind == b"application/json" else HTTPStatus.UNSUPPORTED_MEDIA_TYPE

    def _hear_file(self, exchange: Exchange) -> None:
        query = parse_qsl(exchange.target.partition(b"?")[2].decode("latin-1"))
        try:
            post = read_file_post(dict(query), exchange.body)
        except PostWrong:
            self._reply(exchange, {"problem": TEXTS.not_understood}, HTTPStatus.BAD_REQUEST)
            return
        self._answer_later(exchange, self._hear_post(exchange, post))

    def _hear(self, exchange: Exchange) -> None:
        try:
            post = read_post(exchange.body)
        except PostWrong as wrong:
            problem = TEXTS.too_long if wrong.is_long else TEXTS.not_understood
            self._reply(exchange, {"problem": problem}, HTTPStatus.BAD_REQUEST)
            return
        self._answer_later(exchange, self._hear_post(exchange, post))

    async def _hear_post(self, exchange: Exchange, post: Post) -> None:
        browser_id = await self._browsers.whose(exchange.headers)
        more: More = ()
        if browser_id is None and post.kind in ("leave", "tap", "file"):
            self._reply(exchange, self._told(None))
            return
        if post.kind != "start" and post.chat not in (0, browser_id):
            self._reply(exchange, {"problem": TEXTS.other_chat}, HTTPStatus.CONFLICT)
            return
        if browser_id is None:
            if not await self._browsers.may_come(post):
                self._put_off(exchange)
                return
            browser_id, more = await self._browsers.welcome(exchange.headers)
        if not self._posts.take(browser_id):
            self._put_off(exchange, more)
            return
        await self._take_post(exchange, browser_id, post.for_chat(browser_id), more)

    async def _take_post(self, exchange: Exchange, browser_id: int, post: Post, more: More) -> None:
        """Store what somebody did, and answer with what it brings."""
        now = self._clock.now()
        async with self._database.begin() as conn:
            done_at = await page.unseen_since(conn, browser_id, post.seen) if post.seen else None
            number, is_new = await page.take_post(
                conn,
                browser_id,
                post.name,
                post.content,
                now,
                is_shown=post.is_shown,
                attachment=post.file,
            )
        sent_at = now if done_at is None else min(now, done_at - SURELY_BEFORE)
        with self._chats.watching(browser_id) as news, self._chats.tapping(str(number)):
            if not await self._store(browser_id, post, number, sent_at):
                self._reply(exchange, {"problem": TEXTS.try_again}, HTTPStatus.SERVICE_UNAVAILABLE, more)
                return
            if post.kind == "leave":
                await self._let_go(exchange, browser_id)
                return
            if is_new and not (post.kind == "tap" and self._chats.words_for(str(number)) is not None):
                await _set_within(news, ANSWER_WAIT)
            toast = self._chats.words_for(str(number)) if post.kind == "tap" else None
            changes = await self._changes(browser_id, post.after)
        self._reply(exchange, self._told(changes, toast or ""), more=more)

    async def _store(self, browser_id: int, post: Post, number: int, sent_at: datetime) -> bool:
        self.post_count += 1
        try:
            return await self._take(browser_id, post, number, sent_at)
        finally:
            self.post_count -= 1

    async def _let_go(self, exchange: Exchange, browser_id: int) -> None:
        """Forget a browser: its cookie opens nothing any more."""
        async with self._database.begin() as conn:
            await page.forget_browsers(conn, [browser_id])
        self._chats.wake(browser_id)
        self._reply(exchange, self._told(None), more=self._browsers.no_cookie())

    # --- answering --------------------------------------------------------------------------------

    def _told(self, changes: page.Changes | None, toast: str | None = None) -> dict[str, Any]:
        return answer(changes, self.commands, self._zone, toast=toast)

    async def _changes(self, browser_id: int, after: int) -> page.Changes | None:
        async with self._database.glance() as conn:
            changes = await page.changes(conn, browser_id, after)
        self._uploads.note(browser_id, changes)
        return changes

    def _reply(
        self,
        exchange: Exchange,
        told: Mapping[str, Any],
        status: HTTPStatus = HTTPStatus.OK,
        more: More = (),
    ) -> None:
        exchange.answer(status, to_json(told), JSON, more=(*SAFE, *NOT_KEPT, *more))

    def _put_off(self, exchange: Exchange, more: More = ()) -> None:
        """Say that it is too much now, and when to come again."""
        later = ("Retry-After", str(RETRY_SECONDS))
        self._reply(exchange, {"problem": TEXTS.too_many}, HTTPStatus.TOO_MANY_REQUESTS, (later, *more))

    async def finish(self) -> None:
        """Return when everything that is being answered is answered."""
        while self._tasks:
            await asyncio.wait(self._tasks)

    def _answer_later(self, exchange: Exchange, answering: Coroutine[Any, Any, None]) -> None:
        """Answer beside other requests; what goes wrong is told to the log, and the page tries again."""
        task = asyncio.create_task(self._safely(exchange, answering))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _safely(self, exchange: Exchange, answering: Coroutine[Any, Any, None]) -> None:
        try:
            await answering
        except Exception as error:
            if is_from_outside(error):
                logger.error("the page was not answered (%s)", type(error).__name__)  # noqa: TRY400
            else:
                logger.exception("the page was not answered")
            self._reply(exchange, {"problem": TEXTS.try_again}, HTTPStatus.SERVICE_UNAVAILABLE)


async def _set_within(event: asyncio.Event, seconds: float) -> None:
    """Wait for an event, at most so long."""
    try:
        async with asyncio.timeout(seconds):
            await event.wait()
    except TimeoutError:
        return


def _number(query: Mapping[str, list[str]], name: str) -> float:
    text = query.get(name, ["0"])[0]
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
