"""The people whom a wave names one by one: those of a pilot, those who are left out, those asked by a pilot before."""

from dataclasses import replace
from datetime import datetime
from typing import Final

from sqlalchemy import delete, select, union
from sqlalchemy import insert as plain_insert
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import office
from storage.frame.posts import EVERYBODY, People
from storage.records import WaveRecord
from storage.scope import EVERYTHING, Scope
from storage.sql import cases, chunked, form_versions, officials, wave_people, waves

_AGAIN: Final = "wave.asks_again:"
"""What the key of the fact begins with that tells whether a wave asks those again whom a pilot asked."""


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
    """Return whom a wave names.

    Until it opens, whoever a pilot of its form asks by then is left out of it, unless it asks them again.
    """
    named = await named_by(conn, wave)
    if wave.state != "planned" or wave.is_pilot or await asks_again(conn, wave):
        return named
    query = select(form_versions.c.form_id).where(form_versions.c.sha256 == wave.form_sha256)
    form_id = (await conn.execute(query)).scalar_one()
    return replace(named, excluded=named.excluded | await asked_by_pilots(conn, form_id))


async def named_by(conn: AsyncConnection, wave: WaveRecord) -> People:
    """Return whom the order of a wave named; of one that was opened, with those left out because of a pilot."""
    query = select(wave_people.c.official_id, wave_people.c.is_asked)
    found = (await conn.execute(query.where(wave_people.c.wave_id == wave.id))).all()
    if not found and not wave.is_pilot:
        return EVERYBODY
    asked = frozenset(int(row[0]) for row in found if row[1])
    excluded = frozenset(int(row[0]) for row in found if not row[1])
    return People(asked if wave.is_pilot else None, excluded)


async def set_asks_again(conn: AsyncConnection, wave_id: int, is_so: bool, now: datetime) -> None:
    """Set whether a wave asks those again whom a pilot of its form asks."""
    await office.set_fact(conn, f"{_AGAIN}{wave_id}", "yes" if is_so else "no", now)


async def asks_again(conn: AsyncConnection, wave: WaveRecord) -> bool:
    """Say that. A later wave of a series does, unless it was ordered otherwise."""
    fact = await office.get_fact(conn, f"{_AGAIN}{wave.id}")
    return (wave.number_in_series or 1) > 1 if fact is None else fact.value == "yes"


async def asked_by_pilots(
    conn: AsyncConnection, form_id: str, *, scope: Scope = EVERYTHING
) -> frozenset[int]:
    """Return the officials whom a pilot of a form asked, or will ask."""
    is_pilot = waves.c.is_pilot & (form_versions.c.form_id == form_id)
    of_form = waves.join(form_versions, form_versions.c.sha256 == waves.c.form_sha256)
    asked = (
        select(cases.c.official_id)
        .select_from(of_form.join(cases, cases.c.wave_id == waves.c.id))
        .where(is_pilot, cases.c.official_id.is_not(None), scope.case())
    )
    named = (
        select(wave_people.c.official_id)
        .select_from(
            of_form.join(wave_people, wave_people.c.wave_id == waves.c.id).join(
                officials, officials.c.id == wave_people.c.official_id
            )
        )
        .where(is_pilot, waves.c.state == "planned", wave_people.c.is_asked, scope.official())
    )
    return frozenset(int(found) for found in (await conn.execute(union(asked, named))).scalars())


async def forget_people_of(conn: AsyncConnection, wave_id: int) -> None:
    """Forget whom a wave names."""
    await conn.execute(delete(wave_people).where(wave_people.c.wave_id == wave_id))


async def forget_person(conn: AsyncConnection, official_id: int) -> None:
    """Forget where an official is named."""
    await conn.execute(delete(wave_people).where(wave_people.c.official_id == official_id))
