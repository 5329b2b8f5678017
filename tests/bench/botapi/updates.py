"""The updates that wait: kept until the next offset acknowledges them, one consumer, long polls, at most 100 a call."""

import asyncio
import json
import time
from collections import deque
from typing import Final

from bot.simulator.call import Call
from bot.simulator.errors import OTHER_POLL, WEBHOOK_ACTIVE, conflict
from bot.simulator.update_queue import NOT_BY_DEFAULT
from tests.bench.botapi.http import Reply

LONGEST_POLL: Final = 50
BATCH_LIMIT: Final = 100
TAP_KEPT: Final = 150.0  # seconds
WAIT_AFTER: Final = 0.001  # seconds that telegram-bot-api lets a long poll wait for more updates


class Update:
    """One update: its kind, its sender's chat, ``{"update_id":…}`` as bytes, when it was made (monotonic)."""

    __slots__ = ("at", "body", "chat_id", "kind", "number")

    def __init__(self, number: int, kind: str, chat_id: int, body: bytes) -> None:
        self.number, self.kind, self.chat_id = number, kind, chat_id
        self.body = b'{"update_id":%d,"%s":%s}' % (number, kind.encode(), body)
        self.at = time.monotonic()


class Updates:
    """What waits for the bot, in order."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._next = 700_000_001
        self.waiting: deque[Update] = deque()
        self.allowed: frozenset[str] | None = None
        self.first_poll_at = 0.0
        self.was_fetched = asyncio.Event()
        self.poll_count = self.given_count = self.expired_count = 0
        self._poll: tuple[Call, Reply] | None = None
        self._poll_ends: asyncio.TimerHandle | None = None
        self._is_waking = False

    def make(self, kind: str, chat_id: int, body: bytes) -> Update | None:
        """Make the next update; None if the bot did not ask for its kind."""
        is_wanted = kind not in NOT_BY_DEFAULT if self.allowed is None else kind in self.allowed
        if not is_wanted:
            return None
        self._next += 1
        return Update(self._next, kind, chat_id, body)

    def push(self, update: Update) -> None:
        """Let an update wait for the next poll."""
        self.waiting.append(update)
        if self._poll is not None and not self._is_waking:
            self._is_waking = True
            self._loop.call_later(WAIT_AFTER, self._wake)

    def _wake(self) -> None:
        self._is_waking = False
        if self._poll is not None and self.waiting:
            self._end_poll()

    def allow(self, call: Call) -> None:
        """Set the kinds to be given from now on, if the call names them; an empty list means the default."""
        kinds = call.json("allowed_updates")
        if kinds is not None:
            self.allowed = frozenset(kinds) or None

    def poll(self, call: Call, reply: Reply, *, has_webhook: bool) -> None:
        """Carry getUpdates out: acknowledge, then answer at once or when something comes. Raises the 409."""
        if has_webhook:
            raise conflict(WEBHOOK_ACTIVE)
        if self._poll is not None:
            self._refuse_other()
        self.poll_count += 1
        self.note_fetch()
        self.allow(call)
        self.acknowledge(call.number("offset"))
        self._poll = (call, reply)
        seconds = max(0, min(call.number("timeout"), LONGEST_POLL))
        if self.waiting or not seconds:
            self._end_poll()
        else:
            self._poll_ends = self._loop.call_later(seconds, self._end_poll)

    def note_fetch(self) -> None:
        """Remember when the bot first asked for updates, or for a webhook."""
        self.first_poll_at = self.first_poll_at or time.monotonic()
        self.was_fetched.set()

    def acknowledge(self, offset: int) -> None:
        """Forget every update before ``offset``; a negative one keeps only the last ones."""
        if offset < 0:
            while len(self.waiting) > -offset:
                self.waiting.popleft()
        while self.waiting and self.waiting[0].number < offset:
            self.waiting.popleft()

    def _refuse_other(self) -> None:
        assert self._poll is not None
        _, reply = self._poll
        self._forget_poll()
        reply(409, json.dumps(conflict(OTHER_POLL).body()).encode())

    def _forget_poll(self) -> None:
        self._poll = None
        if self._poll_ends is not None:
            self._poll_ends.cancel()
            self._poll_ends = None

    def _end_poll(self) -> None:
        if self._poll is None:
            return
        call, reply = self._poll
        self._forget_poll()
        self._drop_expired()
        limit = max(1, min(call.number("limit", BATCH_LIMIT), BATCH_LIMIT))
        batch = [update.body for update, _ in zip(self.waiting, range(limit), strict=False)]
        self.given_count += len(batch)
        reply(200, b'{"ok":true,"result":[%s]}' % b",".join(batch))

    def _drop_expired(self) -> None:
        """Forget taps that Telegram would have forgotten; they are the oldest."""
        oldest = time.monotonic() - TAP_KEPT
        while self.waiting and self.waiting[0].at < oldest and self.waiting[0].kind == "callback_query":
            self.waiting.popleft()
            self.expired_count += 1
