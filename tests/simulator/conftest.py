"""A simulated Telegram on a virtual clock, and python-telegram-bot talking to it."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime, timedelta

import pytest

from bot.clock import SystemClock
from bot.simulator.virtual_clock import VirtualClock
from tests.library_bot import LibraryBot
from tests.phone import Limits, Phone, Simulator

START = datetime(2015, 4, 20, 1, 0, tzinfo=UTC)

Pass = Callable[[float], Awaitable[None]]


@pytest.fixture
def clock() -> VirtualClock:
    """Start on Monday 20/4/2015, 8:00 in Vietnam."""
    return VirtualClock(START)


@pytest.fixture
def let_pass(clock: VirtualClock) -> Pass:
    """Give a way to let so many virtual seconds pass."""

    async def pass_seconds(seconds: float) -> None:
        target = clock.now() + timedelta(seconds=seconds)
        sleeping = asyncio.create_task(clock.sleep_until(target))
        await asyncio.sleep(0)
        while not sleeping.done():
            clock.advance_to_next()
            await asyncio.sleep(0)

    return pass_seconds


@pytest.fixture
async def simulator(clock: VirtualClock) -> AsyncIterator[Simulator]:
    """Start a Bot API with Telegram's own speeds; idle polls run on the machine's clock."""
    async with Simulator(clock, limits=Limits(), poll_clock=SystemClock()) as running:
        yield running


@pytest.fixture
async def bot(simulator: Simulator) -> AsyncIterator[LibraryBot]:
    """Open the library's Bot on it."""
    async with LibraryBot(simulator.token, simulator.base_url) as opened:
        yield opened


@pytest.fixture
async def phone(simulator: Simulator) -> Phone:
    """Give Lan's phone, with the bot started."""
    lan = simulator.phone(501, "Lan")
    await lan.presses_start()
    return lan
