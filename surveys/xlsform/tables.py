"""A .csv that comes with a form, into rows by column."""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from surveys.problems import Place, Problem
from surveys.workbooks import cell_name, find_delimiter, plain_text
from surveys.workbooks.delimited import decode
from surveys.xlsform.grid import MAX_LENGTH, clean

MAX_TABLE_ROWS: Final = 20_000
MAX_TABLE_COLUMNS: Final = 60
MAX_TABLE_BYTES: Final = 10 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Row:
    """One row: what it says by column, and its line in the file."""

    cells: Mapping[str, str]
    line: int


@dataclass(frozen=True, slots=True)
class Table:
    """The columns in order, and the filled rows."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]


def read_table(content: bytes, name: str) -> Table | Problem:
    """Return the table of a .csv file, or what is wrong with it."""
    if len(content) > MAX_TABLE_BYTES:
        limit = f"{MAX_TABLE_BYTES // 1024 // 1024} MB"
        return Problem("table_too_large", Place(name), {"file": name, "limit": limit})
    text = decode(content)
    if text is None:
        return Problem("table_unreadable", Place(name), {"file": name})
    delimiter, rest = find_delimiter(text)
    skipped = text.count("\n") - rest.count("\n")
    reader = csv.reader(io.StringIO(rest, newline=""), delimiter=delimiter)
    columns: tuple[str, ...] = ()
    rows: list[Row] = []
    try:
        for values in reader:
            line = reader.line_num + skipped
            cells = tuple(map(_plain, values))
            if not any(cells):
                continue
            if not columns:
                columns = cells
                if problem := _check_header(columns, name, line):
                    return problem
                continue
            filled = {column: cell for column, cell in zip(columns, cells, strict=False) if column and cell}
            rows.append(Row(filled, line))
            if len(rows) > MAX_TABLE_ROWS:
                return Problem("table_too_long", Place(name), {"file": name, "limit": str(MAX_TABLE_ROWS)})
    except csv.Error:
        return Problem("table_unreadable", Place(name), {"file": name})
    return Table(columns, tuple(rows)) if rows else Problem("table_empty", Place(name), {"file": name})


def _plain(value: str) -> str:
    shown = plain_text(value)
    return clean((value if shown is None else shown)[:MAX_LENGTH])


def _check_header(columns: tuple[str, ...], name: str, line: int) -> Problem | None:
    if len(columns) > MAX_TABLE_COLUMNS:
        found = {"file": name, "limit": str(MAX_TABLE_COLUMNS)}
        return Problem("table_too_wide", Place(name), found)
    named = [column for column in columns if column]
    twice = next((column for column in named if named.count(column) > 1), "")
    if twice:
        place = Place(name, cell_name(line, columns.index(twice) + 1))
        return Problem("column_twice", place, {"column": twice})
    return None
