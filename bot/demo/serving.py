"""``khaosat demo --serve`` and ``khaosat form preview --phone``: the real bot and its page stay up for a person to try.

The page is the one that officials open. It stands in a frame of its own: on the left the people, on the right the
clock of the office and what was sent. Whoever is not played by hand answers by themselves, on Telegram and Zalo, which
are simulated, and on the page.
"""

import asyncio
import tempfile
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Final

from pydantic import SecretStr
from rich.console import Console

from bot.app import App
from bot.demo.archive import Archive
from bot.demo.casting import cast
from bot.demo.field_period import Carrier
from bot.demo.front import Front, open_front
from bot.demo.office_clock import OfficeClock
from bot.demo.people import People
from bot.demo.scenes import TODAY, ZONE, Scene
from bot.demo.served_clock import ServedClock
from bot.demo.setting import HOST, demo_settings, free_port, set_stage
from bot.process.stopping import stop_requested
from bot.settings import Settings
from bot.simulator import Browsers, Simulator
from bot.simulator.virtual_clock import NeverClock
from bot.simulator.zalo import ZaloSimulator
from bot.texts import say
from bot.texts.demo import TEXTS
from surveys.questionnaire import Questionnaire

PORT: Final = 8765
"""Where the page stands if nobody else is there: an address that can be kept as a bookmark."""
FILE: Final = "serve.sqlite3"
OPEN_SINCE: Final = timedelta(minutes=30)
"""How long the wave is open when one begins to try."""


@dataclass(frozen=True, slots=True)
class Served:
    """A house that is up: the address of the frame and of the bot's own page, the people, the clock of all of them."""

    url: str
    page_url: str
    app: App
    simulator: Simulator
    people: People
    clock: OfficeClock
    running: asyncio.Task[None]


def serve_for_people(folder: Path, console: Console, scene: Scene) -> int:
    """Keep the bot and its page up until Ctrl+C or SIGTERM; return the exit code."""
    asyncio.run(_serve_until_stopped(folder, console, scene))
    return 0


def preview_on_page(form: Questionnaire, console: Console) -> int:
    """Let a form be tried on the page until Ctrl+C or SIGTERM; nothing is kept. Returns the exit code."""
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(_serve_until_stopped(Path(folder), console, TODAY, form))
    return 0


async def _serve_until_stopped(
    folder: Path, console: Console, scene: Scene, form: Questionnaire | None = None
) -> None:
    with stop_requested() as stopped:
        async with serving(folder, scene, form, port=PORT) as served:
            told = say(TEXTS.serving, url=served.url)
            console.print(told, soft_wrap=True, markup=False, highlight=False)
            waiting = {asyncio.create_task(stopped.wait()), asyncio.create_task(served.app.broken())}
            done, _ = await asyncio.wait({*waiting, served.running}, return_when=asyncio.FIRST_COMPLETED)
            for task in waiting - done:
                task.cancel()
            for task in done:
                task.result()


@asynccontextmanager
async def serving(
    folder: Path, scene: Scene, form: Questionnaire | None = None, *, port: int = 0
) -> AsyncIterator[Served]:
    """A fresh house with a wave open since a moment ago; with a ``form``, that is asked, and nobody answers unasked.

    ``port`` 0 takes a free one.
    """
    scene = replace(scene, curtain=scene.opens_at + OPEN_SINCE)
    clock = ServedClock(scene.curtain)
    async with AsyncExitStack() as stack:
        never = NeverClock(scene.curtain)
        simulator = await stack.enter_async_context(Simulator(clock, poll_clock=never))
        zalo = await stack.enter_async_context(ZaloSimulator(clock, poll_clock=never))
        front_port, page_port = free_port(port), free_port(0)
        url, page_url = f"http://{HOST}:{front_port}", f"http://{HOST}:{page_port}/"
        settings = _fresh_settings(demo_settings(simulator, folder, scene, zalo, page_port), url)
        browsers = await stack.enter_async_context(Browsers(clock, page_url))
        app = App(settings, clock, look_every=None, is_durable=False)
        stage = await set_stage(app, scene, form)
        people = People(app.database, clock, stage, app.titles(), scene.closes_at)
        archive, carrier = Archive(app.database), Carrier(clock, (simulator, zalo), browsers, ZONE)
        carrier.app = app
        office_clock = OfficeClock(clock, carrier, app.ticks, archive=archive)
        running = asyncio.create_task(office_clock.run())
        stack.push_async_callback(_end, running)
        app.start()
        stack.push_async_callback(app.stop)
        stack.push_async_callback(office_clock.end_ticks)
        await _is_listened_to(page_port)
        if form is None:
            people.begin(cast(simulator, clock, stage, scene, zalo=zalo, browsers=browsers))
        stack.push_async_callback(people.end)
        front = Front(url, people, office_clock, archive, is_preview=form is not None)
        await stack.enter_async_context(open_front(front, page_url, front_port))
        yield Served(url, page_url, app, simulator, people, office_clock, running)


def _fresh_settings(settings: Settings, url: str) -> Settings:
    """The demo's office with the page shown under ``url``, and with a database of its own, begun anew each time."""
    folder = settings.data_dir
    folder.mkdir(parents=True, exist_ok=True)
    for path in folder.glob(f"{FILE}*"):
        path.unlink()
    changes = {
        "database_url": SecretStr(f"sqlite:///{folder / FILE}"),
        "web_url": url,
    }
    return settings.model_copy(update=changes)


async def _is_listened_to(port: int) -> None:
    """Return when the page of the bot can be asked."""
    while True:
        with suppress(OSError):
            _, writer = await asyncio.open_connection(HOST, port)
            writer.close()
            return
        await asyncio.sleep(0.01)


async def _end(task: asyncio.Task[None]) -> None:
    task.cancel()
    await asyncio.wait({task})
