"""Several ``khaosat run`` with a webhook on one PostgreSQL: one of them sends invitations, at one rate."""

import asyncio
import random
from itertools import pairwise

import pytest

from bot.simulator.pacing import Pacing
from tests.chaos.archive import counted, rows_of
from tests.chaos.fleet import Fleet, fleet_of
from tests.conftest import POSTGRES_IS_OFF
from tests.phone import Fault, Limits
from tests.process.bot_process import BotProcess
from tests.process.official import Official
from tests.process.premises import Premises, key_of

pytestmark = pytest.mark.skipif(POSTGRES_IS_OFF, reason="on SQLite one process works at a time")

WORKERS = 4
OFFICIALS = 60
PAUSE = 4  # seconds of a 429
BROADCASTER = "SELECT told ->> 'pid' FROM leases WHERE name = 'broadcast:telegram'"
UNDER_WAY = "SELECT COUNT(*) FROM outbox WHERE status IN ('queued', 'claimed', 'sending')"
UNKNOWN = "SELECT COUNT(*) FROM contact_attempts WHERE result = 'unknown'"


async def broadcaster(premises: Premises, fleet: Fleet) -> BotProcess:
    """Return the process that sends invitations, once there is one."""
    while not (rows := await rows_of(premises.database_url, BROADCASTER)):  # noqa: ASYNC110 - rows tell nobody
        await asyncio.sleep(0.1)
    return next(process for process in fleet.processes if process.pid == int(rows[0][0]))


async def is_sent(premises: Premises) -> None:
    """Return when no invitation is under way any more."""
    while await counted(premises.database_url, UNDER_WAY):  # noqa: ASYNC110
        await asyncio.sleep(0.1)


async def test_all_together_keep_to_one_rate_and_one_429(postgres_premises: Premises) -> None:
    """Four processes draw no 429 where one draws none, obey the one that comes, and lose nothing with the sender."""
    office = postgres_premises
    payloads = await office.furnish(OFFICIALS)
    officials = [
        Official(office.phone(900 + n), payloads[key_of(n)], random.Random(n))
        for n in range(1, OFFICIALS + 1)
    ]
    pacing = Pacing(Limits())
    async with fleet_of(office, WORKERS) as fleet:
        await fleet.start()
        await office.sees(asyncio.gather(*(official.links() for official in officials)))
        sender = await office.sees(broadcaster(office, fleet))
        office.simulator.world.pacing = pacing
        calls = office.simulator.server.call_counts
        before = calls["sendmessage"]
        await office.open_wave()
        await sender.lives_until(lambda: calls["sendmessage"] >= before + OFFICIALS // 3)
        office.simulator.script_failure("sendMessage", 1, Fault.LIMITED, retry_after=PAUSE)
        await sender.lives_until(lambda: calls["sendmessage"] >= before + 2 * OFFICIALS // 3)
        killed_at = office.simulator.clock.now()
        await sender.kill()
        await office.sees(is_sent(office))
        assert await office.sees(broadcaster(office, fleet)) is not sender
        assert set(await fleet.terminate()) == {0}
    assert pacing.refused_count == 0
    invitations = sorted(
        moment.at
        for official in officials
        for moment in official.phone.chat.story
        if "Mời đồng chí" in moment.text
    )
    gaps = [later - sooner for sooner, later in pairwise(invitations) if later <= killed_at]
    assert max(gaps).total_seconds() >= PAUSE
    assert OFFICIALS - len(invitations) <= await counted(office.database_url, UNKNOWN)
    assert max(sum("Mời đồng chí" in heard.text for heard in each.phone.heard) for each in officials) == 1
