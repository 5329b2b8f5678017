"""The work on a list that was sent into the chat: fetched, read in a worker process, shown, taken in, set back.

Each job ends in one transaction with what it changed and with the messages that tell it, so a kill at any moment
leaves it undone or done. A list is taken in only as it was shown: what the dry run depended on (the file, the frame,
what was decided) is summed in a token, and another token shows the dry run again.
"""

import hashlib
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.envelopes import Reply, to_row
from bot.messages import Attachment, Outbound, OutboundKind, SendError
from bot.office import list_cards, orders
from bot.office.actor import NOBODY, Actor
from bot.office.beside import worker
from bot.office.list_desk import APPLY, READ, UNDO_IMPORT
from bot.office.lists import (
    Frame,
    MarkedCopy,
    ReadList,
    frame_on,
    mark_copy,
    read_list,
    recognised,
    word_problems,
)
from bot.office.menu import Card, message
from bot.office.rights import Right
from bot.process.outside import is_the_databases
from bot.settings import Settings
from bot.texts import say
from bot.texts.lists import TEXTS
from storage import administrators, frame, mailbox, office, uploads
from storage.administrators import AdministratorRecord
from storage.database import Database
from storage.frame import undoing
from storage.mailbox import QueuedMessage
from storage.office import JobRecord
from storage.uploads import UNDO, UploadRecord
from surveys.problems import Problem
from surveys.titles import Titles

if TYPE_CHECKING:
    from surveys.roster.recognising import Decisions

log = logging.getLogger(__name__)

Fetch = Callable[[str, str, str], Awaitable[bytes]]
"""Returns the bytes of a file: channel, address, the platform's name for it. Raises ``SendError``."""

KINDS: Final = frozenset({READ, APPLY, UNDO_IMPORT})
PATIENCE: Final = timedelta(minutes=5)
"""For how long it is tried again to fetch a file while the platform cannot be reached."""
TRIES: Final = 5
"""How often a list is read anew because the frame changed while it was read."""
TOLD: Final = 20
"""Problems that a card names one by one."""
_WHY_NOT: Final[Mapping[undoing.NotUndone, str]] = {
    undoing.NotUndone.ANSWERED: TEXTS.undo_answered,
    undoing.NotUndone.USED: TEXTS.undo_used,
    undoing.NotUndone.CHANGED: TEXTS.undo_changed,
}


@dataclass(frozen=True, slots=True)
class Examined:
    """What a worker found in a list: the list, or its problems in words; ``is_question``: an answer would mend all."""

    read: ReadList | None = None
    problems: tuple[str, ...] = ()
    count: int = 0
    is_question: bool = False
    marked: MarkedCopy | None = None


def examine(
    content: bytes, filename: str, against: Frame, office: tuple[Titles, str], decided: "Decisions"
) -> Examined:
    """Read a list against the frame, for a worker process. ``office``: its titles and its province."""
    roster = read_list(content, filename, against, *office)
    if isinstance(roster, list):
        return _with_problems(content, filename, roster)
    read = recognised(roster, against, decided)
    return Examined(read) if isinstance(read, ReadList) else _with_problems(content, filename, list(read))


def _with_problems(content: bytes, filename: str, problems: list[Problem]) -> Examined:
    return Examined(
        problems=tuple(word_problems(problems, "list", TOLD)),
        count=len(problems),
        is_question=all(each.code in ("same_person", "key_of_another") for each in problems),
        marked=mark_copy(content, filename, problems, "list"),
    )


