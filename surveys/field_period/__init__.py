"""The field period: working days and office hours, when a wave opens and closes, when a reminder is due.

Pure: every function takes the moment it judges. Moments are aware; they are judged in the calendar's zone.
"""

from surveys.field_period.calendar import (
    OFFICE_HOURS,
    VIETNAM,
    Calendar,
    Span,
    read_overrides,
)
from surveys.field_period.candidates import begun_bounds
from surveys.field_period.plan import (
    Anchor,
    ReminderRule,
    check_dates,
    parse_plan,
    parse_when,
)
from surveys.field_period.reminders import (
    MIN_GAP,
    SENDING_MARGIN,
    CaseTimes,
    Postponement,
    ReminderDue,
    postponement_options,
    reminder_due,
    reminder_moments,
    sending_window,
)
from surveys.field_period.series import Every, Occurrence, Rhythm, check_rhythm, working_day_of_month

__all__ = [
    "MIN_GAP",
    "OFFICE_HOURS",
    "SENDING_MARGIN",
    "VIETNAM",
    "Anchor",
    "Calendar",
    "CaseTimes",
    "Every",
    "Occurrence",
    "Postponement",
    "ReminderDue",
    "ReminderRule",
    "Rhythm",
    "Span",
    "begun_bounds",
    "check_dates",
    "check_rhythm",
    "parse_plan",
    "parse_when",
    "postponement_options",
    "read_overrides",
    "reminder_due",
    "reminder_moments",
    "sending_window",
    "working_day_of_month",
]
