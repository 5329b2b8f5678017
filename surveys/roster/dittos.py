"""Cells that say what stands above them: "nt", "như trên", a ditto mark; empty ones where each unit stands once."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from surveys.problems import Place, Problem
from surveys.roster.columns import MEANT, NAMES, NUMBER, Table, meant
from surveys.roster.problems import problem
from surveys.workbooks import CellValue, cell_name

_SAME: Final = frozenset({"nt", "n.t", "như trên", '"', "''", "″", "〃", "”", "“"})
_OWN: Final = frozenset({"roster_key", "full_name", *NAMES, "phone", "note", NUMBER})
"""Columns in which nobody has the same as somebody else."""
_OF_GROUPS: Final = ("unit", "unit_code", "parent")


def read_dittos(table: Table) -> tuple[Table, list[Problem]]:
    """Return the table with what stands above in place of each such cell, and the notes on them."""
    spread = dict(table.spread)
    notes: list[Problem] = []
    for attribute, columns in table.columns.items():
        for column in columns if attribute not in _OWN else ():
            for row, found, above in _repeated(table, column):
                spread[row, column] = above
                place = Place(table.sheet.name, cell_name(row, column))
                told = MEANT.get(attribute) or meant(attribute)
                notes.append(problem("ditto", place, count="1", column=told, found=found))
    table = replace(table, spread=spread)
    for attribute in _OF_GROUPS:
        filled = _filled_down(table, attribute)
        spread |= {(row, column): above for row, column, above in filled}
        notes += [
            problem("filled_down", table.place(row, attribute), count="1", column=MEANT[attribute])
            for row, _, _ in filled
        ]
    return replace(table, spread=spread), notes


def _repeated(table: Table, column: int) -> Iterator[tuple[int, str, CellValue]]:
    """Yield the cells of a column that say "the same": row, text, what stands above."""
    above: CellValue = None
    for row in range(table.header_ends + 1, len(table.sheet.rows) + 1):
        cell = table.cell(row, column)
        if not isinstance(cell, str) or cell.strip(" -–—.()").casefold() not in _SAME:
            above = above if cell is None else cell
        elif above is not None:
            yield row, cell.strip(), above


def _filled_down(table: Table, attribute: str) -> list[tuple[int, int, CellValue]]:
    """Return the empty cells of people below the first of each unit: row, column, what stands above.

    Only where no unit stands twice and most cells are empty: else a cell was forgotten, and is asked about. Of rows
    between the people a section may tell the unit.
    """
    columns = table.columns.get(attribute, ())
    people = [
        row
        for row in range(table.header_ends + 1, len(table.sheet.rows) + 1)
        if any(table.value(row, name) is not None for name in ("full_name", "given_name"))
        and table.value(row, "title") is not None
    ]
    if len(columns) != 1 or not people or table.value(people[0], attribute) is None:
        return []
    between = set(range(people[0], people[-1])) - set(people)
    if any(cell is not None for row in between for cell in table.sheet.rows[row - 1]):
        return []
    values = [table.value(row, attribute) for row in people]
    named = [str(value) for value in values if value is not None]
    if len(set(named)) < len(named) or len(values) <= 2 * len(named):
        return []
    filled: list[tuple[int, int, CellValue]] = []
    above: CellValue = None
    for row, value in zip(people, values, strict=True):
        above = above if value is None else value
        if value is None:
            filled.append((row, columns[0], above))
    return filled
