"""Lists of people and of what was ordered, as workbooks: made in a worker process, sent to who asked."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from bot.messages import Attachment, Outbound, OutboundKind
from bot.office.audit_desk import Filters
from bot.office.audit_words import in_words, names_for
from bot.office.beside import worker
from bot.office.by_hand import gather_errands
from bot.office.codes import handing_out
from bot.office.made import Made, document, who_asked
from bot.office.orders import find_wave, note_order
from bot.office.progress import Progress, rate_text
from bot.office.progress_card import BY_TITLE
from bot.office.rights import Right
from bot.office.standing import progress_of
from bot.office.titles import TitlesNow
from bot.settings import Settings
from bot.texts import moment_text, say
from bot.texts.audit import TEXTS as AUDIT
from bot.texts.progress import TEXTS as PROGRESS
from storage import audit
from storage.database import Database
from storage.office import JobRecord
from surveys.reporting.by_hand_workbook import by_hand_workbook
from surveys.reporting.register_workbook import Register, register_workbook

ROWS_AT_MOST: Final = 50_000
"""Entries of the audit log in one workbook, the newest."""
_AUDIT_WIDTHS: Final = (24, 28, 90)


class Registers:
    """Makes them. ``channels``: by which people come, the easiest first."""

    def __init__(
        self, database: Database, settings: Settings, titles: TitlesNow, channels: Sequence[str]
    ) -> None:
        self._database = database
        self._settings = settings
        self._zone = settings.zone
        self._titles = titles
        self._channels = channels

    async def audit(self, job: JobRecord, now: datetime) -> Made:
        """Make the workbook of the audit log, as far as whoever asked may read it, as it was narrowed."""
        filters = Filters.read([str(job.parameters[name]) for name in ("kind", "days", "who")])
        async with self._database.begin() as conn:
            asked = await who_asked(conn, job, Right.AUDIT, now, self._zone)
            if isinstance(asked, Made):
                return asked
            query = filters.query(now)
            count, found = await audit.list_entries(conn, query, 0, ROWS_AT_MOST, scope=asked.scope)
            names = await names_for(conn, found, scope=asked.scope)
            await note_order(conn, asked.actor.name, "audit.export", {"count": count}, now)
        rows = [in_words(entry, names, self._zone) for entry in found]
        sheet = Register(AUDIT.sheet, AUDIT.headers, _AUDIT_WIDTHS, rows)
        message = await self._workbook(sheet, "nhat-ky", say(AUDIT.caption, count=len(rows)), now)
        return Made([message], asked.losses, {Right.AUDIT: asked.scope})

    async def by_hand(self, job: JobRecord, now: datetime) -> Made:
        """Make the list of whom to remind by hand; their codes are good from now on, beside those given before."""
        settings, number = self._settings, int(job.parameters["wave"])
        async with self._database.begin() as conn:
            asked = await who_asked(conn, job, Right.NAMES, now, self._zone)
            if isinstance(asked, Made):
                return asked
            office = await handing_out(
                conn,
                settings.office_name,
                self._channels,
                self._titles(),
                self._zone,
                expires_at=now + settings.code_lifetime,
            )
            count, units = await gather_errands(
                conn, number, office, now, actor=asked.actor.name, scope=asked.scope
            )
        if not count:
            nobody = Outbound(OutboundKind.NOTICE, say(PROGRESS.by_hand_nobody, number=number))
            return Made([nobody], asked.losses, {Right.NAMES: asked.scope})
        async with worker() as carry:
            content = await carry(by_hand_workbook, units)
        name = f"nhac-giup-dot-{number}-{now.astimezone(self._zone):%Y%m%d-%H%M}.xlsx"
        caption = say(PROGRESS.by_hand_caption, number=number, count=count)
        return Made([document(name, content, caption, number)], asked.losses, {Right.NAMES: asked.scope})

    async def picture(self, job: JobRecord, now: datetime) -> Made:
        """Draw how far a wave is, for the units of whoever asked."""
        number, is_by_title = int(job.parameters["wave"]), job.parameters["by"] == BY_TITLE
        async with self._database.read() as conn:
            asked = await who_asked(conn, job, Right.PROGRESS, now, self._zone)
            if isinstance(asked, Made):
                return asked
            wave = await find_wave(conn, number, scope=asked.scope)
            today = now.astimezone(self._zone).date()
            titles = self._titles() if is_by_title else None
            progress = await progress_of(conn, wave, today, scope=asked.scope, titles=titles)
        at, whole = moment_text(now, self._zone), progress.whole
        heading = PROGRESS.picture_title_by_title if is_by_title else PROGRESS.picture_title
        async with worker() as carry:
            content = await carry(
                draw_progress, progress, say(heading, number=number), say(PROGRESS.measured, at=at)
            )
        figures = {"completed": whole.completed, "total": whole.total, "rate": rate_text(progress.rate)}
        caption = say(PROGRESS.picture_caption, number=number, at=at, **figures)
        attachment = Attachment(f"tien-do-dot-{number}-{now.astimezone(self._zone):%Y%m%d-%H%M}.png", content)
        message = Outbound(OutboundKind.PHOTO, caption, attachment=attachment)
        return Made([message], asked.losses, {Right.PROGRESS: asked.scope})

    async def _workbook(self, register: Register, name: str, caption: str, now: datetime) -> Outbound:
        async with worker() as carry:
            content = await carry(register_workbook, register)
        return document(f"{name}-{now.astimezone(self._zone):%Y%m%d-%H%M}.xlsx", content, caption, 0)


def draw_progress(progress: Progress, heading: str, source: str) -> bytes:
    """Draw a bar a unit, or a title, as far as its people have answered: for a worker process."""
    from surveys.aggregation.table import Code, Column, Count, Kind, Source, Table, everybody  # noqa: PLC0415
    from surveys.reporting.charts import response_by_unit  # noqa: PLC0415 - heavy, as the next one
    from surveys.reporting.texts.charts import CHARTS  # noqa: PLC0415
    from surveys.reporting.wording import Lexicon  # noqa: PLC0415

    who = everybody("cases")
    counted = [("total", progress.whole), *((code, counts) for code, _, counts in progress.units)]
    rows = tuple(
        (
            Code("unit", code),
            Count(counts.total, who, is_sensitive=False),
            Count(counts.completed, who, is_sensitive=False),
        )
        for code, counts in counted
    )
    columns = (
        Column("unit", Kind.CODE),
        Column("cases", Kind.COUNT),
        Column("completed", Kind.COUNT),
    )
    table = Table("response_unit", Source.FIELDWORK, columns, rows)
    names = {code: name for code, name, _ in progress.units}
    texts = replace(CHARTS, titles={"response_by_unit": heading})
    drawn = response_by_unit(table, Lexicon(units=names), source=source, texts=texts)
    assert drawn is not None, "a wave without a case has no picture"
    return drawn
