"""The chats of the page in the browser: what stands there is what the page shows, whatever was lost on the way."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Select, delete, exists, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.records import record
from storage.sql import administrators, browsers, cases, chunked, contact_points, insert, page_messages

WEB: Final = "web"
"""The name of the channel: its addresses are the numbers of browsers."""
WORDS_SINCE: Final = "words_since"
"""In the contents of a message that changed without other words: the version in which its words came."""
KEPT: Final = 200  # messages that a page is shown of one chat: the newest


@dataclass(frozen=True, slots=True)
class PageMessageRecord:
    """One message as it stands on the page; ``content`` is what was sent, ``version`` the chat's when it changed."""

    id: int
    version: int
    post: str | None
    is_shown: bool
    is_edited: bool
    content: dict[str, Any]
    at: datetime


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed in a chat: the version it has now, and the messages that are new or other than before.

    Messages with numbers below ``kept_from`` are gone.
    """

    browser_id: int
    version: int
    kept_from: int
    messages: Sequence[PageMessageRecord]


# --- browsers ---------------------------------------------------------------------------------------------


async def find_browser(conn: AsyncConnection, secret_sha256: str) -> int | None:
    """Return the number of the browser that holds this secret."""
    query = select(browsers.c.id).where(browsers.c.secret_sha256 == secret_sha256)
    found: int | None = await conn.scalar(query)
    return found


async def make_browser(conn: AsyncConnection, secret_sha256: str, now: datetime) -> int:
    """Note a browser that writes for the first time; returns its number."""
    row = {"secret_sha256": secret_sha256, "created_at": now, "version": 0, "kept_from": 0}
    return int((await conn.execute(browsers.insert().returning(browsers.c.id), row)).scalar_one())


async def forget_browsers(conn: AsyncConnection, browser_ids: Sequence[int]) -> None:
    """Delete browsers with all that stands in their chats: their cookies open nothing any more."""
    for part in chunked(browser_ids):
        await _hold(conn, part)
        await conn.execute(delete(page_messages).where(page_messages.c.browser_id.in_(part)))
        await conn.execute(delete(browsers).where(browsers.c.id.in_(part)))


async def _hold(conn: AsyncConnection, browser_ids: Sequence[int]) -> None:
    """Let nothing be put into these chats until the transaction ends; whatever is being put there stands first."""
    await conn.execute(
        update(browsers).where(browsers.c.id.in_(browser_ids)).values(version=browsers.c.version)
    )


async def clear_chats(conn: AsyncConnection, browser_ids: Sequence[int]) -> None:
    """Delete all that stands in chats; pages that are open take it off the screen.

    Of posts the names stay, without any word: one that comes again still counts once.
    """
    newest = select(func.coalesce(func.max(page_messages.c.id), 0)).scalar_subquery()
    for part in chunked(browser_ids):
        await _hold(conn, part)
        cleared = {"kept_from": newest + 1, "version": browsers.c.version + 1}
        await conn.execute(update(browsers).where(browsers.c.id.in_(part)).values(cleared))
        theirs = page_messages.c.browser_id.in_(part)
        await conn.execute(delete(page_messages).where(theirs, page_messages.c.post.is_(None)))
        await conn.execute(
            update(page_messages).where(theirs).values(is_shown=False, content={}, attachment=None)
        )


def _owned_addresses() -> Select[Any]:
    """Select the addresses of browsers that are somebody's: an official's, an administrator's, or about to be."""
    gives_orders = exists().where(
        administrators.c.contact_point_id == contact_points.c.id, administrators.c.revoked_at.is_(None)
    )
    return select(contact_points.c.address).where(
        contact_points.c.channel == WEB,
        or_(
            contact_points.c.official_id.is_not(None),
            contact_points.c.pending_official_id.is_not(None),
            gives_orders,
        ),
    )


async def is_owned(conn: AsyncConnection, browser_id: int) -> bool:
    """Return whether a browser is somebody's whom the office knows."""
    query = _owned_addresses().where(contact_points.c.address == str(browser_id))
    return await conn.scalar(query) is not None


async def purge(conn: AsyncConnection, before: datetime, strangers_before: datetime) -> None:
    """Delete what was said before a moment, and browsers made before another one that became nobody's."""
    await conn.execute(delete(page_messages).where(page_messages.c.at < before))
    known = {int(address) for address in (await conn.execute(_owned_addresses())).scalars()}
    old = select(browsers.c.id).where(browsers.c.created_at < strangers_before)
    made = (await conn.execute(old)).scalars().all()
    await forget_browsers(conn, [number for number in made if number not in known])


async def clear_chats_of_wave(conn: AsyncConnection, wave_id: int) -> None:
    """Delete what stands in the chats of a wave's people: their answers among it."""
    theirs = (
        select(contact_points.c.address)
        .join(cases, cases.c.official_id == contact_points.c.official_id)
        .where(contact_points.c.channel == WEB, cases.c.wave_id == wave_id)
    )
    await clear_chats(conn, [int(address) for address in (await conn.execute(theirs)).scalars()])


# --- messages ---------------------------------------------------------------------------------------------


async def take_post(
    conn: AsyncConnection,
    browser_id: int,
    post: str,
    content: dict[str, Any],
    now: datetime,
    *,
    is_shown: bool,
    attachment: bytes | None = None,
) -> tuple[int, bool]:
    """Keep what somebody did under the name that their page gave it.

    Returns its number, and whether it is new: a repeated post has the number that it had.
    """
    values = {
        "browser_id": browser_id,
        "version": await _next_version(conn, browser_id),
        "post": post,
        "is_shown": is_shown,
        "is_edited": False,
        "content": content,
        "attachment": attachment,
        "at": now,
    }
    into = insert(conn, page_messages).on_conflict_do_nothing(index_elements=["browser_id", "post"])
    made: int | None = await conn.scalar(into.values(values).returning(page_messages.c.id))
    if made is not None:
        return made, True
    query = select(page_messages.c.id).where(
        page_messages.c.browser_id == browser_id, page_messages.c.post == post
    )
    return int((await conn.execute(query)).scalar_one()), False


