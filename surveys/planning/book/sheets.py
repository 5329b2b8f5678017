"""Which tables of the plan stand in a workbook: told by their headers, never by the names of the sheets."""

from collections.abc import Iterable
from typing import Final

from surveys.planning.book.problems import problem
from surveys.planning.book.words import PlanWords, plan_words
from surveys.problems import Place, Problem
from surveys.workbooks import Sheet, Workbook
from surveys.workbooks.tables import Header, SheetTable, find_header, read_header, recognised

_ANYBODYS: Final = frozenset({"number", "note"})
"""Columns that tables of any kind have."""
Found = tuple[str, SheetTable]
"""A kind of table, and the table."""


def names_plan_table(book: Workbook, words: PlanWords | None = None) -> bool:
    """Say whether any sheet holds a table that a plan is made from, with all the columns that it needs.

    ``words``: those of other workbooks, the plan's if they are not given.
    """
    known = words or plan_words()
    found = (_best_kind(sheet, known.inputs, known) for sheet in book.sheets if sheet.rows)
    return any(_is_telling(best[0], best[1], known) for best in found if best is not None)


def find_tables(
    book: Workbook, kinds: Iterable[str], words: PlanWords | None = None
) -> tuple[list[Found], list[Problem], list[Problem]]:
    """Return the tables of some kinds, what is wrong with their headers, and what was left out."""
    wanted = tuple(kinds)
    tables: list[Found] = []
    problems: list[Problem] = []
    notes: list[Problem] = []
    words = words or plan_words()
    filled = [sheet for sheet in book.sheets if sheet.rows]
    for sheet in filled:
        best = _best_kind(sheet, wanted, words)
        if best is None:
            if not (sheet.is_hidden or words.is_own_sheet(sheet.name)):
                notes.append(problem("plan_unknown_sheet", Place(sheet.name), found=sheet.name))
            continue
        if words.begins_example(sheet.name):
            notes.append(problem("plan_example", Place(sheet.name), found=sheet.name))
        elif sheet.is_hidden:
            notes.append(problem("plan_ignored_sheet", Place(sheet.name), found=sheet.name))
        else:
            kind, header = best
            table, found, told = read_header(sheet, header, words.tables[kind])
            problems += found
            notes += told
            tables.append((kind, table))
    if not tables:
        expected = "; ".join(words.names[kind] for kind in wanted)
        problems.append(problem("plan_no_table", Place(filled[0].name if filled else ""), expected=expected))
    return tables, problems, notes


def _best_kind(sheet: Sheet, kinds: Iterable[str], words: PlanWords) -> tuple[str, Header] | None:
    """Return the kind whose columns a header names best: all that it needs, then most of them."""
    headers = ((kind, find_header(sheet, words.tables[kind])) for kind in kinds)
    found = [(kind, header) for kind, header in headers if header is not None]

    def fits(each: tuple[str, Header]) -> tuple[bool, int]:
        return _is_whole(each[0], each[1], words), _count(each[0], each[1], words)

    return max(found, key=fits, default=None)


def _is_telling(kind: str, header: Header, words: PlanWords) -> bool:
    """Say whether a header is that of a kind alone: a list of officials has units and notes, too."""
    named = set(recognised(header, words.tables[kind])) - _ANYBODYS
    return _is_whole(kind, header, words) and len(named) >= words.tables[kind].fewest


def _is_whole(kind: str, header: Header, words: PlanWords) -> bool:
    headings = words.tables[kind]
    return set(headings.required) <= set(recognised(header, headings))


def _count(kind: str, header: Header, words: PlanWords) -> int:
    return len(recognised(header, words.tables[kind]))


def tables_of(kind: str, tables: Iterable[Found]) -> list[SheetTable]:
    """Return the tables of one kind."""
    return [table for each, table in tables if each == kind]
