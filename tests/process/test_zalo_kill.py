"""The bot as a process on Zalo, killed while officials type: what somebody saw acknowledged stands exactly once."""

import asyncio
import random
from collections.abc import Callable
from typing import Final

from bot.clock import SystemClock
from bot.simulator.failures import Fault
from bot.simulator.zalo import TOKENS, ZaloSimulator
from tests.process.form import violations
from tests.process.official import discrepancies
from tests.process.premises import Premises, key_of
from tests.process.reckoning import outbox_states, revisions_of
from tests.process.typist import Typist

OFFICIALS: Final = 4
FIRST_PHONE: Final = 700


def has_sent(zalo: ZaloSimulator, count: int) -> Callable[[], bool]:
    """Whether the bots have sent so many more messages than now."""
    before = zalo.sent_count
    return lambda: zalo.sent_count >= before + count


def has_one_in_hand(zalo: ZaloSimulator) -> Callable[[], bool]:
    """Whether an event was just given away: a kill now may lose it for good."""
    return lambda: any(bot.is_one_in_hand for bot in zalo.bots)


def polls_again(zalo: ZaloSimulator) -> Callable[[], bool]:
    """Whether every bot has been polled for since now."""
    before = zalo.server.call_counts.get("getupdates", 0)
    return lambda: zalo.server.call_counts["getupdates"] >= before + len(zalo.bots)


async def comes_true(zalo: ZaloSimulator, is_so: Callable[[], bool]) -> None:
    """Return at the moment at which something is so."""
    while not is_so():
        await zalo.world.changes.wait()


async def test_kills_lose_and_double_nothing_on_zalo(premises: Premises) -> None:
    """Zalo gives each event once: a kill may lose a word, never an answer that was acknowledged."""
    payloads = await premises.furnish(OFFICIALS)
    async with ZaloSimulator(SystemClock(), TOKENS) as zalo:
        premises.settings |= {
            "KHAOSAT_ZALO_TOKENS": ",".join(TOKENS),
            "KHAOSAT_ZALO_BASE_URL": zalo.base_url,
        }
        await premises.open_wave()
        typists = {
            key_of(number): Typist(
                zalo.phone(FIRST_PHONE + number, key_of(number), bot=number % 2),
                payloads[key_of(number)],
                random.Random(number),
            )
            for number in range(1, OFFICIALS + 1)
        }
        process = await premises.start()
        await process.is_fetching()
        answering = [asyncio.create_task(typist.finishes()) for typist in typists.values()]
        for number in range(4):
            is_time = has_sent(zalo, 7) if number % 2 else has_sent(zalo, 4)
            await premises.sees(comes_true(zalo, is_time))
            if number > 1:
                await premises.sees(comes_true(zalo, has_one_in_hand(zalo)))
            await process.kill()
            zalo.script_failure("sendMessage", 1, list(Fault)[number * 2])
            is_polling = polls_again(zalo)
            process = await premises.start()
            await premises.sees(comes_true(zalo, is_polling))
            for typist in typists.values():
                if typist.waits:
                    await typist.repeats()
        await premises.sees(asyncio.gather(*answering))
        assert await process.terminate() == 0

    exported = await premises.export(1)
    stored = await revisions_of(premises.database_url)
    found = {
        key: discrepancies(typist.journal, exported[key], stored[key])
        + violations(exported[key])
        + ([] if exported[key]["disposition"] == "completed" else [exported[key]["disposition"]])
        for key, typist in typists.items()
    }
    wrong = {key: problems for key, problems in found.items() if problems}
    assert not wrong, "\n".join(f"{key}: {wrong[key]}\n{typists[key].phone.transcript()}" for key in wrong)
    assert "sending" not in await outbox_states(premises.database_url)
    for token in TOKENS:
        assert token.partition(":")[2] not in premises.logged()
