"""What was answered, as tables that pass through hiding: who chose what, which groups master what, month by month.

Nobody is scored. Import it where it is used: hiding brings the library of arrays with it.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from surveys.aggregation.hiding import hide
from surveys.aggregation.table import (
    Code,
    Column,
    Count,
    Kind,
    Measure,
    Share,
    Source,
    Sum,
    Table,
    everybody,
    part,
    same,
    split,
)
from surveys.situations.told import Told

CHOICES: Final = "situation_choices"
GROUPS: Final = "situation_groups"
MONTHS: Final = "situation_months"


@dataclass(frozen=True, slots=True)
class Answered:
    """So many people of a group chose one option of a situation: the right one, or another."""

    code: str
    group: str
    choice: int
    is_right: bool
    count: int


@dataclass(frozen=True, slots=True)
class Month:
    """What a group answered in a month ("2026-11"): so many ``people``, so many ``answers``, of which ``right``."""

    month: str
    group: str
    people: int
    answers: int
    right: int


def tables_of(answered: Sequence[Answered], months: Sequence[Month] = ()) -> tuple[Table, ...]:
    """Return the tables of the office, small cells hidden."""
    found = [*_choices_and_groups(answered), *([_months(months)] if months else [])]
    return hide(found) if found else ()


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


Row = tuple[Code | Count | Share, ...]


def _choices_and_groups(answered: Iterable[Answered]) -> list[Table]:
    by_code: dict[str, list[Answered]] = {}
    for each in answered:
        by_code.setdefault(each.code, []).append(each)
    if not by_code:
        return []
    rows: list[Row] = []
    group_rows: list[Row] = []
    sums: list[Sum] = []
    for code, found in by_code.items():
        total = Count(sum(each.count for each in found), everybody(f"situation:{code}"))
        chosen, of_choices = _chosen(code, found, total)
        right, of_groups, more = _mastered(code, found, total)
        keys = {each.choice for each in found if each.is_right}
        rows += of_choices
        group_rows += of_groups
        sums += [chosen, *more]
        if len(keys) == 1:
            who = part(total, "choice", str(keys.pop()), 0).of
            sums.append(same(right, next(each for each in chosen.parts if each.of == who)))
    columns = (
        Column("situation", Kind.CODE),
        Column("choice", Kind.CODE),
        Column("count", Kind.COUNT),
        Column("share", Kind.SHARE),
    )
    group_columns = (
        Column("situation", Kind.CODE),
        Column("title_group", Kind.CODE),
        Column("n", Kind.COUNT),
        Column("right", Kind.COUNT),
        Column("right_share", Kind.SHARE),
    )
    return [
        Table(CHOICES, Source.ANSWERS, columns, tuple(rows), sums=tuple(sums)),
        Table(GROUPS, Source.ANSWERS, group_columns, tuple(group_rows)),
    ]


def _chosen(code: str, found: Iterable[Answered], total: Count) -> tuple[Sum, list[Row]]:
    """Return who chose what in one situation, and its rows."""
    chosen: Counter[str] = Counter()
    for each in found:
        chosen[str(each.choice)] += each.count
    parts, adds_up = split(total, "choice", chosen)
    label = Code("situation", code)
    rows: list[Row] = [
        (label, Code("choice", place), count, Share(count, total)) for place, count in sorted(parts.items())
    ]
    return adds_up, rows


def _mastered(code: str, found: Iterable[Answered], total: Count) -> tuple[Count, list[Row], list[Sum]]:
    """Return who chose the key, the rows of the groups, and what adds up."""
    grouped: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for each in found:
        grouped[each.group] += each.count
        right[each.group] += each.count if each.is_right else 0
    groups, add_up = split(total, "title_group", grouped)
    rows: list[Row] = []
    sums, mastered = [add_up], []
    for group in sorted(groups):
        verdicts = {"yes": right[group], "no": grouped[group] - right[group]}
        parts, verdict = split(groups[group], "is_right", verdicts)
        sums.append(verdict)
        mastered.append(parts["yes"])
        share = Share(parts["yes"], groups[group])
        rows.append((Code("situation", code), Code("title_group", group), groups[group], parts["yes"], share))
    everyone = part(total, "is_right", "yes", sum(right.values()))
    return everyone, rows, [*sums, Sum(everyone, tuple(mastered))]


def _months(months: Sequence[Month]) -> Table:
    columns = (
        Column("month", Kind.TEXT),
        Column("title_group", Kind.CODE),
        Column("n", Kind.COUNT),
        Column("right_share", Kind.MEASURE),
    )
    rows = []
    for each in sorted(months, key=lambda one: (one.month, one.group)):
        people = Count(each.people, everybody(f"situations:{each.month}:{each.group}"))
        share = Fraction(each.right, each.answers) if each.answers else None
        tells = each.right in (0, each.answers)
        rows.append(
            (each.month, Code("title_group", each.group), people, Measure(share, people, is_telling=tells))
        )
    return Table(MONTHS, Source.ANSWERS, columns, tuple(rows))
