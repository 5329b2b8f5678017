"""``khaosat demo --serve``: the simulated phones and the real bot stay up, for a person to try by hand."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from pydantic import SecretStr
from rich.console import Console

from bot.app import App
from bot.clock import Clock, SystemClock
from bot.demo.scenes import ARTICLE, ZONE
from bot.demo.setting import demo_settings, sample_roster
from bot.office.orders import WaveOrder, open_wave, publish_built_in_forms
from bot.process.running import running
from bot.process.stopping import stop_requested
from bot.settings import Settings
from bot.simulator import Simulator
from bot.texts import say
from bot.texts.demo import TEXTS
from storage import frame
from storage.frame import IssuedCode

PORT: Final = 8765
"""Where the page stands if nobody else is there: an address that can be kept as a bookmark."""
FILE: Final = "serve.sqlite3"
WAVE_LASTS: Final = timedelta(days=7)
REMINDERS: Final = "+2d@08:30,+4d@08:30,-1d@08:30"
TRIED_TITLES: Final = ("bt", "pct_hdnd", "pct_ubnd")
"""Titles that are asked about different competencies."""
FIRST_PHONE: Final = 700_000_001
ADMIN_PHONE: Final = 700_000_000
ADMIN_NAME: Final = "Quản trị"


@dataclass(frozen=True, slots=True)
class Invitation:
    """A phone to try: whose it is, and the page's address with the code already filled in."""

    name: str
    link: str


@dataclass(frozen=True, slots=True)
class Served:
    """A house that is up: the page's address, three officials and the administrator."""

    url: str
    officials: tuple[Invitation, ...]
    administrator: Invitation
    simulator: Simulator
    app: App


def serve_for_people(folder: Path, console: Console) -> int:
    """Keep the bot and its page up until Ctrl+C or SIGTERM; return the exit code."""
    asyncio.run(_serve_until_stopped(folder, console))
    return 0


async def _serve_until_stopped(folder: Path, console: Console) -> None:
    with stop_requested() as stopped:
        async with serving(folder, SystemClock(), port=free_port(PORT)) as served:
            console.print(announcement(served), soft_wrap=True, markup=False, highlight=False)
            waiting = {asyncio.create_task(stopped.wait()), asyncio.create_task(served.app.broken())}
            done, pending = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
            for task in pending:
                task.cancel()
            for task in done:
                task.result()


@asynccontextmanager
async def serving(folder: Path, clock: Clock, *, port: int = 0) -> AsyncIterator[Served]:
    """A fresh house with a wave open from now, on loopback; ``port`` 0 takes a free one."""
    async with Simulator(clock, port=port) as simulator:
        settings = _fresh_settings(simulator, folder)
        codes, admin_code = await _set_stage(settings, clock)
        async with running(settings, clock) as app:
            officials = tuple(
                _invite(
                    simulator,
                    FIRST_PHONE + number,
                    f"{code.official.full_name}, {app.titles.label(code.official.title)} {code.official.unit_name}",
                    code.official.full_name,
                    code.long,
                )
                for number, code in enumerate(_choose(codes))
            )
            administrator = _invite(simulator, ADMIN_PHONE, ADMIN_NAME, ADMIN_NAME, admin_code)
            yield Served(simulator.url, officials, administrator, simulator, app)


def free_port(wanted: int) -> int:
    """Return ``wanted`` if nobody listens there on loopback, else 0 (any)."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", wanted))
        except OSError:
            return 0
    return wanted


def announcement(served: Served) -> str:
    """What is printed once the page is up."""
    codes = "".join(f"\n  {one.name}\n    {one.link}" for one in served.officials)
    return say(TEXTS.serving, url=served.url, codes=codes, admin=served.administrator.link)


def _fresh_settings(simulator: Simulator, folder: Path) -> Settings:
    """The demo's office with a database of its own, begun anew each time."""
    folder.mkdir(parents=True, exist_ok=True)
    for path in folder.glob(f"{FILE}*"):
        path.unlink()
    url = SecretStr(f"sqlite:///{folder / FILE}")
    return demo_settings(simulator, folder).model_copy(update={"database_url": url})


async def _set_stage(settings: Settings, clock: Clock) -> tuple[list[IssuedCode], str]:
    """Do what an office does first: tables, form, roster, wave, codes. Returns the codes and the administrator's."""
    app = App(settings, clock)
    try:
        await app.database.upgrade()
        return await _begin_wave(app, clock.now())
    finally:
        await app.close()


async def _begin_wave(app: App, now: datetime) -> tuple[list[IssuedCode], str]:
    today, until = now.astimezone(ZONE).date(), now + WAVE_LASTS
    order = WaveOrder(ARTICLE.form, now, until, reminders=REMINDERS, any_hour=True)
    async with app.database.begin() as conn:
        await publish_built_in_forms(conn, "cli", now)
        await frame.import_roster(conn, sample_roster(), today, now)
        await open_wave(conn, order, app.details, app.calendar, titles=app.titles, actor="cli", now=now)
        codes = await frame.issue_codes(conn, now, until, today)
        admin = await frame.issue_admin_code(conn, now, until)
    return codes, admin.long


def _choose(codes: list[IssuedCode]) -> list[IssuedCode]:
    """One official of each tried title, from different units as far as the roster goes."""
    chosen: list[IssuedCode] = []
    for title in TRIED_TITLES:
        of_title = [code for code in codes if code.official.title == title]
        taken = {code.official.unit_id for code in chosen}
        chosen.append(next((code for code in of_title if code.official.unit_id not in taken), of_title[0]))
    return chosen


def _invite(simulator: Simulator, user_id: int, name: str, phone_name: str, code: str) -> Invitation:
    simulator.phone(user_id, phone_name)
    return Invitation(name, f"{simulator.url}/?phone={user_id}&start={code}")
