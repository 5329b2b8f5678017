"""A plan that was changed in its workbook and sent back: the changes in words, then a new draft."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.office import list_cards
from bot.office.actor import Actor
from bot.office.beside import worker
from bot.office.list_work import marked_file, token_of
from bot.office.lists import mark_copy, word_problems
from bot.office.menu import message
from bot.office.plans.books import ABOUT, TOLD, Wrong, show_lines
from bot.office.plans.changes import write_grounds
from bot.office.plans.making import read_plan
from bot.office.plans.year import surroundings
from bot.office.rights import Right
from bot.office.titles import TitlesNow
from bot.office.upload_work import Applied, Finding, Shown
from bot.texts import say
from bot.texts.plans import TEXTS
from bot.texts.uploads import UPLOADS
from storage import planning
from storage.planning import PlanRecord
from storage.uploads import UploadRecord
from surveys.planning import Catalogue, from_json, people_of, to_json

if TYPE_CHECKING:
    from surveys.planning.book import Surroundings

NEWEST: Final = 30
"""Versions that a workbook may be of."""


@dataclass(frozen=True, slots=True)
class Looked:
    """What a changed workbook is read against: the newest versions, the people, units and courses that there are."""

    versions: tuple[PlanRecord, ...]
    around: "Surroundings"


@dataclass(frozen=True, slots=True)
class ReadEdit:
    """A changed plan as JSON: of which version, and every change in words."""

    version: int
    plan: str
    changes: tuple[str, ...]


def read_edit(content: bytes, filename: str, looked: Looked) -> ReadEdit | Wrong | None:
    """Read a changed workbook, for a worker process; ``None`` if it is of no version."""
    from bot.texts.problems import word_what  # noqa: PLC0415 - the libraries of workbooks
    from surveys.planning.classes import Task  # noqa: PLC0415
    from surveys.planning.edits import Editing, marks_of, read_edited_plan  # noqa: PLC0415
    from surveys.reporting.planning import workbook  # noqa: PLC0415
    from surveys.workbooks import read_workbook  # noqa: PLC0415

    book = read_workbook(content, filename)
    marks = set() if isinstance(book, list) else marks_of(book)
    known = ((each, read_plan(each.plan)) for each in looked.versions)
    version, plan = next(
        ((each, plan) for each, plan in known if marks & set(workbook.marks_of(plan))), (None, None)
    )
    if version is None or plan is None:
        return None
    around = looked.around
    limits, people = from_json(Task, version.inputs).limits, people_of(around.people, around.titles)
    editing = Editing(plan, limits, around, people, workbook.marks_of(plan))
    found = read_edited_plan(content, filename, editing)
    if isinstance(found, list):
        marked = mark_copy(content, filename, found, ABOUT)
        return Wrong(tuple(word_problems(found, ABOUT, TOLD)), len(found), marked)
    changes = tuple(word_what(each, ABOUT) for each in found.changes)
    return ReadEdit(version.id, to_json(found.plan), changes)


class PlanEditKind:
    """A plan that was changed in its workbook."""

    undo_action = ""

    def __init__(self, titles: TitlesNow, zone: ZoneInfo) -> None:
        self._titles_now = titles
        self._zone = zone

    async def look(self, conn: AsyncConnection, upload: UploadRecord, actor: Actor) -> Looked:
        """Return what it is read against."""
        versions = await planning.list_plans(conn)
        scope = actor.units(Right.PLAN)
        return Looked(
            tuple(versions[:NEWEST]), await surroundings(conn, upload.as_of, self._titles_now(), scope)
        )

    async def state(self, conn: AsyncConnection) -> str:
        """Return what stands for the versions that there are."""
        return ".".join(str(each.id) for each in (await planning.list_plans(conn))[:NEWEST])

    async def examine(self, upload: UploadRecord, content: bytes, looked: Looked, state: str) -> Finding:
        """Read it; say what is wrong, with the marked copy."""
        async with worker() as carry:
            found: ReadEdit | Wrong | None = await carry(read_edit, content, upload.filename, looked)
        if found is None:
            return Finding(refusal=message(say(TEXTS.edit_unknown, name=upload.filename)))
        if isinstance(found, Wrong):
            card = list_cards.refused(upload, found.problems, found.count)
            return Finding(refusal=card, files=marked_file(upload, found.marked))
        if not found.changes:
            same = say(TEXTS.edit_same, name=upload.filename, number=found.version)
            return Finding(refusal=message(same))
        return Finding(token_of(state, found.plan), found)

    async def show(
        self,
        conn: AsyncConnection,  # noqa: ARG002
        upload: UploadRecord,
        finding: Finding,
        now: datetime,
        *,
        is_again: bool,
    ) -> Shown:
        """Say every change; all of them in a file if the card has no room."""
        found: ReadEdit = finding.found
        lines = [say(UPLOADS[upload.kind].again)] if is_again else []
        lines.append(say(TEXTS.edit_dry, number=found.version, name=upload.filename))
        name = f"ke-hoach-da-sua-{now.astimezone(self._zone):%Y%m%d-%H%M}-han-che.txt"
        return show_lines(upload, finding.token, lines, found.changes, name)

    async def apply(
        self, conn: AsyncConnection, upload: UploadRecord, finding: Finding, actor: Actor, now: datetime
    ) -> Applied:
        """Keep it as a new draft, which notes itself in the audit log."""
        found: ReadEdit = finding.found
        before = await planning.find_plan(conn, found.version)
        assert before is not None
        await planning.keep_draft(
            conn,
            read_plan(found.plan),
            grounds=write_grounds(before, edited=upload.filename),
            inputs=before.inputs,
            catalogue=from_json(Catalogue, before.catalogue),
            as_of=before.as_of,
            wave_id=before.wave_id,
            actor=actor.name,
            now=now,
        )
        return Applied("", {})

    async def undo(
        self,
        conn: AsyncConnection,  # noqa: ARG002
        upload: UploadRecord,
        noted: Mapping[str, Any],  # noqa: ARG002
        actor: Actor,  # noqa: ARG002
        now: datetime,  # noqa: ARG002
    ) -> str:
        """Say that a draft stays."""
        return say(UPLOADS[upload.kind].undo_late)
