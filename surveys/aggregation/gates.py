"""Who is asked an item because of an answer to another: whoever reads the one count can tell the other."""

from collections.abc import Iterator

import numpy as np

from surveys.aggregation.choosing import Choosing, is_chosen_from, is_gated
from surveys.aggregation.table import Count, Sum, part
from surveys.projection.layout import GIVEN, NOT_ASKED
from surveys.projection.matrix import Mask, Matrix
from surveys.questionnaire import Questionnaire


def gate_sums(form: Questionnaire, matrix: Matrix, found: Choosing, total: Count) -> Iterator[Sum]:
    """Say which count of another item is the same as how many were asked, or not asked, this one.

    "Địa điểm" is not asked of those who want to learn online: that it was not asked of three tells that three do.
    """
    if not is_gated(form, found.item):
        return
    is_asked = matrix.numbers(found.item) != NOT_ASKED
    asked = found.overall.asked
    not_asked = part(total, found.item, "not_asked", total.value - asked.value)
    for item in sorted(_gates(form, matrix, found.item)):
        for code, is_chosen in _choices(matrix, item):
            if np.array_equal(is_chosen, ~is_asked):
                yield Sum(not_asked, (_yes(matrix, item, total, code, not_asked.value),))
            if np.array_equal(is_chosen, is_asked):
                yield Sum(asked, (_yes(matrix, item, total, code, asked.value),))
            if matrix.slots[item].mask and np.array_equal(matrix.is_given(item) & ~is_chosen, is_asked):
                yield Sum(asked, (part(total, f"{item}={code}", "no", asked.value),))


def _gates(form: Questionnaire, matrix: Matrix, item: str) -> set[str]:
    conditions = (form.items[item].relevant, *form.screen_of[item].relevant)
    names = {name for each in conditions if each for name in each.dependencies}
    return {name for name in names if is_chosen_from(matrix, name)}


def _choices(matrix: Matrix, item: str) -> Iterator[tuple[str, Mask]]:
    slot = matrix.slots[item]
    if slot.mask:
        ticked = matrix.chosen(item)
        yield from ((code, ticked[:, place]) for place, code in enumerate(slot.codes))
    else:
        numbers = matrix.numbers(item)
        yield from ((code, numbers == GIVEN + place) for place, code in enumerate(slot.codes))


def _yes(matrix: Matrix, item: str, total: Count, code: str, count: int) -> Count:
    """Return the count of a choice under the name that ``choosing`` gives it."""
    if matrix.slots[item].mask:
        return part(total, f"{item}={code}", "yes", count)
    return part(total, item, code, count)
