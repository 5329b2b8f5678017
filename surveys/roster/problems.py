"""What can be wrong with a roster: every code with the parameters that its wording may use.

``bot/texts/roster.py`` words them. Those of ``surveys.workbooks`` stand at the head.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from surveys.problems import Place, Problem

PROBLEM_PARAMETERS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        # the file
        "file_empty": (),
        "file_too_large": ("found", "limit"),  # megabytes
        "file_has_password": (),
        "not_a_workbook": (),
        "file_is_word": (),
        "file_is_pdf": (),
        "file_is_page": (),
        "unpacked_too_large": ("found", "limit"),  # megabytes
        "too_many_rows": ("limit",),
        "too_many_columns": ("limit",),
        "csv_encoding": (),
        "csv_broken": (),
        # the header
        "missing_column": ("expected", "row", "found"),
        "missing_unit": (),
        "duplicate_column": ("found", "first"),
        "merged_cells": ("found",),
        "no_rows": (),
        "second_header": ("found",),
        "maybe_person": ("found",),
        # one cell
        "missing_value": ("column",),
        "formula_without_value": ("column",),
        "cell_error": ("column", "found"),
        "cell_unreadable": ("column", "found"),
        "font_unclear": ("found", "font", "shown"),
        "text_too_long": ("column", "limit"),
        "unknown_value": ("column", "found", "expected"),
        "misspelt_value": ("column", "found", "expected", "nearest"),
        "ambiguous_value": ("column", "found", "candidates"),
        "unknown_title": ("found", "count"),
        "misspelt_title": ("found", "count", "nearest"),
        "ambiguous_title": ("found", "count", "candidates"),
        "two_births": ("found", "other"),
        "sex_disagrees": ("found", "other"),
        "not_a_mark": ("column", "found"),
        "several_marks": ("column", "found"),
        "none_with_others": ("column", "found"),
        "not_a_name": ("found",),
        "two_names": ("found",),
        "title_beside_name": ("found", "title"),
        "name_sex_disagrees": ("found", "other"),
        "not_a_date": ("column", "found"),
        "impossible_date": ("column", "found"),
        "two_digit_year": ("column", "found"),
        "date_out_of_range": ("column", "found", "first", "last"),
        "title_before_adult": ("found", "birth_year"),
        "too_young": ("found", "age"),
        "too_old": ("found", "age"),
        "title_in_future": ("found", "as_of"),
        "not_a_phone": ("found",),
        "several_phones": ("found",),
        # several cells
        "duplicate_key": ("found", "first"),
        "duplicate_phone": ("found", "first"),
        "twins": ("found", "first"),
        "same_person": ("found", "key", "held"),
        "keys_swapped": ("key", "held", "found", "other"),
        "key_of_another": ("key", "held", "found", "others"),
        "nobody_decided": ("found",),
        # units
        "unit_code_names": ("code", "found", "other", "first"),
        "unit_name_codes": ("found", "code", "other", "first"),
        "unit_codes_disagree": ("code", "other"),
        "unit_parents_disagree": ("found", "parent", "other", "first"),
        "unit_ambiguous": ("found", "candidates"),
        "unit_namesakes": ("found", "candidates"),
        "unit_misspelt": ("found", "candidates"),
        "unit_spelling": ("found", "other", "first"),
        "unit_name_unknown": ("code",),
        "parent_unknown": ("found",),
        "parent_cycle": ("path",),
    }
)
"""Problem code -> names of its parameters. ``first`` is the other place: "C7", or "Sheet2!C7" elsewhere."""

NOTE_PARAMETERS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "header_rows": ("found",),
        "column_meant": ("found", "meant", "count"),
        "section_rows": ("number", "rows"),
        "section_within": ("count", "found", "unit"),
        "rows_left_out": ("number", "rows"),
        "vacant_rows": ("number", "rows"),
        "honorific": ("count", "taken", "found", "name"),
        "name_kept": ("found",),
        "sex_in_name": ("count", "found", "gender"),
        "headers_again": ("number", "rows"),
        "unit_beside_title": ("count", "found", "unit"),
        "unit_below": ("count", "found", "unit"),
        "unit_in_title": ("count", "unit"),
        "hidden_rows": ("count",),
        "old_font": ("column", "font", "before", "after"),
        "merged_read": ("found",),
        "ditto": ("count", "column", "found"),
        "filled_down": ("count", "column"),
        "sheet_unit": ("unit",),
        "several_titles": ("count", "found", "title", "others"),
        "post_unread": ("count", "column", "found"),
        "title_by_section": ("count", "found", "section", "title"),
        "title_usual": ("count", "found", "title", "others"),
        "title_field": ("count", "found", "title", "field"),
        "title_ended": ("count", "title", "until", "became"),
        "major_in_qual": ("count", "found", "qual", "major"),
        "field_unknown": ("found",),
        "unit_coded": ("found", "code", "parent"),
        "unit_named": ("code", "found"),
        "unit_became": ("found", "until", "became", "code"),
        "unit_code_other": ("found", "code", "other"),
        "unit_unknown": ("found",),
        "keys_made": ("count",),
        "listed_twice": ("found", "first"),
        "ignored_column": ("found",),
        "ignored_sheet": ("found",),
        "zero_restored": ("column", "found", "written"),
        "phone_renumbered": ("found", "written"),
    }
)
"""Note code -> names of its parameters: what was done without asking."""


def problem(code: str, place: Place, /, **parameters: str) -> Problem:
    """Make a problem or note. Raises ``KeyError`` for a code that is not listed here."""
    names = PROBLEM_PARAMETERS[code] if code in PROBLEM_PARAMETERS else NOTE_PARAMETERS[code]
    return Problem(code, place, {name: parameters[name] for name in names})
