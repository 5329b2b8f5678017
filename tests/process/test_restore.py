"""The bot as a process, its database lost in the middle of a wave, and brought back from a backup."""

import asyncio
import random
from typing import Any

from bot.simulator.call import Call
from tests.phone import Simulator
from tests.process.bot_process import BotProcess
from tests.process.form import violations
from tests.process.official import Official
from tests.process.premises import Premises, key_of
from tests.process.reckoning import outbox_states

OFFICIALS = 5


async def _is_killed_at(process: BotProcess, simulator: Simulator, edits: int) -> None:
    """Kill the bot when it redraws a card for the so-manieth time: nobody can have finished by then."""
    carry_out, count = simulator.server._run, 0

    async def strike(method: str, call: Call) -> Any:
        nonlocal count
        count += method == "editmessagetext"
        if count == edits:
            process.strike()
        return await carry_out(method, call)

    setattr(simulator.server, "_run", strike)  # noqa: B010 - a method, on purpose
    await process.ends_some_time()
    setattr(simulator.server, "_run", carry_out)  # noqa: B010


async def test_a_lost_database_comes_back_and_everybody_finishes(sqlite_premises: Premises) -> None:
    """A backup is made beside the living bot, which cannot be moved away; after the loss everybody can finish.

    Who was invited between the backup and the loss is not invited again.
    """
    premises, simulator = sqlite_premises, sqlite_premises.simulator
    payloads = await premises.furnish(OFFICIALS)
    officials = [
        Official(simulator.phone(600 + n, key_of(n)), payloads[key_of(n)], random.Random(n))
        for n in range(1, OFFICIALS + 1)
    ]
    async with premises.running() as process:
        await premises.sees(asyncio.gather(*(official.links() for official in officials)))
        wave = await premises.open_wave()
        await premises.must("backup", "early.sqlite3")  # perhaps before the invitations, perhaps among them
        refused = await premises.khaosat("db", "copy", premises.database_url, "sqlite:///other.sqlite3")
        assert (refused.code, "đang mở ở một chương trình khác" in refused.err) == (1, True)
        answering = [asyncio.create_task(official.finishes()) for official in officials]
        await _is_killed_at(process, simulator, edits=8)
    for name in ("khaosat.sqlite3", "khaosat.sqlite3-wal", "khaosat.sqlite3-shm"):
        (premises.folder / name).unlink(missing_ok=True)
    await premises.must("restore", "early.sqlite3")
    async with premises.running() as process:
        await premises.must("wave", "remind", wave, "--any-hour")
        await premises.sees(asyncio.gather(*answering))
        assert await process.terminate() == 0
    exported = await premises.export(wave)
    assert [row["disposition"] for row in exported.values()] == ["completed"] * OFFICIALS
    assert [problem for row in exported.values() for problem in violations(row)] == []
    assert [len(official.journal.invitations) > 1 for official in officials] == [False] * OFFICIALS
    assert "sending" not in await outbox_states(premises.database_url)
