"""Closing a wave: the outcome of every case is frozen."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.fieldwork.series import ACTOR
from storage import cases, office
from storage.records import WaveRecord
from storage.standings import CaseStanding
from surveys.disposition import CaseFacts, outcome
from surveys.field_period import (
    Calendar,
)


async def close_due(conn: AsyncConnection, calendar: Calendar, now: datetime) -> list[int]:
    """Close the open waves whose time has come; returns their numbers."""
    closed = []
    for wave in await cases.due_to_close(conn, now):
        if await close_now(conn, wave, calendar, now):
            closed.append(wave.id)
            await office.record_order(conn, now, ACTOR, "wave.closed", {"wave": wave.id})
    return closed


async def close_now(
    conn: AsyncConnection,
    wave: WaveRecord,
    calendar: Calendar,  # noqa: ARG001 - every step of fieldwork takes the calendar
    now: datetime,
) -> bool:
    """Close a wave: freeze the outcome of every case, drop its invitations and reminders. False if not open."""
    standings = await cases.case_facts(conn, wave.id)
    outcomes = {standing.id: outcome(facts_of(standing)).value for standing in standings}
    return await cases.close_wave(conn, wave.id, now, outcomes)


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
