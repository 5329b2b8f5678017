"""One run: a fresh harness, a fresh bot, the people; returns the figures. Raises ``RunFailedError`` with the reason."""

import json
import math
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from tests.bench.contestants import khaosat
from tests.bench.contestants.bots import ROOT, Bot, Setting
from tests.bench.usage import usage_of

STARTS_WITHIN: Final = 60.0  # seconds
MEETS_WITHIN: Final = 180.0
ENDS_WITHIN: Final = 60.0
IDLE: Final = 1.0  # seconds of rest before the idle memory is read


class RunFailedError(Exception):
    """A run came to nothing: ``str()`` says what happened and ends with the bot's last lines."""


@dataclass(frozen=True)
class Load:
    """What people do. Seconds; ``round_trip`` is the way to Telegram and back. ``officials``: in the database."""

    people: int
    seconds: float
    think: float = 0.0
    patience: float = 0.0
    round_trip: float = 0.0
    limit_every: int = 0
    officials: int = 0
    waves: int = 1

    def options(self) -> str:
        """Return the argument of the harness."""
        names = ("people", "seconds", "think", "patience", "round_trip", "limit_every")
        return json.dumps({name: getattr(self, name) for name in names})


Figures = dict[str, Any]


class Harness:
    """The process with the Bot API and the people."""

    def __init__(self, load: Load) -> None:
        command = [sys.executable, "-m", "tests.bench.botapi", load.options()]
        pipe = subprocess.PIPE
        self.process = subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe)
        self.base_url = f"http://127.0.0.1:{self.read(STARTS_WITHIN)['port']}/bot"

    def say(self, line: str) -> None:
        """Give an order."""
        assert self.process.stdin is not None
        self.process.stdin.write(line.encode() + b"\n")
        self.process.stdin.flush()

    def read(self, seconds: float) -> Figures:
        """Return the next line. Raises ``TimeoutError``."""
        assert self.process.stdout is not None
        if not select.select([self.process.stdout], [], [], seconds)[0]:
            raise TimeoutError(f"no word from the harness within {seconds:.0f} s")
        line = self.process.stdout.readline()
        if not line:
            raise TimeoutError("the harness has ended")
        found: Figures = json.loads(line)
        return found

    def close(self) -> None:
        """End the process."""
        self.process.kill()
        self.process.wait()


def run_once(bot: Bot, load: Load, prepared: Path | None) -> Figures:
    """Run one contestant once; ``prepared`` is a folder with what it needs, to be copied."""
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        harness = Harness(load)
        setting = Setting(folder, harness.base_url, _free_port())
        try:
            if prepared is not None:
                shutil.copytree(prepared, folder, dirs_exist_ok=True)
            return _measured(bot, setting, harness, load)
        except (TimeoutError, OSError) as error:
            raise RunFailedError(f"{bot.name}: {error}\n{_last_lines(folder)}") from error
        finally:
            harness.close()


def _measured(bot: Bot, setting: Setting, harness: Harness, load: Load) -> Figures:
    began = time.monotonic()
    process = bot.start(setting)
    try:
        start_seconds = harness.read(STARTS_WITHIN)["fetched_at"] - began
        time.sleep(IDLE)
        idle = usage_of(process.pid)
        harness.say("arrive")
        harness.read(MEETS_WITHIN)
        before = khaosat.sizes(setting.folder) if bot.is_khaosat else {}
        harness.say(f"go {process.pid}")
        figures = harness.read(load.seconds + ENDS_WITHIN)
        process.send_signal(signal.SIGTERM)
        process.wait(ENDS_WITHIN)
    finally:
        process.kill()
        process.wait()
    answers = figures["answers"] or math.nan
    figures["start_seconds"], figures["idle_mb"] = start_seconds, idle.rss
    figures["cpu_ms"] = figures["bot_cpu"] / answers * 1000
    figures["cores"] = figures["bot_cpu"] / figures["seconds"]
    figures["harness_ms"] = figures["harness_cpu"] / answers * 1000
    if bot.is_khaosat:
        after = khaosat.sizes(setting.folder)
        stored_count = sum(map(len, figures["given"].values()))
        grown = {name: (after[name] - before.get(name, 0)) / stored_count for name in after}
        figures["bytes"], figures["bytes_by_table"] = grown.pop("all"), grown
    if bot.stored is not None:
        figures["wrong"] = wrong_answers(figures, bot.stored(setting.folder))
    figures["log"] = _last_lines(setting.folder)
    del figures["given"]
    return figures


def wrong_answers(figures: Figures, stored: dict[str, list[int]]) -> int:
    """Count the answers that are not stored as they were tapped; one still open may be either."""
    wrong = 0
    for chat, given in figures["given"].items():
        kept = [choice for choice in stored.get(chat, []) if choice >= 0]
        if kept != given and not (chat in figures["open"] and kept == given[:-1]):
            longest = max(len(kept), len(given))
            pairs = zip(
                kept + [-1] * (longest - len(kept)), given + [-1] * (longest - len(given)), strict=True
            )
            wrong += sum(one != other for one, other in pairs)
    return wrong


def _last_lines(folder: Path) -> str:
    log = folder / "bot.log"
    return "\n".join(log.read_text(errors="replace").splitlines()[-5:]) if log.is_file() else ""


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
