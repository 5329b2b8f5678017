"""Keys for people whom the office's list gives none: the same over imports, made of unit, name and birth."""

import base64
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from surveys.problems import Place, Problem
from surveys.roster.columns import Table
from surveys.roster.people import agree_in_birth
from surveys.roster.problems import problem
from surveys.roster.unit_names import parse_name
from surveys.roster.values import RosterRow
from surveys.spelling import fold_words, spell

_LETTERS: Final = 5  # of the hash: 33 million, in a list of thousands


def make_key(row: RosterRow) -> str:
    """Return the key of somebody without one: "NVA75-K3QF7", initials and year of birth before a hash."""
    born = row.birth_date.isoformat() if row.birth_date else str(row.birth_year or "")
    is_department = not row.unit_code and not parse_name(row.unit_name).kind
    unit = f"{row.parent} {row.unit_name}" if is_department else row.unit_name
    told = "\n".join((spell(unit), spell(row.full_name), born))
    digest = base64.b32encode(hashlib.sha256(told.encode()).digest()).decode()[:_LETTERS]
    initials = "".join(word[0] for word in fold_words(row.full_name).split()).upper()[:6]
    year = f"{row.birth_year % 100:02}" if row.birth_year else ""
    return f"{initials}{year}-{digest}"


def make_keys(
    rows: Sequence[RosterRow], tables: Mapping[tuple[str, int], Table]
) -> tuple[list[RosterRow], list[Problem], list[Problem]]:
    """Give a key to every row without one: the rows, people who cannot be told apart, what was done.

    ``tables``: by sheet and row.
    """
    keyed = [
        row if row.roster_key else replace(row, roster_key=make_key(row), is_key_made=True) for row in rows
    ]
    twins = list(_twins(keyed, tables))
    count = sum(row.is_key_made for row in keyed)
    notes = [problem("keys_made", Place(rows[0].sheet if rows else ""), count=str(count))] if count else []
    return keyed, twins, [*notes, *_listed_twice(keyed, tables)]


def _listed_twice(rows: Iterable[RosterRow], tables: Mapping[tuple[str, int], Table]) -> Iterable[Problem]:
    """Tell who has name and day of birth of somebody in another unit: two people, or one listed twice."""
    first: dict[object, RosterRow] = {}
    for row in rows:
        if row.birth_date is None or not row.is_key_made:
            continue
        other = first.setdefault((spell(row.full_name), row.birth_date), row)
        if other is not row and (other.unit_code, other.unit_name) != (row.unit_code, row.unit_name):
            place, at = _places(row, other, tables)
            yield problem("listed_twice", place, found=row.full_name, first=at)


def _places(row: RosterRow, other: RosterRow, tables: Mapping[tuple[str, int], Table]) -> tuple[Place, str]:
    """Return where a row's name stands, and where another's does as seen from there."""
    place = tables[row.sheet, row.row].place(row.row, "full_name")
    beside = tables[other.sheet, other.row].place(other.row, "full_name")
    return place, beside.cell if beside.sheet == place.sheet else f"{beside.sheet}!{beside.cell}"


def _twins(rows: Iterable[RosterRow], tables: Mapping[tuple[str, int], Table]) -> Iterable[Problem]:
    """Ask about who has unit and name of somebody else and no birth that tells them apart.

    A key of the file's own for each is a decision: they are two.
    """
    before: dict[object, list[RosterRow]] = {}
    for row in rows:
        others = before.setdefault((row.unit_code, row.unit_name, row.parent, spell(row.full_name)), [])
        other = next((each for each in others if _may_be_one(row, each)), None)
        others.append(row)
        if other is not None:
            place, at = _places(row, other, tables)
            yield problem("twins", place, found=row.full_name, first=at)


def _may_be_one(row: RosterRow, other: RosterRow) -> bool:
    is_decided = not row.is_key_made and not other.is_key_made
    return not is_decided and agree_in_birth(row, other)
