"""Trouble from outside the bot: what it cannot help delays answers, and loses none."""

import asyncio
import random
import sqlite3
from contextlib import closing
from typing import Final

from tests.chaos.checker import findings
from tests.chaos.troubles import disk_is_full
from tests.process.official import Official
from tests.process.premises import Premises, key_of

SOME: Final = 12  # things said in a chat: an interview is under way
HASTY: Final = (
    "import sys; from storage import database; database.BUSY_SECONDS = 2; sys.argv[1:] = ['run'];"
    "from bot.cli import main; main()"
)
"""``khaosat run`` that waits for a lock for two seconds, not for thirty."""


async def test_a_locked_database_delays_and_loses_nothing(sqlite_premises: Premises) -> None:
    """Another program holds the write lock for longer than the bot waits for it: nothing is buried, all is answered."""
    premises = sqlite_premises
    payloads = await premises.furnish(1)
    official = Official(premises.phone(970), payloads[key_of(1)], random.Random(3))
    await premises.open_wave()
    path = premises.database_url.removeprefix("sqlite:///")
    process = await premises.start("-c", HASTY)
    await process.is_fetching()
    with closing(sqlite3.connect(path, timeout=60, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        answering = asyncio.create_task(official.finishes())
        await process.logs("could not be read or written")
        assert official.phone.heard == []
        other.rollback()
    await premises.sees(answering)
    assert await process.terminate() == 0
    assert await findings(premises.database_url, {key_of(1): official}) == []


async def test_a_full_disk_delays_and_loses_nothing(sqlite_premises: Premises) -> None:
    """While no file may grow nothing is acknowledged; then what came meanwhile comes again, and all is answered."""
    premises = sqlite_premises
    payloads = await premises.furnish(1)
    official = Official(premises.phone(971), payloads[key_of(1)], random.Random(4))
    await premises.open_wave()
    async with premises.running() as process:
        answering = asyncio.create_task(official.finishes())
        await premises.sees(official.phone.waits_until(lambda phone: len(phone.chat.story) > SOME))
        await disk_is_full(process)
        await premises.sees(answering)
        assert await process.terminate() == 0
    assert await findings(premises.database_url, {key_of(1): official}) == []
