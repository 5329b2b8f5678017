"""One row of the workbook into a draft of rules, or the problems of its cells."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from surveys.problems import Problem
from surveys.roster import RosterUnit
from surveys.roster.misread import Misread
from surveys.spelling import fold_words
from surveys.standards.book.cells import CRITERIA, plain, read_criterion, read_day
from surveys.standards.book.problems import PROBLEM_PARAMETERS, problem
from surveys.standards.book.scopes import read_scope
from surveys.standards.book.sheets import is_example
from surveys.standards.book.words import book_words
from surveys.standards.regimes import Demand
from surveys.titles import Titles, nearest_titles, read_title
from surveys.workbooks.tables import SheetTable

CONFIRMED: Final = "confirmed"
TO_VERIFY: Final = "to_verify"
_STATUSES: Final = (CONFIRMED, TO_VERIFY)
_NO_NUMBER: Final = "00"
"""The number of the decision in our example: no decision has it."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a row is read with: the office's titles and units, and the day for rows without one of their own."""

    titles: Titles
    units: tuple[RosterUnit, ...]
    day: date
    has_1904_dates: bool = False


@dataclass(slots=True)
class Draft:
    """What the cells of one row say. ``understood``: attribute, text and meaning of what was not read as it stands."""

    table: SheetTable
    row: int
    titles: tuple[str, ...] = ()
    demands: dict[str, tuple[Demand, ...]] = field(default_factory=dict)
    units: frozenset[str] | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    basis: str = ""
    clause: str = ""
    status: str = ""
    empty: int = 0
    has_scope: bool = True
    problems: list[Problem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)
    understood: list[tuple[str, str, str]] = field(default_factory=list)

    @property
    def says_nothing(self) -> bool:
        """Say whether no criterion is filled in, not even wrongly."""
        return self.empty == len(CRITERIA)

    def report(self, code: str, attribute: str, **parameters: str) -> None:
        """Add a problem at the cell of an attribute."""
        self.problems.append(problem(code, self.table.place(self.row, attribute), **parameters))

    def note(self, code: str, attribute: str, **parameters: str) -> None:
        """Add a note at the cell of an attribute."""
        self.notes.append(problem(code, self.table.place(self.row, attribute), **parameters))

    def heading(self, attribute: str) -> str:
        """Return the heading of a column: the file's, else ours."""
        return self.table.headings.get(attribute) or book_words().columns[attribute]

    def cell(self) -> str:
        """Return where the row stands, for a sentence about another row."""
        place = self.table.place(self.row, "title")
        return place.cell


def read_row(table: SheetTable, row: int, around: Surroundings) -> Draft | None:
    """Read every known cell of a row; ``None`` for one that holds nothing."""
    filled = [name for name in table.columns if name != "number" and table.value(row, name) is not None]
    if not filled:
        return None
    draft = Draft(table, row)
    if is_example(table.value(row, "title")) or is_example(table.value(row, "number")):
        draft.note("book_example", "title", found=_shown(draft, "title"))
        draft.empty = len(CRITERIA)
        return draft
    for attribute in ("from", "to"):
        _read_day(draft, attribute, around)
    for attribute in CRITERIA:
        _read_criterion(draft, attribute)
    is_rule = not draft.says_nothing or any(name in filled for name in ("from", "to", "basis", "status"))
    _read_titles(draft, around, is_rule=is_rule)
    _read_scope(draft, around)
    draft.basis, draft.clause = _text(draft, "basis"), _text(draft, "clause")
    _read_status(draft)
    if draft.says_nothing:
        return draft
    if not draft.status and "status" in table.columns and not _shown(draft, "status"):
        draft.report("book_status_missing", "status", expected=_statuses())
    if draft.status == CONFIRMED:
        _need_grounds(draft)
    return draft


def _shown(draft: Draft, attribute: str) -> str:
    value = draft.table.value(draft.row, attribute)
    return "" if value is None else " ".join(str(value).split())[:80]


def _misread(draft: Draft, attribute: str, misread: Misread) -> None:
    """Report a cell that was not understood: by our own code, or by one that every workbook has."""
    named = {"column": draft.heading(attribute)} | misread.parameters
    if misread.code in PROBLEM_PARAMETERS:
        draft.report(misread.code, attribute, **named)
    else:
        place = draft.table.place(draft.row, attribute)
        draft.problems.append(Problem(misread.code, place, named))


def _text(draft: Draft, attribute: str) -> str:
    try:
        return plain(draft.table.value(draft.row, attribute))
    except Misread as misread:
        _misread(draft, attribute, misread)
        return ""


