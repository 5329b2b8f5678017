"""Finding figures: tables by key, cells by column key. A hidden cell gives nothing, so nobody can print it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from surveys.aggregation.table import HIDDEN, Cell, Code, Count, Measure, Share, Table
from surveys.reporting.wording import Lexicon

Figure = Fraction | float | int


@dataclass(frozen=True)
class Row:
    """One row of a table by column key; what a table does not have is ``None``, like what is hidden."""

    table: Table
    cells: Sequence[Cell]
    lexicon: Lexicon

    def cell(self, key: str) -> Cell:
        """Return a cell as it is."""
        place = next((i for i, column in enumerate(self.table.columns) if column.key == key), None)
        return None if place is None else self.cells[place]

    def is_hidden(self, *keys: str) -> bool:
        """Say whether any of these cells is not shown."""
        return any(self.cell(key) is HIDDEN for key in keys)

    def code(self, key: str) -> str:
        """Return the code of a coded cell, empty if there is none."""
        found = self.cell(key)
        if isinstance(found, Measure):
            found = found.value if isinstance(found.value, Code) else None
        return found.code if isinstance(found, Code) else ""

    def label(self, key: str) -> str:
        """Return the words of a coded or written cell, empty if there is none."""
        found = self.cell(key)
        if isinstance(found, Measure):
            found = found.value if isinstance(found.value, Code) else None
        if isinstance(found, Code):
            return self.lexicon.label(found)
        return found if isinstance(found, str) else ""

    def count(self, key: str) -> int | None:
        """Return a number of people that is shown."""
        found = self.cell(key)
        return found.value if isinstance(found, Count) else None

    def fraction(self, key: str) -> Fraction | None:
        """Return a share that is shown and defined."""
        found = self.cell(key)
        return found.fraction if isinstance(found, Share) else None

    def figure(self, key: str) -> Figure | None:
        """Return a measure's number, or a plain number, that is shown and defined."""
        cell = self.cell(key)
        found = cell.value if isinstance(cell, Measure) else cell
        return found if isinstance(found, Fraction | float | int) else None


def is_any_hidden(rows: Iterable[Row], *keys: str) -> bool:
    """Say whether a cell of these columns is hidden: then nobody can say "most", "none", "only", "all" of them."""
    return any(row.is_hidden(*keys) for row in rows)


class Figures:
    """The tables of a report, to be asked for figures."""

    def __init__(self, tables: Iterable[Table], lexicon: Lexicon) -> None:
        self.tables = tuple(tables)
        self.lexicon = lexicon

    def table(self, key: str) -> Table | None:
        """Return the table of a key."""
        return next((table for table in self.tables if table.key == key), None)

    def all(self, key: str) -> tuple[Table, ...]:
        """Return every table of a key (one a subject)."""
        return tuple(table for table in self.tables if table.key == key)

    def rows(self, key: str) -> list[Row]:
        """Return the rows of the table of a key; none without it."""
        table = self.table(key)
        return [] if table is None else self.rows_of(table)

    def rows_of(self, table: Table) -> list[Row]:
        """Return the rows of a table."""
        return [Row(table, cells, self.lexicon) for cells in table.rows]

    def total(self, key: str) -> Row | None:
        """Return the row of everybody: the first, if it is one."""
        rows = self.rows(key)
        first = rows[0] if rows else None
        is_total = first is not None and any(isinstance(c, Code) and c.code == "total" for c in first.cells)
        return first if is_total else None
