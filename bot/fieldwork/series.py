"""Series of waves: the next wave is planned when one opens, opens by the ordinary tick, is skipped when missed.

Decisions. At most one wave of a series is open at a time: a due one waits for the one before to be closed. A wave
whose whole time passed while the program was down asks nobody: it is called off, and the wave whose time it is
now (or, between two, the next one) is planned instead. Two processes make one wave: its number in the series is
unique in the archive.
"""

import logging
from datetime import datetime
from typing import Final

from sqlalchemy.ext.asyncio import AsyncConnection

from storage import desk, instruments, office, series
from storage.records import WaveRecord
from surveys.field_period import Calendar

log = logging.getLogger(__name__)

ACTOR: Final = "schedule"
"""Who stands in the audit log for what the field period does by itself."""


async def plan_next(conn: AsyncConnection, wave: WaveRecord, calendar: Calendar, now: datetime) -> int | None:
    """Plan the wave after ``wave`` in its series, with the form's newest version; returns its number.

    ``None``: it belongs to no series, the series has ended, or the next one is planned already.
    """
    if wave.series_id is None or wave.number_in_series is None:
        return None
    found = await series.lock_series(conn, wave.series_id)
    if found is None:
        return None
    form = await instruments.latest(conn, found.form_id)
    assert form is not None, found.form_id  # a published form is never taken back
    occurrence = found.rhythm.next_after(wave.number_in_series, calendar, now)
    number = await series.plan_wave(conn, found, occurrence, form.sha256, now)
    if number is not None:
        details = {
            "wave": number,
            "after": wave.id,
            "number_in_series": occurrence.number,
            "version": form.version,
            "opens_at": occurrence.opens_at.isoformat(),
            "closes_at": occurrence.closes_at.isoformat(),
        }
        await office.record_order(conn, now, ACTOR, "wave.planned", details)
    return number


async def must_wait(conn: AsyncConnection, wave: WaveRecord, calendar: Calendar, now: datetime) -> bool:
    """Say whether a due wave is not to be opened now: another of its series is open, or its time has passed.

    One that was missed is called off here and the next one planned.
    """
    if wave.series_id is None:
        return False
    if wave.closes_at <= now:
        if await desk.cancel_planned(conn, wave.id, now):
            await office.record_order(conn, now, ACTOR, "wave.missed", {"wave": wave.id})
            log.warning("wave %d was missed: its whole time has passed", wave.id)
            await plan_next(conn, wave, calendar, now)
        return True
    return await series.has_open_wave(conn, wave.series_id)
