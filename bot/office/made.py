"""What a job makes: messages for whoever asked, who may have them, and what becomes true with them."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.messages import Attachment, Outbound, OutboundKind
from bot.office.actor import Actor
from bot.office.rights import Right
from bot.texts import say
from bot.texts.reports import TEXTS as REPORTS
from storage import administrators, erasure
from storage.office import JobRecord
from storage.scope import Scope

FILE_LIMIT: Final = 49_000_000
"""Bytes of a file that a bot may send (Telegram: 50 MB)."""


@dataclass(frozen=True, slots=True)
class Made:
    """The messages of a job, how many had taken their data back when it was read, and who may have them.

    ``scopes`` are the rights that it needs, each with the units for which it was made.
    """

    messages: Sequence[Outbound]
    losses: int
    scopes: Mapping[Right, Scope]
    keep: Callable[[AsyncConnection, Actor], Awaitable[bool]] | None = None
    """What becomes true with the messages, in their transaction; False if it cannot any more."""


async def actor_of(conn: AsyncConnection, job: JobRecord, now: datetime, zone: ZoneInfo) -> Actor | None:
    """Return who asked for a job, with what they are granted now."""
    known = await administrators.administrator_of_chat(conn, job.contact_point_id, now)
    return None if known is None else Actor.of_administrator(known, now, zone)


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asked for a job and may have it now, for which units; ``losses`` as of ``Made``."""

    actor: Actor
    scope: Scope
    losses: int


async def who_asked(
    conn: AsyncConnection, job: JobRecord, right: Right, now: datetime, zone: ZoneInfo
) -> Asked | Made:
    """Return who asked for a job; if they have lost the right that it needs, what it makes for them: nothing."""
    losses = await erasure.losses(conn)
    actor = await actor_of(conn, job, now, zone)
    if actor is None or not actor.may(right):
        return Made((), losses, {})
    return Asked(actor, actor.units(right), losses)


def document(name: str, content: bytes, caption: str, number: int) -> Outbound:
    """Return a file as a message; of one that is too big, the word where to get it."""
    if len(content) > FILE_LIMIT:
        size, limit = len(content) // 1_000_000, FILE_LIMIT // 1_000_000
        return Outbound(
            OutboundKind.NOTICE, say(REPORTS.too_big, name=name, size=size, limit=limit, number=number)
        )
    return Outbound(OutboundKind.DOCUMENT, caption, attachment=Attachment(name, content))
