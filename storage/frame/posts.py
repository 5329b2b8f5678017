"""Who would be asked, counted in SQL by unit and title: the officials of a country are never read one by one."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import BindParameter, ColumnElement, bindparam, case, exists, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.frame.units import list_units, subtree
from storage.records import record
from storage.scope import EVERYTHING, Scope
from storage.sql import contact_points, officials, units


@dataclass(frozen=True, slots=True)
class Post:
    """Those in office who hold one title in one unit: ``count`` of them, ``linked_count`` with a chat."""

    unit_id: int
    unit_code: str
    unit_name: str
    title: str
    count: int
    linked_count: int


@dataclass(frozen=True, slots=True)
class People:
    """Whom an audience names one by one, by id: ``only`` these, if it is not ``None``, and never the ``excluded``."""

    only: frozenset[int] | None = None
    excluded: frozenset[int] = frozenset()


EVERYBODY: Final = People()


async def in_audience(
    conn: AsyncConnection,
    as_of: date,
    unit_codes: Collection[str] = (),
    titles: Collection[str] = (),
    *,
    people: People = EVERYBODY,
    scope: Scope = EVERYTHING,
) -> list[ColumnElement[bool]]:
    """Return what tells the officials of an audience: in office, in these units (or below), with these titles.

    Units are those valid on ``as_of``; empty means all.
    """
    which: list[ColumnElement[bool]] = [officials.c.left_on.is_(None), scope.official()]
    if titles:
        which.append(officials.c.title.in_(sorted(titles)))
    if unit_codes:
        within = [unit.id for unit in subtree(await list_units(conn, as_of), unit_codes)]
        which.append(officials.c.unit_id.in_(_written("units", within)))
    if people.only is not None:
        which.append(officials.c.id.in_(_written("only", people.only)))
    if people.excluded:
        which.append(officials.c.id.not_in(_written("excluded", people.excluded)))
    return which


def _written(name: str, ids: Collection[int]) -> BindParameter[int]:
    """Return numbers that are written out: there may be more than a statement takes parameters."""
    return bindparam(name, sorted(ids), expanding=True, literal_execute=True)


def has_chat() -> ColumnElement[bool]:
    """Say of an official whether a chat belongs to them."""
    return exists().where(contact_points.c.official_id == officials.c.id)


async def list_posts(
    conn: AsyncConnection,
    as_of: date,
    unit_codes: Collection[str] = (),
    titles: Collection[str] = (),
    *,
    people: People = EVERYBODY,
    scope: Scope = EVERYTHING,
) -> list[Post]:
    """Return the posts of an audience, by unit code and title."""
    linked = func.sum(case((has_chat(), 1), else_=0))
    query = (
        select(
            officials.c.unit_id,
            units.c.code.label("unit_code"),
            units.c.name.label("unit_name"),
            officials.c.title,
            func.count().label("count"),
            linked.label("linked_count"),
        )
        .join(units, units.c.id == officials.c.unit_id)
        .where(*await in_audience(conn, as_of, unit_codes, titles, people=people, scope=scope))
        .group_by(officials.c.unit_id, units.c.code, units.c.name, officials.c.title)
        .order_by(units.c.code, officials.c.unit_id, officials.c.title)
    )
    return [record(Post, row) for row in (await conn.execute(query)).mappings()]


async def titles_held(conn: AsyncConnection) -> set[str]:
    """Return the titles that anybody has or had, as the main one or beside it."""
    query = select(officials.c.title, officials.c.concurrent_titles).distinct()
    return {code for row in await conn.execute(query) for code in (row[0], *row[1].split())}


async def count_officials(
    conn: AsyncConnection,
    as_of: date,
    unit_codes: Collection[str] = (),
    titles: Collection[str] = (),
    *,
    people: People = EVERYBODY,
    scope: Scope = EVERYTHING,
) -> int:
    """Count whom ``list_officials`` would return: the head count of an audience."""
    query = select(func.count()).select_from(officials)
    asked = await in_audience(conn, as_of, unit_codes, titles, people=people, scope=scope)
    return int(await conn.scalar(query.where(*asked)) or 0)
