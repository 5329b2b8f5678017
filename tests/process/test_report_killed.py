"""The bot as a process, killed while it makes a report and while it sends the files: nothing is lost or left behind."""

import asyncio
import random
from collections import Counter
from datetime import timedelta
from pathlib import Path

import psutil

from storage import frame
from storage.database import Database
from tests.bot.answered_wave import answer_wave
from tests.phone import Phone
from tests.process.misfortune import At, Blow, Fate
from tests.process.office import order_report
from tests.process.premises import Premises

DAY = timedelta(days=1)
ANSWERED = 12
BLOWS = (
    Blow("editMessageText", 5, At.AFTER),  # three taps, the first step, and now a worker is busy
    Blow("sendDocument", 1, At.AFTER),  # the first file arrived, nobody wrote it down
    Blow("sendDocument", 2, At.BEFORE),
)
FILES = {"bao-cao.docx", "bao-cao.xlsx", "danh-sach-han-che.docx"}


async def furnish(premises: Premises) -> str:
    """Put an answered wave into the archive; returns the start payload that makes an administrator."""
    now = premises.simulator.clock.now()
    database = Database(premises.database_url)
    await database.upgrade()
    await answer_wave(database, now - DAY, now + DAY, count=ANSWERED)
    async with database.begin() as conn:
        code = await frame.issue_admin_code(conn, now, now + DAY)
    await database.dispose()
    return code.long


def files_of(chief: Phone) -> Counter[str]:
    """Count the files received, by name without wave and day."""
    return Counter(name.split("-dot-")[0] + Path(name).suffix for name, _ in chief.documents)


async def test_a_report_survives_kills_while_it_is_made_and_sent(premises: Premises) -> None:
    """Every file arrives, only one that arrived as the bot was killed comes twice; no worker process is left.

    ``kill`` waits for the end of the bot's log, which a worker that outlived it would keep open. What a killed bot
    leaves of its worker is nothing, semaphores neither. And a bot that has made a report has not loaded what counts.
    """
    payload = await furnish(premises)
    chief = premises.phone(700)
    process = await premises.start()
    await process.is_fetching()
    await chief.presses_start(payload)
    await premises.sees(chief.hears("quyền quản trị"))
    ordering = asyncio.create_task(order_report(chief))
    arriving = asyncio.create_task(chief.waits_until(lambda phone: set(files_of(phone)) == FILES))
    process = await premises.sees(Fate(premises, BLOWS, random.Random(1)).deal(process, [ordering, arriving]))
    await premises.sees(arriving)
    assert files_of(chief) == Counter(FILES) + Counter(["bao-cao.docx"])
    assert len(chief.pictures) == 1
    loaded = {Path(each.path).parts for each in psutil.Process(process.pid).memory_maps()}
    assert not any({"numpy", "lxml", "PIL", "matplotlib"} & {*parts} for parts in loaded)
    assert await process.terminate() == 0
    assert "ERROR" not in premises.logged()
    assert "leaked" not in premises.logged()
    assert "skipped" not in premises.logged()
