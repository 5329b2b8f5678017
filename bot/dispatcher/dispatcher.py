"""Claims what is due, hands it to the lanes, records what became of it: one transaction a round."""

import asyncio
import logging
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.clock import Clock
from bot.dispatcher import verdicts
from bot.dispatcher.crew import Crew
from bot.dispatcher.lanes import BulkLane, ReplyLane
from bot.dispatcher.pacing import Pace
from bot.dispatcher.sending import Sender
from bot.dispatcher.verdicts import Verdict
from bot.messages import Channel
from storage import mailbox, sending
from storage.database import Database

log = logging.getLogger(__name__)

LOOK_EVERY: Final = timedelta(seconds=1)
TROUBLE_PAUSE: Final = timedelta(seconds=1)
CARD_PATIENCE: Final = timedelta(seconds=2)
"""How long the intake waits to learn what became of a card whose reader has already answered."""


class Dispatcher:
    """The one way out: ``wake`` it after every commit that queued something, ``run`` once, ``drain`` to stop.

    Replies go at once, many chats beside each other, in order within a chat; bulk goes evenly paced behind
    them, ``rate`` a second. ``name`` marks what this dispatcher has claimed: a successor of the same name
    settles what a crash left. ``look_every`` is how often the outbox is read without being woken, for what
    other processes queue; with ``None`` only wakes and the rows' own times count (a virtual clock would stop
    at every look).
    """

    def __init__(
        self,
        database: Database,
        channels: Mapping[str, Channel],
        clock: Clock,
        *,
        name: str = "bot",
        rate: float = 28.0,
        overall_rate: int = 30,
        look_every: timedelta | None = LOOK_EVERY,
    ) -> None:
        self._database = database
        self._clock = clock
        self._name = name
        self._look_every = look_every
        self._pace = Pace(rate, overall_rate)
        self._crew = Crew()
        self._sender = Sender(channels, clock, self._pace)
        self._replies = ReplyLane(self._sender, self._crew, self._pace, clock, self._record)
        self._bulk = BulkLane(
            self._sender, self._crew, self._pace, clock, self._record, database=database, wake=self.wake
        )
        self._woken = asyncio.Event()
        self._is_told = False
        self._woken.set()  # what is in the outbox already is work
        self._verdicts: list[Verdict] = []
        self._alarm: tuple[datetime, asyncio.Task[None]] | None = None
        self._is_alarm_starting = False
        self._is_running = False
        self._is_stopping = False
        self._ended = asyncio.Event()
        self._recorded = asyncio.Event()

    def wake(self) -> None:
        """Say that the outbox has changed."""
        self._is_told = True
        self._woken.set()

    def is_idle(self) -> bool:
        """Say whether nothing is left to do until the clock moves or somebody wakes it.

        Waiting for a turn (pacing, a pause, a row's own time) is idle: the clock ends it.
        """
        is_working = self._woken.is_set() or self._crew.busy_count > 0 or bool(self._verdicts)
        return not is_working and not self._is_alarm_starting and self._bulk.is_idle

    async def cards_settled(self, chats: Collection[tuple[str, str]]) -> None:
        """Return when no card is on the wire to these chats (channel, address), or after two seconds.

        Somebody quick answers a card before it is recorded that it arrived; then one knows what they had read.
        """
        if set(chats).isdisjoint(self._sender.cards_on_wire.values()):
            return
        waiting = {
            asyncio.create_task(self._cards_settled(set(chats))),
            asyncio.create_task(self._clock.sleep_until(self._clock.now() + CARD_PATIENCE)),
        }
        try:
            await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in waiting:
                task.cancel()

    async def _cards_settled(self, chats: set[tuple[str, str]]) -> None:
        while not chats.isdisjoint(self._sender.cards_on_wire.values()):
            await self._recorded.wait()

    async def run(self) -> None:
        """Settle what a crash left, then send until ``drain``; cancelled, it abandons everything as it is."""
        self._is_running = True
        bulk = asyncio.create_task(self._bulk.run(), name="dispatcher-bulk")
        bulk.add_done_callback(lambda _: self._woken.set())  # a bulk lane that broke must not go unseen
        try:
            with self._crew.at_work():
                await self._recover()
            while not self._is_stopping:
                await self._woken.wait()
                self._woken.clear()
                if bulk.done():
                    bulk.result()  # it never ends by itself: raise what broke it
                with self._crew.at_work():
                    await self._round_safely()
            await self._finish(bulk)
        finally:
            bulk.cancel()
            self._crew.cancel()
            if self._alarm is not None:
                self._alarm[1].cancel()
            self._ended.set()

    async def drain(self) -> None:
        """Stop: finish the sends in progress, give back what was only claimed, then return."""
        self._is_stopping = True
        self._woken.set()
        if self._is_running:
            await self._ended.wait()

    async def _finish(self, bulk: asyncio.Task[None]) -> None:
        bulk.cancel()
        await asyncio.wait({bulk})
        self._replies.close()
        await self._crew.finish()
        now = self._clock.now()
        self._verdicts += [verdicts.put_back(message, now) for message in self._bulk.give_back()]
        await self._round()
        self._woken.clear()

    # --- rounds ------------------------------------------------------------------------------------

    async def _recover(self) -> None:
        async with self._database.begin() as conn:
            again, unknown = await mailbox.recover(conn, self._clock.now(), claimed_by=self._name)
        if again or unknown:
            log.warning("after a crash: %d messages go again, %d are left unknown", again, unknown)

    async def _round_safely(self) -> None:
        try:
            await self._round()
        except Exception:
            log.exception("the outbox could not be read or written; trying again")
            self._set_alarm(self._clock.now() + TROUBLE_PAUSE)

    async def _round(self) -> None:
        now = self._clock.now()
        is_told, self._is_told = self._is_told, False
        if not self._verdicts and not is_told and not await self._is_anything_due(now):
            return
        recorded, self._verdicts = self._verdicts, []
        try:
            async with self._database.begin() as conn:
                await self._write(conn, recorded, now)
                claimed, next_at = await mailbox.claim_due(conn, now, self._rooms(now), self._name)
        except BaseException:
            self._verdicts = recorded + self._verdicts  # what was sent is never forgotten
            raise
        self._tell_recorded(recorded)
        self._replies.start([message for message in claimed if message.lane == "reply"])
        self._bulk.add([message for message in claimed if message.lane == "bulk"])
        self._set_next_alarm(now, next_at)

    def _tell_recorded(self, recorded: list[Verdict]) -> None:
        for verdict in recorded:
            self._sender.cards_on_wire.pop(verdict.outcome.id, None)
        if recorded:
            self._recorded.set()
            self._recorded = asyncio.Event()

    async def _write(self, conn: AsyncConnection, recorded: list[Verdict], now: datetime) -> None:
        await mailbox.mark(conn, [verdict.outcome for verdict in recorded])
        for verdict in recorded:
            if verdict.closes is not None:
                await sending.close_contact(conn, *verdict.closes, now)

    def _rooms(self, now: datetime) -> dict[str, int]:
        """How many more may be claimed, by lane: none of a lane that is missing."""
        if self._is_stopping or self._sender.is_halted(now):
            return {}
        return {"reply": self._replies.room, "bulk": self._bulk.room(now)}

    async def _is_anything_due(self, now: datetime) -> bool:
        """Look without taking the write lock: an idle second costs no transaction that others wait for."""
        async with self._database.glance() as conn:
            outlook = await mailbox.look(conn, now)
        if outlook.due_lanes:
            return True
        self._set_next_alarm(now, outlook.next_at)
        return False

    def _record(self, verdict: Verdict) -> None:
        self._verdicts.append(verdict)
        self._woken.set()

    # --- the alarm ---------------------------------------------------------------------------------

    def _set_next_alarm(self, now: datetime, next_at: datetime | None) -> None:
        moments = [self._sender.halted_until, self._pace.paused_until, next_at]
        if self._look_every is not None:
            moments.append(now + self._look_every)
        ahead = [moment for moment in moments if moment is not None and moment > now]
        if ahead:
            self._set_alarm(min(ahead))

    def _set_alarm(self, moment: datetime) -> None:
        """Wake at ``moment``, unless an earlier alarm is set already."""
        if self._alarm is not None:
            set_for, task = self._alarm
            if not task.done() and set_for <= moment:
                return
            task.cancel()
        self._is_alarm_starting = True  # its task must run up to its sleep before the clock may move
        self._alarm = (moment, asyncio.create_task(self._ring(moment), name="dispatcher-alarm"))

    async def _ring(self, moment: datetime) -> None:
        self._is_alarm_starting = False
        await self._clock.sleep_until(moment)
        self._woken.set()
