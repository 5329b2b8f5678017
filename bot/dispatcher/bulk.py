"""The bulk lane: invitations and reminders, one after the other at an even pace, behind the replies.

Each account has a pace and pauses of its own: what must wait for it is put back until then, and holds nobody else up.

Each is looked at once more before it leaves, in the transaction that notes that it may be on the wire from now on:
what had not begun when its process died goes again.
"""

import asyncio
import logging
from collections import Counter, deque
from collections.abc import Callable, Sequence
from typing import Final

from sqlalchemy.exc import SQLAlchemyError

from bot.clock import Clock
from bot.dispatcher import verdicts
from bot.dispatcher.checks import is_too_late, reason_to_drop
from bot.dispatcher.crew import Crew
from bot.dispatcher.pacing import ChatGaps, Throttle
from bot.dispatcher.sending import Sender
from bot.dispatcher.verdicts import Verdict
from bot.envelopes import decode
from bot.messages import FailureKind, SendError, Sent
from bot.process.outside import in_short, is_from_outside
from storage import budgets, mailbox, pauses, sending
from storage.budgets import Account
from storage.database import Database
from storage.mailbox import CONTACT_PURPOSES, TOO_LATE, ClaimedMessage
from storage.sending import SPENT
from storage.situations import PURPOSE as SITUATION

log = logging.getLogger(__name__)

AT_ONCE: Final = 60
AHEAD: Final = 14  # claimed ahead of its turn: half a second's worth
PATIENCE: Final = 1.0  # seconds that a claimed message may wait for its turn before others take its place
FIRST_PAUSE: Final = 5.0  # seconds that bulk rests while nobody answers, and twice as long each time, up to
LONGEST_PAUSE: Final = 60.0
PAUSED: Final = "paused"


class BulkLane:
    """Sends what was claimed, at most ``rate`` a second by each account.

    ``yields`` says whether replies by an account wait for its platform.
    """

    def __init__(
        self,
        sender: Sender,
        crew: Crew,
        *,
        gaps: ChatGaps,
        rate: float,
        clock: Clock,
        record: Callable[[Verdict], None],
        database: Database,
        holder: str,
        wake: Callable[[], None],
        yields: Callable[[Account], bool],
    ) -> None:
        self._sender = sender
        self._crew = crew
        self._gaps = gaps
        self._rate = rate
        self._throttles: dict[Account, Throttle] = {}
        self._clock = clock
        self._record = record
        self._database = database
        self._holder = holder
        self._wake = wake
        self._yields = yields
        self._stock: deque[ClaimedMessage] = deque()
        self._stocked = asyncio.Event()
        self._counts: Counter[Account] = Counter()
        self._pauses: dict[Account, float] = {}
        self._is_waiting = False

    def room(self) -> int:
        """How many more may be claimed."""
        return 0 if self._is_stocked else AHEAD - len(self._stock)

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
            self._put_back_resting(now)
            if not self._stock:
                continue
            turn = min(self._turn(now, message) for message in self._stock)
            if turn > now:
                self._is_waiting = True
                await self._clock.sleep(turn - now)
                continue
            self._crew.start(self._send(self._take(now)))
            if not self._is_stocked:
                self._wake()

    def pause(self, account: Account, seconds: float) -> None:
        """Let an account's bulk rest for so long from now on."""
        self._throttle(account).pause(self._clock.monotonic() + seconds)

    def _throttle(self, account: Account) -> Throttle:
        return self._throttles.setdefault(account, Throttle(self._rate))

    def _rest_left(self, now: float, account: Account) -> float:
        """For how many seconds nothing may leave by this account."""
        return max(self._throttle(account).blocked_until, self._sender.halted_until(account)) - now

    def _put_back_resting(self, now: float) -> None:
        """Put back what cannot leave soon, until its turn: an account that rests or is slow holds up no other."""
        waiting, self._stock = self._stock, deque()
        counts: Counter[Account] = Counter()
        for message in waiting:
            account = _account(message)
            left = self._rest_left(now, account)
            if left <= 0:
                left = self._throttle(account).turn_after(now, counts[account]) - now
                counts[account] += 1
                if left <= PATIENCE:
                    self._stock.append(message)
                    continue
            self._record(verdicts.put_back(message.id, self._clock.now(), wait=left))

    def _turn(self, now: float, message: ClaimedMessage) -> float:
        account = _account(message)
        throttle = self._throttle(account)
        if self._counts[account] >= AT_ONCE or self._yields(account):
            return now + 1 / (throttle.rate or 1.0)
        return max(throttle.free_at(now), self._gaps.free_at(now, _chat(message)))

    def _take(self, now: float) -> ClaimedMessage:
        """Take the first message whose turn it is."""
        place = next(place for place, message in enumerate(self._stock) if self._turn(now, message) <= now)
        message = self._stock[place]
        del self._stock[place]
        self._counts[_account(message)] += 1
        self._throttle(_account(message)).take(now)
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
                left = self._rest_left(self._clock.monotonic(), _account(message))
                self._record(verdicts.put_back(message.id, self._clock.now(), wait=left))
            elif reason:
                self._record(verdicts.drop(message, reason, self._clock.now()))
            else:
                await self._attempt(message)
        finally:
            self._counts[_account(message)] -= 1

    async def _begin(self, message: ClaimedMessage) -> str | None:
        """Return why a message must not leave, empty if it may and is noted as begun; ``None`` if it is not ours.

        Another process, or the one before this, may have met a 429 that is not over.
        """
        now = self._clock.now()
        if is_too_late(message, now):
            return TOO_LATE
        async with self._database.begin() as conn:
            if left := await pauses.seconds_left(conn, _account(message), now):
                self.pause(_account(message), left)
                return PAUSED
            is_contact = message.purpose in CONTACT_PURPOSES and message.case_id is not None
            is_spared = is_contact or message.purpose == SITUATION
            if is_spared and _account(message) in await budgets.spent_accounts(conn, now):
                return SPENT
            if is_contact:
                assert message.case_id is not None
                state = await sending.contact_state(conn, message.case_id, message.contact_point_id)
                if reason := reason_to_drop(message, state, now):
                    return reason
            if not await mailbox.begin_sending(conn, message.id, self._holder):
                return None
            await sending.end_offer(conn, message.contact_point_id, str(message.message.get("offered", "")))
            return ""

    async def _attempt(self, message: ClaimedMessage) -> None:
        result: Sent | SendError
        try:
            outbound = decode(message.message, message.attachment)
            result = await self._sender.send(message.channel, message.address, outbound)
        except SendError as error:
            result = error
            self._rest_after(_account(message), error)
        else:
            self._pauses.pop(_account(message), None)
        wait = self._rest_left(self._clock.monotonic(), _account(message))
        self._record(verdicts.judge_bulk(message, result, self._clock.now(), wait=wait))

    def _rest_after(self, account: Account, error: SendError) -> None:
        now, throttle = self._clock.monotonic(), self._throttle(account)
        if error.kind is FailureKind.LIMITED:
            throttle.refuse(now, error.retry_after)
            self._record(Verdict(bulk_rests=error.retry_after, account=account))
        elif error.retryable and now >= throttle.blocked_until:
            self._pauses[account] = min(max(FIRST_PAUSE, self._pauses.get(account, 0.0) * 2), LONGEST_PAUSE)
            throttle.pause(now + self._pauses[account])


def _chat(message: ClaimedMessage) -> tuple[str, str]:
    return message.channel, message.address


def _account(message: ClaimedMessage) -> Account:
    return budgets.account_of(message.channel, message.address)
