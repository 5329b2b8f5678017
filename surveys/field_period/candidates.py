"""Whose reminders can be due at all: bounds that a database can look for, so that not every case is judged."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Final

from surveys.field_period.calendar import Calendar
from surveys.field_period.plan import Anchor, ReminderRule
from surveys.field_period.reminders import last_resort, moved_moment, named_moment

_TICK: Final = timedelta(microseconds=1)


def begun_bounds(
    plan: Sequence[ReminderRule],
    calendar: Calendar,
    closes_at: datetime,
    now: datetime,
    *,
    any_hour: bool = False,
) -> tuple[datetime, ...]:
    """Return bounds on when a case has begun, latest first: before the n-th (from 1) if n of its reminders are overdue.

    Not each case before a bound has as many: ``reminder_due`` judges. But no other has.
    """
    bounds = (_bound(rule, calendar, closes_at, now, any_hour=any_hour) for rule in plan)
    return tuple(sorted((bound for bound in bounds if bound is not None), reverse=True))


def _bound(
    rule: ReminderRule, calendar: Calendar, closes_at: datetime, now: datetime, *, any_hour: bool
) -> datetime | None:
    if rule.anchor is Anchor.CLOSES:
        named = named_moment(rule, calendar, closes_at, closes_at)
        if named >= closes_at:
            return None
        moved = named if any_hour else moved_moment(named, calendar, closes_at)
        return min(named, moved) if moved <= now else None
    # Near the closing a moment may move back to the last half day: then any moment of the plan may be over.
    may_move_back = not any_hour and last_resort(calendar, closes_at) <= now
    latest = closes_at if may_move_back else now
    if rule.at is None:
        return latest - rule.offset + _TICK
    today = latest.astimezone(calendar.zone).date()
    is_over = calendar.local(today, rule.at) <= latest
    return calendar.local(today + timedelta(days=is_over), time.min) - rule.offset
