"""A form (XLSForm) sent into the chat, as a kind of what is handed in: checked, compared, published."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.callbacks import to36
from bot.messages import Attachment, Button, Outbound, OutboundKind
from bot.office import list_cards, orders
from bot.office.actor import Actor
from bot.office.beside import worker
from bot.office.list_work import marked_file, token_of
from bot.office.lists import MarkedCopy, mark_copy, word_problems
from bot.office.menu import Card, message
from bot.office.upload_work import Applied, Finding, Shown
from bot.texts import say
from bot.texts.trying import CHANGES, TEXTS
from bot.texts.uploads import UPLOADS
from storage import instruments
from storage.instruments import FormRecord
from storage.uploads import NEEDS, UploadRecord
from surveys.form_changes import FormChange, compare_forms
from surveys.problems import Problem
from surveys.questionnaire import Questionnaire

TOLD: Final = 20
"""Problems that a card names one by one."""
NAMED: Final = 12
"""Changes on a card; the others are counted, and stand in the file."""
LONGEST: Final = 160
"""Letters of a wording in a change."""
NEEDED: Final = "file_needed"
"""The problem of a file that a form takes data from and that is not there."""
WORKBOOKS: Final = (".xlsx", ".xlsm")


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong with a form, in words, with the marked copy."""

    problems: tuple[str, ...]
    count: int
    marked: MarkedCopy | None
    needed: tuple[str, ...] = ()  # files that are missing, if nothing else is wrong


@dataclass(frozen=True, slots=True)
class Found:
    """A form without problems, what is to be known of it, what is another against the version published last."""

    form: Questionnaire
    notes: tuple[str, ...]
    pictures: Mapping[str, bytes]
    before: FormRecord | None
    changes: tuple[FormChange, ...]


Readable = tuple[Questionnaire, tuple[str, ...], Mapping[str, bytes]]


def read(content: bytes, filename: str) -> "Readable | Wrong":
    """Read a form, for a worker process; with it the notes in words, and its pictures."""
    from surveys.xlsform import examine_form  # noqa: PLC0415 - pyxform

    read = examine_form(content, filename)
    if read.form is not None:
        return read.form, tuple(word_problems(read.notes, "form", TOLD)), dict(read.pictures)
    problems = tuple(word_problems(read.problems, "form", TOLD))
    needed = [each.parameters["file"] for each in read.problems if each.code == NEEDED]
    is_all = len(needed) == len(read.problems)
    marked = None if is_all else _marked(content, filename, read.problems)
    return Wrong(problems, len(read.problems), marked, tuple(needed) if is_all else ())


def _marked(content: bytes, filename: str, problems: Sequence[Problem]) -> MarkedCopy | None:
    """Mark what is wrong in a workbook; problems without a cell of a sheet are only told."""
    from surveys.workbooks import read_workbook  # noqa: PLC0415 - the libraries of workbooks

    if PurePosixPath(filename).suffix.lower() not in WORKBOOKS:
        return None
    book = read_workbook(content, filename)
    names = set() if isinstance(book, list) else {sheet.name for sheet in book.sheets}
    placed = [each for each in problems if each.place.cell and each.place.sheet in names]
    return mark_copy(content, filename, placed, "form") if placed else None


