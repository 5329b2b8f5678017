"""One row of the file into one draft of an official, or the problems of its cells."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any, Final

from surveys.problems import Problem
from surveys.roster.columns import COLUMNS, REQUIRED, Table
from surveys.roster.dates import BIRTH_YEARS, TITLE_YEARS, LooseDate, read_date, show
from surveys.roster.matching import match, match_certificates, nearest_label
from surveys.roster.misread import Misread
from surveys.roster.phones import read_phone
from surveys.roster.problems import problem
from surveys.roster.vocabularies import VOCABULARIES
from surveys.workbooks import CellValue, Unreadable

ADULT_AGE: Final = 18
OLDEST_AGE: Final = 80
_LENGTHS: Final[Mapping[str, int]] = {"roster_key": 64, "note": 2000, "major": 300}
_LENGTH: Final = 200
_LETTER = re.compile(r"[^\W\d_]")


@dataclass(slots=True)
class Draft:
    """What the cells of one row say, before rows are compared. ``read``: attribute -> value."""

    table: Table
    row: int
    read: dict[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)

    def text(self, attribute: str) -> str:
        """Return a textual attribute, '' where the cell is empty or was not understood."""
        return str(self.read.get(attribute, ""))

    def report(self, code: str, attribute: str, **parameters: str) -> None:
        """Add a problem at the cell of ``attribute``."""
        self.problems.append(problem(code, self.table.place(self.row, attribute), **parameters))


def read_row(table: Table, row: int, as_of: date | None, *, has_1904_dates: bool) -> Draft:
    """Read every known cell of a row. ``as_of``, if given, is the day on which ages are judged."""
    draft = Draft(table, row)
    for attribute in COLUMNS:
        value = table.value(row, attribute)
        if value is None:
            if attribute in REQUIRED and attribute in table.columns:
                draft.report("missing_value", attribute, column=COLUMNS[attribute])
            continue
        try:
            draft.read[attribute] = _read_cell(draft, attribute, value, has_1904_dates=has_1904_dates)
        except Misread as misread:
            named = {"column": COLUMNS[attribute]} | misread.parameters
            draft.report(misread.code, attribute, **named)
    _check_ages(draft, as_of)
    return draft


def _read_cell(draft: Draft, attribute: str, value: CellValue, *, has_1904_dates: bool) -> Any:
    if isinstance(value, Unreadable):
        raise Misread(value.code, found=value.shown)
    if attribute == "birth":
        return read_date(value, BIRTH_YEARS, has_1904_dates=has_1904_dates)
    if attribute == "title_since":
        return read_date(value, TITLE_YEARS, has_1904_dates=has_1904_dates)
    shown = _grade(value) if attribute == "edu" else show(value)
    limit = _LENGTHS.get(attribute, _LENGTH)
    if len(shown) > limit:
        raise Misread("text_too_long", limit=str(limit))
    if attribute == "phone":
        return _read_phone(draft, value)
    reader = _READERS.get(attribute)
    return reader(shown) if reader else shown


def _one_line(shown: str) -> str:
    return " ".join(shown.split())


def _read_name(shown: str) -> str:
    name = _one_line(shown)
    if not _LETTER.search(name) or any(letter.isdigit() for letter in name):
        raise Misread("not_a_name", found=name)
    return name


def _read_code(attribute: str, shown: str) -> str:
    codes = match(attribute, shown)
    if len(codes) == 1:
        return codes[0]
    found = _one_line(shown)
    if codes:
        raise Misread("ambiguous_value", found=found, candidates=_labels(attribute, codes))
    raise _unknown(attribute, found, shown)


def _unknown(attribute: str, found: str, looked_up: str) -> Misread:
    expected = _labels(attribute, tuple(VOCABULARIES[attribute]))
    nearest = nearest_label(attribute, looked_up)
    if nearest:
        return Misread("misspelt_value", found=found, expected=expected, nearest=nearest)
    return Misread("unknown_value", found=found, expected=expected)


def _read_title(shown: str) -> str:
    try:
        return _read_code("title", shown)
    except Misread as misread:
        raise Misread(misread.code.replace("value", "title"), **misread.parameters) from None


def _read_certificates(shown: str) -> str:
    codes, unknown, ambiguous = match_certificates(shown)
    if unknown:
        raise _unknown("cert", ", ".join(unknown), unknown[0])
    if ambiguous:
        candidates = _labels("cert", match("cert", ambiguous[0]))
        raise Misread("ambiguous_value", found=", ".join(ambiguous), candidates=candidates)
    if "none" in codes and len(codes) > 1:
        raise Misread("none_with_others", found=_one_line(shown))
    return " ".join(codes)


def _read_phone(draft: Draft, value: CellValue) -> str:
    phone, is_renumbered = read_phone(value)
    if is_renumbered:
        place = draft.table.place(draft.row, "phone")
        draft.notes.append(problem("phone_renumbered", place, found=show(value), written=phone))
    return phone


def _grade(value: CellValue) -> str:
    """Undo Excel's reading of "10/10" or "9/12" as a day of the year: the smaller number is the grade."""
    if isinstance(value, date):
        return f"{min(value.day, value.month)}/{max(value.day, value.month)}"
    return show(value)


def _labels(attribute: str, codes: tuple[str, ...]) -> str:
    return "; ".join(VOCABULARIES[attribute][code] for code in codes)


_READERS: Final[Mapping[str, Callable[[str], str]]] = {
    "roster_key": _one_line,
    "full_name": _read_name,
    "title": _read_title,
    "unit": _one_line,
    "unit_code": _one_line,
    "parent": _one_line,
    "gender": partial(_read_code, "gender"),
    "edu": partial(_read_code, "edu"),
    "qual": partial(_read_code, "qual"),
    "major": _one_line,
    "pol": partial(_read_code, "pol"),
    "qlnn": partial(_read_code, "qlnn"),
    "cert": _read_certificates,
}


def _check_ages(draft: Draft, as_of: date | None) -> None:
    birth: LooseDate | None = draft.read.get("birth")
    since: LooseDate | None = draft.read.get("title_since")
    if birth and since and since.year - birth.year < ADULT_AGE:
        found = show(draft.table.value(draft.row, "title_since"))
        draft.report("title_before_adult", "title_since", found=found, birth_year=str(birth.year))
    if as_of is None:
        return
    if birth:
        age = as_of.year - birth.year
        found = show(draft.table.value(draft.row, "birth"))
        if age < ADULT_AGE or age > OLDEST_AGE:
            code = "too_young" if age < ADULT_AGE else "too_old"
            draft.report(code, "birth", found=found, age=str(age))
    if since and since.first_day > as_of:
        found = show(draft.table.value(draft.row, "title_since"))
        draft.report("title_in_future", "title_since", found=found, as_of=show(as_of))
