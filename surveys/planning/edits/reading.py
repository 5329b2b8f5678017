"""A changed workbook of a plan into the plan after the change, or every problem at once."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from surveys.planning.book.problems import problem
from surveys.planning.book.rows import Row, is_sum, rows_of
from surveys.planning.book.sheets import find_tables, tables_of
from surveys.planning.checking import Breach, Rule, broken
from surveys.planning.edits.classes import ClassRow, read_classes
from surveys.planning.edits.editing import Editing
from surveys.planning.edits.seats import Seating, read_seating, seats_of
from surveys.planning.edits.telling import changes_of
from surveys.planning.plan import Fixed, LeftOut, LeftOutWhy, Plan, PlannedClass, why_of
from surveys.problems import Place, Problem
from surveys.spelling import fold_words
from surveys.workbooks import Workbook, read_workbook
from surveys.workbooks.tables import in_order

_KINDS: Final = ("classes", "seats")
_MARK: Final = re.compile(r"\b[0-9a-f]{10}\b")
_TOP: Final = 5


@dataclass(frozen=True, slots=True)
class EditedPlan:
    """The plan after the change. ``changes`` are worded like problems but stop nothing; none: it is as it was."""

    plan: Plan
    changes: tuple[Problem, ...] = ()


def read_edited_plan(content: bytes, filename: str, editing: Editing) -> EditedPlan | list[Problem]:
    """Read a plan's workbook that was changed, or say all that is wrong with it. Never raises for a bad file.

    What breaks a limit that the plan did not break before is a problem, at the cell where it may be mended.
    """
    book = read_workbook(content, filename)
    if isinstance(book, list):
        return book
    around = replace(editing.around, has_1904_dates=book.has_1904_dates)
    editing = replace(editing, around=around)
    if editing.marks and (other := _other_mark(book, editing.marks)):
        return [
            problem(
                "plan_mark_other", Place(book.sheets[0].name), found=other, held=" / ".join(editing.marks)
            )
        ]
    tables, problems, _ = find_tables(book, _KINDS)
    held = {
        kind: [row for row in rows_of(kind, tables_of(kind, tables)) if not is_sum(row)] for kind in _KINDS
    }
    if not problems and not held["classes"]:
        problems.append(problem("plan_nothing", Place(tables[0][1].sheet.name)))
    classes = read_classes(held["classes"], editing)
    has_seats = any(kind == "seats" for kind, _ in tables)
    seating = read_seating(held["seats"], classes, editing) if has_seats else None
    problems += [each for rows in held.values() for row in rows for each in row.problems]
    if problems:
        return in_order(problems, book)
    plan = _changed(classes, seating, editing)
    problems = [*_miscounted(classes, plan, seating), *_breaches(plan, classes, seating, editing)]
    if problems:
        return in_order(problems, book)
    return EditedPlan(plan, tuple(changes_of(plan, classes, seating, editing)))


def bears_mark(book: Workbook) -> bool:
    """Say whether a workbook bears the mark of a plan that was sent out."""
    return any(fold_words(text).startswith("dau cua ban ke hoach") for text in _top_texts(book))


def marks_of(book: Workbook) -> set[str]:
    """Return the marks of plans that stand in the upper rows of a workbook."""
    return {found for text in _top_texts(book) for found in _MARK.findall(text)}


def _top_texts(book: Workbook) -> Iterator[str]:
    for sheet in book.sheets:
        for row in sheet.rows[:_TOP]:
            yield from (cell for cell in row if isinstance(cell, str))


def _other_mark(book: Workbook, own: tuple[str, ...]) -> str:
    """Return the mark of another plan that a workbook bears, '' if it bears this one's, or none."""
    marks = marks_of(book)
    return "" if not marks or marks & set(own) else min(marks)


