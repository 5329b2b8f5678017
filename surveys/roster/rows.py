"""One row of the file into one draft of an official, or the problems of its cells."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any, Final

from surveys.problems import Problem
from surveys.roster.columns import (
    BIRTHS,
    CERTIFICATES,
    COLUMNS,
    MARK,
    MEANT,
    NAMES,
    POSTS,
    REQUIRED,
    Table,
    meant,
)
from surveys.roster.dates import BIRTH_YEARS, TITLE_YEARS, LooseDate, read_date, show
from surveys.roster.matching import match, match_certificates, nearest_label
from surveys.roster.misread import Misread
from surveys.roster.phones import read_phone
from surveys.roster.posts import Post, join_posts, read_field, read_post, tell_post
from surveys.roster.problems import problem
from surveys.roster.unit_names import names_body, parse_name, unit_named_in
from surveys.roster.vocabularies import VOCABULARIES
from surveys.spelling import fold, fold_words
from surveys.titles import Titles
from surveys.workbooks import CellValue, Unreadable

ADULT_AGE: Final = 18
OLDEST_AGE: Final = 80
_LENGTHS: Final[Mapping[str, int]] = {"roster_key": 64, "note": 2000, "major": 300}
_LENGTH: Final = 200
_HAS_NONE: Final = frozenset({"chua", "khong", "0", "chua co", "khong co", "chua bd", "chua boi duong"})
_MARKS: Final = frozenset({"x", "v", "1", "co", "✓", "✔", "√", "+", "*", "●", "•", "■", "true"})
_UNMARKED: Final = frozenset({"", "0", "-", "–", "khong", "false", "o"})
_HONORIFIC: Final = re.compile(r"^(?:đ ?/ ?c|đ\.c|đồng chí|(?:ông|bà)(?= ?:))[\s.:]+(?=\S)", re.IGNORECASE)
_LETTER = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class Reader:
    """What cells are read by. ``as_of``, if given, is the day on which ages are judged and titles are meant."""

    titles: Titles
    as_of: date | None = None
    has_1904_dates: bool = False


@dataclass(slots=True)
class Draft:
    """What the cells of one row say, before rows are compared. ``read``: attribute -> value.

    ``body``: the section's body in which they stand, such as "Phòng Kinh tế".
    """

    table: Table
    row: int
    read: dict[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)
    body: str = ""

    def text(self, attribute: str) -> str:
        """Return a textual attribute, '' where the cell is empty or was not understood."""
        return str(self.read.get(attribute, ""))

    def report(self, code: str, attribute: str, **parameters: str) -> None:
        """Add a problem at the cell of ``attribute``."""
        self.problems.append(problem(code, self.table.place(self.row, attribute), **parameters))

    def note(self, code: str, attribute: str, **parameters: str) -> None:
        """Add a note at the cell of ``attribute``."""
        self.notes.append(problem(code, self.table.place(self.row, attribute), **parameters))


def read_row(table: Table, row: int, reader: Reader, *, unit: str = "", body: str = "") -> Draft:
    """Read every known cell of a row. ``unit`` and ``body`` are those of the section in which it stands."""
    draft = Draft(table, row, body=_body_of(table, row) or body)
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
    _read_posts(draft, reader)
    _read_marks(draft)
    _read_certificate_columns(draft)
    _read_sex(draft)
    _place_in_unit(draft, unit)
    _check_ages(draft, reader.as_of)
    return draft


def _place_in_unit(draft: Draft, unit: str) -> None:
    """Put somebody into the unit of the section, and a department that is their unit below the commune."""
    own = draft.text("unit")
    if not own and "unit_code" not in draft.read:
        if unit:
            draft.read["unit"] = unit
        return
    above = unit_named_in(own) or unit
    if own and above and names_body(own) and parse_name(own).kind == "" and "parent" not in draft.read:
        draft.read["parent"] = above


def _body_of(table: Table, row: int) -> str:
    """Return the department or body that a cell of the row names, '' if none does."""
    for attribute in ("department", "unit"):
        cell = table.value(row, attribute)
        if isinstance(cell, str) and (attribute == "department" or names_body(cell)):
            return _one_line(cell)[:_LENGTH]
    return ""


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
        return _read_title(draft, shown, reader)
    if attribute == "qual":
        return _read_qualification(draft, shown)
    if attribute == "field_of_work":
        return _read_field(draft, shown, reader)
    if attribute == "full_name":
        return _read_person(draft, shown)
    read = _READERS.get(attribute)
    return read(shown) if read else shown


def _read_title(draft: Draft, shown: str, reader: Reader) -> str:
    """Read the main title; further ones, a field of work and what was understood stand in the draft."""
    post = read_post(reader.titles, shown, draft.body, reader.as_of)
    return _keep_post(draft, post, _one_line(shown), reader)


def _keep_post(draft: Draft, post: Post, shown: str, reader: Reader) -> str:
    draft.read["title"] = post.titles[0]
    draft.read["concurrent_titles"] = " ".join(post.titles[1:])
    draft.read["title_field"] = post.field
    for code, parameters in tell_post(reader.titles, post, shown, reader.as_of):
        draft.note(code, "title", count="1", **parameters)
    return post.titles[0]


def _read_posts(draft: Draft, reader: Reader) -> None:
    """Read the columns of titles by body, beside the title's own column or instead of it.

    Of somebody who has a title, a further one that nobody knows is told and not kept.
    """
    filled = [name for name in POSTS if draft.table.value(draft.row, name) is not None]
    has_title = draft.table.value(draft.row, "title") is not None
    if not filled:
        if not has_title and set(POSTS) & set(draft.table.columns):
            column = next(name for name in ("title", *POSTS) if name in draft.table.columns)
            draft.report("missing_value", column, column=COLUMNS["title"])
        return
    if has_title and "title" not in draft.read:
        return  # its own problem stands already
    own = [draft.text("title"), *draft.text("concurrent_titles").split()]
    posts = [Post(tuple(own), draft.text("title_field"))] if has_title else []
    shown = [_one_line(show(draft.table.value(draft.row, "title")))] if has_title else []
    unread: list[tuple[str, Misread]] = []
    for name in filled:
        text = _one_line(show(draft.table.value(draft.row, name)))
        try:
            posts.append(read_post(reader.titles, text, POSTS[name] or draft.body, reader.as_of))
            shown.append(text)
        except Misread as misread:
            unread.append((name, misread))
    for name, why in unread:
        if posts:
            draft.note("post_unread", name, count="1", column=MEANT[name], found=why.parameters["found"])
        else:
            draft.report(why.code, name, **why.parameters)
    if posts:
        draft.notes = [note for note in draft.notes if note.code != "several_titles"]
        _keep_post(draft, join_posts(reader.titles, posts), "; ".join(shown), reader)


def _read_field(draft: Draft, shown: str, reader: Reader) -> str:
    found = read_field(reader.titles, shown)
    if not found:
        draft.note("field_unknown", "field_of_work", found=_one_line(shown))
    return found


def _read_qualification(draft: Draft, shown: str) -> str:
    """Read a level, or a level with the field of study behind it: "ĐH Luật", "Thạc sĩ Quản lý công"."""
    if match("qual", shown):
        return _read_code("qual", shown)
    words = _one_line(shown).split()
    for length in range(min(3, len(words) - 1), 0, -1):
        codes = match("qual", " ".join(words[:length]))
        major = " ".join(words[length:]).strip("-–:,() ")
        if len(codes) == 1 and _LETTER.search(major):
            if draft.table.value(draft.row, "major") is None:
                draft.read["major"] = major
            qual = VOCABULARIES["qual"][codes[0]]
            draft.note("major_in_qual", "qual", count="1", found=_one_line(shown), qual=qual, major=major)
            return codes[0]
    return _read_code("qual", shown)


def _read_marks(draft: Draft) -> None:
    """Read the columns of one level each in which an "x" stands: one of them is ticked, or it is asked back."""
    ticked: dict[str, dict[str, str]] = {}
    for column in draft.table.columns:
        attribute, mark, code = column.partition(MARK)
        if not mark:
            continue
        value = draft.table.value(draft.row, column)
        written = fold(show(value)).strip() if not isinstance(value, Unreadable) else value.shown
        if written in _MARKS:
            ticked.setdefault(attribute, {})[code] = column
        elif written not in _UNMARKED:
            draft.report("not_a_mark", column, column=meant(column), found=_one_line(show(value)))
    for attribute, columns in ticked.items():
        codes = [code for code in VOCABULARIES[attribute] if code in columns]
        if attribute == "cert":
            draft.read["cert"] = " ".join(codes)
        elif len({*codes, *draft.text(attribute).split()}) > 1:
            words = {"column": COLUMNS[attribute], "found": _labels(attribute, tuple(codes))}
            draft.report("several_marks", columns[codes[-1]], **words)
        else:
            draft.read[attribute] = codes[0]


def _read_certificate_columns(draft: Draft) -> None:
    """Put the columns of one kind of certificate each into the list of certificates."""
    found = [code for code in str(draft.read.get("cert", "")).split() if code != "none"]
    is_none = draft.read.get("cert") == "none"
    for attribute, code in CERTIFICATES.items():
        value = draft.table.value(draft.row, attribute)
        if value is None or isinstance(value, Unreadable):
            continue
        words = fold_words(show(value))
        if not words or words in _HAS_NONE:
            is_none = True
        elif code not in found:
            found.append(code)
    known = [code for code in VOCABULARIES["cert"] if code in found]
    if known or is_none:
        draft.read["cert"] = " ".join(known) or "none"


def _read_sex(draft: Draft) -> None:
    """Take the gender from the column of birth dates in which somebody's stands."""
    filled = {
        name: show(value) for name in BIRTHS if (value := draft.table.value(draft.row, name)) is not None
    }
    if len(filled) > 1:
        draft.report("two_births", "birth_nu", found=filled["birth_nu"], other=filled["birth_nam"])
    for name in filled if len(filled) == 1 else ():
        labels = VOCABULARIES["gender"]
        if draft.read.setdefault("gender", BIRTHS[name]) != BIRTHS[name]:
            words = {"found": labels[draft.text("gender")], "other": labels[BIRTHS[name]]}
            draft.report("sex_disagrees", "gender", **words)


def _one_line(shown: str) -> str:
    return " ".join(shown.split())


def _read_person(draft: Draft, shown: str) -> str:
    """Read a name, without the "Đ/c" before it; "Ông" alone stays, for families are called so."""
    bare = _HONORIFIC.sub("", _one_line(shown))
    name = _read_name(bare)
    if bare != _one_line(shown):
        draft.note("honorific", "full_name", count="1", found=_one_line(shown), name=name)
    return name


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
    "unit": _one_line,
    "unit_code": _one_line,
    "parent": _one_line,
    "gender": partial(_read_code, "gender"),
    "edu": partial(_read_code, "edu"),
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
