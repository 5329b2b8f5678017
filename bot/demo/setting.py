"""The stage of the demo: settings of a made-up office, the sample roster, the codes, the wave."""

from dataclasses import dataclass
from datetime import date, datetime
from importlib import resources
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from pydantic import SecretStr

from bot.app import App
from bot.office.orders import WaveOrder, open_wave, publish_built_in_forms
from bot.settings import Settings
from bot.simulator import Simulator
from storage import frame
from storage.frame import IssuedCode
from storage.records import OfficialRecord
from surveys.roster import Roster, read_roster

ZONE: Final = ZoneInfo("Asia/Ho_Chi_Minh")
CURTAIN: Final = datetime(2015, 4, 17, 13, 30, tzinfo=ZONE)  # the Friday before
OPENS_AT: Final = datetime(2015, 4, 20, 7, 30, tzinfo=ZONE)
CRASHES_AT: Final = datetime(2015, 4, 23, 9, 0, tzinfo=ZONE)
CLOSES_AT: Final = datetime(2015, 5, 8, 17, 0, tzinfo=ZONE)
REMINDERS: Final = "+2d,+4d,-4d@08:30,-1d@08:30"
FORM: Final = "tna_capxa"
ROSTER: Final = "roster_luong_tai.xlsx"


@dataclass(frozen=True, slots=True)
class Stage:
    """What the play begins with."""

    wave: int
    officials: list[OfficialRecord]
    codes: dict[str, IssuedCode]  # by roster key
    admin_code: str


def demo_settings(simulator: Simulator, folder: Path) -> Settings:
    """Settings of the demo's office; nothing is read from the environment of whoever runs it."""
    return Settings.model_construct(
        telegram_token=SecretStr(simulator.token),
        telegram_base_url=simulator.base_url,
        telegram_webhook_url="",
        telegram_webhook_secret=SecretStr(""),
        telegram_webhook_port=8443,
        telegram_webhook_host="127.0.0.1",
        data_dir=folder,
        database_url=SecretStr(f"sqlite:///{folder / 'survey.sqlite3'}"),
        timezone="Asia/Ho_Chi_Minh",
        holidays_file=None,
        office_name="Cơ quan tổ chức cán bộ (mô phỏng)",
        office_address="thị trấn Thứa, huyện Lương Tài (mô phỏng)",
        data_contact="đầu mối mô phỏng, điện thoại 0222 000 0000",
        retention_days=90,
        code_days=60,
        report_parent="UBND TỈNH BẮC NINH",
        report_issuer="SỞ NỘI VỤ (MÔ PHỎNG)",
        report_symbol="SNV",
        report_place="Bắc Ninh",
        report_authority="KT. GIÁM ĐỐC",
        report_position="PHÓ GIÁM ĐỐC",
        report_recipients="Như trên; Lãnh đạo Sở",
        report_filing="VT, CCVC",
    )


def sample_roster() -> Roster:
    """The fictitious roster that comes with the program."""
    content = (resources.files("surveys.content") / ROSTER).read_bytes()
    roster = read_roster(content, ROSTER)
    assert isinstance(roster, Roster), roster  # the tests keep it clean
    return roster


async def set_stage(app: App) -> Stage:
    """Do what an office does first, by the same functions as the command line: roster, form, codes, wave."""
    now = app.clock.now()
    today = now.astimezone(ZONE).date()
    await app.database.upgrade()
    async with app.database.begin() as conn:
        await publish_built_in_forms(conn, "cli", now)
        await frame.import_roster(conn, sample_roster(), date(2015, 1, 1), now)
        order = WaveOrder(FORM, OPENS_AT, CLOSES_AT, reminders=REMINDERS)
        opened = await open_wave(
            conn, order, app.details, app.calendar, titles=app.titles, actor="cli", now=now
        )
        codes = await frame.issue_codes(conn, now, CLOSES_AT, today)
        admin = await frame.issue_admin_code(conn, now, CLOSES_AT)
        officials = await frame.list_officials(conn, today)
    return Stage(opened.number, officials, {code.official.roster_key: code for code in codes}, admin.long)
