"""An office as a stranger would set it up: a folder, an environment, the ``khaosat`` command, the bot as a process."""

import asyncio
import csv
import io
import json
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

import openpyxl

from bot.simulator.world import Changes
from storage import frame, instruments
from storage.database import Database
from surveys.questionnaire import Questionnaire
from surveys.roster import Roster, read_roster
from surveys.xlsform import read_form
from tests.phone import Simulator
from tests.process.form import FORM

ROOT: Final = Path(__file__).parents[2]
PATIENCE: Final = 60.0  # seconds: only so that a broken bot cannot hang the tests
CODE_COLUMNS: Final = ["roster_key", "full_name", "unit", "title", "code", "link"]
CASE_COLUMNS: Final = ["case", "roster_key", "disposition", "started_at", "completed_at"]
TITLES: Final = ("Chủ tịch UBND", "Tư pháp - hộ tịch", "Văn hóa - xã hội", "Bí thư Đảng ủy")


@dataclass(frozen=True)
class Done:
    """How a command ended."""

    code: int
    out: str
    err: str

    def json(self) -> Any:
        """What ``--json`` printed; it must have ended well."""
        assert self.code == 0, self
        return json.loads(self.out)


@dataclass
class Premises:
    """One office: everything goes through its command line."""

    folder: Path
    simulator: Simulator
    database_url: str
    settings: dict[str, str] = field(default_factory=dict)
    processes: list["BotProcess"] = field(default_factory=list)

    def environment(self) -> dict[str, str]:
        """The settings, and nothing that this machine may have set."""
        clean = {name: value for name, value in os.environ.items() if not name.startswith("KHAOSAT_")}
        return clean | {
            "PYTHONPATH": str(ROOT),
            "KHAOSAT_DATA_DIR": str(self.folder / "data"),
            "KHAOSAT_DATABASE_URL": self.database_url,
            "KHAOSAT_TELEGRAM_TOKEN": self.simulator.token,
            "KHAOSAT_TELEGRAM_BASE_URL": self.simulator.base_url,
            "KHAOSAT_OFFICE_NAME": "Ban Tổ chức",
            "KHAOSAT_OFFICE_ADDRESS": "Thị trấn Thứa",
            "KHAOSAT_DATA_CONTACT": "0222 3867 000",
            "KHAOSAT_RETENTION_DAYS": "90",
            **self.settings,
        }

    async def khaosat(self, *arguments: object) -> Done:
        """Run a command to its end."""
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "bot",
            *map(str, arguments),
            cwd=self.folder,
            env=self.environment(),
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        async with asyncio.timeout(PATIENCE):
            out, err = await process.communicate()
        assert process.returncode is not None
        done = Done(process.returncode, out.decode(), err.decode())
        assert "Traceback" not in done.out + done.err, done
        return done

    async def ends(self, *command: str) -> int:
        """Run any program in the folder; returns the exit code."""
        process = await asyncio.create_subprocess_exec(*command, cwd=self.folder, env=self.environment())
        async with asyncio.timeout(PATIENCE):
            return await process.wait()

    async def must(self, *arguments: object) -> Done:
        """Run a command that has to succeed."""
        done = await self.khaosat(*arguments)
        assert done.code == 0, done
        return done

    async def furnish(self, count: int) -> dict[str, str]:
        """Do what ``furnish_by_commands`` does, within this process and a second."""
        form, people = read_form(FORM.encode(), "form.md"), read_roster(roster(count).encode(), "roster.csv")
        assert isinstance(form, Questionnaire)
        assert isinstance(people, Roster)
        now = self.simulator.clock.now()
        database = Database(self.database_url)
        await database.upgrade()
        async with database.begin() as conn:
            await instruments.publish(conn, form, now)
            await frame.import_roster(conn, people, now.date() - timedelta(days=1), now)
            issued = await frame.issue_codes(conn, now, now + timedelta(days=1), now.date())
        await database.dispose()
        return {code.official.roster_key: code.long for code in issued}

    async def furnish_by_commands(self, count: int) -> dict[str, str]:
        """Database, form, roster, codes; returns the start payload of each official by roster key."""
        await self.must("db", "upgrade")
        (self.folder / "form.md").write_text(FORM, encoding="utf-8")
        await self.must("form", "publish", "form.md")
        await self.import_roster(count)
        await self.must("codes", "--out", "codes.xlsx")
        return self.read_codes("codes.xlsx")

    async def import_roster(self, count: int) -> Done:
        """Load officials A01, A02 … into two units."""
        (self.folder / "roster.csv").write_text(roster(count), encoding="utf-8-sig")
        return await self.must("roster", "import", "roster.csv")

    def read_codes(self, name: str) -> dict[str, str]:
        """Read the codes workbook as another program does: a sheet a unit, named columns."""
        book = openpyxl.load_workbook(self.folder / name, read_only=False)
        payloads = {}
        for sheet in book.worksheets:
            header, *rows = sheet.iter_rows(values_only=True, max_col=len(CODE_COLUMNS))
            assert list(header) == CODE_COLUMNS
            for row in rows:
                key, link = row[0], row[5]
                if key:
                    prefix = f"https://t.me/{self.simulator.world.bot.username}?start="
                    assert str(link).startswith(prefix)
                    payloads[str(key)] = str(link).removeprefix(prefix)
        book.close()
        return payloads

    async def open_wave(self, *options: str) -> int:
        """Open a wave for everybody, now, at any hour; returns its number."""
        fixed = ("wave", "open", "--form", "process", "--opens", "now", "--closes", "2099-12-31")
        opened = (await self.must(*fixed, "--any-hour", "--json", *options)).json()
        return int(opened["wave"])

    async def export(self, wave: int) -> dict[str, dict[str, str]]:
        """The answers by roster key, as the .csv gives them."""
        await self.must("export", "--wave", wave, "--out", "answers.csv")
        content = (self.folder / "answers.csv").read_bytes()
        assert content.startswith(b"\xef\xbb\xbf")
        reader = csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""))
        assert list(reader.fieldnames or [])[:5] == CASE_COLUMNS
        return {row["roster_key"]: row for row in reader}

    @asynccontextmanager
    async def running(self) -> AsyncIterator["BotProcess"]:
        """The bot as a process, fetching; killed at the end if it still runs."""
        process = await self.start()
        try:
            await process.is_fetching()
            yield process
        finally:
            await process.kill()

    async def start(self, *program: str) -> "BotProcess":
        """Start ``khaosat run``, or another program of Python's; it may not be ready yet."""
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *(program or ("-m", "bot", "run")),
            cwd=self.folder,
            env=self.environment(),
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        started = BotProcess(process, self.simulator)
        self.processes.append(started)
        return started

    async def kill_all(self) -> None:
        """Leave no process behind, however a test ends."""
        for process in self.processes:
            await process.kill()

    def logged(self) -> str:
        """Everything that the bot processes wrote."""
        return "".join(process.log for process in self.processes)


