"""A reply that is not accepted: a code that ``bot/texts`` words, never a sentence."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

CODES: Final = frozenset(
    {
        # of the text itself
        "empty",
        "too_long",
        "not_integer",
        "not_decimal",
        "ambiguous_number",
        "number_too_large",
        "not_date",
        "incomplete_date",
        "two_digit_year",
        "impossible_date",
        "not_time",
        "incomplete_time",
        "impossible_time",
        "not_moment",
        "incomplete_moment",
        "not_digits",
        "not_acknowledged",
        "off_scale",
        "not_a_file",
        "wrong_file",
        "not_geopoint",
        "impossible_geopoint",
        "ranked_twice",
        "rank_incomplete",
        "not_a_choice",
        "no_such_number",
        "ambiguous",
        "ambiguous_range",
        "not_found",
        "several_found",
        "separate_numbers",
        "too_many_values",
        "too_few_values",
        # of the item
        "required",
        "constraint",
        "not_answered",
        "cannot_skip",
        "nothing_to_confirm",
        "confirm_list",
        "remove_repeat",
        # of the place in the interview
        "nothing_asked",
        "review_open",
        "review_ready",
        "no_open_question",
        "no_such_question",
        "not_relevant",
        "first_question",
        "stopped",
        "not_stopped",
        "stale",
        "ambiguous_command",
        "ambiguous_confirmation",
    }
)
"""Every code that ``Rejected`` may carry."""


@dataclass(frozen=True, slots=True)
class Rejected:
    """A reply that changed no answer: why (one of ``CODES``), at which item, and what the wording needs."""

    code: str
    item: str = ""
    parameters: Mapping[str, str] = field(default_factory=dict)
