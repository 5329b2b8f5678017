"""A server of the chat page that keeps everything in memory, and fails when it is told to."""

import asyncio
import html
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Any, Final

from aiohttp import web
from aiohttp.typedefs import Handler

from tests.patience import HANGING

Json = dict[str, Any]
Rows = list[list[Json]]

POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; "
    "base-uri 'self'; form-action 'none'; frame-ancestors 'none'"
)
TYPES: Final = {"css": "text/css", "js": "text/javascript"}
PAGE: Final = files("bot.channels.web") / "page"
PATIENCE: Final = HANGING
TIME: Final = "2026-11-27T21:40:00+07:00"


@dataclass
class Chat:
    """What one browser's page shows."""

    number: int = 1
    version: int = 0
    kept_from: int = 0
    messages: dict[int, Json] = field(default_factory=dict)
    versions: dict[int, int] = field(default_factory=dict)
    taken: dict[str, str] = field(default_factory=dict)  # post -> toast
    news: asyncio.Condition = field(default_factory=asyncio.Condition)

    def put(self, text: str, buttons: Rows | None = None, *, time: str = TIME, **more: Any) -> int:
        """Add a message; returns its id."""
        number = max(self.messages, default=0) + 1
        self.messages[number] = {
            "id": number,
            "mine": False,
            "text": text,
            "time": time,
            "edited": False,
            "buttons": buttons or [],
            **more,
        }
        self._note(number)
        return number

    def change(self, number: int, text: str | None = None, buttons: Rows | None = None) -> None:
        """Edit a card in place."""
        message = self.messages[number]
        self.messages[number] = message | {
            "text": message["text"] if text is None else text,
            "buttons": buttons or [],
            "edited": True,
        }
        self._note(number)

    def forget_before(self, number: int) -> None:
        """Keep the messages from this one on."""
        self.kept_from = number
        self.messages = {key: one for key, one in self.messages.items() if key >= number}
        self.version += 1

    def _note(self, number: int) -> None:
        self.version += 1
        self.versions[number] = self.version

    def since(self, after: int) -> list[Json]:
        """The messages that are new or changed."""
        return [one for number, one in self.messages.items() if self.versions[number] > after]

    async def tell(self) -> None:
        """Wake whoever waits for news."""
        async with self.news:
            self.news.notify_all()


Answer = Callable[[Chat, Json], str]


def silence(chat: Chat, post: Json) -> str:  # noqa: ARG001
    """Say nothing."""
    return ""


