"""The results of classes, entered in a list: who has completed which class, and by what certificate."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from surveys.planning.book.cells import read_choice
from surveys.planning.book.people import People
from surveys.planning.book.problems import problem
from surveys.planning.book.rows import Row, is_example, rows_of
from surveys.planning.book.sheets import find_tables, tables_of
from surveys.planning.book.surroundings import Surroundings
from surveys.planning.plan import Plan
from surveys.problems import Place, Problem
from surveys.workbooks import read_workbook
from surveys.workbooks.tables import in_order

_KIND: Final = "results"
_MOST: Final = 10_000
_COMPLETED: Final = "completed"


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


def read_results(
    content: bytes, filename: str, plan: Plan, around: Surroundings
) -> SeatResults | list[Problem]:
    """Read a list of results, or say all that is wrong with it. Never raises for a bad file.

    A row without a result says nothing. A result of somebody who has no seat in the class is a problem.
    """
    book = read_workbook(content, filename)
    if isinstance(book, list):
        return book
    around = replace(around, has_1904_dates=book.has_1904_dates)
    tables, problems, _ = find_tables(book, (_KIND,))
    rows = [row for row in rows_of(_KIND, tables_of(_KIND, tables)) if not is_example(row)]
    said = [row for row in rows if row.value("result") is not None]
    results = _read(said, _seats(plan), around)
    problems += [each for row in rows for each in row.problems]
    if not problems and not results:
        problems.append(problem("plan_no_result", Place(tables[0][1].sheet.name)))
    return in_order(problems, book) if problems else SeatResults(results, len(rows) - len(said))


def _seats(plan: Plan) -> Mapping[int, frozenset[int]]:
    return {each.number: frozenset(seat.official for seat in each.seats) for each in plan.classes}


def _read(
    rows: Iterable[Row], seats: Mapping[int, frozenset[int]], around: Surroundings
) -> tuple[SeatResult, ...]:
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
        elif other != row.cell:
            row.report("plan_row_twice", "full_name", found=name, first=other)
        else:
            is_completed = result == _COMPLETED
            found.append(SeatResult(number, official, is_completed, row.text("evidence"), row.text("note")))
    return tuple(found)
