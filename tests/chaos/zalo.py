"""A chaos run on Zalo: the same plan of kills and the same checker, where people type and each event comes once.

Zalo gives an event away once and hears nothing of its fate, so a kill may lose the word that was in hand: one for each
bot and kill at most. Whoever is not answered says it again. What was acknowledged stands exactly once, as ever.
"""

import asyncio
import random
import signal
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from bot.simulator.failures import Fault
from bot.simulator.zalo import ZaloSimulator
from bot.simulator.zalo.world import Json, ZaloBot
from tests.chaos.archive import counted
from tests.chaos.checker import findings, snapshot_of, tear, torn
from tests.chaos.plan import Act, Trouble, plan
from tests.chaos.storm import UNDER_WAY
from tests.process.bot_process import BotProcess
from tests.process.misfortune import At, Blow
from tests.process.premises import Premises, key_of
from tests.process.typist import Typist

BUSY: Final = 4
"""So many are typing at any time."""
FIRST_PHONE: Final = 3000
MORE: Final = 40  # officials in the roster that is taken in while the bot works
DOWN_CALLS: Final = 6
PATIENCE: Final = 3.0  # seconds after which somebody looks whether they were answered
STORED: Final = "SELECT COUNT(*) FROM inbox WHERE status = 'done'"
_FETCHING: Final = "getUpdates"


_UNKNOWN_HERE: Final = frozenset({Trouble.CROWD, Trouble.FULL, Trouble.BLOCKED, Trouble.REPORT, Trouble.NONE})
_LOSING: Final = frozenset({Trouble.REDELIVERED, Trouble.REVERSED})
"""What Zalo does instead of delivering twice or in another order: it loses an event."""


def _method(act: Act) -> str:
    """Return the call that the blow is about: there is nothing to edit, to answer or to attach here."""
    return _FETCHING if act.blow.method == _FETCHING else "sendMessage"


def _told(act: Act) -> str:
    """Say what befalls the bot here."""
    trouble = act.trouble.value
    if act.trouble in _LOSING:
        trouble = "Zalo loses an event"
    elif act.trouble in _UNKNOWN_HERE:
        trouble = "nothing besides"
    return f"{trouble}; the blow {act.blow.at.value} {_method(act)} no. {act.blow.count}"


