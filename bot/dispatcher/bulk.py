"""The bulk lane: invitations and reminders, one after the other at an even pace, behind the replies.

Each is looked at once more before it leaves, in the transaction that notes that it may be on the wire from now on:
what had not begun when its process died goes again.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Sequence
from typing import Final

from sqlalchemy.exc import SQLAlchemyError

from bot.clock import Clock
from bot.dispatcher import verdicts
from bot.dispatcher.checks import TOO_LATE, is_too_late, reason_to_drop
from bot.dispatcher.crew import Crew
from bot.dispatcher.pacing import ChatGaps, Throttle
from bot.dispatcher.sending import Sender
from bot.dispatcher.verdicts import Verdict
from bot.envelopes import decode
from bot.messages import FailureKind, SendError, Sent
from bot.process.outside import in_short, is_from_outside
from storage import budgets, mailbox, pauses, sending
from storage.database import Database
from storage.mailbox import CONTACT_PURPOSES, ClaimedMessage
from storage.sending import SPENT

log = logging.getLogger(__name__)

AT_ONCE: Final = 60
AHEAD: Final = 14  # claimed ahead of its turn: half a second's worth
FIRST_PAUSE: Final = 5.0  # seconds that bulk rests while nobody answers, and twice as long each time, up to
LONGEST_PAUSE: Final = 60.0
PAUSED: Final = "paused"


class BulkLane:
    """Sends what was claimed, at the turns of ``throttle``. ``yields`` says whether replies wait for the platform."""

    def __init__(
        self,
        sender: Sender,
        crew: Crew,
        *,
        gaps: ChatGaps,
        throttle: Throttle,
        clock: Clock,
        record: Callable[[Verdict], None],
        database: Database,
        holder: str,
        wake: Callable[[], None],
        yields: Callable[[], bool],
    ) -> None:
        self._sender = sender
        self._crew = crew
        self._gaps = gaps
        self._throttle = throttle
        self._clock = clock
        self._record = record
        self._database = database
        self._holder = holder
        self._wake = wake
        self._yields = yields
        self._stock: deque[ClaimedMessage] = deque()
        self._stocked = asyncio.Event()
        self._count = 0
        self._pause = 0.0
        self._is_waiting = False

    def room(self) -> int:
        """How many more may be claimed: none while bulk is paused."""
        is_paused = self._throttle.blocked_until > self._clock.monotonic()
        return 0 if is_paused or self._is_stocked else AHEAD - len(self._stock)

    @property
    def _is_stocked(self) -> bool:
        return len(self._stock) > AHEAD // 2

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
            now = self._clock.monotonic()
            turn = self._turn(now)
            if turn > now:
                self._is_waiting = True
                await self._clock.sleep(turn - now)
                continue
            self._count += 1
            self._crew.start(self._send(self._take(now)))
            if not self._is_stocked:
                self._wake()

    def _turn(self, now: float) -> float:
        if self._count >= AT_ONCE or self._yields():
            return now + 1 / (self._throttle.rate or 1.0)
        free_at = min(self._gaps.free_at(now, _chat(message)) for message in self._stock)
        return max(self._throttle.free_at(now), free_at, self._sender.halted_until)

    def _take(self, now: float) -> ClaimedMessage:
        """Take the first message whose chat is free."""
        place = next(
            place
            for place, message in enumerate(self._stock)
            if self._gaps.free_at(now, _chat(message)) <= now
        )
        message = self._stock[place]
        del self._stock[place]
        self._throttle.take(now)
        self._gaps.note(now, _chat(message))
        return message

    async def _send(self, message: ClaimedMessage) -> None:
        try:
            reason = await self._begin(message)
        except (SQLAlchemyError, OSError) as error:
            told = "case %s could not be looked at before sending (%s); trying again"
            log.warning(told, message.case_id, in_short(error), exc_info=not is_from_outside(error))
            self._record(verdicts.put_back(message.id, self._clock.now()))
        else:
            if reason is None:
                log.warning("message %d was taken over by another process", message.id)
            elif reason == PAUSED:
                self._record(verdicts.put_back(message.id, self._clock.now()))
            elif reason:
                self._record(verdicts.drop(message, reason, self._clock.now()))
            else:
                await self._attempt(message)
        finally:
            self._count -= 1

    async def _begin(self, message: ClaimedMessage) -> str | None:
        """Return why a message must not leave, empty if it may and is noted as begun; ``None`` if it is not ours.

        Another process, or the one before this, may have met a 429 that is not over.
        """
        now = self._clock.now()
        if is_too_late(message, now):
            return TOO_LATE
        async with self._database.begin() as conn:
            if left := await pauses.seconds_left(conn, now):
                self._throttle.pause(self._clock.monotonic() + left)
                return PAUSED
            if message.purpose in CONTACT_PURPOSES and message.case_id is not None:
                if budgets.account_of(*_chat(message)) in await budgets.spent_accounts(conn, now):
                    return SPENT
                state = await sending.contact_state(conn, message.case_id, message.contact_point_id)
                if reason := reason_to_drop(message, state, now):
                    return reason
            return "" if await mailbox.begin_sending(conn, message.id, self._holder) else None

    async def _attempt(self, message: ClaimedMessage) -> None:
        result: Sent | SendError
        try:
            outbound = decode(message.message, message.attachment)
            result = await self._sender.send(message.channel, message.address, outbound)
        except SendError as error:
            result = error
            self._rest_after(error)
        else:
            self._pause = 0.0
        self._record(verdicts.judge_bulk(message, result, self._clock.now()))

    def _rest_after(self, error: SendError) -> None:
        now = self._clock.monotonic()
        if error.kind is FailureKind.LIMITED:
            self._throttle.refuse(now, error.retry_after)
            self._record(Verdict(bulk_rests=error.retry_after))
        elif error.retryable and now >= self._throttle.blocked_until:
            self._pause = min(max(FIRST_PAUSE, self._pause * 2), LONGEST_PAUSE)
            self._throttle.pause(now + self._pause)


def _chat(message: ClaimedMessage) -> tuple[str, str]:
    return message.channel, message.address
