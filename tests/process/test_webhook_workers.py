"""Several ``khaosat run`` with a webhook on one PostgreSQL: one of them sends invitations, at one rate."""

import asyncio
import random

import pytest

from tests.chaos.archive import counted, rows_of
from tests.chaos.fleet import Fleet, fleet_of
from tests.conftest import POSTGRES_IS_OFF
from tests.phone import Fault
from tests.process.bot_process import BotProcess
from tests.process.official import Official
from tests.process.premises import Premises, key_of

pytestmark = pytest.mark.skipif(POSTGRES_IS_OFF, reason="on SQLite one process works at a time")

WORKERS = 4
OFFICIALS = 60
PAUSE = 2  # seconds of a 429
BROADCASTER = "SELECT told ->> 'pid' FROM leases WHERE name = 'broadcast:telegram'"
UNDER_WAY = "SELECT COUNT(*) FROM outbox WHERE status IN ('queued', 'claimed', 'sending')"
SENDERS = "SELECT DISTINCT claimed_by FROM outbox WHERE purpose = 'invitation' AND status = 'sent'"
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


async def test_one_process_sends_invitations_until_it_is_killed(postgres_premises: Premises) -> None:
    """Of four one sends them all, so that rate and 429 are its own; after its end another one, and none is doubled."""
    office, url = postgres_premises, postgres_premises.database_url
    payloads = await office.furnish(OFFICIALS)
    officials = [
        Official(office.phone(900 + n), payloads[key_of(n)], random.Random(n))
        for n in range(1, OFFICIALS + 1)
    ]
    async with fleet_of(office, WORKERS) as fleet:
        await fleet.start()
        await office.sees(asyncio.gather(*(official.links() for official in officials)))
        sender = await office.sees(broadcaster(office, fleet))
        calls = office.simulator.server.call_counts
        before = calls["sendmessage"]
        await office.open_wave()
        await sender.lives_until(lambda: calls["sendmessage"] >= before + OFFICIALS // 3)
        office.simulator.script_failure("sendMessage", 1, Fault.LIMITED, retry_after=PAUSE)
        await sender.lives_until(lambda: calls["sendmessage"] >= before + 2 * OFFICIALS // 3)
        await sender.kill()
        assert len(await rows_of(url, SENDERS)) == 1
        await office.sees(is_sent(office))
        assert await office.sees(broadcaster(office, fleet)) is not sender
        assert set(await fleet.terminate()) == {0}
    assert len(await rows_of(url, SENDERS)) == 2
    came = [sum("Mời đồng chí" in heard.text for heard in each.phone.heard) for each in officials]
    assert max(came) == 1
    assert came.count(0) <= await counted(url, UNKNOWN)
