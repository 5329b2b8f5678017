"""The process of the load harness: a Bot API on loopback and the people, driven by lines of JSON.

Argument: JSON with ``people``, ``seconds``, ``think``, ``patience``, ``round_trip`` (seconds), ``limit_every``.
Prints ``{"port": …}``, ``{"fetched_at": …}`` at the first getUpdates or setWebhook (monotonic seconds). Then reads a
line ``arrive``, prints ``{"ready": true}`` when everybody has the first question, reads ``go <pid of the bot>`` and
prints the report: what people saw, and what bot and harness used of the CPU meanwhile. Reads ``end`` last.
"""

import asyncio
import json
import resource
import sys
from typing import Any

import uvloop

from tests.bench.botapi.delay import DelayLine
from tests.bench.botapi.http import Connection, Heads
from tests.bench.botapi.people import Crowd, Manner
from tests.bench.botapi.updates import Updates
from tests.bench.botapi.webhook import Delivery
from tests.bench.botapi.world import World
from tests.bench.usage import Usage, usage_of


def tell(**facts: Any) -> None:
    """Print one line of JSON."""
    print(json.dumps(facts), flush=True)  # noqa: T201


class Harness:
    """World, people and the way in, put together."""

    def __init__(self, options: dict[str, Any]) -> None:
        loop = asyncio.get_running_loop()
        half = options["round_trip"] / 2
        self.coming, self.going = DelayLine(loop, half), DelayLine(loop, half)
        self.updates = Updates(loop)
        self.delivery = Delivery(loop, self.coming, self.going)
        self.world = World(loop, self.updates, self.delivery)
        self.world.limit_every = options.get("limit_every", 0)
        self.delivery.carry = self.world.run
        manner = Manner(options["people"], options["seconds"], options["think"], options["patience"])
        self.crowd = Crowd(self.world, manner, self._ready, self._end)
        self.crowd.on_window = self._window
        self.heads = Heads()
        self.ended = asyncio.Event()
        self._pid = 0
        self._before: tuple[Usage, float] | None = None
        self._after: tuple[Usage, float] | None = None

    def connection(self) -> Connection:
        """Return what serves a new connection."""
        return Connection(self.world.handle, self.heads, self.coming, self.going)

    def _ready(self) -> None:
        self.world.counts.clear()
        tell(ready=True, refusals=self.world.refusals)

    def go(self, pid: int) -> None:
        """Start the clock."""
        self._pid = pid
        self._before = usage_of(pid), own_cpu()
        self.crowd.go()

    def _window(self) -> None:
        self._after = usage_of(self._pid), own_cpu()

    def _end(self) -> None:
        assert self._before is not None
        assert self._after is not None
        (before, own_before), (after, own_after) = self._before, self._after
        cpu = {"bot_cpu": after.cpu - before.cpu, "peak": after.peak, "harness_cpu": own_after - own_before}
        counted = {"calls": self.world.counts, "expired": self.updates.expired_count}
        refused = self.world.refusals | self.delivery.failures
        tell(**self.crowd.report(), **cpu, **counted, refusals=refused)
        self.ended.set()


def own_cpu() -> float:
    """Return the seconds of CPU that the harness has used."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


async def main(options: dict[str, Any]) -> None:
    """Serve until told to end."""
    loop = asyncio.get_running_loop()
    harness = Harness(options)
    server = await loop.create_server(harness.connection, "127.0.0.1", 0, backlog=1024)
    reader = asyncio.StreamReader()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    tell(port=server.sockets[0].getsockname()[1])
    await harness.updates.was_fetched.wait()
    tell(fetched_at=harness.updates.first_poll_at)
    while words := (await reader.readline()).decode().split():
        match words:
            case ["arrive"]:
                harness.crowd.arrive()
            case ["go", pid]:
                harness.go(int(pid))
            case _:
                break
    server.close()


if __name__ == "__main__":
    uvloop.run(main(json.loads(sys.argv[1])))
