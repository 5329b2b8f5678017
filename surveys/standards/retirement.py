"""When somebody reaches retirement age: the table of NĐ 135/2020/NĐ-CP, in months of age.

The age that counts is that of the year in which it is reached; work ends with the last day of that month.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import count
from typing import Final

_LAST_FLAT_YEAR: Final = 2020


@dataclass(frozen=True, slots=True)
class Growth:
    """A retirement age that grows: ``base`` + ``step`` for each year after 2020, up to ``cap``; months."""

    base: int
    step: int
    cap: int


@dataclass(frozen=True, slots=True)
class Retirement:
    """The table, by gender (``nam nu``): ``flat`` until 2020, ``growing`` from 2021 on.

    ``is_unverified``: it is to be checked against the official text, and so is what is judged by it.
    """

    flat: Mapping[str, int]
    growing: Mapping[str, Growth]
    is_unverified: bool = False

    def age_in(self, year: int, gender: str) -> int:
        """Return the retirement age in months that is valid in a year."""
        if year <= _LAST_FLAT_YEAR:
            return self.flat[gender]
        growth = self.growing[gender]
        return min(growth.base + growth.step * (year - _LAST_FLAT_YEAR), growth.cap)

    def month_of(self, born: date, gender: str) -> date:
        """Return the first day of the month in which somebody reaches the age valid in that year."""
        first = born.year + self.flat[gender] // 12
        for year in count(first):
            reached = born.year * 12 + born.month - 1 + self.age_in(year, gender)
            if reached // 12 <= year:
                return date(reached // 12, reached % 12 + 1, 1)
        raise AssertionError("the cap ends the search")

    def months_left(self, born: date, gender: str, day: date) -> int:
        """Return the whole months of work from the beginning of a day to the end of the retirement month.

        Negative for whoever has passed it.
        """
        last = self.month_of(born, gender)
        begun = 0 if day.day == 1 else 1  # the month of the day itself is not whole
        return (last.year * 12 + last.month + 1) - (day.year * 12 + day.month) - begun
