"""The codes of today's communes and provinces for units that a list gives by name."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from surveys.problems import Place, Problem
from surveys.roster.communes import (
    TODAY_FROM,
    Commune,
    find_alike,
    find_commune,
    find_communes,
    find_former,
    find_province,
    is_district,
)
from surveys.roster.dates import show
from surveys.roster.near_names import find_near, is_near
from surveys.roster.problems import problem
from surveys.roster.unit_names import names_body, parse_name
from surveys.roster.values import RosterRow, RosterUnit
from surveys.spelling import spell


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """What tells communes of one name apart, beside the file's own column of parents.

    ``provinces``: those named above the tables. ``province``: that of the office. ``known``: units of the frame.
    """

    day: date | None
    provinces: tuple[str, ...] = ()
    province: str = ""
    known: tuple[RosterUnit, ...] = ()


@dataclass(slots=True)
class Coded:
    """Units and rows with the codes that were found, what has to be asked, what was understood."""

    units: tuple[RosterUnit, ...]
    rows: tuple[RosterRow, ...]
    problems: list[Problem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)


_PlaceOf = Callable[[RosterUnit], Place]


def code_units(
    units: Sequence[RosterUnit], rows: Sequence[RosterRow], where: Whereabouts, place_of: _PlaceOf
) -> Coded:
    """Give units without a code that of the commune or province of their name on the day.

    Namesakes are told apart by the province: of the file, of the frame, of the office, of all other units; else they
    are asked about. A commune that has ended is read as what it became. Without a day nothing is looked up.
    """
    day = where.day
    if day is None:
        return Coded(tuple(units), tuple(rows))
    above = frozenset(unit.parent_name for unit in units if _is_commune(unit, day))
    search = _Search(where, day, place_of, above)
    found = {unit: search.find(unit) for unit in units if not unit.code}
    meant = search.settle(found)
    search.compare_codes(units, meant)
    coded = _rewrite(units, rows, meant)
    coded.problems, coded.notes = search.problems, search.notes
    return coded


@dataclass(slots=True)
class _Search:
    where: Whereabouts
    day: date
    place_of: _PlaceOf
    above: frozenset[str]  # names of units with communes below them
    problems: list[Problem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)

    def find(self, unit: RosterUnit) -> tuple[Commune, ...]:
        """Return what a unit may be: a province as one without a parent, communes of its name and parent."""
        province = find_province(unit.name) if self.day >= TODAY_FROM else None
        if province is not None and (unit.name in self.above or not parse_name(unit.name).kind):
            in_name = spell(unit.name) == spell(province[1])
            return (Commune(*province, ""),) if in_name or unit.name in self.above else ()
        if unit.name in self.above:
            return ()  # a district: no commune has communes below it
        parent = find_province(unit.parent_name) if unit.parent_name else None
        if self.day < TODAY_FROM:  # what is known of that time is one district
            return find_communes(unit.name, self.day, unit.parent_name) if unit.parent_name else ()
        if parent is None and is_district(unit.parent_name) and _former(unit):
            return ()
        above = parent[1] if parent else ""
        found = {each.code: each for each in find_communes(unit.name, self.day, above)}
        for former in find_former(unit.name, self.day):
            now = find_commune(former.successor, self.day)
            if now is not None and above in {"", now.parent}:
                found.setdefault(now.code, now)
        return tuple(found.values())

    def settle(self, found: Mapping[RosterUnit, tuple[Commune, ...]]) -> dict[RosterUnit, Commune]:
        """Choose one commune for each unit, or ask; tell what was understood."""
        sure = {each[0].parent for each in found.values() if len(each) == 1}
        meant: dict[RosterUnit, Commune] = {}
        for unit, communes in found.items():
            near = self._near(unit, communes, sure)
            if len(near) == 1 and _has_become(unit, near[0]):
                self._tell_became(unit, near[0], meant)
            elif len(near) == 1:
                meant[unit] = near[0]
                if not any((each.code, each.name) == (near[0].code, unit.name) for each in self.where.known):
                    words = {"found": unit.name, "code": near[0].code, "parent": near[0].parent or "–"}
                    self.notes.append(problem("unit_coded", self.place_of(unit), **words))
            elif communes:
                self._ask(
                    "unit_namesakes", unit, candidates="; ".join(_shown(unit, each) for each in communes)
                )
            elif self.day >= TODAY_FROM and unit.name not in self.above:
                self._look_back(unit, meant, sure)
        return meant

    def _near(self, unit: RosterUnit, communes: tuple[Commune, ...], sure: set[str]) -> tuple[Commune, ...]:
        """Keep those of the first province that is known to be meant."""
        if len(communes) < 2:
            return communes
        held = {each.code for each in self.where.known if spell(each.name) == spell(unit.name)}
        around = self._provinces_held()
        choices = (
            [each for each in communes if each.parent in self.where.provinces],
            [each for each in communes if each.code in held],
            [each for each in communes if each.parent == self.where.province],
            [each for each in communes if len(sure) == 1 and each.parent in sure],
            [each for each in communes if len(around) == 1 and each.parent in around],
        )
        return next((tuple(each) for each in choices if len(each) == 1), communes)

    def _provinces_held(self) -> set[str]:
        found = (find_commune(each.code, self.day) for each in self.where.known)
        return {each.parent for each in found if each is not None}

    def _look_back(self, unit: RosterUnit, meant: dict[RosterUnit, Commune], sure: set[str]) -> None:
        """Read a unit that no commune of the day is: one that has ended, one misspelt, one of the office's own."""
        former = find_former(unit.name, self.day, unit.parent_name)
        became = {each.successor for each in former}
        if len(became) == 1 and (now := find_commune(became.pop(), self.day)):
            self._tell_became(unit, now, meant)
            return
        if any(spell(each.name) == spell(unit.name) for each in self.where.known):
            return
        if not parse_name(unit.name).kind and names_body(unit.name):
            return
        if names := self._near_names(unit, sure):
            self._ask("unit_misspelt", unit, candidates="; ".join(dict.fromkeys(names)))
        else:
            self.notes.append(problem("unit_unknown", self.place_of(unit), found=unit.name))

    def _near_names(self, unit: RosterUnit, sure: set[str]) -> list[str]:
        """Return the names that a unit's may be, misspelt: of the frame, of the communes around, else of all."""
        if find_province(unit.name) or is_district(unit.name):
            return []
        province = find_province(unit.parent_name)
        around: set[str] = {province[1] if province else unit.parent_name} - {""}
        around = (
            around or {*self.where.provinces, self.where.province} - {""} or sure or self._provinces_held()
        )
        held = [each.name for each in self.where.known if is_near(unit.name, each.name)]
        near = [each.name for each in find_near(unit.name, self.day, around)]
        return held + near or [each.name for each in find_alike(unit.name, self.day)]

    def _tell_became(self, unit: RosterUnit, now: Commune, meant: dict[RosterUnit, Commune]) -> None:
        meant[unit] = now
        ended = [each.ends_on for each in find_former(unit.name, self.day) if each.successor == now.code]
        until = show(max(each for each in ended if each))
        words = {"found": unit.name, "until": until, "became": now.name, "code": now.code}
        self.notes.append(problem("unit_became", self.place_of(unit), **words))

    def compare_codes(self, units: Sequence[RosterUnit], meant: Mapping[RosterUnit, Commune]) -> None:
        """Ask where a code that was found is another unit's; tell where a code of the file is another commune's."""
        named = {unit.code: unit for unit in units if unit.code}
        for unit, commune in meant.items():
            other = named.get(commune.code)
            if other is not None:
                at = self.place_of(other)
                words = {"code": commune.code, "other": other.name, "first": at.cell}
                self._ask("unit_code_names", unit, **words)
        for unit in named.values():
            now = find_commune(unit.code, self.day)
            if now is not None and not parse_name(now.name).agrees(parse_name(unit.name)):
                words = {"found": unit.name, "code": unit.code, "other": now.name}
                self.notes.append(problem("unit_code_other", self.place_of(unit), **words))

    def _ask(self, code: str, unit: RosterUnit, /, **parameters: str) -> None:
        self.problems.append(problem(code, self.place_of(unit), found=unit.name, **parameters))


