"""Text tables: .csv as Excel, LibreOffice and other programs write it in Vietnam."""

import csv
import io
import re
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
)

_LONGEST_NAME = 80  # characters of a file's name that are shown
_DELIMITERS = (",", ";", "\t")


def read_delimited(content: bytes, filename: str, limits: Limits) -> Workbook | list[Problem]:
    """Read a text table of one sheet, named after the file. Empty cells are None, all others text.

    UTF-8 (with or without BOM) and UTF-16 with BOM are read.
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
    encoding = "utf-16" if content.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        return None
    return None if "\x00" in text else text


def shown_name(filename: str) -> str:
    """Return a file's name to show: one line, without folders of any system, not too long."""
    return " ".join(clean_text(PureWindowsPath(filename).name).split())[:_LONGEST_NAME]


def find_delimiter(text: str) -> tuple[str, str]:
    """Return the delimiter of a text table, and the text without the line ``sep=;`` that may name it.

    It is the one that the first line with any uses most: a sheet's name may stand alone above its header.
    """
    first, _, rest = text.partition("\n")
    if first.lower().startswith("sep=") and len(first.rstrip("\r")) == 5 and first[4] in _DELIMITERS:
        return first[4], rest
    line = next((line for line in text[:_SEARCHED].splitlines() if any(map(line.count, _DELIMITERS))), "")
    return max(_DELIMITERS, key=line.count), text


_SEARCHED = 100_000  # characters in which the first delimiter is looked for


def plain_text(value: str) -> str | None:
    """Return what a cell says: Excel's ``="09496"`` is the text 09496. None for a formula: nobody knows its value."""
    if not value.startswith("="):
        return value
    quoted = _QUOTED.fullmatch(value)
    return quoted[1].replace('""', '"') if quoted else None


_QUOTED = re.compile(r'="((?:[^"]|"")*)"')


def _trim(record: list[str]) -> tuple[CellValue, ...]:
    values: list[CellValue] = [_cell(clean_text(value)) for value in record]
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
