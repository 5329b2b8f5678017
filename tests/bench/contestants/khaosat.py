"""Khảo Sát as shipped: the real ``khaosat run`` on SQLite, on a database with a wave open for everybody.

``python -m tests.bench.contestants.khaosat FOLDER PEOPLE [OFFICIALS [WAVES]]`` makes the database: the people are
linked to their chats and have agreed to the notice; there are OFFICIALS and WAVES in all. ``environment`` returns the
settings.
"""

import asyncio
import sqlite3
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from sqlalchemy import update

from bot.office.details import office_details
from bot.settings import Settings
from bot.texts.consent import fill_notice
from storage import cases, frame, instruments
from storage.database import Database
from storage.records import ConsentRecord
from storage.sql import cases as case_table
from storage.sql import waves as wave_table
from surveys.questionnaire import Questionnaire
from surveys.roster import Roster, read_roster
from surveys.xlsform import read_form
from tests.bench.botapi.chats import FIRST_CHAT
from tests.bench.botapi.world import TOKEN
from tests.bench.form40 import CODES, ITEMS, xlsform

SECRET: Final = "bench-secret"
OFFICE: Final = {
    "KHAOSAT_OFFICE_NAME": "Ban Tổ chức",
    "KHAOSAT_OFFICE_ADDRESS": "Thị trấn Thứa",
    "KHAOSAT_DATA_CONTACT": "0222 3867 000",
    "KHAOSAT_RETENTION_DAYS": "90",
}
PEOPLE_A_UNIT: Final = 50
ROSTER_ROWS: Final = 20_000  # of one file at most


def environment(folder: Path, base_url: str, webhook_port: int = 0) -> dict[str, str]:
    """Return the settings of a run; with a port it takes updates by webhook."""
    settings = OFFICE | {
        "KHAOSAT_DATA_DIR": str(folder),
        "KHAOSAT_TELEGRAM_TOKEN": TOKEN,
        "KHAOSAT_TELEGRAM_BASE_URL": base_url,
    }
    if webhook_port:
        settings |= {
            "KHAOSAT_TELEGRAM_WEBHOOK_URL": f"http://127.0.0.1:{webhook_port}/telegram",
            "KHAOSAT_TELEGRAM_WEBHOOK_SECRET": SECRET,
            "KHAOSAT_TELEGRAM_WEBHOOK_PORT": str(webhook_port),
        }
    return settings


async def prepare(folder: Path, people: int, officials: int = 0, waves: int = 1) -> None:
    """Make the database: the roster, the form, earlier waves, the open wave; everybody linked and asked for consent."""
    database = Database(f"sqlite:///{folder / 'khaosat.sqlite3'}")
    await database.upgrade()
    now = datetime.now(UTC)
    form = read_form(xlsform(), "bench40.xlsx")
    assert isinstance(form, Questionnaire), form
    async with database.begin() as conn:
        await instruments.publish(conn, form, now)
    everybody = range(max(people, officials))
    for start in range(0, len(everybody), ROSTER_ROWS):
        roster = read_roster(_roster(everybody[start : start + ROSTER_ROWS]).encode(), "roster.csv")
        assert isinstance(roster, Roster), roster
        async with database.begin() as conn:
            await frame.import_roster(conn, roster, now.date() - timedelta(days=2), now, leaving=())
    for number in range(waves):
        await _open_wave(database, form, now, is_last=number == waves - 1)
    await _link(database, people, now)
    await database.dispose()


async def _open_wave(database: Database, form: Questionnaire, now: datetime, *, is_last: bool) -> None:
    """Open a wave and draw everybody's case; all waves but the last are closed again."""
    # At any hour: inviting and reminding look at their wave every half minute, whenever the benchmark runs.
    order = cases.NewWave(form.sha256, now - timedelta(hours=1), now + timedelta(days=3), any_hour=True)
    async with database.begin() as conn:
        number = await cases.create_wave(conn, order, now)
        await cases.open_wave(conn, number, now, {})
        wave = await cases.find_wave(conn, number)
        assert wave is not None
        await cases.draw(conn, wave, now.date())
        # Nobody has to be invited while the load is measured.
        await conn.execute(update(case_table).values(invited_at=now, begun_at=now))
        if not is_last:
            closed = update(wave_table).where(wave_table.c.id == number)
            await conn.execute(
                closed.values(state="closed", closed_at=now, closes_at=now - timedelta(minutes=1))
            )


async def _link(database: Database, people: int, now: datetime) -> None:
    settings = Settings(
        _env_file=None,
        office_name=OFFICE["KHAOSAT_OFFICE_NAME"],
        office_address=OFFICE["KHAOSAT_OFFICE_ADDRESS"],
        data_contact=OFFICE["KHAOSAT_DATA_CONTACT"],
        retention_days=int(OFFICE["KHAOSAT_RETENTION_DAYS"]),
    )
    notice = fill_notice(office_details(settings), "telegram")
    addresses = [str(FIRST_CHAT + number) for number in range(people)]
    async with database.begin() as conn:
        drawn = (await frame.list_officials(conn, now.date()))[:people]
        chats = await frame.ensure_contact_points(conn, "telegram", addresses, now)
        for address, official in zip(addresses, drawn, strict=True):
            await frame.link(conn, chats[address].id, official.id, now)
        given = [
            ConsentRecord(each.id, "given", notice.version, notice.sha256, "telegram", now) for each in drawn
        ]
        await frame.record_consents(conn, given)


def _roster(numbers: range) -> str:
    """Write a roster of plain officials, fifty to a unit."""
    lines = ["Mã,Họ và tên,Chức danh,Đơn vị,Mã đơn vị"]
    for number in numbers:
        unit = number // PEOPLE_A_UNIT + 1
        lines.append(
            f"B{number:06d},Nguyễn Văn {_letters(number)},Tư pháp - hộ tịch,Xã {_letters(unit)},{unit:05d}"
        )
    return "\n".join(lines)


def _letters(number: int) -> str:
    """Spell a number as a name, for names carry no digits."""
    text = "A"
    while number:
        number, digit = divmod(number, 26)
        text += chr(97 + digit)
    return text


def stored(folder: Path) -> dict[str, list[int]]:
    """Return what was stored: by chat, which choice of each question, -1 where there is no answer."""
    query = (
        "SELECT p.address, a.item, a.value FROM answers a JOIN responses r ON r.id = a.response_id"
        " JOIN cases c ON c.id = r.case_id JOIN contact_points p ON p.official_id = c.official_id"
    )
    raw = sqlite3.connect(folder / "khaosat.sqlite3")
    found: dict[str, list[int]] = {}
    for address, item, value in raw.execute(query):
        found.setdefault(address, [-1] * len(ITEMS))[ITEMS.index(item)] = CODES.index(value)
    raw.close()
    return found


def sizes(folder: Path) -> dict[str, int]:
    """Return the bytes of the database: ``all`` pages in use, and the pages of each table and index."""
    raw = sqlite3.connect(folder / "khaosat.sqlite3")
    page, count, free = (
        raw.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_size", "page_count", "freelist_count")
    )
    try:
        tables = dict(raw.execute("SELECT name, sum(pgsize) FROM dbstat GROUP BY name").fetchall())
    except sqlite3.OperationalError:  # SQLite may be built without it
        tables = {}
    raw.close()
    return {"all": page * (count - free)} | tables


if __name__ == "__main__":
    asyncio.run(prepare(Path(sys.argv[1]), *map(int, sys.argv[2:])))
