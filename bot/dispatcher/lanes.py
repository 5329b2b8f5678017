"""The two lanes: replies at once and beside each other, bulk evenly paced behind them."""

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final

from sqlalchemy.exc import SQLAlchemyError

from bot.clock import Clock
from bot.dispatcher import verdicts
from bot.dispatcher.checks import TOO_LATE, is_too_late, reason_to_drop
from bot.dispatcher.crew import Crew
from bot.dispatcher.pacing import Pace
from bot.dispatcher.sending import Sender
from bot.dispatcher.verdicts import Verdict
from storage import sending
from storage.database import Database
from storage.mailbox import CONTACT_PURPOSES, ClaimedMessage

log = logging.getLogger(__name__)

REPLIES_AT_ONCE: Final = 30
BULK_AT_ONCE: Final = 60
BULK_AHEAD: Final = 14
"""Bulk claimed ahead of its turn, half a second's worth: as many are left unknown by a kill."""

Record = Callable[[Verdict], None]


class ReplyLane:
    """Replies: each is sent as soon as the limit over all allows (the claim keeps a chat's order).

    The answer to a tap is no message: it needs no turn, and is soon worth nothing.
    """

    def __init__(self, sender: Sender, crew: Crew, pace: Pace, clock: Clock, record: Record) -> None:
        self._sender = sender
        self._crew = crew
        self._pace = pace
        self._clock = clock
        self._record = record
        self._count = 0
        self._waiting: set[asyncio.Task[None]] = set()
        self._is_closing = False

    @property
    def room(self) -> int:
        """How many more may be claimed."""
        return REPLIES_AT_ONCE - self._count

    def start(self, messages: Sequence[ClaimedMessage]) -> None:
        """Send these, beside each other."""
        for message in messages:
            self._count += 1
            self._crew.start(self._send(message))

    def close(self) -> None:
        """Give back what still waits for its turn; what is on the wire goes on."""
        self._is_closing = True
        for task in self._waiting:
            task.cancel()

    async def _send(self, message: ClaimedMessage) -> None:
        try:
            now = self._clock.now()
            turn = now if message.purpose == "toast" else self._pace.reserve_reply(now, message.address)
            if turn > now and not await self._wait(turn):
                self._record(verdicts.put_back(message, now))
            else:
                self._record(await self._sender.attempt(message))
        finally:
            self._count -= 1

    async def _wait(self, turn: datetime) -> bool:
        """Wait for a turn; returns false if the lane closed meanwhile."""
        task = asyncio.current_task()
        assert task is not None
        self._waiting.add(task)
        try:
            with self._crew.resting():
                await self._clock.sleep_until(turn)
        except asyncio.CancelledError:
            if not self._is_closing:
                raise
            return False
        finally:
            self._waiting.discard(task)
        return True


class BulkLane:
    """Bulk: one after the other at an even pace, each looked at once more before it leaves."""

    def __init__(
        self,
        sender: Sender,
        crew: Crew,
        pace: Pace,
        clock: Clock,
        record: Record,
        *,
        database: Database,
        wake: Callable[[], None],
    ) -> None:
        self._sender = sender
        self._crew = crew
        self._pace = pace
        self._clock = clock
        self._record = record
        self._database = database
        self._wake = wake
        self._stock: deque[ClaimedMessage] = deque()
        self._stocked = asyncio.Event()
        self._count = 0
        self._is_waiting = False

    def room(self, now: datetime) -> int:
        """How many more may be claimed at ``now``: none while bulk is paused."""
        paused_until = self._pace.paused_until
        is_paused = paused_until is not None and paused_until > now
        return 0 if is_paused or self._is_stocked else BULK_AHEAD - len(self._stock)

    @property
    def _is_stocked(self) -> bool:
        return len(self._stock) > BULK_AHEAD // 2

    @property
    def is_idle(self) -> bool:
        """Whether there is nothing to start, or what there is waits for the clock."""
        return not self._stock or self._is_waiting

    def add(self, messages: Sequence[ClaimedMessage]) -> None:
        """Take claimed messages into stock."""
        self._stock.extend(messages)
        if self._stock:
            self._stocked.set()

    def give_back(self) -> list[ClaimedMessage]:
        """Return what was claimed and has not left."""
        rest = list(self._stock)
        self._stock.clear()
        return rest

    async def run(self) -> None:
        """Start the messages in stock, each at its turn, until cancelled."""
        while True:
            self._is_waiting = False
            if not self._stock:
                self._stocked.clear()
                await self._stocked.wait()
                continue
            now = self._clock.now()
            turn = self._turn(now)
            if turn > now:
                self._is_waiting = True
                await self._clock.sleep_until(turn)
                continue
            self._count += 1
            self._crew.start(self._send(self._take(now)))
            if not self._is_stocked:
                self._wake()

    def _turn(self, now: datetime) -> datetime:
        if self._count >= BULK_AT_ONCE:
            return now + self._pace.bulk_gap
        free_at = min(self._pace.chat_at(now, message.address) for message in self._stock)
        return max(self._pace.bulk_at(now), free_at, self._sender.halted_until or now)

    def _take(self, now: datetime) -> ClaimedMessage:
        """Take the first message whose chat is free."""
        place = next(
            place
            for place, message in enumerate(self._stock)
            if self._pace.chat_at(now, message.address) <= now
        )
        message = self._stock[place]
        del self._stock[place]
        self._pace.take_bulk(now, message.address)
        return message

    async def _send(self, message: ClaimedMessage) -> None:
        try:
            reason = await self._reason_to_drop(message)
            if reason:
                self._record(verdicts.drop(message, reason, self._clock.now()))
            else:
                self._record(await self._sender.attempt(message))
        except SQLAlchemyError:
            log.exception("case %s could not be looked at before sending; trying again", message.case_id)
            self._record(verdicts.put_back(message, self._clock.now()))
        finally:
            self._count -= 1

    async def _reason_to_drop(self, message: ClaimedMessage) -> str:
        now = self._clock.now()
        if is_too_late(message, now):
            return TOO_LATE
        if message.purpose not in CONTACT_PURPOSES or message.case_id is None:
            return ""
        async with self._database.glance() as conn:
            state = await sending.contact_state(conn, message.case_id, message.contact_point_id)
        return reason_to_drop(message, state, now)
