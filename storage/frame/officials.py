"""Finding officials."""

import re
from collections.abc import Collection
from datetime import date

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.frame.posts import in_audience
from storage.records import OfficialRecord, record
from storage.scope import EVERYTHING, Scope
from storage.sql import chunked, officials, units
from surveys.spelling import fold, fold_words, name_sort_key, spell

OFFICIALS = select(officials, units.c.code.label("unit_code"), units.c.name.label("unit_name")).join(
    units, units.c.id == officials.c.unit_id
)
"""The query behind ``OfficialRecord``."""


async def _read(conn: AsyncConnection, query: Select[tuple[object, ...]]) -> list[OfficialRecord]:
    return [record(OfficialRecord, row) for row in (await conn.execute(query)).mappings()]


async def officials_by_id(
    conn: AsyncConnection, ids: Collection[int], *, scope: Scope = EVERYTHING
) -> dict[int, OfficialRecord]:
    """Return officials by id, those who left among them."""
    found: dict[int, OfficialRecord] = {}
    for part in chunked(sorted(ids)):
        found |= {
            row.id: row
            for row in await _read(conn, OFFICIALS.where(officials.c.id.in_(part), scope.official()))
        }
    return found


async def official(conn: AsyncConnection, official_id: int) -> OfficialRecord:
    """Return one official. Raises ``KeyError`` for an unknown id."""
    return (await officials_by_id(conn, [official_id]))[official_id]


async def official_by_key(
    conn: AsyncConnection, roster_key: str, *, scope: Scope = EVERYTHING
) -> OfficialRecord | None:
    """Return the official with this roster key."""
    found = await _read(conn, OFFICIALS.where(officials.c.roster_key == roster_key, scope.official()))
    return found[0] if found else None


async def list_officials(
    conn: AsyncConnection,
    as_of: date,
    unit_codes: Collection[str] = (),
    titles: Collection[str] = (),
    *,
    scope: Scope = EVERYTHING,
) -> list[OfficialRecord]:
    """Return the officials in office, by unit code and roster key.

    ``unit_codes`` (as valid on ``as_of``, with all units below) and ``titles`` narrow them; empty means all.
    """
    which = await in_audience(conn, as_of, unit_codes, titles, scope=scope)
    return await _read(conn, OFFICIALS.where(*which).order_by(units.c.code, officials.c.roster_key))


async def search_officials(
    conn: AsyncConnection, words: str, most: int, *, in_office: bool = False, scope: Scope = EVERYTHING
) -> tuple[int, list[OfficialRecord]]:
    """Return how many officials have words in their names, with or without accents, and the first of them.

    Each word begins one of the name's; or all of it begins the key. Those in office come first, or are all.
    """
    wanted, spelled = fold_words(words), spell(words)
    key = fold(words)
    query = select(officials.c.id, officials.c.roster_key, officials.c.full_name, officials.c.left_on)
    query = query.where(officials.c.left_on.is_(None)) if in_office else query
    found = [
        (row.left_on is not None, spelled not in spell(row.full_name), name_sort_key(row.full_name), row.id)
        for row in await conn.execute(query.where(scope.official()))
        if _has_words(wanted, row.full_name) or (key and fold(row.roster_key).startswith(key))
    ]
    first = [row_id for *_, row_id in sorted(found)[:most]]
    named = await officials_by_id(conn, first, scope=scope)
    return len(found), [named[row_id] for row_id in first]


def _has_words(wanted: str, name: str) -> bool:
    folded = f" {fold_words(name)}"
    return bool(wanted) and all(f" {word}" in folded for word in wanted.split())


async def list_former_officials(conn: AsyncConnection) -> list[OfficialRecord]:
    """Return the officials who left, by roster key."""
    query = OFFICIALS.where(officials.c.left_on.is_not(None)).order_by(officials.c.roster_key)
    return await _read(conn, query)


async def officials_by_phone(conn: AsyncConnection, phone: str) -> OfficialRecord | None:
    """Return the one official in office with this phone number; ``None`` if there is none, or several.

    ``phone`` as a platform gives it: with or without ``+``, the country code or a leading zero.
    """
    national = re.sub(r"^(?:0084|84(?=\d{9,10}$)|0)", "", re.sub(r"\D", "", phone))
    if not national:
        return None
    query = OFFICIALS.where(officials.c.phone == f"+84{national}", officials.c.left_on.is_(None)).limit(2)
    found = await _read(conn, query)
    return found[0] if len(found) == 1 else None
