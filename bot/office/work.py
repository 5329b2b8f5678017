"""Slow work that administrators asked for in the chat: taken from its rows, done in a worker process, sent."""

import asyncio
import logging
from concurrent.futures import ProcessPoolExecutor
from datetime import datetime
from multiprocessing import get_context
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.envelopes import encode
from bot.messages import Attachment, Outbound, OutboundKind
from bot.office.desk import EXPORT
from bot.office.export import answer_table, make_document_from
from bot.office.rights import Right, may
from bot.texts import say
from bot.texts.office import TEXTS
from storage import cases, mailbox, office
from storage.database import Database
from storage.mailbox import QueuedMessage
from storage.office import AdministratorRecord, JobRecord
from surveys.reporting.answers import AnswerTable

log = logging.getLogger(__name__)

FILE_LIMIT: Final = 49_000_000
"""Bytes of a file that a bot may send (Telegram: 50 MB)."""


class OfficeWork:
    """Does the jobs. ``do_jobs`` may run any number of times: each job is claimed once."""

    def __init__(self, database: Database, zone: ZoneInfo) -> None:
        self._database = database
        self._zone = zone

    async def do_jobs(self, now: datetime) -> int:
        """Do every job that waits; returns how many there were. What a job raises is logged, the next goes on."""
        count = 0
        while True:
            async with self._database.begin() as conn:
                job = await office.claim_job(conn, now)
            if job is None:
                return count
            count += 1
            await self._do(job, now)

    async def _do(self, job: JobRecord, now: datetime) -> None:
        error = ""
        try:
            message = await self._carry_out(job, now)
        except Exception as failure:
            log.exception("job %d (%s) failed", job.id, job.kind)
            error = type(failure).__name__
            message = Outbound(
                OutboundKind.NOTICE, say(TEXTS.export_failed, number=job.parameters.get("wave", ""))
            )
        async with self._database.begin() as conn:
            await office.finish_job(conn, job.id, now, error)
            asked_by = await _administrator(conn, job)
            if asked_by is not None and message is not None:
                await mailbox.queue(conn, [_address(job, asked_by, message, now)])

    async def _carry_out(self, job: JobRecord, now: datetime) -> Outbound | None:
        """Make the answer to a job; ``None`` if whoever asked may not have it any more."""
        if job.kind != EXPORT:
            raise LookupError(f"no such work: {job.kind}")
        number = int(job.parameters["wave"])
        async with self._database.read() as conn:
            asked_by = await _administrator(conn, job)
            if asked_by is None or not may(asked_by.role, Right.EXPORT):
                return None
            wave = await cases.find_wave(conn, number)
            if wave is None:
                raise LookupError(f"no wave {number}")
            table = await answer_table(conn, wave, now, self._zone)
        rows = list(table.rows)
        content = await make_beside(AnswerTable(table.form, rows, table.zone), ".xlsx")
        if len(content) > FILE_LIMIT:
            raise ValueError(f"the workbook of wave {number} is too big to send: {len(content)} bytes")
        day = now.astimezone(self._zone)
        name = f"ket-qua-dot-{number}-{day:%Y%m%d-%H%M}.xlsx"
        caption = say(TEXTS.export_caption, number=number, count=len(rows))
        attachment = Attachment(name, content)
        return Outbound(OutboundKind.DOCUMENT, caption, attachment=attachment)


async def make_beside(table: AnswerTable, suffix: str) -> bytes:
    """Make a document in a process of its own, so that nobody's answer waits for it."""
    loop = asyncio.get_running_loop()
    pool = ProcessPoolExecutor(max_workers=1, mp_context=get_context("spawn"))
    try:
        return await loop.run_in_executor(
            pool, make_document_from, table.form.to_json(), list(table.rows), table.zone, suffix
        )
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


async def _administrator(conn: AsyncConnection, job: JobRecord) -> AdministratorRecord | None:
    known = await office.list_administrators(conn)
    return next((each for each in known if each.contact_point_id == job.contact_point_id), None)


def _address(job: JobRecord, to: AdministratorRecord, message: Outbound, now: datetime) -> QueuedMessage:
    plain, content = encode(message)
    return QueuedMessage(
        lane="reply",
        purpose="document" if content is not None else "reply",
        channel=to.channel,
        address=to.address,
        message=plain,
        attachment=content,
        created_at=now,
        contact_point_id=to.contact_point_id,
        key=f"job:{job.id}",
    )
