"""One row of the file into one draft of an official, or the problems of its cells."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any, Final

from surveys.roster.columns import (
    COLUMNS,
    NAMES,
    POSTS,
    REQUIRED,
    Table,
)
from surveys.roster.combined import (
    body_of,
    labels_of,
    one_line,
    place_in_unit,
    read_beside_name,
    read_certificate_columns,
    read_marks,
    read_posts,
    read_sex,
    read_title_cell,
)
from surveys.roster.dates import BIRTH_YEARS, TITLE_YEARS, LooseDate, read_date, show
from surveys.roster.drafts import Draft, Reader
from surveys.roster.matching import match, match_certificates, nearest_label
from surveys.roster.misread import Misread
from surveys.roster.person_names import read_person_name
from surveys.roster.phones import read_phone
from surveys.roster.posts import read_field
from surveys.roster.problems import problem
from surveys.roster.vocabularies import VOCABULARIES
from surveys.workbooks import CellValue, Unreadable

ADULT_AGE: Final = 18
OLDEST_AGE: Final = 80
_LENGTHS: Final[Mapping[str, int]] = {"roster_key": 64, "note": 2000, "major": 300}
_LENGTH: Final = 200
_LETTER = re.compile(r"[^\W\d_]")


def read_row(table: Table, row: int, reader: Reader, *, unit: str = "", bodies: Sequence[str] = ()) -> Draft:
    """Read every known cell of a row. ``unit`` and ``bodies`` are those of the sections in which it stands."""
    own = body_of(table, row)
    draft = Draft(table, row, bodies=(own, *bodies) if own else tuple(bodies))
    for attribute in COLUMNS:
        try:
            value = _cell(draft, attribute)
            if value is not None:
                draft.read[attribute] = _read_cell(draft, attribute, value, reader)
            elif attribute in REQUIRED and not (attribute == "title" and set(POSTS) & set(table.columns)):
                draft.report("missing_value", attribute, column=COLUMNS[attribute])
        except Misread as misread:
            named = {"column": COLUMNS[attribute]} | misread.parameters
            draft.report(misread.code, attribute, **named)
    read_posts(draft, reader)
    read_marks(draft)
    read_certificate_columns(draft)
    read_beside_name(draft, reader)
    read_sex(draft)
    place_in_unit(draft, unit)
    _check_ages(draft, reader.as_of)
    return draft


def _cell(draft: Draft, attribute: str) -> CellValue:
    table, row = draft.table, draft.row
    value = table.value(row, attribute)
    if attribute == "full_name" and value is None:
        parts = [table.value(row, name) for name in NAMES]
        joined = " ".join(str(part) for part in parts if part is not None)
        return joined or None
    return value


def _read_cell(draft: Draft, attribute: str, value: CellValue, reader: Reader) -> Any:
    if isinstance(value, Unreadable):
        raise Misread(value.code, found=value.shown)
    if attribute == "birth":
        return read_date(value, BIRTH_YEARS, has_1904_dates=reader.has_1904_dates)
    if attribute == "title_since":
        return read_date(value, TITLE_YEARS, has_1904_dates=reader.has_1904_dates)
    shown = _grade(value) if attribute == "edu" else show(value)
    limit = _LENGTHS.get(attribute, _LENGTH)
    if len(shown) > limit:
        raise Misread("text_too_long", limit=str(limit))
    if attribute == "phone":
        return _read_phone(draft, value)
    if attribute == "title":
        return read_title_cell(draft, shown, reader)
    if attribute == "qual":
        return _read_qualification(draft, shown)
    if attribute == "field_of_work":
        return _read_field(draft, shown, reader)
    if attribute == "full_name":
        return _read_person(draft, shown)
    read = _READERS.get(attribute)
    return read(shown) if read else shown


def _read_field(draft: Draft, shown: str, reader: Reader) -> str:
    found = read_field(reader.titles, shown)
    if not found:
        draft.note("field_unknown", "field_of_work", found=one_line(shown))
    return found


def _read_qualification(draft: Draft, shown: str) -> str:
    """Read a level, or a level with the field of study behind it: "ĐH Luật", "Thạc sĩ Quản lý công"."""
    if match("qual", shown):
        return _read_code("qual", shown)
    words = one_line(shown).split()
    for length in range(min(3, len(words) - 1), 0, -1):
        codes = match("qual", " ".join(words[:length]))
        major = " ".join(words[length:]).strip("-–:,() ")
        if len(codes) == 1 and _LETTER.search(major):
            if draft.table.value(draft.row, "major") is None:
                draft.read["major"] = major
            qual = VOCABULARIES["qual"][codes[0]]
            draft.note("major_in_qual", "qual", count="1", found=one_line(shown), qual=qual, major=major)
            return codes[0]
    return _read_code("qual", shown)


def _read_person(draft: Draft, shown: str) -> str:
    """Read a name, without the "Đ/c" or "ThS." before it and the marks behind it; an "(nữ)" tells the gender.

    What else stands behind it waits for the titles.
    """
    written = one_line(shown)
    found = read_person_name(written)
    name = _read_name(found.name)
    for taken in found.removed:
        draft.note("honorific", "full_name", count="1", taken=taken, found=written, name=name)
    if found.gender:
        draft.read["sex_in_name"] = found.gender
    if found.aside:
        draft.read["beside_name"] = found.aside
    elif found.is_odd:
        draft.note("name_kept", "full_name", found=name)
    return name


def _read_name(shown: str) -> str:
    name = one_line(shown)
    if not _LETTER.search(name) or any(letter.isdigit() for letter in name):
        raise Misread("not_a_name", found=name)
    return name


def _read_code(attribute: str, shown: str) -> str:
    codes = match(attribute, shown)
    if len(codes) == 1:
        return codes[0]
    found = one_line(shown)
    if codes:
        raise Misread("ambiguous_value", found=found, candidates=labels_of(attribute, codes))
    raise _unknown(attribute, found, shown)


def _unknown(attribute: str, found: str, looked_up: str) -> Misread:
    expected = labels_of(attribute, tuple(VOCABULARIES[attribute]))
    nearest = nearest_label(attribute, looked_up)
    if nearest:
        return Misread("misspelt_value", found=found, expected=expected, nearest=nearest)
    return Misread("unknown_value", found=found, expected=expected)


def _read_certificates(shown: str) -> str:
    codes, unknown, ambiguous = match_certificates(shown)
    if unknown:
        raise _unknown("cert", ", ".join(unknown), unknown[0])
    if ambiguous:
        candidates = labels_of("cert", match("cert", ambiguous[0]))
        raise Misread("ambiguous_value", found=", ".join(ambiguous), candidates=candidates)
    if "none" in codes and len(codes) > 1:
        raise Misread("none_with_others", found=one_line(shown))
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


_READERS: Final[Mapping[str, Callable[[str], str]]] = {
    "roster_key": one_line,
    "unit": one_line,
    "unit_code": one_line,
    "parent": one_line,
    "gender": partial(_read_code, "gender"),
    "ethnicity": partial(_read_code, "ethnicity"),
    "edu": partial(_read_code, "edu"),
    "major": one_line,
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
