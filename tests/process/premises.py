"""An office as a stranger would set it up: a folder, an environment, the ``khaosat`` command, the bot as a process."""

import asyncio
import csv
import io
import json
import os
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any, Final, TypeVar

import openpyxl

from storage import frame, instruments
from storage.database import Database
from surveys.questionnaire import Questionnaire
from surveys.roster import Roster, read_roster
from surveys.xlsform import read_form
from tests.phone import Phone, Simulator
from tests.process.bot_process import BotProcess
from tests.process.forked import Process, forge
from tests.process.form import FORM
from tests.process.watching import FOREVER, watched, work_steps

ROOT: Final = Path(__file__).parents[2]
CODE_COLUMNS: Final = ["roster_key", "full_name", "unit", "title", "code", "link"]
CASE_COLUMNS: Final = ["case", "roster_key", "disposition", "started_at", "completed_at", "mode"]
TITLES: Final = ("Chủ tịch UBND", "Tư pháp - hộ tịch", "Văn hóa - xã hội", "Bí thư Đảng ủy")


T = TypeVar("T")


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
    processes: list[BotProcess] = field(default_factory=list)
    commands: dict[int, Process] = field(default_factory=dict)  # under way, by process id
    starts_from_nothing: bool = False  # Python and the imports are part of what is tested
    restart_database: Callable[[], None] | None = None  # of a server of its own

    def phone(self, user_id: int, first_name: str = "") -> Phone:
        """The phone of somebody whose patience does not end: wait for what it hears with ``sees``."""
        phone = self.simulator.phone(user_id, first_name)
        phone.patience = FOREVER
        return phone

    async def sees(self, work: Awaitable[T]) -> T:
        """Wait for ``work`` for as long as anything happens here."""
        return await watched(work, self._progress, self._story)

    def _progress(self) -> object:
        calls = self.simulator.server.call_counts
        running = [process.pid for process in self.processes if process.is_running]
        return (
            sum(count for method, count in calls.items() if method != "getupdates"),
            self.simulator.world.queue.next_id,
            len(self.simulator.world.queue.waiting),
            len(self.processes),
            len(self.logged()),
            work_steps([*running, *self.commands]),
        )

    def _story(self) -> str:
        unfinished = [phone.transcript() for phone in self.simulator.phones.values()]
        return "\n\n".join([*unfinished, self.logged()])

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
        process = await self.begin(*arguments)
        out, err = await self.sees(process.communicate())
        self.commands.pop(process.pid, None)
        assert process.returncode is not None
        done = Done(process.returncode, out.decode(), err.decode())
        assert "Traceback" not in done.out + done.err, done
        return done

    async def begin(self, *arguments: object) -> Process:
        """Begin a command."""
        process = await self._khaosat(*map(str, arguments), is_one_stream=False)
        self.commands[process.pid] = process
        return process

    async def _khaosat(self, *arguments: str, is_one_stream: bool) -> Process:
        if not self.starts_from_nothing:
            folder, environment = self.folder, self.environment()
            return await forge().begin(arguments, folder, environment, is_one_stream=is_one_stream)
        return await self._python("-m", "bot", *arguments, is_one_stream=is_one_stream)

    async def _python(self, *program: str, is_one_stream: bool) -> Process:
        return await asyncio.create_subprocess_exec(
            sys.executable,
            *program,
            cwd=self.folder,
            env=self.environment(),
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT if is_one_stream else asyncio.subprocess.PIPE,
        )

    async def ends(self, *command: str) -> int:
        """Run any program in the folder; returns the exit code."""
        process = await asyncio.create_subprocess_exec(*command, cwd=self.folder, env=self.environment())
        self.commands[process.pid] = process
        code = await self.sees(process.wait())
        self.commands.pop(process.pid, None)
        return code

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

    async def begin_import(self, count: int) -> Process:
        """Begin to load a roster of so many officials, with ``khaosat roster import``."""
        (self.folder / "roster.csv").write_text(roster(count), encoding="utf-8-sig")
        return await self.begin("roster", "import", "roster.csv")

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

    async def open_wave(self, *options: str, any_hour: bool = True) -> int:
        """Open a wave for everybody, now; returns its number."""
        fixed = ("wave", "open", "--form", "process", "--opens", "now", "--closes", "2099-12-31", "--json")
        opened = (await self.must(*fixed, *(["--any-hour"] if any_hour else []), *options)).json()
        return int(opened["wave"])

    async def export(self, wave: int) -> dict[str, dict[str, str]]:
        """The answers by roster key, as the .csv gives them."""
        await self.must("export", "--wave", wave, "--out", "answers.csv")
        content = (self.folder / "answers.csv").read_bytes()
        assert content.startswith(b"\xef\xbb\xbf")
        reader = csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""))
        assert list(reader.fieldnames or [])[: len(CASE_COLUMNS)] == CASE_COLUMNS
        return {row["roster_key"]: row for row in reader}

    @asynccontextmanager
    async def running(self) -> AsyncIterator[BotProcess]:
        """The bot as a process, fetching; killed at the end if it still runs."""
        process = await self.start()
        try:
            await process.is_fetching()
            yield process
        finally:
            await process.kill()

    async def start(self, *program: str) -> BotProcess:
        """Start ``khaosat run``, or another program of Python's; it may not be ready yet."""
        process = await (
            self._python(*program, is_one_stream=True)
            if program
            else self._khaosat("run", is_one_stream=True)
        )
        started = BotProcess(process, self.simulator, self.sees)
        self.processes.append(started)
        return started

    async def kill_all(self) -> None:
        """Leave no process behind, however a test ends."""
        for command in self.commands.values():
            if command.returncode is None:
                command.kill()
                await command.wait()
        for process in self.processes:
            await process.kill()

    def logged(self) -> str:
        """Everything that the bot processes wrote."""
        return "".join(process.log for process in self.processes)


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
