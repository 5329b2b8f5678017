"""How much somebody of a list has in common with somebody held."""

from collections.abc import Container, Iterator
from difflib import SequenceMatcher
from typing import Final

from surveys.roster.people import Official, agree_in_birth
from surveys.roster.values import RosterRow
from surveys.spelling import fold_words, spell

ALIKE: Final = 0.8
"""How alike two names must be (1: the same, without accents) for one to be the other, corrected."""


def are_alike(row: RosterRow, official: Official) -> bool:
    """Say whether one name may be the other, corrected."""
    one, other = fold_words(row.full_name), fold_words(official.full_name)
    return SequenceMatcher(None, one, other).ratio() >= ALIKE


def is_same_day(row: RosterRow, official: Official) -> bool:
    """Say whether both were born on one day that is known."""
    return row.birth_date is not None and row.birth_date == official.birth_date


def may_be_one(row: RosterRow, official: Official, phone: str) -> bool:
    """Say whether a row may be somebody: by phone, by name, or by unit and a like name."""
    if row.phone and row.phone == phone:
        return True
    is_same_unit = spell(row.unit_name) == spell(official.unit_name)
    if fold_words(row.full_name) == fold_words(official.full_name):
        return is_same_unit or agree_in_birth(row, official)
    return is_same_unit and agree_in_birth(row, official) and are_alike(row, official)


def is_other(row: RosterRow, official: Official, held: Container[tuple[str, str]]) -> bool:
    """Say whether a key seems to be somebody else's: the name is another, and no birth says it is the same person.

    A like name may be a correction, unless the birth is another, too, or somebody else ``held`` in the unit has it
    (spelt unit and name).
    """
    if spell(row.full_name) == spell(official.full_name):
        return False
    has_births = bool((row.birth_date or row.birth_year) and (official.birth_date or official.birth_year))
    is_contradicted = has_births and not agree_in_birth(row, official)
    if is_contradicted or (spell(row.unit_name), spell(row.full_name)) in held:
        return True
    return not has_births and not are_alike(row, official)


def traits(person: RosterRow | Official, phone: str) -> Iterator[object]:
    """Yield what two people must have one of in common to be asked about.

    Of one unit: the year of birth, unless one of the two has none.
    """
    yield "name", fold_words(person.full_name)
    unit, year = spell(person.unit_name), person.birth_year
    is_row = isinstance(person, RosterRow)
    yield unit, year
    if is_row and year is not None:
        yield unit, None
    if not is_row or year is None:
        yield unit, "any"
    if phone:
        yield "phone", phone
