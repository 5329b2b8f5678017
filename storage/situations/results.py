"""What was answered, as counts within a scope: only hiding makes something of it that may be told."""

from typing import Any

from sqlalchemy import Integer, Select, distinct, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.scope import EVERYTHING, Scope
from storage.situations.banks import bank_in_use
from storage.sql import officials
from storage.sql import situation_cards as cards
from storage.sql import situation_tallies as tallies
from surveys.situations import Bank, Figures


def _answered(scope: Scope, *columns: Any) -> Select[Any]:
    query = select(*columns).join(officials, officials.c.id == cards.c.official_id)
    return query.where(cards.c.state == "answered", scope.official())


async def answered_counts(
    conn: AsyncConnection, bank: Bank, *, scope: Scope = EVERYTHING
) -> list[tuple[str, str, str, int, bool, int]]:
    """Count the answers to the situations of a bank as they are worded now.

    Each row: code, group, month, choice, is right, count. What is nobody's any more belongs to no unit: it counts only
    where everything is seen.
    """
    keys = ("code", "edition", "title_group", "month", "choice", "is_right")
    own = [cards.c[name] for name in keys]
    rows = [*await conn.execute(_answered(scope, *own, func.count()).group_by(*own))]
    if scope.is_everything:
        theirs = [tallies.c[name] for name in keys]
        query = select(*theirs, func.sum(tallies.c.count, type_=Integer)).group_by(*theirs)
        rows += await conn.execute(query)
    found: dict[tuple[str, str, str, int, bool], int] = {}
    editions = {each.code: each.edition for each in bank}
    for code, edition, group, month, choice, is_right, count in rows:
        if editions.get(code) == edition:
            key = (code, group, month, choice, bool(is_right))
            found[key] = found.get(key, 0) + int(count)
    return [(*key, count) for key, count in sorted(found.items())]


async def people_by_month(conn: AsyncConnection, *, scope: Scope = EVERYTHING) -> dict[tuple[str, str], int]:
    """Return how many people answered anything, by month and group.

    Of what is nobody's any more: at least as many as answered one situation.
    """
    own = (cards.c.month, cards.c.title_group)
    people = func.count(distinct(cards.c.official_id))
    found = {
        (month, group): int(count)
        for month, group, count in await conn.execute(_answered(scope, *own, people).group_by(*own))
    }
    if scope.is_everything:
        keys = (tallies.c.month, tallies.c.title_group, tallies.c.code)
        query = select(*keys, func.sum(tallies.c.count, type_=Integer)).group_by(*keys)
        for month, group, _code, count in await conn.execute(query):
            found[month, group] = max(found.get((month, group), 0), int(count))
    return found


async def figures_of(conn: AsyncConnection, *, scope: Scope = EVERYTHING) -> Figures:
    """Return what was answered to the bank in use; nothing without one."""
    used = await bank_in_use(conn)
    if used is None:
        return Figures()
    bank = used.bank
    answered = await answered_counts(conn, bank, scope=scope)
    return Figures(bank, tuple(answered), await people_by_month(conn, scope=scope))
