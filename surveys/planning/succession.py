"""Succession (quy hoạch): who is planned for which title, and which posts fall vacant by the rule of retirement."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from surveys.planning.people import Person
from surveys.standards.retirement import Retirement

HORIZONS: Final = (12, 24, 60)
"""Within how many months posts are counted as falling vacant."""


@dataclass(frozen=True, slots=True)
class PlannedPost:
    """Somebody is planned for a title. ``term`` as the office writes it ("2026-2031"); ``decision``: which says so."""

    official: int
    title: str
    term: str = ""
    decision: str = ""


@dataclass(frozen=True, slots=True)
class Vacancy:
    """A post that falls vacant when its holder reaches retirement age: the first day of that month.

    ``within``: the least of ``HORIZONS`` in which it lies. ``is_unverified``: the table of ages is to be checked.
    ``successors``: the numbers of those planned for the title, of the same unit.
    """

    official: int
    unit: str
    title: str
    month: date
    within: int
    successors: tuple[int, ...] = ()
    is_unverified: bool = False


def vacancies_of(
    people: Iterable[Person], planned: Iterable[PlannedPost], retirement: Retirement, day: date
) -> tuple[Vacancy, ...]:
    """Return the posts that fall vacant within five years of a day, the first first.

    Of somebody whose day of birth or gender is not on record nothing is known. Whoever has passed the age already
    counts as leaving now.
    """
    by_number = {person.number: person for person in people}
    found = []
    for number, person in by_number.items():
        official = person.official
        born = official.birth_date
        if born is None or official.gender not in retirement.flat:
            continue
        month = retirement.month_of(born, official.gender)
        ahead = (month.year - day.year) * 12 + month.month - day.month
        within = next((horizon for horizon in HORIZONS if ahead <= horizon), None)
        if within is not None:
            found.append(
                Vacancy(
                    number,
                    person.unit,
                    official.title,
                    month,
                    within,
                    is_unverified=retirement.is_unverified,
                )
            )
    ready = _successors(planned, by_number)
    told = [
        Vacancy(
            each.official,
            each.unit,
            each.title,
            each.month,
            each.within,
            tuple(number for number in ready.get((each.unit, each.title), ()) if number != each.official),
            each.is_unverified,
        )
        for each in found
    ]
    return tuple(sorted(told, key=lambda each: (each.month, each.unit, each.title, each.official)))


def _successors(
    planned: Iterable[PlannedPost], people: dict[int, Person]
) -> dict[tuple[str, str], tuple[int, ...]]:
    """Return who of a unit is planned for which title."""
    found: dict[tuple[str, str], tuple[int, ...]] = {}
    for post in planned:
        if post.official in people:
            key = people[post.official].unit, post.title
            found[key] = tuple(sorted({*found.get(key, ()), post.official}))
    return found
