"""The people whom a wave names one by one: those of a pilot, those who are left out, those asked by a pilot before."""

from sqlalchemy import delete, select
from sqlalchemy import insert as plain_insert
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.frame.posts import EVERYBODY, People
from storage.records import WaveRecord
from storage.scope import EVERYTHING, Scope
from storage.sql import cases, chunked, form_versions, wave_people, waves


async def name_people(conn: AsyncConnection, wave_id: int, people: People) -> None:
    """Let a wave name these people, and nobody else."""
    await forget_people_of(conn, wave_id)
    named = [(official_id, True) for official_id in sorted(people.only or ())]
    named += [(official_id, False) for official_id in sorted(people.excluded - (people.only or frozenset()))]
    for part in chunked(named):
        rows = [
            {"wave_id": wave_id, "official_id": official_id, "is_asked": is_asked}
            for official_id, is_asked in part
        ]
        await conn.execute(plain_insert(wave_people), rows)


async def people_of(conn: AsyncConnection, wave: WaveRecord) -> People:
    """Return whom a wave names."""
    query = select(wave_people.c.official_id, wave_people.c.is_asked)
    found = (await conn.execute(query.where(wave_people.c.wave_id == wave.id))).all()
    if not found and not wave.is_pilot:
        return EVERYBODY
    asked = frozenset(int(row[0]) for row in found if row[1])
    excluded = frozenset(int(row[0]) for row in found if not row[1])
    return People(asked if wave.is_pilot else None, excluded)


async def asked_by_pilots(
    conn: AsyncConnection, form_id: str, *, scope: Scope = EVERYTHING
) -> frozenset[int]:
    """Return the officials whom a pilot of a form asked."""
    query = (
        select(cases.c.official_id)
        .join(waves, waves.c.id == cases.c.wave_id)
        .join(form_versions, form_versions.c.sha256 == waves.c.form_sha256)
        .where(
            waves.c.is_pilot,
            form_versions.c.form_id == form_id,
            cases.c.official_id.is_not(None),
            scope.case(),
        )
    )
    return frozenset(int(found) for found in (await conn.execute(query)).scalars())


async def forget_people_of(conn: AsyncConnection, wave_id: int) -> None:
    """Forget whom a wave names."""
    await conn.execute(delete(wave_people).where(wave_people.c.wave_id == wave_id))


async def forget_person(conn: AsyncConnection, official_id: int) -> None:
    """Forget where an official is named."""
    await conn.execute(delete(wave_people).where(wave_people.c.official_id == official_id))
