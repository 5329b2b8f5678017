"""The contestants: how each is prepared, started, and where its answers lie."""

import json
import os
import pickle
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.bench.botapi.world import TOKEN
from tests.bench.contestants import khaosat

ROOT: Final = Path(__file__).parents[3]
Stored = Callable[[Path], dict[str, list[int]]]
"""By chat, which choice of each question was stored; -1 where nothing was."""


@dataclass(frozen=True)
class Setting:
    """One run of a bot: its folder, the address of the Bot API (ends in ``/bot``), a port of its own."""

    folder: Path
    base_url: str
    webhook_port: int


@dataclass(frozen=True)
class Bot:
    """One contestant. ``module`` is run with ``arguments``; Khảo Sát also needs its settings and a database."""

    name: str
    title: str
    module: str
    stored: Stored | None
    arguments: tuple[str, ...] = ()
    is_khaosat: bool = False
    has_webhook: bool = False

    def prepare(self, folder: Path, people: int, officials: int, waves: int) -> None:
        """Make the database that has to be there before the bot starts."""
        command = [sys.executable, "-m", khaosat.__name__, str(folder), *map(str, (people, officials, waves))]
        subprocess.run(command, check=True, cwd=ROOT, env=_clean())

    def start(self, setting: Setting) -> subprocess.Popen[bytes]:
        """Start the bot's process."""
        if self.is_khaosat:
            port = setting.webhook_port if self.has_webhook else 0
            added = khaosat.environment(setting.folder, setting.base_url, port)
        else:
            added = {
                "BENCH_TOKEN": TOKEN,
                "BENCH_BASE_URL": setting.base_url,
                "BENCH_FOLDER": str(setting.folder),
            }
        environment = _clean() | {"PYTHONPATH": str(ROOT)} | added
        log = (setting.folder / "bot.log").open("wb")
        command = [sys.executable, "-m", self.module, *self.arguments]
        return subprocess.Popen(command, cwd=setting.folder, env=environment, stdout=log, stderr=log)


def _clean() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("KHAOSAT_")}


def from_json(folder: Path) -> dict[str, list[int]]:
    """Read what a bot that keeps everything in memory wrote down when it stopped."""
    found: dict[str, list[int]] = json.loads((folder / "answers.json").read_text())
    return found


def from_pickle(folder: Path) -> dict[str, list[int]]:
    """Read the data of PicklePersistence."""
    with (folder / "persistence.pickle").open("rb") as file:
        kept = pickle.load(file)
    return {str(user): list(data.get("answers", [])) for user, data in kept["user_data"].items()}


def from_table(folder: Path) -> dict[str, list[int]]:
    """Read the table of answers that a SQLModel session wrote."""
    raw = sqlite3.connect(folder / "answers.sqlite3")
    found: dict[str, list[int]] = {}
    for user, question, choice in raw.execute(
        "SELECT user_id, question, choice FROM answer ORDER BY question"
    ):
        found.setdefault(str(user), [-1] * 40)[question] = choice
    raw.close()
    return found


_PTB: Final = "tests.bench.contestants.ptb"
BOTS: Final = {
    bot.name: bot
    for bot in (
        Bot("khaosat", "Khảo Sát, polling", "bot", khaosat.stored, ("run",), is_khaosat=True),
        Bot(
            "khaosat-webhook",
            "Khảo Sát, webhook",
            "bot",
            khaosat.stored,
            ("run",),
            is_khaosat=True,
            has_webhook=True,
        ),
        Bot("ptb", "python-telegram-bot", _PTB, from_pickle),
        Bot("ptb-concurrent", "python-telegram-bot, concurrent", _PTB, from_pickle, ("concurrent",)),
        Bot("ptb-sql", "python-telegram-bot, SQLModel", _PTB, from_table, ("sql",)),
        Bot("aiogram", "aiogram FSM, memory", "tests.bench.contestants.aiogram_fsm", from_json),
        Bot("null", "null bot (the harness's own limit)", "tests.bench.contestants.null", None),
    )
}
