"""The tree of units. Codes are reused after mergers: a code means something only on a day."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.records import UnitRecord, record
from storage.scope import EVERYTHING, Scope
from storage.sql import officials, units


async def list_units(conn: AsyncConnection, as_of: date, *, scope: Scope = EVERYTHING) -> list[UnitRecord]:
    """Return the units valid on a day, by code."""
    query = (
        select(units)
        .where(units.c.valid_from <= as_of, or_(units.c.valid_to.is_(None), units.c.valid_to >= as_of))
        .where(scope.unit(units.c.id))
        .order_by(units.c.code, units.c.id)
    )
    return [record(UnitRecord, row) for row in (await conn.execute(query)).mappings()]


def subtree(all_units: Sequence[UnitRecord], codes: Collection[str]) -> list[UnitRecord]:
    """Return the units with these codes and all below them, in the order given; no codes: all units."""
    if not codes:
        return list(all_units)
    children: dict[int | None, list[UnitRecord]] = defaultdict(list)
    for unit in all_units:
        children[unit.parent_id].append(unit)
    found: set[int] = set()
    waiting = [unit for unit in all_units if unit.code in set(codes)]
    while waiting:
        unit = waiting.pop()
        if unit.id not in found:
            found.add(unit.id)
            waiting += children[unit.id]
    return [unit for unit in all_units if unit.id in found]


async def subtree_codes(conn: AsyncConnection, codes: Collection[str], as_of: date) -> set[str]:
    """Return these codes and those of all units below, as valid on a day; unknown codes are left out."""
    return {unit.code for unit in subtree(await list_units(conn, as_of), codes)}


async def head_counts(conn: AsyncConnection) -> dict[int, int]:
    """Count the officials in office directly in each unit, by unit id."""
    query = (
        select(officials.c.unit_id, func.count())
        .where(officials.c.left_on.is_(None))
        .group_by(officials.c.unit_id)
    )
    return {int(row[0]): int(row[1]) for row in await conn.execute(query)}


async def name_units(conn: AsyncConnection) -> dict[int, tuple[str, str]]:
    """Return of each unit that was ever held what tables call it by, and its name: by id.

    It is called by its code; whose code another unit bears since, by the code and the day from which it was valid.
    """
    rows = [
        record(UnitRecord, row)
        for row in (await conn.execute(select(units).order_by(units.c.valid_from, units.c.id))).mappings()
    ]
    last = {unit.code: unit.id for unit in rows}
    return {
        unit.id: (unit.code if last[unit.code] == unit.id else f"{unit.code}@{unit.valid_from}", unit.name)
        for unit in rows
    }
