"""The units of a roster as a tree: every spelling and code of a unit is one unit, or a problem."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from surveys.problems import Problem
from surveys.roster.drafts import Draft
from surveys.roster.mentions import Mention, locate, mention_units
from surveys.roster.problems import problem
from surveys.roster.unit_names import UnitName, parse_name
from surveys.roster.values import RosterUnit
from surveys.spelling import fold, spell


@dataclass(frozen=True, slots=True)
class UnitTree:
    """``units``: parents first. ``of_row``: the unit of each draft. Both empty when there are problems."""

    units: tuple[RosterUnit, ...] = ()
    of_row: tuple[RosterUnit, ...] = ()
    problems: tuple[Problem, ...] = ()
    notes: tuple[Problem, ...] = ()


@dataclass(slots=True, eq=False)
class _Unit:
    """A unit while the rows that name it are compared; ``first`` is the row that said each thing first."""

    code: str
    name: UnitName
    parent: UnitName
    first: Mention
    parent_first: Mention


@dataclass(slots=True)
class _Register:
    """The units found so far, by code and by bare name."""

    problems: list[Problem] = field(default_factory=list)
    by_code: dict[str, _Unit] = field(default_factory=dict)
    by_name: dict[str, list[_Unit]] = field(default_factory=lambda: defaultdict(list))

    def add(self, mention: Mention) -> _Unit | None:
        """Return the unit that a row means; None if that is not clear, which is then a problem."""
        if mention.code:
            unit = self.by_code.get(mention.code)
        else:
            similar = [unit for unit in self.by_name[mention.name.bare] if _may_be(unit, mention)]
            if len(similar) > 1:
                labels = "; ".join(_label(unit) for unit in similar)
                self._report("unit_ambiguous", mention, "unit", found=mention.name.text, candidates=labels)
                return None
            unit = similar[0] if similar else None
        if unit is None:
            return self._create(mention)
        self._merge(unit, mention)
        return unit

    def _create(self, mention: Mention) -> _Unit:
        unit = _Unit(mention.code, mention.name, mention.parent, mention, mention)
        if unit.code:
            self.by_code[unit.code] = unit
        if unit.name.text:
            self._check_namesakes(unit, mention)
            self.by_name[unit.name.bare].append(unit)
        return unit

    def _check_namesakes(self, unit: _Unit, mention: Mention) -> None:
        for other in self.by_name[unit.name.bare]:
            if unit.code and other.code and unit.name.agrees(other.name) and unit.parent.agrees(other.parent):
                self._report(
                    "unit_name_codes",
                    mention,
                    "unit_code",
                    found=unit.name.text,
                    code=unit.code,
                    other=other.code,
                    first=locate(other.first, "unit_code", mention),
                )

    def _merge(self, unit: _Unit, mention: Mention) -> None:
        if mention.name.text and not unit.name.text:
            unit.name = mention.name
            self._check_namesakes(unit, mention)
            self.by_name[unit.name.bare].append(unit)
        elif mention.name.text and not unit.name.agrees(mention.name):
            first = locate(unit.first, "unit", mention)
            names = {"found": mention.name.text, "other": unit.name.text}
            self._report("unit_code_names", mention, "unit", code=unit.code, first=first, **names)
        elif mention.name.kind and not unit.name.kind:
            unit.name = mention.name
        if mention.parent.text and not unit.parent.text:
            unit.parent, unit.parent_first = mention.parent, mention
        elif not unit.parent.agrees(mention.parent):
            first = locate(unit.parent_first, "parent", mention)
            parents = {"parent": mention.parent.text, "other": unit.parent.text}
            self._report(
                "unit_parents_disagree", mention, "parent", found=_label(unit), first=first, **parents
            )

    def _report(self, code: str, mention: Mention, attribute: str, /, **parameters: str) -> None:
        self.problems.append(problem(code, mention.place(attribute), **parameters))


def resolve_units(drafts: Sequence[Draft], known: Iterable[RosterUnit], *, is_typed: bool) -> UnitTree:
    """Find the units that rows name by code or name, and their parents.

    ``known`` units (of the sampling frame) lend their names to bare codes. Drafts without a readable unit are
    left out of the comparison: their own problem stands already.
    """
    mentions, problems, notes = mention_units(drafts, is_typed=is_typed)
    register = _Register(problems)
    unit_of = {
        id(mention.draft): register.add(mention)
        for mention in sorted(mentions, key=lambda m: (not m.code, not m.parent.text, not m.name.kind))
    }
    units = [unit for unit in dict.fromkeys(unit_of.get(id(draft)) for draft in drafts) if unit is not None]
    known_names = {unit.code: unit.name for unit in known}
    unnamed = [unit for unit in units if not unit.name.text]
    problems += _name_bare_codes(unnamed, known_names) + _check_spellings(units)
    notes += [
        problem("unit_named", unit.first.place("unit_code"), code=unit.code, found=unit.name.text)
        for unit in unnamed
        if unit.name.text
    ]
    if problems or len(mentions) < len(drafts):
        return UnitTree(problems=tuple(problems), notes=tuple(notes))
    return _build_tree(drafts, unit_of, units, known_names, tuple(notes))


def _may_be(unit: _Unit, mention: Mention) -> bool:
    return unit.name.agrees(mention.name) and unit.parent.agrees(mention.parent)


def _label(unit: _Unit) -> str:
    return f"{unit.name.text} ({unit.code})" if unit.code and unit.name.text else unit.name.text or unit.code


def _name_bare_codes(units: list[_Unit], known_names: Mapping[str, str]) -> list[Problem]:
    problems = []
    for unit in units:
        unit.name = parse_name(known_names.get(unit.code, ""))
        if not unit.name.text:
            problems.append(problem("unit_name_unknown", unit.first.place("unit"), code=unit.code))
    return problems


def _check_spellings(units: list[_Unit]) -> list[Problem]:
    """Two units whose names differ only in accents are one unit misspelt, unless each has its own code."""
    first_of: dict[str, _Unit] = {}
    problems = []
    for unit in units:
        other = first_of.setdefault(fold(unit.name.text), unit)
        if unit.name.bare == other.name.bare or (unit.code and other.code):
            continue
        first = locate(other.first, "unit", unit.first)
        names = {"found": unit.name.text, "other": other.name.text}
        problems.append(problem("unit_spelling", unit.first.place("unit"), first=first, **names))
    return problems


def _build_tree(
    drafts: Sequence[Draft],
    unit_of: Mapping[int, _Unit | None],
    units: list[_Unit],
    known_names: Mapping[str, str],
    notes: tuple[Problem, ...],
) -> UnitTree:
    problems: list[Problem] = []
    parent_of: dict[_Unit, _Unit] = {}
    outside: dict[str, _Unit] = {}
    inside = {unit.code: unit for unit in units} | {spell(unit.name.text): unit for unit in reversed(units)}
    for unit in units:
        if not unit.parent.text:
            continue
        parent = _find_parent(unit, inside, known_names, outside)
        if parent is None:
            place = unit.parent_first.place("parent")
            problems.append(problem("parent_unknown", place, found=unit.parent.text))
        else:
            parent_of[unit] = parent
    levels, circles = _climb([*outside.values(), *units], parent_of)
    problems += [
        problem(
            "parent_cycle", unit.parent_first.place("parent"), path=_show_path([*circle[at:], *circle[:at]])
        )
        for circle in circles
        for at, unit in enumerate(circle)
    ]
    if problems:
        return UnitTree(problems=tuple(problems), notes=notes)
    frozen = {unit: _freeze(unit, parent_of.get(unit)) for unit in [*outside.values(), *units]}
    ordered = sorted(frozen, key=levels.__getitem__)
    meant = [unit_of[id(draft)] for draft in drafts]
    of_row = tuple(frozen[unit] for unit in meant if unit is not None)
    return UnitTree(tuple(frozen[unit] for unit in ordered), of_row, notes=notes)


def _find_parent(
    unit: _Unit, inside: Mapping[str, _Unit], known_names: Mapping[str, str], outside: dict[str, _Unit]
) -> _Unit | None:
    """Find the parent in the file, else among known units, else make one; None: an unknown code."""
    text = unit.parent.text
    if text in inside or (not text.isdigit() and spell(text) in inside):
        return inside.get(text) or inside[spell(text)]
    if text.isdigit() and text not in known_names:
        return None
    name = parse_name(known_names[text]) if text.isdigit() else unit.parent
    code = text if text.isdigit() else ""
    return outside.setdefault(code or spell(text), _Unit(code, name, parse_name(""), unit.first, unit.first))


def _climb(
    units: Iterable[_Unit], parent_of: Mapping[_Unit, _Unit]
) -> tuple[dict[_Unit, int], list[list[_Unit]]]:
    """Return how many units stand above each, and every circle once. Each unit is passed once."""
    levels: dict[_Unit, int] = {}
    circles: list[list[_Unit]] = []
    for unit in units:
        path: dict[_Unit, None] = {}
        step: _Unit | None = unit
        while step is not None and step not in levels and step not in path:
            path[step] = None
            step = parent_of.get(step)
        climbed = list(path)
        if step is not None and step in path:
            circles.append(climbed[climbed.index(step) :])
        above = -1 if step is None else levels.get(step, 0)
        levels.update((each, level) for level, each in enumerate(reversed(climbed), above + 1))
    return levels, circles


_MOST_STEPS = 10  # of a circle that are named


def _show_path(circle: Sequence[_Unit]) -> str:
    shown = [_label(unit) for unit in circle[:_MOST_STEPS]]
    return " → ".join([*shown, *(["…"] if len(circle) > _MOST_STEPS else []), shown[0]])


def _freeze(unit: _Unit, parent: _Unit | None) -> RosterUnit:
    if parent is None:
        return RosterUnit(unit.code, unit.name.text)
    return RosterUnit(unit.code, unit.name.text, parent.code, parent.name.text)
