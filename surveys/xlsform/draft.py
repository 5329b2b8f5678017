"""Sheets into drafts: rows under the names of their columns, still unchecked text with addresses."""

import difflib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from surveys.problems import Place, Problem
from surveys.xlsform.grid import Cell, Sheet

EXPRESSIONS: Final = ("required", "relevant", "constraint", "calculation", "choice_filter")
TEXTS: Final = ("label", "hint", "constraint_message", "required_message")

SURVEY_COLUMNS: Final = frozenset(
    {"type", "name", *TEXTS, *EXPRESSIONS, "appearance", "parameters", "roster", "disabled"}
)
CHOICE_COLUMNS: Final = frozenset({"list_name", "name", "label"})
SETTINGS_COLUMNS: Final = frozenset({"form_id", "form_title", "version", "default_language"})
UNSUPPORTED_COLUMNS: Final = frozenset(
    {
        "default",
        "repeat_count",
        "read_only",
        "trigger",
        "image",
        "big-image",
        "audio",
        "video",
        "guidance_hint",
        "save_to",
    }
)

_ALIASES: Final = {
    "caption": "label",
    "relevance": "relevant",
    "calculate": "calculation",
    "constraining_message": "constraint_message",
    "requiredmsg": "required_message",
    "readonly": "read_only",
    "command": "type",
    "tag": "name",
    "count": "repeat_count",
    "jr:count": "repeat_count",
    "list name": "list_name",
    "set_form_id": "form_id",
    "set_form_title": "form_title",
    "title": "form_title",
}
"""Other spellings that pyxform takes for the same columns."""

_STRAIGHT: Final = str.maketrans({"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "‚": "'"})


@dataclass(frozen=True, slots=True)
class Draft:
    """One row. ``cells`` by the column's name, without its language; a translated column counts once."""

    sheet: str
    cells: Mapping[str, Cell]
    address: str  # of its first filled cell

    def text(self, column: str) -> str:
        """Return what a column says, ``''`` when it is empty; quotes in expressions are straight."""
        cell = self.cells.get(column)
        if cell is None:
            return ""
        return cell.text.translate(_STRAIGHT) if column in EXPRESSIONS else cell.text

    def problem(self, code: str, column: str = "", /, **parameters: str) -> Problem:
        """Return a problem at one of the row's cells, or at its first when that one is empty."""
        cell = self.cells.get(column)
        return Problem(code, Place(self.sheet, cell.address if cell else self.address), parameters)


@dataclass(slots=True)
class Drafts:
    """The rows of one sheet, with the problems of its header."""

    rows: list[Draft] = field(default_factory=list)
    columns: frozenset[str] = frozenset()
    problems: list[Problem] = field(default_factory=list)


def straighten(text: str) -> str:
    """Return text with straight quotes, as the expression language wants them."""
    return text.translate(_STRAIGHT)


def column_name(header: str) -> str:
    """Return the standard name of a column: ``Label::Tiếng Việt (vi)`` is ``label``."""
    plain = re.sub(r"\s+", " ", header.strip())
    head, separator, rest = (part.strip() for part in plain.partition("::"))
    if separator and head.lower() in ("bind", "control", "media"):
        head = rest.partition("::")[0].strip()
    name = head.lower()
    snake = name.replace(" ", "_")
    return _ALIASES.get(name) or _ALIASES.get(snake) or (snake if snake in _KNOWN else head)


_KNOWN: Final = SURVEY_COLUMNS | CHOICE_COLUMNS | SETTINGS_COLUMNS | UNSUPPORTED_COLUMNS


def read_drafts(sheet: Sheet | None, known: frozenset[str], required: tuple[str, ...]) -> Drafts:
    """Return a sheet's rows by column name; a missing or nearly right column is a problem."""
    drafts = Drafts()
    if sheet is None:
        return drafts
    names = {column: column_name(cell.text) for column, cell in sheet.header.items()}
    drafts.columns = frozenset(names.values())
    first = next(iter(sheet.header.values()), Cell("", "A1"))
    for column in required:
        if column not in drafts.columns:
            drafts.problems.append(Problem("column_missing", sheet.place(first.address), {"column": column}))
    drafts.problems.extend(_misspelled(sheet, names, known))
    drafts.rows = [Draft(sheet.name, _named(row, names), _address(row)) for row in sheet.rows]
    return drafts


def _address(row: Mapping[int, Cell]) -> str:
    return next(iter(row.values())).address


def _named(row: Mapping[int, Cell], names: Mapping[int, str]) -> dict[str, Cell]:
    cells: dict[str, Cell] = {}
    for column, cell in row.items():
        if column in names:
            cells.setdefault(names[column], cell)
    return cells


def _misspelled(sheet: Sheet, names: Mapping[int, str], known: frozenset[str]) -> Iterator[Problem]:
    """Yield columns that are nearly right: a condition under ``relevent`` would silently be lost."""
    seen: set[str] = set()
    for column, name in names.items():
        cell = sheet.header[column]
        if name not in known and sheet.name.lower() != "choices":
            close = difflib.get_close_matches(name.lower(), known, 1, cutoff=0.8)
            if close:
                yield Problem(
                    "column_misspelled", sheet.place(cell.address), {"found": cell.text, "expected": close[0]}
                )
        if cell.text in seen:
            yield Problem("column_twice", sheet.place(cell.address), {"column": cell.text})
        seen.add(cell.text)
