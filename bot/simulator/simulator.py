"""The simulated Telegram as one thing: start it, take phones from it, order failures."""

import asyncio
from collections.abc import Callable
from types import TracebackType
from typing import Final, Self

from aiohttp import web

from bot.clock import Clock
from bot.simulator.delivery import Delivery
from bot.simulator.failures import Fault, Faults
from bot.simulator.intake import Intake
from bot.simulator.pacing import Limits, Pacing
from bot.simulator.patience import PATIENCE, while_working
from bot.simulator.phone import Phone
from bot.simulator.server import Server
from bot.simulator.world import Account, Chat, World

TOKEN: Final = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"  # noqa: S105  the documentation's example
DEFAULT_LIMITS: Final = Limits()


class Simulator:
    """A Bot API on loopback. Use as ``async with Simulator(clock) as simulator``.

    ``limits`` are Telegram's speeds; None lets everything pass (for a person's interview played in a
    second of real time). ``poll_clock`` times idle long polls: a virtual clock that jumps over weeks
    need not stop every 50 seconds for a poll that carries nothing. ``port`` 0 takes a free one.
    """

    def __init__(
        self,
        clock: Clock,
        token: str = TOKEN,
        *,
        limits: Limits | None = DEFAULT_LIMITS,
        poll_clock: Clock | None = None,
        username: str = "khaosat_thu_bot",
        name: str = "Khảo Sát (thử)",
        host: str = "127.0.0.1",
        port: int = 0,
    ) -> None:
        bot = Account(int(token.partition(":")[0]), name, is_bot=True, username=username)
        self.clock = clock
        self.token = token
        self.world = World(clock, bot, Pacing(limits))
        self.intake = Intake(self.world, poll_clock or clock)
        self.faults = Faults()
        self.server = Server(self.world, self.intake, self.faults, token)
        self.delivery = Delivery(self.world, self.intake, self.server.carry_out_reply)
        self.phones: dict[int, Phone] = {}
        self._address = (host, port)
        self._runner: web.AppRunner | None = None
        self._delivering: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        application = self.server.application()
        application.middlewares.append(self.server.count_requests)
        self._runner = web.AppRunner(
            application, access_log=None, handler_cancellation=True, shutdown_timeout=0.1
        )
        await self._runner.setup()
        site = web.TCPSite(self._runner, *self._address)
        await site.start()
        host, port = self._runner.addresses[0][:2]
        self._address = (host, port)
        self._delivering = asyncio.create_task(self.delivery.run())
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._delivering is not None:
            self._delivering.cancel()
            await asyncio.gather(self._delivering, return_exceptions=True)
        if self._runner is not None:
            await self._runner.cleanup()

    @property
    def url(self) -> str:
        """The address of the server."""
        host, port = self._address
        return f"http://{host}:{port}"

    @property
    def base_url(self) -> str:
        """What the bot is given as ``KHAOSAT_TELEGRAM_BASE_URL``."""
        return f"{self.url}/bot"

    def phone(self, user_id: int, first_name: str = "") -> Phone:
        """Return the phone of a person; the same one each time."""
        if user_id not in self.phones:
            person = Account(user_id, first_name or f"Người {user_id}")
            chat = self.world.chats.setdefault(user_id, Chat(person))
            self.phones[user_id] = Phone(self.world, chat)
        return self.phones[user_id]

    def script_failure(
        self, method: str, count: int = 1, kind: Fault | str = Fault.LIMITED, retry_after: int = 1
    ) -> None:
        """Let the next ``count`` calls of ``method`` ("" for any) fail as ``kind`` says."""
        self.faults.order(method, count, Fault(kind), retry_after)

    def redeliver_next(self, count: int = 1) -> None:
        """Lose the next acknowledgements: the same updates come once more."""
        self.world.queue.redeliveries += count

    def reverse_next(self, count: int = 1) -> None:
        """Let the next batches of two or more come in reverse order."""
        self.world.queue.reversals += count

    @property
    def in_flight(self) -> int:
        """Requests being answered and webhook deliveries under way; idle long polls do not count."""
        return self.server.in_flight + self.delivery.in_flight

    @property
    def pending(self) -> int:
        """Updates not yet acknowledged."""
        self.world.queue.drop_expired(self.clock.now())
        return len(self.world.queue.waiting)

    def is_quiet(self) -> bool:
        """Tell whether nothing waits and nothing is being answered."""
        return self.pending == 0 and self.in_flight == 0

    async def waits_until_quiet(self) -> None:
        """Return when nothing waits and nothing is being answered."""
        await self.waits_until(self.is_quiet)

    async def waits_until(self, is_so: Callable[[], bool], *, patience: float = PATIENCE) -> None:
        """Wait, without polling, until ``is_so()``. ``TimeoutError`` if nothing has worked for ``patience`` seconds."""
        async with while_working(patience):
            while not is_so():
                await self.world.wait_for_change()
