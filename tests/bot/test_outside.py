"""A lock, a lost connection: each part says so in one line, waits, and goes on; nothing is given up."""

import logging

import pytest
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as SQLAlchemyTimeout

from bot.messages import Inbound, InboundKind
from bot.office.work import OfficeWork
from bot.process import schedule
from bot.process.outside import in_short, is_from_outside
from bot.settings import Settings
from storage import office
from storage.database import Database
from tests.bot.house import House
from tests.bot.office_chat import MORNING

LOCKED = OperationalError("BEGIN IMMEDIATE", None, OSError("database is locked"))
QUEUED = SQLAlchemyTimeout(
    "QueuePool limit of size 1 overflow 0 reached, connection timed out, timeout 30.00"
)


class Locked:
    """A transaction that cannot begin."""

    def __init__(self, error: Exception) -> None:
        self._error = error

    async def __aenter__(self) -> None:
        raise self._error

    async def __aexit__(self, *_: object) -> None:
        """End nothing."""


def lock(database: Database, monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    """Let nobody begin a transaction any more."""
    for name in ("begin", "read", "glance"):
        monkeypatch.setattr(database, name, lambda: Locked(error))


@pytest.mark.parametrize("error", [LOCKED, QUEUED, ConnectionResetError()])
async def test_no_part_shows_a_traceback_for_a_lock(
    house: House, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, error: Exception
) -> None:
    """Every tick, the dispatcher and the intake name it in a line of their own, and take part again afterwards."""
    person = await house.at_question(1)
    with monkeypatch.context() as patch, caplog.at_level(logging.WARNING):
        lock(house.app.database, patch, error)
        for name, tick in house.app.ticks.items():
            await schedule.run_tick(name, tick)
        chat = str(person.phone.user_id)
        text = Inbound("telegram", 10**6, InboundKind.TEXT, chat, chat, house.clock.now(), text="1964")
        with pytest.raises(type(error)):
            await house.app.reception.hear([text])
        await house.settle()
    assert caplog.records
    assert [record for record in caplog.records if record.exc_info] == []
    assert all("\n" not in record.getMessage() for record in caplog.records)
    assert "Câu 2/7" in await person.says("1964")


async def test_a_job_that_a_lock_broke_off_is_done_afterwards(
    sqlite_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is neither told as failed nor left lying with the process that had claimed it."""
    async with sqlite_database.begin() as conn:
        job = await office.queue_job(conn, "export", {"wave": 1}, MORNING)
    work = OfficeWork(sqlite_database, Settings.model_construct())
    with monkeypatch.context() as patch:

        async def broken(*_: object) -> None:
            raise LOCKED

        patch.setattr(work, "_carry_out", broken)
        with pytest.raises(OperationalError):
            await work.do_jobs(MORNING)
    assert await work.do_jobs(MORNING) == 1
    async with sqlite_database.begin() as conn:
        assert await office.claim_job(conn, MORNING) is None
        assert job == 1


def test_an_error_from_outside_is_named_in_short() -> None:
    """By its kind and the driver's, never by the statement or what was in it."""
    assert in_short(LOCKED) == "OperationalError, OSError"
    assert in_short(QUEUED) == "TimeoutError"
    assert not is_from_outside(KeyError("x"))
