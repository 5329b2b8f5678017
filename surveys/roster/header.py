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
from surveys.workbooks import CellValue, Sheet, cell_name

SEARCHED: Final = 30
"""Rows in which the header is looked for."""
_DEEPEST: Final = 3
_NUMBERED: Final = re.compile(r"\(?\s*(\d{1,2}|[A-Za-z])\s*\)?(?:\s*=[\d\s()+\-*/=]+)?")
_AREA: Final = re.compile(r"([A-Z]{1,3})(\d+):([A-Z]{1,3})(\d+)")
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


def has_header(sheet: Sheet) -> bool:
    """Say whether a list of people seems to stand on a sheet."""
    return any(candidate.is_header for candidate in _candidates(sheet))


def read_header(sheet: Sheet) -> tuple[Table, list[Problem], list[Problem]]:
    """Find and read the header: the table, problems (missing or double columns), notes (what was understood)."""
    best = _with_split_names(sheet, _best(sheet))
    columns: dict[str, tuple[int, ...]] = {}
    for column, attribute in best.attributes.items():
        columns[attribute] = (*columns.get(attribute, ()), column)
    columns |= _births(columns)
    ends = best.row + best.depth - 1
    if is_numbers(_row(sheet, ends + 1)):
        ends += 1
    table = Table(sheet, columns, best.row, ends)
    spread, merged, joined = _merged(table)
    problems = [*_missing(table), *_doubled(table), *merged, *_second(sheet, best)]
    return replace(table, spread=spread), problems, [*_notes(table, best), *joined]


def _best(sheet: Sheet) -> _Candidate:
    """Take the candidate that names most attributes; of equals the one with fewer rows, then the first.

    One whose cells are merged with rows above it begins there.
    """
    candidates = [
        each
        for each in _candidates(sheet)
        if not _hangs_down(sheet, each.row) and not _is_cut(sheet, each.row, each.row + each.depth - 1)
    ] or list(_candidates(sheet))
    headers = [each for each in candidates if each.is_header] or candidates
    return max(headers, key=lambda each: (len(set(each.attributes.values())), -each.depth, -each.row))


def _with_split_names(sheet: Sheet, best: _Candidate) -> _Candidate:
    """Read a header "Họ và tên" over two columns as those of the names' two parts."""
    columns = [column for column, attribute in best.attributes.items() if attribute == "full_name"]
    if len(columns) != 1 or set(NAMES) & set(best.attributes.values()):
        return best
    left, right = columns[0], columns[0] + 1
    ends = best.row + best.depth - 1
    is_merged = _begins_left(sheet, best.row, right)
    is_headed = any(_text(sheet, row, right) for row in range(best.row, ends + 1))
    if right in best.attributes or is_headed or not is_name_split(sheet, ends, left, is_merged=is_merged):
        return best
    return replace(best, attributes={**best.attributes, **dict(zip((left, right), NAMES, strict=True))})


def _second(sheet: Sheet, best: _Candidate) -> Iterator[Problem]:
    """Ask about people listed above the header, under another one."""
    for each in _candidates(sheet):
        named = set(each.attributes.values())
        if each.row + each.depth - 1 < best.row and each.is_header and named & {"title", *POSTS}:
            place = Place(sheet.name, cell_name(best.row, 1))
            shown = [cell for cell in _row(sheet, best.row) if isinstance(cell, str)]
            yield problem(
                "second_header", place, found=", ".join(f"“{cell[:LONGEST_HEADER]}”" for cell in shown)
            )
            return


def _candidates(sheet: Sheet) -> Iterator[_Candidate]:
    spread = _spread(sheet)
    for row in range(1, min(SEARCHED, max(len(sheet.rows), 1)) + 1):
        for depth in range(1, _DEEPEST + 1):
            yield _Candidate(row, depth, _attributes(sheet, spread, row, depth))


def _attributes(sheet: Sheet, spread: Mapping[tuple[int, int], str], row: int, depth: int) -> dict[int, str]:
    width = max((len(_row(sheet, each)) for each in range(row, row + depth)), default=0)
    levels = [
        [spread.get((each, column)) or _text(sheet, each, column) for column in range(1, width + 1)]
        for each in range(row, row + depth)
    ]
    for above, below in pairwise(levels):
        _carry_right(above, below)
    last = row + depth - 1
    levels[-1] = [
        _text(sheet, last, column)
        if spread.get((last, column)) and _begins_left(sheet, last, column)
        else text
        for column, text in enumerate(levels[-1], start=1)
    ]
    found = {}
    for column in range(1, width + 1):
        parts = dict.fromkeys(level[column - 1] for level in levels if level[column - 1])
        if attribute := attribute_of(*parts):
            found[column] = attribute
    return found


