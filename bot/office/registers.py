"""Lists of people and of what was ordered, as workbooks: made in a worker process, sent to who asked."""

from datetime import datetime
from typing import Final

from bot.messages import Outbound
from bot.office.audit_desk import Filters
from bot.office.audit_words import in_words, names_for
from bot.office.beside import worker
from bot.office.made import Made, actor_of, document
from bot.office.orders import note_order
from bot.office.rights import Right
from bot.settings import Settings
from bot.texts import say
from bot.texts.audit import TEXTS as AUDIT
from storage import audit, erasure
from storage.database import Database
from storage.office import JobRecord
from surveys.reporting.register_workbook import Register, register_workbook

ROWS_AT_MOST: Final = 50_000
"""Entries of the audit log in one workbook, the newest."""
_AUDIT_WIDTHS: Final = (24, 28, 90)


class Registers:
    """Makes them."""

    def __init__(self, database: Database, settings: Settings) -> None:
        self._database = database
        self._zone = settings.zone

    async def audit(self, job: JobRecord, now: datetime) -> Made:
        """Make the workbook of the audit log, as far as whoever asked may read it, as it was narrowed."""
        filters = Filters.read([str(job.parameters[name]) for name in ("kind", "days", "who")])
        async with self._database.begin() as conn:
            losses = await erasure.losses(conn)
            asked_by = await actor_of(conn, job, now, self._zone)
            if asked_by is None or not asked_by.may(Right.AUDIT):
                return Made((), losses, {})
            scope = asked_by.units(Right.AUDIT)
            query = filters.query(now)
            count, found = await audit.list_entries(conn, query, 0, ROWS_AT_MOST, scope=scope)
            names = await names_for(conn, found, scope=scope)
            await note_order(conn, asked_by.name, "audit.export", {"count": count}, now)
        rows = [in_words(entry, names, self._zone) for entry in found]
        sheet = Register(AUDIT.sheet, AUDIT.headers, _AUDIT_WIDTHS, rows)
        message = await self._workbook(sheet, "nhat-ky", say(AUDIT.caption, count=len(rows)), now)
        return Made([message], losses, {Right.AUDIT: scope})

    async def _workbook(self, register: Register, name: str, caption: str, now: datetime) -> Outbound:
        async with worker() as carry:
            content = await carry(register_workbook, register)
        return document(f"{name}-{now.astimezone(self._zone):%Y%m%d-%H%M}.xlsx", content, caption, 0)