def _changed(classes: list[ClassRow], seating: Seating | None, editing: Editing) -> Plan:
    """Return the plan after the change; the numbers of classes stay."""
    made = []
    for read in classes:
        seats = seats_of(read, seating, editing)
        before = read.before
        planned = replace(read.planned, seats=seats)
        if before is None or seats != before.seats:
            planned = replace(planned, why=why_of(seats))
        has_others = before is None or {s.official for s in seats} != {s.official for s in before.seats}
        if has_others and not read.sets_cost:
            cost = read.course.cost_per_class + len(seats) * read.course.cost_per_person
            planned = replace(planned, cost=cost)
        if planned != before and planned.fixed is None:
            planned = replace(planned, fixed=Fixed.EDITED)
        made.append(planned)
    ordered = tuple(sorted(made, key=lambda each: (each.first, each.last, each.number)))
    plan = editing.plan
    if ordered == tuple(sorted(plan.classes, key=lambda each: (each.first, each.last, each.number))):
        return plan
    return replace(plan, classes=ordered, left_out=_left_out(ordered, plan))


def _left_out(classes: tuple[PlannedClass, ...], plan: Plan) -> tuple[LeftOut, ...]:
    """Return who has no seat, or a later one: as before, without those who have got one, with those who lost theirs."""
    quarter = {(seat.official, each.course): each.quarter for each in classes for seat in each.seats}
    kept = [
        replace(left, then=quarter.get((left.official, left.course)))
        for left in plan.left_out
        if left.then is not None or (left.official, left.course) not in quarter
    ]
    known = {(left.official, left.course) for left in kept}
    lost = [
        LeftOut(seat.official, each.course, LeftOutWhy.BY_HAND, seat.reasons)
        for each in plan.classes
        for seat in each.seats
        if (seat.official, each.course) not in quarter and (seat.official, each.course) not in known
    ]
    return tuple(sorted([*kept, *lost], key=lambda left: (left.official, left.course)))


def _miscounted(classes: Iterable[ClassRow], plan: Plan, seating: Seating | None) -> Iterator[Problem]:
    """Yield classes whose number of people was changed where it cannot be: it is that of the people in the list."""
    counts = {each.number: len(each.seats) for each in plan.classes}
    for read in classes:
        number = read.planned.number
        is_as_before = read.before is not None and read.count == len(read.before.seats)
        if read.count is None or read.count == counts[number] or (seating is not None and is_as_before):
            continue
        place = read.row.table.place(read.row.row, "count")
        told = {"found": str(read.count), "held": str(counts[number]), "number": str(number)}
        yield problem("plan_count_differs", place, **told)


_CELLS: Final = {
    Rule.COURSE: "course",
    Rule.YEAR: "from",
    Rule.CLOSED: "from",
    Rule.QUARTER: "quarter",
    Rule.SEATS: "place",
    Rule.BUDGET: "cost",
    Rule.SOURCE: "source",
}
"""Where a broken limit may be mended; of the others where the people stand."""


def _breaches(
    plan: Plan, classes: Iterable[ClassRow], seating: Seating | None, editing: Editing
) -> Iterator[Problem]:
    """Yield the limits that are broken now and were not before."""
    catalogue = editing.around.catalogue
    before = set(broken(editing.plan, editing.limits, catalogue, editing.people))
    rows = {read.planned.number: read.row for read in classes}
    for breach in broken(plan, editing.limits, catalogue, editing.people):
        if breach not in before:
            yield _told(breach, rows, seating, editing)


def _told(breach: Breach, rows: dict[int, Row], seating: Seating | None, editing: Editing) -> Problem:
    """Word a broken limit at the cell where it may be mended: at the last class that shares in it."""
    number = breach.classes[-1]
    places = [(number, official) for official in breach.officials]
    row = next((seating.rows[each] for each in places if seating and each in seating.rows), None)
    at = row.table.place(row.row, "class") if row else None
    people = editing.around.people
    names = [people[each].full_name for each in breach.officials if each in people]
    units = {person.unit: person.official.unit_name for person in editing.people}
    words = {
        "classes": ", ".join(map(str, breach.classes)),
        "people": ", ".join(names) or "–",
        "subject": units.get(breach.subject, breach.subject) or "–",
        "week": f"{breach.week:%d/%m/%Y}" if breach.week else "–",
        **{name: f"{value:,}".replace(",", ".") for name, value in breach.parameters},
    }
    place = at or rows[number].table.place(rows[number].row, _CELLS.get(breach.rule, "count"))
    return problem(f"plan_breaks_{breach.rule}", place, **words)
