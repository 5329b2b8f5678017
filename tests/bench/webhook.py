"""What one update costs at the webhook's door, in milliseconds of CPU: parsed, heard by nobody, answered.

Run ``python -m tests.bench.webhook``. Forty connections send one update after the other, from a process of their own.
The least of several rounds counts.
"""

import asyncio
import json
import sys
import time
from collections.abc import Sequence
from functools import partial
from typing import Any, Final

from bot.channels.telegram import Webhook
from bot.channels.telegram.webhook import SECRET_HEADER, WebhookReceiver, receive
from bot.clock import SystemClock
from bot.messages import Inbound

PORT: Final = 18443
SECRET: Final = "x" * 32
CONNECTIONS: Final = 40  # Telegram's usual number
UPDATES: Final = 20_000
ROUNDS: Final = 5


def request() -> bytes:
    """One typed answer, with the head that a proxy passes on."""
    sender = {"id": 501, "is_bot": False, "first_name": "Lan", "language_code": "vi"}
    message = {"message_id": 1, "date": 1700000000, "from": sender, "text": "đại học"}
    message["chat"] = {"id": 501, "type": "private", "first_name": "Lan"}
    body = json.dumps({"update_id": 7, "message": message}).encode()
    head = (
        "POST /telegram HTTP/1.1\r\nHost: survey.example.vn\r\nContent-Type: application/json\r\n"
        f"{SECRET_HEADER}: {SECRET}\r\nAccept-Encoding: gzip, deflate\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


class Sender(asyncio.Protocol):
    """One of Telegram's connections: sends the next update when the last one is answered."""

    def __init__(self, count: int, message: bytes, ended: asyncio.Event) -> None:
        self._left = count
        self._message = message
        self._ended = ended
        self._transport: Any = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Send the first."""
        self._transport = transport
        self._transport.write(self._message)

    def data_received(self, data: bytes) -> None:
        """Send the next; an answer that is not 200 ends the measurement."""
        if not data.startswith(b"HTTP/1.1 200"):
            raise SystemExit(data.decode())
        self._left -= 1
        if self._left:
            self._transport.write(self._message)
        else:
            self._transport.close()
            self._ended.set()


async def send(updates: int) -> None:
    """Send so many updates over the connections."""
    loop, message = asyncio.get_running_loop(), request()
    events = [asyncio.Event() for _ in range(CONNECTIONS)]
    for ended in events:
        await loop.create_connection(
            partial(Sender, updates // CONNECTIONS, message, ended), "127.0.0.1", PORT
        )
    await asyncio.gather(*(ended.wait() for ended in events))


async def hear(batch: Sequence[Inbound]) -> None:
    """Store nothing: the door alone is measured."""


async def measure() -> None:
    """Print the least CPU of an update, and how many were answered in a second."""
    webhook = Webhook(f"http://127.0.0.1:{PORT}/telegram", SECRET, PORT, "127.0.0.1")
    receiver = WebhookReceiver(webhook, hear, SystemClock())
    receiving = asyncio.create_task(receive(webhook, receiver))
    await asyncio.sleep(0)
    figures = []
    for _ in range(ROUNDS):
        began, cpu = time.perf_counter(), time.process_time()
        sending = await asyncio.create_subprocess_exec(sys.executable, "-m", "tests.bench.webhook", "send")
        if await sending.wait():
            raise SystemExit("the updates were not answered")
        cpu, wall = time.process_time() - cpu, time.perf_counter() - began
        figures.append((cpu / UPDATES * 1000, UPDATES / wall))
    receiving.cancel()
    await asyncio.gather(receiving, return_exceptions=True)
    cost, rate = min(cpu for cpu, _ in figures), max(rate for _, rate in figures)
    sys.stdout.write(f"webhook: {cost:.3f} ms of CPU an update; {rate:,.0f} updates/s\n")


if __name__ == "__main__":
    asyncio.run(send(UPDATES) if "send" in sys.argv else measure())
