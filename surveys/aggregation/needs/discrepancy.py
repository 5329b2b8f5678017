"""Ranked discrepancy score (Narine & Harder 2021, "Comparing the Borich model with the Ranked Discrepancy Model")."""

from fractions import Fraction

from surveys.aggregation.needs.pairs import Pairs


def rds(pairs: Pairs) -> Fraction:
    """Return −1·NR% + 0·TR% + 1·PR%, from −100 (everybody falls short) to +100: most negative first.

    NR, TR, PR: the pairs with the level below, equal to, above the importance. No mean of ordinal ratings is taken.
    """
    return Fraction(100 * (pairs.over - pairs.short), pairs.count)