class ZaloStorm:
    """One run on one office; ``tell`` is told of every act, and of the figures at the end."""

    def __init__(
        self,
        premises: Premises,
        zalo: ZaloSimulator,
        seed: int,
        kills: int,
        officials: int,
        *,
        tell: Callable[[str], object] = print,
    ) -> None:
        self._premises, self._zalo, self._count, self._tell = premises, zalo, officials, tell
        self._seed = seed
        self._chance = random.Random(f"storm:{seed}")
        is_sqlite = premises.database_url.startswith("sqlite:///")
        self._acts = list(plan(seed, kills, is_sqlite=is_sqlite))
        self._lost_by_zalo = 0
        self._repeated = 0
        self._blow: Blow | None = None
        self._calls = 0
        self._struck = asyncio.Event()
        self._process: BotProcess | None = None
        self._signal = signal.SIGKILL
        self._snapshots: list[Path] = []
        self._carry_out: Any = zalo.server._run
        setattr(zalo.server, "_run", self._run)  # noqa: B010 - a method, on purpose

    async def rages(self) -> list[str]:
        """Carry the plan out, let everybody finish, and return what the checker finds."""
        premises, zalo = self._premises, self._zalo
        premises.settings |= {
            "KHAOSAT_ZALO_TOKENS": ",".join(zalo.tokens),
            "KHAOSAT_ZALO_BASE_URL": zalo.base_url,
        }
        payloads = await premises.furnish(self._count)
        typists = {
            key_of(number): Typist(
                zalo.phone(FIRST_PHONE + number, key_of(number), bot=number % len(zalo.bots)),
                payloads[key_of(number)],
                random.Random(f"{self._seed}:{number}"),
            )
            for number in range(1, self._count + 1)
        }
        await premises.open_wave()
        await self._start()
        coming = list(typists.values())
        lanes = [asyncio.create_task(self._come(coming)) for _ in range(BUSY)]
        for number, act in enumerate(self._acts, start=1):
            self._tell(f"{number}/{len(self._acts)}: {_told(act)}")
            await premises.sees(self._act(act, typists, lanes))
        zalo.faults.orders.clear()
        await premises.sees(self._everybody_finishes(typists, lanes))
        await premises.sees(self._settles())
        assert self._process is not None
        assert await self._process.terminate() == 0
        return await self._findings(typists)

    async def _come(self, coming: list[Typist]) -> None:
        while coming:
            await coming.pop(0).finishes()

    async def _start(self) -> None:
        """Start the bot and wait until it has asked for the events of every bot on Zalo."""
        before = self._polls()
        self._process = await self._premises.start()
        while self._polls() < before + len(self._zalo.bots):
            await self._zalo.world.changes.wait()

    def _polls(self) -> int:
        return self._zalo.server.call_counts.get(_FETCHING.lower(), 0)

    async def _act(self, act: Act, typists: dict[str, Typist], lanes: list[asyncio.Task[None]]) -> None:
        importing = await self._befall(act.trouble)
        assert self._process is not None
        self._signal = signal.SIGTERM if act.trouble is Trouble.STOPPED else signal.SIGKILL
        self._struck.clear()
        self._calls, self._blow = 0, Blow(_method(act), act.blow.count, act.blow.at)
        await self._falls(typists, lanes)
        code = await self._process.ends()
        assert code == (0 if self._signal is signal.SIGTERM else -self._signal), self._premises.logged()
        if importing is not None:
            await importing
        if act.trouble is Trouble.TORN:
            tear(self._file(), self._chance.randbytes(self._chance.randint(1, 9000)))
        await self._start()

    async def _falls(self, typists: dict[str, Typist], lanes: list[asyncio.Task[None]]) -> None:
        """Return when the blow has fallen. Whoever is not answered meanwhile says it again."""
        struck = asyncio.create_task(self._struck.wait())
        while not struck.done():
            if all(lane.done() for lane in lanes):
                struck.cancel()
                for lane in lanes:
                    lane.result()
                raise AssertionError(f"nobody is left to whom it could happen: {self._blow}")
            if not (await asyncio.wait({struck}, timeout=PATIENCE))[0]:
                await self._repeat(typists)

    async def _repeat(self, typists: dict[str, Typist]) -> None:
        for typist in typists.values():
            if typist.waits and typist.has_waited_for(PATIENCE):
                self._repeated += 1
                await typist.repeats()

    async def _everybody_finishes(self, typists: dict[str, Typist], lanes: list[asyncio.Task[None]]) -> None:
        while (await asyncio.wait(lanes, timeout=PATIENCE))[1]:
            await self._repeat(typists)
        for lane in lanes:
            lane.result()

    async def _settles(self) -> None:
        """Return when nothing is under way any more; rows tell nobody."""
        while not self._zalo.is_quiet() or await counted(self._premises.database_url, UNDER_WAY):  # noqa: ASYNC110
            await asyncio.sleep(0.1)

    # --- the blow -------------------------------------------------------------------------------------

    async def _run(self, bot: ZaloBot, method: str, call: Json) -> Any:
        blow = self._blow
        if blow is None or method != blow.method.lower():
            return await self._carry_out(bot, method, call)
        if blow.at is At.BEFORE and self._is_hit(blow):
            self._strike()
            await asyncio.Event().wait()  # until the dead caller's connection breaks
        result = await self._carry_out(bot, method, call)
        if blow is self._blow and blow.at is not At.BEFORE and self._is_hit(blow):
            if blow.at is At.SOON:
                asyncio.get_running_loop().call_later(self._chance.uniform(0.0, 0.03), self._strike)
            else:
                self._strike()
        return result

    def _is_hit(self, blow: Blow) -> bool:
        self._calls += 1
        if self._calls < blow.count:
            return False
        self._blow = None
        return True

    def _strike(self) -> None:
        assert self._process is not None
        self._process.strike(self._signal)
        self._struck.set()

    # --- what befalls the bot besides -----------------------------------------------------------------

    async def _befall(self, trouble: Trouble) -> asyncio.Task[None] | None:
        """Begin a trouble; returns what has to be waited for after the blow. Those that Zalo does not know are none."""
        fails, chance = self._zalo.script_failure, self._chance
        match trouble:
            case _ if trouble in _LOSING:
                self._lost_by_zalo += 1
                self._zalo.lose_next()
            case Trouble.REFUSED:
                fails(_FETCHING, 1, Fault.UNAUTHORIZED)
                fails(_FETCHING, 1, Fault.NOT_FOUND)
            case Trouble.DOWN:
                fails("", DOWN_CALLS, chance.choice((Fault.SERVER_ERROR, Fault.GATEWAY_ERROR)))
            case Trouble.RESET:
                fails("sendMessage", 1, Fault.DROPPED_AFTER)
            case Trouble.LIMITED:
                fails("sendMessage", 1, Fault.LIMITED)
            case Trouble.DATABASE:
                assert self._premises.restart_database is not None
                await asyncio.to_thread(self._premises.restart_database)
            case Trouble.SNAPSHOT:
                self._copy_the_files()
            case Trouble.IMPORT:
                return asyncio.create_task(self._import_is_killed())
            case _:
                pass
        return None

    def _file(self) -> Path:
        return Path(self._premises.database_url.removeprefix("sqlite:///"))

    def _copy_the_files(self) -> None:
        assert self._process is not None
        with self._process.frozen():
            folder = self._premises.folder / f"snapshot-{len(self._snapshots)}"
            self._snapshots.append(snapshot_of(self._file(), folder))

    async def _import_is_killed(self) -> None:
        importing = await self._premises.begin_import(self._count + MORE)
        ended = asyncio.create_task(importing.wait())
        await asyncio.wait({ended}, timeout=self._chance.uniform(0.2, 3.0))
        with suppress(ProcessLookupError):
            importing.kill()
        await ended

    # --- the check ------------------------------------------------------------------------------------

    async def _findings(self, typists: dict[str, Typist]) -> list[str]:
        url = self._premises.database_url
        found = await findings(url, typists)
        for snapshot in self._snapshots:
            found += torn(snapshot, url)
        said = sum(
            not moment.is_from_bot for typist in typists.values() for moment in typist.phone.chat.story
        )
        lost = said - await counted(url, STORED)
        most = self._lost_by_zalo + len(self._acts) * len(self._zalo.bots)
        self._tell(
            f"{said} words said, {self._repeated} of them again, {lost} lost (at most {most}); "
            f"{self._zalo.sent_count} messages of the bot"
        )
        return found if 0 <= lost <= most else [*found, f"{lost} words lost, at most {most} may be"]
