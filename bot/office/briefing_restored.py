"""After a restore: what briefings may have sent since the backup was made counts as sent. See ``storage.backup``."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.office.actor import HOUSE
from bot.office.rights import Right
from storage import briefings
from surveys.briefing import Occasion, occasion_due, times_of
from surveys.field_period import Calendar


async def assume_sent(conn: AsyncConnection, calendar: Calendar, now: datetime) -> int:
    """Note agendas that were due, and what owners were to be told, as sent; returns how many."""
    count = 0
    for briefing in await briefings.list_briefings(conn, scope=HOUSE.units(Right.BRIEF)):
        for held in await briefings.rounds_of(conn, briefing.id):
            if held.agenda_at is None and times_of(held.at, calendar).agenda_at <= now < held.at:
                count += await briefings.change_round(conn, held, agenda_at=now)
    today = now.astimezone(calendar.zone).date()
    for action in await briefings.actions_to_tell(conn):
        assert action.due is not None
        due = occasion_due(action.due, Occasion(action.reminded), today, calendar)
        changed: dict[str, object] = {} if action.told_at else {"told_at": now}
        changed |= {} if due is None else {"reminded": due.value}
        count += bool(changed) and await briefings.change_action(conn, action, **changed)
    return count
