"""``khaosat demo``: set the stage, let the field period pass, crash once, reckon, leave the files."""

import asyncio
import logging
import re
from collections import Counter
from collections.abc import Coroutine
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Final

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from bot.app import App
from bot.conversation.forms import FormShelf
from bot.demo.administrator import SimulatedAdministrator
from bot.demo.briefing import Briefed, BriefingPlay, leave_letter, speaking_titles
from bot.demo.casting import SEED, cast
from bot.demo.character import AnyCharacter
from bot.demo.effort import effort_of
from bot.demo.field_period import Carrier
from bot.demo.findings import Findings, find, material_of
from bot.demo.planning import PlanPlay
from bot.demo.printed import show_figures
from bot.demo.reckoning import OUTCOMES, Summary, count_lost, summarise
from bot.demo.scenes import ARTICLE, TODAY, ZONE, Scene
from bot.demo.setting import HOST, Stage, demo_settings, free_port, set_stage
from bot.demo.situations import PLAYERS, SituationPlay
from bot.demo.visitor import Visitor
from bot.office.beside import carry_in_thread
from bot.office.export import answer_table, make_document
from bot.office.material import version_on
from bot.simulator import Browsers, Phone, Simulator
from bot.simulator.virtual_clock import NeverClock, VirtualClock
from bot.simulator.zalo import ZaloSimulator
from bot.texts import moment_text, say
from bot.texts.demo import CHANNELS, TEXTS
from bot.texts.reports import FILES
from storage import cases
from surveys.content import read

LEFT: Final = (
    "survey.sqlite3*",
    "answers.*",
    "chat-*.txt",
    "summary.json",
    "bao-cao.*",
    "danh-sach-*",
    "thong-bao-*",
    "*-*.png",
    "ke-hoach.*",
    "so-lieu-ke-hoach.xlsx",
    "lich.ics",
)
ROSTER_FILE: Final = "danh-sach.xlsx"
STANDARDS_FILE: Final = "bieu-tieu-chuan.xlsx"
WAVE_AND_DAY: Final = re.compile(r"-dot-\d+-\d+")
ADMIN_PHONE: Final = 700_000_000

Platforms = tuple[Simulator, ZaloSimulator, Browsers]


