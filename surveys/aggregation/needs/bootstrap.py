"""Confidence intervals of the scores by bootstrap (Efron & Tibshirani 1993): percentile, respondents resampled.

Respondents with the same pair are alike, so a draw is one multinomial draw over the table of pairs: the order of
the answers plays no part, and a draw costs the same for seventy people as for two hundred thousand.
"""

import zlib
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

import numpy as np
from numpy.typing import NDArray

DRAWS: Final = 2000
LEVEL: Final = 95  # percent


@dataclass(frozen=True, slots=True)
class Intervals:
    """The 95 % intervals (low, high) of both scores."""

    mwds: tuple[Fraction, Fraction]
    rds: tuple[Fraction, Fraction]


def intervals(counts: NDArray[np.int64], scale: tuple[int, ...], seed: int, *names: str) -> Intervals:
    """Return the intervals for a table of pairs ``[importance, level]``, not all zero.

    ``seed`` and ``names`` (competency, group) alone decide what is drawn.
    """
    total = int(counts.sum())
    importance, level = np.nonzero(counts)
    weights = counts[importance, level]
    drawn = _generator(seed, *names).multinomial(total, weights / total, size=DRAWS)
    numbers = np.array(scale, np.int64)
    sums = drawn @ numbers[importance]
    gaps = drawn @ (numbers[importance] - numbers[level])
    signs = drawn @ np.sign(numbers[level] - numbers[importance])
    return Intervals(
        mwds=_ends(sums * gaps, Fraction(1, total * total)),
        rds=_ends(signs, Fraction(100, total)),
    )


def _generator(seed: int, *names: str) -> np.random.Generator:
    return np.random.Generator(np.random.PCG64([seed, *(zlib.crc32(name.encode()) for name in names)]))


def _ends(scores: NDArray[np.int64], unit: Fraction) -> tuple[Fraction, Fraction]:
    """Return the scores with as many beyond them, on either side, as the level leaves."""
    beyond = DRAWS * (100 - LEVEL) // 200
    ordered = np.sort(scores)
    return int(ordered[beyond - 1]) * unit, int(ordered[DRAWS - beyond]) * unit
