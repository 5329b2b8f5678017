"""What is played after a field period: phones that tap and type one after the other, the clock moved by hand."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Final

from bot.app import App
from bot.simulator import Phone
from bot.simulator.virtual_clock import VirtualClock

READING: Final = timedelta(seconds=20)

Settle = Callable[[], Awaitable[None]]


class Acting:
    """Acts in a house that runs. ``settle`` returns when everything that was said has been answered.

    No other task moves the clock or calls the ticks meanwhile.
    """

    def __init__(self, app: App, clock: VirtualClock, settle: Settle) -> None:
        self._app = app
        self._clock = clock
        self._settle = settle

    async def taps(self, phone: Phone, *labels: str) -> None:
        """Press buttons, each on the card that the one before brought."""
        for label in labels:
            await self._pass(self._clock.now() + READING)
            await phone.taps(label)
            await self._settle()

    async def says(self, phone: Phone, text: str) -> None:
        """Type something."""
        await self._pass(self._clock.now() + READING)
        await phone.says(text)
        await self._settle()

    async def sends(self, phone: Phone, name: str, content: bytes) -> None:
        """Send a file."""
        await self._pass(self._clock.now() + READING)
        await phone.sends_file(name, content)
        await self.until(self._clock.now() + READING)

    async def asks(self, phone: Phone, *labels: str) -> None:
        """Press buttons, the last of which asks for work, and let it be done."""
        await self.taps(phone, *labels)
        await self.until(self._clock.now() + READING)

    async def until(self, moment: datetime) -> None:
        """Let time pass; the ticks come at the end of it, and with them the work that was asked for."""
        await self._pass(moment)
        for tick in self._app.ticks.values():
            await tick.work()
        await self._settle()

    async def _pass(self, moment: datetime) -> None:
        sleeping = asyncio.create_task(self._clock.sleep_until(moment))
        await self._settle()
        while not sleeping.done():
            self._clock.advance_to_next()
            await self._settle()
