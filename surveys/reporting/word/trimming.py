"""What of a table is printed: not what tells nothing. The workbook holds every table whole."""

from dataclasses import replace
from typing import Final

from surveys.aggregation.table import Cell, Code, Column, Count, Kind, Measure, Share, Table
from surveys.reporting.texts.report import FRAME, PHRASES
from surveys.reporting.wording import Lexicon

_FIGURES: Final = (Kind.COUNT, Kind.SHARE, Kind.MEASURE)
_CROSSED: Final = "quality_"
_NONRESPONSE: Final = "item_nonresponse"


def is_telling(table: Table) -> bool:
    """Say whether a table is worth its paper: some figure is shown, and people differ in it.

    Of the body's quality by unit, title, age or gender a group tells something if some of it, and not all of it,
    stand at one level: "everybody" and "nobody" are in the table of all.
    """
    places = [place for place, column in enumerate(table.columns) if column.kind in _FIGURES]
    if places and not any(_says(row[place]) for row in table.rows for place in places):
        return False
    if table.key == _NONRESPONSE:
        return bool(_asked(table).rows)
    levels = _levels(table)
    return not levels or any(_differs(row, level, table.columns) for row in table.rows for level in levels)


def _says(cell: Cell) -> bool:
    """Say whether a cell has a figure, and not that of nobody."""
    if isinstance(cell, Share):
        return bool(cell.fraction)
    if isinstance(cell, Measure):
        return cell.value is not None
    return isinstance(cell, Count) and cell.value > 0


def _levels(table: Table) -> list[int]:
    """Return the columns that count the people of one level, of a table of quality by groups."""
    is_crossed = table.key.startswith(_CROSSED)
    return [
        place
        for place, column in enumerate(table.columns)
        if is_crossed and column.label is not None and column.kind is Kind.COUNT
    ]


def _differs(row: tuple[Cell, ...], level: int, columns: tuple[Column, ...]) -> bool:
    if isinstance(row[0], Code) and row[0].code == "total":
        return False
    cell = row[level]
    everybody = row[next(place for place, column in enumerate(columns) if column.key == "n")]
    size = everybody.value if isinstance(everybody, Count) else None
    return isinstance(cell, Count) and cell.value > 0 and cell.value != size


def on_paper(table: Table, lexicon: Lexicon) -> tuple[Table, tuple[str, ...]]:
    """Return what is printed of a table, and the remarks below.

    Levels at which nobody stands and questions that nobody left empty are not.
    """
    remarks = [lexicon.note(note) for note in table.notes]
    if table.key == _NONRESPONSE:
        asked = _asked(table)
        if len(asked.rows) < len(table.rows):
            remarks.insert(0, FRAME.nothing_missing)
        return asked, tuple(remarks)
    empty = [place for place in _levels(table) if all(_is_nobody(row[place]) for row in table.rows)]
    if empty:
        labels = PHRASES.comma.join(lexicon.heading(table, table.columns[place]) for place in empty)
        remarks.insert(0, FRAME.nobody_at.format(values=labels))
    gone = {table.columns[place].label for place in empty}
    kept = [
        place
        for place, column in enumerate(table.columns)
        if column.label is None or column.label not in gone
    ]
    rows = tuple(tuple(row[place] for place in kept) for row in table.rows)
    return replace(table, columns=tuple(table.columns[place] for place in kept), rows=rows), tuple(remarks)


def _is_nobody(cell: Cell) -> bool:
    return isinstance(cell, Count) and cell.value == 0


def _asked(table: Table) -> Table:
    """Return the questions that somebody left empty, or may have."""
    place = next(i for i, column in enumerate(table.columns) if column.key == "missing")
    return replace(table, rows=tuple(row for row in table.rows if not _is_nobody(row[place])))
