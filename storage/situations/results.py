"""What was answered, as counts within a scope: only hiding makes something of it that may be told."""

from typing import Any

from sqlalchemy import Integer, Select, case, distinct, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.scope import EVERYTHING, Scope
from storage.sql import officials
from storage.sql import situation_cards as cards
from storage.sql import situation_tallies as tallies
from surveys.situations import Bank


def _answered(scope: Scope, *columns: Any) -> Select[Any]:
    query = select(*columns).join(officials, officials.c.id == cards.c.official_id)
    return query.where(cards.c.state == "answered", scope.official())


async def answered_counts(
    conn: AsyncConnection, bank: Bank, *, scope: Scope = EVERYTHING
) -> list[tuple[str, str, int, bool, int]]:
    """Count the answers to the situations of a bank as they are worded now: code, group, choice, is right, count.

    What is nobody's any more belongs to no unit: it counts only where everything is seen.
    """
    keys = ("code", "edition", "title_group", "choice", "is_right")
    own = [cards.c[name] for name in keys]
    rows = [*await conn.execute(_answered(scope, *own, func.count()).group_by(*own))]
    if scope.is_everything:
        theirs = [tallies.c[name] for name in keys]
        query = select(*theirs, func.sum(tallies.c.count, type_=Integer)).group_by(*theirs)
        rows += await conn.execute(query)
    found: dict[tuple[str, str, int, bool], int] = {}
    editions = {each.code: each.edition for each in bank}
    for code, edition, group, choice, is_right, count in rows:
        if editions.get(code) == edition:
            key = (code, group, choice, bool(is_right))
            found[key] = found.get(key, 0) + int(count)
    return [(*key, count) for key, count in sorted(found.items())]


async def months_of(
    conn: AsyncConnection, *, scope: Scope = EVERYTHING
) -> list[tuple[str, str, int, int, int]]:
    """Return what each group answered in each month: month, group, people, answers, right ones."""
    own = (cards.c.month, cards.c.title_group)
    right = func.sum(case((cards.c.is_right, 1), else_=0), type_=Integer)
    people = func.count(distinct(cards.c.official_id))
    rows = await conn.execute(_answered(scope, *own, people, func.count(), right).group_by(*own))
    found = [(month, group, int(some), int(all_), int(good)) for month, group, some, all_, good in rows]
    return sorted([*found, *(await _tallied(conn) if scope.is_everything else ())])


async def _tallied(conn: AsyncConnection) -> list[tuple[str, str, int, int, int]]:
    """Return the same of what is nobody's any more: at least as many people as answered one situation."""
    keys = (tallies.c.month, tallies.c.title_group, tallies.c.code)
    right = func.sum(case((tallies.c.is_right, tallies.c.count), else_=0), type_=Integer)
    query = select(*keys, func.sum(tallies.c.count, type_=Integer), right).group_by(*keys)
    found: dict[tuple[str, str], tuple[int, int, int]] = {}
    for month, group, _code, count, good in await conn.execute(query):
        people, answers, rights = found.get((month, group), (0, 0, 0))
        found[month, group] = (max(people, count), answers + count, rights + good)
    return [(*key, *counts) for key, counts in found.items()]
