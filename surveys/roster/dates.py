"""Dates as offices write them: day first, or a month, or only a year."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from surveys.roster.misread import Misread
from surveys.spelling import fold
from surveys.workbooks import CellValue

BIRTH_YEARS: Final = (1920, 2015)
TITLE_YEARS: Final = (1945, 2100)

_DAY = re.compile(r"(?:ngay )?(\d{1,2})\s*(?:[/.\-]|thang)\s*(\d{1,2})\s*(?:[/.\-]|,? ?nam)\s*(\d{2}|\d{4})")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ t]00:00(?::00)?(?:\.0+)?)?")
_MONTH = re.compile(r"(?:thang )?(\d{1,2})\s*(?:[/.\-]|,? ?nam)\s*(\d{2}|\d{4})")
_YEAR = re.compile(r"(?:nam )?(\d{4})(?:\.0+)?")
_BEFORE = re.compile(r"^(?:[\s./…_-]+|tu )+")
"""What may stand before a date: a form's blanks where the day is not known ("…/…/1980"), "từ"."""
_SERIAL_1900 = date(1899, 12, 30).toordinal()
_SERIAL_1904 = date(1904, 1, 1).toordinal()


@dataclass(frozen=True, slots=True)
class LooseDate:
    """A date known to the day, the month or only the year."""

    year: int
    month: int | None = None
    day: int | None = None

    @property
    def first_day(self) -> date:
        """The day itself, or the first day of the month or year."""
        month, day = (1 if part is None else part for part in (self.month, self.day))
        return date(self.year, month, day)

    @property
    def exact_day(self) -> date | None:
        """The day if it is known."""
        return None if self.day is None else self.first_day


def read_date(value: CellValue, years: tuple[int, int], *, has_1904_dates: bool = False) -> LooseDate:
    """Read a date cell, a day number that lost its format, or text. Raises ``Misread``.

    ``years``: the first and last year that make sense. Two-digit years are refused, never guessed.
    """
    shown = show(value)
    read = _parse(value, shown, has_1904_dates=has_1904_dates)
    if not years[0] <= read.year <= years[1]:
        raise Misread("date_out_of_range", found=shown, first=str(years[0]), last=str(years[1]))
    try:
        _ = read.first_day
    except ValueError:
        raise Misread("impossible_date", found=shown) from None
    return read


def show(value: CellValue) -> str:
    """Write a cell's value as the person who filled it would recognise it."""
    if isinstance(value, date):
        return f"{value.day:02}/{value.month:02}/{value.year}"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)


def _parse(value: CellValue, shown: str, *, has_1904_dates: bool) -> LooseDate:
    if isinstance(value, datetime | date):
        return LooseDate(value.year, value.month, value.day)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _from_number(int(value), shown, has_1904_dates=has_1904_dates)
    text = _BEFORE.sub("", " ".join(fold(shown).split()))
    if found := _YEAR.fullmatch(text):
        return LooseDate(int(found[1]))
    if found := _ISO.fullmatch(text):
        return LooseDate(int(found[1]), int(found[2]), int(found[3]))
    if found := _DAY.fullmatch(text):
        return LooseDate(_year(found[3], shown), int(found[2]), int(found[1]))
    if found := _MONTH.fullmatch(text):
        return LooseDate(_year(found[2], shown), int(found[1]))
    raise Misread("not_a_date", found=shown)


def _year(digits: str, shown: str) -> int:
    if len(digits) == 2:
        raise Misread("two_digit_year", found=shown)
    return int(digits)


def _from_number(number: int, shown: str, *, has_1904_dates: bool) -> LooseDate:
    if 1000 <= number <= 2999:
        return LooseDate(number)
    ordinal = number + (_SERIAL_1904 if has_1904_dates else _SERIAL_1900)
    if not 3000 <= number <= 100_000:
        raise Misread("not_a_date", found=shown)
    moment = date.fromordinal(ordinal)
    return LooseDate(moment.year, moment.month, moment.day)
