"""A process's tenure: it enters when nobody else works on the database, renews its leases, and knows when they end.

Whether a lease is over is judged by watching: one that was not renewed for its whole length, counted by our own
monotonic clock, or whose process is gone from this machine. So no step of a wall clock takes a lease from the living
or leaves one with the dead. The holder counts its own time from before each renewal, and stops a while before anybody
else may take over.
"""

import asyncio
import logging
import math
from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.clock import Clock
from bot.process.whereabouts import is_gone, this_process
from storage import leases
from storage.database import Database
from storage.leases import LENGTH, PROCESS, LeaseRecord

log = logging.getLogger(__name__)

RENEW_EVERY: Final = 10.0  # seconds
TRY_AGAIN_AFTER: Final = 1.0  # seconds after a renewal that failed, and between two looks while waiting
MARGIN: Final = 5.0
"""Seconds before others may take over at which the holder stops by itself."""


class Watch:
    """Judges whether leases are over. ``is_gone`` says so of a holder by what its lease tells, if it can know."""

    def __init__(self, clock: Clock, is_gone: Callable[[Mapping[str, Any]], bool] = is_gone) -> None:
        self._clock = clock
        self._is_gone = is_gone
        self._seen: dict[str, tuple[str, int, float]] = {}

    def is_over(self, lease: LeaseRecord) -> bool:
        """Whether it may be taken: its process is gone, or we have seen it unrenewed for its length."""
        if self._is_gone(lease.told):
            return True
        now = self._clock.monotonic()
        holder, count, since = self._seen.get(lease.name, ("", 0, now))
        if (holder, count) != (lease.holder, lease.renewal_count):
            self._seen[lease.name] = (lease.holder, lease.renewal_count, now)
            return False
        return now - since >= lease.length.total_seconds()


@dataclass(frozen=True, slots=True)
class Words:
    """What the log says of a lease: who holds it while this process waits, and that this process has it (again)."""

    waits: str
    works: str
    level: int = logging.WARNING


WORK: Final = Words(
    waits="another process already works on this database: %s. This one waits and takes over when that one ends",
    works="this process works again",
)
BROADCAST: Final = Words(
    waits="invitations and reminders are sent by %s; this process follows when that one ends",
    works="invitations and reminders are sent by this process",
    level=logging.INFO,
)


