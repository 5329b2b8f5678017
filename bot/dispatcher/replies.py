"""The reply lane: what somebody did is answered at once, many chats beside each other, in order within a chat.

Replies are held in memory. What waits for a chat is kept short: a newer card of an interview takes the place of an
older one that has not left, so that a burst of taps, or an outage, ends with one card and not with a queue of old ones.
"""

import asyncio
import logging
from collections import Counter
from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from sqlalchemy.exc import SQLAlchemyError

from bot.clock import Clock
from bot.dispatcher.crew import Crew
from bot.dispatcher.pacing import ChatGaps, Throttle
from bot.dispatcher.sending import Sender
from bot.dispatcher.strangers import A_SECOND, Strangers
from bot.dispatcher.verdicts import Verdict, goes_again, judge_reply, wait_after
from bot.envelopes import Reply
from bot.messages import FailureKind, Outbound, OutboundKind, SendError, Sent
from storage.budgets import Account, account_of

Chat = tuple[str, str]  # channel, address
Record = Callable[[Verdict], None]
IsHeld = Callable[[int], Awaitable[bool]]
IsOurs = Callable[[Reply], Awaitable[bool]]

log = logging.getLogger(__name__)

_WORDS: Final = frozenset(OutboundKind) - {OutboundKind.TOAST, OutboundKind.STRIP}
LOOK_AGAIN_AFTER: Final = 1.0  # seconds, when it could not be looked up whether a file may leave
ROWS_AT_ONCE: Final = 100
"""Replies with a row of their own that may be in memory at a time."""


@dataclass(slots=True)
class _Waiting:
    """What waits for one chat; one task sends it."""

    replies: list[Reply] = field(default_factory=list)
    retry_at: float = 0.0
    is_driven: bool = False
    has_rested: bool = False  # meanwhile another process may have answered the chat


