"""Where the header of a list stands: somewhere in its first rows, in one to three of them, under titles and mottos."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from surveys.problems import Place, Problem
from surveys.roster.columns import (
    BIRTHS,
    CERTIFICATES,
    COLUMNS,
    LONGEST_HEADER,
    NAMES,
    NUMBER,
    OWN,
    POSTS,
    REQUIRED,
    Table,
    attribute_of,
    meant,
)
from surveys.roster.problems import problem
from surveys.roster.split_names import is_name_split
from surveys.workbooks import Area, CellValue, Sheet, cell_name, parse_area

SEARCHED: Final = 30
"""Rows in which the header is looked for."""
_DEEPEST: Final = 3
_WIDEST: Final = 256  # columns
_NUMBERED: Final = re.compile(r"\(?\s*(\d{1,2}|[A-Za-z])\s*\)?(?:\s*=[\d\s()+\-*/=]+)?")
_MANY: Final = ("cert", *CERTIFICATES)  # several columns may mean these


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A header as it would be read from ``row`` on over ``depth`` rows: the attribute of each column."""

    row: int
    depth: int
    attributes: Mapping[int, str]

    @property
    def is_header(self) -> bool:
        """Whether people are listed below: it names their names, and one thing more."""
        found = set(self.attributes.values())
        has_name = "full_name" in found or set(NAMES) <= found
        return has_name and len(found - {NUMBER, "full_name", *NAMES}) >= 1


@dataclass(frozen=True, slots=True)
class _Top:
    """The rows of a sheet in which its header may stand, with the areas of merged cells that begin there.

    ``spread``: the text of an area for each of its cells.
    """

    sheet: Sheet
    areas: tuple[Area, ...]
    spread: Mapping[tuple[int, int], str]

    def row(self, row: int) -> tuple[CellValue, ...]:
        """Return the cells of a row."""
        return self.sheet.rows[row - 1] if 0 < row <= len(self.sheet.rows) else ()

    def text(self, row: int, column: int) -> str:
        """Return what stands in a cell itself, in one line, if it is not too long for a header."""
        return _text(self.sheet, row, column)

    def shown(self, row: int, column: int) -> str:
        """Return what stands in a cell or over it in a merged area."""
        return self.spread.get((row, column)) or self.text(row, column)

    def width(self, first: int, depth: int) -> int:
        """Return the number of columns of some rows."""
        return max((len(self.row(row)) for row in range(first, first + depth)), default=0)

    def begins_left(self, row: int, column: int) -> bool:
        """Say whether a cell belongs to an area merged with a column left of it: no header of its own."""
        return any(each.top <= row <= each.bottom and each.left < column <= each.right for each in self.areas)

    def hangs_down(self, row: int) -> bool:
        """Say whether a row has cells merged with those above: no header begins there."""
        return any(each.top < row <= each.bottom for each in self.areas)

    def is_cut(self, first: int, last: int) -> bool:
        """Say whether cells of a header that ends in a row are merged with cells below it."""
        return any(first <= each.top <= last < each.bottom for each in self.areas)


def has_header(sheet: Sheet) -> bool:
    """Say whether a list of people seems to stand on a sheet."""
    return any(candidate.is_header for candidate in _candidates(_top_of(sheet)))


def read_header(sheet: Sheet) -> tuple[Table, list[Problem], list[Problem]]:
    """Find and read the header: the table, problems (missing or double columns), notes (what was understood)."""
    top = _top_of(sheet)
    candidates = list(_candidates(top))
    best = _with_split_names(top, _best(top, candidates))
    columns: dict[str, tuple[int, ...]] = {}
    for column, attribute in best.attributes.items():
        columns[attribute] = (*columns.get(attribute, ()), column)
    columns |= _births(columns)
    ends = best.row + best.depth - 1
    if is_numbers(top.row(ends + 1)):
        ends += 1
    areas = [area for text in sheet.merged if (area := parse_area(text))]
    wide = frozenset(area.top for area in areas if area.top == area.bottom)
    table = Table(sheet, columns, best.row, ends, wide=wide)
    spread, merged, joined = _merged(table, areas)
    problems = [*_missing(table), *_doubled(table), *merged, *_second(top, best, candidates)]
    return replace(table, spread=spread), problems, [*_notes(top, table, best), *joined]


