"""The Bot API of the load benchmark is as strict as Telegram's: what it lets pass would flatter everybody."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from tests.bench.botapi.chats import FIRST_CHAT, Chat, Message
from tests.bench.botapi.delay import DelayLine
from tests.bench.botapi.http import Connection, Heads
from tests.bench.botapi.people import Crowd, Manner
from tests.bench.botapi.updates import Updates
from tests.bench.botapi.webhook import SECRET_HEADER, Delivery
from tests.bench.botapi.world import TOKEN, World
from tests.bench.form40 import CHOICES, FINISHED, QUESTIONS
from tests.bench.runner import wrong_answers

Json = dict[str, Any]


class Caller:
    """A bot's connection: whole requests out, whole answers in."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, world: World) -> None:
        self.reader, self.writer, self.world = reader, writer, world

    def send(self, method: str, token: str = TOKEN, **values: Any) -> None:
        """Write a request and do not wait."""
        body = json.dumps(values).encode()
        head = f"POST /bot{token}/{method} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
        self.writer.write(head.encode() + b"Content-Length: %d\r\n\r\n" % len(body) + body)

    async def answer(self) -> Json:
        """Read the next answer."""
        head = (await self.reader.readuntil(b"\r\n\r\n")).decode()
        length = next(int(line[15:]) for line in head.split("\r\n") if line.startswith("Content-Length:"))
        found: Json = json.loads(await self.reader.readexactly(length))
        return found

    async def call(self, method: str, **values: Any) -> Json:
        """Call a method."""
        self.send(method, **values)
        return await self.answer()

    async def updates(self, offset: int = 0, seconds: int = 0) -> list[Json]:
        """Fetch; ``seconds`` of a long poll."""
        found: list[Json] = (await self.call("getUpdates", offset=offset, timeout=seconds))["result"]
        return found


class Watching:
    """Sets an event when a message is shown."""

    def __init__(self, seen: asyncio.Event) -> None:
        self._seen = seen

    def shown(self, chat: Chat, message: Message) -> None:  # noqa: ARG002  one signature
        """See it."""
        self._seen.set()


class Served(Connection):
    """A connection whose end can be waited for."""

    ended: asyncio.Event

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin."""
        self.ended = asyncio.Event()
        super().connection_made(transport)

    def connection_lost(self, exc: Exception | None) -> None:
        """End."""
        super().connection_lost(exc)
        self.ended.set()


@asynccontextmanager
async def connected(server_world: World) -> AsyncIterator[Caller]:
    """A connection to a world."""
    loop, heads = asyncio.get_running_loop(), Heads()
    line = DelayLine(loop, 0.0)
    served: list[Served] = []

    def serve() -> Served:
        served.append(Served(server_world.handle, heads, line, line))
        return served[-1]

    server = await loop.create_server(serve, "127.0.0.1", 0)
    reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
    try:
        yield Caller(reader, writer, server_world)
    finally:
        writer.close()
        await writer.wait_closed()
        for connection in served:
            await connection.ended.wait()
        server.close()
        await server.wait_closed()


def new_world() -> World:
    """A world in which one person has a chat."""
    loop = asyncio.get_running_loop()
    line = DelayLine(loop, 0.0)
    world = World(loop, Updates(loop), Delivery(loop, line, line))
    world.delivery.carry = world.run
    world.chats[FIRST_CHAT] = Chat(0, 0)
    return world


@pytest.fixture
async def bot() -> AsyncIterator[Caller]:
    """A bot that one person has written to."""
    world = new_world()
    async with connected(world) as caller:
        world.say(world.chats[FIRST_CHAT], "/start")
        yield caller


def keyboard(question: int) -> Json:
    """The choices of a question."""
    return {
        "inline_keyboard": [
            [{"text": label, "callback_data": f"{question}.{at}"}] for at, label in enumerate(CHOICES)
        ]
    }


async def ask(bot: Caller, question: int = 0) -> Json:
    """Send a question; return the message."""
    asked = await bot.call(
        "sendMessage", chat_id=FIRST_CHAT, text=QUESTIONS[question], reply_markup=keyboard(question)
    )
    message: Json = asked["result"]
    return message


async def poll_waits(bot: Caller, offset: int) -> None:
    """Begin a long poll that finds nothing."""
    begun = bot.world.updates.was_fetched
    begun.clear()
    bot.send("getUpdates", offset=offset, timeout=50)
    await begun.wait()


async def tapped(bot: Caller) -> Json:
    """Let the person tap a question's second choice; return the callback query."""
    message = await ask(bot)
    chat = bot.world.chats[FIRST_CHAT]
    bot.world.tap(chat, chat.messages[message["message_id"]], "0.1")
    query: Json = (await bot.updates())[-1]["callback_query"]
    return query