class ReplyLane:
    """Sends replies. ``record`` takes what is settled; ``pause_bulk`` hears whose bulk must rest, for how many seconds.

    ``is_held`` says whether the row of a file is still ours: whoever it is for may have lost the right to it;
    ``is_ours``, whether a card that had to wait is still ours to send.
    """

    def __init__(
        self,
        sender: Sender,
        crew: Crew,
        *,
        gaps: ChatGaps,
        clock: Clock,
        record: Record,
        pause_bulk: Callable[[Account, float], None],
        is_held: IsHeld,
        is_ours: IsOurs,
    ) -> None:
        self._sender = sender
        self._crew = crew
        self._gaps = gaps
        self._clock = clock
        self._record = record
        self._pause_bulk = pause_bulk
        self._is_held = is_held
        self._is_ours = is_ours
        self._chats: dict[Chat, _Waiting] = {}
        self._throttles: dict[tuple[Account, str], Throttle] = {}
        self._strangers, self._strangers_throttle = Strangers(), Throttle(A_SECOND)
        self._resting: set[asyncio.Task[None]] = set()
        self._row_count = 0
        self._throttled: Counter[Account] = Counter()
        self._is_closing = False
        self._cards: dict[tuple[int, int], Chat] = {}  # not confirmed yet; by contact point and turn
        self._settled = asyncio.Event()

    @property
    def room(self) -> int:
        """How many more rows of the outbox may be taken over."""
        return ROWS_AT_ONCE - self._row_count

    def is_crowded(self, account: Account) -> bool:
        """Whether replies by this account wait for the platform: its bulk yields to them."""
        return self._throttled[account] > 0

    def deliver(self, replies: Sequence[Reply]) -> None:
        """Send these, in order within each chat; those to strangers when it is their turn."""
        now = self._clock.monotonic()
        for reply in replies:
            if reply.is_strangers and not self._strangers.admits(now, reply.chat):
                continue
            waiting = self._chats.setdefault(reply.chat, _Waiting())
            self._row_count += reply.row_id is not None
            waiting.replies = joined(waiting.replies, reply)
            if waiting.is_driven or self._is_closing:
                continue
            if reply.is_strangers:
                self._strangers.line_up(reply.chat)
            else:
                waiting.is_driven = True
                self._crew.start(self._drive(reply.chat, waiting))
        self._answer_strangers()

    def _answer_strangers(self) -> None:
        """Begin with the strangers whose turn it is."""
        while not self._is_closing and (chat := self._strangers.next()) is not None:
            waiting = self._chats.get(chat)
            if waiting is None or waiting.is_driven:  # they are known by now, and were answered
                self._strangers.end()
                continue
            waiting.is_driven = True
            self._crew.start(self._drive_stranger(chat, waiting))

    async def _drive_stranger(self, chat: Chat, waiting: _Waiting) -> None:
        try:
            await self._drive(chat, waiting)
        finally:
            self._strangers.end()
            self._answer_strangers()

    def close(self) -> list[Reply]:
        """Begin nothing more; what is on the wire goes on. Returns what still waits."""
        self._is_closing = True
        for task in self._resting:
            task.cancel()
        return [reply for waiting in self._chats.values() for reply in waiting.replies]

    # --- cards under way ------------------------------------------------------------------------------

    async def cards_settled(self, chats: Collection[Chat]) -> None:
        """Return when it is known what became of every card that is under way to these chats."""
        while any(chat in chats for chat in self._cards.values()):
            await self._settled.wait()

    def has_cards_for(self, chats: Collection[Chat]) -> bool:
        """Say whether a card is under way to any of these chats."""
        return bool(self._cards) and any(chat in chats for chat in self._cards.values())

    def _forget_card(self, reply: Reply) -> None:
        if self._cards.pop((reply.contact_point_id or 0, reply.turn), None) is not None:
            self._settled.set()
            self._settled = asyncio.Event()

    # --- sending --------------------------------------------------------------------------------------

    async def _drive(self, chat: Chat, waiting: _Waiting) -> None:
        """Send what waits for a chat, one after the other, until nothing does."""
        try:
            while waiting.replies and not self._is_closing:
                if not await self._take_turn(waiting):
                    continue
                reply = waiting.replies.pop(0)
                if waiting.has_rested and reply.is_owed and not await self._is_ours(reply):
                    waiting.replies[:0] = _tap_of(reply)
                elif await self._attempt(reply, waiting):
                    self._row_count -= reply.row_id is not None
                else:
                    waiting.replies = returned(reply, waiting.replies)
        finally:
            waiting.is_driven = False
            if not waiting.replies:
                self._chats.pop(chat, None)

    async def _take_turn(self, waiting: _Waiting) -> bool:
        """Wait until the first reply may leave; false if it must be looked at anew, for something has changed."""
        now = self._clock.monotonic()
        reply = waiting.replies[0]
        throttle = self._throttle(reply)
        account = account_of(*reply.chat)
        at = max(waiting.retry_at, self._sender.halted_until(account), throttle.free_at(now))
        if reply.is_strangers:
            at = max(at, self._kind_throttle(reply).free_at(now))
        if at <= now:
            throttle.take(now)
            return True
        waiting.has_rested = True
        is_throttled = throttle.free_at(now) > now and not reply.is_strangers
        throttle.take(at)
        self._throttled[account] += is_throttled
        try:
            if not await self._rest(at - now):
                return False
        finally:
            self._throttled[account] -= is_throttled
        now = self._clock.monotonic()
        return max(self._sender.halted_until(account), throttle.blocked_until) <= now

    async def _rest(self, seconds: float) -> bool:
        """Wait, without counting as busy; false if the lane closed meanwhile."""
        task = asyncio.current_task()
        assert task is not None
        self._resting.add(task)
        try:
            with self._crew.resting():
                await self._clock.sleep(seconds)
        except asyncio.CancelledError:
            if not self._is_closing:
                raise
            return False
        finally:
            self._resting.discard(task)
        return True

    def _throttle(self, reply: Reply) -> Throttle:
        """Return the turns of a reply's kind of call by its account: strangers have turns of their own."""
        return self._strangers_throttle if reply.is_strangers else self._kind_throttle(reply)

    def _kind_throttle(self, reply: Reply) -> Throttle:
        kind = f"edit {reply.message.kind}" if reply.message.edit_ref else str(reply.message.kind)
        return self._throttles.setdefault((account_of(*reply.chat), kind), Throttle())

    async def _attempt(self, reply: Reply, waiting: _Waiting) -> bool:
        """Send a reply once and record what became of it; false if it is to be tried again."""
        if reply.row_id is not None and reply.message.attachment is not None:
            try:
                if not await self._is_held(reply.row_id):
                    return True
            except (SQLAlchemyError, OSError):
                waiting.retry_at = self._clock.monotonic() + LOOK_AGAIN_AFTER
                return False
        reply.attempt_count += 1
        if reply.is_owed:
            assert reply.contact_point_id is not None
            self._cards[reply.contact_point_id, reply.turn] = reply.chat
        result: Sent | SendError
        try:
            result = await self._sender.send(*reply.chat, reply.message)
        except SendError as error:
            result = error
        now = self._clock.monotonic()
        self._gaps.note(now, reply.chat)
        if isinstance(result, SendError) and self._again(reply, result, waiting, now):
            return False
        if isinstance(result, SendError) and reply.message.kind in _WORDS:
            log.warning("an answer to case %s never arrived: %s", reply.case_id, result.kind)
        verdict = judge_reply(reply, result, self._clock.now())
        if verdict != Verdict():
            self._record(verdict)
        self._forget_card(reply)
        return True

    def _again(self, reply: Reply, error: SendError, waiting: _Waiting, now: float) -> bool:
        if error.kind is FailureKind.LIMITED:
            self._throttle(reply).refuse_chat(now, error.retry_after, reply.chat)
            self._pause_bulk(account_of(*reply.chat), error.retry_after)
        if not goes_again(reply, error):
            return False
        waiting.retry_at = now + max(wait_after(reply, error), error.retry_after)
        self._forget_card(reply)
        return True


