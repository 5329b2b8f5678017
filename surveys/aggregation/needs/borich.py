"""Mean weighted discrepancy score (Borich 1980, "A needs assessment model for conducting follow-up studies")."""

from fractions import Fraction

from surveys.aggregation.needs.pairs import Pairs


def mwds(pairs: Pairs) -> Fraction:
    """Return Σ (I − C)·Ī / n over the complete pairs: high means train first; it may be below zero.

    With complete pairs it equals Ī·(Ī − C̄).
    """
    return Fraction(pairs.importance - pairs.level) * pairs.mean_importance / pairs.count
