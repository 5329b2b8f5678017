"""The dispatcher: hands replies to their lane at once, claims what stands in the outbox, records what became of it."""

import asyncio
import logging
import math
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.clock import Clock
from bot.dispatcher import verdicts
from bot.dispatcher.bulk import BulkLane
from bot.dispatcher.crew import Crew
from bot.dispatcher.pacing import ChatGaps
from bot.dispatcher.replies import ReplyLane
from bot.dispatcher.sending import Sender
from bot.dispatcher.sharing import Redraw, SharedCards
from bot.dispatcher.verdicts import Verdict
from bot.envelopes import Reply, from_row, to_row
from bot.messages import Outlet
from storage import mailbox, pauses, sending
from storage.budgets import Account
from storage.chat_holds import hold_chats
from storage.database import Database
from storage.mailbox import Debt

log = logging.getLogger(__name__)

BULK_RATE: Final = 28.0  # a second; Telegram documents 30 for bulk
LOOK_EVERY: Final = timedelta(seconds=1)
TROUBLE_PAUSE: Final = 1.0  # seconds
RECORD_WITHIN: Final = 0.1
"""Seconds after which it is recorded that a card has arrived, unless a turn's transaction records it before: a card
of which it is not recorded is drawn again after a crash, and nothing else."""
BREATH: Final = 0.05  # seconds between two looks at what other processes send
CARD_PATIENCE: Final = 2.0
"""Seconds for which the intake waits to learn what became of a card whose reader has already answered."""

Living = Callable[[AsyncConnection], Awaitable[Collection[str]]]


async def _nothing(_conn: AsyncConnection, _debts: Sequence[Debt], _now: datetime) -> list[Reply]:
    return []


async def _nobody(_conn: AsyncConnection) -> Collection[str]:
    return ()


