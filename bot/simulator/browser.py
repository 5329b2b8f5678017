"""People with a browser: they open the page of the real bot and ask its server, over HTTP, what the page asks.

Nothing of the server is simulated. Who looks at the page is told by their own acts: after each the page asks for news.
"""

import asyncio
import itertools
import re
from dataclasses import dataclass, field
from datetime import datetime
from types import TracebackType
from typing import Final, Self

import aiohttp

from bot.clock import Clock
from bot.simulator.gestures import find_button
from bot.simulator.onlooker import Onlooker, last_buttons, last_card
from bot.simulator.world import Account, Changes, Json, Message, Moment

TRY_AGAIN_AFTER: Final = 0.05  # seconds of the machine's clock, while the server is away
_BOLD: Final = re.compile(r"\*\*")
_AWAY: Final = 503


@dataclass
class PageChat:
    """What stands on the page of one person, and what happened there in order."""

    person: Account
    messages: dict[int, Message] = field(default_factory=dict)
    story: list[Moment] = field(default_factory=list)
    changes: Changes = field(default_factory=Changes)


class Browser(Onlooker[PageChat]):
    """One official's browser. What the page does not offer raises ``AssertionError``."""

    def __init__(self, clock: Clock, url: str, person: Account) -> None:
        super().__init__(PageChat(person))
        self._clock = clock
        self._url = url
        self._http: aiohttp.ClientSession | None = None
        self._names = itertools.count(1)
        self._version = self._chat_number = 0
        self.in_flight = 0
        """How many of its requests have no answer yet."""
        self.has_asked = True
        """Whether it has asked for news since its owner did something."""

    def __repr__(self) -> str:
        return f"Browser({self.chat.person.user_id}, {self.chat.person.first_name!r})"

    # -- doing -------------------------------------------------------------------------------------

    async def opens_link(self, code: str) -> None:
        """Open the page by the link on a slip, for the first time or again."""
        self._tell("opened", code)
        if self._http is None:
            jar = aiohttp.CookieJar(unsafe=True)  # of an address without a name, too
            self._http = aiohttp.ClientSession(cookie_jar=jar, trust_env=False)
        await self._ask("GET", f"k/{code}")
        await self._post(kind="start", text=code)

    async def says(self, text: str) -> None:
        """Type and send."""
        if not text.strip():
            raise AssertionError("an empty text cannot be sent")
        self._tell("said", text)
        await self._post(kind="text", text=text)

    async def taps(self, button: str, *, times: int = 1) -> None:
        """Press a button of the last card, by its data or label; a second time the page takes for the same."""
        card = self.card
        pressed = find_button(card, button)
        for _ in range(times):
            self._tell("tapped", pressed["text"])
        told = await self._post(kind="tap", message=card.message_id, data=pressed["callback_data"])
        if told.get("toast"):
            self._tell("toast", told["toast"])

    async def looks(self) -> None:
        """Ask for news."""
        self.has_asked = True
        query = f"chat?after={self._version}&chat={self._chat_number}"
        self._learn(await self._ask("GET", query))

    async def closes(self) -> None:
        """Close the browser; it is not opened again."""
        if self._http is not None:
            await self._http.close()

    async def _post(self, **done: str | int) -> Json:
        """Send what was done, under the same name until it is taken."""
        about: Json = {"after": self._version, "seen": self._version, "chat": self._chat_number}
        name = f"{self.chat.person.user_id:012d}-{next(self._names):06d}"
        told = await self._ask("POST", "chat", {"post": name} | about | done)
        self.has_asked = False
        self._learn(told)
        return told

    async def _ask(self, method: str, path: str, body: Json | None = None) -> Json:
        """Ask the server until it answers: it may be away for a moment."""
        assert self._http is not None, "the page was not opened"
        self.in_flight += 1
        try:
            while True:
                try:
                    async with self._http.request(method, f"{self._url}{path}", json=body) as answer:
                        if answer.status != _AWAY:
                            answer.raise_for_status()
                            is_json = answer.content_type == "application/json"
                            told: Json = await answer.json() if is_json else {}
                            return told
                except (aiohttp.ClientConnectionError, aiohttp.ClientPayloadError):
                    pass  # nobody is there: asked again below
                await asyncio.sleep(TRY_AGAIN_AFTER)
        finally:
            self.in_flight -= 1

    def _learn(self, told: Json) -> None:
        """Put on the page what the server says that stands there."""
        if not told or told["version"] < self._version:
            return
        if told["chat"] != self._chat_number:
            self.chat.messages.clear()
        self._version, self._chat_number = told["version"], told["chat"]
        for number in [number for number in self.chat.messages if number < told["kept_from"]]:
            del self.chat.messages[number]
        for shown in told["messages"]:
            self._show(shown)

    def _show(self, shown: Json) -> None:
        before = self.chat.messages.get(shown["id"])
        keyboard = [
            [{"text": each["label"], "callback_data": each["data"]} for each in row]
            for row in shown["buttons"]
        ]
        message = Message(
            shown["id"],
            self._chat_number,
            Account(0, "Bot", is_bot=not shown["mine"]),
            datetime.fromisoformat(shown["time"]),
            _BOLD.sub("", shown["text"]),
            keyboard={"inline_keyboard": keyboard},
        )
        self.chat.messages[shown["id"]] = message
        if not shown["mine"]:
            kind = "sent" if before is None else "stripped" if before.text == message.text else "redrawn"
            if kind == "stripped" and message.buttons:
                kind = "redrawn"
            self._tell(kind, message.text, message)

    def _tell(self, kind: str, text: str, message: Message | None = None) -> None:
        rows = tuple(tuple(button["text"] for button in row) for row in message.buttons) if message else ()
        self.chat.story.append(Moment(self._clock.now(), kind, text, rows))
        self.chat.changes.wake()

    # -- seeing ------------------------------------------------------------------------------------

    @property
    def heard(self) -> list[Message]:
        """The bot's messages as they stand now, from top to bottom."""
        return [message for _, message in sorted(self.chat.messages.items()) if message.sender.is_bot]

    @property
    def card(self) -> Message:
        """The last message with buttons."""
        return last_card(self.heard)

    @property
    def buttons(self) -> list[str]:
        """The labels under the last card; empty without one."""
        return last_buttons(self.heard)


class Browsers:
    """The browsers of all people. Use as ``async with Browsers(clock, url) as browsers``; ``url`` ends with a slash."""

    def __init__(self, clock: Clock, url: str) -> None:
        self._clock = clock
        self._url = url
        self._all: dict[int, Browser] = {}

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for browser in self._all.values():
            await browser.closes()

    @property
    def url(self) -> str:
        """Where the page is."""
        return self._url

    def browser(self, number: int, name: str) -> Browser:
        """Return the browser of a person; the same one each time."""
        if number not in self._all:
            self._all[number] = Browser(self._clock, self._url, Account(number, name))
        return self._all[number]

    def is_quiet(self) -> bool:
        """Tell whether no request is under way."""
        return not any(browser.in_flight for browser in self._all.values())

    async def look(self) -> bool:
        """Let those ask for news whose owners did something; returns whether there were any."""
        asking = [browser for browser in self._all.values() if not browser.has_asked]
        for browser in asking:
            await browser.looks()
        return bool(asking)
