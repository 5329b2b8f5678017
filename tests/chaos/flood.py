"""A 429 to one chat that lasts, as Telegram gives it: perhaps longer for whoever does not obey."""

import asyncio
from typing import Any

from aiohttp import web

from bot.simulator.call import Call
from bot.simulator.errors import too_many_requests
from tests.phone import Simulator


class Flood:
    """Stands before a simulator: the next call of an ordered method limits its chat for that method."""

    def __init__(self, simulator: Simulator) -> None:
        self._ordered: list[tuple[str, int, bool]] = []
        self._limited: dict[tuple[str, str], tuple[float, int, bool]] = {}
        self._go_on: Any = simulator.server._carry_out
        setattr(simulator.server, "_carry_out", self._meet)  # noqa: B010 - a method, on purpose

    def order(self, method: str, seconds: int, *, is_penal: bool) -> None:
        """Limit one chat for so long; if ``is_penal``, each call before the end adds as much again."""
        self._ordered.append((method.lower(), seconds, is_penal))

    def recede(self) -> None:
        """Limit nobody any more."""
        self._ordered.clear()
        self._limited.clear()

    async def _meet(self, request: web.Request, method: str, call: Call) -> web.StreamResponse:
        now = asyncio.get_running_loop().time()
        where = (method, call.text("chat_id"))
        until, seconds, is_penal = self._limited.get(where, (0.0, 0, False))
        if now < until:
            until += seconds if is_penal else 0
            self._limited[where] = (until, seconds, False)  # once is enough
            raise too_many_requests(int(until - now) + 1)
        for order in self._ordered:
            name, seconds, is_penal = order
            if name == method:
                self._ordered.remove(order)
                self._limited[where] = (now + seconds, seconds, is_penal)
                raise too_many_requests(seconds)
        answer: web.StreamResponse = await self._go_on(request, method, call)
        return answer
