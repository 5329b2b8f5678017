"""Slow work asked for in the chat: a workbook made in a process of its own, and sent."""

import io

import docx
import openpyxl
import pytest
from sqlalchemy import select

from bot.office.work import OfficeWork
from bot.settings import Settings
from storage import administrators, erasure, frame, office, sql
from storage.database import Database
from storage.records import ConsentRecord
from tests.bot.office_chat import MORNING, OfficeChat, furnish

pytestmark = pytest.mark.usefixtures("warm_workers")

SETTINGS = Settings.model_construct(office_name="Ban Tổ chức")


@pytest.fixture
async def chat(sqlite_database: Database) -> OfficeChat:
    """Let an administrator in and open a wave."""
    await furnish(sqlite_database)
    entered = OfficeChat(sqlite_database)
    await entered.enter()
    await entered.says("/quantri")
    for label in ("Mở đợt", "Phiếu thử", "Tất cả", "Mở ngay", "Sau 2 tuần", "Không nhắc", "Một lần", "✔ Mở"):
        await entered.taps(label)
    return entered


async def outbox(database: Database) -> list[dict[str, object]]:
    """Return what waits to be sent, without the edits of the card that tells how far it is."""
    async with database.read() as conn:
        rows = (await conn.execute(select(sql.outbox))).mappings()
        return [dict(row) for row in rows if not row["message"].get("edit_ref")]


async def test_an_export_is_queued_once_and_sent_as_a_workbook(
    chat: OfficeChat, sqlite_database: Database
) -> None:
    """Two taps make one job; the worker queues one .xlsx with every case, to the chat that asked."""
    await chat.says("/quantri")
    button = chat.button("Tải kết quả")
    assert "Đang lập tệp" in await chat.presses(button)
    assert "xin đồng chí chờ" in await chat.presses(button)
    work = OfficeWork(sqlite_database, SETTINGS)
    assert await work.do_jobs(MORNING) == 1
    assert await work.do_jobs(MORNING) == 0
    (row,) = await outbox(sqlite_database)
    assert (row["address"], row["purpose"]) == ("900", "document")
    content = row["attachment"]
    assert isinstance(content, bytes)
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True)
    assert book.sheetnames
    sheet = book[book.sheetnames[0]]
    keys = {value for line in sheet.iter_rows(values_only=True) for value in line}
    assert {"A1", "A2", "B1"} <= keys


async def test_paper_forms_are_sent_to_who_asked(chat: OfficeChat, sqlite_database: Database) -> None:
    """Two taps make one job: a Word file with a copy for everybody who has not finished."""
    await chat.says("/quantri")
    await chat.taps("Ai chưa xong")
    button = chat.button("In phiếu giấy")
    assert "Đang lập phiếu giấy" in await chat.presses(button)
    assert "xin đồng chí chờ" in await chat.presses(button)
    settings = Settings.model_construct(
        office_name="Ban Tổ chức", office_address="Thị trấn Thứa", data_contact="0222", retention_days=90
    )
    assert await OfficeWork(sqlite_database, settings).do_jobs(MORNING) == 1
    (row,) = await outbox(sqlite_database)
    assert (row["address"], row["purpose"]) == ("900", "document")
    content = row["attachment"]
    assert isinstance(content, bytes)
    text = "\n".join(paragraph.text for paragraph in docx.Document(io.BytesIO(content)).paragraphs)
    assert all(f"Mã phiếu: {key} " in text for key in ("A1", "A2", "B1"))


async def test_a_failed_job_is_told_and_not_done_again(chat: OfficeChat, sqlite_database: Database) -> None:
    """A job for a wave that is not there ends with an apology and its error in the row."""
    chat_id = await chat.enter()
    async with sqlite_database.begin() as conn:
        await office.queue_job(conn, "export", {"wave": 99}, MORNING, chat_id)
    assert await OfficeWork(sqlite_database, SETTINGS).do_jobs(MORNING) == 1
    (row,) = await outbox(sqlite_database)
    assert "Chưa lập được tệp" in str(row["message"])
    assert "Không có đợt số 99" in str(row["message"])
    async with sqlite_database.read() as conn:
        assert await conn.scalar(select(sql.jobs.c.error)) == "OrderRefused"


async def test_who_is_no_administrator_any_more_receives_nothing(
    chat: OfficeChat, sqlite_database: Database
) -> None:
    """A right that was taken back between the order and the work counts."""
    await chat.says("/quantri")
    await chat.taps("Tải kết quả")
    async with sqlite_database.begin() as conn:
        (administrator,) = await administrators.list_administrators(conn)
        await administrators.revoke_administration(conn, administrator.id, MORNING)
    assert await OfficeWork(sqlite_database, SETTINGS).do_jobs(MORNING) == 0
    assert await outbox(sqlite_database) == []


async def test_an_export_is_read_anew_if_somebody_withdraws_meanwhile(
    chat: OfficeChat, sqlite_database: Database
) -> None:
    """What was read before somebody took their answers back is not queued."""
    await chat.says("/quantri")
    await chat.taps("Tải kết quả")
    work = OfficeWork(sqlite_database, SETTINGS)
    async with sqlite_database.begin() as conn:
        job = await office.claim_job(conn, MORNING)
        official = await frame.official_by_key(conn, "A1")
        assert official is not None
        await frame.record_consents(
            conn, [ConsentRecord(official.id, "given", "1", "0" * 64, "telegram", MORNING)]
        )
    assert job is not None
    made = await work._carry_out(job, MORNING)
    async with sqlite_database.begin() as conn:
        await erasure.withdraw(conn, official.id, MORNING)
    assert not await work._finish(job, made, MORNING)
    assert await outbox(sqlite_database) == []
    assert await work._finish(job, await work._carry_out(job, MORNING), MORNING)
    assert [row["key"] for row in await outbox(sqlite_database)] == [f"job:{job.id}:0"]
