"""Slow work that administrators asked for in the chat: taken from its rows, done in a worker process, sent.

A job is claimed once, and again after the process that claimed it died. What it sends stands in the outbox under
``job:<number>:<place>``, queued in the transaction that ends the job: a kill loses nothing and doubles nothing.
"""

import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Final

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.envelopes import Reply, to_row
from bot.messages import Attachment, Outbound, OutboundKind
from bot.office import export_files, orders
from bot.office.actor import Actor
from bot.office.audit_desk import AUDIT
from bot.office.backups import BACKUP, Backups
from bot.office.beside import worker
from bot.office.briefing_ticks import Briefings
from bot.office.briefing_work import BriefingFiles
from bot.office.codes_desk import CODES
from bot.office.export import make_workbook_of
from bot.office.handouts import Handouts
from bot.office.kinds import upload_kinds
from bot.office.made import Made, actor_of, document, who_asked
from bot.office.material import Source, StandardsWrong, version_on
from bot.office.menu import cancel_job, to_menu
from bot.office.orders import OrderRefused
from bot.office.plans.work import PlanWork, plan_makers
from bot.office.progress_desk import PICTURE
from bot.office.registers import Registers
from bot.office.report import Report, ReportOrder, Step, make_report
from bot.office.report_desk import REPORT, names_persons, require_answers
from bot.office.rights import Right
from bot.office.settings_desk import TEMPLATE
from bot.office.situations.work import SituationWork
from bot.office.templates import Templates
from bot.office.titles import TitlesNow
from bot.office.upload_work import KINDS, Fetch, UploadWork
from bot.office.wave_desk import BY_HAND, EXPORT, PAPER
from bot.process.outside import is_the_databases
from bot.settings import Settings, SettingsError
from bot.texts import day_text, say
from bot.texts.cli import TEXTS as CLI
from bot.texts.office import TEXTS
from bot.texts.problems import word_problem
from bot.texts.reports import FILES, STEPS
from bot.texts.reports import TEXTS as REPORTS
from storage import administrators, erasure, frame, mailbox, office
from storage.administrators import AdministratorRecord
from storage.database import Database
from storage.mailbox import QueuedMessage
from storage.office import JobRecord
from storage.projections import ProjectionError
from storage.scope import Scope
from surveys.field_period import Calendar
from surveys.reporting.word.facts import ReportFacts
from surveys.titles import Titles, built_in_titles

log = logging.getLogger(__name__)

TRIES: Final = 5
"""How often a job is begun anew because somebody took their answers back while it was being done."""


class Cancelled(Exception):  # noqa: N818 - says what became of it
    """Whoever had asked for a job ended it."""


