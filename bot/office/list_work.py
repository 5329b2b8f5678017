"""A list of officials sent into the chat, as a kind of what is handed in: read in a worker, imported, undone."""

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.messages import Attachment, Outbound, OutboundKind
from bot.office import list_cards, titles_desk
from bot.office.actor import Actor
from bot.office.beside import worker
from bot.office.lists import (
    Frame,
    MarkedCopy,
    Question,
    ReadList,
    UnknownTitle,
    frame_on,
    mark_copy,
    read_list,
    recognised,
    unknown_titles,
    word_problems,
)
from bot.office.rights import Right
from bot.office.titles import TitlesNow
from bot.office.upload_work import Applied, Finding, Shown
from bot.texts import say
from bot.texts.lists import TEXTS
from bot.texts.uploads import UPLOADS, UploadTexts
from storage import frame
from storage.frame import undoing
from storage.uploads import UploadRecord
from surveys.problems import Problem
from surveys.titles import Titles

if TYPE_CHECKING:
    from storage.frame import ImportSummary
    from surveys.roster.recognising import Decisions

TOLD: Final = 20
"""Problems that a card names one by one."""


@dataclass(frozen=True, slots=True)
class Examined:
    """What a worker found: a list, or its problems in words; answers to the ``questions`` would mend all.

    ``is_anew``: what was answered before is of a frame that has changed since. ``titles``: those that nobody knows,
    ``is_only_titles``: and nothing else is wrong.
    """

    read: ReadList | None = None
    problems: tuple[str, ...] = ()
    count: int = 0
    questions: tuple[Question, ...] = ()
    is_anew: bool = False
    titles: tuple[UnknownTitle, ...] = ()
    is_only_titles: bool = False
    marked: MarkedCopy | None = None


def examine(
    content: bytes, filename: str, against: Frame, office: tuple[Titles, str], decided: "Decisions"
) -> Examined:
    """Read a list against the frame, for a worker process. ``office``: its titles and its province."""
    from surveys.roster.handing_back import TITLE_PROBLEMS  # noqa: PLC0415 - the libraries of workbooks

    roster = read_list(content, filename, against, *office)
    if isinstance(roster, list):
        found = _with_problems(content, filename, roster)
        titles = unknown_titles(roster, office[0], against.as_of)
        is_only_titles = all(each.code in TITLE_PROBLEMS for each in roster)
        return replace(found, titles=titles, is_only_titles=is_only_titles)
    read = recognised(roster, against, office[0], decided)
    if isinstance(read, ReadList):
        return Examined(read)
    if any(each.code == "nobody_decided" for each in read.problems):
        return replace(examine(content, filename, against, office, type(decided)()), is_anew=True)
    return _with_problems(content, filename, list(read.problems), read.questions)


def _with_problems(
    content: bytes, filename: str, problems: list[Problem], questions: tuple[Question, ...] = ()
) -> Examined:
    return Examined(
        problems=tuple(word_problems(problems, "list", TOLD)),
        count=len(problems),
        questions=questions,
        marked=mark_copy(content, filename, problems, "list"),
    )


