"""Leases: which process works on this database, and which one polls.

A lease is taken from its holder only by naming the very renewal after which it was judged over (``take``): if the
holder has renewed it meanwhile, nothing happens. Whoever judges counts by a monotonic clock (``bot.process.tenure``),
so that no step of a wall clock takes a lease from the living. The moments in the rows are for people and for a
single look: PostgreSQL's own clock gives them there, the machine's on SQLite.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import and_, delete, func, or_, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.records import record
from storage.sql import insert, leases

LENGTH: Final = timedelta(seconds=30)
"""How long a lease holds without being renewed."""
PROCESS: Final = "process:"
"""What the names of the leases of running processes begin with; behind it stands the process's id."""
_ORDER_LOCK: Final = 7_245_118_904
"""The number of PostgreSQL's advisory lock that lets processes enter, and be counted, one after the other."""


@dataclass(frozen=True, slots=True)
class LeaseRecord:
    """A lease as it stands: held by ``holder`` since ``acquired_at``; ``told`` says who that is."""

    name: str
    holder: str
    told: Mapping[str, Any]
    acquired_at: datetime
    renewed_at: datetime
    expires_at: datetime
    renewal_count: int

    @property
    def length(self) -> timedelta:
        """How long it holds without being renewed."""
        return self.expires_at - self.renewed_at

    def is_current(self, now: datetime) -> bool:
        """Whether it holds, by one look at the clock that wrote it.

        One that ends further ahead than its length was written before the clock was set back: it counts as over.
        """
        return now < self.expires_at <= now + self.length


async def moment(conn: AsyncConnection, now: datetime) -> datetime:
    """Return the time that leases are written in: the database's own on PostgreSQL, else ``now``."""
    if conn.dialect.name != "postgresql":
        return now
    found: datetime = (await conn.execute(select(func.clock_timestamp()))).scalar_one()
    return found


async def stand_in_line(conn: AsyncConnection) -> None:
    """Wait until no other transaction enters or counts processes: who enters is counted, or has claimed nothing yet."""
    if conn.dialect.name == "postgresql":  # on SQLite every writing transaction is alone
        await conn.execute(text(f"SELECT pg_advisory_xact_lock({_ORDER_LOCK})"))


async def find(conn: AsyncConnection, name: str) -> LeaseRecord | None:
    """Return a lease by name; ``None`` if nobody holds it."""
    row = (await conn.execute(select(leases).where(leases.c.name == name))).mappings().first()
    return None if row is None else record(LeaseRecord, row)


async def list_leases(conn: AsyncConnection, prefix: str = "") -> list[LeaseRecord]:
    """Return the leases whose names begin with ``prefix``, oldest first."""
    query = select(leases).where(leases.c.name.startswith(prefix, autoescape=True))
    rows = await conn.execute(query.order_by(leases.c.acquired_at, leases.c.name))
    return [record(LeaseRecord, row) for row in rows.mappings()]


async def take(
    conn: AsyncConnection,
    name: str,
    holder: str,
    told: Mapping[str, Any],
    now: datetime,
    *,
    instead_of: LeaseRecord | None = None,
) -> bool:
    """Take a lease that nobody holds, or that was judged over as ``instead_of``. False if it is another's.

    One's own lease is simply renewed.
    """
    at = await moment(conn, now)
    fresh = {
        "holder": holder,
        "told": dict(told),
        "acquired_at": at,
        "renewed_at": at,
        "expires_at": at + LENGTH,
        "renewal_count": 0,
    }
    may_replace = leases.c.holder == holder
    if instead_of is not None:
        seen = and_(leases.c.holder == instead_of.holder, leases.c.renewal_count == instead_of.renewal_count)
        may_replace = or_(may_replace, seen)
    query = insert(conn, leases).values(name=name, **fresh)
    taken = await conn.execute(
        query.on_conflict_do_update(
            index_elements=["name"],
            set_=fresh | {"renewal_count": leases.c.renewal_count + 1},
            where=may_replace,
        )
    )
    return taken.rowcount == 1


async def renew(conn: AsyncConnection, name: str, holder: str, now: datetime) -> bool:
    """Hold a lease for its whole length from now on. False if ``holder`` does not hold it any more."""
    at = await moment(conn, now)
    query = update(leases).where(leases.c.name == name, leases.c.holder == holder)
    renewed = await conn.execute(
        query.values(renewed_at=at, expires_at=at + LENGTH, renewal_count=leases.c.renewal_count + 1)
    )
    return renewed.rowcount == 1


async def release(conn: AsyncConnection, holder: str) -> None:
    """Give back every lease of a holder."""
    await conn.execute(delete(leases).where(leases.c.holder == holder))


async def forget(conn: AsyncConnection, over: Sequence[LeaseRecord]) -> None:
    """Delete leases that were judged over, unless they were renewed meanwhile."""
    for each in over:
        await conn.execute(
            delete(leases).where(
                leases.c.name == each.name,
                leases.c.holder == each.holder,
                leases.c.renewal_count == each.renewal_count,
            )
        )
