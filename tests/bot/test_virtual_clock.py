"""The virtual clock: sleepers wake in order, and nothing moves by itself."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from bot.simulator.virtual_clock import VirtualClock

START = datetime(2015, 4, 20, tzinfo=UTC)


async def settle(clock: VirtualClock) -> None:
    """Let everybody who was woken run on."""
    await asyncio.sleep(0)
    while not clock.is_settled:  # noqa: ASYNC110 - the clock has no event to wait for
        await asyncio.sleep(0)
    await asyncio.sleep(0)


async def test_sleepers_wake_in_order_of_time_then_of_coming() -> None:
    """All with the same moment wake together, first come first; later ones stay asleep."""
    clock = VirtualClock(START)
    heard: list[str] = []

    async def sleep(name: str, seconds: int) -> None:
        await clock.sleep_until(START + timedelta(seconds=seconds))
        heard.append(f"{name}@{(clock.now() - START).seconds}")

    async with asyncio.TaskGroup() as tasks:
        for name, seconds in (("late", 9), ("first", 5), ("second", 5), ("soon", 1)):
            tasks.create_task(sleep(name, seconds))
        await asyncio.sleep(0)
        assert clock.next_moment == START + timedelta(seconds=1)
        while clock.advance_to_next():
            await settle(clock)
    assert heard == ["soon@1", "first@5", "second@5", "late@9"]


async def test_a_past_moment_does_not_park_anybody() -> None:
    """Sleeping until now or earlier returns at once."""
    clock = VirtualClock(START)
    await clock.sleep_until(START)
    assert clock.next_moment is None
    assert clock.advance_to_next() is False
    assert clock.now() == START


async def test_a_cancelled_sleeper_is_forgotten() -> None:
    """The clock does not stop at the moment of somebody who has left."""
    clock = VirtualClock(START)
    task = asyncio.create_task(clock.sleep_until(START + timedelta(seconds=1)))
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert clock.advance_to_next() is False
    assert clock.is_settled


async def test_a_sleeper_cancelled_while_waking_leaves_the_clock_settled() -> None:
    """Woken and cancelled in the same breath: still nobody is waited for."""
    clock = VirtualClock(START)
    task = asyncio.create_task(clock.sleep_until(START + timedelta(seconds=1)))
    await asyncio.sleep(0)
    assert clock.advance_to_next()
    assert not clock.is_settled
    task.cancel()
    await asyncio.wait({task})
    assert clock.is_settled


def test_a_naive_start_is_refused() -> None:
    """Every moment in the house is aware."""
    with pytest.raises(ValueError, match="aware"):
        VirtualClock(datetime(2015, 4, 20))  # noqa: DTZ001 - the point of the test