@dataclass
class FakeServer:
    """``answer`` is the bot. ``mishaps`` are the statuses of the next posts, which are then not taken."""

    base: str = "/"
    office: str = "Ban Tổ chức Huyện ủy Lương Tài"
    commands: list[list[str]] = field(default_factory=list)
    answer: Answer = silence
    chats: dict[str, Chat] = field(default_factory=dict)
    posts: list[Json] = field(default_factory=list)
    mishaps: deque[int] = field(default_factory=deque)
    chat_count: int = 0
    asked: int = 0  # how often the page asked for news
    asking_status: int = 0  # with which questions for news are turned away
    version: str = "abc123"
    is_away: bool = False  # every request is cut off
    problem: str = "Tin này không gửi được."
    answers_to_lose: int = 0
    gate: asyncio.Event = field(default_factory=asyncio.Event)  # closed: posts wait for it
    happened: asyncio.Condition = field(default_factory=asyncio.Condition)
    url: str = ""

    def __post_init__(self) -> None:
        self.gate.set()

    async def until(self, condition: Callable[[], bool]) -> None:
        """Wait until something is so: it is looked at whenever the page has asked or said something."""
        async with asyncio.timeout(PATIENCE), self.happened:
            await self.happened.wait_for(condition)

    async def _happen(self) -> None:
        async with self.happened:
            self.happened.notify_all()

    @property
    def chat(self) -> Chat:
        """The only chat that there is."""
        (only,) = self.chats.values()
        return only

    @property
    def arrived(self) -> list[str]:
        """The ids of all posts that came, repetitions among them."""
        return [post["post"] for post in self.posts]

    @property
    def words(self) -> list[str]:
        """What was taken, in order: texts, codes, and the data of taps."""
        by_name = {post["post"]: post for post in self.posts}
        taken = [by_name[name] for chat in self.chats.values() for name in chat.taken]
        return [post.get("data") or post.get("text", "") for post in taken]

    def application(self) -> web.Application:
        """The routes."""
        application = web.Application(middlewares=[self._cut_off])
        for base in ("/", "/khaosat/"):
            application.router.add_get(base, self._show)
            application.router.add_get(base + "k/{code}", self._show)
            application.router.add_get(base + "chat", self._tell)
            application.router.add_post(base + "chat", self._hear)
            application.router.add_get(base + "file/{number}", self._give_file)
            application.router.add_get(base + "{name}", self._give_asset)
        return application

    @web.middleware
    async def _cut_off(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        if self.is_away and request.transport is not None:
            request.transport.abort()
            raise web.HTTPServiceUnavailable
        return await handler(request)

    async def _show(self, request: web.Request) -> web.Response:  # noqa: ARG002
        text = (PAGE / "index.html").read_text(encoding="utf-8")
        for name, value in (("base", self.base), ("version", self.version), ("office", self.office)):
            text = text.replace("{{" + name + "}}", html.escape(value))
        headers = {"Content-Security-Policy": POLICY, "Referrer-Policy": "no-referrer"}
        return web.Response(text=text, content_type="text/html", headers=headers)

    async def _give_asset(self, request: web.Request) -> web.Response:
        name = request.match_info["name"]
        kind = TYPES.get(name.rpartition(".")[2])
        if request.query.get("v", self.version) != self.version:
            raise web.HTTPNotFound
        if kind is None or not (PAGE / name).is_file():
            raise web.HTTPNotFound
        content = (PAGE / name).read_text(encoding="utf-8")
        return web.Response(text=content, content_type=kind, headers={"X-Content-Type-Options": "nosniff"})

    async def _give_file(self, request: web.Request) -> web.Response:
        message = self.chat.messages[int(request.match_info["number"])]
        if message["file"]["picture"]:
            drawn = '<svg xmlns="http://www.w3.org/2000/svg" width="600" height="400"></svg>'
            return web.Response(text=drawn, content_type="image/svg+xml")
        return web.Response(body=b"document", content_type="application/octet-stream")

    def _told(self, chat: Chat | None, after: int, **more: Any) -> web.Response:
        told = {"known": chat is not None, "chat": 0, "version": 0, "kept_from": 0, "messages": []}
        if chat is not None:
            told |= {
                "chat": chat.number,
                "version": chat.version,
                "kept_from": chat.kept_from,
                "messages": chat.since(after),
            }
        return web.json_response({**told, "commands": self.commands, **more})

    async def _tell(self, request: web.Request) -> web.Response:
        self.asked += 1
        await self._happen()
        if self.asking_status:
            return web.Response(text="", status=self.asking_status)
        chat = self.chats.get(request.cookies.get("khaosat", ""))
        after, wait = int(request.query["after"]), float(request.query.get("wait", 0))
        if chat is not None and int(request.query["chat"]) not in (0, chat.number):
            after = 0
        if chat is not None and wait:
            async with chat.news:
                try:
                    async with asyncio.timeout(wait):
                        await chat.news.wait_for(lambda: chat.version != after)
                except TimeoutError:
                    pass
        # Whoever was let go meanwhile is told so.
        return self._told(self.chats.get(request.cookies.get("khaosat", "")), after)

    async def _hear(self, request: web.Request) -> web.Response:
        post: Json = await request.json()
        self.posts.append(post)
        await self._happen()
        await self.gate.wait()
        if self.mishaps:
            status = self.mishaps.popleft()
            headers = {"Retry-After": "1"} if status == 429 else {}
            return web.json_response({"problem": self.problem}, status=status, headers=headers)
        name = request.cookies.get("khaosat", "")
        if post["kind"] != "start" and name in self.chats and post["chat"] != self.chats[name].number:
            return web.json_response({"problem": self.problem}, status=409)
        if post["kind"] == "leave":
            gone = self.chats.pop(name, None)
            if gone is not None:
                gone.version += 1
                await gone.tell()
            await self._happen()
            response = self._told(None, 0)
            response.del_cookie("khaosat")
            return response
        if name not in self.chats:
            name = f"browser-{post['post'][:6]}"
            self.chat_count += 1
            self.chats[name] = Chat(self.chat_count)
        chat = self.chats[name]
        if post["post"] not in chat.taken:
            if post["kind"] == "text":
                chat.put(post["text"], mine=True, post=post["post"])
            chat.taken[post["post"]] = self.answer(chat, post)
            await chat.tell()
            await self._happen()
        if self.answers_to_lose:
            self.answers_to_lose -= 1
            assert request.transport is not None
            request.transport.abort()
        response = self._told(chat, post["after"], toast=chat.taken[post["post"]])
        response.set_cookie("khaosat", name, httponly=True, samesite="Lax")
        return response
