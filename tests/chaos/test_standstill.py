"""Days without the bot: what became due meanwhile happens once, in office hours, or not at all."""

import asyncio
import random

from tests.chaos.archive import change, rows_of, told_at, two_days_pass
from tests.chaos.checker import at_night
from tests.chaos.hours import MORNING, NIGHT, Travels
from tests.chaos.storm import TICKED
from tests.process.official import Official
from tests.process.premises import Premises, key_of

OUTCOMES = "SELECT w.state, c.outcome FROM cases c JOIN waves w ON w.id = c.wave_id ORDER BY c.roster_key"
OVERDUE = "UPDATE waves SET closes_at = opens_at"


async def test_a_wave_that_ended_meanwhile_is_closed_and_reminds_nobody(sqlite_premises: Premises) -> None:
    """Reminders and the closing are both overdue: the outcomes are frozen, and nobody is written to."""
    premises, url = sqlite_premises, sqlite_premises.database_url
    travels = Travels(premises)
    travels.moves_where_it_is(MORNING)
    payloads = await premises.furnish(2)
    officials = {
        key_of(n): Official(premises.phone(980 + n), payloads[key_of(n)], random.Random(n)) for n in (1, 2)
    }
    async with premises.running():
        await premises.sees(asyncio.gather(*(official.links() for official in officials.values())))
        await premises.open_wave("--remind", "+1d,+2d", any_hour=False)
        for official in officials.values():
            await premises.sees(official.phone.hears("Mời đồng chí trả lời phiếu"))
        await premises.sees(officials[key_of(1)].finishes())
    heard = [len(official.phone.heard) for official in officials.values()]
    await two_days_pass(url)
    await change(url, OVERDUE)
    travels.moves_where_it_is(MORNING)
    since = premises.simulator.clock.now()
    async with premises.running() as process:
        while (at := await told_at(url, TICKED)) is None or at < since:  # noqa: ASYNC110 - rows tell nobody
            await asyncio.sleep(0.1)
        assert await process.terminate() == 0
    assert await rows_of(url, OUTCOMES) == [("closed", "completed"), ("closed", "silent")]
    assert [len(official.phone.heard) for official in officials.values()] == heard
    assert at_night(officials, travels.stays) == []


async def test_the_checker_sees_what_comes_at_night(sqlite_premises: Premises) -> None:
    """An invitation of a wave that may write at any hour is found, and the answers to it are not."""
    premises = sqlite_premises
    travels = Travels(premises)
    travels.moves_where_it_is(NIGHT)
    official = Official(premises.phone(985), (await premises.furnish(1))[key_of(1)], random.Random(1))
    async with premises.running():
        await premises.sees(official.links())
        await premises.open_wave()
        await premises.sees(official.phone.hears("Mời đồng chí trả lời phiếu"))
        await premises.sees(official.finishes())
    (found,) = at_night({key_of(1): official}, travels.stays)
    assert "A01: written to at" in found
