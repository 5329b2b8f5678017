"""Somebody with the chat page open, without the page: the same requests, over a real socket."""

import asyncio
import itertools
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import aiohttp


@dataclass
class Visitor:
    """One browser: its cookie, what its page shows, and the version that it has."""

    session: aiohttp.ClientSession
    url: str
    shown: dict[int, dict[str, Any]] = field(default_factory=dict)
    version: int = 0
    chat: int = 0
    is_known: bool = False
    toast: str = ""
    settle: Callable[[], Awaitable[None]] | None = None  # lets the house's clock go on
    _names: Any = field(default_factory=itertools.count)

    @property
    def texts(self) -> list[str]:
        """What stands in the chat, from top to bottom."""
        return [message["text"] for _, message in sorted(self.shown.items())]

    @property
    def card(self) -> dict[str, Any]:
        """The last message with buttons."""
        return [message for _, message in sorted(self.shown.items()) if message["buttons"]][-1]

    @property
    def labels(self) -> list[str]:
        """What the buttons of the last card say."""
        return [button["label"] for row in self.card["buttons"] for button in row]

    def next_name(self) -> str:
        """Make the name of another post."""
        return f"post-{next(self._names):011d}"

    async def posts(self, **post: Any) -> dict[str, Any]:
        """Send a post that has to be taken; returns what was answered."""
        status, told = await self.sends(**post)
        assert status == 200, told
        return told

    async def sends(self, **post: Any) -> tuple[int, dict[str, Any]]:
        """Send a post; returns the status and what was answered."""
        about = {"after": self.version, "seen": self.version, "chat": self.chat}
        post = {"post": self.next_name()} | about | post
        asking = asyncio.create_task(self._ask(post))
        while self.settle is not None and not asking.done():
            await self.settle()
        status, told = await asking
        if status == 200:
            self._learn(told)
            if self.settle is not None:
                await self.settle()
                await self.looks()  # what came after the first message that answers the post
        return status, told

    async def _ask(self, post: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        async with self.session.post(f"{self.url}chat", json=post) as reply:
            return reply.status, await reply.json()

    async def starts(self, code: str) -> None:
        """Open a link."""
        await self.posts(kind="start", text=code)

    async def says(self, text: str) -> None:
        """Type and send."""
        await self.posts(kind="text", text=text)

    async def taps(self, label: str) -> None:
        """Press a button of the last card whose label begins so."""
        card = self.card
        (data,) = (
            button["data"] for row in card["buttons"] for button in row if button["label"].startswith(label)
        )
        told = await self.posts(kind="tap", data=data, message=card["id"])
        self.toast = told["toast"]

    async def looks(self, wait: int = 0) -> None:
        """Ask for news."""
        query = f"after={self.version}&wait={wait}&chat={self.chat}"
        async with self.session.get(f"{self.url}chat?{query}") as reply:
            assert reply.status == 200
            self._learn(await reply.json())

    async def hears(self, words: str) -> None:
        """Ask for news, held each time until some come, until the last message has these words."""
        while words not in self.texts[-1]:
            await self.looks(wait=25)

    def _learn(self, told: dict[str, Any]) -> None:
        self.is_known, self.version = told["known"], told["version"]
        if told["chat"] != self.chat:
            self.shown.clear()
        self.chat = told["chat"]
        self.shown = {number: each for number, each in self.shown.items() if number >= told["kept_from"]}
        for message in told["messages"]:
            self.shown[message["id"]] = message


@asynccontextmanager
async def visiting(url: str, settle: Callable[[], Awaitable[None]] | None = None) -> AsyncIterator[Visitor]:
    """Open a browser that nobody knows yet."""
    jar = aiohttp.CookieJar(unsafe=True)  # of an address without a name, too
    async with aiohttp.ClientSession(cookie_jar=jar) as session:
        yield Visitor(session, url, settle=settle)
