"""Who of a list without keys is somebody that the office holds already: nobody is silently left and added anew."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final, NamedTuple

from surveys.problems import Place, Problem
from surveys.roster.people import Official
from surveys.roster.problems import problem
from surveys.roster.values import RosterRow
from surveys.spelling import fold_words, spell
from surveys.workbooks import cell_name

ALIKE: Final = 0.8
"""How alike two names must be (1: the same, without accents) for one to be the other, corrected."""


class Recognised(NamedTuple):
    """A row that is an official held under ``key``. ``why``: ``phone moved renamed decided``."""

    row: RosterRow
    official: Official
    why: str


@dataclass(frozen=True, slots=True)
class Recognition:
    """``keys``: made key -> the key that the person has already; who was recognised; what has to be asked."""

    keys: Mapping[str, str]
    recognised: tuple[Recognised, ...] = ()
    problems: tuple[Problem, ...] = ()


def recognise(
    rows: Sequence[RosterRow],
    held: Iterable[tuple[Official, str]],
    decided: Mapping[str, str] | None = None,
) -> Recognition:
    """Match rows whose key was made with the officials held, each with their phone number.

    The same unit, name and birth is the same person. Of the rest, one person alone on each side is the same by phone,
    by name and day of birth (moved), or by unit, day of birth and a like name (corrected). The same name with
    less in common is asked about, until ``decided`` says: made key -> key held, or '' for somebody new.
    """
    decided = decided or {}
    people = {official.roster_key: (official, phone) for official, phone in held}
    open_rows = [row for row in rows if row.is_key_made and row.roster_key not in people]
    free = {key: each for key, each in people.items() if key not in {row.roster_key for row in rows}}
    keys: dict[str, str] = {}
    found: list[Recognised] = []

    def settle(row: RosterRow, key: str, why: str) -> None:
        official, _ = free.pop(key)
        keys[row.roster_key] = key
        open_rows.remove(row)
        if why:
            found.append(Recognised(row, official, why))

    for row in [row for row in open_rows if decided.get(row.roster_key) in free]:
        settle(row, decided[row.roster_key], "decided")
    for why, of_row, of_held in _RULES:
        for row, key in _pairs(open_rows, free, of_row, of_held):
            if decided.get(row.roster_key) != "":
                settle(row, key, why)
    for row, key in _renamed(open_rows, free):
        if decided.get(row.roster_key) != "":
            settle(row, key, "renamed")
    asked = [row for row in open_rows if row.roster_key not in decided]
    return Recognition(keys, tuple(found), tuple(_unclear(asked, free)))


_OfRow = Callable[[RosterRow], object]
_OfHeld = Callable[[Official, str], object]
_RULES: Final[tuple[tuple[str, _OfRow, _OfHeld], ...]] = (
    (
        "",
        lambda row: (spell(row.unit_name), spell(row.full_name), row.birth_date or row.birth_year),
        lambda each, _: (spell(each.unit_name), spell(each.full_name), each.birth_date or each.birth_year),
    ),
    ("phone", lambda row: row.phone or None, lambda _, phone: phone or None),
    (
        "moved",
        lambda row: (spell(row.full_name), row.birth_date) if row.birth_date else None,
        lambda each, _: (spell(each.full_name), each.birth_date) if each.birth_date else None,
    ),
)


def _pairs(
    rows: Iterable[RosterRow],
    free: Mapping[str, tuple[Official, str]],
    of_row: _OfRow,
    of_held: _OfHeld,
) -> list[tuple[RosterRow, str]]:
    """Pair those who are alone on each side with what a rule looks at."""
    sides: defaultdict[object, tuple[list[RosterRow], list[str]]] = defaultdict(lambda: ([], []))
    for row in rows:
        sides[of_row(row)][0].append(row)
    for key, (official, phone) in free.items():
        sides[of_held(official, phone)][1].append(key)
    return [
        (mine[0], theirs[0])
        for told, (mine, theirs) in sides.items()
        if told is not None and len(mine) == len(theirs) == 1
    ]


def _renamed(
    rows: Sequence[RosterRow], free: Mapping[str, tuple[Official, str]]
) -> list[tuple[RosterRow, str]]:
    """Pair people of one unit born on one day whose names are alike."""
    pairs = _pairs(
        rows,
        free,
        lambda row: (spell(row.unit_name), row.birth_date) if row.birth_date else None,
        lambda each, _: (spell(each.unit_name), each.birth_date) if each.birth_date else None,
    )
    return [(row, key) for row, key in pairs if _are_alike(row.full_name, free[key][0].full_name)]


def _are_alike(one: str, other: str) -> bool:
    return SequenceMatcher(None, fold_words(one), fold_words(other)).ratio() >= ALIKE


def _unclear(rows: Sequence[RosterRow], free: Mapping[str, tuple[Official, str]]) -> Iterable[Problem]:
    by_name: defaultdict[str, list[Official]] = defaultdict(list)
    for official, _ in free.values():
        by_name[spell(official.full_name)].append(official)
    for row in rows:
        same = [each for each in by_name[spell(row.full_name)] if _may_be_one(row, each)]
        if same:
            held = "; ".join(f"{each.roster_key} ({each.unit_name})" for each in same)
            words = {"found": row.full_name, "key": row.roster_key, "held": held}
            yield problem("same_person", Place(row.sheet, cell_name(row.row, 1)), **words)


def _may_be_one(row: RosterRow, official: Official) -> bool:
    """Whether nothing in the births says that they are two."""
    if row.birth_date and official.birth_date:
        return row.birth_date == official.birth_date
    return not (row.birth_year and official.birth_year) or row.birth_year == official.birth_year
