"""What was answered, as tables that pass through hiding: who chose what, which groups master what, month by month.

Nobody is scored. Import it where it is used: hiding brings the library of arrays with it.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from surveys.aggregation.hiding import hide
from surveys.aggregation.table import (
    Code,
    Column,
    Count,
    Kind,
    Share,
    Source,
    Sum,
    Table,
    everybody,
    part,
    same,
    split,
)
from surveys.confidentiality import FEWEST
from surveys.situations.figures import Figures
from surveys.situations.told import Told

CHOICES: Final = "situation_choices"
GROUPS: Final = "situation_groups"
MONTHS: Final = "situation_months"

Row = tuple[Code | Count | Share | str, ...]


@dataclass(frozen=True, slots=True)
class Answered:
    """So many people of a group chose one option of a situation in a month ("2026-11"): the right one, or another."""

    code: str
    group: str
    month: str
    choice: int
    is_right: bool
    count: int


def tables_of_figures(figures: Figures) -> tuple[Table, ...]:
    """Return the tables of the office, small cells hidden."""
    return tables_of([Answered(*each) for each in figures.answered], figures.people)


def tables_of(answered: Sequence[Answered], people: Mapping[tuple[str, str], int]) -> tuple[Table, ...]:
    """Return the tables of the office, small cells hidden.

    ``people``: how many different people answered in a month and group; of fewer than five there is no month.
    """
    counting = _Counting()
    by_code: dict[str, list[Answered]] = {}
    for each in answered:
        by_code.setdefault(each.code, []).append(each)
    for code, found in by_code.items():
        counting.add(code, found)
    tables = counting.tables(people)
    return hide(tables) if tables else ()


def told_of(code: str, chosen: Sequence[int]) -> Told:
    """Return what colleagues are told of one situation: so many chose each option, small cells hidden."""
    total = Count(sum(chosen), everybody(f"situation:{code}"))
    parts, adds_up = split(total, "choice", {str(place): count for place, count in enumerate(chosen)})
    columns = (Column("choice", Kind.CODE), Column("count", Kind.COUNT))
    rows = tuple((Code("choice", place), count) for place, count in parts.items())
    (table,) = hide([Table(CHOICES, Source.ANSWERS, columns, rows, base=total, sums=(adds_up,))])
    shown = {
        label.code: cell.value
        for label, cell in table.rows
        if isinstance(label, Code) and isinstance(cell, Count)
    }
    return Told(total.value, tuple(shown.get(str(place)) for place in range(len(chosen))))


class _Counting:
    """The counts of all situations, and how they add up: one system, so that no table gives away what another hides."""

    def __init__(self) -> None:
        self._choices: list[Row] = []
        self._groups: list[Row] = []
        self._sums: list[Sum] = []
        self._months: dict[tuple[str, str], dict[str, list[Count]]] = {}

    def add(self, code: str, found: Sequence[Answered]) -> None:
        """Count one situation."""
        total = Count(sum(each.count for each in found), everybody(f"situation:{code}"))
        chosen: Counter[str] = Counter()
        for each in found:
            chosen[str(each.choice)] += each.count
        parts, adds_up = split(total, "choice", chosen)
        label = Code("situation", code)
        for place in sorted(parts):
            self._choices.append((label, Code("choice", place), parts[place], Share(parts[place], total)))
        right = self._add_groups(label, found, total)
        keys = {str(each.choice) for each in found if each.is_right}
        self._sums.append(adds_up)
        if len(keys) == 1:
            self._sums.append(same(right, parts[keys.pop()]))

    def _add_groups(self, label: Code, found: Iterable[Answered], total: Count) -> Count:
        """Count the groups of one situation; returns who chose the key."""
        of_group: dict[str, list[Answered]] = {}
        for each in found:
            of_group.setdefault(each.group, []).append(each)
        sizes = {group: sum(each.count for each in some) for group, some in of_group.items()}
        groups, add_up = split(total, "title_group", sizes)
        self._sums.append(add_up)
        mastered = []
        for group in sorted(of_group):
            some = of_group[group]
            verdicts = {"yes": _sum(some, is_right=True), "no": _sum(some, is_right=False)}
            parts, verdict = split(groups[group], "is_right", verdicts)
            self._sums.append(verdict)
            mastered.append(parts["yes"])
            share = Share(parts["yes"], groups[group])
            self._groups.append((label, Code("title_group", group), groups[group], parts["yes"], share))
            for answer, count in parts.items():
                self._add_months(answer, count, some)
        right = part(total, "is_right", "yes", sum(each.value for each in mastered))
        self._sums.append(Sum(right, tuple(mastered)))
        return right

    def _add_months(self, answer: str, count: Count, some: Iterable[Answered]) -> None:
        """Divide the right or the wrong answers of a group by months."""
        found: Counter[str] = Counter()
        group = ""
        for each in some:
            group = each.group
            if each.is_right == (answer == "yes"):
                found[each.month] += each.count
        if not found:
            return
        parts, adds_up = split(count, "month", found)
        self._sums.append(adds_up)
        for month, each_month in parts.items():
            self._months.setdefault((month, group), {}).setdefault(answer, []).append(each_month)

    def tables(self, people: Mapping[tuple[str, str], int]) -> list[Table]:
        """Return the tables, nothing hidden yet."""
        if not self._choices:
            return []
        months = self._month_rows(people)
        choices, groups = (Column("situation", Kind.CODE), Column("title_group", Kind.CODE))
        count, share = Column("count", Kind.COUNT), Column("share", Kind.SHARE)
        columns = (choices, Column("choice", Kind.CODE), count, share)
        of_groups = (choices, groups, Column("n", Kind.COUNT), Column("right", Kind.COUNT), share)
        of_months = (Column("month", Kind.TEXT), groups, Column("n", Kind.COUNT), share)
        return [
            Table(CHOICES, Source.ANSWERS, columns, tuple(self._choices), sums=tuple(self._sums)),
            Table(GROUPS, Source.ANSWERS, of_groups, tuple(self._groups)),
            Table(MONTHS, Source.ANSWERS, of_months, tuple(months)),
        ]

    def _month_rows(self, people: Mapping[tuple[str, str], int]) -> list[Row]:
        rows: list[Row] = []
        for (month, group), answers in sorted(self._months.items()):
            if people.get((month, group), 0) < FEWEST:
                continue
            sizes = {answer: sum(each.value for each in answers.get(answer, ())) for answer in ("yes", "no")}
            total = Count(sum(sizes.values()), everybody(f"situations:{month}:{group}"))
            parts, verdict = split(total, "is_right", sizes)
            self._sums.append(verdict)
            self._sums += [Sum(parts[answer], tuple(some)) for answer, some in answers.items()]
            rows.append((month, Code("title_group", group), total, Share(parts["yes"], total)))
        return rows


def _sum(some: Iterable[Answered], *, is_right: bool) -> int:
    return sum(each.count for each in some if each.is_right is is_right)
