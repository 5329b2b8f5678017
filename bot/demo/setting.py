"""The stage of the demo: settings of a made-up office, the sample roster, the codes, the wave."""

import socket
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from pydantic import SecretStr
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.app import App
from bot.demo.scenes import ARTICLE, ZONE, Scene
from bot.office.material import load_standards
from bot.office.orders import WaveOrder, open_wave, publish_built_in_forms, publish_form
from bot.settings import Settings
from bot.simulator import Simulator
from bot.simulator.zalo import ZaloSimulator
from storage import frame, standards
from storage.frame import IssuedCode
from storage.records import OfficialRecord
from surveys.content import read
from surveys.questionnaire import Questionnaire
from surveys.roster import Roster, read_roster
from surveys.standards.book import StandardsBook, read_standards_book
from surveys.titles import Titles

HOST: Final = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Stage:
    """What the play begins with."""

    wave: int
    officials: list[OfficialRecord]
    codes: dict[str, IssuedCode]  # by roster key
    admin_code: str


def demo_settings(
    simulator: Simulator,
    folder: Path,
    scene: Scene = ARTICLE,
    zalo: ZaloSimulator | None = None,
    page_port: int = 0,
) -> Settings:
    """Settings of the demo's office, with the page at ``page_port`` unless that is 0.

    Nothing is read from the environment of whoever runs it.
    """
    bots: dict[str, Any] = {}
    if zalo is not None:
        bots = {"zalo_tokens": SecretStr(",".join(zalo.tokens)), "zalo_base_url": zalo.base_url}
    if page_port:
        bots |= {"web_url": f"http://{HOST}:{page_port}", "web_port": page_port, "web_host": HOST}
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
        data_contact="đầu mối mô phỏng, điện thoại 0222 000 0000",
        retention_days=90,
        code_days=60,
        **bots,
        **scene.office,
    )


def free_port(wanted: int = 0) -> int:
    """Return ``wanted`` if nobody listens there on loopback, else any other."""
    for port in (wanted, 0):
        with socket.socket() as probe, suppress(OSError):
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((HOST, port))
            found: int = probe.getsockname()[1]
            return found
    raise OSError("no port is free on loopback")


def sample_roster(scene: Scene = ARTICLE) -> Roster:
    """The fictitious roster that comes with the program."""
    roster = read_roster(read(scene.roster), scene.roster, as_of=scene.titles_day)
    assert isinstance(roster, Roster), roster  # the tests keep it clean
    return roster


async def _import_standards(conn: AsyncConnection, scene: Scene, titles: Titles, now: datetime) -> None:
    """Take in the example of an office's own rules, if the scene has one."""
    if not scene.standards:
        return
    content = read(scene.standards)
    book = read_standards_book(content, scene.standards, load_standards("", titles), day=scene.roster_day)
    assert isinstance(book, StandardsBook), book  # the tests keep it clean
    first = book.first_day or scene.roster_day
    await standards.import_version(
        conn, content, scene.standards, book.rules, as_of=first, actor="cli", now=now
    )


async def set_stage(app: App, scene: Scene, form: Questionnaire | None = None) -> Stage:
    """Do what an office does first, by the same functions as the command line: roster, form, codes, wave.

    ``form`` is asked instead of the form of the scene.
    """
    now = app.clock.now()
    today = now.astimezone(ZONE).date()
    await app.database.upgrade()
    async with app.database.begin() as conn:
        if form is None:
            await publish_built_in_forms(conn, "cli", now)
        else:
            await publish_form(conn, form, "cli", now)
        await frame.import_roster(conn, sample_roster(scene), scene.roster_day, now)
        await _import_standards(conn, scene, app.titles(), now)
        asked = form.form_id if form else scene.form
        order = WaveOrder(asked, scene.opens_at, scene.closes_at, reminders=scene.reminders)
        opened = await open_wave(
            conn, order, app.details, app.calendar, titles=app.titles(), actor="cli", now=now
        )
        codes = await frame.issue_codes(conn, now, scene.closes_at, today)
        admin = await frame.issue_admin_code(conn, now, scene.closes_at)
        officials = await frame.list_officials(conn, today)
    return Stage(opened.number, officials, {code.official.roster_key: code for code in codes}, admin.long)
