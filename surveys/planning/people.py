"""Whom a plan is made for: officials under the number by which a plan knows them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from surveys.roster import Official
from surveys.titles import Titles

ELSEWHERE: Final = ""
"""The group of somebody whose title is not in the catalogue of titles."""


@dataclass(frozen=True, slots=True)
class Person:
    """An official under their ``number``, which alone stands in a plan, with the ``group`` of their title.

    ``office``: who work closely together, so that not two of them may be away at once while they are few.
    """

    number: int
    official: Official
    group: str = ELSEWHERE
    office: str = ""

    @property
    def unit(self) -> str:
        """The unit in which they work."""
        return self.official.unit_code or self.official.unit_name


def people_of(officials: Mapping[int, Official], titles: Titles) -> tuple[Person, ...]:
    """Return officials by number as people of a plan. Those of one unit and one group of titles share an office."""
    people = []
    for number, official in sorted(officials.items()):
        title = titles.by_code.get(official.title)
        group = title.group if title else ELSEWHERE
        unit = official.unit_code or official.unit_name
        people.append(Person(number, official, group, f"{unit}/{group}"))
    return tuple(people)
