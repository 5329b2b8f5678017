"""Which account of a channel each official is told to write to, and how many people each account has."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import and_, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.budgets import account_of
from storage.sql import contact_points, insert, officials, seats

_ALONE = text("LOCK TABLE seats IN SHARE ROW EXCLUSIVE MODE")


@dataclass(frozen=True, slots=True)
class Seating:
    """By official the account they write to, or were told to; ``taken`` counts people by account, strangers too."""

    of_official: Mapping[int, str] = field(default_factory=dict)
    taken: Counter[str] = field(default_factory=Counter)


async def read_seating(conn: AsyncConnection, channel: str) -> Seating:
    """Return who has which seat. Nobody else gives seats until the transaction ends.

    Whoever writes already sits there, whatever they were told. Of those who have left the roster only a chat counts.
    """
    if conn.dialect.name == "postgresql":
        await conn.execute(_ALONE)
    told = (
        select(seats.c.official_id, seats.c.account)
        .join(officials, and_(officials.c.id == seats.c.official_id, officials.c.left_on.is_(None)))
        .where(seats.c.channel == channel)
    )
    sitting = {row.official_id: row.account for row in await conn.execute(told)}
    strangers: Counter[str] = Counter()
    chats = select(contact_points.c.official_id, contact_points.c.address).order_by(contact_points.c.id)
    for row in await conn.execute(chats.where(contact_points.c.channel == channel)):
        account = account_of(channel, row.address)[1]
        if row.official_id is None:
            strangers[account] += 1
        else:
            sitting[row.official_id] = account
    return Seating(sitting, strangers + Counter(sitting.values()))


async def store_seats(conn: AsyncConnection, channel: str, given: Mapping[int, str]) -> None:
    """Keep which account officials are told, by official."""
    if not given:
        return
    upsert = insert(conn, seats)
    moved = upsert.on_conflict_do_update(
        index_elements=["official_id", "channel"], set_={"account": upsert.excluded.account}
    )
    rows = [
        {"official_id": who, "channel": channel, "account": account} for who, account in sorted(given.items())
    ]
    await conn.execute(moved, rows)
