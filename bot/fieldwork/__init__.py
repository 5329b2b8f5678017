"""Carrying a wave out: open it, invite, remind, close. The truth is rows; everything takes ``now``.

Every function may run any number of times, in several processes: a wave opens and closes once (its state is
changed only from the one before), and a message stands in the outbox once (its key). The functions take an open
transaction; ``Fieldwork`` holds the ticks that the schedule calls.
"""

from bot.fieldwork.closing import close_due, close_now, facts_of
from bot.fieldwork.contacting import (
    form_title,
    invite_first,
    is_by_hand,
    is_contactable,
    is_remindable,
    is_remindable_at,
    is_wanted,
    plan_of,
    times_of,
)
from bot.fieldwork.opening import choice_lists_from, open_due
from bot.fieldwork.ordered import count_remindable, remind_now
from bot.fieldwork.restored import assume_contacted
from bot.fieldwork.series import ACTOR, plan_next
from bot.fieldwork.ticks import Fieldwork

__all__ = [
    "ACTOR",
    "Fieldwork",
    "assume_contacted",
    "choice_lists_from",
    "close_due",
    "close_now",
    "count_remindable",
    "facts_of",
    "form_title",
    "invite_first",
    "is_by_hand",
    "is_contactable",
    "is_remindable",
    "is_remindable_at",
    "is_wanted",
    "open_due",
    "plan_next",
    "plan_of",
    "remind_now",
    "times_of",
]
