"""An account that has spent its month only answers: whoever has another chat is written to there, others wait."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from sqlalchemy.ext.asyncio import AsyncConnection

from storage.budgets import Account, account_of
from storage.other_chats import open_chats
from storage.standings import CaseStanding


def must_wait(standing: CaseStanding, spent: Collection[Account]) -> bool:
    """Say whether the account that writes to somebody has spent its month: until the next it only answers."""
    return account_of(standing.channel, standing.address) in spent


async def spare(
    conn: AsyncConnection, standings: Sequence[CaseStanding], spent: Collection[Account]
) -> list[CaseStanding]:
    """Return the cases that may be written about, each with a chat whose account has messages left."""
    waiting = {each.official_id for each in standings if each.official_id and must_wait(each, spent)}
    others = await open_chats(conn, waiting) if waiting else {}
    spared: list[CaseStanding] = []
    for standing in standings:
        if not must_wait(standing, spent):
            spared.append(standing)
            continue
        free = [
            chat
            for chat in others.get(standing.official_id or 0, ())
            if account_of(chat.channel, chat.address) not in spent
        ]
        if free:
            chat = free[-1]
            spared.append(
                replace(
                    standing,
                    contact_point_id=chat.id,
                    channel=chat.channel,
                    address=chat.address,
                    blocked_at=None,
                    reminders_off_at=chat.reminders_off_at,
                )
            )
    return spared