class ListKind:
    """The whole list of officials in a workbook, which is of all units."""

    undo_action = "roster.undo"

    def __init__(self, titles: TitlesNow, province: str, zone: ZoneInfo) -> None:
        self._titles_now = titles
        self._province = province
        self._zone = zone

    @property
    def _titles(self) -> Titles:
        """The titles as they are now."""
        return self._titles_now()

    async def look(self, conn: AsyncConnection, upload: UploadRecord, actor: Actor) -> Frame:
        """Return what is held on the day of a list."""
        return await frame_on(conn, upload.as_of, actor.units(Right.ROSTER))

    async def state(self, conn: AsyncConnection) -> str:
        """Return what stands for the frame."""
        return await undoing.state_of(conn)

    async def examine(self, upload: UploadRecord, content: bytes, looked: Frame, state: str) -> Finding:
        """Read a list; say what is wrong, with the marked copy; what an answer would mend is asked."""
        from surveys.roster.recognising import Decisions  # noqa: PLC0415 - only for a list

        said = Decisions(
            same=dict(upload.decided.get("same", {})),
            different=frozenset(upload.decided.get("different", ())),
            same_all=bool(upload.decided.get("same_all")),
            different_all=bool(upload.decided.get("different_all")),
        )
        async with worker() as carry:
            found: Examined = await carry(
                examine, content, upload.filename, looked, (self._titles, self._province), said
            )
        if found.read is not None:
            return Finding(_token(content, state, found.read, upload.decided), found.read)
        files = marked_file(upload, found.marked)
        if found.titles:
            return self._ask_of_titles(upload, found, files)
        if not found.questions:
            return Finding(refusal=list_cards.refused(upload, found.problems, found.count), files=files)
        said_before = {} if found.is_anew else upload.decided
        decided = {**said_before, "questions": [asdict(each) for each in found.questions]}
        card = list_cards.ask_person(replace(upload, decided=decided), 0)
        return Finding(refusal=card, files=files, is_open=True, decided=decided)

    def _ask_of_titles(self, upload: UploadRecord, found: Examined, files: tuple[Outbound, ...]) -> Finding:
        """Ask where titles belong; what else is wrong with the list is told before."""
        decided = {**upload.decided, "titles": titles_desk.asked_of(found.titles)}
        asking = replace(upload, decided=decided)
        if found.is_only_titles:
            card = titles_desk.ask(asking, 0, self._titles)
        else:
            card = list_cards.refused(upload, found.problems, found.count, has_titles=True)
        return Finding(refusal=card, files=files, is_open=True, decided=decided)

    async def show(
        self,
        conn: AsyncConnection,
        upload: UploadRecord,
        finding: Finding,
        now: datetime,
        *,
        is_again: bool,
    ) -> Shown:
        """Make the dry run, with all its lines in a file if the card has no room for them."""
        read: ReadList = finding.found
        summary = await frame.import_roster(conn, read.roster, upload.as_of, now, dry_run=True)
        card = list_cards.dry_run(upload, read, summary, finding.token, is_again=is_again)
        if not list_cards.is_shortened(read, summary):
            return Shown(card)
        lines = list_cards.all_lines(upload, read, summary).encode()
        attachment = Attachment(f"chay-thu-{now.astimezone(self._zone):%Y%m%d-%H%M}.txt", lines)
        caption = say(TEXTS.all_lines, name=upload.filename)
        return Shown(card, (Outbound(OutboundKind.DOCUMENT, caption, attachment=attachment),))

    async def apply(
        self,
        conn: AsyncConnection,
        upload: UploadRecord,
        finding: Finding,
        actor: Actor,  # noqa: ARG002
        now: datetime,
    ) -> Applied:
        """Bring the frame to what the list says."""
        before = await undoing.read_frame(conn)
        summary = await frame.import_roster(conn, finding.found.roster, upload.as_of, now)
        return await imported(conn, upload, before, summary, now, action="roster.import")

    async def undo(
        self,
        conn: AsyncConnection,
        upload: UploadRecord,
        noted: Mapping[str, Any],
        actor: Actor,  # noqa: ARG002
        now: datetime,  # noqa: ARG002
    ) -> str:
        """Bring the frame back to how it stood."""
        return await set_back(conn, upload, noted)


async def imported(
    conn: AsyncConnection,
    upload: UploadRecord,
    before: undoing.Rows,
    summary: "ImportSummary",
    now: datetime,
    *,
    action: str,
) -> Applied:
    """Return what an import changed, for undoing it and for the audit log."""
    details = {
        "file": upload.filename,
        "as_of": upload.as_of.isoformat(),
        "added": len(summary.added),
        "changed": len(summary.changed),
        "left": len(summary.left),
    }
    noted = await undoing.note_changes(conn, before, now)
    return Applied(action, details, noted, await undoing.state_of(conn))


async def set_back(conn: AsyncConnection, upload: UploadRecord, noted: Mapping[str, Any]) -> str:
    """Undo an import; returns the sentence that says why not, empty if it is undone."""
    assert upload.applied_at is not None
    why_not = await undoing.undo(conn, noted, upload.after, upload.applied_at)
    return say(_why_not(UPLOADS[upload.kind], why_not)) if why_not is not None else ""


def _why_not(texts: UploadTexts, why_not: undoing.NotUndone) -> str:
    sentences = {
        undoing.NotUndone.ANSWERED: texts.undo_answered,
        undoing.NotUndone.USED: texts.undo_used,
        undoing.NotUndone.CHANGED: texts.undo_changed,
    }
    return sentences[why_not]


def marked_file(upload: UploadRecord, marked: MarkedCopy | None) -> tuple[Outbound, ...]:
    """Return the copy with all that is wrong marked, as a message; nothing if there is none."""
    if marked is None:
        return ()
    attachment = Attachment(f"{upload.filename.rpartition('.')[0]}-can-sua.xlsx", marked.content)
    caption = say(TEXTS.refused_marked, name=upload.filename)
    return (Outbound(OutboundKind.DOCUMENT, caption, attachment=attachment),)


def _token(content: bytes, state: str, read: ReadList, decided: Mapping[str, Any]) -> str:
    """Return what stands for all that a dry run depends on."""
    said = [
        (replace(row, unsaid=frozenset()), sorted(row.unsaid)) for row in read.roster.rows
    ]  # sets have no order
    rows = repr((read.roster.units, said))
    return token_of(hashlib.sha256(content).hexdigest(), state, repr(sorted(decided.items())), rows)


def token_of(*parts: str) -> str:
    """Return a short sum of what something depends on."""
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]
