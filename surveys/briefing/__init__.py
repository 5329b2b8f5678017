"""The regular briefing: when its rounds fall, what its agenda is made of, when an action is to be reminded of. Pure.

What counts answers (``pulse``, ``deadlines``) and what reads workbooks (``actions_book``) is imported where it is used.
"""

from surveys.briefing.agenda import (
    Agenda,
    ClassRow,
    Deadline,
    Line,
    OpenAction,
    Pulse,
    Question,
    WaveSoFar,
    agenda_for,
)
from surveys.briefing.rounds import (
    Occasion,
    Party,
    RoundTimes,
    following_round,
    occasion_due,
    round_at,
    times_of,
)

__all__ = [
    "Agenda",
    "ClassRow",
    "Deadline",
    "Line",
    "Occasion",
    "OpenAction",
    "Party",
    "Pulse",
    "Question",
    "RoundTimes",
    "WaveSoFar",
    "agenda_for",
    "following_round",
    "occasion_due",
    "round_at",
    "times_of",
]
