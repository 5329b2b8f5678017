"""Whose response it is: the title group and the age band of each response of a wave."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from surveys.aggregation.populations import AGE_BANDS, MISSING, age_band
from surveys.aggregation.table import Count, Sum, split
from surveys.projection.layout import GIVEN
from surveys.projection.matrix import Mask, Matrix
from surveys.questionnaire import Questionnaire
from surveys.titles import Titles

_OLDEST: Final = 150  # ages beyond are of the last band, as this one


@dataclass(frozen=True, slots=True)
class Grouping:
    """Groups of responses that exclude each other: ``place`` in ``codes`` of each response.

    ``variable`` names what it groups by; the last code is ``missing``.
    """

    variable: str
    codes: tuple[str, ...]
    place: NDArray[np.uint8]

    def counts(self, mask: Mask | None = None) -> Mapping[str, int]:
        """Count the responses (those of ``mask``) by group."""
        places = self.place if mask is None else self.place[mask]
        found = np.bincount(places, minlength=len(self.codes))
        return {code: int(found[place]) for place, code in enumerate(self.codes)}

    def present(self) -> tuple[str, ...]:
        """Return the groups that anybody is in, in order."""
        return tuple(code for code, count in self.counts().items() if count)

    def is_in(self, code: str) -> Mask:
        """Say of each response whether it is in a group. Raises ``ValueError`` for one that there is not."""
        mask: Mask = self.place == self.codes.index(code)
        return mask

    def split(self, total: Count, mask: Mask | None = None) -> tuple[dict[str, Count], Sum]:
        """Split ``total`` (everybody, or those of ``mask``) by group.

        How many of which title took part is no secret, fieldwork shows it; how old they are is one.
        """
        return split(total, self.variable, self.counts(mask), is_sensitive=self.variable != "title_group")


def title_groups(form: Questionnaire, matrix: Matrix, titles: Titles) -> Grouping:
    """Return the title group of each response, or ``missing``, by the item that confirms the title."""
    codes = (*titles.groups, MISSING)
    place = np.full(len(matrix), len(codes) - 1, np.uint8)
    item = item_of(form, matrix, "title")
    if item:
        slot = matrix.slots[item]
        known = np.full(slot.highest + 1, len(codes) - 1, np.uint8)
        for number, code in enumerate(slot.codes, start=GIVEN):
            known[number] = codes.index(titles.group(code) or MISSING)
        place = known[matrix.numbers(item)]
    return Grouping("title_group", codes, place)


def age_bands(form: Questionnaire, matrix: Matrix, year: int) -> Grouping:
    """Return the age band of each response by the age reached in ``year`` (that of the wave's opening)."""
    codes = (*AGE_BANDS, MISSING)
    place = np.full(len(matrix), len(codes) - 1, np.uint8)
    item = item_of(form, matrix, "birth_year")
    if item:
        bands = np.array([codes.index(age_band(age)) for age in range(_OLDEST + 1)], np.uint8)
        is_known = matrix.is_integer(item)
        ages = np.clip(year - matrix.integers(item)[is_known], 0, _OLDEST)
        place[is_known] = bands[ages]
    return Grouping("age_band", codes, place)


def item_of(form: Questionnaire, matrix: Matrix, attribute: str) -> str | None:
    """Return the item that confirms an attribute of the roster, if the form has one."""
    found = (item.name for item in form.questions() if item.roster == attribute and item.name in matrix)
    return next(found, None)