async def test_an_update_comes_again_until_the_offset_passes_it(bot: Caller) -> None:
    """Only the next offset acknowledges."""
    first = await bot.updates()
    assert await bot.updates() == first
    assert await bot.updates(offset=first[0]["update_id"]) == first
    assert await bot.updates(offset=first[0]["update_id"] + 1) == []


async def test_a_batch_holds_a_hundred_in_order(bot: Caller) -> None:
    """More than a hundred updates come in several calls, by number."""
    for number in range(120):
        bot.world.say(bot.world.chats[FIRST_CHAT], f"{number}")
    numbers = [update["update_id"] for update in await bot.updates()]
    assert len(numbers) == 100
    assert numbers == list(range(numbers[0], numbers[0] + 100))
    assert len(await bot.updates(offset=numbers[-1] + 1)) == 21


async def test_a_second_poll_ends_the_first_with_a_conflict(bot: Caller) -> None:
    """One consumer: the older long poll gets a 409."""
    offset = (await bot.updates())[0]["update_id"] + 1
    async with connected(bot.world) as other:
        await poll_waits(bot, offset)
        assert await other.updates(offset=offset) == []
        assert (await bot.answer())["error_code"] == 409


async def test_a_long_poll_is_answered_when_something_comes(bot: Caller) -> None:
    """A poll that found nothing waits for the next update."""
    offset = (await bot.updates())[0]["update_id"] + 1
    await poll_waits(bot, offset)
    bot.world.say(bot.world.chats[FIRST_CHAT], "later")
    assert [update["message"]["text"] for update in (await bot.answer())["result"]] == ["later"]


async def test_a_kind_that_was_not_asked_for_does_not_come(bot: Caller) -> None:
    """``allowed_updates`` holds for what happens afterwards."""
    await bot.call("getUpdates", allowed_updates=["callback_query"])
    await bot.updates(offset=10**12)
    bot.world.say(bot.world.chats[FIRST_CHAT], "not asked for")
    assert await bot.updates() == []


async def test_pipelined_requests_are_answered_in_order(bot: Caller) -> None:
    """Requests that arrive together are carried out one after the other."""
    for text in ("one", "two", "three"):
        bot.send("sendMessage", chat_id=FIRST_CHAT, text=text)
    assert [(await bot.answer())["result"]["text"] for _ in range(3)] == ["one", "two", "three"]


async def test_a_tap_carries_its_whole_message(bot: Caller) -> None:
    """The message inside a callback query has chat, text and buttons, as Telegram sends them."""
    query = await tapped(bot)
    assert query["data"] == "0.1"
    message = query["message"]
    assert message["text"] == QUESTIONS[0]
    assert message["reply_markup"] == keyboard(0)
    assert message["chat"]["id"] == query["from"]["id"] == FIRST_CHAT
    assert message["from"]["is_bot"]


async def test_a_tap_is_answered_once(bot: Caller) -> None:
    """The second answer to a callback query is refused."""
    query = await tapped(bot)
    assert (await bot.call("answerCallbackQuery", callback_query_id=query["id"]))["ok"]
    again = await bot.call("answerCallbackQuery", callback_query_id=query["id"])
    assert again["error_code"] == 400
    assert "query is too old" in again["description"]


async def test_an_edit_must_change_something(bot: Caller) -> None:
    """The same text and buttons again are refused; another text returns the message with its edit date."""
    message = await ask(bot)
    about = {"chat_id": FIRST_CHAT, "message_id": message["message_id"]}
    same = await bot.call("editMessageText", **about, text=QUESTIONS[0], reply_markup=keyboard(0))
    assert "message is not modified" in same["description"]
    edited = (await bot.call("editMessageText", **about, text=QUESTIONS[1], reply_markup=keyboard(1)))[
        "result"
    ]
    assert edited["text"] == QUESTIONS[1]
    assert edited["edit_date"] >= edited["date"]


