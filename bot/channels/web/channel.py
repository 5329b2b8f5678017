"""The page as a channel: what is sent stands in the database, and the page shows what stands there.

Nobody can be written to here: a message waits in the chat until its owner comes.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from bot.channels.web.address import WebAddress
from bot.channels.web.chats import Chats
from bot.channels.web.posts import FILE_LIMIT, Post, to_inbound
from bot.channels.web.routes import PageRoutes
from bot.channels.web.showing import content_of
from bot.clock import Clock
from bot.messages import Account, Caps, FailureKind, Hear, Inbound, Outbound, OutboundKind, SendError, Sent
from bot.process.outside import is_from_outside
from bot.serving import serve
from storage import page
from storage.database import Database

logger = logging.getLogger(__name__)

TEXT_LIMIT: Final = 20_000
_BATCH_LIMIT: Final = 100  # posts in one transaction


@dataclass(slots=True)
class _Waiting:
    """A post that waits to be taken."""

    inbound: Inbound
    taken: asyncio.Future[bool] = field(repr=False)


class WebChannel:
    """The page as a ``bot.messages.Channel``.

    ``on_fetch`` is told when posts came; ``is_shared`` says that other processes serve the same chats.
    """

    name = page.WEB
    caps = Caps(
        text_limit=TEXT_LIMIT,
        shares_phone=False,
        writes_first=False,
        knows_people=False,
        whole_choices=True,
        picks_dates=True,
        picks_files=True,
        file_limit=FILE_LIMIT,
        keyboards=False,
    )

    def __init__(
        self,
        address: WebAddress,
        database: Database,
        clock: Clock,
        *,
        office: str,
        zone: ZoneInfo,
        on_fetch: Callable[[datetime], None],
        is_shared: bool = False,
    ) -> None:
        self._address = address
        self._database = database
        self._clock = clock
        self._on_fetch = on_fetch
        self._chats = Chats()
        self._waiting: deque[_Waiting] = deque()
        self._arrived = asyncio.Event()
        self._routes = PageRoutes(
            address, database, clock, self._chats, self._take, office=office, zone=zone, is_shared=is_shared
        )

    @property
    def in_flight(self) -> int:
        """How many posts are being stored."""
        return self._routes.post_count

    async def open(self) -> Account:
        """Return where people open the page."""
        return self._address.account

    async def publish_commands(self, commands: Sequence[tuple[str, str]]) -> None:
        """Show the commands in the menu of the page."""
        self._routes.commands = dict(commands)

    async def look_after(self) -> None:
        """Nobody else has a hand in it."""

    async def listen(self, hear: Hear) -> None:
        """Serve the page for ever. A post is answered after ``hear`` has stored it."""
        self._chats.is_closed = False
        async with serve(self._routes.routes, self._address.host, self._address.port, self._address.limits):
            try:
                while True:
                    await self._arrived.wait()
                    self._arrived.clear()
                    while self._waiting:
                        await self._hear_batch(hear)
            finally:
                self._chats.close()
                for waiting in self._waiting:
                    waiting.taken.set_result(False)
                self._waiting.clear()
                await self._routes.finish()

    async def _take(self, browser_id: int, post: Post, number: int, sent_at: datetime) -> bool:
        """Let a post be heard; returns whether it is stored."""
        if self._chats.is_closed:
            return False
        taken: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._waiting.append(_Waiting(to_inbound(post, number, str(browser_id), sent_at), taken))
        self._arrived.set()
        return await taken

    async def _hear_batch(self, hear: Hear) -> None:
        waiting = self._waiting
        batch = [waiting.popleft() for _ in range(min(len(waiting), _BATCH_LIMIT))]
        is_stored = False
        self._on_fetch(self._clock.now())
        try:
            await hear([one.inbound for one in batch])
            is_stored = True
        except Exception as error:
            if not is_from_outside(error):
                raise
            logger.error("posts of the page were not stored (%s)", type(error).__name__)  # noqa: TRY400
        finally:
            for one in batch:
                if not one.taken.done():
                    one.taken.set_result(is_stored)

    async def send(self, address: str, message: Outbound) -> Sent:
        """Put a message into a chat. Raises ``SendError``: GONE for a card that is not there any more."""
        browser_id, sent = int(address), Sent()
        if message.kind is not OutboundKind.TOAST:
            sent = await self._put(browser_id, message)
        if message.tap_id:
            words = message.text if message.kind is OutboundKind.TOAST else message.toast
            self._chats.answer_tap(message.tap_id, words)
        self._chats.wake(browser_id)
        return sent

    async def _put(self, browser_id: int, message: Outbound) -> Sent:
        now = self._clock.now()
        content, attachment = content_of(message)
        async with self._database.begin() as conn:
            if message.edit_ref:
                ref = int(message.edit_ref)
                if await page.change(conn, browser_id, ref, content, now):
                    return Sent(str(ref), now)
                if message.kind is OutboundKind.STRIP:
                    return Sent()
                raise SendError(FailureKind.GONE, retryable=False)
            number = await page.put(conn, browser_id, content, now, attachment)
        if number is None:
            raise SendError(FailureKind.BLOCKED, retryable=False, detail="this browser was let go")
        return Sent(str(number), now)

    async def fetch(self, address: str, ref: str, limit: int) -> bytes:
        """Return the bytes of a file that was sent here. Raises ``SendError``."""
        async with self._database.read() as conn:
            content = await page.sent_file(conn, int(address), int(ref))
        if content is None:
            raise SendError(FailureKind.GONE, retryable=False, detail="the file is not there any more")
        if len(content) > limit:
            raise SendError(FailureKind.REFUSED, retryable=False, detail="file is too big")
        return content

    async def close(self) -> None:
        """Nothing is open outside of ``listen``."""
