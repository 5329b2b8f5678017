"""After a restore: who may have been written to since the backup was made, though it does not say so."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.fieldwork.contacting import is_contactable, is_remindable, plan_of, times_of
from storage import cases, sending
from storage.mailbox.outcomes import record_attempts
from storage.records import WaveRecord
from storage.standings import CaseStanding
from surveys.field_period import Calendar, reminder_moments, sending_window


async def assume_contacted(conn: AsyncConnection, calendar: Calendar, now: datetime) -> int:
    """Record as unknown each invitation and reminder that came due before ``now`` and is not known to have left.

    The bot that lived on after the backup may have sent it; so it is not sent now, and reminders go on from here.
    What waits in the outbox is another's affair (``storage.backup.settle``, to be called before). Returns how many.
    """
    assumed: list[tuple[Mapping[str, Any], str, datetime]] = []
    for wave in await cases.open_waves(conn):
        waiting = await sending.invitations_waiting(conn, wave.id)
        for standing in await cases.case_facts(conn, wave.id):
            found = None if standing.id in waiting else _may_have_left(standing, wave, calendar, now)
            if found is not None:
                assumed.append((found, "unknown", now))
    await record_attempts(conn, assumed)
    return len(assumed)


def _may_have_left(
    standing: CaseStanding, wave: WaveRecord, calendar: Calendar, now: datetime
) -> dict[str, Any] | None:
    """Return the invitation or reminder of a case that may have left, as a contact attempt; ``None`` if none."""
    about = {"case_id": standing.id, "contact_point_id": standing.contact_point_id}
    if not is_contactable(standing):
        return None
    if standing.begun_at is None:
        window = sending_window(calendar, wave.opens_at, standing.closes_at, any_hour=wave.any_hour)
        could_leave = window is not None and window.start <= now and not standing.response_status
        return {**about, "purpose": "invitation", "number": 0} if could_leave else None
    if not is_remindable(standing):
        return None
    times = times_of(standing, any_hour=wave.any_hour)
    overdue = sum(moment <= now for moment in reminder_moments(plan_of(wave), calendar, times))
    if overdue > times.last_number:
        return {**about, "purpose": "reminder", "number": overdue}
    wish, last = times.postponed_until, times.last_reminded_at
    if wish is not None and wish <= now and (last is None or last < wish):
        return {**about, "purpose": "reminder", "number": 0}
    return None
