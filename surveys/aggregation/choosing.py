"""How people chose among the choices of one item, over all and by group, every count linked to the others.

A choice's count is named by ``(item, choice)``; of an item where several may be ticked by ``(item=choice, yes)``.
Shares are of those who answered: what was never asked or left empty is in no base.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from surveys.aggregation.groups import Grouping
from surveys.aggregation.table import Count, Sum, part
from surveys.projection.layout import GIVEN, NOT_ASKED
from surveys.projection.matrix import Mask, Matrix
from surveys.questionnaire import Questionnaire

OVERALL: Final = "total"

_Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Chosen:
    """The choices of one item by some people: ``answered`` of them chose, ``asked`` were asked at all."""

    asked: Count
    answered: Count
    choices: Mapping[str, Count]


@dataclass(frozen=True, slots=True)
class Choosing:
    """How an item was answered: by all (``overall``), by each group; ``sums`` link all these counts."""

    item: str
    overall: Chosen
    groups: Mapping[str, Chosen]
    sums: tuple[Sum, ...]


def is_chosen_from(matrix: Matrix, item: str) -> bool:
    """Say whether the form asks an item with choices."""
    return item in matrix and bool(matrix.slots[item].codes)


def choosing(
    form: Questionnaire, matrix: Matrix, item: str, total: Count, groups: Grouping | None = None
) -> Choosing:
    """Count the choices of an item with choices. ``total`` is everybody in ``matrix``; ``groups`` split them."""
    names = _Names(item, is_multiple=bool(matrix.slots[item].mask), is_gated=is_gated(form, item))
    split_by = groups or Grouping("", (OVERALL,), np.zeros(len(matrix), np.uint8))
    counts = _counted(matrix, item, split_by)
    overall, sums = _split(total, names, matrix.slots[item].codes, counts.sum(axis=0))
    if groups is None:
        return Choosing(item, _chosen(overall), {}, tuple(sums))
    people, by_group = groups.split(total)
    sums.append(by_group)
    parts = {}
    for place, code in enumerate(groups.codes):
        parts[code], linked = _split(people[code], names, matrix.slots[item].codes, counts[place])
        sums += linked
    sums += [Sum(count, tuple(each[key] for each in parts.values())) for key, count in overall.items()]
    chosen = {code: _chosen(each) for code, each in parts.items()}
    return Choosing(item, _chosen(overall), chosen, tuple(sums))


def is_gated(form: Questionnaire, item: str) -> bool:
    """Say whether being asked an item depends on an answer (other than what the roster says of the person)."""
    found = form.items[item]
    conditions = (found.relevant, *form.screen_of[item].relevant)
    open_names = {name for each in conditions if each for name in each.dependencies}
    seen: set[str] = set()
    while open_names:
        name = open_names.pop()
        seen.add(name)
        of = form.items.get(name)
        if of is None or of.roster:
            continue
        if of.calculation is None:
            return True
        open_names |= of.calculation.dependencies - seen
    return False


@dataclass(frozen=True, slots=True)
class _Names:
    """How the counts of an item are called."""

    item: str
    is_multiple: bool
    is_gated: bool

    def chosen(self, people: Count, code: str, count: int) -> Count:
        variable, value = (f"{self.item}={code}", "yes") if self.is_multiple else (self.item, code)
        return part(people, variable, value, count)


def _counted(matrix: Matrix, item: str, groups: Grouping) -> _Numbers:
    """Return a row a group: not asked, asked, answered, then each choice."""
    slot = matrix.slots[item]
    numbers = matrix.numbers(item)
    rows = len(groups.codes)

    def count(mask: Mask) -> _Numbers:
        return np.bincount(groups.place[mask], minlength=rows).astype(np.int64)

    not_asked = count(numbers == NOT_ASKED)
    asked = count(numbers != NOT_ASKED)
    if slot.mask:
        ticked = matrix.chosen(item)
        chosen = [count(ticked[:, place]) for place in range(len(slot.codes))]
        return np.column_stack([not_asked, asked, count(numbers >= GIVEN), *chosen])
    width = GIVEN + len(slot.codes)
    known = numbers < width
    found = np.bincount(groups.place[known] * np.int64(width) + numbers[known], minlength=rows * width)
    by_choice = found.reshape(rows, width)[:, GIVEN:].astype(np.int64)
    return np.column_stack([not_asked, asked, by_choice.sum(axis=1), by_choice])


def _split(
    people: Count, names: _Names, codes: Iterable[str], numbers: _Numbers
) -> tuple[dict[str, Count], list[Sum]]:
    """Name the counts of some people, and say how they add up."""
    not_asked, asked, answered = (int(number) for number in numbers[:3])
    found = {
        "asked": part(people, names.item, "asked", asked, is_sensitive=names.is_gated),
        "not_asked": part(people, names.item, "not_asked", not_asked, is_sensitive=names.is_gated),
        "answered": part(people, names.item, "answered", answered, is_sensitive=names.is_gated),
        "unanswered": part(people, names.item, "unanswered", asked - answered, is_sensitive=False),
    }
    sums = [
        Sum(people, (found["asked"], found["not_asked"])),
        Sum(found["asked"], (found["answered"], found["unanswered"])),
    ]
    chosen = {
        code: names.chosen(people, code, int(number)) for code, number in zip(codes, numbers[3:], strict=True)
    }
    if not names.is_multiple:
        sums.append(Sum(found["answered"], tuple(chosen.values())))
    for code, count in chosen.items():
        found[f"={code}"] = count
        if names.is_multiple:
            rest = part(people, f"{names.item}={code}", "no", answered - count.value)
            found[f"≠{code}"] = rest
            sums.append(Sum(found["answered"], (count, rest)))
    return found, sums


def _chosen(counts: Mapping[str, Count]) -> Chosen:
    choices = {key[1:]: count for key, count in counts.items() if key.startswith("=")}
    return Chosen(counts["asked"], counts["answered"], choices)
