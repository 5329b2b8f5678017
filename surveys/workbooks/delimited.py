"""Text tables: .csv as Excel, LibreOffice and other programs write it in Vietnam."""

import csv
import io
import re
import unicodedata
from collections import Counter
from collections.abc import Callable
from pathlib import PureWindowsPath

from surveys.problems import Place, Problem
from surveys.workbooks.cells import (
    CellValue,
    Limits,
    Sheet,
    Unreadable,
    Workbook,
    cell_name,
    clean_text,
    typed_text,
)
from surveys.workbooks.fonts import FONTS, words_of
from surveys.workbooks.syllables import is_syllable

_LONGEST_NAME = 80  # characters of a file's name that are shown
_DELIMITERS = (",", ";", "\t")


def read_delimited(content: bytes, filename: str, limits: Limits) -> Workbook | list[Problem]:
    """Read a text table of one sheet, named after the file. Empty cells are None, all others text.

    UTF-8 and UTF-16 (with or without BOM) and Windows-1258 are read; so is text for the old fonts TCVN3 and VNI, as it
    was typed.
    """
    name = shown_name(filename)
    text = decode(content)
    if text is None:
        return [Problem("csv_encoding")]
    delimiter, text = find_delimiter(text)
    rows: list[tuple[CellValue, ...]] = []
    cell_count = 0
    try:
        for record in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True):
            row = _trim(record)
            rows.append(row)
            cell_count += len(row)
            over = _over_limits(row, rows, cell_count, limits)
            if over:
                return [Problem(over[0], Place(name, over[1]), {"limit": over[2]})]
    except csv.Error:
        return [Problem("csv_broken", Place(name, cell_name(len(rows) + 1, 1)))]
    while rows and not rows[-1]:
        rows.pop()
    if not rows:
        return [Problem("file_empty")]
    return Workbook((Sheet(name, tuple(rows)),), is_typed=False)


def decode(content: bytes) -> str | None:
    """Return a text file as text, nothing if no encoding makes sense of it."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _decoded(content, "utf-16")
    if b"\x00" in content:
        return _decoded(
            content, "utf-16-le" if content[1::2].count(0) > content[::2].count(0) else "utf-16-be"
        )
    text = _decoded(content, "utf-8-sig")
    return _in_old_code_page(content) if text is None else text


def _decoded(content: bytes, encoding: str) -> str | None:
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        return None
    return None if "\x00" in text or _NO_CHARACTER.search(text) else text


_NO_CHARACTER = re.compile("[\ufffe\uffff]")


def _in_old_code_page(content: bytes) -> str | None:
    """Decode Windows-1258, or what was typed for an old font, if most words speak for it."""
    readings: list[tuple[float, str]] = []
    if (windows := _decoded(content, "cp1258")) is not None:
        readings.append((_share(is_syllable, unicodedata.normalize("NFC", windows)), windows))
    if (typed := _decoded(content, "cp1252")) is not None:
        readings += [(_share(font.explains, typed), typed) for font in FONTS]
    share, text = max(readings, key=lambda each: each[0], default=(0.0, ""))
    return text if share >= _MOST else None


_MOST = 0.6  # abbreviations such as "HĐND" speak for nothing


def _share(speaks: Callable[[str], bool], text: str) -> float:
    words = words_of([text])
    return sum(map(speaks, words)) / max(len(words), 1)


def shown_name(filename: str) -> str:
    """Return a file's name to show: one line, without folders of any system, not too long."""
    return " ".join(clean_text(PureWindowsPath(filename).name).split())[:_LONGEST_NAME]


def find_delimiter(text: str) -> tuple[str, str]:
    """Return the delimiter of a text table, and the text without the line ``sep=;`` that may name it.

    It is the one that is on most lines, and then the one used most: a title above the header may hold commas.
    """
    first, _, rest = text.partition("\n")
    if first.lower().startswith("sep=") and len(first.rstrip("\r")) == 5 and first[4] in _DELIMITERS:
        return first[4], rest
    return max(_DELIMITERS, key=lambda each: _use(text, each)), text


def is_table(text: str) -> bool:
    """Say whether a text looks like a table: at least two lines have the same columns."""
    delimiter, rest = find_delimiter(text)
    return _use(rest, delimiter)[0] > 1


def _use(text: str, delimiter: str) -> tuple[int, int]:
    """Return how many lines have a delimiter as often as most have it, and how often that is."""
    lines = text[:_SEARCHED].splitlines()[:_LINES_SEARCHED]
    counts = Counter(line.count(delimiter) for line in lines if delimiter in line)
    (count, often), *_ = counts.most_common(1) or [(0, 0)]
    return often, count


_SEARCHED = 100_000  # characters in which the delimiter is looked for
_LINES_SEARCHED = 200


def plain_text(value: str) -> str | None:
    """Return what a cell says: Excel's ``="09496"`` is the text 09496. None for a formula: nobody knows its value."""
    if not value.startswith("="):
        return value
    quoted = _QUOTED.fullmatch(value)
    return quoted[1].replace('""', '"') if quoted else None


_QUOTED = re.compile(r'="((?:[^"]|"")*)"')


def _trim(record: list[str]) -> tuple[CellValue, ...]:
    values: list[CellValue] = [_cell(typed_text(value)) for value in record]
    while values and values[-1] is None:
        values.pop()
    return tuple(values)


def _cell(value: str) -> CellValue:
    plain = plain_text(value)
    return Unreadable("formula_without_value", value) if plain is None else plain or None


def _over_limits(
    row: tuple[CellValue, ...], rows: list[tuple[CellValue, ...]], cell_count: int, limits: Limits
) -> tuple[str, str, str] | None:
    if len(row) > limits.columns:
        return "too_many_columns", cell_name(len(rows), len(row)), str(limits.columns)
    if cell_count > limits.cells or (row and len(rows) > limits.rows):
        return "too_many_rows", cell_name(len(rows), 1), str(limits.rows - 1)
    return None
