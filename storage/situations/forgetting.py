"""What the archive holds of one person's situations: forgotten when they take it back, and nobody's after a while."""

from collections import Counter, defaultdict
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, func, select, update
from sqlalchemy import insert as plain_insert
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.budgets import MONTHS_OF
from storage.scrubbing import mark_leftovers
from storage.situations.subscriptions import drop_waiting
from storage.sql import situation_cards as cards
from storage.sql import situation_subscriptions as subscriptions
from storage.sql import situation_tallies as tallies
from storage.sql import situation_tellings as tellings
from surveys.confidentiality import FEWEST


async def forget_official(conn: AsyncConnection, official_id: int, now: datetime) -> None:
    """Forget what somebody chose and when they wanted to be asked; what was told with it is counted anew."""
    own = select(cards.c.code).where(cards.c.official_id == official_id, cards.c.state == "answered")
    await conn.execute(delete(tellings).where(tellings.c.code.in_(own.scalar_subquery())))
    await drop_waiting(conn, official_id, now, "withdrawn")
    await conn.execute(delete(cards).where(cards.c.official_id == official_id))
    await conn.execute(delete(subscriptions).where(subscriptions.c.official_id == official_id))


async def told_of(conn: AsyncConnection, official_id: int) -> list[dict[str, Any]]:
    """Return what is held of somebody, for the copy of their data: a row a matter."""
    wish = select(subscriptions.c.weekday, subscriptions.c.hour, subscriptions.c.state)
    rows = (await conn.execute(wish.where(subscriptions.c.official_id == official_id))).mappings()
    found: list[dict[str, Any]] = [
        dict(row) | {"weekday": row["weekday"] + 2} for row in rows
    ]  # as one counts
    names = ("code", "week", "sent_at", "answered_at", "choice", "is_right")
    query = select(*(cards.c[name] for name in names)).where(cards.c.official_id == official_id)
    for row in (await conn.execute(query.order_by(cards.c.id))).mappings():
        card = {name: value for name, value in row.items() if value is not None}
        found.append(card | ({"choice": chr(ord("A") + row["choice"])} if "choice" in card else {}))
    return found


async def expire(conn: AsyncConnection, now: datetime, retention_days: int) -> int:
    """Make the answers of a month nobody's, so many days after its end; returns how many. Again: nothing happens.

    All of a month go together. A group is kept where at least five of it answered one situation; those of smaller
    groups are put together, and where even that is fewer than five nothing of their answers stays.
    """
    current = f"{(now - timedelta(days=retention_days)).astimezone(MONTHS_OF):%Y-%m}"
    is_old = (cards.c.state == "answered", cards.c.month < current)
    keys = tuple(cards.c[name] for name in ("code", "edition", "month", "title_group", "choice", "is_right"))
    rows = (await conn.execute(select(*keys, func.count()).where(*is_old).group_by(*keys))).all()
    if not rows:
        return 0
    kept = [
        dict(zip(("code", "edition", "month", "title_group", "choice", "is_right"), key, strict=True))
        | {"count": count}
        for key, count in sorted(_shared({tuple(row[:-1]): int(row[-1]) for row in rows}).items())
    ]
    if kept:
        await conn.execute(plain_insert(tallies), kept)
    nobodys = {"state": "over", "choice": None, "is_right": None, "answered_at": None}
    await conn.execute(update(cards).where(*is_old).values(**nobodys, month="", title_group=""))
    await mark_leftovers(conn, now)
    return sum(int(row[-1]) for row in rows)


def _shared(counts: dict[tuple[Any, ...], int]) -> dict[tuple[Any, ...], int]:
    """Return the counts under which nobody can be found: groups of five or more, the smaller ones put together."""
    of_group: Counter[tuple[Any, ...]] = Counter()
    for (code, edition, month, group, *_), count in counts.items():
        of_group[code, edition, month, group] += count
    found: defaultdict[tuple[Any, ...], int] = defaultdict(int)
    for (code, edition, month, group, *choice), count in counts.items():
        told = group if of_group[code, edition, month, group] >= FEWEST else ""
        found[code, edition, month, told, *choice] += count
    put_together: Counter[tuple[Any, ...]] = Counter()
    for (code, edition, month, group, *_), count in found.items():
        put_together[code, edition, month, group] += count
    return {key: count for key, count in found.items() if put_together[key[:4]] >= FEWEST}
