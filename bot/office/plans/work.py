"""The slow work about plans: a draft, the same within other limits, its approval; in a worker process."""

import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.messages import Attachment, Outbound, OutboundKind
from bot.office.account import deep_link, remembered_account
from bot.office.actor import Actor
from bot.office.beside import Carry, worker
from bot.office.made import Asked, Made, document, who_asked
from bot.office.material import Source, version_on
from bot.office.menu import Card
from bot.office.orders import OrderRefused
from bot.office.plans import cards
from bot.office.plans.changes import Change, courses_of, is_edited, limits_of, write_grounds
from bot.office.plans.files import (
    FilesOrder,
    PlanFiles,
    ResultFiles,
    files_to_send,
    make_files,
    make_result_list,
    make_results,
    noting,
    results_order,
)
from bot.office.plans.making import (
    Drafted,
    PlanOrder,
    compare,
    make_again,
    make_draft,
    make_template,
    read_plan,
)
from bot.office.plans.own import class_payload
from bot.office.plans.results import draw_code
from bot.office.plans.wording import figures_of, seats_of_plan, text_of
from bot.office.plans.year import (
    carried_into,
    in_use,
    newest_wave,
    planned_year,
    still_ahead,
    surroundings,
    with_holidays,
)
from bot.office.rights import Right
from bot.office.titles import TitlesNow
from bot.settings import Settings
from bot.texts import say
from bot.texts.plans import TEXTS
from storage import planning, situations
from storage.database import Database
from storage.office import JobRecord
from storage.planning import PlanRecord
from storage.planning.plans import read_codes
from storage.planning.seats import COMPLETED, MISSED
from storage.scope import Scope
from surveys.planning import Catalogue, Fixed, from_json
from surveys.problems import Problem

DRAFT: Final = "plan.draft"
CHANGE: Final = "plan.change"
APPROVE: Final = "plan.approve"
SHOW: Final = "plan.show"
FILES: Final = "plan.files"
TEMPLATE: Final = "plan.template"
CODE: Final = "plan.code"
RESULTS: Final = "plan.results"
RESULT_LIST: Final = "plan.result_list"
"""The kinds of the jobs."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A draft to be kept, with what it was made from."""

    drafted: Drafted
    catalogue: Catalogue
    grounds: str
    wave_id: int | None


