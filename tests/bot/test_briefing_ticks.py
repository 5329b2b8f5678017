"""Two processes hold one briefing: a pulse, an agenda and a word to an owner each leave once."""

import asyncio
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Final

import pytest

from bot.office.briefing_ticks import Briefings
from bot.office.orders import WaveOrder, open_wave
from bot.settings import Settings
from storage import briefings, frame
from storage.database import Database
from storage.sql import outbox, waves
from surveys.field_period import VIETNAM, Every
from surveys.titles import built_in_titles
from tests.bot.field import rows_of
from tests.bot.office_chat import CALENDAR, DETAILS, FORM, furnish, link_official

pytestmark = pytest.mark.usefixtures("warm_workers")

ROUND: Final = datetime(2026, 12, 15, 14, 0, tzinfo=VIETNAM)  # a Tuesday
PULSE: Final = datetime(2026, 12, 8, 8, 0, tzinfo=VIETNAM)
AGENDA: Final = datetime(2026, 12, 11, 8, 0, tzinfo=VIETNAM)
AFTER: Final = datetime(2026, 12, 15, 16, 0, tzinfo=VIETNAM)


def holding(database: Database, folder: Path) -> Briefings:
    """A process that holds briefings."""
    settings = Settings.model_construct(
        data_dir=folder,
        timezone="Asia/Ho_Chi_Minh",
        office_name=DETAILS.office_name,
        office_address=DETAILS.office_address,
        data_contact=DETAILS.data_contact,
        retention_days=DETAILS.retention_days,
    )
    return Briefings(database, settings, CALENDAR, built_in_titles, lambda: None)


async def test_two_processes_send_everything_once(
    database: Database, database_url: str, tmp_path: Path
) -> None:
    """At each moment both do what is due: one wave, one agenda for each of two people, one word to the owner."""
    await furnish(database)
    for key, address in (("A1", "901"), ("B1", "902")):
        await link_official(database, key, address)
    async with database.begin() as conn:
        number = await briefings.create_briefing(conn, Every.MONTH, ROUND, None, PULSE)
        people = [(await frame.official_by_key(conn, key)) for key in ("A1", "B1")]
        await briefings.add_people(
            conn, number, "communes", official_ids=[each.id for each in people if each]
        )
    other = Database(database_url)
    both = [holding(each, tmp_path) for each in (database, other)]

    async def hold(now: datetime) -> list[str]:
        await asyncio.gather(*(each.hold(now) for each in both))
        return sorted(str(row["key"]) for row in await rows_of(database, outbox))

    try:
        assert await hold(PULSE.replace(hour=7, minute=0)) == []
        await hold(PULSE)
        assert [row["is_pilot"] for row in await rows_of(database, waves)] == [True]
        await _open_survey(database)
        agendas = [key for key in await hold(AGENDA) if ":agenda:" in key]
        texts = {row["key"]: row["message"].get("text", "") for row in await rows_of(database, outbox)}
        own = [texts[key].partition("đang mở ở đơn vị của đồng chí")[2] for key in agendas]
        assert ["Phiếu thử: 0/2 người" in own[0], "Phiếu thử: 0/1 người" in own[1]] == [True, True]
        assert agendas == ["digest:briefing:agenda:1:1", "digest:briefing:agenda:1:2"]
        async with database.begin() as conn:
            (held,) = await briefings.rounds_of(conn, number)
            await briefings.change_round(conn, held, concluded_at=ROUND)
            await briefings.add_action(
                conn,
                held.id,
                "Lập danh sách",
                AFTER,
                person_id=1,
                due=date(2026, 12, 25),
            )
        told = [key for key in await hold(AFTER) if ":action:" in key]
        assert len(told) == 1
        assert [row.number for row in await _rounds(database, number)] == [2, 1]
    finally:
        await other.dispose()


async def _open_survey(database: Database) -> None:
    """Open a survey for everybody: two people of the one commune, one of the other."""
    async with database.begin() as conn:
        order = WaveOrder(FORM.form_id, AGENDA, AGENDA + timedelta(days=14))
        await open_wave(conn, order, DETAILS, CALENDAR, titles=built_in_titles(), actor="test", now=AGENDA)


async def _rounds(database: Database, number: int) -> list[briefings.RoundRecord]:
    async with database.read() as conn:
        return await briefings.rounds_of(conn, number)
