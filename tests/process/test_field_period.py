"""The field period under the real APScheduler: a wave opens, invites and closes by itself."""

import asyncio
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot import app as house
from bot.clock import SystemClock
from bot.fieldwork import Fieldwork
from bot.office.orders import WaveOrder, open_wave, publish_built_in_forms
from bot.process.running import running
from bot.settings import Settings
from bot.texts.consent import TEXTS as CONSENT
from bot.texts.fieldwork import TEXTS as FIELDWORK
from bot.texts.identity import TEXTS as IDENTITY
from storage import cases, frame, office
from storage.database import Database
from surveys.roster import Roster, read_roster
from surveys.titles import built_in_titles
from tests.phone import Simulator
from tests.process.premises import key_of, roster
from tests.process.watching import FOREVER

NEAR = timedelta(seconds=1)


async def state_of(database: Database, wave: int) -> str:
    """The state in which a wave stands now."""
    async with database.read() as conn:
        found = await cases.find_wave(conn, wave)
    assert found is not None
    return found.state


@pytest.fixture
def looked(monkeypatch: pytest.MonkeyPatch) -> asyncio.Event:
    """Let the field period's ticks come every tenth of a second; set after each look at what is to be closed."""
    event = asyncio.Event()
    close_waves = Fieldwork.close_waves

    async def close_and_tell(self: Fieldwork, now: datetime) -> None:
        await close_waves(self, now)
        event.set()

    monkeypatch.setattr(house, "FIELDWORK_EVERY", 0.1)  # seconds, instead of thirty
    monkeypatch.setattr(Fieldwork, "close_waves", close_and_tell)
    return event


@pytest.fixture
def database_file(sqlite_template: Path, tmp_path: Path) -> Path:
    """Give an upgraded database file."""
    path = tmp_path / "khaosat.sqlite3"
    path.write_bytes(sqlite_template.read_bytes())
    return path


async def test_a_wave_comes_and_goes_by_itself(
    simulator: Simulator, database_file: Path, looked: asyncio.Event
) -> None:
    """A planned wave opens at its time, invites the linked, and closes at its time; nobody gives an order."""
    clock = SystemClock()
    settings = Settings(
        _env_file=None,
        telegram_token=SecretStr(simulator.token),
        telegram_base_url=simulator.base_url,
        database_url=SecretStr(f"sqlite:///{database_file}"),
        office_name="Ban Tổ chức",
        office_address="Thị trấn Thứa",
        data_contact="0222 3867 000",
        retention_days=90,
    )
    people = read_roster(roster(2).encode(), "roster.csv")
    assert isinstance(people, Roster)
    async with running(settings, clock) as app:
        async with app.database.begin() as conn:
            now = clock.now()
            await publish_built_in_forms(conn, "cli", now)
            await frame.import_roster(conn, people, now.astimezone(settings.zone).date(), now)
            codes = await frame.issue_codes(conn, now, now + timedelta(days=1), now.date())
        payloads = {code.official.roster_key: code.long for code in codes}
        phone = simulator.phone(960)
        phone.patience = FOREVER
        await phone.presses_start(payloads[key_of(1)])
        await phone.hears("Có phải")
        await phone.taps(IDENTITY.confirm_yes)
        await phone.hears("Hiện không có phiếu")
        async with app.database.begin() as conn:
            now = clock.now()
            order = WaveOrder("tna_capxa", now + NEAR, now + 4 * NEAR, any_hour=True)
            wave = (
                await open_wave(
                    conn, order, app.details, app.calendar, titles=built_in_titles(), actor="cli", now=now
                )
            ).number
        assert await state_of(app.database, wave) == "planned"
        await phone.hears("Mời đồng chí trả lời phiếu")
        assert await state_of(app.database, wave) == "open"
        await phone.taps(FIELDWORK.button_begin)
        await phone.hears("Ban Tổ chức")
        await phone.taps(CONSENT.agree)
        await phone.waits_until(lambda phone: CONSENT.agree not in phone.buttons)
        while clock.now() <= order.closes_at:
            await clock.sleep_until(order.closes_at + NEAR / 10)
        for _ in range(2):  # the first may have begun before
            looked.clear()
            await looked.wait()
        assert await state_of(app.database, wave) == "closed"
        await phone.says("1")
        await phone.hears("đã kết thúc")
        async with app.database.read() as conn:
            orders = [entry.action for entry in await office.list_orders(conn)]
    assert orders.count("wave.opened") == orders.count("wave.closed") == 1
