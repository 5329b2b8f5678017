"""What befalls the bot beside the blow: from the platform, from people, from its own machine."""

import asyncio
import random
import resource
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any, Final

from tests.chaos.archive import counted
from tests.chaos.checker import snapshot_of
from tests.chaos.crowd import ChaoticOfficial, Crowd
from tests.chaos.fleet import Fleet
from tests.chaos.flood import Flood
from tests.chaos.plan import Trouble
from tests.phone import Fault, Phone
from tests.process.bot_process import BotProcess
from tests.process.misfortune import WORKS
from tests.process.office import order_report
from tests.process.premises import Premises
from tests.process.watching import FOREVER

MORE: Final = 40  # officials in the roster that is taken in while the bot works
DOWN_CALLS: Final = 12  # so many calls in a row fail
ENOUGH: Final = 1  # so many must have finished before a report can be made
STRANGERS: Final = 101  # one is on its way already when the bot stands still, a hundred make a batch
FIRST_STRANGER: Final = 5000
WAITS: Final = (1, 1, 2, 2, 3, 3, 5, 60)  # seconds of a 429
NOTHING_FITS: Final = 4096  # bytes: no file may grow beyond


async def disk_is_full(process: BotProcess) -> None:
    """Let none of its files grow until it has found out."""
    before, most = resource.prlimit(process.pid, resource.RLIMIT_FSIZE)
    seen = process.log.count("was not stored")
    resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (NOTHING_FITS, most))
    try:
        await process.logs("was not stored", seen + 1)
    finally:
        resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (before, most))


class Troubles:
    """Brings troubles over a fleet and its people."""

    def __init__(
        self,
        premises: Premises,
        fleet: Fleet,
        crowd: Crowd,
        *,
        chief: Phone,
        chance: random.Random,
    ) -> None:
        self._premises = premises
        self._simulator = premises.simulator
        self._fleet = fleet
        self._crowd = crowd
        self._chief = chief
        self._chance = chance
        self._count = len(crowd.officials)
        self._flood = Flood(premises.simulator)
        self._blocked: ChaoticOfficial | None = None
        self.ordering: asyncio.Task[None] | None = None
        self.snapshots: list[Path] = []

    async def befall(self, trouble: Trouble) -> asyncio.Task[None] | None:
        """Begin a trouble; returns what has to be waited for after the blow."""
        match trouble:
            case Trouble.BLOCKED:
                self._blocked = self._crowd.somebody(self._chance)
                if self._blocked is not None:
                    await self._blocked.phone.blocks()
            case Trouble.REPORT:
                await self._order_report()
            case Trouble.IMPORT:
                return asyncio.create_task(self._import_is_killed())
            case Trouble.SNAPSHOT:
                self._copy_the_files()
            case Trouble.CROWD:
                await self._strangers_come()
            case Trouble.DATABASE:
                assert self._premises.restart_database is not None
                await asyncio.to_thread(self._premises.restart_database)
            case Trouble.FULL:
                (process,) = self._fleet.processes
                await process.logs(WORKS)  # one that begins on a full disk says so and ends
                await disk_is_full(process)
            case _:
                self._platform_has(trouble)
        return None

    async def end(self) -> None:
        """Let whoever blocked the bot come back: the blow has fallen."""
        if self._blocked is not None:
            await self._blocked.phone.unblocks()
            await self._blocked.phone.presses_start()
            self._blocked = None

    def cease(self) -> None:
        """Take back what was ordered and has not happened."""
        self._simulator.faults.orders.clear()
        self._flood.recede()

    # --- people ---------------------------------------------------------------------------------------

    async def _order_report(self) -> None:
        crowd = self._crowd
        await self._simulator.waits_until(lambda: crowd.finished_count >= ENOUGH, patience=FOREVER)
        crowd.may_come.clear()  # a report takes a while: somebody has to be left for what follows
        self.ordering = asyncio.create_task(self._get_report())

    async def _get_report(self) -> None:
        before = len(self._chief.documents)
        await order_report(self._chief)
        await self._chief.waits_until(lambda phone: len(phone.documents) > before)

    async def _strangers_come(self) -> None:
        strangers = [self._premises.phone(FIRST_STRANGER + number) for number in range(STRANGERS)]
        with ExitStack() as held:
            for process in self._fleet.processes:
                held.enter_context(process.frozen())
            await asyncio.gather(*(stranger.presses_start() for stranger in strangers))

    # --- the platform ---------------------------------------------------------------------------------

    def _platform_has(self, trouble: Trouble) -> None:
        """Order the faults of the platform's side."""
        simulator, chance = self._simulator, self._chance
        fails: Any = simulator.script_failure
        match trouble:
            case Trouble.REDELIVERED:
                simulator.redeliver_next(3)
            case Trouble.REVERSED:
                simulator.reverse_next(5)
            case Trouble.REFUSED:
                method = "setWebhook" if self._fleet.is_webhook else "getUpdates"
                for fault in chance.sample([Fault.UNAUTHORIZED, Fault.NOT_FOUND, Fault.CONFLICT], 3):
                    fails(method, 1, fault)
            case Trouble.DOWN:
                fails("", DOWN_CALLS, chance.choice((Fault.SERVER_ERROR, Fault.GATEWAY_ERROR)))
            case Trouble.RESET:
                for method in ("sendMessage", "editMessageText", "getUpdates", "answerCallbackQuery"):
                    fails(method, 1, Fault.DROPPED_AFTER)
            case Trouble.LIMITED:
                for method in ("sendMessage", "editMessageText"):
                    self._flood.order(method, chance.choice(WAITS), is_penal=chance.random() < 0.5)
            case _:
                pass

    # --- its own machine ------------------------------------------------------------------------------

    def _copy_the_files(self) -> None:
        (process,) = self._fleet.processes
        with process.frozen():
            folder = self._premises.folder / f"snapshot-{len(self.snapshots)}"
            self.snapshots.append(
                snapshot_of(Path(self._premises.database_url.removeprefix("sqlite:///")), folder)
            )

    async def _import_is_killed(self) -> None:
        """Take in a longer roster, and kill that process at some moment: all of it is there, or nothing."""
        importing = await self._premises.begin_import(self._count + MORE)
        ended = asyncio.create_task(importing.wait())
        await asyncio.wait({ended}, timeout=self._chance.uniform(0.2, 3.0))
        with suppress(ProcessLookupError):
            importing.kill()
        await ended
        there = await counted(self._premises.database_url, "SELECT COUNT(*) FROM officials")
        assert there in {self._count, self._count + MORE}, f"half a roster: {there}"
