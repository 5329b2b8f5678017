"""An official as the roster of record has them: what reviews and statistics are made from."""

from dataclasses import dataclass
from datetime import date
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Official:
    """One official. Coded attributes hold codes of ``surveys.roster.vocabularies``; empty means not on record.

    ``cert`` and ``concurrent_titles`` hold codes separated by spaces. ``title``: the main one; ``title_since``: since
    when it is held. ``field_of_work``: a code of the office's titles. ``ethnicity``: whether they are of a minority; it
    is counted only.
    """

    roster_key: str
    full_name: str
    title: str
    unit_code: str
    unit_name: str
    birth_year: int | None = None
    birth_date: date | None = None
    gender: str = ""
    title_since: date | None = None
    edu: str = ""
    qual: str = ""
    major: str = ""
    pol: str = ""
    qlnn: str = ""
    cert: str = ""
    note: str = ""
    concurrent_titles: str = ""
    field_of_work: str = ""
    ethnicity: str = ""

    def age_in(self, year: int) -> int | None:
        """Return the age reached in a year (the age that counts for titles), or ``None`` if unknown."""
        born = self.birth_date.year if self.birth_date else self.birth_year
        return None if born is None else year - born


class Born(Protocol):
    """Whoever has a birth, or a year of it, or neither."""

    @property
    def birth_date(self) -> date | None:
        """The day of birth, if it is known."""

    @property
    def birth_year(self) -> int | None:
        """The year of birth, if it is known."""


def agree_in_birth(one: Born, other: Born) -> bool:
    """Say whether nothing in two births tells that they are two people's."""
    if one.birth_date and other.birth_date:
        return one.birth_date == other.birth_date
    return not (one.birth_year and other.birth_year) or one.birth_year == other.birth_year
