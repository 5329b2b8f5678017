"""The clock of a house that somebody tries by hand: durations go on while the office's time stands still."""

import asyncio

from bot.channels.web.limits import Bucket
from bot.demo.served_clock import ServedClock
from tests.bot.house import MORNING


class Machine:
    """The machine's seconds, moved by hand."""

    seconds = 50.0

    def __call__(self) -> float:
        """Return them."""
        return self.seconds


async def test_a_limit_lets_go_while_the_office_stands_still() -> None:
    """Whoever has posted as much as is allowed at once may go on a moment later, though no virtual second passed."""
    machine = Machine()
    clock = ServedClock(MORNING, machine)
    bucket = Bucket(3, 1.0, clock)
    assert [bucket.take() for _ in range(4)] == [True, True, True, False]
    machine.seconds += 2
    assert [bucket.take() for _ in range(3)] == [True, True, False]
    assert clock.now() == MORNING


async def test_the_faster_of_the_two_counts() -> None:
    """An hour of the office in a moment is an hour for who waits by the office's time."""
    machine = Machine()
    clock = ServedClock(MORNING, machine)
    before = clock.monotonic()
    sleeper = asyncio.create_task(clock.sleep(3600))
    await asyncio.sleep(0)
    clock.advance_to_next()
    await sleeper
    assert clock.monotonic() - before == 3600
    machine.seconds += 5
    assert clock.monotonic() - before == 3605
