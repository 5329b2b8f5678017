"""Puts ``HIDDEN`` in the place of what is not to be seen, and takes from a table what would still tell it."""

from collections.abc import Container
from dataclasses import replace

from surveys.aggregation.table import HIDDEN, Cell, Code, Count, Kind, Measure, Note, Share, Table, Who


def masked(table: Table, counts: Container[Who], figures: Container[Who], threshold: int) -> Table:
    """Return a table without the given counts, the shares and figures that tell them, and the given figures.

    Its sums are dropped. Rows that were ranked by a count that is hidden now follow after the others: where they
    stood would tell between which neighbours it lies.
    """

    def is_hidden(cell: Cell) -> bool:
        if isinstance(cell, Count):
            return cell.of in counts
        if isinstance(cell, Share):
            return cell.part.of in counts or cell.base.of in counts
        if isinstance(cell, Measure):
            tells = any(each.of in counts or each.of in figures for each in (cell.base, *cell.parts))
            return tells or 0 < cell.base.value < threshold
        return False

    rows = tuple(tuple(HIDDEN if is_hidden(cell) else cell for cell in row) for row in table.rows)
    hides_base = table.base is not None and table.base.of in counts
    if rows == table.rows and not hides_base:
        return replace(table, sums=())
    note = Note("hidden", {"threshold": threshold})
    return replace(
        table,
        rows=_unranked(table, rows),
        base=None if hides_base else table.base,
        sums=(),
        notes=table.notes if any(each.code == "hidden" for each in table.notes) else (*table.notes, note),
    )


def _unranked(table: Table, rows: tuple[tuple[Cell, ...], ...]) -> tuple[tuple[Cell, ...], ...]:
    """Move rows to the end, in the order of their codes, whose hidden cell could be told from the rows' order.

    Tables are ranked by their first figure, if at all; one with a row of totals is ordered by its codes.
    """
    kinds = (Kind.COUNT, Kind.SHARE)
    first = next((place for place, column in enumerate(table.columns) if column.kind in kinds), None)
    if first is None or not _is_ranked(table, first):
        return rows
    hidden = {number for number, row in enumerate(rows) if row[first] is HIDDEN}
    after = sorted((rows[number] for number in hidden), key=_codes)
    return (*(row for number, row in enumerate(rows) if number not in hidden), *after)


def _is_ranked(table: Table, place: int) -> bool:
    cells = [row[place] for row in table.rows]
    sizes = [
        cell.value if isinstance(cell, Count) else cell.fraction or 0
        for cell in cells
        if isinstance(cell, Count | Share)
    ]
    has_totals = any("total" in _codes(row) for row in table.rows)
    return len(sizes) == len(cells) > 2 and not has_totals and sizes == sorted(sizes, reverse=True)


def _codes(row: tuple[Cell, ...]) -> list[str]:
    return [cell.code for cell in row if isinstance(cell, Code)]
