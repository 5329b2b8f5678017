"""Whose list a sheet is: the units that its titles, its name, its rows of titles or nothing tell."""

import re
from collections.abc import Callable, Sequence
from datetime import date
from typing import Final

from surveys.problems import Place, Problem
from surveys.roster.columns import COLUMNS, Table
from surveys.roster.communes import (
    TODAY_FROM,
    communes,
    find_alike,
    find_communes,
    provinces,
    provinces_named_in,
    unit_and_place_in,
)
from surveys.roster.drafts import Draft
from surveys.roster.lines import Lines
from surveys.roster.problems import problem
from surveys.roster.unit_names import names_body, parse_name, unit_named_in
from surveys.roster.values import RosterUnit
from surveys.spelling import spell
from surveys.workbooks import cell_name


def catalogue(day: date | None) -> list[RosterUnit]:
    """Return the communes of a day and the provinces, which lend their names to bare codes."""
    if day is None:
        return []
    above = [RosterUnit(code, name) for code, name in provinces().items()] if day >= TODAY_FROM else []
    return [*above, *(RosterUnit(each.code, each.name) for each in communes() if each.covers(day))]


def provinces_above(tables: Sequence[Table]) -> tuple[str, ...]:
    """Return the provinces that the rows above the headers name."""
    texts = (
        cell
        for table in tables
        for cells in table.sheet.rows[: table.header_starts - 1]
        for cell in cells
        if isinstance(cell, str)
    )
    return tuple(dict.fromkeys(name for text in texts for name in provinces_named_in(text)))


def place_of(drafts: Sequence[Draft], units: Sequence[RosterUnit]) -> Callable[[RosterUnit], Place]:
    """Return where a unit is named first."""
    first: dict[RosterUnit, Place] = {}
    for draft, unit in zip(drafts, units, strict=True):
        first.setdefault(unit, draft.table.place(draft.row, "unit"))
    return lambda unit: first.get(unit, Place())


def unit_of_sheet(table: Table, lines: Lines, as_of: date | None) -> tuple[str, list[Problem]]:
    """Return the unit that the rows above the header or the sheet's name give, where no column or section does."""
    has_departments = any(
        isinstance(cell := table.value(row, "unit"), str) and names_body(cell) for row in lines.people
    )
    is_told = {"unit", "unit_code"} & set(table.columns) and not has_departments
    if is_told or (lines.people and all(lines.units[row] for row in lines.people)):
        return "", []
    above = [
        str(cell)
        for cells in table.sheet.rows[: table.header_starts - 1]
        for cell in cells
        if cell is not None
    ]
    named = next((unit for text in reversed(above) if (unit := unit_and_place_in(text))), "")
    if not named:
        named = unit_named_in(table.sheet.name)
    if not named:
        named = _commune_called(table.sheet.name, as_of or TODAY_FROM)
    if not named:
        return "", []
    return named, [problem("sheet_unit", Place(table.sheet.name), unit=named)]


_AROUND: Final = re.compile(r"^\s*\d{1,2}\s*[.\-)]\s*|\s*\(\d{1,2}\)\s*$")


def _commune_called(text: str, day: date) -> str:
    """Return the name of the commune that a sheet is called after, also without accents; '' if none or several."""
    bare = _AROUND.sub("", text)
    found = find_communes(bare, day) or find_alike(bare, day)
    names = {each.name for each in found}
    if len(names) > 1:  # a commune and a ward of one name
        names = {each.removeprefix(parse_name(each).kind).strip() for each in names}
    return names.pop() if len(names) == 1 else ""


def units_of_titles(drafts: Sequence[Draft]) -> list[Problem]:
    """Take the unit from the title where nothing else tells it: "Bí thư Đảng ủy xã Lương Tài".

    Where something else does, and says otherwise, that is told.
    """
    notes = []
    for draft in drafts:
        title = draft.table.value(draft.row, "title")
        named = unit_named_in(title) if isinstance(title, str) else ""
        if not named or "unit_code" in draft.read:
            continue
        place = draft.table.place(draft.row, "title")
        own = f"{draft.text('unit')} {draft.text('parent')}"
        if "unit" in draft.read:
            if parse_name(named).bare not in spell(own):
                words = {"found": " ".join(str(title).split()), "unit": draft.text("unit")}
                notes.append(problem("unit_beside_title", place, count="1", **words))
        elif "unit" not in draft.table.columns:
            draft.read["unit"] = named
            notes.append(problem("unit_in_title", place, unit=named, count="1"))
    return notes


def without_unit(drafts: Sequence[Draft]) -> list[Problem]:
    """Say once of a sheet that nothing tells its units; of single rows, at the row."""
    found: list[Problem] = []
    for draft in drafts:
        if (
            "unit" in draft.read
            or "unit_code" in draft.read
            or any(each.place == draft.table.place(draft.row, "unit") for each in draft.problems)
        ):
            continue
        column = next((name for name in ("unit", "unit_code") if name in draft.table.columns), "")
        if column:
            place = draft.table.place(draft.row, column)
            found.append(problem("missing_value", place, column=COLUMNS[column]))
        elif not any(each.place.sheet == draft.table.sheet.name for each in found):
            is_whole = not any("unit" in each.read for each in drafts if each.table is draft.table)
            cell = "" if is_whole else cell_name(draft.row, 1)
            found.append(problem("missing_unit", Place(draft.table.sheet.name, cell)))
    return found
