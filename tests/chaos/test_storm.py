"""The short form of a chaos run; ``make chaos`` is the long one."""

from tests.chaos.fleet import fleet_of
from tests.chaos.storm import Storm
from tests.process.premises import Premises

SEED, KILLS, OFFICIALS = 171, 4, 9


async def test_nothing_is_lost_and_nothing_comes_twice(premises: Premises) -> None:
    """Killed, cut off and flooded at its work, the bot stores each acknowledged answer once; everybody finishes."""
    async with fleet_of(premises, 0) as fleet:
        assert await Storm(premises, fleet, SEED, KILLS, OFFICIALS).rages() == []
