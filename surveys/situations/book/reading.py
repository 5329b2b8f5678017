"""A workbook of situations into a bank, or every problem at once."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from surveys.planning.book.rows import Row, is_example, notes_of, rows_of
from surveys.planning.book.sheets import find_tables, tables_of
from surveys.problems import Place, Problem
from surveys.roster.alike import merge_alike
from surveys.situations.book.around import Around
from surveys.situations.book.rows import read_situation
from surveys.situations.book.words import KIND, situation_words
from surveys.situations.model import Bank
from surveys.spelling import fold_words
from surveys.workbooks import Workbook, fonts_retyped, fonts_unclear, read_workbook
from surveys.workbooks.tables import in_order


@dataclass(frozen=True, slots=True)
class SituationBook:
    """A clean workbook. ``notes`` stop nothing: what was understood, what waits for its review."""

    bank: Bank
    notes: tuple[Problem, ...] = ()


def read_situation_book(content: bytes, filename: str, around: Around) -> SituationBook | list[Problem]:
    """Read a bank of situations, or say all that is wrong. Never raises for a bad file."""
    book = read_workbook(content, filename)
    if isinstance(book, list):
        return book
    around = replace(around, has_1904_dates=book.has_1904_dates)
    words = situation_words()
    tables, problems, notes = find_tables(book, (KIND,), words)
    problems += fonts_unclear(book)
    notes += fonts_retyped(book)
    held = rows_of(KIND, tables_of(KIND, tables), words)
    rows = [row for row in held if not is_example(row)]
    notes += [
        Problem("plan_example", row.table.place(row.row, "code"), {"found": row.text("code")})
        for row in held
        if is_example(row)
    ]
    bank = Bank(tuple(read_situation(row, around) for row in _once(rows)))
    problems += [each for row in held for each in row.problems]
    if tables and not rows and not problems:
        problems.append(Problem("plan_nothing", Place(tables[0][1].sheet.name), {}))
    if problems:
        return in_order(merge_alike(problems), book)
    return SituationBook(bank, _notes(book, notes, rows))


def _once(rows: Iterable[Row]) -> list[Row]:
    """Report each code that a row above has."""
    found, first = list(rows), dict[str, str]()
    for row in found:
        code = fold_words(row.text("code"))
        other = first.setdefault(code, row.cell)
        if code and other != row.cell:
            row.report("plan_row_twice", "code", found=row.text("code"), first=other)
    return found


def _notes(book: Workbook, notes: list[Problem], rows: list[Row]) -> tuple[Problem, ...]:
    told = [*notes, *(each for row in rows for each in row.notes), *notes_of(rows)]
    return tuple(in_order(told, book))
