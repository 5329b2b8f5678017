"""The simulated Zalo as one thing: start it, take phones from it, order failures."""

import asyncio
from collections.abc import Sequence
from types import TracebackType
from typing import Final, Self

from aiohttp import web

from bot.clock import Clock
from bot.simulator.failures import Fault, Faults
from bot.simulator.patience import while_working
from bot.simulator.world import Account
from bot.simulator.zalo.delivery import ZaloDelivery
from bot.simulator.zalo.phone import ZaloPhone
from bot.simulator.zalo.server import ZaloServer
from bot.simulator.zalo.world import MESSAGES_A_MONTH, PEOPLE_A_BOT, ZaloBot, ZaloChat, ZaloWorld

TOKENS: Final = ("1459232241454765289:khong-that-1", "1459232241454765290:khong-that-2")


class ZaloSimulator:
    """A Zalo Bot API on loopback. Use as ``async with ZaloSimulator(clock) as zalo``. ``port`` 0 takes a free one."""

    def __init__(
        self,
        clock: Clock,
        tokens: Sequence[str] = TOKENS[:1],
        *,
        poll_clock: Clock | None = None,
        people_limit: int = PEOPLE_A_BOT,
        quota: int = MESSAGES_A_MONTH,
        is_wrapped: bool = False,
        host: str = "127.0.0.1",
        port: int = 0,
    ) -> None:
        bots = {
            token: ZaloBot(token, f"bot.KhaoSat{number}", people_limit, quota)
            for number, token in enumerate(tokens, start=1)
        }
        self.clock = clock
        self.tokens = tuple(tokens)
        self.world = ZaloWorld(clock, bots, is_wrapped)
        self.faults = Faults()
        self.server = ZaloServer(self.world, self.faults, poll_clock or clock)
        self.delivery = ZaloDelivery(self.world)
        self._phones: dict[tuple[int, int], ZaloPhone] = {}
        self._address = (host, port)
        self._runner: web.AppRunner | None = None
        self._delivering: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        self._runner = web.AppRunner(
            self.server.application(), access_log=None, handler_cancellation=True, shutdown_timeout=0.1
        )
        await self._runner.setup()
        await web.TCPSite(self._runner, *self._address).start()
        host, port = self._runner.addresses[0][:2]
        self._address = (host, port)
        self.world.origin = f"http://{host}:{port}"
        self._delivering = asyncio.create_task(self.delivery.run())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._delivering is not None:
            self._delivering.cancel()
            await asyncio.gather(self._delivering, return_exceptions=True)
        if self._runner is not None:
            await self._runner.cleanup()

    @property
    def base_url(self) -> str:
        """What the bot is given as ``KHAOSAT_ZALO_BASE_URL``."""
        host, port = self._address
        return f"http://{host}:{port}/bot"

    @property
    def bots(self) -> list[ZaloBot]:
        """The bots, in the order of their tokens."""
        return list(self.world.bots.values())

    def phone(self, number: int, name: str = "", bot: int = 0) -> ZaloPhone:
        """Return the chat of a person with a bot; the same one each time."""
        if (number, bot) not in self._phones:
            chosen = self.bots[bot]
            person = Account(number, name or f"Người {number}")
            chat = ZaloChat(person, f"{number:08x}{chosen.bot_id[-4:]}")
            self._phones[number, bot] = ZaloPhone(self.world, chosen, chat)
        return self._phones[number, bot]

    def script_failure(self, method: str, count: int = 1, kind: Fault | str = Fault.LIMITED) -> None:
        """Let the next ``count`` calls of ``method`` ("" for any) fail as ``kind`` says."""
        self.faults.order(method, count, Fault(kind))

    def lose_next(self, count: int = 1) -> None:
        """Let the next events get lost on their way to the bot."""
        self.world.losses += count

    def deliver_twice(self, count: int = 1) -> None:
        """Let the next deliveries to a webhook come twice."""
        self.world.repetitions += count

    @property
    def in_flight(self) -> int:
        """Requests being answered and deliveries under way; idle polls do not count."""
        return self.server.in_flight + self.delivery.in_flight

    @property
    def pending(self) -> int:
        """Events that wait for the bots, or were given away and may not be stored yet."""
        return sum(len(bot.waiting) + bot.is_one_in_hand for bot in self.bots)

    @property
    def sent_count(self) -> int:
        """How many messages all bots have sent."""
        return sum(sum(bot.sent_counts.values()) for bot in self.bots)

    def is_quiet(self) -> bool:
        """Tell whether nothing waits and nothing is being answered."""
        return self.pending == 0 and self.in_flight == 0

    async def waits_until_quiet(self) -> None:
        """Return when nothing waits and nothing is being answered."""
        async with while_working():
            while not self.is_quiet():
                await self.world.changes.wait()
