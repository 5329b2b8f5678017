"""Ranks from 1; of equal scores the more important competency comes first, then the one whose code does."""

from collections.abc import Mapping
from fractions import Fraction

from surveys.aggregation.needs.borich import mwds
from surveys.aggregation.needs.discrepancy import rds
from surveys.aggregation.needs.pairs import Pairs


def mwds_ranks(pairs: Mapping[str, Pairs]) -> dict[str, int]:
    """Rank competencies by Borich's score, the highest first: code -> rank, in this order."""
    return _ranks(pairs, {code: -mwds(each) for code, each in pairs.items()})


def rds_ranks(pairs: Mapping[str, Pairs]) -> dict[str, int]:
    """Rank competencies by the ranked discrepancy score, the most negative first: code -> rank, in this order."""
    return _ranks(pairs, {code: rds(each) for code, each in pairs.items()})


def _ranks(pairs: Mapping[str, Pairs], scores: Mapping[str, Fraction]) -> dict[str, int]:
    ordered = sorted(pairs, key=lambda code: (scores[code], -pairs[code].mean_importance, code))
    return {code: rank for rank, code in enumerate(ordered, start=1)}
