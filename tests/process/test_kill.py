"""The bot as a process, killed while officials answer: what a person saw acknowledged is stored exactly once."""

import asyncio
import os
import random

import pytest

from tests.phone import Fault, Simulator
from tests.process.form import violations
from tests.process.misfortune import At, Blow, Fate
from tests.process.official import Official, discrepancies
from tests.process.premises import Premises, key_of
from tests.process.reckoning import outbox_states, revisions_of

OFFICIALS = 8
LINKED_BEFORE = 4  # they wait for an invitation
FIRST_PHONE = 600
SEEDS = [int(seed) for seed in os.environ.get("KHAOSAT_TEST_SEEDS", "2015").split(",")]
"""What officials answer and when exactly blows fall; more of them can be tried from outside."""

BLOWS = (
    Blow("sendMessage", 2, At.AFTER),  # an invitation arrived, nobody wrote it down
    Blow("sendMessage", 9, At.AFTER),  # a card arrived, nobody wrote it down
    Blow("getUpdates", 6, At.SOON),  # a batch is being stored
    Blow("editMessageText", 12, At.BEFORE),  # stored, not yet shown
    Blow("getUpdates", 5, At.AFTER),  # a batch is on its way
)


def order_faults(simulator: Simulator, number: int) -> None:
    """Let Telegram itself have a bad day between the kills."""
    match number:
        case 1:
            simulator.script_failure("sendMessage", 1, Fault.DROPPED_AFTER)
            simulator.redeliver_next(2)
        case 2:
            simulator.script_failure("sendMessage", 2, Fault.LIMITED, retry_after=1)
            simulator.reverse_next(3)
        case 3:
            simulator.script_failure("editMessageText", 1, Fault.DROPPED_AFTER)
            simulator.script_failure("getUpdates", 1, Fault.GATEWAY_ERROR)
        case 4:
            simulator.script_failure("answerCallbackQuery", 2, Fault.DROPPED_BEFORE)
            simulator.redeliver_next(3)
        case 5:
            simulator.script_failure("editMessageText", 1, Fault.LIMITED, retry_after=1)
            simulator.script_failure("sendMessage", 1, Fault.GATEWAY_ERROR)
            simulator.script_failure("getUpdates", 1, Fault.DROPPED_AFTER)
        case _:
            pass


@pytest.mark.parametrize("seed", SEEDS)
async def test_kills_lose_and_double_nothing(premises: Premises, seed: int) -> None:
    """However often the bot dies at its work, acknowledged answers stand once and everybody can finish."""
    payloads = await premises.furnish(OFFICIALS)
    simulator = premises.simulator
    officials = {
        key_of(number): Official(
            simulator.phone(FIRST_PHONE + number, key_of(number)),
            payloads[key_of(number)],
            random.Random(f"{seed}:{number}"),
        )
        for number in range(1, OFFICIALS + 1)
    }
    everybody = list(officials.values())
    process = await premises.start()
    await premises.sees(asyncio.gather(*(official.links() for official in everybody[:LINKED_BEFORE])))
    fate = Fate(premises, BLOWS, random.Random(seed))
    answering = [asyncio.create_task(official.finishes()) for official in everybody]
    dealing = asyncio.create_task(
        fate.deal(process, answering, lambda number: order_faults(simulator, number))
    )
    wave = await premises.open_wave()
    process = await premises.sees(dealing)
    await premises.must("wave", "remind", wave, "--any-hour")
    await premises.sees(asyncio.gather(*answering))
    assert await process.terminate() == 0

    exported = await premises.export(wave)
    stored = await revisions_of(premises.database_url)
    found = {
        key: discrepancies(official.journal, exported[key], stored[key])
        + violations(exported[key])
        + ([] if exported[key]["disposition"] == "completed" else [exported[key]["disposition"]])
        for key, official in officials.items()
    }
    wrong = {key: problems for key, problems in found.items() if problems}
    assert not wrong, "\n".join(f"{key}: {wrong[key]}\n{officials[key].phone.transcript()}" for key in wrong)
    for official in everybody:
        assert len(official.journal.invitations) <= 1
        assert len(official.journal.repetitions) <= 1
        assert len(official.journal.reminders) <= 1
    assert "sending" not in await outbox_states(premises.database_url)
