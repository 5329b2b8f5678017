"""Who works on a database: one at a time, whatever the clocks do; a dead holder's leases are taken over."""

import asyncio
import logging
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot.app import App
from bot.process import tenure
from bot.process.tenure import RENEW_EVERY, Tenure, Watch
from bot.simulator import Simulator
from bot.simulator.virtual_clock import VirtualClock
from storage import leases, mailbox, office, sql
from storage.database import Database
from storage.leases import LENGTH, PROCESS
from storage.mailbox import QueuedMessage
from tests.bot.house import house_settings
from tests.patience import HANGING

INTAKE = "intake:telegram"
START = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
HOURS = timedelta(hours=7)


@dataclass
class SteppedClock:
    """A clock whose seconds pass when a test says so, and whose date can be set apart from them."""

    date: datetime = START
    seconds: float = 0.0
    sleepers: list[tuple[float, asyncio.Event]] = field(default_factory=list)

    def now(self) -> datetime:
        """Return the date."""
        return self.date

    def monotonic(self) -> float:
        """Return the seconds."""
        return self.seconds

    async def sleep(self, seconds: float) -> None:
        """Return when so many seconds have passed."""
        if seconds > 0:
            bell = asyncio.Event()
            self.sleepers.append((self.seconds + seconds, bell))
            await bell.wait()

    async def sleep_until(self, moment: datetime) -> None:
        """Return when the seconds until ``moment`` have passed."""
        await self.sleep((moment - self.date).total_seconds())

    def pass_by(self, seconds: float) -> None:
        """Let seconds pass, on the date too."""
        self.seconds += seconds
        self.date += timedelta(seconds=seconds)
        due = [bell for at, bell in self.sleepers if at <= self.seconds]
        self.sleepers = [each for each in self.sleepers if each[0] > self.seconds]
        for bell in due:
            bell.set()


def tenure_of(
    database: Database, clock: SteppedClock, name: str, *, intake: str = INTAKE, gone: str = ""
) -> Tenure:
    """Make a process's tenure, to which the process ``gone`` has visibly ended."""

    def is_gone(told: Mapping[str, Any]) -> bool:
        return bool(told["pid"] == gone)

    told = {"host": "may-chu", "pid": name}
    return Tenure(database, clock, name, intake=intake, told=told, watch=Watch(clock, is_gone))


async def holder_of(database: Database, name: str = INTAKE) -> str:
    """Say who holds a lease."""
    async with database.read() as conn:
        found = await leases.find(conn, name)
    return "" if found is None else found.holder


async def living(database: Database, tenure: Tenure) -> set[str]:
    """Say who lives, as a process sees it."""
    async with database.begin() as conn:
        return set(await tenure.living(conn))


@asynccontextmanager
async def at_work(database: Database, clock: SteppedClock, name: str) -> AsyncIterator[Tenure]:
    """Let a process enter and keep its leases."""
    holder = tenure_of(database, clock, name)
    await holder.enter()
    keeping = asyncio.create_task(holder.keep())
    try:
        await sleeps(clock)
        yield holder
    finally:
        keeping.cancel()
        await asyncio.gather(keeping, return_exceptions=True)


async def sleeps(clock: SteppedClock, count: int = 1) -> None:
    """Return when so many sleep on the clock."""
    async with asyncio.timeout(HANGING):
        while len(clock.sleepers) < count:  # noqa: ASYNC110 - the database has its own thread
            await asyncio.sleep(0.001)


async def pass_by(clock: SteppedClock, seconds: float, sleeper_count: int) -> None:
    """Let seconds pass in steps shorter than a renewal; after each, everybody comes to rest."""
    while seconds > 0:
        clock.pass_by(min(1.0, seconds))
        seconds -= 1.0
        await sleeps(clock, sleeper_count)