def _read_day(draft: Draft, attribute: str, around: Surroundings) -> None:
    value = draft.table.value(draft.row, attribute)
    if value is None:
        return
    try:
        day = read_day(value, has_1904_dates=around.has_1904_dates)
    except Misread as misread:
        _misread(draft, attribute, misread)
        return
    if attribute == "from":
        draft.starts_on = day
    else:
        draft.ends_on = day
    if draft.starts_on and draft.ends_on and draft.ends_on < draft.starts_on:
        first, last = (f"{each:%d/%m/%Y}" for each in (draft.starts_on, draft.ends_on))
        draft.report("book_days_reversed", "to", first=first, last=last)


def _read_criterion(draft: Draft, attribute: str) -> None:
    value = draft.table.value(draft.row, attribute)
    if value is None:
        draft.empty += 1
        return
    try:
        found = read_criterion(attribute, value)
    except Misread as misread:
        _misread(draft, attribute, misread)
        return
    draft.demands[attribute] = found.demands
    if found.meant:
        draft.understood.append((attribute, _shown(draft, attribute), found.meant))


def _read_titles(draft: Draft, around: Surroundings, *, is_rule: bool) -> None:
    """Read one title, or several to which the row applies alike. A heading or a signature is no title."""
    text = _text(draft, "title")
    if not text:
        if is_rule:
            draft.report("book_title_missing", "title")
        return
    day = draft.starts_on or around.day
    found = read_title(around.titles, text, day)
    titles = around.titles
    short = next((part for part in (*found.parts, found) if part.titles and part.others), None)
    if short is not None and is_rule:  # a rule for the wrong one would judge people
        candidates = "; ".join(titles.label(code) for code in (*short.titles, *short.others))
        draft.report("book_title_unclear", "title", found=short.text or text, candidates=candidates)
    elif found.titles:
        draft.titles = found.titles
        labels = "; ".join(titles.label(code) for code in found.titles)
        if len(found.titles) > 1:
            draft.note("book_several_titles", "title", found=text, meant=labels)
        elif text.casefold() != labels.casefold():
            draft.understood.append(("title", text, labels))
        for code in found.titles:
            if is_rule and not titles.by_code[code].covers(day):
                draft.report("book_title_not_then", "title", found=titles.label(code), day=f"{day:%d/%m/%Y}")
    elif not is_rule:
        draft.note("book_ignored_row", "title", found=text)
    elif found.candidates:
        candidates = "; ".join(titles.label(code) for code in found.candidates)
        draft.report("book_title_unclear", "title", found=found.unclear, candidates=candidates)
    else:
        near = "; ".join(titles.label(code) for code in nearest_titles(titles, found.unclear or text, day))
        draft.report("book_title_unknown", "title", found=found.unclear or text, nearest=near or "–")


def _read_scope(draft: Draft, around: Surroundings) -> None:
    text = _text(draft, "scope")
    draft.has_scope = bool(text)
    try:
        draft.units, unheld = read_scope(text, around.units)
    except Misread as misread:
        _misread(draft, "scope", misread)
        return
    province = book_words().written("province")
    if draft.units is None and text and fold_words(text) != fold_words(province):
        draft.understood.append(("scope", _shown(draft, "scope"), province))
    for code in unheld:
        draft.note("book_unit_not_held", "scope", found=code)


def _read_status(draft: Draft) -> None:
    text, words = _text(draft, "status"), book_words()
    if not text:
        return
    draft.status = next((each for each in _STATUSES if words.says(each, text)), "")
    if not draft.status and words.says("ticked", text) and words.says(CONFIRMED, draft.heading("status")):
        draft.status = CONFIRMED
        draft.understood.append(("status", text, words.written(CONFIRMED)))
    if not draft.status:
        draft.report("book_status_unknown", "status", found=text, expected=_statuses())


def _statuses() -> str:
    return "; ".join(map(book_words().written, _STATUSES))


def _need_grounds(draft: Draft) -> None:
    if draft.starts_on is None and draft.table.value(draft.row, "from") is None:
        draft.report("book_day_missing", "from", column=draft.heading("from"))
    is_missing = not draft.basis and draft.table.value(draft.row, "basis") is None
    if is_missing or book_words().says(TO_VERIFY, draft.basis):
        draft.report("book_basis_missing", "basis", column=draft.heading("basis"))
    elif is_example(draft.basis) or _NO_NUMBER in fold_words(draft.basis).split():
        draft.report("book_basis_example", "basis", column=draft.heading("basis"), found=draft.basis[:80])


def notes_of(drafts: Iterable[Draft]) -> list[Problem]:
    """Return what was understood, each spelling once, at its first cell."""
    first: dict[tuple[str, str, str], tuple[Draft, int]] = {}
    for draft in drafts:
        for attribute, text, meant in draft.understood:
            held = first.get((attribute, text, meant))
            first[attribute, text, meant] = (held[0], held[1] + 1) if held else (draft, 1)
    return [
        problem(
            "book_understood",
            draft.table.place(draft.row, attribute),
            column=draft.heading(attribute),
            found=text,
            meant=meant,
            count=str(count),
        )
        for (attribute, text, meant), (draft, count) in first.items()
    ]