class BotProcess:
    """A running ``khaosat run``."""

    def __init__(self, process: asyncio.subprocess.Process, simulator: Simulator) -> None:
        self._process = process
        self._simulator = simulator
        self._polls_before = simulator.intake.poll_count
        self._wrote = Changes()
        self.log = ""
        self._reading = asyncio.create_task(self._read_log())

    async def _read_log(self) -> None:
        assert self._process.stdout is not None
        async for line in self._process.stdout:
            self.log += line.decode()
            self._wrote.wake()

    async def logs(self, words: str, count: int = 1) -> None:
        """Wait until ``words`` stand in the log so many times."""
        with self._wrote.watching() as watcher:
            async with asyncio.timeout(PATIENCE):
                while self.log.count(words) < count:
                    watcher.clear()
                    await watcher.wait()

    @property
    def pid(self) -> int:
        """Its number."""
        return self._process.pid

    @property
    def is_running(self) -> bool:
        """Whether it has not ended."""
        return self._process.returncode is None

    async def is_fetching(self) -> None:
        """Return when it fetches updates, or takes them by webhook."""
        await self.lives_until(lambda: self._simulator.intake.poll_count > self._polls_before)

    async def lives_until(self, is_so: Any, *, patience: float = PATIENCE) -> None:
        """Wait until the simulator is such that ``is_so()``; fails if the process ends before."""
        hoped = asyncio.create_task(self._simulator.waits_until(is_so, patience=patience))
        ended = asyncio.create_task(self._process.wait())
        try:
            await asyncio.wait({hoped, ended}, return_when=asyncio.FIRST_COMPLETED)
            if not hoped.done():
                raise AssertionError(f"the bot ended with {self._process.returncode}\n{self.log}")
            try:
                await hoped
            except TimeoutError:
                raise AssertionError(f"waited in vain\n{self.log}") from None
        finally:
            for task in (hoped, ended):
                task.cancel()
            await asyncio.gather(hoped, ended, return_exceptions=True)

    def strike(self) -> None:
        """``kill -9``, this very moment."""
        if self.is_running:
            self._process.send_signal(signal.SIGKILL)

    async def kill(self) -> None:
        """``kill -9``; return when it is gone."""
        self.strike()
        await self.ends()

    async def terminate(self, number: int = signal.SIGTERM) -> int:
        """SIGTERM, or another signal that asks to stop; returns the exit code."""
        self._process.send_signal(number)
        return await self.ends()

    async def ends_some_time(self) -> None:
        """Wait for the end, however long it takes."""
        await self._process.wait()

    async def ends(self) -> int:
        """Wait for the end; returns the exit code."""
        async with asyncio.timeout(PATIENCE):
            await self._reading  # its log ends when it ends
            return await self._process.wait()


def roster(count: int) -> str:
    """A roster of ``count`` officials in two communes, with telephone numbers."""
    lines = ["Mã,Họ và tên,Chức danh,Đơn vị,Mã đơn vị,Điện thoại"]
    for number in range(1, count + 1):
        unit = ("Xã Phú Hòa,09505", "Xã Lâm Thao,09529")[number % 2]
        title = TITLES[number % len(TITLES)]
        lines.append(f"{key_of(number)},{name_of(number)},{title},{unit},{phone_of(number)}")
    return "\n".join(lines) + "\n"


def key_of(number: int) -> str:
    """The roster key of the n-th official."""
    return f"A{number:02d}"


def name_of(number: int) -> str:
    """The name of the n-th official."""
    family = ("Nguyễn", "Trần", "Lê", "Phạm", "Vũ")[number % 5]
    given = ("An", "Bình", "Chi", "Dũng", "Giang", "Hà", "Khoa")[number % 7]
    return f"{family} Thị {given}"


def phone_of(number: int) -> str:
    """The telephone number of the n-th official, as the office writes it."""
    return f"0912 345 {number:03d}"
