"""``python -m tests.chaos``: a chaos run at full length; ends with 1 and what is wrong, or with 0."""

import argparse
import asyncio
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from bot.clock import SystemClock
from bot.simulator.zalo import TOKENS, ZaloSimulator
from tests.chaos.fleet import fleet_of
from tests.chaos.storm import Storm
from tests.chaos.zalo import ZaloStorm
from tests.phone import Simulator
from tests.postgres import PostgresServer
from tests.process.premises import Premises


@asynccontextmanager
async def premises_on(kind: str, folder: Path, simulator: Simulator) -> AsyncIterator[Premises]:
    """Give an office with an empty database."""
    if kind == "sqlite":
        yield Premises(folder, simulator, f"sqlite:///{folder / 'khaosat.sqlite3'}")
        return
    server = PostgresServer()
    try:
        url = await server.create(empty=True)
        yield Premises(folder, simulator, url, restart_database=server.restart)
    finally:
        server.stop()


def read_arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.chaos", description=__doc__)
    parser.add_argument("--seed", type=int, default=2015, help="what befalls the bot, and what people answer")
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--officials", type=int, default=75)
    parser.add_argument("--workers", type=int, default=0, help="so many webhook processes; 0: one that polls")
    parser.add_argument("--channel", choices=("telegram", "zalo"), default="telegram")
    parser.add_argument("--keep", type=Path, help="an empty folder in which the database and the logs stay")
    return parser.parse_args()


async def rage(chosen: argparse.Namespace, premises: Premises, tell: Callable[[str], None]) -> list[str]:
    """Let the storm of the chosen channel rage; returns what the checker finds."""
    told = (chosen.seed, chosen.kills, chosen.officials)
    if chosen.channel == "zalo":
        async with ZaloSimulator(SystemClock(), TOKENS) as zalo:
            return await ZaloStorm(premises, zalo, *told, tell=tell).rages()
    async with fleet_of(premises, chosen.workers) as fleet:
        return await Storm(premises, fleet, *told, tell=tell).rages()


async def run(chosen: argparse.Namespace) -> list[str]:
    """Carry the run out; returns what the checker finds."""
    started = time.monotonic()

    def tell(words: str) -> None:
        sys.stdout.write(f"{time.monotonic() - started:7.1f} s  {words}\n")
        sys.stdout.flush()

    with tempfile.TemporaryDirectory(prefix="khaosat-chaos-") as name:
        folder = chosen.keep or Path(name)
        async with (
            Simulator(SystemClock(), limits=None) as simulator,
            premises_on(chosen.database, folder, simulator) as premises,
        ):
            try:
                found = await rage(chosen, premises, tell)
            finally:
                await premises.kill_all()
                (folder / "bot.log").write_text(premises.logged(), encoding="utf-8")
                calls = sum(simulator.server.call_counts.values())
                tell(f"{len(premises.processes)} processes, {calls} calls")
    tell(f"seed {chosen.seed}: " + (f"{len(found)} findings" if found else "nothing lost, nothing twice"))
    return found


if __name__ == "__main__":
    problems = asyncio.run(run(read_arguments()))
    sys.stdout.writelines(f"{problem}\n" for problem in problems)
    sys.exit(1 if problems else 0)
