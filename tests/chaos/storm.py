"""A chaos run: the bot as real processes, people who answer, a seeded plan of misfortunes, and the check after it."""

import asyncio
import random
import signal
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from storage import frame
from storage.database import Database
from tests.chaos.archive import change, counted, earlier
from tests.chaos.checker import findings, snapshot_of, tear, torn
from tests.chaos.crowd import ChaoticOfficial, Crowd
from tests.chaos.fleet import Fleet
from tests.chaos.plan import Act, Trouble, plan
from tests.phone import Fault, Phone
from tests.process.misfortune import Fate
from tests.process.office import order_report
from tests.process.premises import Premises
from tests.process.watching import FOREVER

MORE: Final = 40  # officials in the roster that is taken in while the bot works
DOWN_CALLS: Final = 12  # so many calls in a row fail
ADMINISTRATOR: Final = 1999  # the number of that phone
ENOUGH: Final = 1  # so many must have finished before a report can be made
TWO_HOURS: Final = 7200  # seconds
AGEING: Final = (
    ("contact_attempts", "at"),
    ("outbox", "claimed_at"),
    ("cases", "begun_at"),
    ("cases", "invited_at"),
)
"""What grows older while hours pass: by what the field period judges."""
UNDER_WAY: Final = "SELECT COUNT(*) FROM outbox WHERE status IN ('queued', 'claimed', 'sending')"
LONE_UNKNOWN: Final = (
    "SELECT COUNT(*) FROM contact_attempts WHERE result = 'unknown' AND purpose = 'invitation'"
)


class Storm:
    """One run on one office; ``tell`` is told of every act."""

    def __init__(
        self,
        premises: Premises,
        fleet: Fleet,
        seed: int,
        kills: int,
        officials: int,
        *,
        tell: Callable[[str], object] = print,
    ) -> None:
        self._premises = premises
        self._fleet = fleet
        self._simulator = premises.simulator
        self._chance = random.Random(f"storm:{seed}")
        self._seed = seed
        self._count = officials
        self._is_sqlite = premises.database_url.startswith("sqlite:///")
        self._acts = list(plan(seed, kills, is_sqlite=self._is_sqlite, is_polling=not fleet.is_webhook))
        self._tell = tell
        self._snapshots: list[Path] = []
        self._blocked: ChaoticOfficial | None = None
        self._ordering: asyncio.Task[None] | None = None

    @property
    def _database(self) -> Path:
        return Path(self._premises.database_url.removeprefix("sqlite:///"))

    async def rages(self) -> list[str]:
        """Carry the plan out, let everybody finish, and return what the checker finds."""
        premises, fleet = self._premises, self._fleet
        crowd = Crowd(premises, await premises.furnish(self._count), self._count, self._seed)
        await fleet.start()
        chief = await self._make_administrator()
        await crowd.links()
        wave = await premises.open_wave()
        crowd.begins()
        fate = Fate(premises, (), self._chance)
        for number, act in enumerate(self._acts, start=1):
            self._tell(f"{number}/{len(self._acts)}: {act}")
            if number == len(self._acts) // 2:
                await premises.must("wave", "remind", wave, "--any-hour")
            await premises.sees(self._act(act, fate, crowd, chief))
        self._simulator.faults.orders.clear()
        self._tell("the storm is over: two hours pass, everybody finishes")
        await self._two_hours_pass()
        await premises.sees(asyncio.gather(*crowd.lives))
        if self._ordering is not None:
            await premises.sees(self._ordering)
        await premises.sees(self._settles())
        assert set(await fleet.terminate()) == {0}
        found = await findings(premises.database_url, crowd.officials)
        for snapshot in self._snapshots:
            found += torn(snapshot, premises.database_url)
        return found

    async def _make_administrator(self) -> Phone:
        now = self._simulator.clock.now()
        database = Database(self._premises.database_url)
        async with database.begin() as conn:
            code = await frame.issue_admin_code(conn, now, now + timedelta(days=1))
        await database.dispose()
        chief = self._premises.phone(ADMINISTRATOR)
        await chief.presses_start(code.long)
        await self._premises.sees(chief.hears("quyền quản trị"))
        return chief

    async def _act(self, act: Act, fate: Fate, crowd: Crowd, chief: Phone) -> None:
        importing = await self._befalls(act.trouble, crowd, chief)
        by = signal.SIGTERM if act.trouble is Trouble.STOPPED else signal.SIGKILL
        lives = crowd.lives if self._ordering is None else [*crowd.lives, self._ordering]
        code = await fate.strikes(self._fleet.processes, act.blow, lives, by=by)
        assert code == (0 if by is signal.SIGTERM else -by), self._premises.logged()
        crowd.may_come.set()
        if importing is not None:
            await importing
        if act.trouble is Trouble.TORN:
            tear(self._database, self._chance.randbytes(self._chance.randint(1, 9000)))
        await self._fleet.replace()
        if self._blocked is not None:
            await self._blocked.phone.unblocks()
            await self._blocked.phone.presses_start()
            self._blocked = None

    async def _befalls(self, trouble: Trouble, crowd: Crowd, chief: Phone) -> asyncio.Task[None] | None:
        """Begin a trouble; returns what has to be waited for after the blow."""
        if trouble is Trouble.BLOCKED:
            self._blocked = crowd.somebody(self._chance)
            if self._blocked is not None:
                await self._blocked.phone.blocks()
        elif trouble is Trouble.REPORT:
            await self._simulator.waits_until(lambda: crowd.finished_count >= ENOUGH, patience=FOREVER)
            crowd.may_come.clear()  # a report takes a while: somebody has to be left for what follows
            self._ordering = asyncio.create_task(self._get_report(chief))
        elif trouble is Trouble.IMPORT:
            return asyncio.create_task(self._import_is_killed())
        elif trouble is Trouble.SNAPSHOT:
            with self._fleet.any(self._chance).frozen():
                folder = self._premises.folder / f"snapshot-{len(self._snapshots)}"
                self._snapshots.append(snapshot_of(self._database, folder))
        else:
            self._platform_has(trouble)
        return None

    async def _get_report(self, chief: Phone) -> None:
        before = len(chief.documents)
        await order_report(chief)
        await chief.waits_until(lambda phone: len(phone.documents) > before)

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
                    fails(method, 2, Fault.LIMITED, retry_after=chance.randint(1, 3))
            case _:
                pass

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

    async def _two_hours_pass(self) -> None:
        """Let whoever may have missed an invitation be old enough for the one repetition."""
        await self._fleet.kill()
        url = self._premises.database_url
        for table, column in AGEING:
            await change(url, f"UPDATE {table} SET {column} = {earlier(url, column, TWO_HOURS)}")
        self._tell(f"{await counted(url, LONE_UNKNOWN)} invitations are unknown")
        await self._fleet.start()

    async def _settles(self) -> None:
        """Return when nothing is under way any more; of what another process writes no event tells."""
        while not self._simulator.is_quiet() or await counted(self._premises.database_url, UNDER_WAY):  # noqa: ASYNC110
            await asyncio.sleep(0.1)
