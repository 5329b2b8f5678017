"""One cell of the workbook into what it demands, or a ``Misread``. Whatever is understood rather than read is told."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from surveys.roster import GENDER, VOCABULARIES, fold_words, match
from surveys.roster.dates import read_date, show
from surveys.roster.misread import Misread
from surveys.standards.book.words import book_words
from surveys.standards.findings import Criterion
from surveys.standards.majors import FITTING
from surveys.standards.regimes import (
    ANY_CERTIFICATE,
    CERTIFICATES,
    LEVELS,
    NOTHING,
    AgeKind,
    AgeRule,
    Demand,
    Moment,
    OfficeRule,
)
from surveys.workbooks import CellValue, Unreadable

FIRST_AGE: Final = "first_age"
MONTHS_LEFT: Final = "months_left"
CRITERIA: Final = (
    *("edu", "qual", "major", "pol", "qlnn"),
    *(each.value for each in CERTIFICATES),
    *(FIRST_AGE, MONTHS_LEFT),
)
"""The columns that demand something, in the order of the template."""

_YEARS: Final = (1990, 2100)
_RANGES: Final[Mapping[str, tuple[int, int]]] = {FIRST_AGE: (18, 70), MONTHS_LEFT: (1, 480)}
_LONGEST_TEXT: Final = 300
_AT_LEAST: Final = re.compile(r"^(?:tu|toi thieu|it nhat|tot nghiep|co (?:bang|trinh do)|trinh do|bang) ")
_OR_MORE: Final = re.compile(r" (?:tro len|hoac cao hon|hoac tuong duong tro len)$")
_BY_GENDER: Final = re.compile(
    r"\bnam\D{0,20}(\d+)\D*\bnu\D{0,20}(\d+)|(\d+)\D{1,20}\bnam\b\D*(\d+)\D{1,20}\bnu\b"
)
_YEARS_WORKED: Final = re.compile(r"\d+ nam\b")
_NUMBER: Final = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a cell demands (nothing: an empty tuple). ``meant``: how it was understood, '' if it says just that."""

    demands: tuple[Demand, ...] = ()
    meant: str = ""


def plain(value: CellValue) -> str:
    """Return a cell's text on one line. Raises ``Misread`` for one that cannot be read."""
    if isinstance(value, Unreadable):
        raise Misread(value.code, found=value.shown)
    text = " ".join(show(value).split())
    if len(text) > _LONGEST_TEXT:
        raise Misread("text_too_long", limit=str(_LONGEST_TEXT))
    return text


def is_nothing(text: str) -> bool:
    """Say whether a text says that nothing is demanded, or is only a dash."""
    return not fold_words(text) or book_words().says("nothing", text)


def read_day(value: CellValue, *, has_1904_dates: bool) -> date:
    """Read a day that is known to the day. Raises ``Misread``."""
    found = read_date(value, _YEARS, has_1904_dates=has_1904_dates).exact_day
    if found is None:
        raise Misread("book_day_inexact", found=show(value))
    return found


def read_criterion(attribute: str, value: CellValue) -> Reading:
    """Read one of ``CRITERIA``. Raises ``Misread``."""
    text = plain(value)
    if is_nothing(text) or text == "0":
        return Reading()
    if attribute in LEVELS:
        return _level(Criterion(attribute), text)
    if attribute == Criterion.MAJOR:
        return _major(text)
    if attribute in CERTIFICATES:
        return _certificate(Criterion(attribute), text)
    return _number(attribute, text)


def level_labels(attribute: str) -> dict[str, str]:
    """Return code -> label of the levels that may be demanded, from the lowest up, without the lowest."""
    known = {**book_words().levels.get(attribute, {}), **VOCABULARIES[attribute]}
    return {code: label for code, label in known.items() if code not in (NOTHING, "khac")}


