"""The bot as a process, killed while it makes a report and while it sends the files: nothing is lost or left behind."""

import asyncio
import random
from collections import Counter
from datetime import timedelta
from functools import partial
from pathlib import Path

from storage import frame
from storage.database import Database
from tests.bot.answered_wave import answer_wave
from tests.phone import Phone
from tests.process.misfortune import At, Blow, Fate
from tests.process.premises import Premises

DAY = timedelta(days=1)
ANSWERED = 12
BLOWS = (
    Blow("editMessageText", 5, At.AFTER),  # three taps, the first step, and now a worker is busy
    Blow("sendDocument", 1, At.AFTER),  # the first file arrived, nobody wrote it down
    Blow("sendDocument", 2, At.BEFORE),
)
TAPS = ("Báo cáo", "Nghị định 30", "Ẩn số liệu nhỏ")
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


async def order_report(chief: Phone) -> None:
    """Tap from the menu to a report with names."""
    await chief.says("/quantri")
    for label in TAPS:
        await chief.waits_until(partial(_offers, label))
        await chief.taps(next(each for each in chief.buttons if each.startswith(label)))


def _offers(label: str, phone: Phone) -> bool:
    return any(each.startswith(label) for each in phone.buttons)


def files_of(chief: Phone) -> Counter[str]:
    """Count the files received, by name without wave and day."""
    return Counter(name.split("-dot-")[0] + Path(name).suffix for name, _ in chief.documents)


async def test_a_report_survives_kills_while_it_is_made_and_sent(premises: Premises) -> None:
    """Every file arrives, only one that arrived as the bot was killed comes twice; no worker process is left.

    ``kill`` waits for the end of the bot's log, which a worker that outlived it would keep open.
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
    assert await process.terminate() == 0
    assert "ERROR" not in premises.logged()
    assert "skipped" not in premises.logged()
