"""Text tables: .csv as Excel, LibreOffice and other programs write it in Vietnam."""

import csv
import io
from pathlib import PurePath

from surveys.problems import Place, Problem
from surveys.workbooks.cells import CellValue, Limits, Sheet, Workbook, cell_name, clean_text

_DELIMITERS = (",", ";", "\t")


def read_delimited(content: bytes, filename: str, limits: Limits) -> Workbook | list[Problem]:
    """Read a text table of one sheet, named after the file. Empty cells are None, all others text.

    UTF-8 (with or without BOM) and UTF-16 with BOM are read. The delimiter is the one that the first line
    uses most, or the one that Excel's own first line ``sep=;`` names.
    """
    place = Place()
    text = _decode(content)
    if text is None:
        return [Problem("csv_encoding", place)]
    delimiter, text = _find_delimiter(text)
    rows: list[tuple[CellValue, ...]] = []
    cell_count = 0
    try:
        for record in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True):
            row = _trim(record)
            rows.append(row)
            cell_count += len(row)
            over = _over_limits(row, rows, cell_count, limits)
            if over:
                return [Problem(over[0], Place(PurePath(filename).name, over[1]), {"limit": over[2]})]
    except csv.Error:
        return [Problem("csv_broken", Place(PurePath(filename).name, cell_name(len(rows) + 1, 1)))]
    while rows and not rows[-1]:
        rows.pop()
    if not rows:
        return [Problem("file_empty", place)]
    return Workbook((Sheet(PurePath(filename).name, tuple(rows)),), is_typed=False)


def _decode(content: bytes) -> str | None:
    encoding = "utf-16" if content.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        return None
    return None if "\x00" in text else text


def _find_delimiter(text: str) -> tuple[str, str]:
    first, _, rest = text.partition("\n")
    if first.lower().startswith("sep=") and len(first.rstrip("\r")) == 5 and first[4] in _DELIMITERS:
        return first[4], rest
    return max(_DELIMITERS, key=first.count), text


def _trim(record: list[str]) -> tuple[CellValue, ...]:
    values: list[CellValue] = [clean_text(value) or None for value in record]
    while values and values[-1] is None:
        values.pop()
    return tuple(values)


def _over_limits(
    row: tuple[CellValue, ...], rows: list[tuple[CellValue, ...]], cell_count: int, limits: Limits
) -> tuple[str, str, str] | None:
    if len(row) > limits.columns:
        return "too_many_columns", cell_name(len(rows), len(row)), str(limits.columns)
    if cell_count > limits.cells or (row and len(rows) > limits.rows):
        return "too_many_rows", cell_name(len(rows), 1), str(limits.rows - 1)
    return None
