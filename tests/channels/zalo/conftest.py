"""The channel as in production, over loopback, against the simulated Zalo."""

from collections.abc import AsyncIterator

import pytest

from bot.channels.zalo import ZaloChannel
from bot.clock import SystemClock
from bot.simulator.zalo import TOKENS, ZaloPhone, ZaloSimulator
from storage.database import Database
from tests.channels.listening import HastyClock, Listener


@pytest.fixture
async def zalo() -> AsyncIterator[ZaloSimulator]:
    """Start a Zalo with two bots on loopback."""
    async with ZaloSimulator(SystemClock(), TOKENS) as running:
        yield running


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """Open an upgraded database of each kind."""
    opened = Database(database_url)
    yield opened
    await opened.dispose()


@pytest.fixture
async def zalo_channel(zalo: ZaloSimulator, database: Database) -> AsyncIterator[ZaloChannel]:
    """Open the production channel on both bots; its pauses pass at once."""
    channel = ZaloChannel(zalo.tokens, clock=HastyClock(), database=database, base_url=zalo.base_url)
    await channel.open()
    yield channel
    await channel.close()


@pytest.fixture
def lan(zalo: ZaloSimulator) -> ZaloPhone:
    """Give Lan's chat with the first bot."""
    return zalo.phone(501, "Lan")


@pytest.fixture
def listener() -> Listener:
    """Give the house's ear."""
    return Listener()
