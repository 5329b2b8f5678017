"""Who is connected: how many may be, how long each may take, and who has to go when it is full."""

import asyncio
import logging
import math
from dataclasses import dataclass
from typing import Final, Protocol

logger = logging.getLogger(__name__)

NEVER: Final = math.inf  # a deadline that does not come
_SWEEPS: Final = 10  # looks at the deadlines within the shortest time that is limited


@dataclass(frozen=True, slots=True)
class Limits:
    """What a client may take. Seconds are those of the event loop's clock, which no change of the date moves."""

    connections: int = 200
    head_bytes: int = 8 * 1024
    """The address and the headers of a request; more is refused with 431."""
    body_bytes: int = 1024 * 1024
    """More is refused with 413: by its declared length at once, otherwise as soon as so much has come."""
    request_seconds: float = 10.0
    """From connecting, or from a later request's first byte, until its last byte; then 408."""
    idle_seconds: float = 75.0
    """Between two requests."""
    linger_seconds: float = 2.0
    """After a refusal, for the client to read it while what it still sends is thrown away."""
    grace_seconds: float = 5.0
    """When stopping, for the answers under way."""


class Member(Protocol):
    """A connection, as the crowd sees it."""

    deadline: float
    """When its present step has to be over, in the loop's time; ``NEVER`` while it waits for us."""

    @property
    def is_busy(self) -> bool:
        """Whether we owe it an answer."""

    def expire(self) -> None:
        """End it, for its deadline has passed."""

    def abort(self) -> None:
        """End it this moment."""

    def retire(self) -> None:
        """End it as soon as it has its answers."""


class Crowd:
    """All connections of one server. Strangers have not shown yet that they may come in."""

    def __init__(self, limits: Limits, loop: asyncio.AbstractEventLoop) -> None:
        self._limits = limits
        self._loop = loop
        self._members: set[Member] = set()
        self._strangers: dict[Member, None] = {}  # the oldest first
        self._sweeping: asyncio.TimerHandle | None = None
        self._emptied = asyncio.Event()

    def __len__(self) -> int:
        return len(self._members)

    def admit(self, member: Member) -> bool:
        """Take a newcomer in, as a stranger. In a full house the oldest stranger whom we owe nothing makes room.

        Returns False if nobody can.
        """
        if len(self._members) >= self._limits.connections and not self._make_room():
            return False
        self._members.add(member)
        self._strangers[member] = None
        if self._sweeping is None:
            self._sweep_later()
        return True

    def trust(self, member: Member) -> None:
        """Note that it has shown that it may come in: it never has to make room."""
        self._strangers.pop(member, None)

    def remove(self, member: Member) -> None:
        """Forget one that has gone."""
        self._members.discard(member)
        self._strangers.pop(member, None)
        if not self._members:
            self._emptied.set()

    async def disperse(self) -> None:
        """Let everybody go: whoever waits for an answer gets it if it comes within the grace."""
        for member in list(self._members):
            member.retire()
        self._emptied.clear()
        try:
            async with asyncio.timeout(self._limits.grace_seconds):
                while self._members:
                    await self._emptied.wait()
        except TimeoutError:
            logger.warning("%d connections were cut when stopping", len(self._members))
        finally:
            for member in list(self._members):
                member.abort()
            if self._sweeping is not None:
                self._sweeping.cancel()

    def _make_room(self) -> bool:
        for member in self._strangers:
            if not member.is_busy:
                self.remove(member)
                member.abort()
                return True
        return False

    def _sweep_later(self) -> None:
        shortest = min(self._limits.request_seconds, self._limits.idle_seconds, self._limits.linger_seconds)
        self._sweeping = self._loop.call_later(shortest / _SWEEPS, self._sweep_again)

    def sweep(self, now: float) -> None:
        """End whoever is late at ``now``: one look at all of them costs less than a timer for each request."""
        for member in [one for one in self._members if one.deadline <= now]:
            member.expire()

    def _sweep_again(self) -> None:
        self.sweep(self._loop.time())
        self._sweeping = None
        if self._members:
            self._sweep_later()
