"""Typed text, numbers and dates → the canonical string that is stored, and how it is shown again."""

import re
import unicodedata
from datetime import date
from decimal import Decimal
from typing import Final

from surveys.replies.rejected import Rejected
from surveys.replies.words import fold, squeeze, squeeze_polite

MAXIMUM_TEXT_LENGTH: Final = 4000
"""Characters of a free answer: what one chat message holds."""

MAXIMUM_DIGITS: Final = 15
"""Digits of a number: what a float carries exactly."""

_JOINERS: Final = "\u200c\u200d"  # kept: some scripts and emoji need them
_INTEGER: Final = re.compile(r"[+-]?[0-9]+", re.ASCII)
_THOUSANDS: Final = re.compile(r"[+-]?[0-9]{1,3}(?:\.[0-9]{3})+", re.ASCII)
_DECIMAL: Final = re.compile(r"[+-]?(?:[0-9]+(?:[.,][0-9]*)?|[.,][0-9]+)", re.ASCII)
_GROUPED: Final = re.compile(
    r"([+-]?[1-9][0-9]{0,2}(?:([.,])[0-9]{3})(?:\2[0-9]{3})*)(?:([.,])([0-9]+))?", re.ASCII
)
_WITH_UNIT: Final = re.compile(r"([+-]?[0-9.]+) ([^\W\d]+)")
_NUMBER_WORDS: Final = {
    "một": 1,
    "mot": 1,
    "hai": 2,
    "ba": 3,
    "bốn": 4,
    "bon": 4,
    "năm": 5,
    "sáu": 6,
    "sau": 6,
    "bảy": 7,
    "bay": 7,
    "tám": 8,
    "tam": 8,
    "chín": 9,
    "chin": 9,
    "mười": 10,
    "muoi": 10,
}


def read_text(text: str, maximum: int = MAXIMUM_TEXT_LENGTH) -> str | Rejected:
    """Clean a free answer: NFC, without control and invisible characters; refuse an empty or overlong one."""
    composed = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    kept = "".join(letter for letter in composed if _is_kept(letter)).strip()
    if not kept.strip(_JOINERS + "\ufe0f "):
        return Rejected("empty")
    if len(kept) > maximum:
        return Rejected("too_long", parameters={"maximum": str(maximum), "length": str(len(kept))})
    return kept


def _is_kept(letter: str) -> bool:
    return letter in "\n\t" + _JOINERS or unicodedata.category(letter) not in ("Cc", "Cf", "Cs", "Cn", "Co")


def read_integer(text: str, label: str = "") -> str | Rejected:
    """Read a whole number: "1975", "1.975", "năm 1975", "hai"; "3 lớp" if the label asks for "số lớp"."""
    typed = squeeze_polite(text).casefold().rstrip(" .,;!?")
    typed = re.sub(r"^(?:sinh )?(?:năm|nam|khoảng|khoang) (?=[0-9])", "", typed)
    if (unit := _WITH_UNIT.fullmatch(typed)) and f"so {fold(unit[2])}" in fold(label):
        typed = unit[1]
    if typed in _NUMBER_WORDS:
        return str(_NUMBER_WORDS[typed])
    if _THOUSANDS.fullmatch(typed) and not typed.lstrip("+-").startswith("0"):
        typed = typed.replace(".", "")
    if not _INTEGER.fullmatch(typed):
        return Rejected("empty" if not typed else "not_integer", parameters={"typed": quote(text)})
    return _too_large(typed) or str(int(typed))


def read_decimal(text: str) -> str | Rejected:
    """Read a number with comma or dot: "2,5", "2.5", "1.975,5"; "1.975" could be two numbers."""
    typed = squeeze_polite(text).casefold().rstrip(" ;!?")
    typed = typed[:-1] if typed[-1:] in (".", ",") else typed
    if grouped := _GROUPED.fullmatch(typed):
        whole, separator, other, fraction = grouped.groups()
        if other == separator:
            return Rejected("not_decimal", parameters={"typed": quote(text)})
        if fraction is None and whole.count(separator) == 1:
            return _two_numbers(whole, text)
        typed = whole.replace(separator, "") + ("" if fraction is None else "." + fraction)
    if not _DECIMAL.fullmatch(typed):
        return Rejected("empty" if not typed else "not_decimal", parameters={"typed": quote(text)})
    return _too_large(typed) or _plain(Decimal(typed.replace(",", ".")))


def _two_numbers(typed: str, text: str) -> Rejected:
    whole, fraction = re.sub(r"[.,]", "", typed), typed.replace(".", ",") + "0"
    return Rejected(
        "ambiguous_number", parameters={"typed": quote(text), "whole": whole, "fraction": fraction}
    )


