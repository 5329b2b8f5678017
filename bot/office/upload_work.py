"""The work on what was handed in from a chat: fetched, examined, shown, taken in, set back. What it is, its kind says.

Each job ends in one transaction with what it changed and with the messages that tell it, so a kill at any moment
leaves it undone or done. It is taken in only as it was shown: what the dry run depended on is summed in a token, and
another token shows the dry run again.
"""

import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import PurePosixPath
from typing import Any, Final, Protocol

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.envelopes import Reply, to_row
from bot.messages import Outbound, OutboundKind, SendError
from bot.office import list_cards, orders
from bot.office.actor import Actor
from bot.office.beside import worker
from bot.office.made import actor_of
from bot.office.menu import Card, message
from bot.office.sorting import kind_of, pack_form
from bot.office.upload_desk import APPLY, READ, UNDO_IMPORT, may_take_in, say_not_taken
from bot.process.outside import is_the_databases
from bot.settings import Settings
from bot.texts import say
from bot.texts.uploads import UPLOADS, UploadTexts
from storage import administrators, mailbox, office, uploads
from storage.administrators import AdministratorRecord
from storage.database import Database
from storage.mailbox import QueuedMessage
from storage.office import JobRecord
from storage.uploads import FILE, SENT, UNDO, UploadRecord

log = logging.getLogger(__name__)

Fetch = Callable[[str, str, str], Awaitable[bytes]]
"""Returns the bytes of a file: channel, address, the platform's name for it. Raises ``SendError``."""

KINDS: Final = frozenset({READ, APPLY, UNDO_IMPORT})
PATIENCE: Final = timedelta(minutes=5)
"""For how long it is tried again to fetch a file while the platform cannot be reached."""
TRIES: Final = 5
"""How often something is examined anew because what it is compared with changed meanwhile."""
OPEN: Final = ("received", "shown")
"""The statuses of what nobody has decided of."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found: ``found``, of whatever its kind makes, and the ``token`` of all that it depends on.

    ``refusal``: the card that says what is wrong, with ``files`` before it. ``is_open``: an answer would mend it, and
    ``decided`` is kept until then.
    """

    token: str = ""
    found: Any = None
    refusal: Card | None = None
    files: tuple[Outbound, ...] = ()
    is_open: bool = False
    decided: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """A dry run: the card, files before it. ``filename``: a better name for what was handed in.

    ``decided`` is kept until it is decided what becomes of it.
    """

    card: Card
    files: tuple[Outbound, ...] = ()
    filename: str = ""
    decided: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Applied:
    """What was taken in: what undoing needs (``None``: it cannot be undone), and what the audit log says.

    ``action`` is empty where it has noted itself.
    """

    action: str
    details: Mapping[str, Any]
    before: Mapping[str, Any] | None = None
    after: str = ""


class UploadKind(Protocol):
    """A kind of what is handed in."""

    undo_action: str

    async def look(self, conn: AsyncConnection, upload: UploadRecord, actor: Actor) -> Any:
        """Return what it is compared with."""

    async def state(self, conn: AsyncConnection) -> str:
        """Return what stands for all that it is compared with: equal only while nothing of it changes."""

    async def examine(self, upload: UploadRecord, content: bytes, looked: Any, state: str) -> Finding:
        """Examine it, outside of any transaction."""

    async def show(
        self,
        conn: AsyncConnection,
        upload: UploadRecord,
        finding: Finding,
        now: datetime,
        *,
        is_again: bool,
    ) -> Shown:
        """Make the dry run."""

    async def apply(
        self, conn: AsyncConnection, upload: UploadRecord, finding: Finding, actor: Actor, now: datetime
    ) -> Applied:
        """Take it in."""

    async def undo(
        self,
        conn: AsyncConnection,
        upload: UploadRecord,
        noted: Mapping[str, Any],
        actor: Actor,
        now: datetime,
    ) -> str:
        """Set it back; returns the sentence that says why not, empty if it was."""


