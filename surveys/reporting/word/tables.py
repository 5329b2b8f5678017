"""A ``Table`` as a grid on paper: worded cells; a count and its share under one heading; notes below."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from docx.document import Document

from surveys.aggregation.table import Cell, Code, Column, Kind, Measure, Source, Table
from surveys.reporting.texts.report import FRAME
from surveys.reporting.word.elements import write_line
from surveys.reporting.word.grid import Box, Grid, add_grid
from surveys.reporting.word.profiles import Profile
from surveys.reporting.wording import Lexicon

_TEXTUAL: Final = (Kind.CODE, Kind.TEXT)
_NAMING: Final = (Kind.CODE, Kind.TEXT, Kind.NUMBER)
_YEARS: Final = ("birth_year",)  # no thousands dot in a year


def grid_of(table: Table, lexicon: Lexicon) -> Grid:
    """Word a table. Columns of one coded value (a count, then its share) get one heading over two."""
    heads = _heads(table, lexicon)
    rows = tuple(
        tuple(
            _box(cell, column, lexicon, is_total=_is_total(row))
            for cell, column in zip(row, table.columns, strict=True)
        )
        for row in table.rows
    )
    if table.source is not Source.PERSONS:  # every line bears its name
        rows = _merged(rows, [column.kind in _NAMING for column in table.columns])
    flexible = tuple(
        column.kind in _TEXTUAL or any(_is_finding(row[place]) for row in table.rows)
        for place, column in enumerate(table.columns)
    )
    return Grid(heads, rows, flexible)


def _merged(rows: tuple[tuple[Box, ...], ...], is_naming: list[bool]) -> tuple[tuple[Box, ...], ...]:
    """Merge what the leading columns repeat from row to row: a criterion of several values.

    Only columns that name things are merged, and never a whole row.
    """
    width = is_naming.index(False) if False in is_naming else len(is_naming) - 1
    depths = [0]
    for above, row in pairwise(rows):
        same = [a.text == b.text for a, b in zip(above, row, strict=True)]
        depths.append(min(width, same.index(False)) if False in same else 0)
    merged = []
    for place, row in enumerate(rows):
        below = depths[place + 1] if place + 1 < len(rows) else 0
        merged.append(
            tuple(
                replace(
                    box, merge="continue" if column < depths[place] else "restart" if column < below else ""
                )
                for column, box in enumerate(row)
            )
        )
    return tuple(merged)


def _is_finding(cell: Cell) -> bool:
    return isinstance(cell, Measure) and isinstance(cell.value, Code)


def _is_total(row: tuple[Cell, ...]) -> bool:
    return isinstance(row[0], Code) and row[0].code == "total"


def _box(cell: Cell, column: Column, lexicon: Lexicon, *, is_total: bool) -> Box:
    is_text = column.kind in _TEXTUAL or _is_finding(cell)
    align = "left" if is_text else "center" if column.kind is Kind.DATE else "right"
    is_year = column.key in _YEARS and isinstance(cell, int)
    return Box(str(cell) if is_year else lexicon.cell(cell, column), align, is_bold=is_total)


def _heads(table: Table, lexicon: Lexicon) -> tuple[tuple[Box, ...], ...]:
    columns = table.columns
    pairs = {place for place in range(len(columns) - 1) if _is_pair(columns[place], columns[place + 1])}
    if not pairs:
        return (tuple(Box(lexicon.heading(table, column)) for column in columns),)
    upper, lower, place = [], [], 0
    while place < len(columns):
        heading = lexicon.heading(table, columns[place])
        if place in pairs:
            upper.append(Box(heading, span=2))
            lower += [Box(FRAME.count_heading), Box(FRAME.share_heading)]
            place += 2
        else:
            upper.append(Box(heading, merge="restart"))
            lower.append(Box("", merge="continue"))
            place += 1
    return tuple(upper), tuple(lower)


def _is_pair(first: Column, second: Column) -> bool:
    is_coded = first.label is not None and first.label == second.label
    return is_coded and (first.kind, second.kind) == (Kind.COUNT, Kind.SHARE)


def write_grid(
    document: Document, grid: Grid, profile: Profile, *, caption: str, width: float, notes: Sequence[str] = ()
) -> None:
    """Write a caption, a grid and remarks below it; neither caption nor remarks stand on another page alone."""
    style = profile.elements["caption"]
    write_line(document.add_paragraph(), caption, style, profile.font, before=12, after=6, keep=True)
    add_grid(document, grid, profile, width, keeps_notes=bool(notes))
    for place, note in enumerate(notes, 1):
        write_note(document, note, profile, before=3 if place == 1 else 0, keep=place < len(notes))


def write_note(
    document: Document, text: str, profile: Profile, *, before: float = 0, keep: bool = False
) -> None:
    """Write a remark below a table; ``keep``: on one page with the next."""
    style = profile.elements["table_note"]
    write_line(document.add_paragraph(), text, style, profile.font, before=before, keep=keep)
