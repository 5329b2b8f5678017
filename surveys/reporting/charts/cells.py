"""Reading a table's cells by the keys of its columns."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from surveys.aggregation.table import Cell, Code, Count, Hidden, Measure, Share, Table
from surveys.reporting.numbers import number_text
from surveys.reporting.texts.charts import ChartTexts


@dataclass(frozen=True, slots=True)
class Rows:
    """A table whose cells are asked for by row number and column key."""

    table: Table
    places: dict[str, int] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "places", {column.key: at for at, column in enumerate(self.table.columns)})

    @property
    def first(self) -> str:
        """The key of the first column: what the rows are of."""
        return self.table.columns[0].key

    @property
    def numbers(self) -> range:
        """The numbers of the rows."""
        return range(len(self.table.rows))

    def cell(self, number: int, place: int) -> Cell:
        """Return the cell at a place."""
        return self.table.rows[number][place]

    def of(self, number: int, key: str) -> Cell:
        """Return the cell in the column of a key; ``None`` if the table has no such column."""
        place = self.places.get(key)
        return None if place is None else self.table.rows[number][place]


def is_total(cell: Cell) -> bool:
    """Say whether a row that begins so is the total of the others."""
    return isinstance(cell, Code) and cell.code == "total"


def figure(cell: Cell) -> float | None:
    """Return the number in a cell; ``None`` for what is hidden, undefined, or no number."""
    if isinstance(cell, Count):
        return float(cell.value)
    if isinstance(cell, Share):
        return None if cell.fraction is None else float(cell.fraction)
    if isinstance(cell, Measure):
        return None if cell.value is None or isinstance(cell.value, Code) else float(cell.value)
    return float(cell) if isinstance(cell, int) else None


def finding(cell: Cell) -> Code | None:
    """Return the coded finding in a cell (a quadrant); ``None`` if there is none."""
    value = cell.value if isinstance(cell, Measure) else cell
    return value if isinstance(value, Code) else None


def people_remark(table: Table, key: str, texts: ChartTexts) -> list[str]:
    """Say of how many people the figures of a column are (``n = 40–60``: not all were asked alike); else nothing."""
    rows = Rows(table)
    measures = (rows.of(number, key) for number in rows.numbers)
    bases = sorted({cell.base.value for cell in measures if isinstance(cell, Measure)})
    if not bases:
        return [texts.people.format(n=number_text(table.base.value))] if table.base else []
    ends = [number_text(n) for n in dict.fromkeys((bases[0], bases[-1]))]
    return [texts.people.format(n="–".join(ends))]


def has_hidden(cells: Sequence[Cell]) -> bool:
    """Say whether anything among cells is hidden."""
    return any(isinstance(cell, Hidden) for cell in cells)
