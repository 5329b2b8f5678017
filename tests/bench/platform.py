"""A Bot API for load, with people: one process, no task a person, and no more lenient than Telegram where it matters.

It keeps the rules that a bot can break: an update comes again until the next offset, texts and callback data have their
limits, an edit must change something, a tap is acknowledged once, one consumer fetches. People tap one of the first
five buttons as soon as a card with at least five is shown, and note how long it took until it was.

Run as ``python -m tests.bench.platform PORT PEOPLE QUESTIONS [--delay SECONDS] [--think SECONDS]``. Prints a line of
JSON when everybody is done.
"""

import argparse
import asyncio
import json
import random
import resource
import sys
import time
from collections import deque
from dataclasses import dataclass, field
from typing import Any, cast
from urllib.parse import parse_qsl

import httptools

from bot import fast_json

FIRST_CHAT = 700_000_001
CHOICES = 5
SELF = {"id": 110201543, "is_bot": True, "first_name": "Khảo Sát", "username": "khaosat_thu_bot"}
BATCH = 100


class RefusedError(Exception):
    """What Telegram answers to a call it does not carry out."""

    def __init__(self, code: int, description: str) -> None:
        super().__init__(description)
        self.code = code


@dataclass(slots=True)
class Person:
    """Somebody with a phone: the live card, and since when they wait for the next one."""

    number: int
    chance: random.Random
    message: dict[str, Any] | None = None
    tapped_at: float = 0.0
    taps: list[int] = field(default_factory=list)
    is_waiting: bool = False