class FormKind:
    """A form, which once published stays as it is."""

    undo_action = ""

    def __init__(self, zone: ZoneInfo) -> None:
        self._zone = zone

    async def look(
        self,
        conn: AsyncConnection,
        upload: UploadRecord,  # noqa: ARG002
        actor: Actor,  # noqa: ARG002
    ) -> Mapping[str, tuple[list[FormRecord], str]]:
        """Return the published versions by form, the newest first, with the definition of that one."""
        forms: dict[str, list[FormRecord]] = {}
        for each in await instruments.published(conn):
            forms.setdefault(each.form_id, []).append(each)
        return {
            form_id: (each, await instruments.definition(conn, each[0].sha256))
            for form_id, each in forms.items()
        }

    async def state(self, conn: AsyncConnection) -> str:
        """Return what stands for the published forms."""
        return ".".join(each.sha256[:12] for each in await instruments.published(conn))

    async def examine(
        self,
        upload: UploadRecord,
        content: bytes,
        looked: Mapping[str, tuple[list[FormRecord], str]],
        state: str,
    ) -> Finding:
        """Read a form; say what is wrong, with the marked copy."""
        async with worker() as carry:
            result: Readable | Wrong = await carry(read, content, upload.filename)
        if isinstance(result, Wrong) and result.needed:
            names = "\n".join(f"• {name}" for name in result.needed)
            card = Card(say(TEXTS.needed, name=upload.filename, files=names), (list_cards.drop(upload),))
            return Finding(refusal=card, is_open=True, decided={NEEDS: list(result.needed)})
        if isinstance(result, Wrong):
            card = list_cards.refused(upload, result.problems, result.count)
            return Finding(refusal=card, files=marked_file(upload, result.marked))
        form, notes, pictures = result
        published, definition = looked.get(form.form_id, ([], ""))
        told = {"title": form.title, "form_id": form.form_id, "version": form.version}
        if any(each.sha256 == form.sha256 for each in published):
            return Finding(refusal=message(say(TEXTS.known, **told)))
        if any(each.version == form.version for each in published):
            return Finding(refusal=message(say(TEXTS.taken, **told)))
        before = published[0] if published else None
        changes = compare_forms(Questionnaire.from_json(definition), form) if before else ()
        return Finding(token_of(state, form.sha256), Found(form, notes, pictures, before, tuple(changes)))

    async def show(
        self,
        conn: AsyncConnection,  # noqa: ARG002
        upload: UploadRecord,
        finding: Finding,
        now: datetime,
        *,
        is_again: bool,
    ) -> Shown:
        """Say what the form holds and what is another in it; it can be tried before it is published."""
        found: Found = finding.found
        card = _card(upload, found, finding.token, is_again=is_again)
        kept = {"form": found.form.to_json()}
        if len(found.changes) <= NAMED:
            return Shown(card, decided=kept)
        lines = "\n".join(map(_line, found.changes)).encode()
        attachment = Attachment(f"mau-phieu-{now.astimezone(self._zone):%Y%m%d-%H%M}.txt", lines)
        caption = say(TEXTS.all_lines, name=upload.filename)
        return Shown(card, (Outbound(OutboundKind.DOCUMENT, caption, attachment=attachment),), decided=kept)

    async def apply(
        self,
        conn: AsyncConnection,
        upload: UploadRecord,  # noqa: ARG002
        finding: Finding,
        actor: Actor,
        now: datetime,
    ) -> Applied:
        """Publish the form, which notes itself in the audit log."""
        found: Found = finding.found
        await orders.publish_form(conn, found.form, actor.name, now, found.pictures)
        return Applied("", {})

    async def undo(
        self,
        conn: AsyncConnection,  # noqa: ARG002
        upload: UploadRecord,
        noted: Mapping[str, Any],  # noqa: ARG002
        actor: Actor,  # noqa: ARG002
        now: datetime,  # noqa: ARG002
    ) -> str:
        """Say that a published form stays."""
        return say(UPLOADS[upload.kind].undo_late)


def _card(upload: UploadRecord, found: Found, token: str, *, is_again: bool) -> Card:
    form = found.form
    told = {"title": form.title, "form_id": form.form_id, "version": form.version}
    counts = dict(zip(("screens", "items"), form.size(), strict=True))
    lines = [say(UPLOADS[upload.kind].again)] if is_again else []
    lines.append(say(TEXTS.shown, **told, **counts))
    if found.notes:
        lines += ["", say(TEXTS.notes), *(f"• {each}" for each in found.notes), ""]
    if found.before is None:
        lines.append(say(TEXTS.first))
    else:
        lines.append(say(TEXTS.against, version=found.before.version))
        lines += [f"• {_line(each)}" for each in found.changes[:NAMED]] or [say(TEXTS.no_change)]
    if len(found.changes) > NAMED:
        lines.append(say(TEXTS.more, count=len(found.changes) - NAMED))
    rows = (
        (Button(TEXTS.try_button, f"q.F.begin.{to36(upload.id)}"),),
        list_cards.take_in(upload, token),
        list_cards.drop(upload),
    )
    return Card(list_cards.fitting(lines), rows)


def _line(change: FormChange) -> str:
    words = {name: _short(getattr(change, name)) for name in ("what", "before", "after")}
    return say(CHANGES[change.code], **words)


def _short(text: str) -> str:
    plain = " ".join(text.split()) or TEXTS.empty
    return plain if len(plain) <= LONGEST else plain[: LONGEST - 1].rstrip() + "…"
