"""Which of a person's chats is written to: one that takes messages and is open, and of these the one last used."""

from collections.abc import Collection, Mapping
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, false, func, or_, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.sql import contact_points

BEST_LAST: Final[tuple[ColumnElement[Any], ...]] = (
    and_(contact_points.c.takes_messages, contact_points.c.blocked_at.is_(None)),
    contact_points.c.blocked_at.is_(None),
    func.coalesce(contact_points.c.used_at, contact_points.c.linked_at),
    contact_points.c.id,
)
"""Sorts the chats of one official: the last is the one to write to, if any can be written to."""


async def note_accounts(conn: AsyncConnection, accounts: Mapping[str, Collection[str]]) -> None:
    """Note which chats take messages: those on the channels that are set up to write first.

    ``accounts`` are those of each such channel; none where the channel has one, which no address names.
    """
    takes = or_(false(), *(_is_on(channel, names) for channel, names in accounts.items()))
    await conn.execute(
        update(contact_points).where(contact_points.c.takes_messages != takes).values(takes_messages=takes)
    )


def _is_on(channel: str, accounts: Collection[str]) -> ColumnElement[bool]:
    is_channel = contact_points.c.channel == channel
    if not accounts:
        return is_channel
    theirs = (contact_points.c.address.startswith(f"{name}:", autoescape=True) for name in accounts)
    return and_(is_channel, or_(*theirs))
