"""Where a sheet's table begins, and what its author called what the form language calls otherwise.

A title above the header is passed over, as in a list of people; what was understood is told.
"""

from collections.abc import Mapping
from typing import Final

from surveys.problems import Note
from surveys.spelling import fold
from surveys.xlsform.draft import read_header
from surveys.xlsform.grid import SHEETS, Cell, Sheet

_LAST: Final = 10
"""So many rows may stand above the header."""

_WANTED: Final = {
    "survey": (frozenset({"type", "name"}),),
    "choices": (frozenset({"list_name", "name"}),),
    "settings": (frozenset({"form_id"}), frozenset({"form_title"}), frozenset({"version"})),
}
"""The columns by which the header of each sheet is known: all of any one set."""

_LISTS: Final = ("list", "lists", "list_id", "danh sach", "ten danh sach")
"""What authors call the column ``list_name`` (folded)."""


def settle(sheets: Mapping[str, Sheet]) -> list[Note]:
    """Find the header of every sheet; return what was understood otherwise than it was written."""
    found: list[Note] = []
    for key in SHEETS:
        if key in sheets:
            found += _settle(sheets[key])
    return found


def _settle(sheet: Sheet) -> list[Note]:
    notes = []
    if sheet.name.lower() != sheet.key:
        notes.append(Note("sheet_understood", sheet.place(), {"found": sheet.name, "expected": sheet.key}))
    rows = [sheet.header, *sheet.rows[:_LAST]]
    place = next((at for at, row in enumerate(rows) if _is_header(sheet.key, row)), 0)
    for row in rows[:place]:
        first = next(iter(row.values()))
        notes.append(Note("row_above_header", sheet.place(first.address), {"found": first.text[:80]}))
    if place:
        sheet.header, sheet.rows = rows[place], sheet.rows[place:]
    return notes + _name_list(sheet)


def _is_header(key: str, row: Mapping[int, Cell]) -> bool:
    names = {read_header(cell.text).name for cell in row.values()}
    if key == "choices" and any(fold(name) in _LISTS for name in names):
        names.add("list_name")
    return any(wanted <= names for wanted in _WANTED[key])


def _name_list(sheet: Sheet) -> list[Note]:
    """Take a column called ``List`` for ``list_name`` where there is no other."""
    if sheet.key != "choices" or any(read_header(c.text).name == "list_name" for c in sheet.header.values()):
        return []
    meant = [column for column, cell in sheet.header.items() if fold(cell.text) in _LISTS]
    if len(meant) != 1:
        return []
    cell = sheet.header[meant[0]]
    sheet.header = {**sheet.header, meant[0]: Cell("list_name", cell.address)}
    said = {"found": cell.text, "expected": "list_name"}
    return [Note("column_understood", sheet.place(cell.address), said)]