class OfficeWork:
    """Does the jobs. ``do_jobs`` may run any number of times: each job is claimed once. ``wake`` the dispatcher.

    ``holder`` is the process that does them: when it is dead, another one begins its jobs anew. ``fetch`` brings the
    files that people sent.
    """

    def __init__(
        self,
        database: Database,
        settings: Settings,
        wake: Callable[[], None] = lambda: None,
        *,
        titles: TitlesNow = built_in_titles,
        holder: str = "",
        channels: Sequence[str] = (),
        fetch: Fetch | None = None,
    ) -> None:
        self._database = database
        self._zone = settings.zone
        self._settings = settings
        self._titles_now = titles
        handouts = Handouts(database, settings, titles, channels)
        registers = Registers(database, settings, titles, channels)
        self._makers: Mapping[str, Callable[[JobRecord, datetime], Awaitable[Made]]] = {
            EXPORT: self._export,
            REPORT: self._report,
            PAPER: handouts.paper,
            CODES: handouts.codes,
            AUDIT: registers.audit,
            BACKUP: Backups(database, settings).make,
            BY_HAND: registers.by_hand,
            PICTURE: registers.picture,
            TEMPLATE: Templates(database, settings, titles).make,
            **BriefingFiles(database, settings).makers,
            **SituationWork(database, settings, titles).makers,
            **plan_makers(PlanWork(database, settings, titles)),
        }
        kinds = upload_kinds(settings, titles)
        self._uploads = UploadWork(database, settings, kinds, fetch, wake) if fetch else None
        self._fetch = fetch
        self._later: list[JobRecord] = []
        self._wake = wake
        self._holder = holder
        self._broken_off: list[JobRecord] = []

    @property
    def _titles(self) -> Titles:
        """The titles as they are now."""
        return self._titles_now()

    def briefings(self, calendar: Calendar) -> Briefings:
        """Return what carries the briefings out."""
        return Briefings(self._database, self._settings, calendar, self._titles_now, self._wake, self._fetch)

    async def do_jobs(self, now: datetime) -> int:
        """Do every job that waits; returns how many there were. What a job raises is logged, the next goes on."""
        count = 0
        self._broken_off += self._later
        self._later = []
        while (job := await self._next_job(now)) is not None:
            count += 1
            try:
                await self._do(job, now)
            except Exception as error:
                if is_the_databases(error):
                    self._broken_off.append(job)  # it is ours already: nobody else would do it
                raise
        return count

    async def _next_job(self, now: datetime) -> JobRecord | None:
        if self._broken_off:
            return self._broken_off.pop()
        async with self._database.begin() as conn:
            return await office.claim_job(conn, now, self._holder)

    async def _do(self, job: JobRecord, now: datetime) -> None:
        if job.kind in KINDS and self._uploads is not None:
            if not await self._uploads.do(job, now):
                self._later.append(job)
            return
        try:
            for _ in range(TRIES):
                if await self._finish(job, await self._carry_out(job, now), now):
                    return
            raise RuntimeError(f"the answers changed {TRIES} times while job {job.id} was being done")  # noqa: TRY301
        except Cancelled:
            log.info("job %d (%s) was cancelled", job.id, job.kind)
        except OrderRefused as refusal:
            await self._fail(job, now, refusal, _refused(job, refusal))
        except StandardsWrong as wrong:
            await self._fail(job, now, wrong, _refused(job, OrderRefused(*wrong.problems)))
        except ProjectionError as wrong:
            reason = say(REPORTS.cli_projection, number=wrong.wave_id)
            await self._fail(job, now, wrong, _refused(job, OrderRefused(), reason))
        except SettingsError as wrong:
            await self._fail(
                job, now, wrong, _refused(job, OrderRefused(), say(CLI.bad_setting, reason=wrong))
            )
        except Exception as failure:
            if is_the_databases(failure):
                raise
            log.exception("job %d (%s) failed", job.id, job.kind)
            template = _FAILED.get(job.kind, TEXTS.work_failed)
            number = job.parameters.get("wave", "")
            text = say(template, number=number, job=job.id, error=type(failure).__name__)
            await self._fail(job, now, failure, text)

    async def _finish(self, job: JobRecord, made: Made, now: datetime) -> bool:
        """End a job and queue its messages; False if they are not to go out as they are.

        Somebody took their answers back since they were read, or whoever asked lost a right.
        """
        async with self._database.begin() as conn:
            if await office.is_cancelled(conn, job.id):
                raise Cancelled
            if await erasure.losses(conn) != made.losses:
                return False
            asked_by = await actor_of(conn, job, now, self._zone)
            if made.messages and (asked_by is None or not _has_all(asked_by, made.scopes)):
                return False
            if made.keep and asked_by is not None and not await made.keep(conn, asked_by):
                return False
            ends = [end for right in made.scopes if asked_by and (end := asked_by.ends_at(right)) is not None]
            told = [] if job.kind == REPORT or not made.messages else _card(job, say(TEXTS.job_done))
            await self._end(conn, job, [*made.messages, *told], now, until=min(ends, default=None))
        self._wake()
        return True

    async def _fail(self, job: JobRecord, now: datetime, failure: Exception, text: str) -> None:
        async with self._database.begin() as conn:
            notice = Outbound(OutboundKind.NOTICE, text, buttons=(to_menu(),))
            stopped = say(REPORTS.stopped, number=job.parameters.get("wave", ""))
            await self._end(conn, job, [*_card(job, stopped), notice], now, type(failure).__name__)
        self._wake()

    async def _end(
        self,
        conn: AsyncConnection,
        job: JobRecord,
        messages: Sequence[Outbound],
        now: datetime,
        error: str = "",
        *,
        until: datetime | None = None,
    ) -> None:
        if not await office.finish_job(conn, job.id, now, error):
            return
        await office.drop_progress(conn, job.id, now)
        asked_by = await administrators.administrator_of_chat(conn, job.contact_point_id, now)
        if asked_by is not None:
            queued = [
                replace(_address(message, asked_by, now, f"job:{job.id}:{place}"), not_after=until)
                for place, message in enumerate(messages)
            ]
            await mailbox.queue(conn, queued)

    # --- what is made -----------------------------------------------------------------------------

    async def _carry_out(self, job: JobRecord, now: datetime) -> Made:
        """Make the answer to a job; no messages if whoever asked may not have it any more."""
        if job.kind not in self._makers:
            raise LookupError(f"no such work: {job.kind}")
        return await self._makers[job.kind](job, now)

    async def _export(self, job: JobRecord, now: datetime) -> Made:
        async with self._database.read() as conn:
            asked = await who_asked(conn, job, Right.EXPORT, now, self._zone)
            if isinstance(asked, Made):
                return asked
            wave = await orders.find_wave(conn, int(job.parameters["wave"]), scope=asked.scope)
        async with worker() as carry:
            content, count, names = await carry(
                make_workbook_of, self._source(wave.id, now, asked.scope), now
            )
        name = f"ket-qua-dot-{wave.id}-{now.astimezone(self._zone):%Y%m%d-%H%M}.xlsx"
        caption = say(TEXTS.export_caption, number=wave.id, count=count)
        made = [document(name, content, caption, wave.id)]
        made += await export_files.messages(
            self._database, wave.id, names, asked.scope, now.astimezone(self._zone)
        )
        return Made(made, asked.losses, {Right.EXPORT: asked.scope})

    async def _report(self, job: JobRecord, now: datetime) -> Made:
        settings = self._settings
        as_of = now.astimezone(self._zone).date()
        async with self._database.read() as conn:
            asked = await who_asked(conn, job, Right.REPORT, now, self._zone)
            if isinstance(asked, Made):
                return asked
            wave = await orders.find_wave(conn, int(job.parameters["wave"]), scope=asked.scope)
            await require_answers(conn, wave.id, scope=asked.scope)
            version = await version_on(conn, as_of, self._zone)
            within = await frame.list_units(conn, as_of, scope=asked.scope)
            units = [unit.name for unit in within if unit.id in (asked.scope.roots or ())]
        order = ReportOrder(
            profile=str(job.parameters["profile"]),
            letterhead=settings.letterhead(),
            facts=ReportFacts(
                as_of=as_of, office=settings.office_name, grounds=tuple(settings.grounds), units=tuple(units)
            ),
            standards=settings.own_standards(),
            titles=self._titles,
            version=version,
            publishes_roster=bool(job.parameters["publishes_roster"]) and asked.actor.may(Right.PUBLISH),
            names_persons=names_persons(asked.actor),
        )

        async def tell(step: Step, place: int, count: int) -> None:
            words = say(REPORTS.progress, number=wave.id, step=place, count=count, what=STEPS[step])
            await self._tell(job, step.value, words, now)

        async with worker() as carry:
            report = await make_report(self._source(wave.id, now, asked.scope), order, carry, tell)
        scopes = {Right.REPORT: asked.scope}
        scopes |= {Right.PERSONS: asked.actor.units(Right.PERSONS)} if order.names_persons else {}
        scopes |= {Right.PUBLISH: asked.actor.units(Right.PUBLISH)} if order.publishes_roster else {}
        return Made(
            [*_card(job, say(REPORTS.done, number=wave.id)), *_files(report, wave.id, as_of)],
            asked.losses,
            scopes,
        )

    def _source(self, wave_id: int, now: datetime, scope: Scope) -> Source:
        """Where the worker reads: it stays out of the bot's memory, and so do the libraries that count it."""
        as_of = now.astimezone(self._zone).date()
        return Source(self._database.source, wave_id, as_of, self._zone, self._titles, scope)

    async def _tell(self, job: JobRecord, step: str, text: str, now: datetime) -> None:
        """Tell of a step by editing the message that the order was given with."""
        card = str(job.parameters.get("card", ""))
        if not card:
            return
        async with self._database.begin() as conn:
            if await office.is_cancelled(conn, job.id):
                raise Cancelled
            asked_by = await administrators.administrator_of_chat(conn, job.contact_point_id, now)
            if asked_by is None:
                return
            await office.drop_progress(conn, job.id, now)
            message = Outbound(OutboundKind.CARD, text, edit_ref=card, buttons=(cancel_job(job.id),))
            key = office.progress_key(job.id, step)
            await mailbox.queue(conn, [_address(message, asked_by, now, key)])
        self._wake()


