"""What the methods work on: the complete pairs of one competency, as sums and counts."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Pairs:
    """The complete pairs (importance, level) of a competency: ``count`` of them, at least one.

    ``importance`` and ``level`` are the sums of the ratings; ``short`` counts the pairs with the level below the
    importance, ``over`` those with it above.
    """

    count: int
    importance: int
    level: int
    short: int
    over: int

    @classmethod
    def of(cls, pairs: Iterable[tuple[int | None, int | None]]) -> "Pairs":
        """Gather ratings of persons; a lone half counts as missing. Raises ``ValueError`` if none is complete."""
        complete = [(i, c) for i, c in pairs if i is not None and c is not None]
        if not complete:
            raise ValueError("no complete pair of ratings")
        return cls(
            count=len(complete),
            importance=sum(i for i, _ in complete),
            level=sum(c for _, c in complete),
            short=sum(c < i for i, c in complete),
            over=sum(c > i for i, c in complete),
        )

    @classmethod
    def counted(cls, counts: NDArray[np.int64], scale: tuple[int, ...]) -> "Pairs":
        """Gather a table of counts ``[importance, level]`` by place in the scale, not all zero."""
        numbers = np.array(scale, np.int64)
        return cls(
            count=int(counts.sum()),
            importance=int(counts.sum(axis=1) @ numbers),
            level=int(counts.sum(axis=0) @ numbers),
            short=int(np.tril(counts, -1).sum()),
            over=int(np.triu(counts, 1).sum()),
        )

    def is_telling(self, scale: tuple[int, ...]) -> bool:
        """Say whether a mean or the ranked discrepancy score gives away what everybody, or all but one, said."""
        is_one_sided = abs(self.over - self.short) >= self.count - 1
        sums = (self.importance, self.level)
        return is_one_sided or any(is_telling(each, self.count, scale) for each in sums)

    @property
    def mean_importance(self) -> Fraction:
        """Ī, the mean importance."""
        return Fraction(self.importance, self.count)

    @property
    def mean_level(self) -> Fraction:
        """C̄, the mean current level."""
        return Fraction(self.level, self.count)

    @property
    def gap(self) -> Fraction:
        """Ī − C̄: how far the level stays behind the importance."""
        return self.mean_importance - self.mean_level


def is_telling(total: int, count: int, scale: tuple[int, ...]) -> bool:
    """Say whether a mean gives all ratings away: everybody rated alike at an end of the scale, or all but one did.

    ``total`` is the sum of ``count`` ratings. One step from the end there is one way only to come to that mean.
    """
    return total <= count * scale[0] + 1 or total >= count * scale[-1] - 1
