"""Situations of a post (tình huống theo chức danh): a bank, whose turn it is to answer which, what may be told of it.

A situation without a reviewer is sent to nobody. Answers are told in aggregate only: ``results`` and ``needs`` make
tables that pass through hiding; import those two where they are used, for they bring the library of arrays.
"""

from surveys.situations.choosing import (
    FIRST_HOUR,
    LAST_HOUR,
    WEEKDAYS,
    Wish,
    choose_next,
    first_window,
    shuffled_places,
    week_of,
    window_of,
)
from surveys.situations.figures import Figures
from surveys.situations.model import Bank, Option, Situation
from surveys.situations.told import STEP, Told, told_from, upto

__all__ = [
    "FIRST_HOUR",
    "LAST_HOUR",
    "STEP",
    "WEEKDAYS",
    "Bank",
    "Figures",
    "Option",
    "Situation",
    "Told",
    "Wish",
    "choose_next",
    "first_window",
    "shuffled_places",
    "told_from",
    "upto",
    "week_of",
    "window_of",
]