def _too_large(typed: str) -> Rejected | None:
    if sum(letter.isdigit() for letter in typed) <= MAXIMUM_DIGITS:
        return None
    return Rejected("number_too_large", parameters={"maximum": str(MAXIMUM_DIGITS)})


def _plain(number: Decimal) -> str:
    shown = f"{number:f}"
    shown = shown.rstrip("0").rstrip(".") if "." in shown else shown
    return "0" if shown in ("-0", "") else shown


_DAY_FIRST: Final = re.compile(r"([0-9]{1,2})([/.\- ])([0-9]{1,2})\2([0-9]+)", re.ASCII)
_YEAR_FIRST: Final = re.compile(r"([0-9]{4})([/.\-])([0-9]{1,2})\2([0-9]{1,2})", re.ASCII)
_IN_WORDS: Final = re.compile(r"(?:mung |mong )?([0-9]{1,2}) thang ([0-9]{1,2}) nam ([0-9]+)", re.ASCII)
_NO_YEAR: Final = re.compile(r"[0-9]{1,2}[/.\-][0-9]{1,2}|(?:ngay )?[0-9]{1,2} thang [0-9]{1,2}", re.ASCII)
_MONTH: Final = re.compile(r"(?:thang )?([0-9]{1,2})(?: ?[/.\-] ?| nam )([0-9]{4})", re.ASCII)
_YEAR: Final = re.compile(r"(?:nam )?([0-9]{4})", re.ASCII)


def read_date(text: str, appearance: str = "") -> str | Rejected:
    """Read a day as ISO: "2/9/1975", "2 tháng 9 năm 1975", "1975-09-02"; days come before months.

    With the XLSForm appearances ``year`` and ``month-year`` a year or a month is enough and its first day
    is stored. A year of two digits is refused: it could be two centuries.
    """
    typed = _date_text(text)
    if "year" in appearance.split() and (year := _YEAR.fullmatch(typed)):
        return _day(int(year[1]), 1, 1)
    if "month-year" in appearance.split() and (month := _MONTH.fullmatch(typed)):
        return _day(int(month[2]), int(month[1]), 1)
    if iso := _YEAR_FIRST.fullmatch(typed):
        return _day(int(iso[1]), int(iso[3]), int(iso[4]))
    if written := _IN_WORDS.fullmatch(typed):
        return _day_of_year(written[3], written[2], written[1])
    if usual := _DAY_FIRST.fullmatch(typed):
        return _day_of_year(usual[4], usual[3], usual[1])
    if _NO_YEAR.fullmatch(typed) or _MONTH.fullmatch(typed) or _YEAR.fullmatch(typed):
        return Rejected("incomplete_date", parameters={"typed": quote(text)})
    return Rejected("not_date" if typed else "empty", parameters={"typed": quote(text)})


def _date_text(text: str) -> str:
    typed = squeeze_polite(text).casefold().rstrip(" .,;!?").replace(",", " ")
    typed = re.sub(r" ?([/.\-]) ?", r"\1", re.sub(r" +", " ", typed))
    if re.search(r"[^\W\d]", typed):
        typed = re.sub(r"[^\W\d]+", lambda word: fold(word[0]), typed)
    return re.sub(r"^ngay ", "", typed)


def _day_of_year(year: str, month: str, day: str) -> str | Rejected:
    if len(year) == 2:
        return Rejected("two_digit_year", parameters={"year": year})
    if len(year) != 4:
        return Rejected("not_date", parameters={"typed": f"{day}/{month}/{year}"[:40]})
    return _day(int(year), int(month), int(day))


def _day(year: int, month: int, day: int) -> str | Rejected:
    typed = f"{day}/{month}/{year}"
    if not 1900 <= year <= 2100:
        return Rejected("impossible_date", parameters={"typed": typed})
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return Rejected("impossible_date", parameters={"typed": typed})


def show_date(value: str) -> str:
    """Write a stored day as people do here: ``1975-09-02`` → 2/9/1975; anything else stays."""
    try:
        day = date.fromisoformat(value)
    except ValueError:
        return value
    return f"{day.day}/{day.month}/{day.year}"


def show_decimal(value: str) -> str:
    """Write a stored decimal with a comma."""
    return value.replace(".", ",")


def quote(text: str) -> str:
    """Keep a piece of what was typed for the answer back: one line, not too long."""
    shown = "".join(letter for letter in squeeze(text) if unicodedata.category(letter)[0] != "C")
    return shown if len(shown) <= 40 else shown[:39] + "…"
