"""The bulk lane's stock: an account that is slow for the moment holds up no other."""

import asyncio
from collections.abc import Coroutine
from datetime import timedelta
from typing import Any, cast

from bot.clock import Clock
from bot.dispatcher.bulk import AHEAD, BulkLane
from bot.dispatcher.crew import Crew
from bot.dispatcher.pacing import ChatGaps
from bot.dispatcher.sending import Sender
from bot.dispatcher.verdicts import Verdict
from storage.budgets import account_of
from storage.database import Database
from storage.mailbox import ClaimedMessage
from tests.bot.house import MORNING

SLOW, QUICK = "1:", "2:"  # two accounts of one channel


class Starters(Crew):
    """Counts what is started, and sends nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.count = 0

    def start(self, sending: Coroutine[Any, Any, None]) -> None:
        """Count one."""
        self.count += 1
        sending.close()


class Free:
    """A sender of whom no account is halted."""

    def halted_until(self, _account: object) -> float:
        """Return a moment that has passed."""
        return 0.0


class StoppedClock:
    """A clock that stands still; ``asleep`` is set as soon as somebody waits for it."""

    now = staticmethod(lambda: MORNING)
    monotonic = staticmethod(lambda: 1000.0)

    def __init__(self) -> None:
        self.asleep = asyncio.Event()

    async def sleep(self, _seconds: float) -> None:
        """Sleep until cancelled."""
        self.asleep.set()
        await asyncio.Event().wait()


def claimed(number: int, account: str) -> ClaimedMessage:
    """An invitation that was claimed, to a chat of its own."""
    return ClaimedMessage(
        id=number,
        key=None,
        lane="bulk",
        purpose="invitation",
        number=0,
        channel="zalo",
        address=f"{account}{number}",
        contact_point_id=number,
        case_id=number,
        message={},
        attachment=None,
        not_before=None,
        not_after=None,
        created_at=MORNING,
        attempt_count=0,
    )


class Bench:
    """A lane of 28 a second for each account, what it started, and its verdicts."""

    def __init__(self) -> None:
        self.crew, self.verdicts, self.clock = Starters(), list[Verdict](), StoppedClock()
        self.lane = BulkLane(
            cast("Sender", Free()),
            self.crew,
            gaps=ChatGaps(),
            rate=28.0,
            clock=cast("Clock", self.clock),
            record=self.verdicts.append,
            database=cast("Database", None),
            holder="here",
            wake=lambda: None,
            yields=lambda _account: False,
        )

    async def looks_through(self, account: str) -> None:
        """Claim as many of an account as fit, and let the lane run until it waits for its clock."""
        self.lane.add([claimed(number, account) for number in range(AHEAD)])
        assert self.lane.room() == 0
        running = asyncio.create_task(self.lane.run())
        await self.clock.asleep.wait()
        running.cancel()

    def slow_down(self, account: str) -> None:
        """Let an account be at its slowest: one message a second."""
        throttle = self.lane._throttle(account_of("zalo", account))
        for tenth in range(6):
            throttle.refuse(999.0 + tenth / 10, 0.0)
        assert throttle.rate == 1.0


async def test_a_slow_account_leaves_room_for_the_others() -> None:
    """Of an account with one message a second two stay in stock; the rest come back one after the other."""
    bench = Bench()
    bench.slow_down(SLOW)
    await bench.looks_through(SLOW)
    assert bench.lane.room() >= AHEAD - 2
    outcomes = [verdict.outcome for verdict in bench.verdicts if verdict.outcome]
    waits = [outcome.not_before - MORNING for outcome in outcomes if outcome.not_before]
    assert waits == sorted(waits)
    assert len(set(waits)) == len(waits) == AHEAD - 1 - len(bench.lane.give_back())
    assert max(waits) <= timedelta(seconds=AHEAD)


async def test_an_account_at_its_usual_pace_keeps_its_stock() -> None:
    """Half a second's worth is claimed ahead and put back by nobody."""
    bench = Bench()
    await bench.looks_through(QUICK)
    assert not bench.verdicts
    assert bench.crew.count == 1
    assert len(bench.lane.give_back()) == AHEAD - 1
