"""XLSForm (.xlsx, .csv, Markdown tables) → ``Questionnaire``, or every problem at once. Bytes in, values out.

    grid, workbook  →  draft  →  layout, choices  →  checks, references  →  compile
    cells with          rows by    screens, groups,     every Problem          pyxform, and its
    addresses           column     lists                                       tree → Questionnaire

The form language is that of https://xlsform.org/en/; our own column ``roster`` names the roster attribute
that an item confirms.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from graphlib import CycleError
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import Final

from surveys.problems import Note, Place, Problem
from surveys.questionnaire import Questionnaire
from surveys.spelling import fold
from surveys.xlsform.checks import check_rows
from surveys.xlsform.choices import ChoiceSheet, gather_choices
from surveys.xlsform.compile import Refused, compile_form
from surveys.xlsform.crowded import crowded
from surveys.xlsform.doubts import doubt
from surveys.xlsform.draft import (
    CHOICE_COLUMNS,
    SETTINGS_COLUMNS,
    SURVEY_COLUMNS,
    UNSUPPORTED_COLUMNS,
    Draft,
    is_yes,
    read_drafts,
)
from surveys.xlsform.files import read_grid
from surveys.xlsform.grid import GridError, form_sheets
from surveys.xlsform.header import settle
from surveys.xlsform.languages import check_languages
from surveys.xlsform.layout import Layout, lay_out
from surveys.xlsform.loops import expand_loops
from surveys.xlsform.others import add_other
from surveys.xlsform.outside import fetch_outside
from surveys.xlsform.parcel import open_parcel
from surveys.xlsform.pictures import find_pictures
from surveys.xlsform.references import check_references

__all__ = ["ReadForm", "examine_form", "read_form"]

NO_FILES: Final[Mapping[str, bytes]] = MappingProxyType({})
_FORM_ID = re.compile(r"[A-Za-z][A-Za-z0-9_\-]{0,63}")


@dataclass(frozen=True, slots=True)
class ReadForm:
    """What a form file comes to. With any ``problems`` there is no ``form``.

    ``notes``: what is left out or understood otherwise. Both stand in the order of the file's cells. ``pictures`` are
    those that the form shows, by name.
    """

    form: Questionnaire | None
    problems: tuple[Problem, ...] = ()
    notes: tuple[Note, ...] = ()
    pictures: Mapping[str, bytes] = field(default_factory=lambda: NO_FILES)

    @classmethod
    def refused(cls, *problems: Problem) -> "ReadForm":
        """Return a form that cannot be read any further."""
        return cls(None, problems)


def read_form(
    content: bytes, filename: str, beside: Mapping[str, bytes] = NO_FILES
) -> Questionnaire | list[Problem]:
    """Return the questionnaire of a form file, or what is wrong with it; notes are left out."""
    read = examine_form(content, filename, beside)
    return read.form or list(read.problems)


def examine_form(content: bytes, filename: str, beside: Mapping[str, bytes] = NO_FILES) -> ReadForm:
    """Return what a form file comes to. Never raises for what it contains.

    ``filename`` tells the format by its ending (a .zip holds the form and its files), and the form's id when the file
    names none. ``beside``: the files that came with it, by name.
    """
    try:
        parcel = open_parcel(content, filename, beside)
        filename = parcel.filename
        sheets = read_grid(parcel.content, filename)
    except GridError as error:
        return ReadForm.refused(*error.problems)
    if "survey" not in sheets or not sheets["survey"].header:
        return ReadForm.refused(Problem("survey_sheet_missing"))
    understood = settle(sheets)
    sheets = expand_loops(sheets)
    survey = read_drafts(sheets["survey"], SURVEY_COLUMNS | UNSUPPORTED_COLUMNS, ("type", "name"))
    if not {"type", "name"} <= survey.columns:
        return _sorted(None, [*understood, *survey.problems])
    settings = read_drafts(sheets.get("settings"), SETTINGS_COLUMNS, ())
    setting = next(iter(settings.rows), Draft("settings", {}, ""))
    choices = gather_choices(
        read_drafts(sheets.get("choices"), CHOICE_COLUMNS, ("list_name", "name")),
        may_repeat=is_yes(setting.text("allow_choice_duplicates")),
    )
    layout = _laid_out(survey.rows, choices)
    outside = fetch_outside(layout, choices, parcel.attachments)
    choices.outside = outside.columns
    rows = [
        *(entry.draft for entry in layout.entries),
        *(row for named in choices.lists.values() for row in named),
    ]
    pictures = find_pictures(rows, parcel.attachments)
    form_id, id_notes = _form_id(setting, filename)
    others = add_other(choices, layout.lists_with_other)
    found = [
        *understood,
        *survey.problems,
        *layout.problems,
        *(choices.problems if "list_name" in choices.columns or _needs_lists(layout, choices) else ()),
        *outside.problems,
        *pictures.notes,
        *check_rows(layout, choices),
        *check_references(layout, choices),
        *doubt(layout, choices),
        *check_languages(sheets, setting.text("default_language")),
        *settings.problems,
        *id_notes,
    ]
    if any(not isinstance(each, Note) for each in found):
        return _sorted(None, found)
    try:
        form = replace(compile_form(sheets, layout.kept, others, outside.lists), form_id=form_id)
        if id_notes and not setting.text("form_title"):
            form = replace(form, title=PurePosixPath(filename).stem or form_id)
        form = pictures.hung_in(form).asked
    except Refused as refused:
        return _sorted(None, [*found, refused.problem])
    except CycleError as error:
        path = " → ".join(error.args[1][::-1])
        return _sorted(None, [*found, Problem("calculation_cycle", Place("survey"), {"path": path})])
    return replace(_sorted(form, found), pictures=pictures.files)


def _needs_lists(layout: Layout, choices: ChoiceSheet) -> bool:
    """Whether a question has choices of the sheet: else it may hold anything."""
    named = (entry.choice_list for entry in layout.entries)
    return any(name and name not in choices.outside for name in named)


def _laid_out(rows: list[Draft], choices: ChoiceSheet) -> Layout:
    """Lay out the rows. A field-list without room is asked apart; then one within it may be a screen, or not."""
    layout, apart = lay_out(rows), frozenset[str]()
    while more := crowded(layout, choices) - apart:
        apart |= more
        layout = lay_out(rows, apart)
    return layout


def _form_id(row: Draft, filename: str) -> tuple[str, list[Note]]:
    """Return the form's id; what is free text, or not there at all, is made one of, and that is noted."""
    written = row.text("form_id")
    if _FORM_ID.fullmatch(written):
        return written, []
    made = _made_id(written) or _made_id(PurePosixPath(filename).stem) or "phieu"
    if not written:
        return made, [Note("form_id_missing", Place("settings"), {"expected": made})]
    return made, [row.note("form_id_invalid", "form_id", found=written[:80], expected=made)]


def _made_id(text: str) -> str:
    """Return text as an id: ASCII letters and digits, ``_`` between, a letter first; ``''`` if nothing is left."""
    plain = "_".join(re.findall(r"[A-Za-z0-9\-]+", fold(text)))
    return re.sub(r"^[^A-Za-z]+", "", plain)[:64]


_SHEET_ORDER = {"": 0, "survey": 1, "choices": 2, "settings": 3}


def _sorted(form: Questionnaire | None, found: list[Problem]) -> ReadForm:
    """Sort by sheet, row and column, as somebody mending the file goes through it."""
    ordered = sorted(found, key=_where)
    notes = tuple(each for each in ordered if isinstance(each, Note))
    return ReadForm(form, tuple(each for each in ordered if not isinstance(each, Note)), notes)


def _where(problem: Problem) -> tuple[int, int, int, str]:
    place = problem.place
    found = re.fullmatch(r"([A-Z]*)(\d*)", place.cell)
    letters, digits = found.groups() if found else ("", "")
    return (
        _SHEET_ORDER.get(next(iter(form_sheets([place.sheet])), place.sheet), 4),
        int(digits or 0),
        len(letters),
        letters,
    )
