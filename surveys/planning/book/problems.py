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

EDIT_PARAMETERS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "plan_mark_other": ("found", "held"),
        "plan_other_course": ("number", "found", "held"),
        "plan_quarter_differs": ("first", "quarter"),
        "plan_class_unknown": ("found",),
        "plan_without_reason": ("found", "course"),
        "plan_not_in_class": ("found", "number"),
        "plan_no_result": (),
        "plan_not_over": ("number", "last"),
        "plan_count_differs": ("number", "found", "held"),
        # the limits that a change breaks
        "plan_breaks_course": ("classes", "subject"),
        "plan_breaks_no_reason": ("classes", "people"),
        "plan_breaks_year": ("classes", "year"),
        "plan_breaks_closed": ("classes", "days", "wanted"),
        "plan_breaks_quarter": ("classes", "quarter"),
        "plan_breaks_too_few": ("classes", "count", "limit"),
        "plan_breaks_too_many": ("classes", "count", "limit"),
        "plan_breaks_seats": ("classes", "subject", "quarter", "count", "limit"),
        "plan_breaks_budget": ("classes", "subject", "count", "limit"),
        "plan_breaks_source": ("classes", "subject"),
        "plan_breaks_twice": ("classes", "people"),
        "plan_breaks_per_person": ("classes", "people", "count", "limit"),
        "plan_breaks_unit_away": ("classes", "subject", "week", "count", "limit"),
        "plan_breaks_office_away": ("classes", "people", "week"),
    }
)
"""The same of a plan that was changed. ``classes``: the numbers of those that share in a broken limit."""

NOTE_PARAMETERS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "plan_table": ("table", "count"),
        "plan_empty_table": ("table",),
        "plan_ignored_sheet": ("found",),
        "plan_unknown_sheet": ("found",),
        "plan_example": ("found",),
        "plan_ignored_row": ("found",),
        "plan_understood": ("column", "found", "meant", "count"),
        "plan_supposed": ("column", "meant", "count"),
        "plan_person_by_name": ("found", "meant"),
        "plan_title_differs": ("found", "held", "told"),
        "plan_learning_apart": ("found",),
        # what was changed in a plan
        "plan_changed_days": ("number", "name", "before", "after"),
        "plan_changed_text": ("number", "name", "column", "before", "after"),
        "plan_changed_cost": ("number", "name", "before", "after"),
        "plan_cost_follows": ("number", "name", "before", "after"),
        "plan_cost_total": ("before", "after"),
        "plan_class_added": ("number", "name", "days", "count"),
        "plan_class_dropped": ("number", "name", "count"),
        "plan_person_moved": ("person", "before", "after"),
        "plan_person_added": ("person", "after"),
        "plan_person_dropped": ("person", "before"),
        "plan_too_late": ("person", "number", "due"),
    }
)
"""Note code -> names of its parameters: what was understood rather than read, and what was left out."""


def problem(code: str, place: Place, /, **parameters: str) -> Problem:
    """Make a problem or note. Raises ``KeyError`` for a code or a parameter that is not listed here."""
    names = {**PROBLEM_PARAMETERS, **EDIT_PARAMETERS, **NOTE_PARAMETERS}[code]
    return Problem(code, place, {name: parameters[name] for name in names})