class World:
    """Everything that Telegram knows."""

    def __init__(self, people: int, questions: int, think: float, seed: int = 7) -> None:
        self.people = {
            FIRST_CHAT + n: Person(FIRST_CHAT + n, random.Random(f"{seed}:{n}")) for n in range(people)
        }
        self.questions = questions
        self.think = think
        self.updates: deque[dict[str, Any]] = deque()
        self.next_update = 500_000_001
        self.next_message = 1
        self.open_taps: set[str] = set()
        self.latencies: list[float] = []
        self.unacknowledged = 0
        self.done_count = 0
        self.began_at = self.ended_at = 0.0
        self.cpu_at = 0.0
        self.poller: Polling | None = None
        self.fetched = asyncio.Event()
        self.done = asyncio.Event()
        self.calls: dict[str, int] = {}

    # --- people ---------------------------------------------------------------------------------------

    def begin(self) -> None:
        """Let everybody write the command that shows the open question."""
        for person in self.people.values():
            self.say(person, "/tieptuc")

    def say(self, person: Person, text: str) -> None:
        """Send a text to the bot."""
        message = {
            "message_id": self._message_id(),
            "from": _user(person.number),
            "chat": _chat(person.number),
            "date": int(time.time()),
            "text": text,
            "entities": [{"type": "bot_command", "offset": 0, "length": len(text)}],
        }
        self._queue({"message": message})

    def see(self, person: Person, message: dict[str, Any]) -> None:
        """Read a card that has changed; tap one of its first five buttons."""
        person.message = message
        now = time.perf_counter()
        if person.is_waiting:
            person.is_waiting = False
            self.latencies.append(now - person.tapped_at)
            if len(self.latencies) == len(self.people) * self.questions:
                self._end()
        rows = message.get("reply_markup", {}).get("inline_keyboard", [])
        buttons = [button for row in rows for button in row]
        if len(buttons) < CHOICES or len(person.taps) >= self.questions:
            return
        if self.think:
            pause = person.chance.expovariate(1 / self.think)
            asyncio.get_running_loop().call_later(pause, self._tap, person, buttons)
        else:
            self._tap(person, buttons)

    def _tap(self, person: Person, buttons: list[dict[str, Any]]) -> None:
        choice = person.chance.randrange(CHOICES)
        person.taps.append(choice)
        if not self.began_at:
            self.began_at, self.cpu_at = time.perf_counter(), _cpu()
            print("began", flush=True)  # noqa: T201
        person.tapped_at, person.is_waiting = time.perf_counter(), True
        tap_id = str(10**18 + self.next_update)
        self.open_taps.add(tap_id)
        query = {
            "id": tap_id,
            "from": _user(person.number),
            "message": person.message,
            "chat_instance": "-4611686018427387904",
            "data": buttons[choice]["callback_data"],
        }
        self._queue({"callback_query": query})

    def _end(self) -> None:
        self.ended_at = time.perf_counter()
        self.done.set()

    def _queue(self, update: dict[str, Any]) -> None:
        update["update_id"] = self.next_update
        self.next_update += 1
        self.updates.append(update)
        if self.poller is not None:
            self.poller.wake()

    def _message_id(self) -> int:
        self.next_message += 1
        return self.next_message

    # --- methods --------------------------------------------------------------------------------------

    def call(self, method: str, about: dict[str, Any]) -> Any:
        """Carry a call out. Raises ``RefusedError``."""
        self.calls[method] = self.calls.get(method, 0) + 1
        match method:
            case "editMessageText":
                return self._edit(about)
            case "sendMessage":
                return self._send(about)
            case "answerCallbackQuery":
                return self._acknowledge(about)
            case "editMessageReplyMarkup":
                return self._strip(about)
            case "getMe":
                return SELF
            case "deleteWebhook" | "setMyCommands" | "sendChatAction":
                return True
        raise RefusedError(501, "Not Implemented")

    def _person(self, about: dict[str, Any]) -> Person:
        person = self.people.get(int(about["chat_id"]))
        if person is None:
            raise RefusedError(400, "Bad Request: chat not found")
        return person

    def _message(self, person: Person, number: int, about: dict[str, Any]) -> dict[str, Any]:
        text = about["text"]
        if not 0 < len(text) <= 4096:
            raise RefusedError(400, "Bad Request: message is too long")
        message: dict[str, Any] = {
            "message_id": number,
            "from": SELF,
            "chat": _chat(person.number),
            "date": int(time.time()),
            "text": text,
        }
        if about.get("entities"):
            message["entities"] = about["entities"]
        if markup := about.get("reply_markup"):
            message["reply_markup"] = markup
            for row in message["reply_markup"].get("inline_keyboard", ()):
                if any(len(button.get("callback_data", "").encode()) > 64 for button in row):
                    raise RefusedError(400, "Bad Request: BUTTON_DATA_INVALID")
        return message

    def _send(self, about: dict[str, Any]) -> dict[str, Any]:
        person = self._person(about)
        message = self._message(person, self._message_id(), about)
        self.see(person, message)
        return message

    def _edit(self, about: dict[str, Any]) -> dict[str, Any]:
        person = self._person(about)
        old = person.message
        if old is None or old["message_id"] != int(about["message_id"]):
            raise RefusedError(400, "Bad Request: message to edit not found")
        message = self._message(person, old["message_id"], about)
        if message["text"] == old["text"] and message.get("reply_markup") == old.get("reply_markup"):
            raise RefusedError(400, "Bad Request: message is not modified")
        message["date"], message["edit_date"] = old["date"], message["date"]
        self.see(person, message)
        return message

    def _acknowledge(self, about: dict[str, Any]) -> bool:
        if about["callback_query_id"] not in self.open_taps:
            raise RefusedError(
                400, "Bad Request: query is too old and response timeout expired or query ID is invalid"
            )
        self.open_taps.discard(about["callback_query_id"])
        return True

    def _strip(self, about: dict[str, Any]) -> dict[str, Any]:
        person = self._person(about)
        return person.message or {"message_id": int(about["message_id"]), "date": int(time.time())}

    def take(self, offset: int | None) -> list[dict[str, Any]]:
        """Forget what is acknowledged and return what waits, at most a hundred."""
        if offset is not None:
            while self.updates and self.updates[0]["update_id"] < offset:
                self.updates.popleft()
        return [self.updates[n] for n in range(min(BATCH, len(self.updates)))]

    def result(self) -> dict[str, Any]:
        """What was seen."""
        seconds = self.ended_at - self.began_at
        ordered = sorted(self.latencies)
        return {
            "answers": len(ordered),
            "seconds": seconds,
            "rate": len(ordered) / seconds,
            "p50": ordered[len(ordered) // 2],
            "p99": ordered[int(len(ordered) * 0.99)],
            "unacknowledged": len(self.open_taps),
            "platform_cpu": _cpu() - self.cpu_at,
            "calls": self.calls,
            "taps": {person.number: person.taps for person in self.people.values()},
        }


@dataclass(slots=True)
class Polling:
    """A long poll that waits."""

    connection: "Connection"
    offset: int | None
    deadline: asyncio.TimerHandle | None = None
    is_waking: bool = False

    def wake(self) -> None:
        """Answer at the end of this turn of the loop."""
        if not self.is_waking:
            self.is_waking = True
            asyncio.get_running_loop().call_soon(self.answer)

    def answer(self) -> None:
        """Answer with what waits."""
        if self.deadline is not None:
            self.deadline.cancel()
        world = self.connection.world
        if world.poller is self:
            world.poller = None
        self.connection.reply(200, {"ok": True, "result": world.take(self.offset)})


class Connection(asyncio.Protocol):
    """One connection of the bot; requests are answered in order, after the network's delay."""

    def __init__(self, world: World, delay: float) -> None:
        self.world = world
        self._delay = delay
        self._parser = httptools.HttpRequestParser(self)
        self._transport: asyncio.Transport | None = None
        self._url = b""
        self._type = b""
        self._body: list[bytes] = []
        self._out: list[bytes] = []

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin."""
        self._transport = cast("asyncio.Transport", transport)  # uvloop's are none of asyncio's classes

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 - the protocol's signature
        """End; a poll that waits here is forgotten."""
        if self.world.poller is not None and self.world.poller.connection is self:
            self.world.poller = None

    def data_received(self, data: bytes) -> None:
        """Read requests."""
        self._parser.feed_data(data)

    def on_url(self, url: bytes) -> None:
        """Keep a part of the address."""
        self._url += url

    def on_header(self, name: bytes, value: bytes) -> None:
        """Keep how the parameters are written."""
        if name.lower() == b"content-type":
            self._type = value

    def on_body(self, body: bytes) -> None:
        """Keep a part of the body."""
        self._body.append(body)

    def on_message_complete(self) -> None:
        """Carry a request out."""
        method = self._url.rsplit(b"/", 1)[1].decode()
        body, self._url, self._body = b"".join(self._body), b"", []
        about = _parameters(self._type, body)
        self._type = b""
        if method == "getUpdates":
            self._poll(about)
            return
        if self._delay:
            asyncio.get_running_loop().call_later(self._delay, self._carry_out, method, about)
        else:
            self._carry_out(method, about)

    def _carry_out(self, method: str, about: dict[str, Any]) -> None:
        try:
            self.reply(200, {"ok": True, "result": self.world.call(method, about)})
        except RefusedError as error:
            self.reply(error.code, {"ok": False, "error_code": error.code, "description": str(error)})

    def _poll(self, about: dict[str, Any]) -> None:
        world = self.world
        if world.poller is not None:
            conflict = "Conflict: terminated by other getUpdates request"
            world.poller.connection.reply(409, {"ok": False, "error_code": 409, "description": conflict})
        offset = about.get("offset")
        polling = Polling(self, None if offset is None else int(offset))
        world.poller = polling
        world.fetched.set()
        if world.take(polling.offset) or not about.get("timeout"):
            polling.answer()
        else:
            polling.deadline = asyncio.get_running_loop().call_later(float(about["timeout"]), polling.answer)

    def reply(self, status: int, answer: dict[str, Any]) -> None:
        """Write an answer; those of one turn of the loop leave together."""
        body = fast_json.dumps(answer)
        if not self._out:
            asyncio.get_running_loop().call_soon(self._flush)
        self._out.append(
            b"HTTP/1.1 %d OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%b"
            % (status, len(body), body)
        )

    def _flush(self) -> None:
        out, self._out = b"".join(self._out), []
        if self._transport is not None and not self._transport.is_closing():
            self._transport.write(out)


_NESTED = ("reply_markup", "entities", "link_preview_options", "allowed_updates")


def _parameters(written: bytes, body: bytes) -> dict[str, Any]:
    """Read parameters as JSON, as a form, or as its parts: the libraries differ."""
    if not body:
        return {}
    if written.startswith(b"application/json"):
        return dict(fast_json.loads(body))
    if written.startswith(b"multipart/"):
        fields = _parts(written.partition(b"boundary=")[2].strip(b'"'), body)
    else:
        fields = dict(parse_qsl(body.decode(), keep_blank_values=True))
    return {name: json.loads(text) if name in _NESTED and text else text for name, text in fields.items()}


def _parts(boundary: bytes, body: bytes) -> dict[str, str]:
    fields: dict[str, str] = {}
    for part in body.split(b"--" + boundary)[1:-1]:
        head, _, content = part.strip(b"\r\n").partition(b"\r\n\r\n")
        name = head.partition(b'name="')[2].partition(b'"')[0].decode()
        fields[name] = content.decode()
    return fields


def _user(number: int) -> dict[str, Any]:
    return {"id": number, "is_bot": False, "first_name": "Người dùng", "language_code": "vi"}


def _chat(number: int) -> dict[str, Any]:
    return {"id": number, "first_name": "Người dùng", "type": "private"}


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


async def main() -> None:
    """Serve until everybody has answered everything, or nobody does any more."""
    parser = argparse.ArgumentParser()
    parser.add_argument("port", type=int)
    parser.add_argument("people", type=int)
    parser.add_argument("questions", type=int)
    parser.add_argument("--delay", type=float, default=0.0)
    parser.add_argument("--think", type=float, default=0.0)
    options = parser.parse_args()
    world = World(options.people, options.questions, options.think)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: Connection(world, options.delay), "127.0.0.1", options.port, backlog=1024
    )
    print("serving", flush=True)  # noqa: T201
    await world.fetched.wait()
    print("fetched", flush=True)  # noqa: T201
    await loop.run_in_executor(None, sys.stdin.readline)
    world.begin()
    await world.done.wait()
    await asyncio.sleep(0.3)  # the last taps are acknowledged
    print(json.dumps(world.result()), flush=True)  # noqa: T201
    server.close()


if __name__ == "__main__":
    try:
        import uvloop
    except ImportError:
        asyncio.run(main())
    else:
        uvloop.run(main())
