"""A chaos run: the bot as real processes, people who answer, a seeded plan of misfortunes, and the check after it."""

import asyncio
import random
import signal
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Final

from storage import frame
from storage.database import Database
from tests.chaos.archive import counted, told_at, two_days_pass
from tests.chaos.checker import at_night, findings, tear, torn
from tests.chaos.crowd import Crowd
from tests.chaos.fleet import Fleet
from tests.chaos.hours import MORNING, NIGHT, Travels
from tests.chaos.plan import Act, Trouble, plan
from tests.chaos.troubles import Troubles
from tests.phone import Phone
from tests.process.misfortune import Fate
from tests.process.premises import Premises

ADMINISTRATOR: Final = 1999  # the number of that phone
UNDER_WAY: Final = "SELECT COUNT(*) FROM outbox WHERE status IN ('queued', 'claimed', 'sending')"
LONE_UNKNOWN: Final = (
    "SELECT COUNT(*) FROM contact_attempts WHERE result = 'unknown' AND purpose = 'invitation'"
)
TICKED: Final = "retention.done"
"""The fact that the house notes after its last tick."""
REMINDERS: Final = "+1d,+2d"


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
        is_sqlite = premises.database_url.startswith("sqlite:///")
        self._acts = list(plan(seed, kills, is_sqlite=is_sqlite, is_polling=not fleet.is_webhook))
        self._tell = tell
        self._travels = Travels(premises)

    async def rages(self) -> list[str]:
        """Carry the plan out, let everybody finish, and return what the checker finds."""
        premises, fleet = self._premises, self._fleet
        self._travels.moves_where_it_is(MORNING)
        crowd = Crowd(premises, await premises.furnish(self._count), self._count, self._seed)
        await fleet.start()
        chief = await self._make_administrator()
        await crowd.links()
        wave = await premises.open_wave("--remind", REMINDERS, any_hour=False)
        crowd.begins()
        fate = Fate(premises, (), self._chance, fallen=crowd.may_go_on.clear)
        troubles = Troubles(premises, fleet, crowd, chief=chief, chance=self._chance)
        for number, act in enumerate(self._acts, start=1):
            self._tell(f"{number}/{len(self._acts)}: {act}")
            if number == len(self._acts) // 2:
                await premises.must("wave", "remind", wave, "--any-hour")
            await premises.sees(self._act(act, fate, crowd, troubles))
        troubles.cease()
        crowd.may_go_on.set()
        await self._two_days_pass(crowd)
        await premises.sees(asyncio.gather(*crowd.lives))
        if troubles.ordering is not None:
            await premises.sees(troubles.ordering)
        await premises.sees(self._settles())
        assert set(await fleet.terminate()) == {0}
        found = await findings(premises.database_url, crowd.officials)
        found += at_night(crowd.officials, self._travels.stays)
        for snapshot in troubles.snapshots:
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

    async def _act(self, act: Act, fate: Fate, crowd: Crowd, troubles: Troubles) -> None:
        crowd.may_go_on.set()
        importing = await troubles.befall(act.trouble)
        by = signal.SIGTERM if act.trouble is Trouble.STOPPED else signal.SIGKILL
        lives = crowd.awake if troubles.ordering is None else [*crowd.awake, troubles.ordering]
        code = await fate.strikes(self._fleet.processes, act.blow, lives, by=by)
        assert code == (0 if by is signal.SIGTERM else -by), self._premises.logged()
        crowd.may_come.set()
        if importing is not None:
            await importing
        if act.trouble is Trouble.TORN:
            garbage = self._chance.randbytes(self._chance.randint(1, 9000))
            tear(Path(self._premises.database_url.removeprefix("sqlite:///")), garbage)
        await self._fleet.replace()
        await troubles.end()

    async def _two_days_pass(self, crowd: Crowd) -> None:
        """Stand still for two days with reminders due, begin again at night, be killed, and begin in the morning."""
        premises, url = self._premises, self._premises.database_url
        self._tell("the storm is over: nothing works for two days")
        await self._fleet.kill()
        await two_days_pass(url)
        self._tell(f"{await counted(url, LONE_UNKNOWN)} invitations are unknown; the bot begins at night")
        self._travels.moves_where_it_is(NIGHT)
        await self._fleet.start()
        await premises.sees(self._ticks())
        await self._fleet.kill()
        self._tell("morning: everybody finishes")
        crowd.wakes()
        self._travels.moves_where_it_is(MORNING)
        await self._fleet.start()

    async def _ticks(self) -> None:
        """Return when every tick has run since now; of what another process writes no event tells."""
        since = self._simulator.clock.now()
        while (at := await told_at(self._premises.database_url, TICKED)) is None or at < since:  # noqa: ASYNC110
            await asyncio.sleep(0.1)

    async def _settles(self) -> None:
        """Return when nothing is under way any more."""
        while not self._simulator.is_quiet() or await counted(self._premises.database_url, UNDER_WAY):  # noqa: ASYNC110
            await asyncio.sleep(0.1)