# --- what waits for a chat --------------------------------------------------------------------------------


def joined(waiting: Sequence[Reply], newer: Reply) -> list[Reply]:
    """Return what waits for a chat after a newer reply has joined it."""
    says_the_same = newer.message.kind is OutboundKind.STRIP or newer.is_strangers
    if says_the_same and any(reply.message == newer.message for reply in waiting):
        return list(waiting)  # these buttons are taken off already, or this stranger will hear it
    if not newer.is_owed:
        return [*waiting, newer]
    kept: list[Reply] = []
    for older in waiting:
        if older.is_owed:
            kept += _overtaken(older, newer)
        else:
            kept.append(older)
    return [*kept, newer]


def returned(failed: Reply, waiting: Sequence[Reply]) -> list[Reply]:
    """Return what waits for a chat after its first reply failed; a card gives way to a newer one."""
    newer = next((reply for reply in waiting if reply.is_owed), None)
    if failed.is_owed and newer is not None:
        return [*_overtaken(failed, newer), *waiting]
    return [failed, *waiting]


def _overtaken(older: Reply, newer: Reply) -> list[Reply]:
    """Let a newer card take the place of an older one: sent anew if that was to be. The older one's tap is answered."""
    if not older.message.edit_ref:
        newer.message = replace(newer.message, edit_ref="")
    return _tap_of(older)


def _tap_of(card: Reply) -> list[Reply]:
    """Answer the tap of a card that is not sent."""
    if not card.message.tap_id:
        return []
    toast = Outbound(OutboundKind.TOAST, tap_id=card.message.tap_id, text=card.message.toast)
    return [Reply(card.channel, card.address, toast, turn=card.turn)]
