"""When reminder n of a case is due, within which window it may be sent, and how long it may be put off."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final

from surveys.field_period.calendar import Calendar, Span
from surveys.field_period.plan import DAY_OPENS, Anchor, ReminderRule

MIN_GAP: Final = timedelta(hours=20)
"""Two reminders of one case are never nearer than this."""

SENDING_MARGIN: Final = timedelta(minutes=1)
"""A message leaves its window this long before the office closes: sending takes a while."""

_AFTERNOON = time(13, 30)
_LATER = timedelta(hours=2)


@dataclass(frozen=True, slots=True)
class CaseTimes:
    """What the reminders of one case depend on.

    ``begun_at``: the invitation was sent, or the official linked during the wave (``None``: neither yet).
    ``last_reminded_at``: the last reminder that left, or may have. ``last_number``: the highest number among
    the reminders queued or sent, 0 for none. ``postponed_until``: the person asked not to be written to
    before.
    """

    begun_at: datetime | None
    closes_at: datetime
    last_reminded_at: datetime | None = None
    last_number: int = 0
    postponed_until: datetime | None = None
    any_hour: bool = False


@dataclass(frozen=True, slots=True)
class ReminderDue:
    """Reminder ``number`` (1, 2 …) may be sent from ``not_before`` up to ``not_after``.

    Number 0 is the one that the person asked for when putting the others off.
    """

    number: int
    not_before: datetime
    not_after: datetime


def reminder_moments(
    plan: Sequence[ReminderRule], calendar: Calendar, times: CaseTimes
) -> tuple[datetime, ...]:
    """Return when each reminder of a case is due, in order of time: the n-th (from 1) stands at index n-1.

    A rule gives a moment after the beginning and before the closing, or none. Unless ``any_hour``, a moment
    outside office hours moves to the beginning of the next half day; if that is past the closing, of the
    last one before it.
    """
    if times.begun_at is None:
        return ()
    begun_at, closes_at = times.begun_at, times.closes_at
    named = (named_moment(rule, calendar, begun_at, closes_at) for rule in plan)
    within = (moment for moment in named if begun_at < moment < closes_at)
    moved = within if times.any_hour else (moved_moment(moment, calendar, closes_at) for moment in within)
    return tuple(sorted(moment for moment in moved if moment > begun_at))


def named_moment(rule: ReminderRule, calendar: Calendar, begun_at: datetime, closes_at: datetime) -> datetime:
    """Return the moment as the plan names it, still on whatever day it falls."""
    is_begun = rule.anchor is Anchor.BEGUN
    moment = (begun_at + rule.offset if is_begun else closes_at - rule.offset).astimezone(calendar.zone)
    at = rule.at or (None if is_begun or rule.hours else DAY_OPENS)
    return moment if at is None else calendar.local(moment.date(), at)


def moved_moment(moment: datetime, calendar: Calendar, closes_at: datetime) -> datetime:
    """Return the moment in office hours that stands for one before the closing: the next one, else the last resort."""
    # In a half day's last minute nothing leaves any more: such a moment belongs to the next half day.
    later = max(moment, calendar.next_span(moment + SENDING_MARGIN).start).astimezone(calendar.zone)
    if later + SENDING_MARGIN < closes_at:
        return later
    return last_resort(calendar, closes_at)


def last_resort(calendar: Calendar, closes_at: datetime) -> datetime:
    """Return when the last half day before the closing begins: what would come after the closing moves there."""
    return calendar.previous_span(closes_at - 2 * SENDING_MARGIN).start


def reminder_due(
    plan: Sequence[ReminderRule], calendar: Calendar, times: CaseTimes, now: datetime
) -> ReminderDue | None:
    """Return the reminder to queue at ``now``, or ``None``.

    Of several overdue ones (the bot was down) only the newest; never one with a number already used or
    due before the last that left, never within 20 hours of it, never outside the window. The person's own
    wish goes first: while reminders are put off there is none, and then one (number 0) comes when the person
    asked for it, whatever the gap. A wish that could not be fulfilled until the plan's next one is due has
    lapsed: that one is the newest.
    """
    window = sending_window(calendar, now, times.closes_at, any_hour=times.any_hour)
    if window is None or now not in window or times.begun_at is None:
        return None
    overdue = [moment for moment in reminder_moments(plan, calendar, times) if moment <= now]
    wish = times.postponed_until
    if wish is not None and _is_wish_open(wish, times.last_reminded_at):
        if wish > now:
            return None
        if not any(moment > wish for moment in overdue[times.last_number :]):
            return ReminderDue(0, now, window.end)
    if len(overdue) <= times.last_number:
        return None
    if times.last_reminded_at is not None and (
        overdue[-1] <= times.last_reminded_at or now < times.last_reminded_at + MIN_GAP
    ):
        return None
    return ReminderDue(len(overdue), now, window.end)


def _is_wish_open(postponed_until: datetime, last_reminded_at: datetime | None) -> bool:
    return last_reminded_at is None or last_reminded_at < postponed_until


def sending_window(
    calendar: Calendar, moment: datetime, closes_at: datetime, *, any_hour: bool = False
) -> Span | None:
    """Return when an invitation or reminder of a wave may leave: the first window ending after ``moment``.

    It is the half day of office hours, less a minute for the sending; with ``any_hour`` from ``moment`` to
    the closing. It ends at the closing at the latest; ``None`` if nothing is left before the closing.
    """
    if any_hour:
        return Span(moment, closes_at) if moment < closes_at else None
    span = calendar.next_span(moment + SENDING_MARGIN)
    end = min(span.end, closes_at) - SENDING_MARGIN
    return Span(span.start, end) if max(moment, span.start) < end else None


@dataclass(frozen=True, slots=True)
class Postponement:
    """Until when a person may put reminders off; ``None`` if that would be past the closing."""

    afternoon: datetime | None
    morning: datetime | None


def postponement_options(calendar: Calendar, now: datetime, closes_at: datetime) -> Postponement:
    """Return what "chiều nay" and "sáng mai" mean at ``now``.

    This afternoon: 13:30 today; when it is afternoon already, in two hours; too late for that or on a day
    off, 13:30 of the next working day. Tomorrow morning: 7:30 of the next working day after today.
    """
    tomorrow = calendar.local(now.astimezone(calendar.zone).date() + timedelta(days=1), time.min)
    morning = calendar.next_span(tomorrow).start
    afternoon = _afternoon(calendar, now, morning)
    latest = closes_at - 2 * SENDING_MARGIN
    return Postponement(
        afternoon if afternoon < latest else None,
        morning if morning < latest else None,
    )


def _afternoon(calendar: Calendar, now: datetime, next_morning: datetime) -> datetime:
    today = now.astimezone(calendar.zone).date()
    half_past_one = calendar.local(today, _AFTERNOON)
    later = half_past_one if now < half_past_one else now.astimezone(calendar.zone) + _LATER
    last_minute = calendar.span_at(later + SENDING_MARGIN)
    if later.date() == today and last_minute is not None:
        return later
    return calendar.local(next_morning.date(), _AFTERNOON)