class UploadWork:
    """Does the jobs of what was handed in, by ``kinds``. ``wake`` the dispatcher."""

    def __init__(
        self,
        database: Database,
        settings: Settings,
        kinds: Mapping[str, UploadKind],
        fetch: Fetch,
        wake: Callable[[], None],
    ) -> None:
        self._database = database
        self._zone = settings.zone
        self._kinds = kinds
        self._fetch = fetch
        self._wake = wake

    async def do(self, job: JobRecord, now: datetime) -> bool:
        """Do a job; False if it is to be tried again later."""
        try:
            await self._carry_out(job, now)
        except SendError as error:
            if error.retryable and now - job.created_at < PATIENCE:
                log.warning("a file is not fetched yet: %s", error.kind)
                return False
            await self._fail(job, now, lambda texts: texts.lost, error.kind.value)
        except Exception as failure:
            if is_the_databases(failure):
                raise
            log.exception("job %d (%s) failed", job.id, job.kind)
            await self._fail(job, now, lambda texts: texts.failed, type(failure).__name__)
        self._wake()
        return True

    async def _carry_out(self, job: JobRecord, now: datetime) -> None:
        if job.kind == UNDO_IMPORT:
            await self._undo(job, now)
            return
        for _ in range(TRIES):
            if await self._examine(job, now):
                return
        raise RuntimeError(f"what it is compared with changed {TRIES} times meanwhile")

    async def _examine(self, job: JobRecord, now: datetime) -> bool:
        """Show what would change, or take it in as it was shown; False if what it is compared with changed."""
        content = await self._content(job, now)
        if await self._refuses(job, now):
            return True
        async with self._database.read() as conn:
            upload, actor = await self._upload(conn, job, now)
            if upload is not None and actor is not None and upload.status in OPEN:
                kind = self._kinds[upload.kind]
                looked, state = await kind.look(conn, upload, actor), await kind.state(conn)
        if upload is None or actor is None or upload.status not in OPEN:
            await self._end(job, now)
            return True
        finding = await kind.examine(upload, content, looked, state)
        async with self._database.begin() as conn:
            if await kind.state(conn) != state:
                return False
            now_held, asks_now = await self._upload(conn, job, now)
            if actor.granted != (asks_now.granted if asks_now else ()):
                return False  # what they may see is not what it was
            if now_held is not None and now_held != upload and now_held.status in OPEN:
                return False  # something else was said of it meanwhile
            if now_held != upload:
                await office.finish_job(conn, job.id, now)  # somebody left it meanwhile
            elif finding.refusal is not None:
                kept = {"decided": dict(finding.decided)} if finding.decided is not None else {}
                await uploads.change(conn, upload, "shown" if finding.is_open else "wrong", token="", **kept)
                await self._finish(conn, job, finding.refusal, now, finding.files)
            elif job.kind == APPLY and job.parameters.get("token") == upload.token == finding.token:
                await self._apply(conn, job, upload, finding, actor=actor, now=now)
            else:
                shown = await kind.show(conn, upload, finding, now, is_again=job.kind == APPLY)
                more: dict[str, Any] = {"filename": shown.filename} if shown.filename else {}
                more |= {"decided": dict(shown.decided)} if shown.decided is not None else {}
                await uploads.change(conn, upload, "shown", token=finding.token, **more)
                await self._finish(conn, job, shown.card, now, shown.files)
        return True

    async def _refuses(self, job: JobRecord, now: datetime) -> bool:
        """Say so if whoever sent a file may not take in what it turned out to be."""
        async with self._database.begin() as conn:
            sent = await uploads.find(conn, int(job.parameters["upload"]), job.contact_point_id)
            actor = await actor_of(conn, job, now, self._zone)
            if sent is None or actor is None or sent.status not in OPEN or may_take_in(actor, sent.kind):
                return False
            await uploads.change(conn, sent, "dropped")
            await self._finish(conn, job, message(say_not_taken(actor)), now)
        return True

    async def _upload(
        self, conn: AsyncConnection, job: JobRecord, now: datetime
    ) -> tuple[UploadRecord | None, Actor | None]:
        """Return what a job is about, if whoever asked may still take it in, and who that is."""
        actor = await actor_of(conn, job, now, self._zone)
        if actor is None:
            return None, None
        upload = await uploads.find(conn, int(job.parameters["upload"]), job.contact_point_id)
        is_allowed = upload is not None and may_take_in(actor, upload.kind)
        return (upload if is_allowed else None), actor

    async def _content(self, job: JobRecord, now: datetime) -> bytes:
        """Return the bytes of what a job is about, empty if it has none; of a file its kind is known then.

        They are fetched once and kept: where they lie with the platform ends after a while.
        """
        async with self._database.read() as conn:
            upload, _ = await self._upload(conn, job, now)
            if upload is None or upload.status not in OPEN or not upload.ref:
                return b""
            content = await uploads.content_of(conn, upload.id)
        if content is None:
            content = await self._fetch(upload.channel, upload.address, upload.ref)
            async with self._database.begin() as conn:
                await uploads.keep_content(conn, upload, content)
        if upload.decided.get(SENT):
            return await self._together(upload, content)
        if upload.kind == FILE:
            async with worker() as carry:
                kind = await carry(kind_of, content, upload.filename)
            async with self._database.begin() as conn:
                await uploads.sort(conn, upload, kind)
        return content

    async def _together(self, upload: UploadRecord, content: bytes) -> bytes:
        """Put the files that a form has waited for into one .zip with it, which is kept in its place."""
        fetched = {
            each["name"]: await self._fetch(upload.channel, upload.address, each["ref"])
            for each in upload.decided[SENT]
        }
        async with worker() as carry:
            packed = await carry(pack_form, content, upload.filename, fetched)
        name = f"{PurePosixPath(upload.filename).stem}.zip"
        async with self._database.begin() as conn:
            await uploads.keep_content(conn, upload, packed)
            await uploads.change(conn, upload, upload.status, filename=name, decided={})
        return bytes(packed)

    # --- what comes of it -------------------------------------------------------------------------

    async def _apply(
        self,
        conn: AsyncConnection,
        job: JobRecord,
        upload: UploadRecord,
        finding: Finding,
        *,
        actor: Actor,
        now: datetime,
    ) -> None:
        applied = await self._kinds[upload.kind].apply(conn, upload, finding, actor, now)
        kept = {"before": applied.before, "after": applied.after, "applied_at": now, "token": ""}
        await uploads.change(conn, upload, "applied", **kept)
        if applied.action:
            await orders.note_order(conn, actor.name, applied.action, applied.details, now)
        done = await uploads.find(conn, upload.id, upload.contact_point_id)
        assert done is not None
        await self._finish(conn, job, list_cards.applied(done, now, self._zone), now)

    async def _undo(self, job: JobRecord, now: datetime) -> None:
        async with self._database.begin() as conn:
            upload, actor = await self._upload(conn, job, now)
            if upload is None or actor is None or upload.status != "applied" or upload.applied_at is None:
                await office.finish_job(conn, job.id, now)
                return
            texts, kind = UPLOADS[upload.kind], self._kinds[upload.kind]
            noted = await uploads.before_of(conn, upload.id)
            if noted is None or now >= upload.applied_at + UNDO:
                await self._finish(conn, job, message(say(texts.undo_late)), now)
                return
            why_not = await kind.undo(conn, upload, noted, actor, now)
            if why_not:
                await self._finish(conn, job, message(why_not), now)
                return
            await uploads.change(conn, upload, "undone", before=None)
            if kind.undo_action:
                await orders.note_order(conn, actor.name, kind.undo_action, {"file": upload.filename}, now)
            await self._finish(conn, job, message(say(texts.undone, name=upload.filename)), now)

    # --- telling it -------------------------------------------------------------------------------

    async def _fail(
        self, job: JobRecord, now: datetime, sentence: Callable[[UploadTexts], str], error: str
    ) -> None:
        async with self._database.begin() as conn:
            upload, _ = await self._upload(conn, job, now)
            if upload is None:
                await office.finish_job(conn, job.id, now, error)
                return
            if upload.status == "received" and upload.ref:
                await uploads.change(conn, upload, "dropped")
            told = say(sentence(UPLOADS[upload.kind]), name=upload.filename, job=job.id)
            await self._finish(conn, job, message(told), now, error=error)

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


def _address(told: Outbound, to: AdministratorRecord, now: datetime, key: str) -> QueuedMessage:
    addressed = Reply(to.channel, to.address, told, contact_point_id=to.contact_point_id)
    return replace(to_row(addressed, now), key=key)
