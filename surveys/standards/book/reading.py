"""A workbook of standards into rules, or every problem at once."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from surveys.problems import Place, Problem
from surveys.roster import RosterUnit
from surveys.standards.book.cells import CRITERIA
from surveys.standards.book.floors import Placed, check_floors, check_regime, meet
from surveys.standards.book.problems import problem
from surveys.standards.book.rows import (
    CONFIRMED,
    TO_VERIFY,
    Draft,
    Surroundings,
    notes_of,
    read_row,
)
from surveys.standards.book.sheets import find_tables
from surveys.standards.regimes import Demand, OfficeRule, Standards
from surveys.workbooks import fonts_retyped, fonts_unclear, read_workbook
from surveys.workbooks.tables import in_order

_MOST_NAMED: Final = 12


@dataclass(frozen=True, slots=True)
class StandardsBook:
    """A clean workbook. ``rules``: those that the office has confirmed; what it has not is only told.

    ``notes`` are worded like problems but stop nothing: what was understood rather than read, and what was left out.
    """

    rules: tuple[OfficeRule, ...]
    notes: tuple[Problem, ...] = ()

    @property
    def first_day(self) -> date | None:
        """The first day of any rule; ``None`` if none is confirmed."""
        return min((rule.starts_on for rule in self.rules), default=None)


def read_standards_book(
    content: bytes,
    filename: str,
    standards: Standards,
    *,
    day: date,
    units: Iterable[RosterUnit] = (),
) -> StandardsBook | list[Problem]:
    """Read a workbook of standards, or say all that is wrong with it. Never raises for a bad file.

    ``standards``: what it may not undercut, and the titles that it may name. ``units``: those of the roster. ``day``
    is that of a row which names none. Of rows that are still to be verified nothing but their cells is checked.
    """
    book = read_workbook(content, filename)
    if isinstance(book, list):
        return book
    tables, problems, notes = find_tables(book)
    problems += fonts_unclear(book)
    notes += fonts_retyped(book)
    around = Surroundings(standards.titles, tuple(units), day, has_1904_dates=book.has_1904_dates)
    drafts = [
        draft
        for table in tables
        for row in table.rows()
        if (draft := read_row(table, row, around)) is not None
    ]
    placed = [] if problems else _placed(drafts, standards)
    _see_doubles(placed, standards)
    check_floors(placed, standards)
    problems += [each for draft in drafts for each in draft.problems]
    if not problems and not any(not draft.says_nothing for draft in drafts):
        problems.append(problem("book_nothing", Place(tables[0].sheet.name)))
    if problems:
        return in_order(problems, book)
    told = [*notes, *(each for draft in drafts for each in draft.notes), *notes_of(drafts)]
    told += _left_out(drafts, standards)
    return StandardsBook(tuple(each.rule for each in placed), tuple(told))


def _placed(drafts: Sequence[Draft], standards: Standards) -> list[Placed]:
    """Make a rule of each title of each confirmed row that has no problem yet."""
    found = []
    for draft in drafts:
        if draft.says_nothing or draft.status != CONFIRMED or draft.problems or draft.starts_on is None:
            continue
        for title in draft.titles:
            regime = check_regime(draft, title, draft.starts_on, standards)
            if regime is not None:
                rule = OfficeRule(
                    title,
                    regime.id,
                    tuple(_cited(each, draft) for name in CRITERIA for each in draft.demands.get(name, ())),
                    draft.basis,
                    draft.clause,
                    draft.starts_on,
                    draft.ends_on,
                    draft.units,
                    draft.cell(),
                )
                found.append(Placed(rule, draft, regime))
    return found


def _cited(demand: Demand, draft: Draft) -> Demand:
    return replace(
        demand,
        basis=draft.basis,
        clause=draft.clause,
        starts_on=draft.starts_on,
        ends_on=draft.ends_on,
    )


def _see_doubles(placed: Sequence[Placed], standards: Standards) -> None:
    """Report a row that rules the same title in the same place on the same days as one above it."""
    known: defaultdict[tuple[str, str], list[OfficeRule]] = defaultdict(list)
    for each in placed:
        rule = each.rule
        places = [(rule.title, unit) for unit in sorted(rule.units)] if rule.units else [(rule.title, "")]
        other = next((other for place in places for other in known[place] if meet(rule, other)), None)
        if other is not None:
            label = standards.titles.label(rule.title)
            each.draft.report("book_row_twice", "title", title=label, first=other.place)
        for place in places:
            known[place].append(rule)


def _left_out(drafts: Sequence[Draft], standards: Standards) -> list[Problem]:
    """Tell what is not applied yet, what has no rule, and how empty cells and scopes were understood."""
    rules = [draft for draft in drafts if not draft.says_nothing]
    ruled = {title for draft in rules for title in draft.titles}
    open_titles = [title for draft in drafts if draft.says_nothing for title in draft.titles]
    waiting = [title for draft in rules if draft.status == TO_VERIFY for title in draft.titles]
    without = [title for title in dict.fromkeys(open_titles) if title not in ruled]
    confirmed = [draft for draft in rules if draft.status == CONFIRMED]
    empty, everywhere = (
        sum(draft.empty for draft in confirmed),
        sum(not draft.has_scope for draft in confirmed),
    )
    notes = [
        problem(code, Place(), count=str(len(titles)), titles=_named(titles, standards))
        for code, titles in (("book_to_verify", waiting), ("book_without_rule", without))
        if titles
    ]
    counted = (("book_everywhere", everywhere), ("book_empty_cells", empty))
    return notes + [problem(code, Place(), count=str(count)) for code, count in counted if count]


def _named(titles: Sequence[str], standards: Standards) -> str:
    names = [standards.titles.label(title) for title in dict.fromkeys(titles)]
    return "; ".join(names[:_MOST_NAMED]) + ("; …" if len(names) > _MOST_NAMED else "")
