"""XLSForm (.xlsx, .csv, Markdown tables) → ``Questionnaire``, or every problem at once. Bytes in, values out.

    grid, workbook  →  draft  →  layout, choices  →  checks, references  →  compile
    cells with          rows by    screens, groups,     every Problem          pyxform, and its
    addresses           column     lists                                       tree → Questionnaire

The form language is that of https://xlsform.org/en/; our own column ``roster`` names the roster attribute
that an item confirms.
"""

import re

from surveys.problems import Place, Problem
from surveys.questionnaire import Questionnaire
from surveys.xlsform.checks import check_rows
from surveys.xlsform.choices import gather_choices
from surveys.xlsform.compile import Refused, compile_form
from surveys.xlsform.draft import (
    CHOICE_COLUMNS,
    SETTINGS_COLUMNS,
    SURVEY_COLUMNS,
    UNSUPPORTED_COLUMNS,
    read_drafts,
)
from surveys.xlsform.files import read_grid
from surveys.xlsform.grid import GridError, Sheet
from surveys.xlsform.layout import lay_out
from surveys.xlsform.references import check_references

__all__ = ["read_form"]

_FORM_ID = re.compile(r"[A-Za-z][A-Za-z0-9_\-]{0,63}")


def read_form(content: bytes, filename: str) -> Questionnaire | list[Problem]:
    """Return the questionnaire of a form file, or what is wrong with it, in the order of its cells.

    ``filename`` tells the format by its ending. Never raises for what a file contains.
    """
    try:
        sheets = read_grid(content, filename)
    except GridError as error:
        return list(error.problems)
    if "survey" not in sheets or not sheets["survey"].header:
        return [Problem("survey_sheet_missing")]
    survey = read_drafts(sheets["survey"], SURVEY_COLUMNS | UNSUPPORTED_COLUMNS, ("type", "name"))
    if not {"type", "name"} <= survey.columns:
        return _in_order(survey.problems)
    layout = lay_out(survey.rows)
    choices = gather_choices(
        read_drafts(sheets.get("choices"), CHOICE_COLUMNS, ("list_name", "name", "label"))
    )
    problems = [
        *survey.problems,
        *layout.problems,
        *choices.problems,
        *check_rows(layout, choices),
        *check_references(layout, choices),
        *_check_settings(sheets.get("settings")),
    ]
    if problems:
        return _in_order(problems)
    try:
        return compile_form(sheets, layout.kept)
    except Refused as refused:
        return [refused.problem]


def _check_settings(sheet: Sheet | None) -> list[Problem]:
    settings = read_drafts(sheet, SETTINGS_COLUMNS, ())
    row = settings.rows[0] if settings.rows else None
    form_id = row.text("form_id") if row else ""
    if row is None or not form_id:
        return [*settings.problems, Problem("form_id_missing", Place("settings"))]
    if not _FORM_ID.fullmatch(form_id):
        return [*settings.problems, row.problem("form_id_invalid", "form_id", found=form_id[:80])]
    return settings.problems


_SHEET_ORDER = {"": 0, "survey": 1, "choices": 2, "settings": 3}


def _in_order(problems: list[Problem]) -> list[Problem]:
    """Sort by sheet, row and column, as somebody mending the file goes through it."""
    return sorted(problems, key=_where)


def _where(problem: Problem) -> tuple[int, int, int, str]:
    place = problem.place
    found = re.fullmatch(r"([A-Z]*)(\d*)", place.cell)
    letters, digits = found.groups() if found else ("", "")
    return _SHEET_ORDER.get(place.sheet.lower(), 4), int(digits or 0), len(letters), letters