def _begins_left(sheet: Sheet, row: int, column: int) -> bool:
    """Say whether a cell belongs to an area merged with a column left of it: no header of its own."""
    for area in sheet.merged:
        corners = _AREA.fullmatch(area)
        if corners is not None and int(corners[2]) <= row <= int(corners[4]):
            first, last = _number(corners[1]), _number(corners[3])
            if first < column <= last:
                return True
    return False


def _hangs_down(sheet: Sheet, row: int) -> bool:
    """Say whether a row has cells merged with those above: no header begins there."""
    corners = (_AREA.fullmatch(area) for area in sheet.merged)
    return any(each is not None and int(each[2]) < row <= int(each[4]) for each in corners)


def _is_cut(sheet: Sheet, first: int, last: int) -> bool:
    """Say whether cells of a header that ends in a row are merged with cells below it."""
    corners = (_AREA.fullmatch(area) for area in sheet.merged)
    return any(each is not None and first <= int(each[2]) <= last < int(each[4]) for each in corners)


def _carry_right(above: list[str], below: Sequence[str]) -> None:
    """A group's header that is not merged stands over its first column only: the next ones under it are blank."""
    for place in range(1, len(above)):
        if not above[place] and below[place] and above[place - 1] and below[place - 1]:
            above[place] = above[place - 1]


def _spread(sheet: Sheet) -> dict[tuple[int, int], str]:
    """Return the text of merged areas near the top for each of their cells."""
    found = {}
    for area in sheet.merged:
        corners = _AREA.fullmatch(area)
        if corners is None or int(corners[2]) > SEARCHED + _DEEPEST:
            continue
        first, last = _number(corners[1]), min(_number(corners[3]), 256)
        text = _text(sheet, int(corners[2]), first)
        for row in range(int(corners[2]), min(int(corners[4]), SEARCHED + _DEEPEST) + 1):
            for column in range(first, last + 1):
                found[row, column] = text
    return found


def _merged(table: Table) -> tuple[dict[tuple[int, int], CellValue], list[Problem], list[Problem]]:
    """Return what cells merged over several people say of each, problems, notes. Names and keys may not be merged."""
    spread: dict[tuple[int, int], CellValue] = {}
    problems: list[Problem] = []
    notes: list[Problem] = []
    own = {column for name in ("roster_key", "full_name", *NAMES) for column in table.columns.get(name, ())}
    for area in table.sheet.merged:
        corners = _AREA.fullmatch(area)
        if corners is None:
            continue
        first, last = int(corners[2]), min(int(corners[4]), len(table.sheet.rows))
        column = _number(corners[1])
        value = table.cell(first, column)
        if first <= table.header_ends or last == first or value is None:
            continue
        place = Place(table.sheet.name, cell_name(first, column))
        if column in own:
            problems.append(problem("merged_cells", place, found=area))
            continue
        notes.append(problem("merged_read", place, found=area))
        spread |= {(row, column): value for row in range(first, last + 1)}
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
    cells = _row(table.sheet, table.header_starts)
    seen = ", ".join(f"“{cell[:LONGEST_HEADER]}”" for cell in cells if isinstance(cell, str))
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


def _notes(table: Table, best: _Candidate) -> Iterator[Problem]:
    sheet, row = table.sheet, best.row
    if (best.row, table.header_ends) != (1, 1):
        rows = f"{best.row}–{table.header_ends}" if table.header_ends > best.row else str(best.row)
        yield problem("header_rows", Place(sheet.name, cell_name(row, 1)), found=rows)
    spread = _spread(sheet)
    width = max(len(_row(sheet, each)) for each in range(row, row + best.depth))
    for column in range(1, width + 1):
        texts = dict.fromkeys(
            text
            for each in range(row, row + best.depth)
            if (text := spread.get((each, column)) or _text(sheet, each, column))
        )
        place = Place(sheet.name, cell_name(row, column))
        attribute = best.attributes.get(column)
        if attribute == NAMES[1] and not texts:
            texts = {_text(sheet, row, column - 1): None}
        if attribute is None and texts:
            yield problem("ignored_column", place, found=" – ".join(texts)[:LONGEST_HEADER])
        elif attribute and attribute != NUMBER and not _is_own(attribute, texts):
            words = {"found": " – ".join(texts)[:LONGEST_HEADER], "meant": meant(attribute), "count": "1"}
            yield problem("column_meant", place, **words)


def _is_own(attribute: str, texts: Mapping[str, None]) -> bool:
    return attribute in OWN and list(texts) == [OWN[attribute]]


def _row(sheet: Sheet, row: int) -> tuple[CellValue, ...]:
    return sheet.rows[row - 1] if 0 < row <= len(sheet.rows) else ()


def _text(sheet: Sheet, row: int, column: int) -> str:
    cells = _row(sheet, row)
    value = cells[column - 1] if column <= len(cells) else None
    return " ".join(value.split()) if isinstance(value, str) and len(value) <= LONGEST_HEADER else ""


def _number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number