class Tenure:
    """The leases of one process: ``process:<id>`` and, unless it shares its work, ``intake``.

    ``enter`` before anything is claimed or fetched, ``keep`` beside the work, ``leave`` after it. Without
    ``is_process`` it is about ``intake`` alone, some work that one of several processes does.
    """

    def __init__(
        self,
        database: Database,
        clock: Clock,
        process_id: str,
        *,
        intake: str = "",
        told: Mapping[str, Any] | None = None,
        watch: Watch | None = None,
        is_process: bool = True,
        words: Words = WORK,
    ) -> None:
        self._database = database
        self._clock = clock
        self._id = process_id
        self._intake = intake
        self._told = this_process() if told is None else told
        self._watch = watch or Watch(clock)
        self._is_process = is_process
        self._words = words
        self._held_until = -math.inf
        self._begun = asyncio.Event()
        self._lost = asyncio.Event()
        self._announced = ""

    @property
    def is_held(self) -> bool:
        """Whether this process may claim and fetch at this moment."""
        return self._clock.monotonic() < self._held_until

    # --- entering, keeping, leaving ---------------------------------------------------------------

    async def enter(self) -> None:
        """Return when the leases are ours. While another process holds the intake, say so once, and wait."""
        while not await self._take():
            await self._clock.sleep(TRY_AGAIN_AFTER)
        self._announced = ""

    async def keep(self) -> None:
        """Renew the leases until cancelled; if another process has taken over, wait to take them back."""
        while True:
            await self._clock.sleep(RENEW_EVERY if self.is_held else TRY_AGAIN_AFTER)
            try:
                if not await self._renew():
                    await self.enter()
                    log.info(self._words.works)
            except Exception as error:  # noqa: BLE001  whatever keeps the database away: it is tried again
                log.warning("the lease could not be renewed (%s); trying again", type(error).__name__)

    async def leave(self) -> None:
        """Give the leases back: whoever waits takes over at once."""
        self._end()
        async with self._database.begin() as conn:
            await leases.release(conn, self._id)

    async def while_held(self, work: Callable[[], Awaitable[None]]) -> None:
        """Do ``work``, which never ends by itself, whenever the leases are held; break it off before they end."""
        while True:
            await self._begun.wait()
            working = asyncio.ensure_future(work())
            guarding = asyncio.create_task(self._expiry())
            try:
                await asyncio.wait({working, guarding}, return_when=asyncio.FIRST_COMPLETED)
                if working.done():
                    return working.result()
                log.warning("the lease is not held any more: nothing is fetched or claimed until it is again")
            finally:
                working.cancel()
                guarding.cancel()
                await asyncio.gather(working, guarding, return_exceptions=True)

    async def living(self, conn: AsyncConnection) -> Collection[str]:
        """Return the ids of the processes that live, and delete the leases of those that do not.

        In a writing transaction: no process enters while it lasts.
        """
        await leases.stand_in_line(conn)
        found = await leases.list_leases(conn, PROCESS)
        over = [lease for lease in found if lease.holder != self._id and self._watch.is_over(lease)]
        await leases.forget(conn, over)
        return {lease.holder for lease in found} - {lease.holder for lease in over} | {self._id}

    # --- steps ------------------------------------------------------------------------------------

    async def _take(self) -> bool:
        """Try to take the leases; what is over is taken from its holder."""
        began = self._clock.monotonic()
        if self._intake:
            async with self._database.glance() as conn:
                held = await leases.find(conn, self._intake)
            if held is not None and held.holder != self._id and not self._watch.is_over(held):
                self._announce(held)
                return False
        else:
            held = None
        async with self._database.begin() as conn:
            await leases.stand_in_line(conn)
            is_ours = not self._intake or await leases.take(
                conn, self._intake, self._id, self._told, self._clock.now(), instead_of=held
            )
            if is_ours and self._is_process:
                now = self._clock.now()
                await leases.take(conn, PROCESS + self._id, self._id, self._told, now)
        if is_ours:
            if held is not None and held.holder != self._id:
                log.info("taking over from %s, which has ended", _who(held))
            self._hold(began)
        return is_ours

    async def _renew(self) -> bool:
        """Renew both leases. False if the intake is another's now; what we held counts as lost then."""
        began = self._clock.monotonic()
        async with self._database.begin() as conn:
            await leases.stand_in_line(conn)
            now = self._clock.now()
            is_ours = not self._intake or await leases.renew(conn, self._intake, self._id, now)
            own = PROCESS + self._id
            if is_ours and self._is_process and not await leases.renew(conn, own, self._id, now):
                await leases.take(conn, own, self._id, self._told, now)  # it was judged over and deleted
        if is_ours:
            self._hold(began)
        else:
            self._end()
        return is_ours

    def _hold(self, since: float) -> None:
        self._held_until = since + LENGTH.total_seconds() - MARGIN
        self._lost.clear()
        self._begun.set()

    def _end(self) -> None:
        self._held_until = -math.inf
        self._begun.clear()
        self._lost.set()

    async def _expiry(self) -> None:
        """Return when the leases are no longer held."""
        while self.is_held:
            sleeping = asyncio.ensure_future(self._clock.sleep(self._held_until - self._clock.monotonic()))
            losing = asyncio.create_task(self._lost.wait())
            try:
                await asyncio.wait({sleeping, losing}, return_when=asyncio.FIRST_COMPLETED)
            finally:
                sleeping.cancel()
                losing.cancel()
        self._begun.clear()

    def _announce(self, held: LeaseRecord) -> None:
        if self._announced != held.holder:
            self._announced = held.holder
            log.log(self._words.level, self._words.waits, _who(held))


def tenures_of(
    database: Database, clock: Clock, process_id: str, channel: str, *, is_shared: bool
) -> tuple[Tenure, ...]:
    """Return the tenures of a process: its own and, where several share the work, that of the one that broadcasts."""
    if not is_shared:
        return (Tenure(database, clock, process_id, intake=f"intake:{channel}"),)
    name = f"broadcast:{channel}"
    broadcast = Tenure(database, clock, process_id, intake=name, is_process=False, words=BROADCAST)
    return Tenure(database, clock, process_id), broadcast


def _who(held: LeaseRecord) -> str:
    """Name a holder for people."""
    told = held.told
    since = f"{held.acquired_at:%Y-%m-%d %H:%M:%S} UTC"
    return f"process {told.get('pid', '?')} on {told.get('host', '?')}, since {since}"