class Play:
    """One performance. Everything random hangs on the seed."""

    def __init__(self, folder: Path, seed: int, scene: Scene) -> None:
        self._folder = folder
        self._seed = seed
        self._scene = scene
        self._clock = VirtualClock(scene.curtain)
        self._page_port = free_port()
        self._tasks: set[asyncio.Task[None]] = set()
        self.respondents: dict[str, AnyCharacter] = {}
        self.problems: list[str] = []

    async def perform(self, progress: "Stagehand") -> Summary:
        """Play the whole field period and two briefings; return the reckoning and leave the files.

        ``problems`` then says where the database does not agree with what the phones did in the field period.
        """
        never = NeverClock(self._scene.curtain)
        async with (
            Simulator(self._clock, poll_clock=never) as simulator,
            ZaloSimulator(self._clock, poll_clock=never) as zalo,
            Browsers(self._clock, f"http://{HOST}:{self._page_port}/") as browsers,
        ):
            platforms = (simulator, zalo, browsers)
            carrier = Carrier(self._clock, (simulator, zalo), browsers, ZONE)
            app = self._build(platforms, carrier)
            stage = await set_stage(app, self._scene)
            app.start()
            ticking = carrier.begin_ticks(app.ticks)
            self._cast(platforms, stage)
            administrator = SimulatedAdministrator(
                simulator.phone(ADMIN_PHONE, "Quản trị"), self._clock, stage.admin_code, self._scene
            )
            self._begin(administrator.live())
            await carrier.carry_until(self._scene.crashes_at, progress.show)
            app, ticking = await self._crash(app, ticking, platforms, carrier)
            progress.crashed(self._clock.now())
            await carrier.carry_until(self._scene.asks_at, progress.show)
            finding = asyncio.create_task(self._find(app, stage))
            progress.reporting()
            await carrier.carry_until(self._scene.closes_at.replace(hour=18), progress.show)
            await carrier.settle()
            summary = await self._reckon(app, stage, await finding)
            self.problems = self._disagreements(summary)
            ticking.cancel()
            for task in self._tasks:
                task.cancel()
            await asyncio.gather(ticking, *self._tasks, return_exceptions=True)
            progress.planning()
            planned = await PlanPlay(
                app, self._clock, administrator.phone, self._phones(), carrier.settle
            ).perform()
            summary = replace(summary, plan=planned.figures)
            for name, content in planned.files.items():
                (self._folder / name).write_bytes(content)
            progress.briefing()
            play = BriefingPlay(app, self._clock, self._briefed(stage, administrator), carrier.settle)
            summary = replace(summary, briefings=await play.perform())
            progress.situation()
            situation = SituationPlay(
                app, self._clock, administrator.phone, self._phones()[:PLAYERS], carrier.settle
            )
            summary = replace(summary, situation=await situation.perform())
            self._leave_files(administrator, summary)
            await app.stop()
        for task in self._tasks:
            if not task.cancelled() and (error := task.exception()) is not None:
                raise error
        return summary

    def _phones(self) -> list[Phone]:
        """Return the phones of those who have answered by Telegram, in the order of the roster."""
        finished = [each.phone for _, each in sorted(self.respondents.items()) if each.ledger.has_finished]
        return [phone for phone in finished if isinstance(phone, Phone)]

    def _briefed(self, stage: Stage, administrator: SimulatedAdministrator) -> Briefed:
        """Let those speak for their communes who have answered by Telegram."""
        titles = speaking_titles(each.title for each in stage.officials)
        speaking = {
            each.full_name: self.respondents[each.roster_key]
            for each in stage.officials
            if each.title in titles and self.respondents[each.roster_key].ledger.has_finished
        }
        phones = {name: each.phone for name, each in speaking.items() if isinstance(each.phone, Phone)}
        return Briefed(administrator.phone, phones, titles)

    def _build(self, platforms: Platforms, carrier: Carrier) -> App:
        simulator, zalo, _ = platforms
        app = App(
            demo_settings(simulator, self._folder, self._scene, zalo, self._page_port),
            self._clock,
            look_every=None,
            is_durable=False,
        )
        carrier.app = app
        return app

    def _begin(self, life: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(life)
        self._tasks.add(task)

    def _cast(self, platforms: Platforms, stage: Stage) -> None:
        simulator, zalo, browsers = platforms
        for role in cast(
            simulator, self._clock, stage, self._scene, self._seed, zalo=zalo, browsers=browsers
        ):
            self.respondents[role.official.roster_key] = role.respondent
            self._begin(role.respondent.live(role.links_at))

    async def _crash(
        self, app: App, ticking: asyncio.Task[None], platforms: Platforms, carrier: Carrier
    ) -> tuple[App, asyncio.Task[None]]:
        """Abandon the house without any shutdown, in the middle of its work, and build another on the same tables."""
        await self._wait_for_work(carrier)
        await app.abandon()
        ticking.cancel()
        successor = self._build(platforms, carrier)
        successor.start()
        await app.close()
        return successor, carrier.begin_ticks(successor.ticks)

    async def _wait_for_work(self, carrier: Carrier) -> None:
        """Let the clock run on to the next moment at which the house is busy."""
        while carrier.is_quiet():
            if not self._clock.advance_to_next():
                return
            await asyncio.sleep(0)
            await asyncio.sleep(0)

    async def _find(self, app: App, stage: Stage) -> Findings:
        """Read the wave and draw its pictures, while the administrator's own report is being made."""
        async with app.database.read() as conn:
            wave = await cases.find_wave(conn, stage.wave)
            assert wave is not None
            material = await material_of(conn, wave, self._clock.now())
            version = await version_on(conn, material.as_of, ZONE)
        return await find(material, carry_in_thread, self._scene.regimes, version)

    async def _reckon(self, app: App, stage: Stage, findings: Findings) -> Summary:
        async with app.database.read() as conn:
            wave = await cases.find_wave(conn, stage.wave)
            assert wave is not None
            table = await answer_table(conn, wave, self._clock.now(), ZONE, app.titles())
            form = await FormShelf().form_of(conn, wave)
            lost = await count_lost(conn, wave, form, self.respondents)
            finished = [each.phone for each in self.respondents.values() if each.ledger.has_finished]
            effort = await effort_of(conn, wave.id, finished)
            summary = await summarise(
                conn, wave, table, app.calendar, lost_answers=lost, effort=effort, findings=findings
            )
        (self._folder / "answers.xlsx").write_bytes(await asyncio.to_thread(make_document, table, ".xlsx"))
        (self._folder / "answers.csv").write_bytes(await asyncio.to_thread(make_document, table, ".csv"))
        for name, picture in findings.pictures.items():
            (self._folder / f"{name.replace('_', '-')}.png").write_bytes(picture)
        return summary

    def _disagreements(self, summary: Summary) -> list[str]:
        """Say where the database does not agree with what the phones did."""
        ledgers = [respondent.ledger for respondent in self.respondents.values()]
        seen = {
            TEXTS.finished: (sum(ledger.has_finished for ledger in ledgers), summary.completed),
            TEXTS.refused: (sum(ledger.has_refused for ledger in ledgers), summary.refused),
            TEXTS.never_linked: (sum(not ledger.has_linked for ledger in ledgers), summary.unlinked),
            TEXTS.reminded: (
                sum(each.reminder_count for each in self.respondents.values()),
                summary.reminders_sent,
            ),
            TEXTS.sum_of_outcomes: (summary.officials, sum(getattr(summary, name) for name in OUTCOMES)),
            TEXTS.lost: (0, summary.lost_answers),
            TEXTS.duplicated: (0, summary.duplicate_answers),
            TEXTS.out_of_hours: (0, summary.sent_outside_office_hours),
        }
        linked = Counter(each.channel for each in self.respondents.values() if each.ledger.has_linked)
        for channel, name in CHANNELS.items():
            seen[say(TEXTS.linked_on, channel=name)] = (linked[channel], summary.channels.get(channel, 0))
        return [
            TEXTS.disagreement.format(what=what, phones=phones, tables=tables)
            for what, (phones, tables) in seen.items()
            if phones != tables
        ]

    def _leave_files(self, administrator: SimulatedAdministrator, summary: Summary) -> None:
        """Keep the summary, what the office handed in, the documents that came to the administrator, and four chats.

        The chats are of one who taps, one who types, one on the page, the administrator.
        """
        for handed_in, kept in ((self._scene.roster, ROSTER_FILE), (self._scene.standards, STANDARDS_FILE)):
            if handed_in:
                (self._folder / kept).write_bytes(read(handed_in))
        (self._folder / "summary.json").write_text(summary.to_json(), encoding="utf-8")
        leave_letter(self._folder, administrator.phone)
        for name, content in administrator.phone.documents:
            if name.startswith(tuple(FILES.values())):
                (self._folder / WAVE_AND_DAY.sub("", name)).write_bytes(content)
        by_temper = {
            each.temper.name: each for each in self.respondents.values() if each.channel != Visitor.channel
        }
        on_page = next(
            each
            for each in self.respondents.values()
            if each.channel == Visitor.channel and each.ledger.has_finished
        )
        chats = {
            "chat-bam-nut.txt": by_temper["correcting"].phone,
            "chat-go-chu.txt": by_temper["typing"].phone,
            "chat-tren-trang.txt": on_page.phone,
            "chat-quan-tri.txt": administrator.phone,
        }
        for name, phone in chats.items():
            (self._folder / name).write_text(phone.transcript(ZONE), encoding="utf-8")


class Stagehand:
    """Shows how far the field period is."""

    def __init__(self, progress: Progress, scene: Scene) -> None:
        self._progress = progress
        self._scene = scene
        self._total = (scene.closes_at - scene.curtain).total_seconds()
        self._task = progress.add_task(TEXTS.field_period, total=self._total, at="")

    def show(self, now: datetime) -> None:
        """Move the bar."""
        done = min(self._total, (now - self._scene.curtain).total_seconds())
        self._progress.update(self._task, completed=done, at=moment_text(now, ZONE))

    def reporting(self) -> None:
        """Say that the report is being made."""
        self._progress.console.print(TEXTS.reporting)

    def planning(self) -> None:
        """Say that the plan is made."""
        self._progress.console.print(TEXTS.planning)

    def situation(self) -> None:
        """Say that a situation is sent and answered."""
        self._progress.console.print(TEXTS.situation)

    def briefing(self) -> None:
        """Say that the rounds of a briefing are played."""
        self._progress.console.print(TEXTS.briefing)

    def crashed(self, now: datetime) -> None:
        """Say that the house was abandoned and rebuilt."""
        self._progress.console.print(TEXTS.crashed.format(at=moment_text(now, ZONE)))


def run_demo(*, serve: bool = False, today: bool = False, seed: int = SEED) -> int:
    """Play the demo; return the exit code: 1 if the database does not agree with what the phones did."""
    logging.disable(logging.WARNING)
    console = Console()
    scene = TODAY if today else ARTICLE
    folder = Path(scene.folder)
    if serve:
        from bot.demo.serving import serve_for_people  # noqa: PLC0415 - only when asked for

        return serve_for_people(folder, console, scene)
    clear(folder)
    play = Play(folder, seed, scene)
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.fields[at]}"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console) as progress:
        summary = asyncio.run(play.perform(Stagehand(progress, scene)))
    show_figures(console, summary, folder, scene)
    for problem in play.problems:
        console.print(problem, style="bold red")
    return 1 if play.problems else 0


def clear(folder: Path) -> None:
    """Take away what an earlier demo left; nothing else in the folder is touched."""
    folder.mkdir(parents=True, exist_ok=True)
    for pattern in LEFT:
        for path in folder.glob(pattern):
            path.unlink()
