"""The lists of persons on paper: one line a person, no empty columns, a basis that all share written once below."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby
from typing import Final

from surveys.aggregation.table import Cell, Column, Kind, Table
from surveys.reporting.texts.common import NOTHING_MARK
from surveys.reporting.texts.report import PHRASES
from surveys.reporting.texts.restricted import RESTRICTED
from surveys.reporting.wording import Lexicon

_NUMBER: Final = "stt"
_BASIS: Final = "basis"
_CRITERION: Final = "criterion"
_REASON: Final = "reason"
_OF_THE_MATTER: Final = (
    _CRITERION,
    "of_title",
    "held",
    "demanded",
    _BASIS,
    "clause",
    "deadline",
    "verify",
    _REASON,
)


def on_paper(table: Table, lexicon: Lexicon) -> tuple[Table, tuple[str, ...]]:
    """Return what is printed of a list, and the remarks below it. What a person lacks is numbered within the line.

    A list that numbers its lines, not persons, keeps them: each is decided by itself.
    """
    remarks = tuple(lexicon.note(note) for note in table.notes)
    shorter, legend = _with_short_basis(_without_empty_columns(_without_what_is_summed(table)))
    if shorter.columns[0].key == _NUMBER:
        shorter = _with_one_line_a_person(shorter, lexicon)
    return shorter, (*legend, *remarks)


def _places(table: Table, kept: Sequence[int]) -> Table:
    rows = tuple(tuple(row[place] for place in kept) for row in table.rows)
    return replace(table, columns=tuple(table.columns[place] for place in kept), rows=rows)


def _without_empty_columns(table: Table) -> Table:
    filled = [
        place
        for place in range(len(table.columns))
        if any(row[place] not in (None, "") for row in table.rows)
    ]
    return _places(table, filled)


def _without_what_is_summed(table: Table) -> Table:
    """Drop criterion and reason where all lack the same: the sum above the list has said it."""
    keys = [column.key for column in table.columns]
    if _REASON not in keys or len(table.rows) < 2:
        return table
    said = {_CRITERION, _REASON}
    places = [place for place, key in enumerate(keys) if key in said]
    if any(row[place] != table.rows[0][place] for row in table.rows for place in places):
        return table
    return _places(table, [place for place, key in enumerate(keys) if key not in said])


def _with_short_basis(table: Table) -> tuple[Table, tuple[str, ...]]:
    """Write the basis below: once if all lines share it, else by its number."""
    place = next((i for i, column in enumerate(table.columns) if column.key == _BASIS), None)
    if place is None:
        return table, ()
    named = list(dict.fromkeys(str(row[place]) for row in table.rows if row[place]))
    if len(named) == 1 and all(row[place] for row in table.rows):
        kept = [each for each in range(len(table.columns)) if each != place]
        return _places(table, kept), (RESTRICTED.basis.format(basis=named[0]),)
    marks = {basis: f"[{number}]" for number, basis in enumerate(named, 1)}
    rows = tuple((*row[:place], marks.get(str(row[place]), ""), *row[place + 1 :]) for row in table.rows)
    legend = tuple(RESTRICTED.numbered_basis.format(mark=mark, basis=basis) for basis, mark in marks.items())
    return replace(table, rows=rows), legend


def _with_one_line_a_person(table: Table, lexicon: Lexicon) -> Table:
    rows = tuple(
        _line(list(lines), table.columns, lexicon) for _, lines in groupby(table.rows, key=lambda row: row[0])
    )
    merged = [any(isinstance(row[place], str) for row in rows) for place in range(len(table.columns))]
    columns = tuple(
        replace(column, kind=Kind.TEXT) if is_merged and column.key in _OF_THE_MATTER else column
        for column, is_merged in zip(table.columns, merged, strict=True)
    )
    return replace(table, columns=columns, rows=rows)


def _line(lines: list[tuple[Cell, ...]], columns: tuple[Column, ...], lexicon: Lexicon) -> tuple[Cell, ...]:
    """Put a person's lines into one: what differs is numbered, in the same order in every column."""
    return tuple(
        cells[0]
        if column.key not in _OF_THE_MATTER or len(set(cells)) == 1
        else _numbered(cells, column, lexicon)
        for column, cells in zip(columns, zip(*lines, strict=True), strict=True)
    )


def _numbered(cells: Sequence[Cell], column: Column, lexicon: Lexicon) -> str:
    words = (lexicon.cell(cell, column) or NOTHING_MARK for cell in cells)
    return PHRASES.semicolon.join(f"({number}) {word}" for number, word in enumerate(words, 1))


def summed(table: Table, lexicon: Lexicon) -> list[str]:
    """Return, of a list with reasons, how many people each criterion and reason concerns; the most first."""
    keys = [column.key for column in table.columns]
    if _REASON not in keys:
        return []
    criterion, reason = keys.index(_CRITERION), keys.index(_REASON)
    people: dict[tuple[str, str], set[Cell]] = {}
    for row in table.rows:
        told = (
            lexicon.cell(row[criterion], table.columns[criterion]),
            lexicon.cell(row[reason], table.columns[reason]),
        )
        people.setdefault(told, set()).add(row[0])
    most = sorted(people.items(), key=lambda each: -len(each[1]))
    return [
        RESTRICTED.summed.format(criterion=what, people=len(who), reason=why[:1].lower() + why[1:])
        for (what, why), who in most
    ]
