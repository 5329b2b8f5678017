"""The null bot: the least that can be done for an answer. Its figures are the harness's own limit.

Raw HTTP over two connections, everything pipelined, the next question out of ready bytes; nothing is stored.
"""

import asyncio
import json
import os
from typing import Final, cast
from urllib.parse import urlsplit

import httptools
import orjson
import uvloop

from tests.bench.form40 import CHOICES, FINISHED, QUESTIONS

TOKEN: Final = os.environ["BENCH_TOKEN"]
BASE: Final = urlsplit(os.environ["BENCH_BASE_URL"])


def _question(number: int) -> bytes:
    if number == len(QUESTIONS):
        return orjson.dumps({"text": FINISHED})
    rows = [[{"text": label, "callback_data": f"{number}.{at}"}] for at, label in enumerate(CHOICES)]
    return orjson.dumps({"text": QUESTIONS[number], "reply_markup": {"inline_keyboard": rows}})


BODIES: Final = [_question(number)[1:] for number in range(len(QUESTIONS) + 1)]


class Wire(asyncio.Protocol):
    """One connection: requests out, whole answers in, in order."""

    def __init__(self) -> None:
        self.transport: asyncio.Transport | None = None
        self.answered: asyncio.Future[bytes] | None = None
        self._parser = httptools.HttpResponseParser(self)
        self._body: list[bytes] = []

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Remember where to write."""
        self.transport = cast("asyncio.Transport", transport)  # uvloop does not inherit from it

    def data_received(self, data: bytes) -> None:
        """Read answers."""
        if self.answered is not None:
            self._parser.feed_data(data)

    def on_body(self, body: bytes) -> None:
        """Take a part of an answer."""
        self._body.append(body)

    def on_message_complete(self) -> None:
        """Hand a whole answer over."""
        body, self._body = b"".join(self._body), []
        if self.answered is not None and not self.answered.done():
            self.answered.set_result(body)


def request(method: str, body: bytes) -> bytes:
    """Return a whole request."""
    head = f"POST /bot{TOKEN}/{method} HTTP/1.1\r\nHost: {BASE.netloc}\r\nContent-Type: application/json\r\n"
    return head.encode() + b"Content-Length: %d\r\n\r\n" % len(body) + body


def replies(updates: list[dict[str, object]]) -> bytes:
    """Return the requests that answer a batch."""
    out = []
    for update in updates:
        query = update.get("callback_query")
        if isinstance(query, dict):
            card = query["message"]
            number = int(query["data"].partition(".")[0]) + 1
            out.append(request("answerCallbackQuery", b'{"callback_query_id":"%s"}' % query["id"].encode()))
            about = b'{"chat_id":%d,"message_id":%d,' % (card["chat"]["id"], card["message_id"])
            out.append(request("editMessageText", about + BODIES[number]))
        elif isinstance(message := update.get("message"), dict):
            out.append(request("sendMessage", b'{"chat_id":%d,' % message["chat"]["id"] + BODIES[0]))
    return b"".join(out)


async def main() -> None:
    """Fetch and answer until killed."""
    loop = asyncio.get_running_loop()
    _, fetching = await loop.create_connection(Wire, BASE.hostname or "", BASE.port or 80)
    _, sending = await loop.create_connection(Wire, BASE.hostname or "", BASE.port or 80)
    assert fetching.transport is not None
    assert sending.transport is not None
    offset = 0
    while True:
        fetching.answered = loop.create_future()
        asked = {"offset": offset, "timeout": 50, "allowed_updates": ["message", "callback_query"]}
        fetching.transport.write(request("getUpdates", json.dumps(asked).encode()))
        updates = orjson.loads(await fetching.answered)["result"]
        if updates:
            sending.transport.write(replies(updates))
            offset = updates[-1]["update_id"] + 1


if __name__ == "__main__":
    uvloop.run(main())
