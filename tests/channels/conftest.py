"""The channel as in production, over loopback, against the simulated Bot API."""

from collections.abc import AsyncIterator

import pytest

from bot.channels.telegram import TelegramChannel
from bot.clock import SystemClock
from tests.channels.listening import Listener
from tests.phone import Phone, Simulator


@pytest.fixture
async def simulator() -> AsyncIterator[Simulator]:
    """Start a Bot API on loopback that lets tests go as fast as they can."""
    async with Simulator(SystemClock(), limits=None) as running:
        yield running


@pytest.fixture
async def channel(simulator: Simulator) -> AsyncIterator[TelegramChannel]:
    """Open the production channel on it."""
    opened = TelegramChannel(simulator.token, clock=simulator.clock, base_url=simulator.base_url)
    await opened.open()
    yield opened
    await opened.close()


@pytest.fixture
async def phone(simulator: Simulator) -> Phone:
    """Give Lan's phone, with the bot started."""
    lan = simulator.phone(501, "Lan")
    await lan.presses_start()
    return lan


@pytest.fixture
def listener() -> Listener:
    """Give the house's ear."""
    return Listener()
