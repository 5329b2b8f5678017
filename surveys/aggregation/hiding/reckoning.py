"""From tables to systems: which counts there are, who sees them, and which must not be found out."""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from surveys.aggregation.hiding.system import Entry, System
from surveys.aggregation.table import Count, Measure, Source, Sum, Table, Who, counts_in

ROSTER_VARIABLES: Final = frozenset({"population", "unit", "title", "title_group", "age_band", "gender"})
"""What the office knows of everybody beforehand: that a group is alike in these tells nothing that was answered."""

PUBLIC_VARIABLES: Final = frozenset({"population", "unit", "title", "title_group"})
"""Who holds which office is known to everybody, and fieldwork shows how many of a unit and a title took part."""


def is_exempt(table: Table, published: Container[Source]) -> bool:
    """Say whether a table is shown as it stands. Raises ``ValueError`` for a table of persons."""
    if table.source is Source.PERSONS:
        raise ValueError(f"{table.key} names persons: it never goes into a report")
    return table.source is Source.FIELDWORK or (table.source is Source.ROSTER and Source.ROSTER in published)


@dataclass(slots=True)
class _Census:
    """What is gathered of a count over all tables."""

    value: int
    is_shown: bool = False
    is_fixed: bool = False
    is_sensitive: bool = False


def system_of_counts(tables: Sequence[Table], published: Container[Source], threshold: int) -> System:
    """Return the system of every count of a report.

    Raises ``ValueError`` if the same people are counted differently, or parts do not add up to their total.
    """
    found: dict[Who, _Census] = {}
    for table in tables:
        exempt = is_exempt(table, published)
        for count in counts_in((table,)):
            each = _met(found, count, table, is_exempt=exempt)
            if exempt:
                each.is_fixed = True
            else:
                each.is_shown = True
        for add_up in table.sums:
            for count in (add_up.total, *add_up.parts):
                _met(found, count, table, is_exempt=exempt)
            if add_up.total.value != sum(each.value for each in add_up.parts):
                raise ValueError(f"{table.key}: parts do not add up to {_name(add_up.total)}")
    unanimous = set(_unanimous(tables, found, threshold))
    of_few = answers_of_few(_sums(tables), found, threshold)
    told = _told_by_noughts(_sums(tables), found, of_few)
    of_few -= told
    entries = {
        who: Entry(
            each.value,
            is_shown=each.is_shown,
            is_fixed=each.is_fixed,
            is_sensitive=each.is_sensitive and not each.is_fixed,
            is_protected=not each.is_fixed
            and each.is_sensitive
            and who not in told
            and (0 < each.value < threshold or who in unanimous or who in of_few),
            is_of_few=who in of_few,
            is_public=all(variable in PUBLIC_VARIABLES for variable, _value in who),
        )
        for who, each in found.items()
    }
    return System(entries, _sums(tables))


def _met(found: dict[Who, _Census], count: Count, table: Table, *, is_exempt: bool) -> _Census:
    if count.value < 0:
        raise ValueError(f"{table.key}: {_name(count)} is less than nobody")
    each = found.setdefault(count.of, _Census(count.value))
    if each.value != count.value:
        raise ValueError(
            f"{table.key}: {_name(count)}, elsewhere {each.value}: the same people counted differently"
        )
    if count.is_sensitive and not is_exempt:
        each.is_sensitive = True
    return each


def _name(count: Count) -> str:
    return ", ".join("=".join(pair) for pair in sorted(count.of)) + f": {count.value}"


def _sums(tables: Iterable[Table]) -> list[Sum]:
    return [each for table in tables for each in table.sums]


