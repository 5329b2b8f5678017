"""Names of units that may be misspelt: what they are near to, letter by letter."""

from collections import Counter, defaultdict
from collections.abc import Container
from datetime import date
from functools import lru_cache
from typing import Final

from surveys.roster.communes import Commune, communes, find_commune
from surveys.roster.unit_names import parse_name
from surveys.spelling import fold

_MOST_SLIPS: Final = 2
_FEW: Final = 5
_LONG: Final = 8  # letters of a name in which two slips may be


def find_near(name: str, day: date, above: Container[str] = ()) -> tuple[Commune, ...]:
    """Return the communes known until a day that a name may be, misspelt: nearest first, none if too many are as near.

    Accents never count, the kind only beside a slip; ``above``, if given, are the provinces or districts to look in.
    A number is part of a name, never a slip.
    """
    found: defaultdict[int, list[Commune]] = defaultdict(list)
    for each in communes():
        now = find_commune(each.successor, day)
        if (each.starts_on or day) > day:
            continue
        if not above or each.parent in above or (now is not None and now.parent in above):
            found[_slips(name, each.name)].append(each)
    most = _MOST_SLIPS if above else 1  # of all communes one or another is always like it
    near = next((found[count] for count in range(most + 1) if found[count]), [])
    return tuple(near) if len({each.name for each in near}) <= _FEW else ()


@lru_cache(maxsize=8192)
def _letters_of(name: str) -> tuple[str, str, frozenset[str]]:
    """Return the kind of a unit, its bare name folded, and the letters in it."""
    parsed = parse_name(name)
    bare = fold(parsed.text.removeprefix(f"{parsed.kind} "))
    return parsed.kind, bare, frozenset(bare)


def is_near(name: str, other: str) -> bool:
    """Say whether one name of a unit may be another, misspelt."""
    return _slips(name, other) <= _MOST_SLIPS


def _slips(name: str, other: str) -> int:
    """Count the letters by which a name of a unit differs from another; more than may be slips: beyond them."""
    (kind, one, letters), (other_kind, two, others) = _letters_of(name), _letters_of(other)
    most = _MOST_SLIPS if kind and len(one) >= _LONG else 1
    beyond = _MOST_SLIPS + 1
    if abs(len(one) - len(two)) > most or len(letters - others) > most or len(others - letters) > most:
        return beyond
    has_number = any(letter.isdigit() for letter in one + two)
    if one != two and (has_number or kind not in ("", other_kind)):
        return beyond
    if (Counter(one) - Counter(two)).total() > most:
        return beyond
    row = list(range(len(two) + 1))
    for at, letter in enumerate(one, 1):
        last, row = row, [at]
        for column, another in enumerate(two):
            row.append(min(last[column] + (letter != another), last[column + 1] + 1, row[column] + 1))
    return row[-1] if row[-1] <= most else beyond