class ListWork:
    """Does the jobs of lists. ``wake`` the dispatcher."""

    def __init__(
        self, database: Database, settings: Settings, titles: Titles, fetch: Fetch, wake: Callable[[], None]
    ) -> None:
        self._database = database
        self._zone = settings.zone
        self._office = titles, settings.province
        self._fetch = fetch
        self._wake = wake

    async def do(self, job: JobRecord, now: datetime) -> bool:
        """Do a job; False if it is to be tried again later."""
        try:
            await self._carry_out(job, now)
        except SendError as error:
            if error.retryable and now - job.created_at < PATIENCE:
                log.warning("a list is not fetched yet: %s", error.kind)
                return False
            await self._fail(job, now, TEXTS.lost, error.kind.value)
        except Exception as failure:
            if is_the_databases(failure):
                raise
            log.exception("job %d (%s) failed", job.id, job.kind)
            await self._fail(job, now, TEXTS.failed, type(failure).__name__)
        self._wake()
        return True

    async def _carry_out(self, job: JobRecord, now: datetime) -> None:
        if job.kind == UNDO_IMPORT:
            await self._undo(job, now)
            return
        for _ in range(TRIES):
            if await self._read(job, now):
                return
        raise RuntimeError(f"the frame changed {TRIES} times while a list was being read")

    async def _read(self, job: JobRecord, now: datetime) -> bool:
        """Read a list and show what it would change, or take it in as it was shown; False if the frame changed."""
        async with self._database.read() as conn:
            upload, actor = await self._upload(conn, job, now)
            if upload is not None and upload.status in ("received", "shown"):
                content = await uploads.content_of(conn, upload.id)
                against = await frame_on(conn, upload.as_of, actor.units(Right.ROSTER))
                state = await undoing.state_of(conn)
        if upload is None or upload.status not in ("received", "shown"):
            await self._end(job, now)
            return True
        if content is None:
            content = await self._bytes_of(upload)
        examined = await self._examine(content, upload, against)
        token = _token(content, state, examined, upload.decided)
        async with self._database.begin() as conn:
            if await undoing.state_of(conn) != state:
                return False
            now_held, _ = await self._upload(conn, job, now)
            if now_held != upload:
                await office.finish_job(conn, job.id, now)  # somebody left it meanwhile, or lost the right
                return True
            if examined.read is None:
                await self._refuse(conn, job, upload, examined, now)
            elif job.kind == APPLY and job.parameters.get("token") == upload.token == token:
                await self._apply(conn, job, upload, examined.read, now)
            else:
                await self._show(conn, job, upload, examined.read, token=token, now=now)
        return True

    async def _upload(
        self, conn: AsyncConnection, job: JobRecord, now: datetime
    ) -> tuple[UploadRecord | None, Actor]:
        """Return the list that a job is about, if whoever asked may still take lists in, and who that is."""
        asked_by = await administrators.administrator_of_chat(conn, job.contact_point_id, now)
        if asked_by is None:
            return None, NOBODY
        actor = Actor.of_administrator(asked_by, now, self._zone)
        if not actor.may_everywhere(Right.ROSTER):
            return None, actor
        return await uploads.find(conn, int(job.parameters["upload"]), job.contact_point_id), actor

    async def _bytes_of(self, upload: UploadRecord) -> bytes:
        """Fetch a file and keep it: where it lies with the platform ends after a while."""
        content = await self._fetch(upload.channel, upload.address, upload.ref)
        async with self._database.begin() as conn:
            await uploads.keep_content(conn, upload, content)
        return content

    async def _examine(self, content: bytes, upload: UploadRecord, against: Frame) -> Examined:
        from surveys.roster.recognising import Decisions  # noqa: PLC0415 - only for a list

        decided = Decisions(
            same_all=bool(upload.decided.get("same_all")),
            different_all=bool(upload.decided.get("different_all")),
        )
        async with worker() as carry:
            examined: Examined = await carry(
                examine, content, upload.filename, against, self._office, decided
            )
        return examined

    # --- what comes of it -------------------------------------------------------------------------

    async def _refuse(
        self, conn: AsyncConnection, job: JobRecord, upload: UploadRecord, examined: Examined, now: datetime
    ) -> None:
        """Say what is wrong, with the marked copy; what an answer would mend is asked, and the file stays."""
        messages = []
        if examined.marked is not None:
            name = f"{upload.filename.rpartition('.')[0]}-can-sua.xlsx"
            caption = say(TEXTS.refused_marked, name=upload.filename)
            attachment = Attachment(name, examined.marked.content)
            messages.append(Outbound(OutboundKind.DOCUMENT, caption, attachment=attachment))
        if examined.is_question:
            await uploads.change(conn, upload, "shown", token="")
            card = list_cards.ask_people(upload, examined.problems, examined.count)
        else:
            await uploads.change(conn, upload, "wrong")
            card = list_cards.refused(upload, examined.problems, examined.count)
        await self._finish(conn, job, card, now, messages)

    async def _show(
        self,
        conn: AsyncConnection,
        job: JobRecord,
        upload: UploadRecord,
        read: ReadList,
        *,
        token: str,
        now: datetime,
    ) -> None:
        summary = await frame.import_roster(conn, read.roster, upload.as_of, now, dry_run=True)
        await uploads.change(conn, upload, "shown", token=token)
        card = list_cards.dry_run(upload, read, summary, token, is_again=job.kind == APPLY)
        messages = []
        if list_cards.is_shortened(read, summary):
            lines = list_cards.all_lines(upload, read, summary).encode()
            attachment = Attachment(f"chay-thu-{now.astimezone(self._zone):%Y%m%d-%H%M}.txt", lines)
            caption = say(TEXTS.all_lines, name=upload.filename)
            messages.append(Outbound(OutboundKind.DOCUMENT, caption, attachment=attachment))
        await self._finish(conn, job, card, now, messages)

    async def _apply(
        self, conn: AsyncConnection, job: JobRecord, upload: UploadRecord, read: ReadList, now: datetime
    ) -> None:
        before = await undoing.read_frame(conn)
        summary = await frame.import_roster(conn, read.roster, upload.as_of, now)
        noted = await undoing.note_changes(conn, before, now)
        state = await undoing.state_of(conn)
        await uploads.change(
            conn, upload, "applied", before=noted, after=state, applied_at=now, decided={}, token=""
        )
        await self._note(
            conn,
            job,
            "roster.import",
            {
                "file": upload.filename,
                "as_of": upload.as_of.isoformat(),
                "added": len(summary.added),
                "changed": len(summary.changed),
                "left": len(summary.left),
            },
            now,
        )
        done = await uploads.find(conn, upload.id, upload.contact_point_id)
        assert done is not None
        await self._finish(conn, job, list_cards.applied(done, now, self._zone), now)

    async def _undo(self, job: JobRecord, now: datetime) -> None:
        async with self._database.begin() as conn:
            upload, _ = await self._upload(conn, job, now)
            if upload is None or upload.status != "applied" or upload.applied_at is None:
                await office.finish_job(conn, job.id, now)
                return
            noted = await uploads.before_of(conn, upload.id)
            if noted is None or now >= upload.applied_at + UNDO:
                await self._finish(conn, job, message(say(TEXTS.undo_late)), now)
                return
            why_not = await undoing.undo(conn, noted, upload.after, upload.applied_at)
            if why_not is not None:
                await self._finish(conn, job, message(say(_WHY_NOT[why_not])), now)
                return
            await uploads.change(conn, upload, "undone", before=None)
            await self._note(conn, job, "roster.undo", {"file": upload.filename}, now)
            await self._finish(conn, job, message(say(TEXTS.undone, name=upload.filename)), now)

    async def _note(
        self, conn: AsyncConnection, job: JobRecord, action: str, details: Mapping[str, Any], now: datetime
    ) -> None:
        asked_by = await administrators.administrator_of_chat(conn, job.contact_point_id, now)
        assert asked_by is not None
        await orders.note_order(conn, str(asked_by.id), action, details, now)

    # --- telling it -------------------------------------------------------------------------------

    async def _fail(self, job: JobRecord, now: datetime, template: str, error: str) -> None:
        async with self._database.begin() as conn:
            upload, _ = await self._upload(conn, job, now)
            if upload is None:
                await office.finish_job(conn, job.id, now, error)
                return
            if upload.status == "received":
                await uploads.change(conn, upload, "dropped")
            card = message(say(template, name=upload.filename, job=job.id))
            await self._finish(conn, job, card, now, error=error)

    async def _end(self, job: JobRecord, now: datetime) -> None:
        async with self._database.begin() as conn:
            await office.finish_job(conn, job.id, now)

    async def _finish(
        self,
        conn: AsyncConnection,
        job: JobRecord,
        card: Card,
        now: datetime,
        before: Sequence[Outbound] = (),
        *,
        error: str = "",
    ) -> None:
        """End a job: its files, then its card, in place of the tapped one if there was one."""
        await office.finish_job(conn, job.id, now, error)
        asked_by = await administrators.administrator_of_chat(conn, job.contact_point_id, now)
        if asked_by is None:
            return
        ref = str(job.parameters.get("card", ""))
        kind = OutboundKind.CARD if ref else OutboundKind.NOTICE
        told = Outbound(kind, card.text, buttons=card.rows, edit_ref=ref)
        queued = [
            _address(each, asked_by, now, f"job:{job.id}:{place}")
            for place, each in enumerate((*before, told))
        ]
        await mailbox.queue(conn, queued)


def _token(content: bytes, state: str, examined: Examined, decided: Mapping[str, Any]) -> str:
    """Return what stands for all that a dry run depends on."""
    rows = ""
    if examined.read is not None:
        roster = examined.read.roster
        said = [
            (replace(row, unsaid=frozenset()), sorted(row.unsaid)) for row in roster.rows
        ]  # sets have no order
        rows = repr((roster.units, said))
    told = "\n".join([hashlib.sha256(content).hexdigest(), state, repr(sorted(decided.items())), rows])
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def _address(told: Outbound, to: AdministratorRecord, now: datetime, key: str) -> QueuedMessage:
    addressed = Reply(to.channel, to.address, told, contact_point_id=to.contact_point_id)
    return replace(to_row(addressed, now), key=key)
