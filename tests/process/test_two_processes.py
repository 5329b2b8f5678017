"""``khaosat run`` and other commands at work on one database at the same time."""

import asyncio
import random
import socket

import openpyxl

from bot.texts.fieldwork import TEXTS as FIELDWORK
from tests.process.official import Official
from tests.process.premises import Premises, key_of

OFFICIALS = 4
MORE = 40


async def test_commands_work_beside_the_running_bot(sqlite_premises: Premises) -> None:
    """Imports, orders and exports beside answering officials: nothing is locked, nobody is invited twice."""
    premises = sqlite_premises
    payloads = await premises.furnish_by_commands(OFFICIALS)
    officials = [
        Official(premises.phone(900 + n), payloads[key_of(n)], random.Random(n))
        for n in range(1, OFFICIALS + 1)
    ]
    async with premises.running() as process:
        await premises.sees(asyncio.gather(*(official.links() for official in officials[:2])))
        wave = await premises.open_wave()
        answering = [asyncio.create_task(official.finishes()) for official in officials]
        done = await asyncio.gather(
            premises.import_roster(MORE),
            premises.must("export", "--wave", wave, "--out", "meanwhile.xlsx"),
            premises.must("wave", "list", "--json"),
            premises.khaosat("doctor", "--json"),
        )
        checks = done[-1].json()["checks"]
        assert checks["database"]["state"] == "good"
        assert checks["token"]["state"] == "good"
        await premises.must("codes", "--out", "more.xlsx")
        await premises.sees(asyncio.gather(*answering))
        assert await process.terminate() == 0
    assert [len(official.journal.invitations) for official in officials] == [1, 1, 0, 0]
    assert "locked" not in process.log + "".join(each.out + each.err for each in done)
    assert "ERROR" not in process.log
    assert len(premises.read_codes("more.xlsx")) == MORE - OFFICIALS
    book = openpyxl.load_workbook(premises.folder / "meanwhile.xlsx")
    assert len(book.sheetnames) >= 3
    book.close()
    exported = await premises.export(wave)
    assert len(exported) == OFFICIALS
    assert {row["disposition"] for row in exported.values()} == {"completed"}


async def test_what_a_command_queues_leaves_by_itself(sqlite_premises: Premises) -> None:
    """An invitation or reminder queued by another process is sent without waiting for the next tick."""
    premises = sqlite_premises
    payloads = await premises.furnish(1)
    official = Official(premises.phone(950), payloads[key_of(1)], random.Random(5))
    async with premises.running() as process:
        await premises.sees(official.links())
        wave = await premises.open_wave()
        await premises.sees(official.phone.hears("Mời đồng chí trả lời phiếu"))
        await premises.must("wave", "remind", wave, "--any-hour")
        await premises.sees(official.phone.hears(FIELDWORK.reminder_footer))
        again = await premises.must("wave", "remind", wave, "--any-hour")
        assert "Không có ai để nhắc" in again.out
        assert await process.terminate() == 0


async def test_a_second_run_says_who_works_here_and_waits(premises: Premises) -> None:
    """It neither fetches nor declares the first one dead, and takes over by itself when that one stops in order."""
    payloads = await premises.furnish(1)
    official = Official(premises.simulator.phone(960), payloads[key_of(1)], random.Random(7))
    async with premises.running() as first:
        second = await premises.start()
        await second.logs("already works on this database")
        await premises.sees(official.links())
        assert f"process {first.process_id} on {socket.gethostname()}, since 20" in second.log
        assert second.log.count("already works") == 1
        assert "after a crash" not in second.log
        assert "409" not in first.log
        assert await first.terminate() == 0
        await second.logs("running as")
    await premises.open_wave()
    await premises.sees(official.phone.hears("Mời đồng chí trả lời phiếu"))
    assert await second.terminate() == 0


async def test_a_second_run_takes_over_from_a_killed_one(premises: Premises) -> None:
    """The first is killed in the middle of its work: the second settles what it left, and people are answered."""
    payloads = await premises.furnish(1)
    official = Official(premises.simulator.phone(961), payloads[key_of(1)], random.Random(8))
    await premises.open_wave()
    first = await premises.start()
    await first.is_fetching()
    second = await premises.start()
    await second.logs("already works on this database")
    answering = asyncio.create_task(official.finishes())
    edits = premises.simulator.server.call_counts
    await first.lives_until(lambda: edits.get("editmessagetext", 0) >= 3)
    await first.kill()
    await second.logs("taking over from process")
    await premises.sees(answering)
    assert await second.terminate() == 0


async def test_a_waiting_run_can_be_stopped(sqlite_premises: Premises) -> None:
    """SIGTERM ends it at once with 0, and the one at work goes on."""
    await sqlite_premises.furnish(1)
    async with sqlite_premises.running() as first:
        second = await sqlite_premises.start()
        await second.logs("already works on this database")
        assert await second.terminate() == 0
        assert "Traceback" not in second.log
        assert first.is_running