def _top_of(sheet: Sheet) -> _Top:
    last = SEARCHED + _DEEPEST
    areas = tuple(area for text in sheet.merged if (area := parse_area(text)) and area.top <= last)
    spread = {
        (row, column): text
        for area in areas
        for text in (_text(sheet, area.top, area.left),)
        for row in range(area.top, min(area.bottom, last) + 1)
        for column in range(area.left, min(area.right, _WIDEST) + 1)
    }
    return _Top(sheet, areas, spread)


def _best(top: _Top, candidates: Sequence[_Candidate]) -> _Candidate:
    """Take the candidate that names most attributes; of equals the one with fewer rows, then the first.

    One whose cells are merged with rows above it begins there.
    """
    whole = [
        each
        for each in candidates
        if not top.hangs_down(each.row) and not top.is_cut(each.row, each.row + each.depth - 1)
    ] or candidates
    headers = [each for each in whole if each.is_header] or whole
    return max(headers, key=lambda each: (len(set(each.attributes.values())), -each.depth, -each.row))


def _with_split_names(top: _Top, best: _Candidate) -> _Candidate:
    """Read a header "Họ và tên" over two columns as those of the names' two parts."""
    columns = [column for column, attribute in best.attributes.items() if attribute == "full_name"]
    if len(columns) != 1 or set(NAMES) & set(best.attributes.values()):
        return best
    left, right = columns[0], columns[0] + 1
    ends = best.row + best.depth - 1
    is_merged = top.begins_left(best.row, right)
    is_headed = any(top.text(row, right) for row in range(best.row, ends + 1))
    if right in best.attributes or is_headed or not is_name_split(top.sheet, ends, left, is_merged=is_merged):
        return best
    return replace(best, attributes={**best.attributes, **dict(zip((left, right), NAMES, strict=True))})


def _second(top: _Top, best: _Candidate, candidates: Sequence[_Candidate]) -> Iterator[Problem]:
    """Ask about people listed above the header, under another one."""
    for each in candidates:
        named = set(each.attributes.values())
        if each.row + each.depth - 1 < best.row and each.is_header and named & {"title", *POSTS}:
            place = Place(top.sheet.name, cell_name(best.row, 1))
            shown = [cell for cell in top.row(best.row) if isinstance(cell, str)]
            yield problem(
                "second_header", place, found=", ".join(f"“{cell[:LONGEST_HEADER]}”" for cell in shown)
            )
            return


def _candidates(top: _Top) -> Iterator[_Candidate]:
    for row in range(1, min(SEARCHED, max(len(top.sheet.rows), 1)) + 1):
        for depth in range(1, _DEEPEST + 1):
            yield _Candidate(row, depth, _attributes(top, row, depth))


def _attributes(top: _Top, row: int, depth: int) -> dict[int, str]:
    width = top.width(row, depth)
    levels = [[top.shown(each, column) for column in range(1, width + 1)] for each in range(row, row + depth)]
    for above, below in pairwise(levels):
        _carry_right(above, below)
    last = row + depth - 1
    levels[-1] = [
        top.text(last, column) if top.spread.get((last, column)) and top.begins_left(last, column) else text
        for column, text in enumerate(levels[-1], start=1)
    ]
    found = {}
    for column in range(1, width + 1):
        parts = dict.fromkeys(level[column - 1] for level in levels if level[column - 1])
        if attribute := attribute_of(*parts):
            found[column] = attribute
    return found


def _carry_right(above: list[str], below: Sequence[str]) -> None:
    """A group's header that is not merged stands over its first column only: the next ones under it are blank."""
    for place in range(1, len(above)):
        if not above[place] and below[place] and above[place - 1] and below[place - 1]:
            above[place] = above[place - 1]


def _merged(
    table: Table, areas: Sequence[Area]
) -> tuple[dict[tuple[int, int], CellValue], list[Problem], list[Problem]]:
    """Return what cells merged over several people say of each, problems, notes. Names and keys may not be merged."""
    spread: dict[tuple[int, int], CellValue] = {}
    problems: list[Problem] = []
    notes: list[Problem] = []
    own = {column for name in ("roster_key", "full_name", *NAMES) for column in table.columns.get(name, ())}
    for area in areas:
        last = min(area.bottom, len(table.sheet.rows))
        value = table.cell(area.top, area.left)
        if area.top <= table.header_ends or last == area.top or value is None:
            continue
        place = Place(table.sheet.name, cell_name(area.top, area.left))
        shown = f"{place.cell}:{cell_name(area.bottom, area.right)}"
        if area.left in own:
            problems.append(problem("merged_cells", place, found=shown))
            continue
        notes.append(problem("merged_read", place, found=shown))
        spread |= {(row, area.left): value for row in range(area.top, last + 1)}
    return spread, problems, notes


