"""Text tables: .csv as Excel, LibreOffice and other programs write it in Vietnam."""

import csv
import io
import re
import unicodedata
from collections import Counter
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
from surveys.workbooks.fonts import SURE, font_of, words_of
from surveys.workbooks.syllables import is_syllable

_LONGEST_NAME = 80  # characters of a file's name that are shown
_DELIMITERS = (",", ";", "\t")


def read_delimited(content: bytes, filename: str, limits: Limits) -> Workbook | list[Problem]:
    """Read a text table of one sheet, named after the file. Empty cells are None, all others text.

    UTF-8 and UTF-16 (with or without BOM) and Windows-1258 are read; so is text for the old fonts TCVN3 and VNI, as it
    was typed.
    """
    name = shown_name(filename)
    text = _decode(content)
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


def _decode(content: bytes) -> str | None:
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
    """Decode what is not Unicode: Windows-1258 if its words are Vietnamese, else what was typed for an old font."""
    windows = _decoded(content, "cp1258")
    if windows is not None:
        words = words_of([unicodedata.normalize("NFC", windows)])
        if sum(map(is_syllable, words)) >= SURE * len(words):
            return windows
    typed = _decoded(content, "cp1252")
    return typed if typed is not None and font_of(words_of([typed]), few=True) else None


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
    lines = text[:_SEARCHED].splitlines()[:_LINES_SEARCHED]

    def use(delimiter: str) -> tuple[int, int]:
        counts = Counter(line.count(delimiter) for line in lines if delimiter in line)
        (count, often), *_ = counts.most_common(1) or [(0, 0)]
        return often * (count > 0), count

    return max(_DELIMITERS, key=use), text


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
