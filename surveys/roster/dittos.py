"""Cells that say "the same as above": "nt", "- nt -", "như trên", a ditto mark."""

from dataclasses import replace
from typing import Final

from surveys.problems import Place, Problem
from surveys.roster.columns import MEANT, NAMES, NUMBER, Table, meant
from surveys.roster.problems import problem
from surveys.workbooks import CellValue, cell_name

_SAME: Final = frozenset({"nt", "n.t", "như trên", '"', "''", "″", "〃", "”", "“"})
_OWN: Final = frozenset({"roster_key", "full_name", *NAMES, "phone", "note", NUMBER})
"""Columns in which nobody has the same as somebody else."""


def read_dittos(table: Table) -> tuple[Table, list[Problem]]:
    """Return the table with what stands above in place of each such cell, and the notes on them."""
    spread = dict(table.spread)
    notes: list[Problem] = []
    for attribute, columns in table.columns.items():
        for column in columns if attribute not in _OWN else ():
            above: CellValue = None
            for row in range(table.header_ends + 1, len(table.sheet.rows) + 1):
                cell = table.cell(row, column)
                if not isinstance(cell, str) or cell.strip(" -–—.()").casefold() not in _SAME:
                    above = above if cell is None else cell
                elif above is not None:
                    spread[row, column] = above
                    place = Place(table.sheet.name, cell_name(row, column))
                    told = MEANT.get(attribute) or meant(attribute)
                    notes.append(problem("ditto", place, count="1", column=told, found=cell.strip()))
    return replace(table, spread=spread), notes
