"""The words of the workbook of situations, and what can be wrong with it beside what can be wrong with any table."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from surveys.planning.book.sheets import names_plan_table
from surveys.planning.book.words import PlanWords, words_of
from surveys.workbooks import Workbook

KIND: Final = "situations"
LETTERS: Final = ("a", "b", "c", "d", "e")
"""The options, in the order of their columns."""

PROBLEM_PARAMETERS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "situation_key_unknown": ("column", "found", "expected"),
        "situation_reason_alone": ("column", "option"),
        "situation_option_twice": ("found", "first"),
        "situation_too_long": ("column", "count", "most"),
        "situation_unfinished": ("column", "found"),
        "situation_own_review": ("found",),
        "situation_review_ahead": ("found",),
        "situation_valid_before": ("reviewed_on", "valid_until"),
        # notes
        "situation_waits": ("found",),
        "situation_over": ("found", "valid_until"),
        "situation_longest": ("found",),
    }
)
"""Code -> names of its parameters, of problems and of notes. ``bot/texts/situations.py`` words them."""


def situation_words() -> PlanWords:
    """Return the words of the workbook."""
    return words_of("situation_book.yaml")


def names_situation_table(book: Workbook) -> bool:
    """Say whether any sheet holds a bank of situations."""
    return names_plan_table(book, situation_words())
