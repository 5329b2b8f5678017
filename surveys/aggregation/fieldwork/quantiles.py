"""Quantiles of whole numbers."""

from collections.abc import Sequence
from fractions import Fraction


def quantile(ordered: Sequence[int], share: Fraction) -> Fraction:
    """Return a quantile of sorted numbers (at least one), interpolated between neighbours (type 7, as Excel's)."""
    place = (len(ordered) - 1) * share
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (place - below) * (ordered[above] - ordered[below])
