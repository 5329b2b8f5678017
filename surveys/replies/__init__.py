"""What a person typed → a value, or ``Rejected``. What could mean two things is asked back, never guessed.

    words      one spelling for accents, tone marks, case, widths and spaces
    rejected   what a reply that is not accepted says
    values     text, numbers, dates
    choices    one choice out of those shown
    selections several choices, and several ratings in one line
    assent     yes and no
    commands   "quay lại", "bỏ qua", "sửa 3" …

Nothing here raises, whatever the text.
"""

from surveys.replies.assent import is_only_polite, read_assent
from surveys.replies.choices import Match, list_choices, match_choice, read_choice
from surveys.replies.commands import Command, CommandKind, read_command
from surveys.replies.rejected import CODES, Rejected
from surveys.replies.selections import read_choices, split_ratings
from surveys.replies.values import (
    MAXIMUM_TEXT_LENGTH,
    quote,
    read_date,
    read_decimal,
    read_integer,
    read_text,
    show_date,
    show_decimal,
)
from surveys.replies.words import fold, squeeze, squeeze_polite

__all__ = [
    "CODES",
    "MAXIMUM_TEXT_LENGTH",
    "Command",
    "CommandKind",
    "Match",
    "Rejected",
    "fold",
    "is_only_polite",
    "list_choices",
    "match_choice",
    "quote",
    "read_assent",
    "read_choice",
    "read_choices",
    "read_command",
    "read_date",
    "read_decimal",
    "read_integer",
    "read_text",
    "show_date",
    "show_decimal",
    "split_ratings",
    "squeeze",
    "squeeze_polite",
]
