"""A workbook of the plan into values, or every problem at once."""

from dataclasses import dataclass, replace

from surveys.planning.book.courses import read_courses
from surveys.planning.book.limits import KINDS, read_limits
from surveys.planning.book.persons import read_learned, read_planned
from surveys.planning.book.problems import problem
from surveys.planning.book.rows import Row, is_example, notes_of, parted, rows_of
from surveys.planning.book.sheets import find_tables, tables_of
from surveys.planning.book.surroundings import Surroundings
from surveys.planning.book.words import plan_words
from surveys.planning.courses import Catalogue
from surveys.planning.learning import Learning
from surveys.planning.limits import Limits
from surveys.planning.succession import PlannedPost
from surveys.problems import Place, Problem
from surveys.roster.alike import merge_alike
from surveys.workbooks import fonts_retyped, fonts_unclear, read_workbook
from surveys.workbooks.tables import in_order


@dataclass(frozen=True, slots=True)
class PlanBook:
    """A clean workbook. What it has no table of, or one without rows, is ``None``: it says nothing about that.

    ``notes`` are worded like problems but stop nothing: what was understood rather than read, and what was left out.
    """

    catalogue: Catalogue | None = None
    planned: tuple[PlannedPost, ...] | None = None
    learning: tuple[Learning, ...] | None = None
    limits: Limits | None = None
    notes: tuple[Problem, ...] = ()


def read_plan_book(content: bytes, filename: str, around: Surroundings) -> PlanBook | list[Problem]:
    """Read all tables of the plan that a workbook holds, or say all that is wrong. Never raises for a bad file."""
    book = read_workbook(content, filename)
    if isinstance(book, list):
        return book
    around = replace(around, has_1904_dates=book.has_1904_dates)
    tables, problems, notes = find_tables(book, plan_words().inputs)
    problems += fonts_unclear(book)
    notes += fonts_retyped(book)
    rows: dict[str, list[Row]] = {}
    for kind in plan_words().inputs:
        held = rows_of(kind, tables_of(kind, tables))
        notes += [
            problem("plan_example", row.table.place(row.row, row.table.key), found=_shown(row))
            for row in held
            if is_example(row)
        ]
        rows[kind], others = parted(row for row in held if not is_example(row))
        notes += [row.aside() for row in others]
        problems = [each for each in problems if not any(row.is_at(each.place) for row in others)]
    found = _read(rows, around)
    problems += [each for held in rows.values() for row in held for each in row.problems]
    if tables and not any(rows.values()) and not problems:
        problems.append(problem("plan_nothing", Place(tables[0][1].sheet.name)))
    if problems:
        return in_order(merge_alike(problems), book)
    for kind, table in tables:
        count = sum(row.table is table for row in rows[kind])
        code, place = ("plan_table" if count else "plan_empty_table"), Place(table.sheet.name)
        notes.append(problem(code, place, table=plan_words().names[kind], count=str(count)))
    every = [row for held in rows.values() for row in held]
    notes += [each for row in every for each in row.notes] + notes_of(every)
    return replace(found, notes=tuple(in_order(notes, book)))


def _read(rows: dict[str, list[Row]], around: Surroundings) -> PlanBook:
    """Read the rows of each kind; a course may be named by the code that the same file gives it."""
    courses = read_courses(rows["courses"], around)
    own = Catalogue(courses) if courses else None
    catalogue = own or around.catalogue
    return PlanBook(
        own,
        read_planned(rows["succession"], around) if rows["succession"] else None,
        read_learned(rows["learning"], around, catalogue) if rows["learning"] else None,
        read_limits(rows, around, catalogue) if any(rows[kind] for kind in KINDS) else None,
    )


def _shown(row: Row) -> str:
    return " ".join(str(row.table.value(row.row, row.table.key) or "").split())[:80]
