"""Each channel with its platform and one person on it: what the contract of channels is held against.

A new channel gets a stand here, and the whole suite.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Final, Protocol
from zoneinfo import ZoneInfo

from bot.channels.telegram import TelegramChannel
from bot.channels.web import WebAddress, WebChannel
from bot.channels.zalo import ZaloChannel
from bot.clock import SystemClock
from bot.messages import Channel
from bot.simulator.zalo import ZaloPhone, ZaloSimulator
from storage.database import Database
from tests.channels.listening import HastyClock
from tests.phone import Phone, Simulator
from tests.serving.caller import free_port
from tests.web.visitor import Visitor, visiting


class Stand(Protocol):
    """A channel that was not opened yet, and a person who uses it."""

    channel: Channel
    secrets: tuple[str, ...]

    async def says(self, text: str) -> None:
        """The person writes; whatever the platform repeats until it is taken is repeated."""

    async def heard(self) -> list[str]:
        """What the person sees of the bot, oldest first."""

    async def files(self) -> list[bytes]:
        """The files that the person has received."""


class TelegramStand:
    """Telegram, simulated."""

    def __init__(self, simulator: Simulator) -> None:
        self.channel: Channel = TelegramChannel(
            simulator.token, clock=HastyClock(), base_url=simulator.base_url
        )
        self.secrets: tuple[str, ...] = (simulator.token.partition(":")[2],)
        self._phone: Phone = simulator.phone(501, "Lan")

    async def says(self, text: str) -> None:
        """Write."""
        await self._phone.says(text)

    async def heard(self) -> list[str]:
        """Read the chat."""
        return [message.text or message.caption for message in self._phone.heard]

    async def files(self) -> list[bytes]:
        """Open what came."""
        return [content for _, content in self._phone.documents]


class ZaloStand:
    """Zalo, simulated."""

    def __init__(self, zalo: ZaloSimulator, database: Database) -> None:
        self.channel: Channel = ZaloChannel(
            zalo.tokens, clock=HastyClock(), database=database, base_url=zalo.base_url
        )
        self.secrets = tuple(token.partition(":")[2] for token in zalo.tokens)
        self._phone: ZaloPhone = zalo.phone(501, "Lan")

    async def says(self, text: str) -> None:
        """Write."""
        await self._phone.says(text)

    async def heard(self) -> list[str]:
        """Read the chat."""
        return [message.text for message in self._phone.heard]

    async def files(self) -> list[bytes]:
        """There are none."""
        return []


class WebStand:
    """The page, asked as a browser asks."""

    def __init__(self, channel: WebChannel, visitor: Visitor) -> None:
        self.channel: Channel = channel
        self.secrets: tuple[str, ...] = ()
        self._visitor = visitor
        self._posting: set[asyncio.Task[None]] = set()

    async def says(self, text: str) -> None:
        """Begin to post; as the page does, again and again under one name until it is taken."""
        await self._settled()
        task = asyncio.create_task(self._post(self._visitor.next_name(), text))
        self._posting.add(task)
        task.add_done_callback(self._posting.discard)

    async def _post(self, name: str, text: str) -> None:
        status = 0
        while status != 200:
            try:
                status, _ = await self._visitor.sends(post=name, kind="text", text=text)
            except OSError:
                await asyncio.sleep(0.01)  # the server is not there yet

    async def _settled(self) -> None:
        """Return when what was posted is taken: by then the browser has its cookie."""
        await asyncio.gather(*self._posting)

    async def heard(self) -> list[str]:
        """Look at the page."""
        await self._settled()
        await self._visitor.looks()
        return [each["text"] for _, each in sorted(self._visitor.shown.items()) if not each["mine"]]

    async def files(self) -> list[bytes]:
        """Open what is linked."""
        await self._settled()
        await self._visitor.looks()
        found = []
        for number, each in sorted(self._visitor.shown.items()):
            if "file" in each:
                async with self._visitor.session.get(f"{self._visitor.url}file/{number}") as reply:
                    found.append(await reply.read())
        return found


@asynccontextmanager
async def telegram_stand(database: Database) -> AsyncIterator[Stand]:  # noqa: ARG001  one signature
    """Put up Telegram."""
    async with Simulator(SystemClock(), limits=None) as simulator:
        yield TelegramStand(simulator)


@asynccontextmanager
async def zalo_stand(database: Database) -> AsyncIterator[Stand]:
    """Put up Zalo."""
    async with ZaloSimulator(SystemClock()) as zalo:
        yield ZaloStand(zalo, database)


@asynccontextmanager
async def web_stand(database: Database) -> AsyncIterator[Stand]:
    """Put up the page."""
    port = free_port()
    url = f"http://127.0.0.1:{port}/"
    channel = WebChannel(
        WebAddress(url.rstrip("/"), port),
        database,
        SystemClock(),
        office="Ban Tổ chức",
        zone=ZoneInfo("Asia/Ho_Chi_Minh"),
        on_fetch=lambda _: None,
    )
    async with visiting(url) as visitor:
        yield WebStand(channel, visitor)


STANDS: Final[dict[str, Callable[[Database], AbstractAsyncContextManager[Stand]]]] = {
    "telegram": telegram_stand,
    "zalo": zalo_stand,
    "web": web_stand,
}
