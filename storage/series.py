"""Series of waves: how often a survey recurs, which wave comes next, which one came before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from sqlalchemy import insert as plain_insert
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.records import WaveRecord, columns_of, record, wave_record
from storage.sql import insert, series, waves
from surveys.field_period import Every, Occurrence, Rhythm


@dataclass(frozen=True, slots=True)
class SeriesRecord:
    """A recurring survey; ``ended_at`` is set once no further wave shall be made."""

    id: int
    form_id: str
    every: str
    unit_codes: Sequence[str]
    titles: Sequence[str]
    first_opens_at: datetime
    lasts_seconds: int
    reminders: str
    any_hour: bool
    created_at: datetime
    ended_at: datetime | None

    @property
    def rhythm(self) -> Rhythm:
        """When its waves open and close."""
        return Rhythm(Every(self.every), self.first_opens_at, timedelta(seconds=self.lasts_seconds))


@dataclass(frozen=True, slots=True)
class NewSeries:
    """A series to make. Empty audience lists mean everybody; ``reminders`` is the plan as typed."""

    form_id: str
    rhythm: Rhythm
    unit_codes: Sequence[str] = ()
    titles: Sequence[str] = ()
    reminders: str = ""
    any_hour: bool = False


async def create_series(conn: AsyncConnection, new: NewSeries, now: datetime) -> int:
    """Make a series without a wave yet; returns its number."""
    query = (
        plain_insert(series)
        .values(
            form_id=new.form_id,
            every=new.rhythm.every.value,
            unit_codes=list(new.unit_codes),
            titles=list(new.titles),
            first_opens_at=new.rhythm.first_opens_at,
            lasts_seconds=ceil(new.rhythm.lasts.total_seconds()),
            reminders=new.reminders,
            any_hour=new.any_hour,
            created_at=now,
        )
        .returning(series.c.id)
    )
    return int((await conn.execute(query)).scalar_one())


async def list_series(conn: AsyncConnection) -> list[SeriesRecord]:
    """Return every series, oldest first."""
    rows = (await conn.execute(select(series).order_by(series.c.id))).mappings()
    return [record(SeriesRecord, row) for row in rows]


async def lock_series(conn: AsyncConnection, series_id: int) -> SeriesRecord | None:
    """Return a series that goes on, and let nobody else end it until this transaction ends; else ``None``."""
    query = select(series).where(series.c.id == series_id, series.c.ended_at.is_(None)).with_for_update()
    row = (await conn.execute(query)).mappings().first()
    return None if row is None else record(SeriesRecord, row)


async def plan_wave(
    conn: AsyncConnection, of: SeriesRecord, occurrence: Occurrence, form_sha256: str, now: datetime
) -> int | None:
    """Plan a wave of a series; returns its number, ``None`` if another process was faster."""
    query = insert(conn, waves).values(
        form_sha256=form_sha256,
        series_id=of.id,
        number_in_series=occurrence.number,
        unit_codes=list(of.unit_codes),
        titles=list(of.titles),
        choice_lists={},
        opens_at=occurrence.opens_at,
        closes_at=occurrence.closes_at,
        reminders=of.reminders,
        any_hour=of.any_hour,
        state="planned",
        created_at=now,
    )
    made = query.on_conflict_do_nothing(index_elements=["series_id", "number_in_series"])
    found = (await conn.execute(made.returning(waves.c.id))).scalar_one_or_none()
    return None if found is None else int(found)


async def end_series(conn: AsyncConnection, series_id: int, now: datetime) -> list[int] | None:
    """End a series: no further wave is made, those still planned are called off. ``None`` if it had ended.

    Returns the numbers of the waves called off. An open wave goes on to its closing.
    """
    ending = update(series).where(series.c.id == series_id, series.c.ended_at.is_(None))
    if (await conn.execute(ending.values(ended_at=now))).rowcount != 1:
        return None
    planned = update(waves).where(waves.c.series_id == series_id, waves.c.state == "planned")
    called_off = planned.values(state="closed", closed_at=now).returning(waves.c.id)
    return sorted(int(found) for found in (await conn.execute(called_off)).scalars())


async def has_open_wave(conn: AsyncConnection, series_id: int) -> bool:
    """Say whether a wave of a series is open."""
    query = select(waves.c.id).where(waves.c.series_id == series_id, waves.c.state == "open").limit(1)
    return await conn.scalar(query) is not None


async def previous_wave(conn: AsyncConnection, wave: WaveRecord) -> WaveRecord | None:
    """Return the newest wave of the same series before ``wave`` that was opened; ``None`` if there is none."""
    if wave.series_id is None:
        return None
    query = (
        select(*columns_of(WaveRecord, waves))
        .where(
            waves.c.series_id == wave.series_id,
            waves.c.number_in_series < wave.number_in_series,
            waves.c.opened_at.is_not(None),
        )
        .order_by(waves.c.number_in_series.desc())
        .limit(1)
    )
    row = (await conn.execute(query)).mappings().first()
    return None if row is None else wave_record(row)
