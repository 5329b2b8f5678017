"""Files that people sent as answers: noted by the turn, fetched beside it, kept once an answer bears their name.

A file hangs on its response: whatever deletes a response or its answers deletes its files.
"""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import delete, func, select, update
from sqlalchemy import insert as plain_insert
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.page import WEB, forget_sent_file
from storage.records import record
from storage.scope import EVERYTHING, Scope
from storage.sql import answers, attachments, cases, chunked, responses
from storage.writes import FileWrite

RECEIVED, REFUSED, FETCHED, KEPT = "received", "refused", "fetched", "kept"
_BEARS_NAME: Final = (
    select(answers.c.value).where(
        answers.c.response_id == attachments.c.response_id, answers.c.value == attachments.c.name
    )
).exists()


@dataclass(frozen=True, slots=True)
class AttachmentRecord:
    """A file without its bytes; the fields are those of ``storage.tables.Attachment``."""

    id: int
    response_id: int
    item: str
    kind: str
    state: str
    channel: str
    address: str
    ref: str
    error: str
    name: str
    media_type: str
    size: int
    created_at: datetime


_SUMMARY: Final = tuple(attachments.c[name] for name in AttachmentRecord.__slots__)


async def receive(conn: AsyncConnection, writes: Sequence[FileWrite]) -> None:
    """Note files that were sent. Of one question the last one counts that is not fetched yet."""
    newest = {(write.response_id, write.item): write for write in writes}
    for write in newest.values():
        earlier = (
            attachments.c.response_id == write.response_id,
            attachments.c.item == write.item,
            attachments.c.state != KEPT,
        )
        await conn.execute(delete(attachments).where(*earlier))
        row = {name: getattr(write, name) for name in FileWrite.__slots__}
        row |= {"state": RECEIVED, "error": "", "name": "", "media_type": "", "size": 0, "sha256": ""}
        await conn.execute(plain_insert(attachments).values(row))


async def under_way(conn: AsyncConnection, limit: int) -> list[AttachmentRecord]:
    """Return the files that are no answer yet, the oldest first."""
    query = select(*_SUMMARY).where(attachments.c.state.in_((RECEIVED, REFUSED, FETCHED)))
    rows = await conn.execute(query.order_by(attachments.c.id).limit(limit))
    return [record(AttachmentRecord, row) for row in rows.mappings()]


async def keep_content(
    conn: AsyncConnection, file: AttachmentRecord, name: str, media_type: str, content: bytes
) -> bool:
    """Keep the bytes of a file that was received; False if it is not wanted any more."""
    values = {
        "state": FETCHED,
        "ref": "",
        "name": name,
        "media_type": media_type,
        "size": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
        "content": content,
    }
    return await _settle_received(conn, file, **values)


async def refuse(conn: AsyncConnection, file: AttachmentRecord, error: str) -> bool:
    """Note why a file that was received cannot be an answer."""
    return await _settle_received(conn, file, state=REFUSED, ref="", error=error)


async def _settle_received(conn: AsyncConnection, file: AttachmentRecord, **values: object) -> bool:
    if file.channel == WEB:
        await forget_sent_file(conn, int(file.ref))
    was = attachments.c.id == file.id, attachments.c.state == RECEIVED
    return (await conn.execute(update(attachments).where(*was).values(**values))).rowcount == 1


async def settle(conn: AsyncConnection, response_ids: Collection[int]) -> None:
    """Keep the files whose names are answers now, and delete those that no answer bears any more."""
    for part in chunked(sorted(response_ids)):
        theirs = attachments.c.response_id.in_(part)
        kept = {"state": KEPT, "channel": "", "address": ""}
        is_answer = attachments.c.state == FETCHED, _BEARS_NAME
        await conn.execute(update(attachments).where(theirs, *is_answer).values(kept))
        await conn.execute(delete(attachments).where(theirs, attachments.c.state == KEPT, ~_BEARS_NAME))


async def drop(conn: AsyncConnection, number: int) -> None:
    """Delete a file that became no answer."""
    await conn.execute(delete(attachments).where(attachments.c.id == number, attachments.c.state != KEPT))


async def count_of(conn: AsyncConnection, response_id: int) -> int:
    """Count the files of a response, those on their way too."""
    query = select(func.count()).select_from(attachments).where(attachments.c.response_id == response_id)
    return int(await conn.scalar(query) or 0)


async def content_of(conn: AsyncConnection, response_id: int, number: int) -> tuple[str, str, bytes] | None:
    """Return a kept file of a response: its question's type, its name, its bytes."""
    own = attachments.c.response_id == response_id, attachments.c.id == number, attachments.c.state == KEPT
    query = select(attachments.c.kind, attachments.c.name, attachments.c.content).where(*own)
    row = (await conn.execute(query)).first()
    return None if row is None or row[2] is None else (row[0], row[1], bytes(row[2]))


async def files_of_wave(conn: AsyncConnection, wave_id: int, *, scope: Scope = EVERYTHING) -> dict[str, int]:
    """Return the kept files of a wave: the size of each by its name. Answers by name are not for everybody."""
    query = (
        select(attachments.c.name, attachments.c.size)
        .join(responses, responses.c.id == attachments.c.response_id)
        .join(cases, cases.c.id == responses.c.case_id)
        .where(cases.c.wave_id == wave_id, cases.c.withdrawn_at.is_(None), attachments.c.state == KEPT)
        .where(scope.case())
        .order_by(cases.c.id, attachments.c.id)
    )
    return {row[0]: row[1] for row in await conn.execute(query)}


async def bytes_of(conn: AsyncConnection, number: int) -> bytes:
    """Return the bytes of one file."""
    return bytes(await conn.scalar(select(attachments.c.content).where(attachments.c.id == number)) or b"")


async def find(conn: AsyncConnection, number: int) -> AttachmentRecord | None:
    """Return a file that is no answer yet."""
    query = select(*_SUMMARY).where(attachments.c.id == number, attachments.c.state.in_((REFUSED, FETCHED)))
    row = (await conn.execute(query)).mappings().first()
    return None if row is None else record(AttachmentRecord, row)


async def purge(conn: AsyncConnection, before: datetime) -> None:
    """Delete what became no answer within its time."""
    await conn.execute(
        delete(attachments).where(attachments.c.state != KEPT, attachments.c.created_at < before)
    )


async def files_of_person(conn: AsyncConnection, official_id: int) -> list[tuple[str, bytes]]:
    """Return every kept file of an official: name and bytes."""
    query = (
        select(attachments.c.name, attachments.c.content)
        .join(responses, responses.c.id == attachments.c.response_id)
        .join(cases, cases.c.id == responses.c.case_id)
        .where(cases.c.official_id == official_id, attachments.c.state == KEPT)
        .order_by(attachments.c.id)
    )
    return [(row[0], bytes(row[1])) for row in await conn.execute(query) if row[1] is not None]
