"""The tables of a workbook of standards: which of its sheets are read."""

from functools import cache
from typing import Final

from surveys.problems import Place, Problem
from surveys.spelling import fold_words
from surveys.standards.book.problems import problem
from surveys.standards.book.words import book_words
from surveys.workbooks import CellValue, Workbook
from surveys.workbooks.tables import Headings, SheetTable, find_header, read_header

REQUIRED: Final = ("title", "from", "basis", "status")


@cache
def _headings() -> Headings:
    words = book_words()
    return Headings(words.columns, words.attribute_of, REQUIRED, ("title",))


def find_tables(book: Workbook) -> tuple[list[SheetTable], list[Problem], list[Problem]]:
    """Return the tables to read, what is wrong with their headers, and what was understood or left out."""
    tables: list[SheetTable] = []
    problems: list[Problem] = []
    notes: list[Problem] = []
    filled = [sheet for sheet in book.sheets if sheet.rows]
    for sheet in filled:
        header = find_header(sheet, _headings())
        if header and _is_example(sheet.name):
            notes.append(problem("book_example", Place(sheet.name), found=sheet.name))
        elif header and not sheet.is_hidden:
            table, found, told = read_header(sheet, header, _headings())
            problems += found
            notes += told
            tables.append(table)
        elif header:
            notes.append(problem("book_ignored_sheet", Place(sheet.name), found=sheet.name))
    if not tables:
        expected = "; ".join(book_words().columns[name] for name in REQUIRED)
        problems.append(problem("book_no_header", Place(filled[0].name if filled else ""), expected=expected))
    return tables, problems, notes


def _is_example(text: str) -> bool:
    words = f"{fold_words(text)} "
    return any(words.startswith(f"{fold_words(each)} ") for each in book_words().words["example"])


def is_example(value: CellValue) -> bool:
    """Say whether a cell says that its row is only an example."""
    return isinstance(value, str) and _is_example(value)