_FAILED: Final = {REPORT: REPORTS.failed, EXPORT: REPORTS.export_failed}
_REFUSED: Final = {REPORT: REPORTS.refused, EXPORT: REPORTS.export_refused}


def _has_all(actor: Actor, scopes: Mapping[Right, Scope]) -> bool:
    """Whether an actor has every right now, for the same units as when something was made."""
    return all(
        actor.may(right) and actor.units(right).roots == scope.roots for right, scope in scopes.items()
    )


def _refused(job: JobRecord, refusal: OrderRefused, *reasons: str) -> str:
    """Word why a job could not be done, if it is something that people can mend."""
    template = _REFUSED.get(job.kind, TEXTS.refused)
    lines = [say(template, number=job.parameters.get("wave", ""))]
    told = [*reasons, *(word_problem(problem, "order") for problem in refusal.problems)]
    return "\n".join(lines + ["• " + reason for reason in told])


# --- messages ---------------------------------------------------------------------------------------


def _card(job: JobRecord, text: str) -> list[Outbound]:
    """Return the last edit of the message that told of the progress, if there was one."""
    card = str(job.parameters.get("card", ""))
    return [Outbound(OutboundKind.CARD, text, edit_ref=card, buttons=(to_menu(),))] if card else []


def _files(report: Report, number: int, as_of: date) -> list[Outbound]:
    """Return what is sent: the key figures with the first picture, then the files, the restricted lists last."""
    day = f"dot-{number}-{as_of:%Y%m%d}"
    picture = report.first_picture
    if picture is None:
        messages = [Outbound(OutboundKind.NOTICE, report.figures)]
    else:
        attachment = Attachment(f"{picture[0].replace('_', '-')}-{day}.png", picture[1])
        messages = [Outbound(OutboundKind.PHOTO, report.figures, attachment=attachment)]
    messages += [
        document(
            f"{FILES['word']}-{day}.docx", report.word, say(REPORTS.word_caption, number=number), number
        ),
        document(
            f"{FILES['workbook']}-{day}.xlsx",
            report.workbook,
            say(REPORTS.workbook_caption, number=number),
            number,
        ),
    ]
    if report.restricted is not None:
        caption = say(REPORTS.restricted_caption, as_of=day_text(as_of))
        messages.append(document(f"{FILES['restricted']}-{day}.docx", report.restricted, caption, number))
    if report.template is not None:
        caption = say(REPORTS.template_caption, number=number)
        messages.append(
            document(f"{FILES['template']}-{as_of:%Y%m%d}.xlsx", report.template, caption, number)
        )
    return messages


def _address(message: Outbound, to: AdministratorRecord, now: datetime, key: str) -> QueuedMessage:
    addressed = Reply(to.channel, to.address, message, contact_point_id=to.contact_point_id)
    return replace(to_row(addressed, now), key=key)