def _unanimous(tables: Iterable[Table], found: dict[Who, _Census], threshold: int) -> Iterable[Who]:
    """Yield the shown answers that everybody of a group of ``threshold`` or more gave (see the package's head)."""
    answers = [table for table in tables if table.source is Source.ANSWERS]
    shown = {count.of for count in counts_in(answers)}
    for add_up in _sums(answers):
        if add_up.total.value < threshold or sum(found[each.of].is_sensitive for each in add_up.parts) < 2:
            continue
        for each in add_up.parts:
            is_answer = _is_answer(each.of, add_up.total.of)
            if each.value == add_up.total.value and each.of in shown and is_answer:
                yield each.of


def answers_of_few(sums: Sequence[Sum], found: Mapping[Who, _Census], threshold: int) -> set[Who]:
    """Return the counts that tell what people of a group of 1 to 4 answered: those of nobody as well.

    A nought among three people tells of each of them, and so does one within what two of the three were asked. That
    three who answered alike serve in no small unit tells of nobody in a unit: splits by what is known of everybody
    do not count.
    """
    by_total: dict[Who, list[Who]] = {}
    for each in sums:
        answers = (part.of for part in each.parts if _is_answer(part.of, each.total.of))
        by_total.setdefault(each.total.of, []).extend(who for who in answers if found[who].is_sensitive)
    waiting = [who for who in by_total if 0 < found[who].value < threshold]
    of_few: set[Who] = set()
    while waiting:
        for who in by_total.get(waiting.pop(), ()):
            if who not in of_few and not found[who].is_fixed:
                of_few.add(who)
                waiting.append(who)
    return of_few


def _is_answer(part: Who, total: Who) -> bool:
    return any(variable not in ROSTER_VARIABLES for variable, _value in part - total)


def _told_by_noughts(sums: Sequence[Sum], found: Mapping[Who, _Census], of_few: Container[Who]) -> set[Who]:
    """Return what a nought of many tells of few: nobody at all chose it, so none of them, so all of them did not."""
    noughts = {who for who, each in found.items() if not each.value and who not in of_few and each.is_shown}
    waiting = [each for each in sums if not each.total.value]
    while True:
        further = {part.of for each in waiting if each.total.of in noughts for part in each.parts} - noughts
        if not further:
            break
        noughts |= further
    told = {who for who in noughts if who in of_few}
    wholes = {
        part.of
        for each in sums
        if len(each.parts) > 1 and all(part.of in of_few for part in each.parts)
        for part in each.parts
        if part.value and all(other.of in told for other in each.parts if other.of != part.of)
    }
    return told | wholes


def system_of_figures(
    tables: Sequence[Table], published: Container[Source], threshold: int, counts: System
) -> System:
    """Return the system of the figures (means, scores) worked out from groups of people, by the groups.

    A mean times its n is a sum: those of the groups add up to that of all just as their numbers do. So the figure
    of a small group must be out of reach even where its number is no secret. Figures of hidden counts are hidden.
    """
    bases: dict[Who, Entry] = {}
    for table in tables:
        exempt = is_exempt(table, published)
        for cell in (cell for row in table.rows for cell in row):
            if isinstance(cell, Measure):
                entry = counts.entries[counts.index[cell.base.of]]
                known = exempt or not entry.value or (cell.base.of in bases and bases[cell.base.of].is_fixed)
                bases[cell.base.of] = Entry(
                    entry.value, is_shown=True, is_fixed=known, is_sensitive=not known
                )
    sums = [
        each
        for each in _sums(tables)
        if each.total.of in bases or any(part.of in bases for part in each.parts)
    ]
    for count in (count for each in sums for count in (each.total, *each.parts) if count.of not in bases):
        entry = counts.entries[counts.index[count.of]]
        bases[count.of] = Entry(entry.value, is_fixed=not entry.value, is_sensitive=entry.is_sensitive)
    figures = System(
        {
            who: replace(entry, is_protected=entry.is_sensitive and 0 < entry.value < threshold)
            for who, entry in bases.items()
        },
        sums,
    )
    figures.hide(
        figures.index[counts.names[place]] for place in counts.hidden if counts.names[place] in bases
    )
    return figures
