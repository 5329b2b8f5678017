"""The short form of a chaos run; ``make chaos`` is the long one."""

import pytest

from bot.clock import SystemClock
from bot.simulator.zalo import TOKENS, ZaloSimulator
from tests.chaos.fleet import fleet_of
from tests.chaos.storm import Storm
from tests.chaos.zalo import ZaloStorm
from tests.conftest import POSTGRES_IS_OFF
from tests.process.premises import Premises

SEED, KILLS, OFFICIALS = 171, 4, 9
WORKERS = 3


async def test_nothing_is_lost_and_nothing_comes_twice(sqlite_premises: Premises) -> None:
    """Killed, cut off and flooded at its work, the bot stores each acknowledged answer once; everybody finishes."""
    async with fleet_of(sqlite_premises, 0) as fleet:
        assert await Storm(sqlite_premises, fleet, SEED, KILLS, OFFICIALS).rages() == []


async def test_on_zalo_nothing_acknowledged_is_lost_and_nothing_comes_twice(
    sqlite_premises: Premises,
) -> None:
    """Zalo gives each word once: a kill may lose the one in hand, never what was acknowledged."""
    async with ZaloSimulator(SystemClock(), TOKENS) as zalo:
        assert await ZaloStorm(sqlite_premises, zalo, SEED, KILLS, OFFICIALS).rages() == []


@pytest.mark.skipif(POSTGRES_IS_OFF, reason="on SQLite one process works at a time")
async def test_several_webhook_workers_lose_and_double_nothing(postgres_premises: Premises) -> None:
    """The same of three processes that share chats and outbox, while one after the other is killed."""
    async with fleet_of(postgres_premises, WORKERS) as fleet:
        assert await Storm(postgres_premises, fleet, SEED, KILLS, OFFICIALS).rages() == []
