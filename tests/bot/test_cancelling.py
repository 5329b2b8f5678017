"""Work that takes long is told in its card, and whoever asked for it may end it."""

import pytest

from bot.callbacks import to36
from bot.messages import Button
from bot.office.made import Made
from bot.office.work import OfficeWork
from bot.settings import Settings
from bot.texts.office import TEXTS
from storage import administrators, erasure, frame, mailbox, office, sql
from storage.database import Database
from storage.mailbox import QueuedMessage
from storage.office import JobRecord
from storage.records import ConsentRecord
from tests.bot.field import rows_of
from tests.bot.office_chat import MORNING, OfficeChat, furnish

pytestmark = pytest.mark.usefixtures("warm_workers")

SETTINGS = Settings.model_construct(office_name="Ban Tổ chức", code_days=60)


@pytest.fixture
async def chat(database: Database) -> OfficeChat:
    """An owner who has asked for codes."""
    await furnish(database)
    chat = OfficeChat(database)
    await chat.enter()
    await chat.says("/quantri")
    await chat.taps(TEXTS.codes_button)
    await chat.taps(TEXTS.codes_all)
    return chat


async def test_work_that_waits_is_ended(chat: OfficeChat, database: Database) -> None:
    """Nobody begins it, nothing is sent, no code can be used; a second press says that it is over."""
    button = chat.button(TEXTS.cancel_job_button)
    assert TEXTS.job_cancelled in await chat.presses(button)
    assert TEXTS.job_over in await chat.presses(button)
    assert await OfficeWork(database, SETTINGS).do_jobs(MORNING) == 0
    assert await rows_of(database, sql.outbox) == []
    assert "official" not in {code["purpose"] for code in await rows_of(database, sql.link_codes)}


async def test_work_that_was_begun_is_ended(chat: OfficeChat, database: Database) -> None:
    """Ended while it is being made: what was made is thrown away, and nothing becomes true."""
    work = OfficeWork(database, SETTINGS)

    async def made_too_late(job: JobRecord, _now: object) -> Made:
        assert TEXTS.job_cancelled in await chat.taps(TEXTS.cancel_job_button)
        return await first(job, MORNING)

    first = work._makers["codes"]
    work._makers = {"codes": made_too_late}
    assert await work.do_jobs(MORNING) == 1
    assert await rows_of(database, sql.outbox) == []
    assert [job["error"] for job in await rows_of(database, sql.jobs)] == [office.CANCELLED]


async def test_nobody_ends_what_somebody_else_asked_for(chat: OfficeChat, database: Database) -> None:
    """A forged number is another chat's work."""
    async with database.begin() as conn:
        (known,) = await administrators.list_administrators(conn)
        other = await office.queue_job(conn, "codes", {}, MORNING, known.contact_point_id + 1)
    assert TEXTS.job_over in await chat.presses(Button("?", f"q.X.{to36(other)}"))


async def test_a_cancelled_job_is_not_done_once_more(chat: OfficeChat, database: Database) -> None:
    """Somebody takes their answers back while its last step is still to be told: what was ended stays ended."""
    async with database.begin() as conn:
        (known,) = await administrators.list_administrators(conn)
        job = await office.claim_job(conn, MORNING)
        assert job is not None
        told = QueuedMessage(
            key=office.progress_key(job.id, "read"),
            purpose="document",
            channel="telegram",
            address=chat.address,
            message={},
            created_at=MORNING,
            lane="reply",
            contact_point_id=known.contact_point_id,
        )
        await mailbox.queue(conn, [told])
        assert await office.cancel_job(conn, job.id, known.contact_point_id, MORNING)
        official = (await frame.list_officials(conn, MORNING.date()))[0]
        await frame.record_consents(
            conn, [ConsentRecord(official.id, "given", "1", "0" * 64, "telegram", MORNING)]
        )
        await erasure.withdraw(conn, official.id, MORNING)
    assert await OfficeWork(database, SETTINGS).do_jobs(MORNING) == 0
