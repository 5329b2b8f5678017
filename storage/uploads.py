"""What administrators hand in from their chats: kept until it is decided what becomes of it, a day at most."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from sqlalchemy import insert as plain_insert
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import attachments
from storage.page import WEB, forget_sent_file, forget_sent_files
from storage.records import record
from storage.sql import uploads

KEPT: Final = timedelta(days=1)
"""How long the bytes of a list are kept of which nobody has decided."""
UNDO: Final = timedelta(minutes=10)
"""How long an import can be undone."""

LIST: Final = "list"
PERSON: Final = "person"
RULES: Final = "rules"
FORM: Final = "form"
ACTIONS: Final = "actions"
SITUATIONS: Final = "situations"
PLAN: Final = "plan"
PLAN_EDIT: Final = "plan_edit"
PLAN_RESULTS: Final = "plan_results"
FILE: Final = "file"
"""Kinds of what is handed in: a list of officials, one of them, standards, an XLSForm, a briefing's actions, a bank of
situations, what a plan is made from, a plan that was changed, its results, a file not read yet."""


@dataclass(frozen=True, slots=True)
class UploadRecord:
    """Something handed in, without its bytes; the fields are those of ``storage.tables.Upload``."""

    id: int
    contact_point_id: int
    kind: str
    channel: str
    address: str
    ref: str
    filename: str
    status: str
    as_of: date
    decided: Mapping[str, Any]
    token: str
    after: str
    created_at: datetime
    applied_at: datetime | None


NEEDS: Final = "needs"
"""What is kept of a form: the names of the files that it waits for; under ``SENT`` those that have come, each with
the platform's name of it."""
SENT: Final = "sent"

_SUMMARY = tuple(uploads.c[name] for name in UploadRecord.__slots__)


async def receive(
    conn: AsyncConnection,
    contact_point_id: int,
    chat: tuple[str, str],
    ref: str,
    filename: str,
    *,
    as_of: date,
    now: datetime,
    kind: str = FILE,
    decided: Mapping[str, Any] | None = None,
) -> int:
    """Note what somebody hands in from a chat (channel and address); returns its number.

    ``ref``: the platform's name of the file, empty if there is none.
    """
    channel, address = chat
    values = {
        "contact_point_id": contact_point_id,
        "kind": kind,
        "channel": channel,
        "address": address,
        "ref": ref,
        "filename": filename,
        "status": "received",
        "as_of": as_of,
        "decided": dict(decided or {}),
        "token": "",
        "after": "",
        "created_at": now,
    }
    return int(
        (await conn.execute(plain_insert(uploads).values(values).returning(uploads.c.id))).scalar_one()
    )


async def find(conn: AsyncConnection, upload_id: int, contact_point_id: int | None) -> UploadRecord | None:
    """Return what was handed in from this chat."""
    query = select(*_SUMMARY).where(uploads.c.id == upload_id, uploads.c.contact_point_id == contact_point_id)
    row = (await conn.execute(query)).mappings().first()
    return None if row is None else record(UploadRecord, row)


async def waiting_for(conn: AsyncConnection, contact_point_id: int, filename: str) -> UploadRecord | None:
    """Return the newest form from this chat that waits for a file of this name."""
    query = select(*_SUMMARY).where(
        uploads.c.contact_point_id == contact_point_id, uploads.c.kind == FORM, uploads.c.status == "shown"
    )
    rows = (await conn.execute(query.order_by(uploads.c.id.desc()))).mappings()
    waiting = (record(UploadRecord, row) for row in rows)
    wanted = filename.casefold()
    return next((each for each in waiting if wanted in map(str.casefold, each.decided.get(NEEDS, ()))), None)


async def content_of(conn: AsyncConnection, upload_id: int) -> bytes | None:
    """Return the bytes of a list; ``None`` while they are not fetched, and when they are not kept any more."""
    found: bytes | None = await conn.scalar(select(uploads.c.content).where(uploads.c.id == upload_id))
    return found


async def keep_content(conn: AsyncConnection, upload: UploadRecord, content: bytes) -> None:
    """Keep the bytes of a list of which nobody has decided."""
    is_open = uploads.c.id == upload.id, uploads.c.status.in_(("received", "shown"))
    await conn.execute(update(uploads).where(*is_open).values(content=content))
    await _leave_chat(conn, upload)


async def _leave_chat(conn: AsyncConnection, upload: UploadRecord) -> None:
    """Of a file that was sent on the page the bytes stand in its chat until they are fetched."""
    if upload.channel == WEB and upload.ref:
        await forget_sent_file(conn, int(upload.ref))


async def change(conn: AsyncConnection, upload: UploadRecord, status: str, **values: Any) -> bool:
    """Bring a list on to another status; False if it is not any more what it was read as."""
    was = uploads.c.id == upload.id, uploads.c.status == upload.status, uploads.c.token == upload.token
    if status not in ("received", "shown"):
        values |= {"content": None, "decided": {}}
        await _leave_chat(conn, upload)
    changed = await conn.execute(update(uploads).where(*was).values(status=status, **values))
    return changed.rowcount == 1


async def sort(conn: AsyncConnection, upload: UploadRecord, kind: str) -> None:
    """Note what kind of file somebody sent, once it is read."""
    await conn.execute(
        update(uploads).where(uploads.c.id == upload.id, uploads.c.kind == FILE).values(kind=kind)
    )


async def before_of(conn: AsyncConnection, upload_id: int) -> Mapping[str, Any] | None:
    """Return what undoing an import needs."""
    found: Mapping[str, Any] | None = await conn.scalar(
        select(uploads.c.before).where(uploads.c.id == upload_id)
    )
    return found


async def purge(conn: AsyncConnection, now: datetime) -> None:
    """Delete the bytes of lists of which nobody decided in time, and what undoing needed when its time is over."""
    is_old = uploads.c.created_at < now - KEPT
    is_open = uploads.c.status.in_(("received", "shown"))
    dropped = update(uploads).where(is_old, is_open).values(status="dropped", content=None, decided={})
    await conn.execute(dropped)
    await forget_sent_files(conn, now - KEPT)
    await attachments.purge(conn, now - KEPT)
    is_settled = uploads.c.before.is_not(None) & (uploads.c.applied_at < now - UNDO)
    await conn.execute(update(uploads).where(is_settled).values(before=None))