def _rewrite(
    units: Sequence[RosterUnit], rows: Sequence[RosterRow], meant: Mapping[RosterUnit, Commune]
) -> Coded:
    """Write the codes found into units, their children and rows; units that became one are one."""
    now = {unit.name: commune for unit, commune in meant.items()}
    moved = {unit for unit, commune in meant.items() if _has_become(unit, commune)}
    changed: dict[RosterUnit, RosterUnit] = {}
    for unit in units:
        commune = meant.get(unit)
        new = unit if commune is None else replace(unit, code=commune.code, name=commune.name)
        above = now.get(unit.parent_name)
        if unit in moved:
            new = replace(new, parent_code="", parent_name="")
        elif above is not None and unit.parent_name:
            new = replace(new, parent_code=above.code, parent_name=above.name)
        changed[unit] = new
    of_row = {(unit.code, unit.name, unit.parent_name): new for unit, new in changed.items()}
    written = []
    for row in rows:
        new = of_row[row.unit_code, row.unit_name, row.parent]
        written.append(replace(row, unit_code=new.code, unit_name=new.name, parent=new.parent_name))
    named = {(row.unit_code, row.unit_name) for row in written}
    merged: dict[tuple[str, str, str], RosterUnit] = {}
    for new in changed.values():
        merged.setdefault((new.code, new.name, "" if new.code else new.parent_name), new)
    kept = [unit for unit in merged.values() if (unit.code, unit.name) in named or _is_above(unit, merged)]
    return Coded(tuple(kept), tuple(written))


def _is_commune(unit: RosterUnit, day: date) -> bool:
    """Say whether a unit that the file puts below another is a commune, and no department of one."""
    return bool(
        unit.parent_name
        and (
            parse_name(unit.name).kind
            or find_communes(unit.name, day)
            or find_former(unit.name, day, unit.parent_name)
        )
    )


def _has_become(unit: RosterUnit, commune: Commune) -> bool:
    """Say whether a unit was read as a commune of another name: what it became."""
    if not commune.parent:
        return False  # a province
    is_of_then = commune.starts_on == TODAY_FROM and is_district(unit.parent_name) and bool(_former(unit))
    return is_of_then or not parse_name(unit.name).agrees(parse_name(commune.name))


def _former(unit: RosterUnit) -> tuple[Commune, ...]:
    """Return the communes before today's that a unit may be, under the parent that it names."""
    return find_former(unit.name, TODAY_FROM, unit.parent_name)


def _shown(unit: RosterUnit, commune: Commune) -> str:
    """Name a province to choose from; of a commune that has ended also what it became."""
    return f"{commune.parent} ({commune.name})" if _has_become(unit, commune) else commune.parent


def _is_above(unit: RosterUnit, merged: Mapping[tuple[str, str, str], RosterUnit]) -> bool:
    return any(
        each.parent_code == unit.code if each.parent_code else each.parent_name == unit.name
        for each in merged.values()
    )