async def test_one_enters_and_the_other_waits_for_its_end(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    """The second says once who works here, and takes over as soon as the first leaves in order."""
    clock = SteppedClock()
    async with at_work(database, clock, "first") as first:
        second = tenure_of(database, clock, "second")
        entering = asyncio.create_task(second.enter())
        await pass_by(clock, 60, 2)
        assert (await holder_of(database), second.is_held, first.is_held) == ("first", False, True)
        said = [line for line in caplog.messages if "already works" in line]
        assert len(said) == 1
        assert "process first on may-chu, since 20" in said[0]
        await first.leave()
        clock.pass_by(tenure.TRY_AGAIN_AFTER)
        await entering
    assert (await holder_of(database), second.is_held, first.is_held) == ("second", True, False)


async def test_a_crashed_holder_is_followed_after_its_length(database: Database) -> None:
    """It does not renew any more: nobody takes over within the length of a lease, somebody does after it."""
    clock = SteppedClock()
    async with at_work(database, clock, "first"):
        pass
    second = tenure_of(database, clock, "second")
    entering = asyncio.create_task(second.enter())
    await sleeps(clock, 2)  # one of them is the first's, who died in its sleep
    await pass_by(clock, LENGTH.total_seconds() - 1, 1)
    assert not entering.done()
    clock.pass_by(2)
    await entering
    assert await holder_of(database) == "second"


async def test_a_holder_whose_process_is_gone_is_followed_at_once(database: Database) -> None:
    """On the same machine a killed process needs no patience."""
    clock = SteppedClock()
    await tenure_of(database, clock, "first").enter()
    second = tenure_of(database, clock, "second", gone="first")
    await second.enter()
    assert await holder_of(database) == "second"
    assert await living(database, second) == {"second"}
    assert await holder_of(database, PROCESS + "first") == ""


@pytest.mark.parametrize("step", [HOURS, -HOURS], ids=["forward", "back"])
async def test_a_step_of_the_clock_takes_no_lease_from_the_living(
    database: Database, step: timedelta
) -> None:
    """Seven hours back or forward: whoever waits goes on waiting, and the holder is counted among the living."""
    clock = SteppedClock()
    async with at_work(database, clock, "first") as first:
        second = tenure_of(database, clock, "second")
        entering = asyncio.create_task(second.enter())
        await pass_by(clock, 5, 2)
        clock.date += step
        assert first.is_held
        assert await living(database, second) == {"first", "second"}
        await pass_by(clock, 3 * LENGTH.total_seconds(), 2)
        assert (await holder_of(database), first.is_held, entering.done()) == ("first", True, False)
        entering.cancel()
        await asyncio.gather(entering, return_exceptions=True)


@pytest.mark.parametrize("step", [HOURS, -HOURS], ids=["forward", "back"])
async def test_a_step_of_the_clock_leaves_no_lease_with_the_dead(database: Database, step: timedelta) -> None:
    """A lease that seems to hold for hours to come ends after its length all the same."""
    clock = SteppedClock()
    await tenure_of(database, clock, "first").enter()
    clock.date += step
    second = tenure_of(database, clock, "second")
    entering = asyncio.create_task(second.enter())
    await sleeps(clock)
    await pass_by(clock, LENGTH.total_seconds() - 1, 1)
    clock.pass_by(2)
    await entering
    assert await holder_of(database) == "second"


async def test_the_holder_stops_before_anybody_may_take_over(database: Database) -> None:
    """Its own time is counted from before the renewal and ends earlier than the time of whoever watches."""
    clock = SteppedClock()
    first = tenure_of(database, clock, "first")
    await first.enter()
    second = tenure_of(database, clock, "second")
    entering = asyncio.create_task(second.enter())
    await sleeps(clock)
    held = []
    while not entering.done():
        held.append(first.is_held)
        clock.pass_by(1)
        while not entering.done() and not clock.sleepers:  # noqa: ASYNC110
            await asyncio.sleep(0.001)  # the database has its own thread
    assert held[0]
    assert not held[-1]
    assert held.index(False) * 1.0 <= LENGTH.total_seconds() - tenure.MARGIN + 1


async def test_work_is_broken_off_when_the_lease_ends_and_taken_up_again(
    database: Database, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """While the database is out of reach nothing is fetched once the time is over; then it goes on by itself."""
    clock = SteppedClock()
    begun: list[float] = []
    ended: list[float] = []

    async def work() -> None:
        begun.append(clock.monotonic())
        try:
            await asyncio.Event().wait()
        finally:
            ended.append(clock.monotonic())

    async def fail(*_: Any) -> bool:
        raise OSError("the disk is away")

    async with at_work(database, clock, "first") as first:
        working = asyncio.create_task(first.while_held(work))
        await sleeps(clock, 2)
        with monkeypatch.context() as broken:
            broken.setattr(leases, "renew", fail)
            while not ended:
                clock.pass_by(1)
                await sleeps(clock, 1)
            await pass_by(clock, 5, 1)
            assert len(begun) == 1
        assert "could not be renewed (OSError)" in caplog.text
        await pass_by(clock, 2, 1)
        await sleeps(clock, 2)
        assert len(begun) == 2
        working.cancel()
        await asyncio.gather(working, return_exceptions=True)
    assert ended[0] <= RENEW_EVERY + LENGTH.total_seconds() - tenure.MARGIN


async def test_of_many_that_wait_one_takes_over(database: Database) -> None:
    """Ten processes at once on one database: the lease has one holder."""
    clock = SteppedClock()
    await tenure_of(database, clock, "dead").enter()
    many = [tenure_of(database, clock, f"p{number}", gone="dead") for number in range(10)]
    entering = [asyncio.create_task(each.enter()) for each in many]
    await asyncio.wait(entering, return_when=asyncio.FIRST_COMPLETED)
    await sleeps(clock, 9)
    holders = [each for each, task in zip(many, entering, strict=True) if task.done()]
    assert len(holders) == 1
    assert [each.is_held for each in many].count(True) == 1
    for task in entering:
        task.cancel()
    await asyncio.gather(*entering, return_exceptions=True)


async def test_whoever_shares_the_work_waits_for_nobody(database: Database) -> None:
    """Without an intake of its own each process enters at once, and all are among the living."""
    clock = SteppedClock()
    several = [tenure_of(database, clock, f"p{number}", intake="") for number in range(3)]
    for each in several:
        await each.enter()
    assert await living(database, several[0]) == {"p0", "p1", "p2"}
    await several[2].leave()
    assert await living(database, several[0]) == {"p0", "p1"}


async def test_one_of_several_processes_broadcasts(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    """The others say who does, are no less processes, and one of them follows when that one is gone."""
    caplog.set_level(logging.INFO)
    clock = SteppedClock()
    first, second = (
        Tenure(
            database,
            clock,
            name,
            intake="broadcast:telegram",
            told={"host": "may-chu", "pid": name},
            watch=Watch(clock, lambda told: told["pid"] in gone),
            is_process=False,
            words=tenure.BROADCAST,
        )
        for name in ("first", "second")
    )
    gone: set[str] = set()
    keeping = []
    for each in (first, second):
        keeping.append(asyncio.create_task(each.keep()))
        await sleeps(clock, len(keeping))
        await pass_by(clock, tenure.TRY_AGAIN_AFTER, len(keeping))
    await pass_by(clock, 2 * RENEW_EVERY, 2)
    assert (first.is_held, second.is_held) == (True, False)
    assert await holder_of(database, PROCESS + "first") == ""
    keeping[0].cancel()
    gone.add("first")
    clock.pass_by(tenure.TRY_AGAIN_AFTER)
    async with asyncio.timeout(HANGING):
        while not second.is_held:  # noqa: ASYNC110 - the database has its own thread
            await asyncio.sleep(0.001)
    for task in keeping:
        task.cancel()
    await asyncio.gather(*keeping, return_exceptions=True)
    said = [line for line in caplog.messages if "invitations and reminders" in line]
    assert len(said) == 3
    assert "by process first on may-chu" in said[1]


async def test_a_lease_taken_meanwhile_is_noticed(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    """A process that slept too long finds another at work: it stops, says so, and waits for its turn."""
    caplog.set_level(logging.WARNING)
    clock = SteppedClock()
    async with at_work(database, clock, "first") as first:
        second = tenure_of(database, clock, "second", gone="first")
        await second.enter()
        await pass_by(clock, RENEW_EVERY, 1)
        assert not first.is_held
        assert "process second on may-chu" in caplog.text
        await second.leave()
        await pass_by(clock, tenure.TRY_AGAIN_AFTER, 1)
        assert first.is_held


async def test_what_dead_processes_left_is_taken_over_while_we_run(
    database: Database, database_url: str, tmp_path: Path
) -> None:
    """Every tick: the message and the job of a dead process go again, those of a living one are left to it."""
    clock = VirtualClock(START)
    other = tenure_of(database, SteppedClock(), "other", intake="")
    await other.enter()
    async with Simulator(clock) as simulator:
        app = App(house_settings(simulator, database_url, tmp_path), clock)
        await app.enter()
        async with database.begin() as conn:
            for number, holder in enumerate(("dead", "other")):
                message = QueuedMessage("bulk", "note", "telegram", str(number), {}, START)
                await mailbox.queue(conn, [message])
                await mailbox.claim(conn, "bulk", START, 1, holder)
                await office.queue_job(conn, holder, {}, START)
                await office.claim_job(conn, START, holder)
        await app.ticks["recover"].work()
        async with database.read() as conn:
            states = select(sql.outbox.c.status, sql.outbox.c.claimed_by).order_by(sql.outbox.c.id)
            outbox = (await conn.execute(states)).all()
            jobs = (await conn.execute(select(sql.jobs.c.holder).order_by(sql.jobs.c.id))).all()
        await app.close()
    assert [tuple(row) for row in outbox] == [("queued", ""), ("claimed", "other")]
    assert [tuple(row) for row in jobs] == [("",), ("other",)]
    assert await holder_of(database) == ""
