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


def populations_of_few(tables: Iterable[Table], threshold: int) -> set[str]:
    """Return the populations of a wave's respondents who are fewer than the threshold."""
    few: set[str] = set()
    for table in tables:
        if table.source is Source.ANSWERS and table.base is not None:
            for total in (table.base, *(each.total for each in table.sums)):
                population = _population(total)
                is_whole = len(total.of) == 1 and population.startswith("wave:")
                if is_whole and 0 < total.value < threshold:
                    few.add(population)
    return few


def is_about(table: Table, populations: Container[str]) -> bool:
    """Say whether a table of answers is about one of some populations."""
    base = table.base
    return table.source is Source.ANSWERS and base is not None and _population(base) in populations


def _population(count: Count) -> str:
    return next((value for variable, value in count.of if variable == "population"), "")


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
    few = _of_few(_sums(tables), found, threshold)
    told = _told_by_noughts(_sums(tables), found, few)
    of_few = {who for answers in few for who in answers} - told
    entries = {
        who: Entry(
            each.value,
            is_shown=each.is_shown,
            is_fixed=each.is_fixed,
            is_sensitive=each.is_sensitive and not each.is_fixed,
            is_protected=not each.is_fixed
            and each.is_sensitive
            and (who in unanimous or who in of_few or (0 < each.value < threshold and who not in told)),
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


def _of_few(sums: Sequence[Sum], found: Mapping[Who, _Census], threshold: int) -> list[tuple[Who, ...]]:
    """Return of each group of 1 to 4 the counts by what they answered: those of nobody as well.

    A nought among three people tells of each of them, and so does one within what two of the three were asked, and
    among those whom a rule is for, if it is for three. That three who answered alike serve in no small unit tells of
    nobody in a unit: splits by what is known of everybody do not count.
    """
    by_total: dict[Who, list[tuple[Who, ...]]] = {}
    waiting: list[Who] = []
    for each in sums:
        secret = [part for part in each.parts if found[part.of].is_sensitive]
        answers = tuple(part.of for part in secret if _is_answer(part.of, each.total.of))
        if not answers:
            continue
        by_total.setdefault(each.total.of, []).append(answers)
        if 0 < sum(part.value for part in secret) < threshold:
            waiting.append(each.total.of)
    waiting += [who for who in by_total if 0 < found[who].value < threshold]
    of_few: dict[Who, list[tuple[Who, ...]]] = {}
    while waiting:
        who = waiting.pop()
        if who not in of_few and who in by_total:
            of_few[who] = by_total[who]
            waiting += [part for answers in by_total[who] for part in answers if not found[part].is_fixed]
    return [answers for split_by in of_few.values() for answers in split_by]


def _is_answer(part: Who, total: Who) -> bool:
    """Say whether a part of a total tells an answer, or a fact on record: not who took part, nor what is known."""
    if any(variable == "population" and value.startswith("cases:") for variable, value in part):
        return False
    return any(variable not in ROSTER_VARIABLES for variable, _value in part - total)


def _told_by_noughts(
    sums: Sequence[Sum], found: Mapping[Who, _Census], of_few: Sequence[tuple[Who, ...]]
) -> set[Who]:
    """Return what a nought of many tells of few: nobody at all chose it, so none of them, so all of them did not."""
    few = {who for answers in of_few for who in answers}
    noughts = {who for who, each in found.items() if not each.value and who not in few and each.is_shown}
    waiting = [each for each in sums if not each.total.value]
    is_further = True
    while is_further:
        before = len(noughts)
        for each in waiting:
            if each.total.of in noughts:
                noughts.update(part.of for part in each.parts)
            elif all(part.of in noughts for part in each.parts):
                noughts.add(each.total.of)
        is_further = len(noughts) > before
    wholes = {
        who
        for answers in of_few
        if len(answers) > 1
        for who in answers
        if found[who].value and all(other in noughts for other in answers if other != who)
    }
    return (noughts & few) | wholes


def system_of_figures(
    tables: Sequence[Table], published: Container[Source], threshold: int, counts: System
) -> System:
    """Return the system of the figures (means, scores) worked out from groups of people, by the groups.

    A mean times its n is a sum: those of the groups add up to that of all just as their numbers do. So the figure
    of a small group must be out of reach even where its number is no secret, and so must one that gives away what
    all of a group said. Figures of hidden counts are hidden.
    """
    bases: dict[Who, Entry] = {}
    telling: set[Who] = set()
    for table in tables:
        exempt = is_exempt(table, published)
        for cell in (cell for row in table.rows for cell in row):
            if isinstance(cell, Measure):
                if cell.is_telling:
                    telling.add(cell.base.of)
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
            who: replace(
                entry,
                is_protected=entry.is_sensitive and (0 < entry.value < threshold or who in telling),
            )
            for who, entry in bases.items()
        },
        sums,
    )
    figures.hide(
        figures.index[counts.names[place]] for place in counts.hidden if counts.names[place] in bases
    )
    return figures
