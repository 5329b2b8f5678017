"""Sheets into drafts: rows under the names of their columns, still unchecked text with addresses."""

import difflib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from surveys.problems import Note, Place, Problem
from surveys.spelling import fold
from surveys.xlsform.grid import Cell, Sheet

EXPRESSIONS: Final = ("required", "relevant", "constraint", "calculation", "choice_filter")
TEXTS: Final = ("label", "hint", "constraint_message", "required_message", "guidance_hint")
SETTING: Final = ("default", "trigger", "read_only")
"""Columns about values that nobody types."""

SURVEY_COLUMNS: Final = frozenset(
    {
        *("type", "name", "repeat_count", "image", "appearance", "parameters", "roster", "disabled"),
        *(*TEXTS, *EXPRESSIONS, *SETTING),
    }
)
CHOICE_COLUMNS: Final = frozenset({"list_name", "name", "label", "image"})
SETTINGS_COLUMNS: Final = frozenset(
    {"form_id", "form_title", "version", "default_language", "allow_choice_duplicates"}
)
UNSUPPORTED_COLUMNS: Final = frozenset(
    {
        "big-image",
        "audio",
        "video",
        "save_to",
    }
)

YES: Final = frozenset({"yes", "true", "true()", "co", "dung"})
NO: Final = frozenset({"no", "false", "false()", "khong", "sai"})
"""What authors write in a cell that says yes or no, in either language (folded)."""

_LONGEST: Final = 8  # letters of such a word, with room

_ALIASES: Final = {
    "caption": "label",
    "relevance": "relevant",
    "calculate": "calculation",
    "constraining_message": "constraint_message",
    "jr:constraintmsg": "constraint_message",
    "requiredmsg": "required_message",
    "jr:requiredmsg": "required_message",
    "readonly": "read_only",
    "command": "type",
    "tag": "name",
    "value": "name",
    "count": "repeat_count",
    "jr:count": "repeat_count",
    "list name": "list_name",
    "id_string": "form_id",
    "set_form_id": "form_id",
    "set_form_title": "form_title",
    "title": "form_title",
}
"""Other spellings that pyxform takes for the same columns."""

