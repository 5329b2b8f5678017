"""What can be wrong with a workbook of standards: every code with the parameters that its wording may use.

``bot/texts/standards_book.py`` words them; what can be wrong with any workbook is worded as for a roster.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from surveys.problems import Place, Problem

PROBLEM_PARAMETERS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        # the sheet
        "book_no_header": ("expected",),
        "book_missing_column": ("expected", "found"),
        "book_column_twice": ("found", "first"),
        "book_merged": ("found",),
        "book_nothing": (),
        # one cell
        "book_title_missing": (),
        "book_title_unknown": ("found", "nearest"),
        "book_title_unclear": ("found", "candidates"),
        "book_title_not_then": ("found", "day"),
        "book_level_unknown": ("column", "found", "expected"),
        "book_certificate_unknown": ("column", "found", "expected"),
        "book_number_wrong": ("column", "found", "least", "most"),
        "book_day_missing": ("column",),
        "book_day_inexact": ("column", "found"),
        "book_days_reversed": ("first", "last"),
        "book_scope_unknown": ("found",),
        "book_scope_misspelt": ("found", "nearest"),
        "book_scope_unclear": ("found", "candidates"),
        "book_basis_missing": ("column",),
        "book_basis_example": ("column", "found"),
        "book_status_missing": ("expected",),
        "book_status_unknown": ("found", "expected"),
        # what cells say together
        "book_row_twice": ("title", "first"),
        "book_no_regime": ("title", "day"),
        "book_outlives": ("basis", "last", "next"),
        "book_elsewhere": ("title", "basis", "clause"),
        "book_may_not_raise": ("basis",),
        "book_lowered": ("column", "title", "demanded", "standard", "basis", "clause"),
    }
)
"""Problem code -> names of its parameters. ``first`` is the other place: "C7", or "Sheet2!C7" elsewhere."""

NOTE_PARAMETERS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "book_header": ("found",),
        "book_column": ("found", "meant"),
        "book_ignored_column": ("found",),
        "book_ignored_sheet": ("found",),
        "book_example": ("found",),
        "book_ignored_row": ("found",),
        "book_understood": ("column", "found", "meant", "count"),
        "book_several_titles": ("found", "meant"),
        "book_everywhere": ("count",),
        "book_unit_not_held": ("found",),
        "book_to_verify": ("count", "titles"),
        "book_without_rule": ("count", "titles"),
        "book_empty_cells": ("count",),
    }
)
"""Note code -> names of its parameters: what was understood rather than read, and what was left out."""


def problem(code: str, place: Place, /, **parameters: str) -> Problem:
    """Make a problem or note. Raises ``KeyError`` for a code or a parameter that is not listed here."""
    names = PROBLEM_PARAMETERS[code] if code in PROBLEM_PARAMETERS else NOTE_PARAMETERS[code]
    return Problem(code, place, {name: parameters[name] for name in names})
