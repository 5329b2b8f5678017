"""The rated competencies of a form, and the ratings of a wave's responses as numbers.

A competency is a screen (a ``field-list`` group) of two select_one items, ``<screen>_i`` (importance) and
``<screen>_c`` (current level), whose choices are the same whole numbers. Both halves of a pair count together: a
lone half counts as missing.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from surveys.aggregation.table import Count, part
from surveys.projection.layout import GIVEN
from surveys.projection.matrix import Matrix
from surveys.questionnaire import Item, ItemType, Questionnaire, Screen

NOT_RATED: Final = -1
"""What stands in ``ratings`` where there is none; a scale has no negative numbers."""

Ratings = NDArray[np.int16]


@dataclass(frozen=True, slots=True)
class Competency:
    """One competency: its screen, its two items, the numbers of its scale (ascending).

    ``is_asked_of_all``: the form asks it whatever the title.
    """

    screen: str
    importance: str
    level: str
    scale: tuple[int, ...]
    is_asked_of_all: bool


def competencies(form: Questionnaire) -> tuple[Competency, ...]:
    """Return the rated competencies of a form in asking order; none, if it has no such screens."""
    found = (_competency(form, screen) for screen in form.screens)
    return tuple(each for each in found if each is not None)


def _competency(form: Questionnaire, screen: Screen) -> Competency | None:
    items = {item.name: item for item in screen.items}
    importance, level = items.get(f"{screen.name}_i"), items.get(f"{screen.name}_c")
    if importance is None or level is None:
        return None
    scale = scale_of(form, importance)
    if len(scale) < 2 or scale != scale_of(form, level):
        return None
    is_asked_of_all = not screen.relevant and importance.relevant is None and level.relevant is None
    return Competency(screen.name, importance.name, level.name, scale, is_asked_of_all)


def scale_of(form: Questionnaire, item: Item) -> tuple[int, ...]:
    """Return the numbers of a select_one's choices, ascending; a choice that is no number is no rating."""
    if item.type is not ItemType.SELECT_ONE:
        return ()
    return tuple(sorted(int(choice.name) for choice in form.choices(item) if _is_rating(choice.name)))


def _is_rating(code: str) -> bool:
    return code.isdecimal() and len(code) <= 3


def ratings(matrix: Matrix, item: str) -> Ratings:
    """Return the number that each response gives to an item, ``NOT_RATED`` where it gives none."""
    slot = matrix.slots[item]
    known = np.full(slot.highest + 1, NOT_RATED, np.int16)
    for place, code in enumerate(slot.codes):
        if _is_rating(code):
            known[GIVEN + place] = int(code)
    return known[matrix.numbers(item)]


def pair_ratings(matrix: Matrix, competency: Competency) -> tuple[Ratings, Ratings]:
    """Return importance and level of each response, both ``NOT_RATED`` unless both halves are given."""
    importance, level = ratings(matrix, competency.importance), ratings(matrix, competency.level)
    is_half = (importance == NOT_RATED) | (level == NOT_RATED)
    importance[is_half] = NOT_RATED
    level[is_half] = NOT_RATED
    return importance, level


def pair_counts(
    matrix: Matrix, competency: Competency, group: NDArray[np.uint8], groups: int
) -> NDArray[np.int64]:
    """Count the complete pairs: ``[group, importance, level]``, the last two by place in the scale.

    ``group`` gives the group's place of each response, ``groups`` how many there are.
    """
    width = len(competency.scale) + 1
    places = np.zeros(competency.scale[-1] + 2, np.int64)  # NOT_RATED is -1: the last, place 0
    for place, number in enumerate(competency.scale, start=1):
        places[number] = place
    code = group.astype(np.int64)
    for item in (competency.importance, competency.level):
        code *= width
        code += places[ratings(matrix, item)]
    found = np.bincount(code, minlength=groups * width * width)
    return found.reshape(groups, width, width)[:, 1:, 1:].astype(np.int64)


def rated(total: Count, competency: Competency, count: int) -> Count:
    """Return those of ``total`` who rated a competency (both halves).

    How many did not is left unsaid: the form asks by title, and a sum over both would tie the figures of one
    competency to those of another.
    """
    return part(total, competency.screen, "rated", count)