LABEL_REFERENCE: Final = re.compile(r"\$\{([^{}]*)\}")
_STRAIGHT: Final = str.maketrans({"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "‚": "'"})


@dataclass(frozen=True, slots=True)
class Draft:
    """One row. ``cells`` by the column's name, without its language; a translated column counts once.

    ``at``: the place of the row among the rows of its sheet. ``others``: what its texts say in other languages.
    """

    sheet: str
    cells: Mapping[str, Cell]
    address: str  # of its first filled cell
    at: int = 0
    others: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def text(self, column: str) -> str:
        """Return what a column says, ``''`` when it is empty; quotes in expressions are straight."""
        cell = self.cells.get(column)
        if cell is None:
            return ""
        return cell.text.translate(_STRAIGHT) if column in EXPRESSIONS else cell.text

    def gives_value(self, *, is_note: bool) -> bool:
        """Whether the form gives a value that is only read: of a note it is enough that there is one."""
        if is_note:
            return any(map(self.text, ("calculation", "default", "trigger")))
        return is_yes(self.text("read_only"))

    def saying(self, column: str, text: str) -> "Draft":
        """Return the row with another text in one of its columns, at the same address."""
        cell = self.cells.get(column)
        return replace(self, cells={**self.cells, column: Cell(text, cell.address if cell else self.address)})

    def problem(self, code: str, column: str = "", /, **parameters: str) -> Problem:
        """Return a problem at one of the row's cells, or at its first when that one is empty."""
        return Problem(code, self._place(column), parameters)

    def note(self, code: str, column: str = "", /, **parameters: str) -> Note:
        """Return what is left out or understood otherwise, at the same place as a problem."""
        return Note(code, self._place(column), parameters)

    def _place(self, column: str) -> Place:
        cell = self.cells.get(column)
        return Place(self.sheet, cell.address if cell else self.address)


@dataclass(slots=True)
class Drafts:
    """The rows of one sheet, with the problems of its header."""

    rows: list[Draft] = field(default_factory=list)
    columns: frozenset[str] = frozenset()
    problems: list[Problem] = field(default_factory=list)


def is_yes(text: str) -> bool:
    """Read a cell that says yes or no."""
    return len(text) <= _LONGEST and fold(text) in YES


def is_no(text: str) -> bool:
    """Read a cell that says yes or no; an empty one says nothing."""
    return len(text) <= _LONGEST and fold(text) in NO


def straighten(text: str) -> str:
    """Return text with straight quotes, as the expression language wants them."""
    return text.translate(_STRAIGHT)


@dataclass(frozen=True, slots=True)
class Header:
    """A column: its standard name, or the author's own; the language of its texts, ``''`` if it names none."""

    name: str
    language: str = ""

    def __str__(self) -> str:
        """Write it as a form does: ``label::Tiếng Việt (vi)``."""
        return f"{self.name}::{self.language}" if self.language else self.name


def read_header(text: str) -> Header:
    """Read a header cell: ``Label :: vi`` and ``bind::relevant`` are ``label::vi`` and ``relevant``.

    ``label:vi`` and ``bind:relevant`` are older spellings of the same, as pyxform has them.
    """
    plain = re.sub(r"\s+", " ", text.strip())
    head, *rest = _parts(plain)
    is_attribute = bool(rest) and head.lower() in _PREFIXES
    if is_attribute:
        head, *rest = rest
    name = head.lower()
    snake = name.replace(" ", "_")
    known = _ALIASES.get(name) or _ALIASES.get(snake) or (snake if snake in _KNOWN else head)
    if is_attribute and known not in _ATTRIBUTES:
        return Header(plain)
    return Header(known, "::".join(rest))


def _parts(text: str) -> list[str]:
    if "::" in text:
        return [part.strip() for part in text.split("::")]
    head, colon, rest = (part.strip() for part in text.partition(":"))
    name = head.lower().replace(" ", "_")
    if colon and name in _PREFIXES:
        return [head, *_parts(rest)]
    is_text = _ALIASES.get(name, name) in _TRANSLATED
    return [head, rest] if colon and is_text else [text]


_PREFIXES: Final = ("bind", "control", "body", "media")
_ATTRIBUTES: Final = UNSUPPORTED_COLUMNS.union(
    EXPRESSIONS, TEXTS, SETTING, ("appearance", "image", "repeat_count")
)
"""The columns that may also be written with a prefix, as in ``bind::relevant``."""

_KNOWN: Final = SURVEY_COLUMNS | CHOICE_COLUMNS | SETTINGS_COLUMNS | UNSUPPORTED_COLUMNS


def read_drafts(sheet: Sheet | None, known: frozenset[str], required: tuple[str, ...]) -> Drafts:
    """Return a sheet's rows by column name; a missing or nearly right column is a problem."""
    drafts = Drafts()
    if sheet is None:
        return drafts
    headers, problems = read_headers(sheet, known)
    names = {column: header.name for column, header in headers.items()}
    drafts.columns = frozenset(names.values())
    first = next(iter(sheet.header.values()), Cell("", "A1"))
    for column in required:
        if column not in drafts.columns:
            drafts.problems.append(Problem("column_missing", sheet.place(first.address), {"column": column}))
    drafts.problems.extend(problems)
    drafts.rows = [
        Draft(sheet.name, _named(row, names), _address(row), at, _spoken(row, names))
        for at, row in enumerate(sheet.rows)
    ]
    return drafts


def _address(row: Mapping[int, Cell]) -> str:
    return next(iter(row.values())).address


def _spoken(row: Mapping[int, Cell], names: Mapping[int, str]) -> dict[str, tuple[str, ...]]:
    """Return what texts say in the other languages of a row, by column."""
    said: dict[str, list[str]] = {}
    for column, cell in row.items():
        if names.get(column) in TEXTS:
            said.setdefault(names[column], []).append(cell.text)
    return {name: tuple(texts[1:]) for name, texts in said.items() if len(texts) > 1}


def _named(row: Mapping[int, Cell], names: Mapping[int, str]) -> dict[str, Cell]:
    cells: dict[str, Cell] = {}
    for column, cell in row.items():
        if column in names:
            cells.setdefault(names[column], cell)
    return cells


def read_headers(sheet: Sheet, known: frozenset[str]) -> tuple[dict[int, Header], list[Problem]]:
    """Return the columns that count, and those that are double or nearly right.

    Only texts have languages: ``relevant::vi`` is the condition, and says the same in every language.
    """
    headers: dict[int, Header] = {}
    first: dict[Header, int] = {}
    problems: list[Problem] = []
    for column, cell in sheet.header.items():
        written = read_header(cell.text)
        has_no_language = written.name in known - _TRANSLATED
        header = Header(written.name) if has_no_language else written
        one = first.setdefault(header, column)
        place = sheet.place(cell.address)
        if one == column:
            headers[column] = header
        elif has_no_language and (written.language or read_header(sheet.header[one].text).language):
            problems.extend(_differences(sheet, header.name, one, column))
        else:
            problems.append(Problem("column_twice", place, {"column": cell.text}))
        if header.name not in known and (meant := _nearly(header.name, known, sheet)):
            is_there = any(read_header(each.text).name == meant for each in sheet.header.values())
            kind = Note if is_there or meant in _TRANSLATED else Problem
            problems.append(kind("column_misspelled", place, {"found": cell.text, "expected": meant}))
    return headers, problems


_TRANSLATED: Final = UNSUPPORTED_COLUMNS.union(TEXTS, ("image",))
"""Columns that may stand once for each language."""


def _differences(sheet: Sheet, name: str, one: int, other: int) -> Iterator[Problem]:
    """Yield where the same column says something else in another language: a condition has none."""
    for row in sheet.rows:
        cell = row.get(other)
        if cell is not None and (one not in row or row[one].text != cell.text):
            yield Problem("column_translated", sheet.place(cell.address), {"column": name})


def _nearly(name: str, known: frozenset[str], sheet: Sheet) -> str:
    """Return what a column was probably meant to be, ``''`` if it looks like none."""
    if sheet.key == "choices":  # any column may serve a choice_filter
        return ""
    return next(iter(difflib.get_close_matches(name.lower(), known, 1, cutoff=0.8)), "")
