"""Puts ``HIDDEN`` in the place of what is not to be seen, and takes from a table what would still tell it."""

from collections.abc import Container
from dataclasses import replace
from fractions import Fraction

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
    if table.drops_hidden:
        rows = tuple(row for row in rows if not _is_hidden(row))
    return replace(
        table,
        rows=_unranked(table, rows),
        base=None if hides_base else table.base,
        sums=(),
        notes=(*(each for each in table.notes if each.code != "hidden" and not _has_figure(each)), note),
    )


def emptied(table: Table, threshold: int) -> Table:
    """Return a table of answers of fewer people than the threshold: nothing of it is left but what it is about.

    A heading by age would tell how old the only one is, a line which question was answered.
    """
    return replace(
        table,
        columns=tuple(column for column in table.columns if column.label is None),
        rows=(),
        base=None,
        sums=(),
        notes=(Note("hidden", {"threshold": threshold}),),
    )


def _is_hidden(row: tuple[Cell, ...]) -> bool:
    return all(cell is HIDDEN for cell in row if not isinstance(cell, Code))


def _has_figure(note: Note) -> bool:
    """Say whether a remark tells a figure over all rows: beside those that are shown it would tell the hidden one."""
    return any(isinstance(value, Fraction | float) for value in note.parameters.values())


def _unranked(table: Table, rows: tuple[tuple[Cell, ...], ...]) -> tuple[tuple[Cell, ...], ...]:
    """Move rows to the end, in the order of their codes, whose hidden cell could be told from the rows' order.

    Tables are ranked by a rank, or by their first figure, if at all; one with a row of totals is ordered by its codes.
    """
    if any("total" in _codes(row) for row in table.rows):
        return rows
    places = range(len(table.columns))
    ranks = [place for place in places if table.columns[place].key.endswith("rank")]
    counts = [place for place in places if table.columns[place].kind in (Kind.COUNT, Kind.SHARE)]
    if ranks:
        by = ranks[0]
    elif counts and _is_ranked(table, counts[0]):
        by = counts[0]
    else:
        return rows
    shown = [row for row in rows if row[by] is not HIDDEN]
    return (*shown, *sorted((row for row in rows if row[by] is HIDDEN), key=_codes))


def _is_ranked(table: Table, place: int) -> bool:
    cells = [row[place] for row in table.rows]
    sizes = [
        cell.value if isinstance(cell, Count) else cell.fraction or 0
        for cell in cells
        if isinstance(cell, Count | Share)
    ]
    return len(sizes) == len(cells) > 2 and sizes == sorted(sizes, reverse=True)


def _codes(row: tuple[Cell, ...]) -> list[str]:
    return [cell.code for cell in row if isinstance(cell, Code)]
