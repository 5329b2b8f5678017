"""When chats became officials': to the second while a wave is linked, to the day afterwards.

Somebody claims a code and answers minutes later. What else tells when they answered (a log of the network, a photo of
the screen) would join with the second, not with the day.
"""

from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, String, cast, func, literal, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.sql import audit_log, contact_points, link_codes

CLAIMS: Final = ("code.claimed", "phone.matched")
"""Orders of the audit log by which a chat became an official's."""


async def coarsen_claims(conn: AsyncConnection, until: datetime) -> None:
    """Keep of each claim up to a moment the day (in UTC) alone: in the audit log, of the code and of the chat.

    Of when a conversation came to a chat, too.
    """
    at = audit_log.c.at
    claimed = update(audit_log).where(audit_log.c.action.in_(CLAIMS), at <= until)
    await conn.execute(claimed.values(at=_day(conn, at)))
    chats = contact_points.c
    for column in (link_codes.c.used_at, chats.linked_at, chats.used_at, chats.created_at):
        query = update(column.table).where(column <= until)
        await conn.execute(query.values({column: _day(conn, column)}))


def _day(conn: AsyncConnection, moment: ColumnElement[Any]) -> ColumnElement[Any]:
    """Return the beginning of a moment's day, as each database stores it."""
    if conn.dialect.name == "postgresql":
        return func.date_trunc("day", moment, "UTC")
    return func.substr(cast(moment, String), 1, len("2026-12-31")) + literal(" 00:00:00.000000", String)