def _level(criterion: Criterion, text: str) -> Reading:
    labels = level_labels(criterion)
    words = _OR_MORE.sub("", _AT_LEAST.sub("", fold_words(text)))
    own = {fold_words(label): code for code, label in labels.items()}
    found = (own[words],) if words in own else match(criterion, words) or match(criterion, text)
    codes = tuple(code for code in found if code in labels)
    if NOTHING in found:
        return Reading()
    if len(codes) != 1:
        raise Misread("book_level_unknown", found=text, expected="; ".join(labels.values()))
    (code,) = codes
    return Reading((Demand(criterion, code),), _told(text, labels[code]))


def _told(text: str, label: str) -> str:
    return "" if fold_words(text) == fold_words(label) else label


def _major(text: str) -> Reading:
    words = book_words()
    if words.says("fitting", text):
        fitting = words.written("fitting")
        return Reading((Demand(Criterion.MAJOR, FITTING),), _told(text, fitting))
    return Reading((Demand(Criterion.MAJOR, text),))


def _certificate(criterion: Criterion, text: str) -> Reading:
    """A certificate of whatever level, or of one that is named: that no roster records."""
    words = book_words()
    if words.says("certificate", text) or fold_words(text) == fold_words(words.columns[criterion]):
        label = words.written("certificate")
        return Reading((Demand(criterion, ANY_CERTIFICATE),), _told(text, label))
    bare = _OR_MORE.sub("", _AT_LEAST.sub("", fold_words(text)))
    meant = {*match("cert", text), *match("cert", bare), *match("cert", f"{words.columns[criterion]} {bare}")}
    if criterion.value not in meant:
        expected = "; ".join((words.written("certificate"), words.written("nothing")))
        raise Misread("book_certificate_unknown", found=text, expected=expected)
    return Reading((Demand(criterion, text),))


def _number(attribute: str, text: str) -> Reading:
    """Read a number, or one for each gender ("nam 60, nữ 55"); of months also years ("5 năm")."""
    words = fold_words(text)
    by_gender = _BY_GENDER.search(words)
    numbers = _NUMBER.findall(words)
    if by_gender:
        found = [int(each) for each in by_gender.groups() if each is not None]
    elif len(numbers) == 1:
        found = [int(numbers[0])] * 2
    else:
        raise _wrong_number(attribute, text)
    is_years = attribute == MONTHS_LEFT and not by_gender and bool(_YEARS_WORKED.search(words))
    limits = dict(zip(("nam", "nu"), [each * 12 if is_years else each for each in found], strict=True))
    least, most = _RANGES[attribute]
    if not all(least <= limit <= most for limit in limits.values()):
        raise _wrong_number(attribute, text)
    kind = AgeKind.MAX_YEARS if attribute == FIRST_AGE else AgeKind.MONTHS_LEFT
    age = AgeRule(kind, Moment.FIRST_APPOINTMENT, limits)
    return Reading((Demand(Criterion.AGE, age=age),), "" if text.isdigit() else told_limits(limits))


def told_limits(limits: Mapping[str, int]) -> str:
    """Word the limits of an age rule: one number, or one for each gender."""
    if len(set(limits.values())) == 1:
        return str(next(iter(limits.values())))
    return ", ".join(f"{GENDER[gender]} {limit}" for gender, limit in limits.items())


def _wrong_number(attribute: str, text: str) -> Misread:
    least, most = _RANGES[attribute]
    return Misread("book_number_wrong", found=text, least=str(least), most=str(most))


def told_demand(demand: Demand) -> str:
    """Word a demand as the workbook would: a label, a text, a number."""
    if demand.age is not None:
        return told_limits(demand.age.limits)
    if demand.criterion in LEVELS:
        return level_labels(demand.criterion).get(demand.level, demand.level)
    words = book_words()
    special = {FITTING: words.written("fitting"), ANY_CERTIFICATE: words.written("certificate")}
    return special.get(demand.level, demand.level)


def demands_by_column(rule: OfficeRule) -> dict[str, str]:
    """Return what a rule demands as the workbook would word it, by column."""
    return {attribute_of(each): told_demand(each) for each in rule.demands}


def attribute_of(demand: Demand) -> str:
    """Return the column that a demand stands in."""
    if demand.age is None:
        return demand.criterion.value
    return FIRST_AGE if demand.age.kind is AgeKind.MAX_YEARS else MONTHS_LEFT