class Dispatcher:
    """The one way out. ``deliver`` what a turn answers after its commit, ``wake`` it after whatever else was queued.

    ``holder`` marks what this dispatcher has taken over: whatever a holder left that is not among the ``living`` is
    settled, and ``redraw`` makes its owed cards anew. Nothing is claimed unless it ``may_claim``, no bulk unless it
    ``may_broadcast``: of several processes one does, so that ``bulk_rate``, in messages a second by each account, is
    the rate of all. ``is_shared`` says that others may serve the same chats. ``look_every`` is how often the outbox is
    read without being woken, for what other processes queue; with ``None`` only wakes and the rows' own times count (a
    virtual clock would stop at every look).
    """

    def __init__(
        self,
        database: Database,
        channels: Mapping[str, Outlet],
        clock: Clock,
        *,
        holder: str = "",
        bulk_rate: float = BULK_RATE,
        look_every: timedelta | None = LOOK_EVERY,
        redraw: Redraw = _nothing,
        living: Living = _nobody,
        may_claim: Callable[[], bool] = lambda: True,
        may_broadcast: Callable[[], bool] = lambda: True,
        is_shared: bool = False,
    ) -> None:
        self._database = database
        self._clock = clock
        self.holder = holder or secrets.token_hex(6)
        self._look_every = look_every
        self._redraw = redraw
        self._living = living
        self._may_claim = may_claim
        self._may_broadcast = may_broadcast
        self._cards = SharedCards(database, self.holder, redraw, is_shared=is_shared)
        self._crew = Crew()
        self._sender = Sender(channels, clock)
        gaps = ChatGaps()
        self._replies = ReplyLane(
            self._sender,
            self._crew,
            gaps=gaps,
            clock=clock,
            record=self._record,
            pause_bulk=self._pause_bulk,
            is_held=self._is_held,
            is_ours=self._cards.is_ours,
        )
        self._bulk = BulkLane(
            self._sender,
            self._crew,
            gaps=gaps,
            rate=bulk_rate,
            clock=clock,
            record=self._record,
            database=database,
            holder=self.holder,
            wake=self.wake,
            yields=self._replies.is_crowded,
        )
        self._woken = asyncio.Event()
        self._is_told = False  # the outbox has changed
        self._is_look_due, self._look_at = True, math.inf  # of the monotonic clock
        self._woken.set()  # what is in the outbox already is work
        self._verdicts: list[Verdict] = []
        self._recording = asyncio.Lock()  # what is taken from the list is written before anybody reads
        self._alarm: tuple[float, asyncio.Task[None]] | None = None
        self._is_alarm_starting = False
        self._is_running = False
        self._is_stopping = False
        self._ended = asyncio.Event()

    # --- what others call ---------------------------------------------------------------------------

    def deliver(self, replies: Sequence[Reply]) -> None:
        """Send replies whose turns are committed."""
        self._replies.deliver(replies)

    def wake(self) -> None:
        """Say that the outbox has changed."""
        self._is_told = True
        self._woken.set()

    def is_idle(self) -> bool:
        """Say whether nothing is left to do until the clock moves or somebody wakes it.

        Waiting for a turn (pacing, a pause, a row's own time) is idle: the clock ends it.
        """
        is_working = self._woken.is_set() or self._crew.busy_count > 0
        return not is_working and not self._is_alarm_starting and self._bulk.is_idle

    @asynccontextmanager
    async def recording(self, chats: Collection[tuple[str, str]] = ()) -> AsyncIterator[AsyncConnection]:
        """Open a transaction that also records what became of messages since the last one.

        Whoever reads in it where a chat stands reads what its owner has seen. It holds ``chats`` (channel, address):
        no other process takes a turn there until it ends.
        """
        drawn: list[Reply] = []
        async with self._recording:
            recorded, self._verdicts = self._verdicts, []
            try:
                async with self._database.begin() as conn:
                    cards = [verdict.card for verdict in recorded if verdict.card is not None]
                    await hold_chats(conn, chats, {card.contact_point_id for card in cards})
                    drawn = await self._write(conn, recorded)
                    yield conn
            except BaseException:
                self._verdicts = recorded + self._verdicts  # what was sent is never forgotten
                raise
        self.deliver(drawn)

    async def busy_elsewhere(
        self, conn: AsyncConnection, chats: Collection[tuple[str, str]]
    ) -> set[tuple[str, str]]:
        """Return the chats to which another process is sending a card: what their owners have seen is not known yet."""
        return await self._cards.elsewhere(conn, chats)

    async def keep(self, conn: AsyncConnection, replies: Sequence[Reply], now: datetime) -> None:
        """Store, in the turns' own transaction, what outlives a crash: rows, and which chats are owed a card."""
        stored = [reply for reply in replies if reply.is_stored]
        numbers = await mailbox.keep(conn, [to_row(reply, now) for reply in stored], self.holder)
        for reply, number in zip(stored, numbers, strict=True):
            reply.row_id, reply.attempt_count = number, 0
        owed = {
            reply.contact_point_id: reply.turn
            for reply in replies
            if reply.is_owed and reply.contact_point_id is not None
        }
        await mailbox.owe(conn, [Debt(chat, turn, self.holder) for chat, turn in owed.items()])

    async def cards_settled(self, chats: Collection[tuple[str, str]]) -> None:
        """Return when no card is on the wire to these chats (channel, address), or after two seconds.

        Somebody quick answers a card before it is recorded that it arrived; then one knows what they had read.
        """
        if not self._replies.has_cards_for(chats):
            return
        waiting = {
            asyncio.create_task(self._replies.cards_settled(chats)),
            asyncio.create_task(self._clock.sleep(CARD_PATIENCE)),
        }
        try:
            await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in waiting:
                task.cancel()

    async def breathe(self) -> None:
        """Return a moment later."""
        await self._clock.sleep(BREATH)

    async def run(self) -> None:
        """Settle what a crash left, then send until ``drain``; cancelled, it abandons everything as it is."""
        self._is_running = True
        bulk = asyncio.create_task(self._bulk.run(), name="dispatcher-bulk")
        bulk.add_done_callback(lambda _: self._woken.set())  # a bulk lane that broke must not go unseen
        try:
            with self._crew.at_work():
                await self.recover()
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
        waiting = self._replies.close()
        await self._crew.finish()
        now = self._clock.now()
        begun = [message.id for message in self._bulk.give_back()]
        begun += [reply.row_id for reply in waiting if reply.row_id is not None]
        self._verdicts += [verdicts.put_back(row_id, now) for row_id in begun]
        await self._round()
        self._woken.clear()

    # --- rounds ------------------------------------------------------------------------------------

    async def recover(self) -> None:
        """Settle what dead holders left; cards that are owed are drawn again."""
        now = self._clock.now()
        async with self._database.begin() as conn:
            living = {*await self._living(conn), self.holder}
            again, unknown = await mailbox.recover(conn, now, living)
            debts = await mailbox.abandoned_debts(conn, living)
            replies = await self._redraw(conn, debts, now)
            drawn = {reply.contact_point_id for reply in replies}
            await mailbox.forget_debts(
                conn, [debt.contact_point_id for debt in debts if debt.contact_point_id not in drawn]
            )
            await self.keep(conn, replies, now)
        self.deliver(replies)
        if again or unknown or debts:
            told = "after a crash: %d messages go again, %d are left unknown, %d cards are drawn again"
            log.warning(told, again, unknown, len(replies))

    async def _round_safely(self) -> None:
        try:
            await self._round()
        except Exception as error:  # noqa: BLE001  what was to be written is kept, and written later
            log.error("the outbox could not be read or written (%s); trying again", type(error).__name__)  # noqa: TRY400
            self._look_after(TROUBLE_PAUSE)

    async def _round(self) -> None:
        now = self._clock.now()
        is_told, self._is_told = self._is_told, False
        is_look_due, self._is_look_due = self._is_look_due, False
        if not is_told and not (is_look_due and await self._is_anything_due(now)):
            if self._verdicts:
                async with self.recording():
                    pass
            if self._look_at < math.inf:
                self._set_alarm(max(0.0, self._look_at - self._clock.monotonic()))
            return
        async with self.recording() as conn:
            claimed, next_at = await mailbox.claim_due(conn, now, self._rooms(), self.holder)
        self.deliver([from_row(message) for message in claimed if message.lane == "reply"])
        self._bulk.add([message for message in claimed if message.lane == "bulk"])
        self._set_next_alarm(now, next_at)

    async def _write(self, conn: AsyncConnection, recorded: Sequence[Verdict]) -> list[Reply]:
        """Record what became of messages; returns the cards that are to be drawn once more."""
        if not recorded:
            return []
        now = self._clock.now()
        for verdict in recorded:
            if verdict.bulk_rests:
                await pauses.note(conn, verdict.account, verdict.bulk_rests, now)
        await mailbox.mark(conn, [verdict.outcome for verdict in recorded if verdict.outcome is not None])
        cards = [verdict.card for verdict in recorded if verdict.card is not None]
        drawn = await self._cards.record(conn, cards, now)
        await self.keep(conn, drawn, now)
        for verdict in recorded:
            if verdict.closes is not None:
                await sending.close_contact(conn, *verdict.closes, now)
        return drawn

    def _rooms(self) -> dict[str, int]:
        """How many more may be claimed, by lane: none of a lane that is missing."""
        if self._is_stopping or not self._may_claim():
            return {}
        return {"reply": self._replies.room, "bulk": self._bulk.room() if self._may_broadcast() else 0}

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
        if verdict.outcome is None and verdict.closes is None and not verdict.bulk_rests:
            self._set_alarm(RECORD_WITHIN)
            return
        self._is_told = True  # another row may have waited for this one
        self._woken.set()

    async def _is_held(self, row_id: int) -> bool:
        async with self._database.glance() as conn:
            return await mailbox.is_held(conn, row_id, self.holder)

    def _pause_bulk(self, account: Account, seconds: float) -> None:
        self._bulk.pause(account, seconds)
        self._record(Verdict(bulk_rests=seconds, account=account))

    # --- the alarm ---------------------------------------------------------------------------------

    def _set_next_alarm(self, now: datetime, next_at: datetime | None) -> None:
        """Wake when the next row is due, or for the next look, whatever comes first."""
        waits: list[float] = []
        if next_at is not None:
            waits.append((next_at - now).total_seconds())
        if self._look_every is not None:
            waits.append(self._look_every.total_seconds())
        ahead = [wait for wait in waits if wait > 0]
        if ahead:
            self._look_after(min(ahead))
        else:
            self._look_at = math.inf

    def _look_after(self, seconds: float) -> None:
        self._look_at = self._clock.monotonic() + seconds
        self._set_alarm(seconds)

    def _set_alarm(self, seconds: float) -> None:
        """Wake after ``seconds``, unless an earlier alarm is set already."""
        at = self._clock.monotonic() + seconds
        if self._alarm is not None:
            set_for, task = self._alarm
            if not task.done() and set_for <= at:
                return
            task.cancel()
        self._is_alarm_starting = True  # its task must run up to its sleep before the clock may move
        self._alarm = (at, asyncio.create_task(self._ring(seconds), name="dispatcher-alarm"))

    async def _ring(self, seconds: float) -> None:
        self._is_alarm_starting = False
        await self._clock.sleep(seconds)
        # An alarm that only reminds to record what has arrived costs no look at the outbox.
        self._is_look_due = self._is_look_due or self._clock.monotonic() >= self._look_at
        self._woken.set()
