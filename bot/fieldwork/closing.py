"""Closing a wave: the outcome of every case is frozen, a page at a time, before the wave counts as closed.

Nobody answers in a wave whose end has come, so outcomes stay as they are while the others are frozen.
"""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.fieldwork.series import ACTOR
from storage import cases, office
from storage.database import Database
from storage.records import WaveRecord
from storage.standings import CaseStanding
from surveys.disposition import CaseFacts, outcome


async def close_due(database: Database, now: datetime) -> list[int]:
    """Close the open waves whose end has come; between two pages answers are stored. Returns their numbers."""
    async with database.read() as conn:
        due = await cases.due_to_close(conn, now)
    closed = []
    for wave in due:
        page: int | None = 0
        while page is not None:
            async with database.begin() as conn:
                page = await _freeze_page(conn, wave.id, page)
                if page is None and await cases.close_wave(conn, wave.id, now, {}):
                    await office.record_order(conn, now, ACTOR, "wave.closed", {"wave": wave.id})
                    closed.append(wave.id)
    return closed


async def close_now(conn: AsyncConnection, wave: WaveRecord, now: datetime) -> bool:
    """Close a wave: freeze the outcome of every case, drop its invitations and reminders. False if not open.

    A large wave only ends now, for everybody: ``close_due`` does the rest.
    """
    if await _freeze_page(conn, wave.id, 0) is None:
        return await cases.close_wave(conn, wave.id, now, {})
    return await cases.end_wave(conn, wave.id, now)


async def _freeze_page(conn: AsyncConnection, wave_id: int, after: int) -> int | None:
    """Freeze the outcomes of the next cases, after one by number; returns the last one, ``None`` if none is left."""
    found = await cases.unfrozen(conn, wave_id, after=after)
    standings = await cases.case_facts(conn, wave_id, found)
    await cases.freeze(conn, {standing.id: outcome(facts_of(standing)).value for standing in standings})
    return found[-1] if len(found) == cases.PAGE else None


def facts_of(standing: CaseStanding) -> CaseFacts:
    """Return what the outcome of a case depends on."""
    return CaseFacts(
        is_linked=standing.is_linked,
        is_invited=standing.invited_at is not None or standing.begun_at is not None,
        is_blocked=standing.blocked_at is not None,
        is_undeliverable=standing.undelivered_count > 0 and standing.delivered_count == 0,
        has_refused=standing.refused_at is not None or standing.consent == "refused",
        has_withdrawn=standing.withdrawn_at is not None or standing.consent in ("withdrawn", "erased"),
        is_completed=standing.is_completed,
        answered_count=standing.answered_count,
        required_answered=standing.required_answered,
        required_count=standing.required_total,
    )