class PlanWork:
    """Does the jobs about plans."""

    def __init__(self, database: Database, settings: Settings, titles: TitlesNow) -> None:
        self._database = database
        self._settings = settings
        self._zone = settings.zone
        self._titles_now = titles

    async def draft(self, job: JobRecord, now: datetime) -> Made:
        """Make a plan from what there is now."""
        day = now.astimezone(self._zone).date()
        year = int(job.parameters.get("year") or planned_year(day))
        async with self._database.read() as conn:
            asked = await self._asked(conn, job, now)
            if isinstance(asked, Made):
                return asked
            used = await in_use(conn, day, year)
            wave_id = await newest_wave(conn, asked.scope)
            version = await version_on(conn, day, self._zone)
            carried = await carried_into(conn, year, day)
            order = PlanOrder(
                year=year,
                day=day,
                catalogue=used.catalogue,
                limits=with_holidays(still_ahead(used.limits, day), self._settings.holiday_overrides()),
                planned=await planning.planned_posts(conn, scope=asked.scope),
                learning=await planning.learning_of(conn, scope=asked.scope),
                people=await planning.people_by_number(conn, scope=asked.scope),
                titles=self._titles_now(),
                standards=self._settings.own_standards(),
                version=version,
                situations=await situations.figures_of(conn, scope=asked.scope),
                carried=carried,
            )
        source = wave_id and Source(
            self._database.source, wave_id, day, self._zone, order.titles, asked.scope
        )
        grounds: dict[str, int] = {
            "catalogue": used.catalogue_number,
            "limits": used.limits_number,
            "standards": version.number if version else 0,
            "wave": wave_id or 0,
            "carried": carried.plan,
        }
        async with worker() as carry:
            drafted: Drafted = await carry(make_draft, order, source or None)
            kept = Kept(drafted, order.all_courses, json.dumps(grounds), wave_id)
            return await self._shown(carry, job, asked, kept, now)

    async def change(self, job: JobRecord, now: datetime) -> Made:
        """Make a plan again within other limits, and tell what that changes."""
        async with self._database.read() as conn:
            asked = await self._asked(conn, job, now)
            if isinstance(asked, Made):
                return asked
            before = await _found(conn, job)
        change = Change.read(str(job.parameters["change"]))
        day = now.astimezone(self._zone).date()
        limits = still_ahead(change.applied(limits_of(before), read_plan(before.plan)), day)
        grounds = write_grounds(before, change=change.write())
        edited = before.plan if is_edited(before) else ""
        async with worker() as carry:
            drafted: Drafted = await carry(make_again, before.inputs, limits, change, edited)
            kept = Kept(drafted, from_json(Catalogue, before.catalogue), grounds, before.wave_id)
            return await self._shown(carry, job, asked, kept, now, before=before)

    async def approve(self, job: JobRecord, now: datetime) -> Made:
        """Make a draft the plan of its year: its people get their seats, those who have left the roster none."""
        async with self._database.read() as conn:
            asked = await self._asked(conn, job, now)
            if isinstance(asked, Made):
                return asked
            record = await _found(conn, job)
            text = await text_of(conn, record, self._settings, self._titles_now())
            people = await planning.people_by_number(conn, scope=asked.scope)
            current = await planning.current_plan(conn, record.year)
            before = await planning.seats_of(conn, current.id) if current else []
        held = {(each.class_number, each.official_id) for each in before}
        begun = {each.number for each in read_plan(record.plan).classes if each.fixed is Fixed.BEGUN}
        async with worker() as carry:
            planned: list[planning.NewSeat] = await carry(seats_of_plan, text)
        seats = [
            each
            for each in planned
            if each.official_id in people
            or (each.class_number in begun and (each.class_number, each.official_id) in held)
        ]

        async def keep(conn: AsyncConnection, actor: Actor) -> bool:
            if not await planning.approve(conn, record.id, seats, actor.name, now):
                raise OrderRefused(Problem("plan_no_draft"))
            return True

        card = cards.approved(record.id, record.year, len(seats), len(planned) - len(seats))
        return Made([_notice(card)], asked.losses, {Right.PLAN: asked.scope}, keep)

    async def _shown(
        self,
        carry: Carry,
        job: JobRecord,
        asked: Asked,
        kept: Kept,
        now: datetime,
        *,
        before: PlanRecord | None = None,
    ) -> Made:
        """Keep a draft and show its figures; beside those of the one ``before`` it, if there is one."""
        day = now.astimezone(self._zone).date()
        async with self._database.begin() as conn:
            number = await planning.keep_draft(
                conn,
                read_plan(kept.drafted.plan),
                grounds=kept.grounds,
                inputs=kept.drafted.inputs,
                catalogue=kept.catalogue,
                as_of=before.as_of if before else day,
                wave_id=kept.wave_id,
                actor=asked.actor.name,
                now=now,
                job_id=job.id,
            )
            record = await planning.find_plan(conn, number)
            assert record is not None
            text = await text_of(conn, record, self._settings, self._titles_now())
        figures: list[tuple[str, str]] = await carry(figures_of, text)
        compared = await self._compared(carry, record, before, asked.scope)
        card = cards.version(record, figures, self._zone, compared)
        return Made([_notice(card)], asked.losses, {Right.PLAN: asked.scope})

    async def _compared(
        self, carry: Carry, record: PlanRecord, before: PlanRecord | None, scope: Scope
    ) -> list[str]:
        """Say what a plan changes against the one ``before`` it: the money, who gains, who loses."""
        if before is None:
            return []
        async with self._database.read() as conn:
            people = await planning.people_by_number(conn, scope=scope)
        found: cards.Compared = await carry(compare, before.plan, record.plan, record.catalogue, people)
        change = Change.read(json.loads(record.grounds)["change"])
        names = {course.code: course.name for course in courses_of(record)}
        return cards.compared_lines(before.id, cards.changed(change, names.get(change.course, "")), found)

    async def show(self, job: JobRecord, now: datetime) -> Made:
        """Show the key figures of a version."""
        async with self._database.read() as conn:
            asked = await self._asked(conn, job, now)
            if isinstance(asked, Made):
                return asked
            text = await text_of(conn, await _found(conn, job), self._settings, self._titles_now())
        async with worker() as carry:
            figures: list[tuple[str, str]] = await carry(figures_of, text)
        card = cards.version(text.record, figures, self._zone)
        return Made([_notice(card)], asked.losses, {Right.PLAN: asked.scope})

    async def files(self, job: JobRecord, now: datetime) -> Made:
        """Make the files of a version: what may be published first, then what names persons."""
        async with self._database.read() as conn:
            asked = await self._asked(conn, job, now)
            if isinstance(asked, Made):
                return asked
            text = await text_of(conn, await _found(conn, job), self._settings, self._titles_now())
            people = await planning.people_by_number(conn, scope=asked.scope)
            planned = await planning.planned_posts(conn, scope=asked.scope)
        settings = self._settings
        order = FilesOrder(
            text,
            people,
            settings.letterhead(),
            settings.report_profile,
            now,
            planned,
            settings.own_standards(),
        )
        async with worker() as carry:
            made: PlanFiles = await carry(make_files, order)
        note = noting(FILES, text.record.id, now)
        return Made(files_to_send(made, text.record), asked.losses, {Right.PLAN: asked.scope}, note)

    async def results(self, job: JobRecord, now: datetime) -> Made:
        """Make the report on what became of the classes of an approved plan, in figures alone."""
        async with self._database.read() as conn:
            asked = await self._asked(conn, job, now)
            if isinstance(asked, Made):
                return asked
            record = await _found(conn, job)
            seats = await planning.seats_of(conn, record.id, scope=asked.scope)
            people = await planning.people_by_number(conn, scope=asked.scope)
        day = now.astimezone(self._zone).date()
        order = results_order(record, seats, people, self._settings, titles=self._titles_now(), day=day)
        async with worker() as carry:
            made: ResultFiles = await carry(make_results, order)
        stem, told = f"ket-qua-ke-hoach-{record.year}", {"year": record.year}
        files = [
            document(f"{stem}.docx", made.document, say(TEXTS.report_caption, **told), 0),
            document(f"{stem}.xlsx", made.workbook, say(TEXTS.report_tables_caption, **told), 0),
        ]
        return Made(files, asked.losses, {Right.PLAN: asked.scope})

    async def result_list(self, job: JobRecord, now: datetime) -> Made:
        """Make the list in which the results of an approved plan are entered, with what is known already."""
        async with self._database.read() as conn:
            asked = await self._asked(conn, job, now)
            if isinstance(asked, Made):
                return asked
            text = await text_of(conn, await _found(conn, job), self._settings, self._titles_now())
            people = await planning.people_by_number(conn, scope=asked.scope)
            seats = await planning.seats_of(conn, text.record.id, scope=asked.scope)
        known = {
            (each.class_number, each.official_id): (each.state == COMPLETED, each.evidence)
            for each in seats
            if each.state in (COMPLETED, MISSED)
        }
        async with worker() as carry:
            content: bytes = await carry(make_result_list, text, people, known)
        name = f"ket-qua-ke-hoach-{text.record.year}-so-{text.record.id}-han-che.xlsx"
        file = document(name, content, say(TEXTS.list_caption, year=text.record.year), 0)
        note = noting(RESULT_LIST, text.record.id, now)
        return Made([file], asked.losses, {Right.PLAN: asked.scope}, note)

    async def code(self, job: JobRecord, now: datetime) -> Made:
        """Make the QR of a class: who scans it when the class ends has completed it."""
        async with self._database.read() as conn:
            asked = await self._asked(conn, job, now)
            if isinstance(asked, Made):
                return asked
            record = await _found(conn, job)
            account = await remembered_account(conn, "telegram")
        number = int(job.parameters["class"])
        held = read_codes(record.codes).get(number)
        if held is None:
            raise OrderRefused(Problem("plan_gone"))
        payload = class_payload(record.id, number, held)
        link = deep_link(account, payload)
        caption = say(TEXTS.code_caption, number=number, typed=f"/lop {payload}")
        async with worker() as carry:
            picture: bytes = await carry(draw_code, link or f"/lop {payload}")
        attachment = Attachment(f"lop-{number}.png", picture)
        made = Outbound(OutboundKind.PHOTO, caption, attachment=attachment)
        return Made([made], asked.losses, {Right.PLAN: asked.scope})

    async def template(self, job: JobRecord, now: datetime) -> Made:
        """Make the workbook in which an office writes what a plan is made from."""
        day = now.astimezone(self._zone).date()
        async with self._database.read() as conn:
            asked = await self._asked(conn, job, now)
            if isinstance(asked, Made):
                return asked
            around = await surroundings(conn, day, self._titles_now(), asked.scope)
        async with worker() as carry:
            content: bytes = await carry(make_template, around, day)
        name = f"mau-so-lieu-ke-hoach-{around.year}.xlsx"
        file = document(name, content, say(TEXTS.template_caption), 0)
        return Made([file], asked.losses, {Right.PLAN: asked.scope})

    async def _asked(self, conn: AsyncConnection, job: JobRecord, now: datetime) -> Asked | Made:
        asked = await who_asked(conn, job, Right.PLAN, now, self._zone)
        if isinstance(asked, Asked) and not asked.scope.is_everything:
            return Made((), asked.losses, {})
        return asked


def _notice(card: Card) -> Outbound:
    return Outbound(OutboundKind.NOTICE, card.text, buttons=card.rows)


async def _found(conn: AsyncConnection, job: JobRecord) -> PlanRecord:
    """Return the version that a job is about. Raises ``OrderRefused`` if it is gone."""
    record = await planning.find_plan(conn, int(job.parameters["plan"]))
    if record is None:
        raise OrderRefused(Problem("plan_gone"))
    return record


def plan_makers(work: PlanWork) -> Mapping[str, Callable[[JobRecord, datetime], Awaitable[Made]]]:
    """Return what each kind of job makes."""
    return {
        DRAFT: work.draft,
        CHANGE: work.change,
        APPROVE: work.approve,
        SHOW: work.show,
        FILES: work.files,
        CODE: work.code,
        RESULTS: work.results,
        RESULT_LIST: work.result_list,
        TEMPLATE: work.template,
    }
