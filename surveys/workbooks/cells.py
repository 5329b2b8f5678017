"""Sheets as values: what a cell holds once its file is read."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Final, NamedTuple


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A cell without a usable value: ``formula_without_value``, ``cell_error`` or ``cell_unreadable``."""

    code: str
    shown: str = ""


CellValue = str | int | float | bool | date | datetime | Unreadable | None


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of a stranger's file is read. Beyond the limit the file is refused, never cut."""

    file_bytes: int = 20_000_000
    unpacked_bytes: int = 100_000_000
    rows: int = 20_001  # a header and 20,000 rows
    columns: int = 256
    cells: int = 1_500_000


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet. ``rows[i][j]`` is the cell in row i+1, column j+1; rows end at their last filled cell.

    ``merged`` are the merged ranges ("A1:C1") that touch a row with content; ``hidden_rows`` the rows, from 1, that are
    hidden or filtered away; ``in_capitals`` the cells, by row and column, whose font shows small letters as capitals.
    """

    name: str
    rows: tuple[tuple[CellValue, ...], ...]
    merged: tuple[str, ...] = ()
    is_hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    in_capitals: frozenset[tuple[int, int]] = frozenset()


@dataclass(frozen=True, slots=True)
class Retyped:
    """A column that was typed for an old font and is in Unicode now: one text of it before and after."""

    sheet: str
    column: str
    font: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Unclear:
    """A cell that is Vietnamese as it stands, ``found``, and in an old font, ``shown``, between cells of both kinds."""

    sheet: str
    row: int
    column: int
    font: str
    found: str
    shown: str


@dataclass(frozen=True, slots=True)
class Workbook:
    """The sheets of a file in order. ``is_typed``: numbers and dates are told from text (not so in a .csv).

    ``has_1904_dates``: day numbers count from 1904 (Excel on old Macs) instead of 1900.
    """

    sheets: tuple[Sheet, ...]
    is_typed: bool = True
    has_1904_dates: bool = False
    retyped: tuple[Retyped, ...] = ()
    unclear: tuple[Unclear, ...] = ()


LONGEST_TEXT: Final = 32_768
"""Characters of a cell that are kept: one more than Excel takes, so that whoever has a limit still sees it broken."""

_INVISIBLE: Final = re.compile("[\u200b-\u200f\u2060\ufeff\u202a-\u202e\u2066-\u2069]")
_CONTROL: Final = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029]")
_NO_TEXT: Final = re.compile("[\ud800-\udfff\ufffe\uffff]")


SOFT_HYPHEN: Final = "\N{SOFT HYPHEN}"
"""Nothing to see in Unicode; “ư” in the font TCVN3."""


def clean_text(text: str) -> str:
    """NFC, without invisible marks; control characters and hard spaces become plain spaces; stripped."""
    return typed_text(text).replace(SOFT_HYPHEN, "").strip()


def typed_text(text: str) -> str:
    """Clean a text but for its soft hyphens: it may be typed for a font that shows a letter there."""
    text = text[:LONGEST_TEXT]
    text = _INVISIBLE.sub("", unicodedata.normalize("NFC", text))
    text = _NO_TEXT.sub("\N{REPLACEMENT CHARACTER}", text)
    return _CONTROL.sub(" ", text.replace("\r\n", "\n").replace("\xa0", " ")).strip()


def shows_capitals(font: str) -> bool:
    """Say whether a font of this name shows small letters as capitals: ``.VnTimeH``, ``.VnArialH``."""
    return font.lower().startswith(".vn") and font.endswith("H")


class Area(NamedTuple):
    """A range of cells, rows and columns from 1: "B2:C4" is from row 2, column 2 to row 4, column 3."""

    top: int
    left: int
    bottom: int
    right: int


_AREA: Final = re.compile(r"([A-Z]{1,3})(\d+):([A-Z]{1,3})(\d+)")


def parse_area(text: str) -> Area | None:
    """Read a range such as "A1:C1", None if it is none."""
    found = _AREA.fullmatch(text)
    if found is None:
        return None
    return Area(int(found[2]), column_number(found[1]), int(found[4]), column_number(found[3]))


def column_number(letters: str) -> int:
    """Return the number of a column: "AB" is 28."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def cell_position(name: str) -> tuple[int, int]:
    """Return row and column of a cell: "C7" is (7, 3); (0, 0) for no name."""
    letters = name.rstrip("0123456789")
    return int(name[len(letters) :] or 0), column_number(letters)


def cell_name(row: int, column: int) -> str:
    """Return the name of a cell as people see it: row 7, column 3 (both 1-based) is "C7"."""
    return f"{column_name(column)}{row}"


@lru_cache(maxsize=1024)
def column_name(column: int) -> str:
    """Return the letters of a column: 28 (from 1) is "AB"."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
