"""People who answer at once: Khảo Sát beside other bots, each a process of its own, one Bot API on loopback.

``python -m tests.bench.load`` prints one table. ``--scenario burst|life|flat``, ``--only NAME,NAME``, ``--rounds N``.
What is compared: answers a second, the time from a tap to the next question, CPU an answer (of the whole process),
memory, bytes of database an answer. Contestants take turns; each figure is the median of the rounds.
"""

import argparse
import asyncio
import json
import os
import signal
import socket
import sqlite3
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

from tests.bench.peers.questions import QUESTIONS
from tests.bench.scene import DETAILS, furnish

TOKEN: Final = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"  # of a bot that does not exist
HOME: Final = Path(__file__).parents[2]
TICK: Final = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Scenario:
    """Who answers how. ``delay`` and ``think`` in seconds; ``officials`` in the database, ``waves`` open."""

    name: str
    people: int = 200
    questions: int = QUESTIONS
    delay: float = 0.0
    think: float = 0.0
    officials: int = 0
    waves: int = 1


@dataclass(frozen=True)
class Figures:
    """What one run showed."""

    rate: float  # answers a second
    p50: float  # seconds from a tap to the next question, less the network's delay
    p99: float
    cpu: float  # milliseconds an answer
    core: float  # share of a core
    memory: float  # MB resident at the end
    size: float  # bytes of database an answer; nan where nothing is stored

    @classmethod
    def median(cls, rounds: "Sequence[Figures]") -> "Figures":
        """Return the median of each figure."""
        return cls(
            *(statistics.median(values) for values in zip(*(vars(f).values() for f in rounds), strict=True))
        )


@dataclass(frozen=True)
class Contestant:
    """A bot: its name in the table, and its command in a folder against an address."""

    name: str
    command: Callable[[str, Path], list[str]]
    is_ours: bool = False


def _peer(module: str, *options: str) -> Callable[[str, Path], list[str]]:
    return lambda url, folder: [
        "-m",
        f"tests.bench.peers.{module}",
        url,
        TOKEN,
        *_folder(module, folder),
        *options,
    ]


def _folder(module: str, folder: Path) -> list[str]:
    return [str(folder)] if module == "ptb" else []


PTB: Final = f"python-telegram-bot {version('python-telegram-bot')}"
CONTESTANTS: Final = {
    "khaosat": Contestant(
        "Khảo Sát, polling, SQLite FULL", lambda _url, _folder: ["-m", "bot", "run"], is_ours=True
    ),
    "aiogram": Contestant(f"aiogram {version('aiogram')} FSM, memory only", _peer("aiogram_bot")),
    "ptb": Contestant(f"{PTB} ConversationHandler, pickle", _peer("ptb")),
    "ptb-concurrent": Contestant(f"{PTB} the same, concurrent", _peer("ptb", "--concurrent")),
    "ptb-sqlmodel": Contestant(f"{PTB} the same, SQLModel a turn", _peer("ptb", "--database")),
}
SCENARIOS: Final = {
    "burst": (Scenario("200 people at once"),),
    "life": (
        Scenario("300 people, 60 ms away", people=300, questions=12, delay=0.06, think=2.9),
        Scenario("3,000 people, 60 ms away", people=3000, questions=8, delay=0.06, think=2.9),
    ),
    "flat": (
        Scenario("200 of 100,000 officials", questions=20, officials=100_000),
        Scenario("200 people, 50 waves", questions=20, waves=50),
    ),
}


