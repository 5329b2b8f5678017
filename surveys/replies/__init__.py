"""What a person typed → a value, or ``Rejected``. What could mean two things is asked back, never guessed.

    words      one spelling for accents, tone marks, case, widths and spaces
    rejected   what a reply that is not accepted says
    values     text, numbers, dates
    moments    times of day, "đã rõ", figures as text
    choices    one choice out of those shown
    selections several choices, and several ratings in one line
    rankings   all choices in an order
    files      the name under which a file is stored
    geopoints  a place on the map
    assent     yes and no
    commands   "quay lại", "bỏ qua", "sửa 3" …

Nothing here raises, whatever the text.
"""

from surveys.replies.assent import is_only_polite, read_assent
from surveys.replies.choices import Match, list_choices, match_choice, read_choice
from surveys.replies.commands import Command, CommandKind, read_command
from surveys.replies.files import file_name, file_number, show_file, show_size
from surveys.replies.geopoints import read_geopoint, show_geopoint
from surveys.replies.long_lists import LONG, SHOWN, find_choices, read_long_choice
from surveys.replies.moments import (
    ACKNOWLEDGED,
    read_acknowledgement,
    read_digits,
    read_moment,
    read_time,
    show_acknowledgement,
    show_moment,
    show_time,
    time_at,
)
from surveys.replies.rankings import read_ranking
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
    "ACKNOWLEDGED",
    "CODES",
    "LONG",
    "MAXIMUM_TEXT_LENGTH",
    "SHOWN",
    "Command",
    "CommandKind",
    "Match",
    "Rejected",
    "file_name",
    "file_number",
    "find_choices",
    "fold",
    "is_only_polite",
    "list_choices",
    "match_choice",
    "quote",
    "read_acknowledgement",
    "read_assent",
    "read_choice",
    "read_choices",
    "read_command",
    "read_date",
    "read_decimal",
    "read_digits",
    "read_geopoint",
    "read_integer",
    "read_long_choice",
    "read_moment",
    "read_ranking",
    "read_text",
    "read_time",
    "show_acknowledgement",
    "show_date",
    "show_decimal",
    "show_file",
    "show_geopoint",
    "show_moment",
    "show_size",
    "show_time",
    "split_ratings",
    "squeeze",
    "squeeze_polite",
    "time_at",
]
