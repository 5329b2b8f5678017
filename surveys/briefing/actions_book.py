"""A workbook of actions that comes back: rows, or every problem with its cell."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from functools import cache
from typing import Final

from surveys.problems import Place, Problem
from surveys.reporting.texts.briefing import ACTIONS_BOOK as TEXTS
from surveys.roster.dates import read_date, show
from surveys.roster.misread import Misread
from surveys.spelling import fold_words
from surveys.workbooks import Sheet, Workbook, read_workbook
from surveys.workbooks.cells import CellValue, Unreadable
from surveys.workbooks.tables import Headings, SheetTable, find_header, in_order, read_header

LONGEST: Final = 500
"""Letters of an action, and of what came of it."""
YEARS: Final = (2000, 2100)
PROBLEM_PARAMETERS: Final[Mapping[str, tuple[str, ...]]] = {
    "actions_no_table": (),
    "actions_no_round": (),
    "actions_other_round": ("found",),
    "actions_nothing": (),
    "actions_no_text": (),
    "actions_long": ("count", "most"),
    "actions_number": ("found",),
    "actions_number_twice": ("found", "first"),
    "actions_owner": ("found", "known"),
    "actions_owner_unclear": ("found", "candidates"),
}
"""The problems of this room beside those of any table, with what each tells."""
_MARK: Final = re.compile(re.escape(fold_words(TEXTS.mark.format(round=""))) + r" (\d{1,9})")


@dataclass(frozen=True, slots=True)
class ActionRow:
    """One row: ``number`` of an action that is there, ``None`` for a new one; ``owner`` by number."""

    number: int | None
    text: str
    owner: int | None
    due: date | None
    is_done: bool
    report: str


@dataclass(frozen=True, slots=True)
class Round:
    """What a workbook may be about: the numbers of its actions, the names of its people by number."""

    actions: frozenset[int]
    people: Mapping[int, str]


@dataclass(frozen=True, slots=True)
class ActionsBook:
    """A clean workbook: which round it is of, and its rows."""

    round_id: int
    rows: tuple[ActionRow, ...]


@cache
def headings() -> Headings:
    """Return what its table is known by."""
    spelled = {fold_words(heading): name for name, heading in TEXTS.columns.items()}
    spelled |= {fold_words(word): name for name, words in TEXTS.spellings.items() for word in words}
    return Headings(TEXTS.columns, spelled, ("text", "owner", "due"), ("text", "due"), fewest=4)


def is_actions_book(book: Workbook) -> bool:
    """Say whether a workbook is one of actions: it says of which round."""
    return any(_round_of(sheet) is not None for sheet in book.sheets)


def _round_of(sheet: Sheet) -> int | None:
    cells = (value for row in sheet.rows[:10] for value in row if isinstance(value, str))
    found = (_MARK.fullmatch(fold_words(value)) for value in cells)
    return next((int(each[1]) for each in found if each), None)


def read_actions(content: bytes, filename: str, rounds: Mapping[int, Round]) -> ActionsBook | list[Problem]:
    """Read a workbook against the rounds that its sender may change. Never raises for a bad file."""
    book = read_workbook(content, filename)
    if isinstance(book, list):
        return book
    for sheet in book.sheets:
        number, header = _round_of(sheet), find_header(sheet, headings())
        if number is None:
            continue
        if header is None:
            return [Problem("actions_no_table", Place(sheet.name))]
        if number not in rounds:
            return [Problem("actions_other_round", Place(sheet.name), {"found": str(number)})]
        table, problems, _ = read_header(sheet, header, headings())
        reading = _Reading(table, rounds[number], has_1904_dates=book.has_1904_dates)
        rows = reading.rows() if not problems else ()
        problems += reading.problems
        if not rows and not problems:
            problems.append(Problem("actions_nothing", Place(sheet.name)))
        return in_order(problems, book) if problems else ActionsBook(number, tuple(rows))
    return [Problem("actions_no_round")]


class _Reading:
    """Reads the rows of one table; what is wrong stands in ``problems``."""

    def __init__(self, table: SheetTable, known: Round, *, has_1904_dates: bool) -> None:
        self._table = table
        self._known = known
        self._has_1904_dates = has_1904_dates
        self._names = {number: fold_words(name) for number, name in known.people.items()}
        self._seen: dict[int, str] = {}
        self.problems: list[Problem] = []

    def rows(self) -> Sequence[ActionRow]:
        return [
            self._row(row)
            for row in self._table.rows()
            if any(self._text(row, name) for name in self._table.columns if name != "number")
        ]

    def _row(self, row: int) -> ActionRow:
        text, report = self._text(row, "text"), self._text(row, "report")
        if not text:
            self._report("actions_no_text", row, "text")
        for name, value in (("text", text), ("report", report)):
            if len(value) > LONGEST:
                self._report("actions_long", row, name, count=str(len(value)), most=str(LONGEST))
        is_done = fold_words(self._text(row, "done")) in map(fold_words, TEXTS.yes)
        return ActionRow(self._number(row), text, self._owner(row), self._due(row), is_done, report)

    def _value(self, row: int, name: str) -> CellValue:
        return self._table.value(row, name)

    def _text(self, row: int, name: str) -> str:
        value = self._value(row, name)
        if isinstance(value, Unreadable):
            self._report(value.code, row, name, found=value.shown)
            return ""
        return "" if value is None else " ".join(show(value).split())

    def _number(self, row: int) -> int | None:
        shown = self._text(row, "number")
        if not shown:
            return None
        number = int(shown) if shown.isdecimal() and len(shown) < 10 else 0
        cell = self._table.place(row, "number").cell
        if number not in self._known.actions:
            self._report("actions_number", row, "number", found=shown[:40])
        elif number in self._seen:
            self._report("actions_number_twice", row, "number", found=shown, first=self._seen[number])
        self._seen.setdefault(number, cell)
        return number

    def _owner(self, row: int) -> int | None:
        """Return who is named: by name and unit as the workbook offers them, or by a name that only one has."""
        shown = self._text(row, "owner")
        if not shown:
            return None
        folded = fold_words(shown)
        whole = [number for number, name in self._names.items() if name == folded]
        close = whole or [number for number, name in self._names.items() if f" {folded} " in f" {name} "]
        if len(close) == 1:
            return close[0]
        named = [self._known.people[number] for number in close]
        if close:
            self._report("actions_owner_unclear", row, "owner", found=shown[:80], candidates="; ".join(named))
            return None
        near = get_close_matches(shown, self._known.people.values(), n=3, cutoff=0.4)
        self._report("actions_owner", row, "owner", found=shown[:80], known="; ".join(near) or "–")
        return None

    def _due(self, row: int) -> date | None:
        value = self._value(row, "due")
        if value is None or (isinstance(value, str) and not fold_words(value)):
            return None
        column = TEXTS.columns["due"]
        try:
            found = read_date(value, YEARS, has_1904_dates=self._has_1904_dates).exact_day
        except Misread as misread:
            self._report(misread.code, row, "due", **{"column": column} | misread.parameters)
            return None
        if found is None:
            self._report("not_a_date", row, "due", column=column, found=show(value))
        return found

    def _report(self, code: str, row: int, name: str, **parameters: str) -> None:
        self.problems.append(Problem(code, self._table.place(row, name), parameters))