def measure(contestant: Contestant, scenario: Scenario) -> Figures:
    """Run a contestant once; raises ``AssertionError`` if what it stored is not what people tapped."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        database = folder / "data" / "khaosat.sqlite3"
        if contestant.is_ours:
            database.parent.mkdir()
            asyncio.run(
                furnish(database, scenario.people, officials=scenario.officials, waves=scenario.waves)
            )
            size = _checkpointed(database)
        with _platform(scenario) as (platform, url), _bot(contestant, url, folder) as process:
            result, used = _drive(platform, process)
            memory = _resident(process)
        answers = result["answers"]
        if contestant.is_ours:
            size = (_checkpointed(database) - size) / answers
            _compare(database, result["taps"])
        else:
            size = float("nan")
    return Figures(
        rate=result["rate"],
        p50=result["p50"] - scenario.delay,
        p99=result["p99"] - scenario.delay,
        cpu=used / answers * 1000,
        core=used / result["seconds"],
        memory=memory,
        size=size,
    )


def _drive(platform: subprocess.Popen[str], process: subprocess.Popen[bytes]) -> tuple[dict[str, Any], float]:
    """Let people answer; return what they saw, and the seconds of CPU that the bot used meanwhile."""
    assert platform.stdin is not None
    assert platform.stdout is not None
    assert platform.stdout.readline().strip() == "fetched", "the bot does not fetch"
    platform.stdin.write("go\n")
    platform.stdin.flush()
    assert platform.stdout.readline().strip() == "began", "nobody was asked anything"
    before = _cpu(process)
    line = platform.stdout.readline()
    used = _cpu(process) - before
    assert line, "people waited in vain"
    return json.loads(line), used


@contextmanager
def _platform(scenario: Scenario) -> Iterator[tuple[subprocess.Popen[str], str]]:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    options = ["--delay", str(scenario.delay), "--think", str(scenario.think)]
    command = [
        sys.executable,
        "-m",
        "tests.bench.platform",
        str(port),
        str(scenario.people),
        str(scenario.questions),
    ]
    with subprocess.Popen(
        [*command, *options], cwd=HOME, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as platform:
        try:
            assert platform.stdout is not None
            assert platform.stdout.readline().strip() == "serving"
            yield platform, f"http://127.0.0.1:{port}/bot"
        finally:
            platform.kill()


@contextmanager
def _bot(contestant: Contestant, url: str, folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    with subprocess.Popen(
        [sys.executable, *contestant.command(url, folder)],
        cwd=folder,
        env=_environment(url, folder),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        try:
            yield process
            process.send_signal(signal.SIGTERM)
            process.wait(60)
        finally:
            process.kill()


def _environment(url: str, folder: Path) -> Mapping[str, str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("KHAOSAT_")}
    return clean | {
        "PYTHONPATH": str(HOME),
        "KHAOSAT_DATA_DIR": str(folder / "data"),
        "KHAOSAT_TELEGRAM_TOKEN": TOKEN,
        "KHAOSAT_TELEGRAM_BASE_URL": url,
        "KHAOSAT_OFFICE_NAME": DETAILS.office_name,
        "KHAOSAT_OFFICE_ADDRESS": DETAILS.office_address,
        "KHAOSAT_DATA_CONTACT": DETAILS.data_contact,
        "KHAOSAT_RETENTION_DAYS": str(DETAILS.retention_days),
    }


def _cpu(process: subprocess.Popen[bytes]) -> float:
    fields = Path(f"/proc/{process.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICK


def _resident(process: subprocess.Popen[bytes]) -> float:
    lines = Path(f"/proc/{process.pid}/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS"))


def _checkpointed(database: Path) -> float:
    with sqlite3.connect(database) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    return float(database.stat().st_size)


def _compare(database: Path, taps: Mapping[str, Sequence[int]]) -> None:
    """Hold what is stored against what people tapped."""
    query = (
        "SELECT p.address, a.value FROM answers a JOIN responses r ON r.id = a.response_id"
        " JOIN cases c ON c.id = r.case_id JOIN contact_points p ON p.official_id = c.official_id"
        " ORDER BY p.address, a.item"
    )
    stored: dict[str, list[int]] = {address: [] for address in taps}
    with sqlite3.connect(database) as connection:
        for address, value in connection.execute(query):
            stored[address].append(int(value[1:]))
    connection.close()
    assert stored == {address: list(choices) for address, choices in taps.items()}


def report(scenario: Scenario, found: Mapping[str, Figures]) -> None:
    """Print the figures of a scenario, each beside its ratio to ours."""
    print(f"\n{scenario.name}: {scenario.questions} questions each")  # noqa: T201
    heads = ("answers/s", "p50 ms", "p99 ms", "CPU ms/answer", "core", "MB", "bytes/answer", "CPU ratio")
    print(f"{'':56}" + "".join(f"{head:>14}" for head in heads))  # noqa: T201
    ours = found.get("khaosat")
    for key, figures in found.items():
        ratio = figures.cpu / ours.cpu if ours else float("nan")
        cells = (
            f"{figures.rate:,.0f}",
            f"{figures.p50 * 1000:.1f}",
            f"{figures.p99 * 1000:.1f}",
            f"{figures.cpu:.2f}",
            f"{figures.core:.2f}",
            f"{figures.memory:.0f}",
            f"{figures.size:.0f}",
            f"x{ratio:.1f}",
        )
        print(f"{CONTESTANTS[key].name:56}" + "".join(f"{cell:>14}" for cell in cells))  # noqa: T201


def main() -> None:
    """Run the scenarios; contestants take turns within each round."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--scenario", default="burst", choices=[*SCENARIOS, "all"])
    parser.add_argument("--only", default=",".join(CONTESTANTS))
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    names = SCENARIOS if options.scenario == "all" else (options.scenario,)
    for scenario in (each for name in names for each in SCENARIOS[name]):
        keys = options.only.split(",") if scenario in SCENARIOS["burst"] else ["khaosat"]
        runs: dict[str, list[Figures]] = {key: [] for key in keys}
        for _ in range(options.rounds if scenario in SCENARIOS["burst"] else 1):
            for key in keys:
                runs[key].append(measure(CONTESTANTS[key], scenario))
        report(scenario, {key: Figures.median(rounds) for key, rounds in runs.items()})


if __name__ == "__main__":
    main()