def _births(columns: Mapping[str, tuple[int, ...]]) -> dict[str, tuple[int, ...]]:
    """Make one birth column of those by gender."""
    halves = tuple(column for attribute in BIRTHS for column in columns.get(attribute, ()))
    return {"birth": (*columns.get("birth", ()), *halves)} if halves else {}


def is_numbers(cells: Sequence[CellValue]) -> bool:
    """Say whether a row only numbers the columns: 1 2 3 …, (1) (2) …, A B 1 2 and so on."""
    texts = [str(int(cell)) if isinstance(cell, float) else str(cell) for cell in cells if cell is not None]
    found = [_NUMBERED.fullmatch(text) for text in texts]
    if len(found) < 3 or not all(found):
        return False
    numbers = [int(each[1]) for each in found if each is not None and each[1].isdigit()]
    return len(numbers) >= 2 and numbers == list(range(numbers[0], numbers[0] + len(numbers)))


def _missing(table: Table) -> Iterator[Problem]:
    found = set(table.columns) | ({"full_name"} if set(NAMES) <= set(table.columns) else set())
    found |= {"title"} if found & set(POSTS) else set()
    cells = table.sheet.rows[table.header_starts - 1 : table.header_starts]
    seen = ", ".join(f"“{cell[:LONGEST_HEADER]}”" for row in cells for cell in row if isinstance(cell, str))
    for attribute in REQUIRED:
        if attribute not in found:
            place = Place(table.sheet.name, cell_name(table.header_starts, 1))
            words = {"expected": COLUMNS[attribute], "row": str(table.header_starts), "found": seen or "–"}
            yield problem("missing_column", place, **words)


def _doubled(table: Table) -> Iterator[Problem]:
    for attribute, columns in table.columns.items():
        if (
            attribute in COLUMNS
            and attribute not in _MANY
            and len(columns) > 1
            and not _is_birth(table, attribute)
        ):
            place = Place(table.sheet.name, cell_name(table.header_starts, columns[1]))
            first = cell_name(table.header_starts, columns[0])
            yield problem("duplicate_column", place, found=COLUMNS[attribute], first=first)


def _is_birth(table: Table, attribute: str) -> bool:
    return attribute == "birth" and any(half in table.columns for half in BIRTHS)


def _notes(top: _Top, table: Table, best: _Candidate) -> Iterator[Problem]:
    sheet, row = table.sheet, best.row
    if (best.row, table.header_ends) != (1, 1):
        rows = f"{best.row}–{table.header_ends}" if table.header_ends > best.row else str(best.row)
        yield problem("header_rows", Place(sheet.name, cell_name(row, 1)), found=rows)
    for column in range(1, top.width(row, best.depth) + 1):
        texts = dict.fromkeys(
            text for each in range(row, row + best.depth) if (text := top.shown(each, column))
        )
        place = Place(sheet.name, cell_name(row, column))
        attribute = best.attributes.get(column)
        if attribute == NAMES[1] and not texts:
            texts = {top.text(row, column - 1): None}
        if attribute is None and texts:
            yield problem("ignored_column", place, found=" – ".join(texts)[:LONGEST_HEADER])
        elif attribute and attribute != NUMBER and not _is_own(attribute, texts):
            words = {"found": " – ".join(texts)[:LONGEST_HEADER], "meant": meant(attribute), "count": "1"}
            yield problem("column_meant", place, **words)


def _is_own(attribute: str, texts: Mapping[str, None]) -> bool:
    return attribute in OWN and list(texts) == [OWN[attribute]]


def _text(sheet: Sheet, row: int, column: int) -> str:
    cells = sheet.rows[row - 1] if 0 < row <= len(sheet.rows) else ()
    value = cells[column - 1] if column <= len(cells) else None
    return " ".join(value.split()) if isinstance(value, str) and len(value) <= LONGEST_HEADER else ""