async def put(
    conn: AsyncConnection,
    browser_id: int,
    content: dict[str, Any],
    now: datetime,
    attachment: bytes | None = None,
) -> int | None:
    """Add a message to a chat; returns its number, ``None`` if there is no such browser any more."""
    version = await _next_version(conn, browser_id)
    if not version:
        return None
    row = {
        "browser_id": browser_id,
        "version": version,
        "is_shown": True,
        "is_edited": False,
        "content": content,
        "attachment": attachment,
        "at": now,
    }
    return int((await conn.execute(page_messages.insert().returning(page_messages.c.id), row)).scalar_one())


async def change(
    conn: AsyncConnection, browser_id: int, message_id: int, content: dict[str, Any], now: datetime
) -> bool:
    """Put other contents into a message; what ``content`` does not name stays. False if it is not there.

    Without other words it keeps its moment, and the version in which its words came: it is no news.
    """
    query = select(page_messages.c.content, page_messages.c.version, page_messages.c.at).where(
        page_messages.c.id == message_id, page_messages.c.browser_id == browser_id
    )
    found = (await conn.execute(query)).one_or_none()
    if found is None:
        return False
    before, version, at = found
    merged = {**before, **content}
    if "text" in content:
        merged.pop(WORDS_SINCE, None)
    else:
        merged.setdefault(WORDS_SINCE, version)
        now = at
    values = {
        "content": merged,
        "version": await _next_version(conn, browser_id),
        "is_edited": True,
        "at": now,
    }
    await conn.execute(update(page_messages).where(page_messages.c.id == message_id).values(values))
    return True


async def changes(conn: AsyncConnection, browser_id: int, after: int) -> Changes | None:
    """Return what changed in a chat after a version (0: all that is kept); ``None`` without such a browser."""
    chat = select(browsers.c.version, browsers.c.kept_from).where(browsers.c.id == browser_id)
    found = (await conn.execute(chat)).one_or_none()
    if found is None:
        return None
    version, kept_from = found
    if version <= after:
        return Changes(browser_id, version, kept_from, ())
    columns = [page_messages.c[name] for name in PageMessageRecord.__slots__]
    query = (
        select(*columns)
        .where(
            page_messages.c.browser_id == browser_id,
            page_messages.c.version > after,
            page_messages.c.is_shown,
        )
        .order_by(page_messages.c.id.desc())
        .limit(KEPT)
    )
    rows = (await conn.execute(query)).mappings().all()
    return Changes(browser_id, version, kept_from, [record(PageMessageRecord, row) for row in reversed(rows)])


async def unseen_since(conn: AsyncConnection, browser_id: int, seen: int) -> datetime | None:
    """Return when the first words appeared that a page at version ``seen`` does not show.

    That a card lost its buttons is none.
    """
    words_since = func.coalesce(page_messages.c.content[WORDS_SINCE].as_integer(), page_messages.c.version)
    query = select(func.min(page_messages.c.at, type_=page_messages.c.at.type)).where(
        page_messages.c.browser_id == browser_id,
        words_since > seen,
        page_messages.c.post.is_(None),
    )
    found: datetime | None = await conn.scalar(query)
    return found


async def file_of(conn: AsyncConnection, browser_id: int, message_id: int) -> tuple[str, bytes] | None:
    """Return the name and the bytes of the file in a message of this browser's chat."""
    query = select(page_messages.c.content, page_messages.c.attachment).where(
        page_messages.c.id == message_id, page_messages.c.browser_id == browser_id
    )
    row = (await conn.execute(query)).one_or_none()
    is_there = row is not None and row[1] is not None and "filename" in row[0]
    return (str(row[0]["filename"]), bytes(row[1])) if row is not None and is_there else None


async def sent_file(conn: AsyncConnection, browser_id: int, message_id: int) -> bytes | None:
    """Return the bytes of a file that the owner of this chat sent; ``None`` when they are not kept any more."""
    query = select(page_messages.c.attachment).where(
        page_messages.c.id == message_id,
        page_messages.c.browser_id == browser_id,
        page_messages.c.post.is_not(None),
    )
    found: bytes | None = await conn.scalar(query)
    return found


async def forget_sent_file(conn: AsyncConnection, message_id: int) -> None:
    """Delete the bytes of a file that somebody sent; that it was sent stays in the chat."""
    theirs = page_messages.c.id == message_id, page_messages.c.post.is_not(None)
    await conn.execute(update(page_messages).where(*theirs).values(attachment=None))


async def forget_sent_files(conn: AsyncConnection, before: datetime) -> None:
    """Delete the bytes of all files that were sent before a moment."""
    theirs = page_messages.c.post.is_not(None) & page_messages.c.attachment.is_not(None)
    await conn.execute(
        update(page_messages).where(theirs, page_messages.c.at < before).values(attachment=None)
    )


async def _next_version(conn: AsyncConnection, browser_id: int) -> int:
    """Raise the version of a chat and return it; 0 without such a browser."""
    raised = (
        update(browsers)
        .where(browsers.c.id == browser_id)
        .values(version=browsers.c.version + 1)
        .returning(browsers.c.version)
    )
    return int((await conn.execute(raised)).scalar() or 0)
