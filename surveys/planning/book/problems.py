"""What can be wrong with a workbook of the plan: every code with the parameters that its wording may use.

``bot/texts/plan_book.py`` words them. What can be wrong with any table is worded as for the standards, what with any
cell as for a roster.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from surveys.problems import Place, Problem

PROBLEM_PARAMETERS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        # the file
        "plan_no_table": ("expected",),
        "plan_nothing": (),
        # one cell
        "plan_missing": ("column",),
        "plan_number_wrong": ("column", "found", "least", "most"),
        "plan_money_wrong": ("column", "found"),
        "plan_choice_unknown": ("column", "found", "expected"),
        "plan_fulfils_unknown": ("column", "found"),
        "plan_quarter_wrong": ("column", "found"),
        "plan_unit_unknown": ("found", "nearest"),
        "plan_unit_unclear": ("found", "candidates"),
        "plan_course_unknown": ("found", "nearest"),
        # who is meant
        "plan_key_unknown": ("found",),
        "plan_key_of_another": ("key", "held", "found"),
        "plan_person_unknown": ("found", "nearest"),
        "plan_person_unclear": ("found", "candidates"),
        "plan_person_contradicts": ("found", "held"),
        # what cells say together
        "plan_row_twice": ("found", "first"),
        "plan_sizes_reversed": ("smallest", "largest"),
        "plan_days_reversed": ("first", "last"),
        "plan_other_year": ("first", "last", "year"),
        "plan_only_everywhere": ("column", "everywhere"),
    }
)
"""Problem code -> names of its parameters. ``first`` of a row is the other place: "C7"."""

NOTE_PARAMETERS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "plan_table": ("table", "count"),
        "plan_empty_table": ("table",),
        "plan_ignored_sheet": ("found",),
        "plan_example": ("found",),
        "plan_understood": ("column", "found", "meant", "count"),
        "plan_supposed": ("column", "meant", "count"),
        "plan_person_by_name": ("found", "meant"),
        "plan_title_differs": ("found", "held", "told"),
        "plan_learning_apart": ("found",),
    }
)
"""Note code -> names of its parameters: what was understood rather than read, and what was left out."""


def problem(code: str, place: Place, /, **parameters: str) -> Problem:
    """Make a problem or note. Raises ``KeyError`` for a code or a parameter that is not listed here."""
    names = PROBLEM_PARAMETERS[code] if code in PROBLEM_PARAMETERS else NOTE_PARAMETERS[code]
    return Problem(code, place, {name: parameters[name] for name in names})
