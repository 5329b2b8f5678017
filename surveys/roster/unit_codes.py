"""The codes of today's communes for units that a list gives by name."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from surveys.problems import Place, Problem
from surveys.roster.communes import TODAY_FROM, Commune, find_communes
from surveys.roster.problems import problem
from surveys.roster.values import RosterRow, RosterUnit


@dataclass(frozen=True, slots=True)
class Coded:
    """Units and rows with the codes that were found."""

    units: tuple[RosterUnit, ...]
    rows: tuple[RosterRow, ...]


def code_units(
    units: Sequence[RosterUnit], rows: Sequence[RosterRow], day: date | None
) -> tuple[Coded, list[Problem]]:
    """Give units without a code that of the commune of their name, if there is one alone on the day.

    Of namesakes in several provinces the one counts whose province the other units of the list are in. Before
    01/7/2025, and without a day, nothing is looked up: what is known of that time is too little.
    """
    if day is None or day < TODAY_FROM:
        return Coded(tuple(units), tuple(rows)), []
    found = {unit: find_communes(unit.name, day, unit.parent_name) for unit in units if not unit.code}
    provinces = {each[0].parent for each in found.values() if len(each) == 1}
    notes: list[Problem] = []
    codes: dict[RosterUnit, Commune] = {}
    for unit, communes in found.items():
        near = [each for each in communes if each.parent in provinces] if len(communes) > 1 else communes
        if len(near) == 1:
            codes[unit] = near[0]
            words = {"found": unit.name, "code": near[0].code, "parent": near[0].parent}
            notes.append(problem("unit_coded", Place(), **words))
        elif communes:
            notes.append(problem("unit_namesakes", Place(), found=unit.name, count=str(len(communes))))
    coded = tuple(
        replace(unit, code=codes[unit].code, name=codes[unit].name) if unit in codes else unit
        for unit in units
    )
    names = {unit.name: codes[unit] for unit in codes}
    changed = tuple(
        replace(row, unit_code=names[row.unit_name].code, unit_name=names[row.unit_name].name)
        if not row.unit_code and row.unit_name in names
        else row
        for row in rows
    )
    return Coded(coded, changed), notes
