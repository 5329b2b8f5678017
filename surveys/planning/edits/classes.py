"""The rows of classes: what each class is after the change, and what was changed."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from surveys.planning.book.cells import read_choice, read_quarters
from surveys.planning.book.persons import course_of, nearest_course
from surveys.planning.book.rows import Row
from surveys.planning.book.words import plan_words
from surveys.planning.courses import Course
from surveys.planning.edits.days import first_in, last_day, quarter_of
from surveys.planning.edits.editing import Editing
from surveys.planning.plan import PlannedClass
from surveys.roster.dates import read_date
from surveys.roster.misread import Misread
from surveys.spelling import fold_words
from surveys.workbooks import CellValue

_MOST: int = 10_000
_TEXTS = ("place", "provider", "source")
_YEARS = (2000, 2100)


@dataclass(slots=True)
class ClassRow:
    """A row with the class that it makes. ``before``: the class as it went out, ``None`` for a new one."""

    row: Row
    planned: PlannedClass
    before: PlannedClass | None
    course: Course
    count: int | None = None  # how many people its cell says
    sets_cost: bool = False
    changes: list[tuple[str, str, dict[str, str]]] = field(default_factory=list)


def read_classes(rows: Iterable[Row], editing: Editing) -> list[ClassRow]:
    """Read the classes; what is wrong stands in the rows."""
    before = {each.number: each for each in editing.plan.classes}
    found: list[ClassRow] = []
    first: dict[int, str] = {}
    unused = max(before, default=0)
    for row in rows:
        number = row.number("number", 1, _MOST)
        if number is None:
            unused += 1
            number = unused
        unused = max(unused, number)
        other = first.setdefault(number, row.cell)
        if other != row.cell:
            row.report("plan_row_twice", "number", found=str(number), first=other)
            continue
        read = _read(row, number, before.get(number), editing)
        if read is not None:
            found.append(read)
    return found


def _read(row: Row, number: int, before: PlannedClass | None, editing: Editing) -> ClassRow | None:
    course = _course(row, editing)
    if course is None:
        return None
    if before is not None and before.course != course.code:
        told = {"found": course.code, "held": before.course, "number": str(number)}
        row.report("plan_other_course", "course", **told)
        return None
    held = before or PlannedClass(
        number,
        course.code,
        0,
        date(editing.plan.year, 1, 1),
        date(editing.plan.year, 1, 1),
        (),
        provider=next(iter(course.providers), ""),
        form=next(iter(course.forms), ""),
        source=next((each.source for each in editing.limits.budgets if each.pays(course)), ""),
    )
    found = ClassRow(row, held, before, course)
    _read_days(found, editing)
    _read_texts(found)
    _read_cost(found)
    found.count = row.number("count", 0, _MOST)
    return found


def _course(row: Row, editing: Editing) -> Course | None:
    if not row.need("course"):
        return None
    text, catalogue = row.text("course"), editing.around.catalogue
    code = course_of(text, catalogue)
    if not code:
        row.report("plan_course_unknown", "course", found=text[:80], nearest=nearest_course(text, catalogue))
        return None
    return catalogue.by_code[code]


def _read_days(read: ClassRow, editing: Editing) -> None:
    """Read the days. A quarter alone moves a class to its first fitting days, a first day takes the last along."""
    row, held, limits = read.row, read.planned, editing.limits

    def day(value: CellValue) -> date:
        found = read_date(value, _YEARS, has_1904_dates=editing.around.has_1904_dates).exact_day
        if found is None:
            raise Misread("book_day_inexact", found=str(value))
        return found

    none: tuple[int, ...] = ()
    first, last = row.read("from", day, None), row.read("to", day, None)
    quarter = next(iter(row.read_text("quarter", read_quarters, none)), None)
    is_new = read.before is None
    keeps_days = not is_new and first in (None, held.first) and last in (None, held.last)
    if keeps_days and quarter not in (None, held.quarter):
        first, last = first_in(read.course, limits, quarter or 1)
    elif is_new and first is None and quarter is not None:
        first, last = first_in(read.course, limits, quarter)
    elif first is not None and (last is None or (last == held.last and first != held.first)):
        same = None if is_new or last is None else first + (held.last - held.first)
        last = same or last_day(read.course, limits, first)
    first, last = first or held.first, last or held.last
    if is_new and quarter is None and row.value("from") is None:
        row.report("plan_missing", "from")
        return
    if last < first:
        row.report("plan_days_reversed", "to", first=f"{first:%d/%m/%Y}", last=f"{last:%d/%m/%Y}")
        return
    told = quarter_of(first)
    if not keeps_days and quarter not in (None, held.quarter, told):
        row.report("plan_quarter_differs", "quarter", first=f"{first:%d/%m/%Y}", quarter=str(told))
        return
    if not is_new and (first, last) != (held.first, held.last):
        words = {"before": _days(held.first, held.last), "after": _days(first, last)}
        read.changes.append(("plan_changed_days", "from", words))
    is_same = not is_new and first == held.first
    read.planned = replace(held, first=first, last=last, quarter=held.quarter if is_same else told)


def _days(first: date, last: date) -> str:
    return f"{first:%d/%m/%Y}–{last:%d/%m/%Y}"


def _read_texts(read: ClassRow) -> None:
    """Read place, provider, source and form. A column that the file has not changes nothing; an empty cell does."""
    row, is_new = read.row, read.before is None
    for attribute in _TEXTS:
        held, text = str(getattr(read.planned, attribute)), row.text(attribute)
        if (
            attribute not in row.table.columns
            or fold_words(text) == fold_words(held)
            or (is_new and not text)
        ):
            continue
        read.planned = _with(read.planned, attribute, text)
        _tell(read, attribute, held, text)
    code = read.planned.form
    form = row.read_text("form", lambda text: read_choice("form", text), code)
    if form != code:
        read.planned = replace(read.planned, form=form)
        _tell(read, "form", _form(code), _form(form))


def _form(code: str) -> str:
    words = plan_words()
    return words.label("form", code) if code in words.choices["form"] else code


def _with(planned: PlannedClass, attribute: str, text: str) -> PlannedClass:
    """Return a class with another of its texts."""
    changed: dict[str, Any] = {attribute: text}
    return replace(planned, **changed)


def _tell(read: ClassRow, attribute: str, before: str, after: str) -> None:
    if read.before is not None:
        words = {"column": read.row.heading(attribute), "before": before or "–", "after": after or "–"}
        read.changes.append(("plan_changed_text", attribute, words))


def _read_cost(read: ClassRow) -> None:
    """Read the cost; if its cell was not changed, it follows the people."""
    if read.row.value("cost") is None:
        return
    cost = read.row.money("cost")
    if cost != read.planned.cost:
        read.sets_cost = True
        read.planned = replace(read.planned, cost=cost)
