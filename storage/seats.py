"""How many officials write to each account of a channel, and who to which."""

from collections import Counter
from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.budgets import account_of
from storage.sql import contact_points


async def people_by_account(conn: AsyncConnection, channel: str) -> Counter[str]:
    """Count the chats of a channel by the account of ours that they are with, strangers' too."""
    query = select(contact_points.c.address).where(contact_points.c.channel == channel)
    return Counter(account_of(channel, address)[1] for address in (await conn.execute(query)).scalars())


async def accounts_of(conn: AsyncConnection, channel: str, official_ids: Collection[int]) -> dict[int, str]:
    """Return to which account officials write, of those who do."""
    query = select(contact_points.c.official_id, contact_points.c.address).where(
        contact_points.c.channel == channel, contact_points.c.official_id.is_not(None)
    )
    wanted = set(official_ids)
    return {
        row.official_id: account_of(channel, row.address)[1]
        for row in await conn.execute(query)
        if row.official_id in wanted
    }
