"""The results of classes, entered in a list: who has completed which class, and by what certificate."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from surveys.planning.book.cells import read_choice
from surveys.planning.book.people import People
from surveys.planning.book.problems import problem
from surveys.planning.book.rows import Row, is_example, rows_of
from surveys.planning.book.sheets import find_tables, tables_of
from surveys.planning.book.surroundings import Surroundings
from surveys.planning.plan import Plan
from surveys.problems import Place, Problem
from surveys.spelling import fold_words
from surveys.workbooks import Workbook, read_workbook
from surveys.workbooks.tables import in_order

_KIND: Final = "results"
_MOST: Final = 10_000
_COMPLETED: Final = "completed"
_PLAN: Final = re.compile(r"\bban ke hoach so (\d{1,9})\b")
_TOP: Final = 5


@dataclass(frozen=True, slots=True)
class SeatResult:
    """What became of one seat. ``evidence``: the number of the certificate; ``note`` as it was written."""

    class_number: int
    official: int
    is_completed: bool
    evidence: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class SeatResults:
    """A clean list. ``open_count``: rows in which nothing is said yet."""

    results: tuple[SeatResult, ...]
    open_count: int = 0


def plan_of_results(book: Workbook) -> int | None:
    """Return the number of the plan of which a workbook is the list of results; ``None`` if it is none."""
    tables, problems, _ = find_tables(book, (_KIND,))
    if problems or not tables:
        return None
    upper = (
        cell for sheet in book.sheets for row in sheet.rows[:_TOP] for cell in row if isinstance(cell, str)
    )
    return next((int(found[1]) for text in upper if (found := _PLAN.search(fold_words(text)))), None)


def read_results(
    content: bytes, filename: str, plan: Plan, around: Surroundings, day: date | None = None
) -> SeatResults | list[Problem]:
    """Read a list of results, or say all that is wrong with it. Never raises for a bad file.

    A row without a result says nothing. A result of somebody who has no seat in the class is a problem, and one of a
    class that is not over on a day, if it is given.
    """
    book = read_workbook(content, filename)
    if isinstance(book, list):
        return book
    around = replace(around, has_1904_dates=book.has_1904_dates)
    tables, problems, _ = find_tables(book, (_KIND,))
    rows = [row for row in rows_of(_KIND, tables_of(_KIND, tables)) if not is_example(row)]
    said = [row for row in rows if row.value("result") is not None]
    results = _read(said, plan, around, day)
    problems += [each for row in rows for each in row.problems]
    if not problems and not results:
        problems.append(problem("plan_no_result", Place(tables[0][1].sheet.name)))
    return in_order(problems, book) if problems else SeatResults(results, len(rows) - len(said))


def _read(rows: Iterable[Row], plan: Plan, around: Surroundings, day: date | None) -> tuple[SeatResult, ...]:
    seats = {each.number: frozenset(seat.official for seat in each.seats) for each in plan.classes}
    ends = {each.number: each.last for each in plan.classes}
    people = People(around)
    first: dict[tuple[int, int], str] = {}
    found = []
    for row in rows:
        row.need("class")
        number, official = row.number("class", 1, _MOST), people.find(row)
        result = row.read_text("result", lambda text: read_choice("result", text), "")
        if number is None or official is None or not result:
            continue
        name = around.people[official].full_name
        other = first.setdefault((number, official), row.cell)
        if number not in seats:
            row.report("plan_class_unknown", "class", found=str(number))
        elif official not in seats[number]:
            row.report("plan_not_in_class", "class", found=name, number=str(number))
        elif day is not None and day < ends[number]:
            row.report("plan_not_over", "result", number=str(number), last=f"{ends[number]:%d/%m/%Y}")
        elif other != row.cell:
            row.report("plan_row_twice", "full_name", found=name, first=other)
        else:
            is_completed = result == _COMPLETED
            found.append(SeatResult(number, official, is_completed, row.text("evidence"), row.text("note")))
    return tuple(found)
