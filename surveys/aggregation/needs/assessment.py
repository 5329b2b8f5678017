"""The competencies of one population (everybody, or a title group), assessed by every method."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from surveys.aggregation.competencies import Competency
from surveys.aggregation.needs.bootstrap import Intervals, intervals
from surveys.aggregation.needs.pairs import Pairs
from surveys.confidentiality import FEWEST

Counts = Mapping[str, NDArray[np.int64]]
"""Of each competency (by screen, in asking order): its complete pairs ``[importance, level]``."""


@dataclass(frozen=True)
class Assessment:
    """``counts`` by competency, and by title group those of the group."""

    competencies: tuple[Competency, ...]
    counts: Counts
    seed: int
    group: str = "total"

    @cached_property
    def pairs(self) -> Mapping[str, Pairs]:
        """The pairs of each competency that enough people rated."""
        return {
            each.screen: Pairs.counted(self.counts[each.screen], each.scale)
            for each in self.competencies
            if self.rated(each) >= FEWEST
        }

    def rated(self, competency: Competency) -> int:
        """Return how many rated a competency."""
        return int(self.counts[competency.screen].sum())

    def intervals(self, competency: Competency) -> Intervals:
        """Return the confidence intervals of a competency that is among ``pairs``."""
        counts = self.counts[competency.screen]
        return intervals(counts, competency.scale, self.seed, competency.screen, self.group)