@pytest.mark.parametrize(
    ("method", "values", "reason"),
    [
        ("editMessageText", {"message_id": 9, "text": "x"}, "message to edit not found"),
        ("sendMessage", {"text": "x" * 4097}, "message is too long"),
        ("sendMessage", {"text": " "}, "message text is empty"),
        ("sendMessage", {"chat_id": 5, "text": "x"}, "chat not found"),
        (
            "sendMessage",
            {"text": "x", "reply_markup": {"inline_keyboard": [[{"text": "a", "callback_data": "d" * 65}]]}},
            "BUTTON_DATA_INVALID",
        ),
    ],
)
async def test_what_telegram_refuses_is_refused(bot: Caller, method: str, values: Json, reason: str) -> None:
    """Each comes back as a 400 in Telegram's words."""
    refused = await bot.call(method, **{"chat_id": FIRST_CHAT} | values)
    assert refused["error_code"] == 400
    assert reason in refused["description"]


async def test_another_token_is_refused(bot: Caller) -> None:
    """A wrong token gets a 401, an unknown method a 404."""
    bot.send("getMe", token="1:x")
    assert (await bot.answer())["error_code"] == 401
    assert (await bot.call("getNothing"))["error_code"] == 404


async def test_a_webhook_gets_the_secret_and_may_name_a_method() -> None:
    """An update is posted with the secret, again after a failure, and the method in the reply is carried out."""
    world = new_world()
    heard: list[tuple[str, bytes]] = []
    answers = [
        b"HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n",
        b'HTTP/1.1 200 OK\r\nContent-Length: 65\r\n\r\n{"method":"sendMessage","chat_id":%d,"text":"good day"}     '
        % FIRST_CHAT,
    ]
    is_done, seen = asyncio.Event(), asyncio.Event()
    world.watcher = Watching(seen)

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while answers:
            head = (await reader.readuntil(b"\r\n\r\n")).decode()
            length = int(head.rpartition("Content-Length: ")[2])
            heard.append((head, await reader.readexactly(length)))
            writer.write(answers.pop(0))
        assert await reader.read() == b""
        writer.close()
        is_done.set()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    world.delivery.aim(f"http://127.0.0.1:{port}/hook", "secret", 40)
    world.say(world.chats[FIRST_CHAT], "/start")
    await seen.wait()
    world.delivery.close()
    await is_done.wait()
    assert [f"{SECRET_HEADER}: secret" in head for head, _ in heard] == [True, True]
    assert heard[0][1] == heard[1][1]
    assert [message.text for message in world.chats[FIRST_CHAT].messages.values()] == ["/start", "good day"]
    server.close()


async def test_a_delay_keeps_the_order() -> None:
    """What is delayed comes later, in the order in which it was given."""
    line, seen, is_done = DelayLine(asyncio.get_running_loop(), 0.002), list[int](), asyncio.Event()
    for number in range(5):
        line.later(seen.append, number)
    line.later(is_done.set)
    assert seen == []
    await is_done.wait()
    assert seen == [0, 1, 2, 3, 4]


async def test_people_answer_every_question_once() -> None:
    """A person who gets each next question taps forty times; what was tapped can be compared with what is stored."""
    world, is_ready, is_over = new_world(), asyncio.Event(), asyncio.Event()
    crowd = Crowd(world, Manner(count=1, seconds=60), is_ready.set, is_over.set)
    async with connected(world) as bot:
        crowd.arrive()
        message = await ask(bot)
        await is_ready.wait()
        crowd.go()
        taken: list[int] = []
        offset = 0
        while not is_over.is_set():
            for update in await bot.updates(offset, seconds=50):
                offset = update["update_id"] + 1
                if query := update.get("callback_query"):
                    taken.append(int(query["data"].partition(".")[2]))
                    shown = len(taken)
                    text = FINISHED if shown == len(QUESTIONS) else QUESTIONS[shown]
                    markup = {} if shown == len(QUESTIONS) else {"reply_markup": keyboard(shown)}
                    about = {"chat_id": FIRST_CHAT, "message_id": message["message_id"]}
                    assert (await bot.call("editMessageText", **about, text=text, **markup))["ok"]
    report = crowd.report()
    assert (report["answers"], report["strange"], report["open"]) == (40, 0, [])
    who = str(FIRST_CHAT)
    assert report["given"] == {who: taken}
    assert wrong_answers(report, {who: taken}) == 0
    assert wrong_answers(report, {who: [*taken[:-1], -1]}) == 1
    assert wrong_answers(report, {}) == 40
